#include "clients/cli/overview_printing.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/text.h"
#include "clients/cli/follow_up_words.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"

namespace samverk {
namespace {

constexpr char kNone[] = "inget";

// Nothing where there is nothing to count.
std::string CountOrEmpty(int64_t count) { return count == 0 ? "" : absl::StrCat(count); }

// ---- Plans

// `samråd till 2019-11-01: Serviceplan 2020–2023`.
std::string InWords(const v1::PlanUnderWay& plan) {
  std::string words = InSwedish(plan.phase());
  if (plan.has_answer_by()) absl::StrAppend(&words, " till ", FormatDate(plan.answer_by()));
  return absl::StrCat(words, ": ", plan.title());
}

std::string InWords(const v1::PlanTotals& totals) {
  std::string words = absl::StrCat(Count(totals.municipalities(), "kommun", "kommuner"), ": ",
                                   totals.in_force(), " med gällande plan");
  if (totals.ending_within_a_year() > 0) {
    absl::StrAppend(&words, " (", totals.ending_within_a_year(), " går ut inom ett år)");
  }
  absl::StrAppend(&words, ", ", totals.only_under_way(), " med bara en på gång, ", totals.without(),
                  " utan");
  return words;
}

// ---- Work

bool IsMunicipality(absl::string_view organisation) {
  const absl::string_view id = LastPart(organisation);
  constexpr size_t kKommunkodChars = 4;
  return id.size() == kKommunkodChars &&
         std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string RemarkOf(const v1::WorkYear& year) {
  std::vector<std::string> remarks;
  if (year.meetings().falls_below()) {
    remarks.push_back(
        absl::StrCat(Count(year.meetings().missing(), "träff", "träffar"), " saknas"));
  }
  if (year.meetings().not_recorded() > 0) {
    remarks.push_back(absl::StrCat(year.meetings().not_recorded(), " ej registrerad som hållen"));
  }
  if (const int ahead = year.workshops_ahead() + year.meetings().called_ahead(); ahead > 0) {
    remarks.push_back(absl::StrCat(ahead, " kommer"));
  }
  return absl::StrJoin(remarks, ", ");
}

// How many columns of years fit beside the names.
constexpr int kYearColumnsMax = 8;

// Those that took part in the years from `first` on, and the municipalities that did not, in the
// order of their names.
std::vector<std::string> Participants(const v1::GetOverviewResponse& overview, int first,
                                      const OrganisationNames& names) {
  std::set<std::string> organisations;
  for (const v1::PlanStatus& status : overview.plans()) organisations.insert(status.organisation());
  for (int i = first; i < overview.work_size(); ++i) {
    for (const v1::WorkParticipation& each : overview.work(i).participation()) {
      if (IsMunicipality(each.organisation())) organisations.insert(each.organisation());
    }
  }
  std::vector<std::string> sorted(organisations.begin(), organisations.end());
  std::sort(sorted.begin(), sorted.end(), [&](const std::string& left, const std::string& right) {
    return SwedishSortKey(names.Of(left)) < SwedishSortKey(names.Of(right));
  });
  return sorted;
}

// In how many workshops and meetings each municipality took part, year by year.
void PrintParticipation(const v1::GetOverviewResponse& overview, const OrganisationNames& names,
                        std::ostream& out) {
  const int first = std::max(0, overview.work_size() - kYearColumnsMax);
  std::vector<Table::Column> columns = {{"Verkstäder+träffar", Table::kFlexible}};
  for (int i = first; i < overview.work_size(); ++i) {
    columns.push_back({absl::StrCat(overview.work(i).year()), Table::kNumber});
  }
  Table table(std::move(columns));
  for (const std::string& organisation : Participants(overview, first, names)) {
    std::vector<std::string> cells = {names.Of(organisation)};
    for (int i = first; i < overview.work_size(); ++i) {
      const auto& all = overview.work(i).participation();
      const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) {
        return each.organisation() == organisation;
      });
      cells.push_back(
          found == all.end() ? "–" : absl::StrCat(found->workshops(), "+", found->meetings()));
    }
    table.Add(std::move(cells));
  }
  table.Print(out);
}

// ---- Indicators

std::string GapsInWords(const v1::IndicatorYear& year) {
  std::vector<std::string> words;
  if (!year.compiled()) words.emplace_back("inte sammanställt");
  if (year.outdated()) words.emplace_back("inaktuellt");
  for (const int gap : year.figure().gaps()) {
    words.push_back(InSwedish(static_cast<v1::FigureGap>(gap)));
  }
  return absl::StrJoin(words, ", ");
}

// ---- Things to see to

std::string KindInWords(v1::OverviewItemKind kind) {
  switch (kind) {
    case v1::OVERVIEW_ITEM_KIND_MEASURE_LATE:
      return "åtgärd försenad";
    case v1::OVERVIEW_ITEM_KIND_FOLLOW_UP_MISSING:
      return "uppföljning saknas";
    case v1::OVERVIEW_ITEM_KIND_PLAN_PROPOSED:
      return "plan att anta";
    case v1::OVERVIEW_ITEM_KIND_PLAN_ENDING:
      return "plan går ut";
    case v1::OVERVIEW_ITEM_KIND_PLAN_ENDED:
      return "plan har gått ut";
    case v1::OVERVIEW_ITEM_KIND_PLAN_CONFLICT:
      return "konflikt att avgöra";
    case v1::OVERVIEW_ITEM_KIND_MEETING_DECISION_LATE:
      return "beslut försenat";
    case v1::OVERVIEW_ITEM_KIND_FOLLOW_UP_SUBMITTED:
      return "uppföljning att godkänna";
    case v1::OVERVIEW_ITEM_KIND_MINUTES_NOT_APPROVED:
      return "protokoll att justera";
    default:
      return absl::StrCat("okänd (", static_cast<int>(kind), ")");
  }
}

// What the other verbs take: the beginning of an id, of a conflict that of its plan and its number.
std::string IdOf(const v1::OverviewItem& item) {
  constexpr char kConflicts[] = "/conflicts/";
  const std::string& name = item.resource();
  const size_t conflict = name.find(kConflicts);
  if (conflict == std::string::npos) return ShortIds({name}).front();
  return absl::StrCat(ShortIds({name.substr(0, conflict)}).front(), "/", LastPart(name));
}

// `Serviceplan för Storuman 2018 (Storumans kommun)`.
std::string WhatInWords(const v1::OverviewItem& item, const OrganisationNames& names) {
  std::string words = item.title();
  const bool has_year_in_it = item.kind() == v1::OVERVIEW_ITEM_KIND_FOLLOW_UP_MISSING ||
                              item.kind() == v1::OVERVIEW_ITEM_KIND_FOLLOW_UP_SUBMITTED;
  if (has_year_in_it) words = absl::StrCat(item.year(), ": ", words);
  if (!item.about().empty()) absl::StrAppend(&words, " (", names.Of(item.about()), ")");
  return words;
}

std::string WhenInWords(const v1::OverviewItem& item) {
  if (item.has_deadline()) return absl::StrCat("senast ", FormatDate(item.deadline()));
  return item.has_since() ? absl::StrCat("sedan ", FormatDate(item.since())) : "";
}

using Items = google::protobuf::RepeatedPtrField<v1::OverviewItem>;

void PrintItems(const Items& items, int count, const OrganisationNames& names, std::ostream& out) {
  if (items.empty()) {
    out << kNone << "\n";
    return;
  }
  Table table({{"Slag"}, {"Vem", Table::kFlexible}, {"Vad", Table::kFlexible}, {"När"}, {"Id"}});
  for (const v1::OverviewItem& item : items) {
    table.Add({KindInWords(item.kind()),
               item.organisation().empty() ? "" : names.Of(item.organisation()),
               WhatInWords(item, names), WhenInWords(item), IdOf(item)});
  }
  table.Print(out);
  if (count > items.size()) out << "och " << count - items.size() << " till\n";
}

// ---- Service

bool HasChanges(const v1::ServiceYear& year) { return year.opened() > 0 || year.closed() > 0; }

bool IsLast(const v1::GetOverviewResponse& overview, const v1::ServiceYear& year) {
  return &year == &*overview.service().rbegin();
}

void PrintOffers(const v1::GetOverviewResponse& overview, std::ostream& out) {
  Table table({{"År"},
               {"Serviceslag"},
               {"Tillkom", Table::kNumber},
               {"Försvann", Table::kNumber},
               {"Finns", Table::kNumber},
               {"varav fullsortiment", Table::kNumber}});
  bool any = false;
  for (const v1::ServiceYear& year : overview.service()) {
    for (const v1::OfferYear& each : year.offers()) {
      const bool changed = each.gained() > 0 || each.lost() > 0;
      if (!changed && !(IsLast(overview, year) && each.open() > 0)) continue;
      any = true;
      table.Add({absl::StrCat(year.year()), InSwedish(each.offer()), CountOrEmpty(each.gained()),
                 CountOrEmpty(each.lost()), absl::StrCat(each.open()),
                 CountOrEmpty(each.full_range())});
    }
  }
  if (!any) return;
  out << "\n";
  table.Print(out);
}

}  // namespace

