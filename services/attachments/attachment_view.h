// Attachments as they stand, and which files any resource refers to: what queries and the
// collector of orphans read.
//
//   table  key                                 row
//   a      attachment                          v1::Attachment
//   s      subject ‖ attachment                attachment, to list those of a resource
//   o      owner ‖ attachment                  attachment, to list those of an organisation
//   f      SHA-256 ‖ resource                  v1::AttachmentRef, for any event of any slice
//   L      resource ‖ direction ‖ resource …   v1::Link, see services/runtime/links.h

#ifndef SAMVERK_SERVICES_ATTACHMENTS_ATTACHMENT_VIEW_H_
#define SAMVERK_SERVICES_ATTACHMENTS_ATTACHMENT_VIEW_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/attachment.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::attachments {

inline constexpr char kAttachmentView[] = "attachments";
inline constexpr char kAttachmentTable = 'a';
inline constexpr char kBySubjectTable = 's';
inline constexpr char kByOwnerTable = 'o';
inline constexpr char kFileTable = 'f';

// Keys of the tables.
std::string AttachmentKey(const std::string& name);
std::string BySubjectKey(const v1::Attachment& attachment);
std::string ByOwnerKey(const v1::Attachment& attachment);
// Where the attachments of a resource, or of an organisation, begin.
std::string ListKey(const std::string& resource);
// All references to a file begin with the first; the second is the one of a resource.
std::string FileKey(absl::string_view sha256);
std::string FileKey(absl::string_view sha256, const std::string& resource);

// Whether any event refers to the file.
absl::StatusOr<bool> IsReferredTo(const runtime::ViewReader& view, absl::string_view sha256);

class AttachmentProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kAttachmentView; }
  int version() const override { return 2; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::attachments

#endif  // SAMVERK_SERVICES_ATTACHMENTS_ATTACHMENT_VIEW_H_
