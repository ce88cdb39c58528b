// `samverk meetings list`, `show`, `decisions` and `years`: for people at a terminal, or as JSON.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/meetings_command.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/meeting.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::MeetingService::Stub;

google::type::Date Today(const CliContext& context) {
  return ToDate(SwedishDay(context.clock().Now()));
}

// Nothing where there is nothing to count.
std::string CountOrEmpty(int64_t count) { return count == 0 ? "" : absl::StrCat(count); }

// ---- Years

constexpr char kPastOne[] = "har varit men är inte registrerad som hållen";
constexpr char kPastMany[] = "har varit men är inte registrerade som hållna";

// `2019: 1 hållen, 1 kallad; minst 2 om året`, and what is wrong with it.
std::string InWords(const v1::MeetingYear& year) {
  std::string words = absl::StrCat(year.year(), ": ", Count(year.held(), "hållen", "hållna"), ", ",
                                   Count(year.called_ahead(), "kallad", "kallade"));
  if (year.meetings_min() > 0) {
    absl::StrAppend(&words, "; minst ", year.meetings_min(), " om året");
  }
  if (year.falls_below()) absl::StrAppend(&words, ". VARNING: ", year.missing(), " saknas");
  if (year.not_recorded() > 0) {
    absl::StrAppend(&words, ". ", Count(year.not_recorded(), kPastOne, kPastMany));
  }
  return words;
}

// The years as they are asked for; `first` and `last` may be 0. As of an earlier day they are
// judged on that day.
absl::StatusOr<v1::GetMeetingYearsResponse> ReadYears(CliContext& context, int first, int last,
                                                      const std::string& as_of) {
  v1::GetMeetingYearsRequest request;
  request.set_parent(context.Parent());
  request.set_first_year(first);
  request.set_last_year(last);
  RETURN_IF_ERROR(FillAsOf(context, as_of, request));
  const v1::AsOf& moment = request.read().as_of();
  *request.mutable_today() = moment.has_date() ? moment.date() : Today(context);
  return context.Call(&Stub::GetMeetingYears, request);
}

void PrintYears(const v1::GetMeetingYearsResponse& response, std::ostream& out) {
  Table table({{"År"},
               {"Hållna", Table::kNumber},
               {"Kallade", Table::kNumber},
               {"Minst", Table::kNumber},
               {"Aktörer", Table::kNumber},
               {"Deltagare", Table::kNumber},
               {"Anmärkning", Table::kFlexible}});
  int below = 0;
  for (const v1::MeetingYear& year : response.years()) {
    std::vector<std::string> remarks;
    if (year.falls_below()) remarks.push_back(absl::StrCat(year.missing(), " saknas"));
    if (year.not_recorded() > 0) {
      remarks.push_back(absl::StrCat(year.not_recorded(), " ej registrerad som hållen"));
    }
    below += year.falls_below() ? 1 : 0;
    table.Add({absl::StrCat(year.year()), absl::StrCat(year.held()),
               CountOrEmpty(year.called_ahead()), absl::StrCat(year.meetings_min()),
               CountOrEmpty(year.organisations()), CountOrEmpty(year.participants()),
               absl::StrJoin(remarks, ", ")});
  }
  table.Print(out);
  out << Count(response.years_size(), "år", "år") << ", " << below << " med för få träffar\n";
}

void AddYears(CommandTree& tree, CLI::App& group) {
  struct Options {
    int32_t first = 0;
    int32_t last = 0;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "years", "How many were held each year, and which years had too few");
  verb.add_option("--from", options->first, "The first year")->type_name("YEAR");
  verb.add_option("--to", options->last, "The last year")->type_name("YEAR");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::GetMeetingYearsResponse response,
                     ReadYears(context, options->first, options->last, options->as_of));
    if (context.options().json) return context.PrintJson(response);
    PrintYears(response, context.out());
    return absl::OkStatus();
  });
}

// ---- Meetings

void PrintMeetings(const v1::ListMeetingsResponse& list, const OrganisationNames& names,
                   std::ostream& out) {
  std::vector<std::string> resources;
  resources.reserve(static_cast<size_t>(list.meetings_size()));
  for (const v1::Meeting& meeting : list.meetings()) resources.push_back(meeting.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Tid"},
               {"Läge"},
               {"Värd", Table::kFlexible},
               {"Rubrik", Table::kFlexible},
               {"Deltagare", Table::kNumber}});
  for (int i = 0; i < list.meetings_size(); ++i) {
    const v1::Meeting& meeting = list.meetings(i);
    table.Add({ids[static_cast<size_t>(i)], FormatPeriod(meeting.period()),
               InSwedish(meeting.state()), names.Of(meeting.host()), meeting.title(),
               CountOrEmpty(Participants(meeting.attendance()))});
  }
  table.Print(out);
  out << Count(list.meetings_size(), "partnerskapsträff", "partnerskapsträffar") << "\n";
}

