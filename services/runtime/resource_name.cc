#include "services/runtime/resource_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/text.h"

namespace samverk::runtime {
namespace {

constexpr absl::string_view kPrefix = "partnerships/";
constexpr size_t kIdCharsMax = 63;

// Takes the part before the next slash off `rest`.
absl::string_view TakePart(absl::string_view& rest) {
  const size_t slash = rest.find('/');
  const absl::string_view part = rest.substr(0, slash);
  rest = slash == absl::string_view::npos ? absl::string_view() : rest.substr(slash + 1);
  return part;
}

bool IsId(absl::string_view part) {
  return !part.empty() && part.size() <= kIdCharsMax &&
         std::all_of(part.begin(), part.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'z') || c == '-';
         });
}

}  // namespace

absl::string_view PartnershipOf(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kPrefix)) return "";
  return TakePart(name);
}

absl::string_view RelativeName(absl::string_view name) {
  name.remove_prefix(std::min(name.size(), kPrefix.size()));
  TakePart(name);
  return name.empty() ? absl::string_view(kPartnershipStream) : name;
}

std::string PartnershipName(absl::string_view partnership) {
  return absl::StrCat(kPrefix, partnership);
}

std::string WholeName(absl::string_view partnership, absl::string_view relative) {
  if (relative == kPartnershipStream) return PartnershipName(partnership);
  return absl::StrCat(kPrefix, partnership, "/", relative);
}

std::string ChildName(absl::string_view parent, absl::string_view collection,
                      absl::string_view id) {
  return absl::StrCat(parent, "/", collection, "/", id);
}

std::string RegisterName(absl::string_view organisation, absl::string_view collection) {
  return ChildName(PartnershipName(PartnershipOf(organisation)), collection, IdOf(organisation));
}

bool IsMunicipality(absl::string_view organisation) { return IsDigits(IdOf(organisation), 4); }

absl::string_view CollectionOf(absl::string_view relative) { return TakePart(relative); }

absl::string_view IdOf(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == absl::string_view::npos ? name : name.substr(slash + 1);
}

bool MatchesPattern(absl::string_view name, absl::string_view pattern) {
  if (std::count(name.begin(), name.end(), '/') !=
      std::count(pattern.begin(), pattern.end(), '/')) {
    return false;
  }
  while (!pattern.empty()) {
    const absl::string_view wanted = TakePart(pattern);
    const absl::string_view part = TakePart(name);
    const bool is_id = !wanted.empty() && wanted.front() == '{';
    if (is_id ? (!IsId(part)) : (part != wanted)) {
      // A collection may be any word of letters: `{collection}` takes camelCase too.
      if (wanted != "{collection}" || part.empty() ||
          !std::all_of(part.begin(), part.end(), [](char c) { return absl::ascii_isalpha(c); })) {
        return false;
      }
    }
  }
  return name.empty();
}

}  // namespace samverk::runtime
