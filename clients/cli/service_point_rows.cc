#include "clients/cli/service_point_rows.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/text.h"
#include "base/uuid.h"
#include "clients/cli/csv_table.h"
#include "clients/cli/decimals.h"
#include "clients/cli/import_ids.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/service_point_words.h"
#include "samverk/v1/constraints.pb.h"

namespace samverk {
namespace {

constexpr size_t kKommunkodDigits = 4;
constexpr size_t kKeyCharsMax = 200;
constexpr int kDegreeDecimals = 6;
constexpr size_t kOffersMax = 64;  // As the server takes them at once, these and the next two.
constexpr size_t kTurnsMax = 32;
constexpr size_t kHoursMax = 8;

// The longest text that a field of the API takes.
uint32_t CharsMax(const google::protobuf::Descriptor* type, const char* field) {
  return type->FindFieldByName(field)->options().GetExtension(v1::limits).max_chars();
}

// `Öppettider ` and `öppettider` are one header. ASCII and the three Swedish letters have capitals.
std::string AsHeader(absl::string_view cell) {
  std::string header = absl::AsciiStrToLower(absl::StripAsciiWhitespace(cell));
  for (const auto& [capital, small] :
       {std::pair("Å", "å"), std::pair("Ä", "ä"), std::pair("Ö", "ö")}) {
    for (size_t at = header.find(capital); at != std::string::npos; at = header.find(capital)) {
      header.replace(at, std::string(capital).size(), small);
    }
  }
  return header;
}

class Reader {
 public:
  Reader(const std::string& parent, absl::CivilDay today) : parent_(parent), today_(today) {}

  ServicePointRows Read(absl::string_view text) {
    // What can't be taken is not worth normalising.
    const bool is_text = text.size() <= kCsvBytesMax && IsUtf8(text);
    const auto table = is_text ? ReadCsv(ToNfc(text)) : ReadCsv(text);
    if (!table.ok()) {
      Fail(0, "", std::string(table.status().message()));
    } else if (table->empty()) {
      Fail(0, "", "filen är tom; den första raden ska ha kolumnernas namn");
    } else if (ReadHeader(table->front())) {
      for (size_t i = 1; i < table->size(); ++i) ReadRow((*table)[i]);
    }
    return std::move(result_);
  }

 private:
  void Fail(size_t line, absl::string_view field, absl::string_view problem) {
    result_.faults.push_back({line, std::string(field), std::string(problem)});
  }
  void Fail(absl::string_view field, absl::string_view problem) {
    Fail(row_->line, field, problem);
  }

  bool ReadHeader(const CsvRow& header);
  void ReadRow(const CsvRow& row);
  void ReadIdentity(ServicePointRow& row);
  void ReadTexts(ServicePointRow& row);
  void ReadPosition(ServicePointRow& row);
  void ReadLife(ServicePointRow& row);
  void ReadOffers(ServicePointRow& row);
  void ReadObservation(ServicePointRow& row);

  // What stands in a column; empty where there is nothing.
  absl::string_view Cell(absl::string_view column) const {
    const auto found = columns_.find(std::string(column));
    if (found == columns_.end() || found->second >= row_->cells.size()) return "";
    return absl::StripAsciiWhitespace(row_->cells[found->second]);
  }
  // The same of a text that people wrote.
  std::string Text(absl::string_view column, size_t chars_max, bool multiline = false);
  // The same where something must stand.
  std::string Required(absl::string_view column, size_t chars_max, bool multiline = false) {
    std::string text = Text(column, chars_max, multiline);
    if (text.empty()) Fail(column, "cellen är tom; den måste fyllas i");
    return text;
  }
  // What a cell of a life means; nullopt if nothing stands in it or it is wrong.
  template <typename Parsed>
  std::optional<Parsed> Parse(absl::string_view column, absl::StatusOr<Parsed> parsed) {
    if (parsed.ok()) return *std::move(parsed);
    Fail(column, parsed.status().message());
    return std::nullopt;
  }
  std::optional<google::type::Date> Day(absl::string_view column, bool year_will_do = false);
  void CheckTexts(absl::string_view column, const Turns& turns);