struct ListOptions {
  int32_t year = 0;
  std::string organisation;
  std::string state;
  std::string as_of;
};

absl::Status List(CliContext& context, const ListOptions& options) {
  v1::ListMeetingsRequest request;
  request.set_parent(context.Parent());
  request.set_year(options.year);
  request.set_organisation(OrganisationName(context.Parent(), options.organisation));
  request.set_state(
      ParseEnum<v1::MeetingState>(options.state).value_or(v1::MEETING_STATE_UNSPECIFIED));
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  ASSIGN_OR_RETURN(const v1::ListMeetingsResponse list,
                   context.CallAllPages(&Stub::ListMeetings, request));
  if (context.options().json) return context.PrintJson(list);
  PrintMeetings(list, OrganisationNames::Read(context), context.out());
  const int year = options.year == 0 ? Today(context).year() : options.year;
  // A server that does not tell of years still lists meetings.
  const auto years = ReadYears(context, year, year, options.as_of);
  if (!years.ok()) return absl::OkStatus();
  for (const v1::MeetingYear& each : years->years()) context.out() << InWords(each) << "\n";
  return absl::OkStatus();
}

void AddList(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& verb = tree.AddVerb(group, "list", "List meetings, the earliest first");
  verb.add_option("--year", options->year, "Only with a day in this year")->type_name("YEAR");
  verb.add_option("--organisation", options->organisation,
                  "Only those that it calls, is called to or took part in")
      ->type_name("ORGANISATION");
  verb.add_option("--state", options->state, "Only in this state; all but withdrawn otherwise")
      ->check(AsWordOf<v1::MeetingState>());
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) { return List(context, *options); });
}

// `2019-12-01: klart 2019-11-04`, `senast 2019-12-01`, or nothing.
std::string WhenInWords(const v1::MeetingDecision& decision) {
  if (decision.has_done_on()) return absl::StrCat("klart ", FormatDate(decision.done_on()));
  return decision.has_deadline() ? absl::StrCat("senast ", FormatDate(decision.deadline())) : "";
}

std::string InWords(const v1::MeetingDecision& decision, const OrganisationNames& names) {
  std::string words =
      absl::StrCat(decision.entry(), ": ", decision.text(), " (", names.Of(decision.responsible()));
  const std::string when = WhenInWords(decision);
  absl::StrAppend(&words, when.empty() ? "" : ", ", when, ")");
  for (const std::string& link : decision.links()) {
    absl::StrAppend(&words, "\n→ ", WithoutParent(link));
  }
  if (!decision.result().empty()) absl::StrAppend(&words, "\nresultat: ", decision.result());
  return words;
}

void AddMinutes(const v1::MeetingMinutes& minutes, const OrganisationNames& names,
                FactSheet& sheet) {
  for (const v1::MinutesSection& section : minutes.sections()) {
    sheet.Add("protokoll", section.title().empty()
                               ? section.text()
                               : absl::StrCat(section.title(), "\n", section.text()));
  }
  if (!minutes.has_approval()) {
    sheet.Add("justerat", "inte än");
    return;
  }
  std::vector<std::string> approvers;
  approvers.reserve(static_cast<size_t>(minutes.approval().approved_by_size()));
  for (const std::string& approver : minutes.approval().approved_by()) {
    approvers.push_back(names.Of(approver));
  }
  sheet.Add("justerat", absl::StrCat(FormatDate(minutes.approval().approved_on()), " av ",
                                     absl::StrJoin(approvers, ", "),
                                     minutes.corrected_since() ? "; rättat därefter" : ""));
}

