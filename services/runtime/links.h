// Links: which resources a resource refers to, and an index of them that is read both ways.
//
// A slice says once what its resources link to, and keeps it in its own view:
//
//   std::set<runtime::FoundLink> LinksOf(const v1::Workshop& workshop);   // LinksIn, unless
//   withdrawn
//   ...
//   runtime::MoveLinks(name, links_before, LinksOf(*workshop), view);
//
// A link is any text of a message that is the whole name of another resource, or of a part of one,
// wherever it stands. Organisations and people are not among them: every resource has some, and
// the slices list their resources by them already.

#ifndef SAMVERK_SERVICES_RUNTIME_LINKS_H_
#define SAMVERK_SERVICES_RUNTIME_LINKS_H_

#include <functional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "samverk/v1/link.pb.h"
#include "services/runtime/versioned_table.h"

namespace samverk::runtime {

// The table of links, of every view that has one (Projection::keeps_links).
//
//   key  resource ‖ direction ‖ the other resource ‖ path ‖ target      row  v1::Link
inline constexpr char kLinkTable = 'L';

// What a resource refers to, and where in it. Ordered by both.
struct FoundLink {
  std::string path;
  std::string target;  // As it is written.
  friend auto operator<=>(const FoundLink&, const FoundLink&) = default;
};

// The links in `resource`, a message with a name of its own, at any depth. Names inside it, such as
// those of its revisions, are not links. Pure. Any thread.
std::set<FoundLink> LinksIn(const google::protobuf::Message& resource);

// Moves the links of the resource `source`, a whole name, from those `before` an event to those
// after it. What stays is not written again.
void MoveLinks(const std::string& source, const std::set<FoundLink>& before,
               const std::set<FoundLink>& after, ViewWriter& view);

// Where the links of a resource begin that go one way; both ways: LINK_DIRECTION_UNSPECIFIED.
std::string LinkKey(absl::string_view resource, v1::LinkDirection direction);

// The whole name of the resource that `name` is, or is a part of: that of the plan for one of its
// revisions.
absl::string_view ResourceOf(absl::string_view name);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_LINKS_H_
