// Ids of what is imported. They follow from the file alone, so that importing again
// gives the same commands byte for byte, and the server answers them from what it
// remembers instead of recording anything twice.

#ifndef SAMVERK_CLIENTS_CLI_IMPORT_IDS_H_
#define SAMVERK_CLIENTS_CLI_IMPORT_IDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace samverk {

// The UUIDv5 of a row in `collection` (`workshops`) with the key `key`.
std::string ImportedId(absl::string_view collection, absl::string_view key);

// The UUIDv5 of any name: `workshops/2019-x` gives the id of the imported row with that key.
std::string NamedId(absl::string_view name);

// The bytes of the command: its type and its fields, without the request id.
std::string CanonicalContent(const google::protobuf::Message& command);

// Gives the command its request id: the UUIDv5 of `key`, a zero byte and its canonical
// content. Call it last: what is set afterwards is not covered.
void Seal(absl::string_view key, google::protobuf::Message& command);

// The same for a command that says something personal: the id comes from random bytes, for whoever
// has an id made of a name can try names until one gives it. Giving the command again is not the
// same command; the importer looks first whether it is needed.
void SealPersonal(google::protobuf::Message& command);

// Whether a request id was made by Seal or SealPersonal: people's are version 7, those of
// imports 5.
bool IsImported(absl::string_view request_id);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORT_IDS_H_
