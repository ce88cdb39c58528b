// FieldWriters: who wrote which field last, so that an edit can be judged by what others wrote
// after the person who made it had last looked. Part of the state of every resource whose fields
// several people edit, on and off line.
//
// Of each field the two latest writes by different hands are kept, which is all that the question
// "did anybody else write it after this position?" takes, for any hand and in constant time. Clocks
// have no say: positions are the ledger's order. Pure, like rules.h.

#ifndef SAMVERK_SERVICES_RUNTIME_FIELD_WRITERS_H_
#define SAMVERK_SERVICES_RUNTIME_FIELD_WRITERS_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/runtime/rules.h"

namespace samverk::runtime {

// What is to happen where two hands wrote the same field.
enum class FieldRule {
  kKeepBoth,      // What was first stands, and a person decides.
  kMergeTexts,    // Paragraph by paragraph.
  kCommutes,      // Both happen: an amount that is raised, lowered.
  kLastAccepted,  // The later one stands: an order, a member of a set.
};

// How an edit meets what others wrote after its base.
enum class Encounter {
  kNone,         // Nobody wrote anything near.
  kOtherFields,  // Somebody wrote other fields of the same element.
  kCommutes,     // Somebody wrote the field, and both can stand.
  kTexts,        // Somebody wrote the text.
  kConflict,     // Somebody wrote the field, and a person has to choose.
};

// Whose hand it is: see CommandContext::writer.
std::string WriterOf(absl::string_view device, absl::string_view principal);

class FieldWriters {
 public:
  // Remembers that `place` wrote `field`, and with it something of `element`; where it wrote the
  // whole element, `field` is `element`.
  void Record(absl::string_view field, absl::string_view element, const EventPlace& place);

  // The position of the latest write of a field or element by another than `writer`; 0: none.
  int64_t LatestByOther(absl::string_view field, absl::string_view writer) const;

  // Whether the latest write of a field or element is by `writer`.
  bool IsLatestBy(absl::string_view field, absl::string_view writer) const;

  // What an edit of `field` of `element` meets. A command without a base meets nothing: the
  // processor has seen to it that nothing changed since.
  Encounter Meet(absl::string_view field, absl::string_view element, FieldRule rule,
                 const CommandContext& context) const;

 private:
  struct Write {
    uint32_t writer = 0;
    int64_t position = 0;
  };

  uint32_t NumberOf(const std::string& writer);

  // Writers by number: a name is stored once, however many fields are written.
  absl::flat_hash_map<std::string, uint32_t> numbers_;
  // The latest write, and the latest by another hand.
  absl::flat_hash_map<std::string, std::array<Write, 2>> writes_;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_FIELD_WRITERS_H_
