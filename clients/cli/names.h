// Names: from what people type to resource names, and from resource names to what
// people call an organisation.

#ifndef SAMVERK_CLIENTS_CLI_NAMES_H_
#define SAMVERK_CLIENTS_CLI_NAMES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/cli_context.h"

namespace samverk {

// `partnerships/{p}/organisations/{text}`; a full name stays. Empty stays empty.
std::string OrganisationName(absl::string_view parent, absl::string_view text);
// The same for people.
std::string PersonName(absl::string_view parent, absl::string_view text);

// The organisation that speaks: `text`, or where that is empty the one that is acted for.
//
// Errors:
//   UsageError   Neither is said; `option` is where to say it.
absl::StatusOr<std::string> OwnOrganisation(const CliContext& context, absl::string_view text,
                                            absl::string_view option);

// What `text` means of the kind that is asked for: its name, its UUID, or the beginning of its
// UUID (at least 4 characters) if only one begins like that.
//
// Errors:
//   UsageError   Nothing begins like that, or several do (they are named).
//   others       What the server says.
absl::StatusOr<std::string> ResolveWorkshop(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolveMeeting(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolvePlan(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolvePerson(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolveActionPlan(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolveInitiative(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolveAttachment(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolveExchange(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolveDiscussion(CliContext& context, absl::string_view text);
// Also what a place or service point is called, if only one is called so.
absl::StatusOr<std::string> ResolvePlace(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolveServicePoint(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolveFollowUp(CliContext& context, absl::string_view text);
absl::StatusOr<std::string> ResolveNationalIssue(CliContext& context, absl::string_view text);

// The conflict that `text` means: its whole name, or `PLAN/NUMBER` with a plan as above.
absl::StatusOr<std::string> ResolveConflict(CliContext& context, absl::string_view text);

// Any resource, named with its collection: `workshops/0199`, `organisations/2421`. Where the
// collection has a resolver above, the beginning of a UUID will do.
absl::StatusOr<std::string> ResolveAny(CliContext& context, absl::string_view text);

// `workshops/…` of a whole name.
absl::string_view WithoutParent(absl::string_view name);

// The only one of `names` whose last part begins with `beginning`. `what` is what they
// are called in an error.
absl::StatusOr<std::string> MatchBeginning(const std::vector<std::string>& names,
                                           absl::string_view beginning, absl::string_view what);

// The last part of a resource name.
absl::string_view LastPart(absl::string_view name);

// Beginnings of the last parts of `names`, all of the same length, that tell them apart;
// at least 8 characters.
std::vector<std::string> ShortIds(const std::vector<std::string>& names);

// What the organisations of a partnership are called; in a history also the elements of its plan,
// by their ids.
class OrganisationNames {
 public:
  // Asks the server. Where it does not answer that question, ids have to do: a list of
  // workshops is worth showing without the names of their hosts.
  static OrganisationNames Read(CliContext& context);

  void Add(absl::string_view name, absl::string_view display_name);

  // What `name` is called; its last part if that is not known.
  std::string Of(absl::string_view name) const;

 private:
  absl::flat_hash_map<std::string, std::string> display_names_;
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_NAMES_H_
