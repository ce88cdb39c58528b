#include "services/runtime/attachment_types.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace samverk::runtime {
namespace {

// How much of a type that is not allowed is told.
constexpr size_t kTypeCharsShown = 40;
constexpr size_t kEndingCharsShown = 6;

using Recognise = bool (*)(absl::string_view head);

// One ending, and the type that it stands for.
struct FileType {
  const char* ending;
  const char* media_type;
  Recognise recognise;
};

bool IsPdf(absl::string_view head) {
  // Readers take a file whose mark is somewhere in the first 1,024 bytes (PDF 1.7, H.3.4.1).
  return absl::StrContains(head.substr(0, 1024), "%PDF-");
}
bool IsPng(absl::string_view head) { return absl::StartsWith(head, "\x89PNG\r\n\x1a\n"); }
bool IsJpeg(absl::string_view head) { return absl::StartsWith(head, "\xff\xd8\xff"); }
bool IsWebp(absl::string_view head) {
  return absl::StartsWith(head, "RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP";
}
bool IsHeic(absl::string_view head) {
  if (head.size() < 12 || head.substr(4, 4) != "ftyp") return false;
  const absl::string_view brand = head.substr(8, 4);
  constexpr absl::string_view kBrands[] = {"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"};
  return std::find(std::begin(kBrands), std::end(kBrands), brand) != std::end(kBrands);
}
// Office documents of both families are ZIP archives.
bool IsZip(absl::string_view head) { return absl::StartsWith(head, "PK\x03\x04"); }
// Of any encoding that people's programs write, but not of UTF-16, whose every other byte is zero.
bool IsText(absl::string_view head) {
  return !absl::StrContains(head, absl::string_view("\0", 1)) && !IsPdf(head) && !IsPng(head) &&
         !IsJpeg(head) && !IsZip(head);
}

constexpr FileType kTypes[] = {
    {"pdf", "application/pdf", IsPdf},
    {"png", "image/png", IsPng},
    {"jpg", "image/jpeg", IsJpeg},
    {"jpeg", "image/jpeg", IsJpeg},
    {"webp", "image/webp", IsWebp},
    {"heic", "image/heic", IsHeic},
    {"txt", "text/plain", IsText},
    {"csv", "text/csv", IsText},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", IsZip},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", IsZip},
    {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", IsZip},
    {"odt", "application/vnd.oasis.opendocument.text", IsZip},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet", IsZip},
    {"odp", "application/vnd.oasis.opendocument.presentation", IsZip},
};

std::string AllowedEndings() {
  std::string endings;
  for (const FileType& type : kTypes) {
    absl::StrAppend(&endings, endings.empty() ? "." : ", .", type.ending);
  }
  return endings;
}

absl::Status BadName(absl::string_view what) {
  return Refusal(kFileNameInvalid).With("what", what);
}

absl::Status NotAllowed(absl::string_view type) {
  // What is no word may be anything, a person's name too, and refusals are logged.
  const bool word =
      type.size() <= kTypeCharsShown && std::all_of(type.begin(), type.end(), [](char c) {
        return absl::ascii_isalnum(c) || absl::StrContains("./+-", c);
      });
  return Refusal(kFileTypeNotAllowed)
      .With("type", word && !type.empty() ? type : "?")
      .With("allowed", AllowedEndings());
}

// Characters that turn the order of what follows, so that a name reads as another.
bool TurnsDirection(absl::string_view name) {
  constexpr absl::string_view kTurns[] = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
                                          "\u2066", "\u2067", "\u2068", "\u2069"};
  return std::any_of(std::begin(kTurns), std::end(kTurns),
                     [name](absl::string_view turn) { return absl::StrContains(name, turn); });
}

absl::Status CheckName(absl::string_view name) {
  if (name.find_first_of("/\\") != absl::string_view::npos) return BadName("it holds a slash");
  if (name == "." || name == "..") return BadName("it names a directory");
  if (absl::StartsWith(name, " ") || absl::EndsWith(name, " ")) {
    return BadName("it begins or ends with a space");
  }
  if (TurnsDirection(name)) return BadName("it reads as another name than it is");
  const size_t dot = name.rfind('.');
  if (dot == absl::string_view::npos || dot == 0 || dot + 1 == name.size()) {
    return BadName("it has no ending that says what the file is");
  }
  return absl::OkStatus();
}

// Null if no allowed type has it.
const FileType* FindByEnding(absl::string_view name) {
  const std::string ending = absl::AsciiStrToLower(name.substr(name.rfind('.') + 1));
  const auto type = std::find_if(std::begin(kTypes), std::end(kTypes),
                                 [&ending](const FileType& each) { return ending == each.ending; });
  return type == std::end(kTypes) ? nullptr : type;
}

}  // namespace

absl::StatusOr<std::string> MediaTypeOf(absl::string_view file_name) {
  RETURN_IF_ERROR(CheckName(file_name));
  const FileType* const type = FindByEnding(file_name);
  if (type == nullptr) {
    const absl::string_view ending = file_name.substr(file_name.rfind('.'));
    return NotAllowed(ending.size() <= kEndingCharsShown ? ending : "");
  }
  return std::string(type->media_type);
}

absl::Status CheckNameAndType(const v1::AttachmentRef& file) {
  ASSIGN_OR_RETURN(const std::string by_name, MediaTypeOf(file.file_name()));
  if (by_name == file.media_type()) return absl::OkStatus();
  const bool known =
      std::any_of(std::begin(kTypes), std::end(kTypes),
                  [&file](const FileType& each) { return file.media_type() == each.media_type; });
  if (!known) return NotAllowed(file.media_type());
  return BadName(absl::StrCat("its ending is not one of ", file.media_type()));
}

absl::Status CheckContent(absl::string_view media_type, absl::string_view head) {
  for (const FileType& type : kTypes) {
    if (media_type == type.media_type && type.recognise(head)) return absl::OkStatus();
  }
  return Refusal(kFileTypeMismatch).With("media_type", media_type);
}

}  // namespace samverk::runtime
