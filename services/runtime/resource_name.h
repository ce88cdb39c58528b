// Resource names: `partnerships/{partnership}` and
// `partnerships/{partnership}/{collection}/{id}` (AIP-122).
//
// Inside the ledger of a partnership names are relative to it: `workshops/{id}`, and
// `partnership` for the partnership itself.

#ifndef SAMVERK_SERVICES_RUNTIME_RESOURCE_NAME_H_
#define SAMVERK_SERVICES_RUNTIME_RESOURCE_NAME_H_

#include <string>

#include "absl/strings/string_view.h"

namespace samverk::runtime {

// The relative name of the partnership itself.
inline constexpr char kPartnershipStream[] = "partnership";

// The id of the partnership that `name` is in; empty if `name` is malformed.
absl::string_view PartnershipOf(absl::string_view name);

// The name inside the ledger. `name` must be well-formed.
absl::string_view RelativeName(absl::string_view name);

// `partnerships/{partnership}`.
std::string PartnershipName(absl::string_view partnership);

// The whole name of a relative one.
std::string WholeName(absl::string_view partnership, absl::string_view relative);

// The name of a resource directly inside `parent`.
std::string ChildName(absl::string_view parent, absl::string_view collection, absl::string_view id);

// The stream in which an organisation's claims of one kind stand:
// `partnerships/{partnership}/planRegisters/{organisation}`.
std::string RegisterName(absl::string_view organisation, absl::string_view collection);

// Whether the organisation is a municipality: those are named by their code, all others by slugs
// (see AdmitOrganisation).
bool IsMunicipality(absl::string_view organisation);

// The collection of a relative name: `workshops` of `workshops/{id}`.
absl::string_view CollectionOf(absl::string_view relative);

// The last part of a name.
absl::string_view IdOf(absl::string_view name);

// Whether `name` has the form of `pattern`, whose parts in braces match one id each:
// 1 to 63 lower-case ASCII letters, digits and hyphens.
bool MatchesPattern(absl::string_view name, absl::string_view pattern);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_RESOURCE_NAME_H_