void PrintPlanStatus(const v1::GetOverviewResponse& overview, const OrganisationNames& names,
                     std::ostream& out) {
  out << "SERVICEPLANER " << FormatDate(overview.on()) << "\n";
  Table table({{"Kommun", Table::kFlexible},
               {"Gäller"},
               {"Plan", Table::kFlexible},
               {"Lokala", Table::kNumber},
               {"På gång", Table::kFlexible},
               {"Uppföljd"}});
  for (const v1::PlanStatus& status : overview.plans()) {
    std::vector<std::string> under_way;
    under_way.reserve(static_cast<size_t>(status.under_way_size()));
    for (const v1::PlanUnderWay& each : status.under_way()) under_way.push_back(InWords(each));
    table.Add({names.Of(status.organisation()),
               status.plan().empty() ? "ingen" : FormatPeriod(status.in_force()), status.title(),
               CountOrEmpty(status.local_plans()), absl::StrJoin(under_way, "; "),
               CountOrEmpty(status.last_follow_up_year())});
  }
  table.Print(out);
  out << InWords(overview.plan_totals()) << "\n";
}

void PrintWork(const v1::GetOverviewResponse& overview, const OrganisationNames& names,
               std::ostream& out) {
  out << "ARBETET ÅR FÖR ÅR\n";
  if (overview.work().empty()) {
    out << kNone << "\n";
    return;
  }
  Table table({{"År"},
               {"Verkstäder", Table::kNumber},
               {"Deltagare", Table::kNumber},
               {"Träffar", Table::kNumber},
               {"Deltagare", Table::kNumber},
               {"Kommuner", Table::kNumber},
               {"Anmärkning", Table::kFlexible}});
  for (const v1::WorkYear& year : overview.work()) {
    const auto municipalities =
        std::count_if(year.participation().begin(), year.participation().end(),
                      [](const auto& each) { return IsMunicipality(each.organisation()); });
    table.Add({absl::StrCat(year.year()), absl::StrCat(year.workshops_held()),
               CountOrEmpty(year.workshop_participants()), absl::StrCat(year.meetings().held()),
               CountOrEmpty(year.meetings().participants()), CountOrEmpty(municipalities),
               RemarkOf(year)});
  }
  table.Print(out);
  out << "\n";
  PrintParticipation(overview, names, out);
}

