#include "clients/cli/discussion_words.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/table.h"

namespace samverk {
namespace {

// What is shown of a text in a history.
constexpr size_t kTextColumns = 120;

std::string Cut(absl::string_view text) { return Fit(text, kTextColumns); }

}  // namespace

std::string InSwedish(v1::DiscussionState state) {
  switch (state) {
    case v1::DISCUSSION_STATE_OPEN:
      return "öppen";
    case v1::DISCUSSION_STATE_CLOSED:
      return "avslutad";
    case v1::DISCUSSION_STATE_WITHDRAWN:
      return "återkallad";
    default:
      return absl::StrCat("okänd (", static_cast<int>(state), ")");
  }
}

std::string InSwedish(v1::DiscussionPostKind kind) {
  switch (kind) {
    case v1::DISCUSSION_POST_KIND_COMMENT:
      return "kommentar";
    case v1::DISCUSSION_POST_KIND_QUESTION:
      return "fråga";
    default:
      return absl::StrCat("okänd (", static_cast<int>(kind), ")");
  }
}

std::string SubjectInWords(const std::string& subject, const std::string& element) {
  std::string words(WithoutParent(subject));
  if (!element.empty()) absl::StrAppend(&words, ", ", element);
  return words;
}

std::string InWords(const v1::DiscussionStarted& event, const OrganisationNames& names) {
  return absl::StrCat("diskussion om ", SubjectInWords(event.subject(), event.element()),
                      " påbörjad av ", names.Of(event.owner()), ": ", event.title());
}

std::string InWords(const v1::DiscussionPosted& event, const OrganisationNames& names) {
  std::string words =
      absl::StrCat(InSwedish(event.kind()), " från ", names.Of(event.organisation()));
  if (event.reply_to() != 0) absl::StrAppend(&words, ", svar på ", event.reply_to());
  return absl::StrCat(words, ": ", Cut(event.text()));
}

std::string InWords(const v1::DiscussionPostCorrected& event, const OrganisationNames&) {
  return absl::StrCat("inlägg ", event.entry(), " rättat: ", Cut(event.text()));
}

std::string InWords(const v1::DiscussionPostRemoved& event, const OrganisationNames&) {
  return absl::StrCat("inlägg ", event.entry(), " borttaget");
}

std::string InWords(const v1::DiscussionClosed&, const OrganisationNames&) { return "avslutad"; }

std::string InWords(const v1::DiscussionReopened&, const OrganisationNames&) {
  return "öppnad igen";
}

std::string InWords(const v1::DiscussionCorrected& event, const OrganisationNames&) {
  const v1::DiscussionEdit& edit = event.edit();
  switch (edit.edit_case()) {
    case v1::DiscussionEdit::kTitle:
      return absl::StrCat("rubriken rättad: ", edit.title());
    case v1::DiscussionEdit::kAbout:
      return absl::StrCat("ämnet rättat: ",
                          SubjectInWords(edit.about().subject(), edit.about().element()));
    case v1::DiscussionEdit::EDIT_NOT_SET:
      break;
  }
  return "rättad";
}

std::string InWords(const v1::DiscussionWithdrawn&, const OrganisationNames&) {
  return "återkallad";
}

}  // namespace samverk