void PrintMeeting(const v1::Meeting& meeting, const OrganisationNames& names, std::ostream& out) {
  FactSheet sheet(meeting.title(), InSwedish(meeting.state()));
  sheet.Add("tid", FormatPeriod(meeting.period()));
  sheet.Add("form", InSwedish(meeting.form()));
  sheet.Add("plats", meeting.venue());
  sheet.Add("värd", names.Of(meeting.host()));
  sheet.Add("om", meeting.topic());
  std::vector<std::string> invited;
  invited.reserve(static_cast<size_t>(meeting.invited_size()));
  for (const std::string& organisation : meeting.invited()) {
    invited.push_back(names.Of(organisation));
  }
  SortSwedish(invited);
  sheet.Add("kallade", absl::StrJoin(invited, ", "));
  for (int i = 0; i < meeting.agenda_size(); ++i) {
    const v1::AgendaItem& item = meeting.agenda(i);
    std::string words = absl::StrCat(i + 1, ". ", item.title());
    if (!item.presenter().empty()) absl::StrAppend(&words, " (", names.Of(item.presenter()), ")");
    if (!item.text().empty()) absl::StrAppend(&words, "\n", item.text());
    sheet.Add("dagordning", words);
  }
  sheet.Add("deltagare", AttendanceInWords(meeting.attendance(), names));
  if (meeting.has_minutes()) AddMinutes(meeting.minutes(), names, sheet);
  for (const v1::MeetingDecision& decision : meeting.decisions()) {
    sheet.Add("beslut", InWords(decision, names));
  }
  sheet.Add("revision", absl::StrCat(meeting.revision()));
  sheet.Add("namn", meeting.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string meeting;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one meeting");
  verb.add_option("meeting", options->meeting, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetMeetingRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveMeeting(context, options->meeting));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetMeetingResponse response,
                     context.Call(&Stub::GetMeeting, request));
    if (context.options().json) return context.PrintJson(response);
    PrintMeeting(response.meeting(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// ---- Decisions

// Beginnings of the ids of the meetings that took the decisions, by their names.
std::map<std::string, std::string> MeetingIds(const v1::ListMeetingDecisionsResponse& list) {
  std::set<std::string> meetings;
  for (const v1::ListedMeetingDecision& listed : list.decisions())
    meetings.insert(listed.meeting());
  const std::vector<std::string> ids = ShortIds({meetings.begin(), meetings.end()});
  std::map<std::string, std::string> by_name;
  auto id = ids.begin();
  for (const std::string& meeting : meetings) by_name[meeting] = *id++;
  return by_name;
}

void PrintDecisions(const v1::ListMeetingDecisionsResponse& list, const OrganisationNames& names,
                    std::ostream& out) {
  const std::map<std::string, std::string> ids = MeetingIds(list);
  Table table({{"Träff"},
               {"Nr", Table::kNumber},
               {"Fattat"},
               {"Ansvarig", Table::kFlexible},
               {"Beslut", Table::kFlexible},
               {"När"}});
  for (const v1::ListedMeetingDecision& listed : list.decisions()) {
    table.Add({ids.at(listed.meeting()), absl::StrCat(listed.decision().entry()),
               FormatDate(listed.meeting_period().start_date()),
               names.Of(listed.decision().responsible()), listed.decision().text(),
               WhenInWords(listed.decision())});
  }
  table.Print(out);
  out << list.decisions_size() << " beslut\n";
}

struct DecisionsOptions {
  std::string responsible;
  bool open = false;
  bool done = false;
  bool overdue = false;
  std::string overdue_on;
  int32_t year = 0;
  std::string as_of;
};

absl::Status ListDecisions(CliContext& context, const DecisionsOptions& options) {
  v1::ListMeetingDecisionsRequest request;
  request.set_parent(context.Parent());
  request.set_responsible(OrganisationName(context.Parent(), options.responsible));
  if (options.open) request.set_state(v1::MEETING_DECISION_STATE_OPEN);
  if (options.done) request.set_state(v1::MEETING_DECISION_STATE_DONE);
  if (options.overdue) *request.mutable_overdue_on() = Today(context);
  if (!options.overdue_on.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_overdue_on(), ParseDateArgument(options.overdue_on));
  }
  request.set_year(options.year);
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  ASSIGN_OR_RETURN(const v1::ListMeetingDecisionsResponse list,
                   context.CallAllPages(&Stub::ListMeetingDecisions, request));
  if (context.options().json) return context.PrintJson(list);
  PrintDecisions(list, OrganisationNames::Read(context), context.out());
  return absl::OkStatus();
}

void AddDecisions(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<DecisionsOptions>();
  CLI::App& verb = tree.AddVerb(group, "decisions", "List what was decided, and what is open");
  verb.add_option("--responsible", options->responsible, "Only what it carries out")
      ->type_name("ORGANISATION");
  CLI::Option* open = verb.add_flag("--open", options->open, "Only what remains to be done");
  verb.add_flag("--done", options->done, "Only what is done")->excludes(open);
  CLI::Option* overdue = verb.add_flag("--overdue", options->overdue, "Only what is late today");
  verb.add_option("--overdue-on", options->overdue_on, "Only what was late on that day")
      ->check(As(ParseDateArgument, "DATE"))
      ->excludes(overdue);
  verb.add_option("--year", options->year, "Only of meetings in this year")->type_name("YEAR");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) { return ListDecisions(context, *options); });
}

}  // namespace

void AddMeetingReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
  AddDecisions(tree, group);
  AddYears(tree, group);
}

}  // namespace samverk