void PrintIndicatorSeries(const v1::GetOverviewResponse& overview, std::ostream& out) {
  out << "INDIKATORER FÖR LÄNET\n";
  if (overview.indicators().empty()) {
    out << kNone << "\n";
    return;
  }
  Table table({{"Indikator", Table::kFlexible},
               {"År"},
               {"Summa", Table::kNumber},
               {"Enhet"},
               {"Kommuner", Table::kNumber},
               {"Årgång"},
               {"Anmärkning", Table::kFlexible}});
  for (const v1::IndicatorSeries& series : overview.indicators()) {
    for (const v1::IndicatorYear& year : series.years()) {
      const bool is_first = &year == &series.years(0);
      table.Add({is_first ? series.title() : "", absl::StrCat(year.year()),
                 FormatDecimal(year.figure().sum()), series.unit(),
                 absl::StrCat(year.figure().municipalities(), " av ", year.municipalities()),
                 absl::StrJoin(year.figure().vintage_years(), ", "), GapsInWords(year)});
    }
  }
  table.Print(out);
}

void PrintOverdue(const v1::GetOverviewResponse& overview, const OrganisationNames& names,
                  std::ostream& out) {
  out << "FÖRSENAT " << FormatDate(overview.on()) << "\n";
  PrintItems(overview.overdue(), overview.overdue_count(), names, out);
}

void PrintWaiting(const v1::GetOverviewResponse& overview, const OrganisationNames& names,
                  std::ostream& out) {
  out << "ATT BESLUTA " << FormatDate(overview.on()) << "\n";
  PrintItems(overview.decisions(), overview.decision_count(), names, out);
}

void PrintService(const v1::GetOverviewResponse& overview, std::ostream& out) {
  out << "SERVICE SOM TILLKOMMIT OCH FÖRSVUNNIT\n";
  if (overview.service().empty()) {
    out << kNone << "\n";
    return;
  }
  Table table({{"År"},
               {"Öppnade", Table::kNumber},
               {"Stängde", Table::kNumber},
               {"Öppna", Table::kNumber},
               {"Hotade", Table::kNumber},
               {"Okända", Table::kNumber}});
  for (const v1::ServiceYear& year : overview.service()) {
    if (!HasChanges(year) && !IsLast(overview, year)) continue;
    table.Add({absl::StrCat(year.year()), CountOrEmpty(year.opened()), CountOrEmpty(year.closed()),
               absl::StrCat(year.open()), CountOrEmpty(year.threatened()),
               CountOrEmpty(year.unknown())});
  }
  table.Print(out);
  PrintOffers(overview, out);
}

}  // namespace samverk
