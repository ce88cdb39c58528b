// Links: which resources a resource refers to, and an index of them that is read both ways.
//
// A slice says once what its resources link to, and keeps it in its own view:
//
//   std::set<FoundLink> LinksOf(const v1::Workshop& workshop);   // LinksIn, unless withdrawn.
//   ...
//   const LinkMove links(MovesLinks(fact), [&] { return LinksOf(*workshop); });
//   ...                                                          // What the event changes.
//   links.Write(name, view);
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
  std::string target;        // As it is written.
  std::string element = "";  // The part of it that is meant, where a field beside the name says so.
  friend auto operator<=>(const FoundLink&, const FoundLink&) = default;
};

// The links in `resource`, a message with a name of its own, at any depth. Names inside it, such as
// those of its revisions, are not links. Pure. Any thread.
std::set<FoundLink> LinksIn(const google::protobuf::Message& resource);

// The same of `part`, which has a row of its own beside that of `resource`, a whole name, and is
// at `path` in it: `results/7`.
std::set<FoundLink> LinksInPart(const google::protobuf::Message& part, const std::string& resource,
                                absl::string_view path);

// `links`, of which the one at `path` means the part `element` of what it leads to.
std::set<FoundLink> WithElement(const std::set<FoundLink>& links, absl::string_view path,
                                const std::string& element);

// Moves the links of the resource `source`, a whole name, from those `before` an event to those
// after it. What stays is not written again.
void MoveLinks(const std::string& source, const std::set<FoundLink>& before,
               const std::set<FoundLink>& after, ViewWriter& view);

// The same around an event that is being applied: remembers what was linked to before it.
class LinkMove {
 public:
  using Find = std::function<std::set<FoundLink>()>;
  // `find` tells what is linked to as things stand; it is not asked where the event can not move
  // links. An event that sets a text which one that may move links sets as well may do so, too: the
  // text may have been nothing but a name.
  LinkMove(bool may_move, Find find);

  // To be called once after the event was applied. `source` is a whole name.
  void Write(const std::string& source, ViewWriter& view) const;

 private:
  const Find find_;  // Null: nothing can have moved.
  const std::set<FoundLink> before_;
};

// Deletes every link of the resource `source`, a whole name, also those of its parts. Reads more
// than MoveLinks does: for resources with parts, once they are withdrawn.
//
// Errors: as ViewWriter::ReadAll.
//   DATA_LOSS  A row is damaged (`VIEW_DAMAGED`).
absl::Status DeleteLinks(const std::string& source, ViewWriter& view);

// Where the links of a resource begin that go one way; both ways: LINK_DIRECTION_UNSPECIFIED.
std::string LinkKey(absl::string_view resource, v1::LinkDirection direction);

// The whole name of the resource that `name` is, or is a part of: that of the plan for one of its
// revisions.
absl::string_view ResourceOf(absl::string_view name);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_LINKS_H_
