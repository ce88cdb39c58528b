#include "services/runtime/text_merge.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "services/runtime/alignment.h"
#include "services/runtime/paragraphs.h"

namespace samverk::runtime {
namespace {

// Paragraphs of one text; the end is excluded.
struct Range {
  size_t first = 0;
  size_t end = 0;

  size_t size() const { return end - first; }
  bool empty() const { return first == end; }
};

// What one side did: took out these paragraphs of the base, put in those of its own.
struct Change {
  Range base;
  Range side;

  bool Grows() const { return side.size() > base.size(); }
};

// Where changes of both sides that meet lie in the three texts.
struct Stretch {
  Range base;
  Range current;
  Range proposed;
};

// One of the three texts. Equal paragraphs have equal numbers.
struct Version {
  absl::string_view text;
  Paragraphs split;
  std::vector<uint32_t> numbers;

  const Paragraph& at(size_t index) const { return split.paragraphs[index]; }

  // The bytes of paragraphs that follow each other.
  std::string Bytes(const Range& range) const {
    if (range.empty()) return "";
    const absl::string_view first = at(range.first).text;
    const absl::string_view last = at(range.end - 1).text;
    return std::string(first.data(), last.data() + last.size());
  }

  absl::Span<const uint32_t> Numbers(const Range& range) const {
    return absl::MakeConstSpan(numbers).subspan(range.first, range.size());
  }
};

// Two changes of different sides. Whoever goes by this rule never chooses an order.
bool Meet(const Change& one, const Change& other) {
  if (one.base.first < other.base.end && other.base.first < one.base.end) return true;
  return one.Grows() && other.Grows() && one.base.first <= other.base.end &&
         other.base.first <= one.base.end;
}

// By where they begin; what is inserted there comes first.
bool Before(const Change& one, const Change& other) {
  return std::tie(one.base.first, one.base.end) < std::tie(other.base.first, other.base.end);
}

// One change; or one for each paragraph if it only takes them out, or replaces them one by one.
void AddChange(const Range& base, const Range& side, std::vector<Change>& changes) {
  if (base.empty() && side.empty()) return;
  if (!side.empty() && side.size() != base.size()) {
    changes.push_back({base, side});
    return;
  }
  const size_t each = side.empty() ? 0 : 1;
  for (size_t i = 0; i < base.size(); ++i) {
    const size_t side_first = side.first + i * each;
    changes.push_back({{base.first + i, base.first + i + 1}, {side_first, side_first + each}});
  }
}

// What separates base from side, in order.
std::vector<Change> ChangesBetween(const Version& base, const Version& side) {
  std::vector<Change> changes;
  const std::vector<size_t> partners = Align(base.numbers, side.numbers);
  size_t base_done = 0;
  size_t side_done = 0;
  for (size_t i = 0; i < partners.size(); ++i) {
    if (partners[i] == kNoPartner) continue;
    AddChange({base_done, i}, {side_done, partners[i]}, changes);
    base_done = i + 1;
    side_done = partners[i] + 1;
  }
  AddChange({base_done, base.numbers.size()}, {side_done, side.numbers.size()}, changes);
  return changes;
}

// Of what stands between paragraphs: the change of `current` counts, then that of `proposed`.
absl::string_view MergedBlanks(absl::string_view base, absl::string_view current,
                               absl::string_view proposed) {
  return current == base ? proposed : current;
}

// The changes of one side, as far as they are dealt with.
class Changes {
 public:
  explicit Changes(std::vector<Change> changes) : changes_(std::move(changes)) {}

  const Change* next() const { return next_ < changes_.size() ? &changes_[next_] : nullptr; }
  const Change* Take() { return &changes_[next_++]; }

 private:
  const std::vector<Change> changes_;
  size_t next_ = 0;
};

class Merger {
 public:
  Merger(Version base, Version current, Version proposed)
      : base_(std::move(base)),
        current_(std::move(current)),
        proposed_(std::move(proposed)),
        current_changes_(ChangesBetween(base_, current_)),
        proposed_changes_(ChangesBetween(base_, proposed_)) {}