  const std::string parent_;
  const absl::CivilDay today_;
  size_t header_cells_ = 0;
  std::vector<size_t> nameless_;  // Columns without a name.
  std::map<std::string, size_t> columns_;
  std::map<std::string, size_t> lines_of_ids_;
  const CsvRow* row_ = nullptr;
  ServicePointRows result_;
};

bool Reader::ReadHeader(const CsvRow& header) {
  header_cells_ = header.cells.size();
  const std::set<std::string> known(AllColumns().begin(), AllColumns().end());
  for (size_t i = 0; i < header.cells.size(); ++i) {
    const std::string column = AsHeader(header.cells[i]);
    if (absl::StartsWith(column, "#")) continue;
    if (column.empty()) {
      // Spreadsheets write columns that nobody uses.
      nameless_.push_back(i);
    } else if (!known.contains(column)) {
      Fail(header.line, column,
           absl::StrCat("kolumnen finns inte; rätta namnet, eller skriv # först om den inte ska ",
                        "importeras. Kolumnerna är ", absl::StrJoin(AllColumns(), ", ")));
    } else if (!columns_.emplace(column, i).second) {
      Fail(header.line, column, "kolumnen finns två gånger; ta bort den ena");
    }
  }
  for (const char* column : {kKeyColumn, kNameColumn, kOwnerColumn, kPlaceColumn, kOpenColumn}) {
    if (!columns_.contains(column)) Fail(header.line, column, "kolumnen saknas; lägg till den");
  }
  return result_.faults.empty();
}

void Reader::ReadRow(const CsvRow& row) {
  row_ = &row;
  ServicePointRow read;
  read.line = row.line;
  for (const size_t i : nameless_) {
    if (i >= row.cells.size() || row.cells[i].empty()) continue;
    Fail("", absl::StrCat("kolumn ", i + 1, " har inget namn, men här står något i den; ge den ",
                          "ett namn, eller skriv # om den inte ska importeras"));
  }
  for (size_t i = header_cells_; i < row.cells.size(); ++i) {
    if (row.cells[i].empty()) continue;
    return Fail("",
                "raden har fler celler än det finns kolumner; sätt texter med komma eller "
                "semikolon inom citattecken");
  }
  ReadIdentity(read);
  ReadTexts(read);
  ReadPosition(read);
  ReadLife(read);
  ReadOffers(read);
  ReadObservation(read);
  result_.rows.push_back(std::move(read));
}

std::string Reader::Text(absl::string_view column, size_t chars_max, bool multiline) {
  std::string text = FromPlainCell(Cell(column));
  // Spreadsheets end the lines within a cell in their own way.
  for (size_t at = text.find('\r'); at != std::string::npos; at = text.find('\r', at)) {
    text.replace(at, at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1, "\n");
  }
  if (HasControlCharacter(text, multiline)) {
    Fail(column, multiline ? "texten innehåller styrtecken; ta bort dem"
                           : "texten innehåller radbrytningar eller styrtecken; ta bort dem");
  }
  if (const size_t chars = CountCodePoints(text); chars > chars_max) {
    Fail(column,
         absl::StrCat("texten är ", chars, " tecken; högst ", chars_max, " sparas: korta den"));
  }
  return text;
}

void Reader::ReadIdentity(ServicePointRow& row) {
  row.key = Required(kKeyColumn, kKeyCharsMax);
  const std::string as_id = absl::AsciiStrToLower(row.key);
  const bool is_id = Uuid::Parse(as_id).has_value();
  const std::string id = is_id ? as_id : ImportedId("servicePoints", row.key);
  row.point.set_parent(parent_);
  row.point.set_service_point_id(id);
  const auto [first, is_first] = lines_of_ids_.emplace(id, row.line);
  if (!row.key.empty() && !is_first) {
    Fail(kKeyColumn, absl::StrCat("samma nyckel finns på rad ", first->second,
                                  "; varje serviceställe har en rad och en egen nyckel"));
  }
  const std::string owner = Required(kOwnerColumn, kKeyCharsMax);
  if (!owner.empty() && !IsDigits(owner, kKommunkodDigits)) {
    Fail(kOwnerColumn,
         absl::StrCat("\"", owner, "\" är ingen kommunkod; skriv fyra siffror, till exempel 2421"));
  }
  row.point.set_owner(OrganisationName(parent_, owner));
}

void Reader::ReadTexts(ServicePointRow& row) {
  const auto* type = v1::RegisterServicePointRequest::descriptor();
  row.point.set_display_name(Required(kNameColumn, CharsMax(type, "display_name")));
  row.place = Required(kPlaceColumn, CharsMax(type, "display_name"));
  row.point.set_operator_name(Text(kOperatorColumn, CharsMax(type, "operator_name")));
  row.point.set_address(Text(kAddressColumn, CharsMax(type, "address")));
  row.point.set_operator_organisation(
      OrganisationName(parent_, Text(kOrganisationColumn, kKeyCharsMax)));
}

void Reader::ReadPosition(ServicePointRow& row) {
  const absl::string_view north = Cell(kLatitudeColumn);
  const absl::string_view east = Cell(kLongitudeColumn);
  if (north.empty() && east.empty()) return;
  if (north.empty() || east.empty()) {
    return Fail(north.empty() ? kLatitudeColumn : kLongitudeColumn,
                "bara den ena koordinaten finns; skriv båda eller ingen");
  }
  const auto read = [this](const char* column, absl::string_view cell, const char* example,
                           const char* field) -> int32_t {
    const auto degrees = ParseDecimal(cell, kDegreeDecimals);
    if (!degrees.has_value()) {
      Fail(column, absl::StrCat("\"", cell, "\" är inget tal; skriv grader i WGS84, till exempel ",
                                example));
      return 0;
    }
    const auto& limits =
        v1::GeoPosition::descriptor()->FindFieldByName(field)->options().GetExtension(v1::limits);
    if (*degrees < limits.min() || *degrees > limits.max()) {
      Fail(column,
           absl::StrCat(cell, " ligger inte i Sverige; har latitud och longitud bytt plats? ",
                        "Skriv grader i WGS84, till exempel ", example));
      return 0;
    }
    return static_cast<int32_t>(*degrees);
  };
  v1::GeoPosition& position = *row.point.mutable_position();
  position.set_latitude_microdegrees(
      read(kLatitudeColumn, north, "65,713", "latitude_microdegrees"));
  position.set_longitude_microdegrees(
      read(kLongitudeColumn, east, "15,271", "longitude_microdegrees"));
}

void Reader::CheckTexts(absl::string_view column, const Turns& turns) {
  const size_t chars_max = CharsMax(v1::TurnFacts::descriptor(), "cause");
  for (const v1::TurnFacts& turn : turns) {
    if (CountCodePoints(turn.cause()) <= chars_max && !HasControlCharacter(turn.cause(), false)) {
      continue;
    }
    Fail(column, absl::StrCat("orsaken ska vara en rad på högst ", chars_max, " tecken"));
  }
}

void Reader::ReadLife(ServicePointRow& row) {
  const absl::string_view open = Cell(kOpenColumn);
  if (open.empty()) {
    return Fail(kOpenColumn,
                "cellen är tom; skriv när det öppnade, till exempel 2001-05-01–, eller "
                "före 2016-01-01– om ingen vet");
  }
  const auto opened = Parse(kOpenColumn, ParseOpenCell(open));
  if (!opened.has_value()) return;
  row.open = *opened;
  CheckTexts(kOpenColumn, row.open);
  Turns all = row.open;
  if (const absl::string_view threats = Cell(kThreatColumn); !threats.empty()) {
    row.threats = Parse(kThreatColumn, ParseThreatCell(threats, row.open));
    if (!row.threats.has_value()) return;
    CheckTexts(kThreatColumn, *row.threats);
    all.insert(all.end(), row.threats->begin(), row.threats->end());
    if (const absl::Status life = CheckLife(all); !life.ok()) Fail(kThreatColumn, life.message());
  }
  if (all.size() > kTurnsMax) {
    Fail(kOpenColumn, absl::StrCat("livet har ", all.size(), " händelser; högst ", kTurnsMax,
                                   " kan importeras"));
  }
}

void Reader::ReadOffers(ServicePointRow& row) {
  const size_t chars_max = CharsMax(v1::OfferTerms::descriptor(), "conditions");
  size_t count = 0;
  for (const v1::ServiceOffer offer : AllOffers()) {
    const std::string column = InSwedish(offer);
    const absl::string_view cell = Cell(column);
    if (cell.empty()) continue;
    const auto terms = Parse(column, ParseOfferCell(offer, cell));
    if (!terms.has_value()) continue;
    for (const v1::OfferTerms& each : *terms) {
      if (CountCodePoints(each.conditions()) > chars_max ||
          HasControlCharacter(each.conditions(), false)) {
        Fail(column, absl::StrCat("villkoret ska vara en rad på högst ", chars_max, " tecken"));
      }
    }
    count += terms->size();
    row.offers[offer] = *terms;
  }
  if (count > kOffersMax) {
    Fail("", absl::StrCat("raden har ", count, " serviceslag; högst ", kOffersMax,
                          " kan importeras på en gång"));
  }
  const absl::string_view hours = Cell(kHoursColumn);
  if (hours.empty()) return;
  row.hours = Parse(kHoursColumn, ParseHoursCell(hours));
  if (!row.hours.has_value()) return;
  const size_t note_max = CharsMax(v1::OpeningHours::descriptor(), "note");
  for (const v1::OpeningHours& each : *row.hours) {
    if (CountCodePoints(each.note()) > note_max || HasControlCharacter(each.note(), false)) {
      Fail(kHoursColumn,
           absl::StrCat("anmärkningen ska vara en rad på högst ", note_max, " tecken"));
    }
  }
  if (row.hours->size() > kHoursMax) {
    Fail(kHoursColumn, absl::StrCat("cellen har ", row.hours->size(), " öppettider; högst ",
                                    kHoursMax, " kan importeras på en gång"));
  }
}

std::optional<google::type::Date> Reader::Day(absl::string_view column, bool year_will_do) {
  const absl::string_view cell = Cell(column);
  if (cell.empty()) return std::nullopt;
  const auto parsed = ParseVintageDay(cell);
  if (!parsed.ok() || (!year_will_do && !ParseDate(cell).has_value())) {
    Fail(column, absl::StrCat("\"", cell, "\" är ingen dag; skriv till exempel 2019-05-14"));
    return std::nullopt;
  }
  if (ToCivilDay(*parsed) > today_) {
    Fail(column, absl::StrCat(cell, " har inte varit än; skriv den dag då det iakttogs eller som ",
                              "uppgiften gäller"));
    return std::nullopt;
  }
  return *parsed;
}

void Reader::ReadObservation(ServicePointRow& row) {
  bool said = false;
  for (const char* column :
       {kObservedColumn, kObservedOnColumn, kObserverColumn, kSourceColumn, kVintageColumn}) {
    said = said || !Cell(column).empty();
  }
  if (!said) return;
  const auto* type = v1::ObservationFacts::descriptor();
  v1::ObservationFacts& facts = row.observation.emplace();
  facts.set_text(Required(kObservedColumn, CharsMax(type, "text"), /*multiline=*/true));
  facts.set_source(Required(kSourceColumn, CharsMax(type, "source")));
  const std::string observer = Required(kObserverColumn, kKeyCharsMax);
  const std::string id = absl::AsciiStrToLower(observer);
  facts.set_observer(Uuid::Parse(id).has_value() ? PersonName(parent_, id)
                                                 : OrganisationName(parent_, observer));
  if (Cell(kObservedOnColumn).empty()) {
    Fail(kObservedOnColumn, "cellen är tom; skriv vilken dag det iakttogs");
  }
  if (const auto day = Day(kObservedOnColumn); day.has_value()) *facts.mutable_observed_on() = *day;
  if (const auto day = Day(kVintageColumn, /*year_will_do=*/true); day.has_value()) {
    *facts.mutable_vintage() = *day;
  }
}

}  // namespace

ServicePointRows ReadServicePointRows(absl::string_view text, const std::string& parent,
                                      absl::CivilDay today) {
  return Reader(parent, today).Read(text);
}

}  // namespace samverk