  TextMerge Merge() && {
    while (const std::optional<Stretch> stretch = NextStretch()) {
      KeepUntil(stretch->base.first);
      Settle(*stretch);
      done_ = {stretch->base.end, stretch->current.end, stretch->proposed.end};
    }
    KeepUntil(base_.numbers.size());
    merged_.lead = MergedBlanks(base_.split.lead, current_.split.lead, proposed_.split.lead);
    merged_.tail = MergedBlanks(base_.split.tail, current_.split.tail, proposed_.split.tail);
    result_.merged = JoinParagraphs(merged_);
    result_.takes_proposed = result_.merged != current_.text;
    return std::move(result_);
  }

 private:
  // How many paragraphs of each text are dealt with.
  struct Done {
    size_t base = 0;
    size_t current = 0;
    size_t proposed = 0;
  };

  // The next changes that meet, directly or through others; nothing after the last.
  std::optional<Stretch> NextStretch() {
    const Change* current = nullptr;  // The last ones taken.
    const Change* proposed = nullptr;
    if (IsCurrentNext()) {
      current = current_changes_.Take();
    } else if (proposed_changes_.next() != nullptr) {
      proposed = proposed_changes_.Take();
    } else {
      return std::nullopt;
    }
    Range base = current != nullptr ? current->base : proposed->base;
    // Changes of one side lie apart, so that the next one meets the last of the other side or
    // none of it.
    while (true) {
      if (Meets(current_changes_.next(), proposed)) {
        current = current_changes_.Take();
        base.end = std::max(base.end, current->base.end);
      } else if (Meets(proposed_changes_.next(), current)) {
        proposed = proposed_changes_.Take();
        base.end = std::max(base.end, proposed->base.end);
      } else {
        break;
      }
    }
    const size_t unchanged = base.first - done_.base;
    return Stretch{base, SideOf(base, done_.current + unchanged, current),
                   SideOf(base, done_.proposed + unchanged, proposed)};
  }

  bool IsCurrentNext() const {
    const Change* current = current_changes_.next();
    const Change* proposed = proposed_changes_.next();
    return current != nullptr && (proposed == nullptr || Before(*current, *proposed));
  }

  static bool Meets(const Change* one, const Change* other) {
    return one != nullptr && other != nullptr && Meet(*one, *other);
  }

  // What a side has for `base`, beginning at `first`; `last` is its last change there, if any.
  static Range SideOf(const Range& base, size_t first, const Change* last) {
    if (last == nullptr) return {first, first + base.size()};
    return {first, last->side.end + (base.end - last->base.end)};
  }

  // Paragraphs that neither changed.
  void KeepUntil(size_t base_end) {
    for (; done_.base < base_end; ++done_.base, ++done_.current, ++done_.proposed) {
      PutAligned(current_, done_.current, done_);
    }
  }

  void Settle(const Stretch& stretch) {
    if (Take(stretch)) return;
    // If both begin or end alike, the rest may be clean: one added a paragraph, and the other
    // added the same and changed its neighbour. If paragraphs of the base are in question, half
    // an answer would confuse: nobody could say which of them the rest had been.
    const Stretch rest = WithoutAgreedEnds(stretch);
    if (!stretch.base.empty() && !IsClean(rest)) return Conflict(stretch);
    Put(current_, {stretch.current.first, rest.current.first}, stretch);
    if (!Take(rest)) Conflict(rest);
    Put(current_, {rest.current.end, stretch.current.end}, stretch);
  }

  // Puts what both agree on, or the only change. False if they conflict.
  bool Take(const Stretch& stretch) {
    const auto base = base_.Numbers(stretch.base);
    const auto current = current_.Numbers(stretch.current);
    const auto proposed = proposed_.Numbers(stretch.proposed);
    if (current == base) {
      Put(proposed_, stretch.proposed, stretch);
    } else if (proposed == base || proposed == current) {
      Put(current_, stretch.current, stretch);
    } else {
      return false;
    }
    return true;
  }

  bool IsClean(const Stretch& stretch) const {
    const auto base = base_.Numbers(stretch.base);
    return current_.Numbers(stretch.current) == base || proposed_.Numbers(stretch.proposed) == base;
  }

  Stretch WithoutAgreedEnds(Stretch stretch) const {
    Range& current = stretch.current;
    Range& proposed = stretch.proposed;
    while (!current.empty() && !proposed.empty() &&
           current_.numbers[current.first] == proposed_.numbers[proposed.first]) {
      ++current.first;
      ++proposed.first;
    }
    while (!current.empty() && !proposed.empty() &&
           current_.numbers[current.end - 1] == proposed_.numbers[proposed.end - 1]) {
      --current.end;
      --proposed.end;
    }
    return stretch;
  }

  void Conflict(const Stretch& stretch) {
    result_.conflicts.push_back({base_.Bytes(stretch.base), current_.Bytes(stretch.current),
                                 proposed_.Bytes(stretch.proposed), merged_.paragraphs.size(),
                                 stretch.current.size()});
    for (size_t i = stretch.current.first; i < stretch.current.end; ++i) {
      merged_.paragraphs.push_back(current_.at(i));
    }
  }

  // Puts paragraphs of one side, a part of what it has in `stretch`.
  void Put(const Version& side, const Range& range, const Stretch& stretch) {
    const bool aligned = stretch.base.size() == stretch.current.size() &&
                         stretch.base.size() == stretch.proposed.size();
    const size_t first = &side == &current_ ? stretch.current.first : stretch.proposed.first;
    for (size_t i = range.first; i < range.end; ++i) {
      if (aligned) {
        const size_t offset = i - first;
        PutAligned(side, i,
                   {stretch.base.first + offset, stretch.current.first + offset,
                    stretch.proposed.first + offset});
      } else {
        merged_.paragraphs.push_back(side.at(i));
      }
    }
  }

  // Puts one paragraph whose place in all three texts is known: the blank lines before it are
  // merged too.
  void PutAligned(const Version& side, size_t index, const Done& place) {
    const absl::string_view current = current_.at(place.current).separator;
    const absl::string_view proposed = proposed_.at(place.proposed).separator;
    Paragraph& put = merged_.paragraphs.emplace_back(side.at(index));
    if (current.empty() || proposed.empty()) {  // The first of its text has nothing to say.
      put.separator = current.empty() ? proposed : current;
    } else {
      put.separator = MergedBlanks(base_.at(place.base).separator, current, proposed);
    }
  }

  const Version base_;
  const Version current_;
  const Version proposed_;
  Changes current_changes_;
  Changes proposed_changes_;
  Done done_;
  Paragraphs merged_;
  TextMerge result_;
};

}  // namespace

TextMerge MergeTexts(absl::string_view base, absl::string_view current,
                     absl::string_view proposed) {
  absl::flat_hash_map<absl::string_view, uint32_t> numbers;
  const auto version_of = [&numbers](absl::string_view text) {
    Version version{text, SplitParagraphs(text), {}};
    version.numbers.reserve(version.split.paragraphs.size());
    for (const Paragraph& paragraph : version.split.paragraphs) {
      const auto number = static_cast<uint32_t>(numbers.size());
      version.numbers.push_back(numbers.try_emplace(paragraph.text, number).first->second);
    }
    return version;
  };
  // One after the other, so that the numbers do not depend on the compiler.
  Version base_version = version_of(base);
  Version current_version = version_of(current);
  Version proposed_version = version_of(proposed);
  return Merger(std::move(base_version), std::move(current_version), std::move(proposed_version))
      .Merge();
}

std::string ReplaceConflict(const TextMerge& merge, const MergeConflict& conflict,
                            absl::string_view choice) {
  Paragraphs text = SplitParagraphs(merge.merged);
  const size_t end = conflict.first_paragraph + conflict.paragraph_count;
  CHECK(end <= text.paragraphs.size());
  const Paragraphs chosen = SplitParagraphs(choice);
  const auto first = text.paragraphs.begin() + static_cast<ptrdiff_t>(conflict.first_paragraph);
  const absl::string_view separator =
      conflict.paragraph_count > 0 ? first->separator : absl::string_view();
  const auto at =
      text.paragraphs.erase(first, text.paragraphs.begin() + static_cast<ptrdiff_t>(end));
  const auto put = text.paragraphs.insert(at, chosen.paragraphs.begin(), chosen.paragraphs.end());
  if (!chosen.paragraphs.empty()) put->separator = separator;
  return JoinParagraphs(text);
}

std::optional<std::string> ResolveConflict(const TextMerge& merge, const MergeConflict& conflict,
                                           absl::string_view choice, absl::string_view text) {
  // A decision about the merged text is a change of it like any other.
  TextMerge resolved = MergeTexts(merge.merged, text, ReplaceConflict(merge, conflict, choice));
  if (!resolved.conflicts.empty()) return std::nullopt;
  return std::move(resolved.merged);
}

}  // namespace samverk::runtime
