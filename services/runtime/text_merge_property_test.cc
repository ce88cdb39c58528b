// Whatever two people do to a text: what MergeTexts promises, and two other ways to know what it
// should answer.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "services/runtime/paragraphs.h"
#include "services/runtime/text_merge.h"

namespace samverk::runtime {

void PrintTo(const MergeConflict& conflict, std::ostream* out) {
  *out << conflict.base << " | " << conflict.current << " | " << conflict.proposed;
}

namespace {

using Texts = std::vector<std::string>;

Texts ParagraphsOf(absl::string_view text) {
  Texts texts;
  for (const Paragraph& paragraph : SplitParagraphs(text).paragraphs) {
    texts.emplace_back(paragraph.text);
  }
  return texts;
}

std::string TextOf(const Texts& paragraphs) { return absl::StrJoin(paragraphs, "\n\n"); }

std::set<std::string> SetOf(const Texts& texts) { return {texts.begin(), texts.end()}; }

using ConflictTexts = std::vector<std::tuple<std::string, std::string, std::string>>;

ConflictTexts TextsOf(const std::vector<MergeConflict>& conflicts) {
  ConflictTexts texts;
  for (const MergeConflict& conflict : conflicts) {
    texts.emplace_back(conflict.base, conflict.current, conflict.proposed);
  }
  return texts;
}

// ---- Any texts --------------------------------------------------------------------------------

// With few different paragraphs, so that they repeat, move and meet; any blank lines.
rc::Gen<std::string> Words() {
  return rc::gen::element<std::string>("a", "b", "c\nd", "  e", "å ä ö", "- f\n- g", "h", "i");
}

rc::Gen<std::string> Separators() {
  return rc::gen::weightedOneOf<std::string>(
      {{6, rc::gen::just<std::string>("\n\n")},
       {1, rc::gen::element<std::string>("\n\n\n", "\n \t\n", "\n\n  \n")}});
}

std::string GenerateText(const Texts& paragraphs) {
  std::string text = *rc::gen::element<std::string>("", "", "\n", " \n");
  for (size_t i = 0; i < paragraphs.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : *Separators(), paragraphs[i]);
  }
  const bool blank = paragraphs.empty();
  return text + *rc::gen::element<std::string>("", "\n", "\n\n", blank ? "  " : "\n  ");
}

// Changes some paragraphs.
Texts Edited(Texts paragraphs) {
  const int edits = *rc::gen::inRange(0, 5);
  for (int i = 0; i < edits; ++i) {
    const auto at =
        paragraphs.begin() + *rc::gen::inRange<ptrdiff_t>(0, std::ssize(paragraphs) + 1);
    const int kind = *rc::gen::inRange(0, 3);
    if (kind == 0 || at == paragraphs.end()) {
      paragraphs.insert(at, *Words());
    } else if (kind == 1) {
      *at = *Words();
    } else {
      paragraphs.erase(at);
    }
  }
  return paragraphs;
}

struct Given {
  std::string base;
  std::string current;
  std::string proposed;
};

void showValue(const Given& given, std::ostream& out) {
  rc::show(std::tie(given.base, given.current, given.proposed), out);
}

rc::Gen<Given> AnyTexts() {
  return rc::gen::exec([] {
    const auto base = *rc::gen::container<Texts>(Words());
    const bool unrelated = *rc::gen::weightedElement<bool>({{1, true}, {6, false}});
    const Texts current = unrelated ? *rc::gen::container<Texts>(Words()) : Edited(base);
    return Given{GenerateText(base), GenerateText(current), GenerateText(Edited(base))};
  });
}

// Each typed paragraph is in the merged text or, of `proposed`, in a conflict.
void AssertNothingDisappears(const Given& given) {
  const TextMerge merge = MergeTexts(given.base, given.current, given.proposed);
  const std::set<std::string> base = SetOf(ParagraphsOf(given.base));
  const std::set<std::string> merged = SetOf(ParagraphsOf(merge.merged));
  std::set<std::string> kept = merged;
  for (const MergeConflict& conflict : merge.conflicts) {
    kept.merge(SetOf(ParagraphsOf(conflict.proposed)));
  }
  for (const std::string& paragraph : ParagraphsOf(given.current)) {
    RC_ASSERT(base.contains(paragraph) || merged.contains(paragraph));
  }
  for (const std::string& paragraph : ParagraphsOf(given.proposed)) {
    RC_ASSERT(base.contains(paragraph) || kept.contains(paragraph));
  }
}

// With the sides exchanged the same conflicts; and choosing `proposed` in all of them is the same
// as having had it first.
void AssertSidesAreAlike(const Given& given) {
  const TextMerge merge = MergeTexts(given.base, given.current, given.proposed);
  const TextMerge exchanged = MergeTexts(given.base, given.proposed, given.current);
  ConflictTexts mirrored = TextsOf(exchanged.conflicts);
  for (auto& [base, current, proposed] : mirrored) std::swap(current, proposed);
  RC_ASSERT(TextsOf(merge.conflicts) == mirrored);
  // From the last one, so that the places of those before it stay true.
  TextMerge chosen = merge;
  for (auto it = merge.conflicts.rbegin(); it != merge.conflicts.rend(); ++it) {
    chosen.merged = ReplaceConflict(chosen, *it, it->proposed);
  }
  RC_ASSERT(ParagraphsOf(chosen.merged) == ParagraphsOf(exchanged.merged));
}

RC_GTEST_PROP(TextMergePropertyTest, IfCurrentIsTheBaseProposedIsTakenByteByByte, ()) {
  const Given given = *AnyTexts();
  const TextMerge merge = MergeTexts(given.base, given.base, given.proposed);
  RC_ASSERT(merge.merged == given.proposed);
  RC_ASSERT(merge.takes_proposed == (given.proposed != given.base));
  RC_ASSERT(merge.conflicts.empty());
}

RC_GTEST_PROP(TextMergePropertyTest, IfProposedIsTheBaseCurrentStaysByteByByte, ()) {
  const Given given = *AnyTexts();
  const TextMerge merge = MergeTexts(given.base, given.current, given.base);
  RC_ASSERT(merge.merged == given.current);
  RC_ASSERT(!merge.takes_proposed);
  RC_ASSERT(merge.conflicts.empty());
}

RC_GTEST_PROP(TextMergePropertyTest, IfBothAreTheSameItStaysByteByByte, ()) {
  const Given given = *AnyTexts();
  const TextMerge merge = MergeTexts(given.base, given.current, given.current);
  RC_ASSERT(merge.merged == given.current);
  RC_ASSERT(!merge.takes_proposed);
  RC_ASSERT(merge.conflicts.empty());
}

RC_GTEST_PROP(TextMergePropertyTest, NoTypedParagraphDisappears, ()) {
  AssertNothingDisappears(*AnyTexts());
}

RC_GTEST_PROP(TextMergePropertyTest, ConflictsSayWhereCurrentStands, ()) {
  const Given given = *AnyTexts();
  const TextMerge merge = MergeTexts(given.base, given.current, given.proposed);
  const Texts merged = ParagraphsOf(merge.merged);
  size_t end = 0;
  for (const MergeConflict& conflict : merge.conflicts) {
    RC_ASSERT(conflict.first_paragraph >= end);
    end = conflict.first_paragraph + conflict.paragraph_count;
    RC_ASSERT(end <= merged.size());
    RC_ASSERT(Texts(merged.begin() + conflict.first_paragraph, merged.begin() + end) ==
              ParagraphsOf(conflict.current));
    RC_ASSERT(conflict.current != conflict.proposed);
  }
}

RC_GTEST_PROP(TextMergePropertyTest, WithTheSidesExchangedTheSameConflictsAndTheSameChanges, ()) {
  AssertSidesAreAlike(*AnyTexts());
}

RC_GTEST_PROP(TextMergePropertyTest, TheSameTextsMergeTheSameWay, ()) {
  const Given given = *AnyTexts();
  const TextMerge one = MergeTexts(given.base, given.current, given.proposed);
  const TextMerge other = MergeTexts(given.base, given.current, given.proposed);
  RC_ASSERT(one.merged == other.merged);
  RC_ASSERT(TextsOf(one.conflicts) == TextsOf(other.conflicts));
}

RC_GTEST_PROP(TextMergePropertyTest, AChoiceAppliesToTheMergedTextItself, ()) {
  const Given given = *AnyTexts();
  const TextMerge merge = MergeTexts(given.base, given.current, given.proposed);
  for (const MergeConflict& conflict : merge.conflicts) {
    const std::string replaced = ReplaceConflict(merge, conflict, conflict.proposed);
    RC_ASSERT(ResolveConflict(merge, conflict, conflict.proposed, merge.merged) == replaced);
    RC_ASSERT(ReplaceConflict(merge, conflict, conflict.current) == merge.merged);
  }
}

// Of few kinds, so long that they are not aligned exactly.
RC_GTEST_PROP(TextMergePropertyTest, LongRepetitiveTextsKeepThePromisesToo, ()) {
  std::mt19937_64 random(*rc::gen::arbitrary<uint64_t>());
  const auto below = [&random](size_t end) { return random() % end; };
  Texts base;
  for (int i = 0; i < 400; ++i) base.push_back(absl::StrCat(below(5)));
  const auto edited = [&](const std::string& side) {
    Texts text = base;
    for (int i = 0; i < 10; ++i) {
      text[below(text.size())] = absl::StrCat("replaced ", side, i);
      text.erase(text.begin() + static_cast<ptrdiff_t>(below(text.size())));
      text.insert(text.begin() + static_cast<ptrdiff_t>(below(text.size())),
                  absl::StrCat("inserted ", i % 2 == 0 ? side : "", i));
    }
    return TextOf(text);
  };
  const std::string current = edited("c");
  const Given given{TextOf(base), current, edited("p")};
  AssertNothingDisappears(given);
  AssertSidesAreAlike(given);
}

// ---- Edits whose merge is known, paragraph by paragraph ---------------------------------------

// What one side does to a text of different paragraphs. Edits of different kinds do not touch, so
// that the texts leave no doubt about what was done.
struct Script {
  enum Edit { kKeep, kReplace, kReplaceAsBoth, kRemove };
  std::vector<Edit> edits;
  enum Insertion { kNothing, kOne, kTwo, kAsBoth };
  std::vector<Insertion> insertions;  // Before each paragraph, and at the end.
};

constexpr size_t kParagraphs = 12;

rc::Gen<Script> Scripts() {
  return rc::gen::exec([] {
    Script script;
    script.edits = *rc::gen::container<std::vector<Script::Edit>>(
        kParagraphs, rc::gen::weightedElement<Script::Edit>({{4, Script::kKeep},
                                                             {2, Script::kReplace},
                                                             {1, Script::kReplaceAsBoth},
                                                             {2, Script::kRemove}}));
    script.insertions = *rc::gen::container<std::vector<Script::Insertion>>(
        kParagraphs + 1,
        rc::gen::weightedElement<Script::Insertion>(
            {{3, Script::kNothing}, {1, Script::kOne}, {1, Script::kTwo}, {1, Script::kAsBoth}}));
    for (size_t i = 0; i < kParagraphs; ++i) {
      Script::Edit& edit = script.edits[i];
      const Script::Edit before = i == 0 ? Script::kKeep : script.edits[i - 1];
      if ((edit == Script::kRemove) != (before == Script::kRemove) && before != Script::kKeep) {
        edit = Script::kKeep;
      }
      if (edit == Script::kKeep) continue;
      script.insertions[i] = Script::kNothing;
      script.insertions[i + 1] = Script::kNothing;
    }
    return script;
  });
}

// What `side` has for paragraph `i` of the base, "i".
Texts Paragraph(const Script& script, size_t i, const std::string& side) {
  switch (script.edits[i]) {
    case Script::kKeep:
      return {absl::StrCat(i)};
    case Script::kReplace:
      return {absl::StrCat(i, side)};
    case Script::kReplaceAsBoth:
      return {absl::StrCat(i, " both")};
    case Script::kRemove:
      break;
  }
  return {};
}

Texts Inserted(const Script& script, size_t i, const std::string& side) {
  switch (script.insertions[i]) {
    case Script::kNothing:
      break;
    case Script::kOne:
      return {absl::StrCat("new ", i, side)};
    case Script::kTwo:
      return {absl::StrCat("first ", i, side), absl::StrCat("second ", i, side)};
    case Script::kAsBoth:
      return {absl::StrCat("new ", i, " both")};
  }
  return {};
}

std::string Applied(const Script& script, const std::string& side) {
  Texts text;
  for (size_t i = 0; i <= kParagraphs; ++i) {
    for (const std::string& paragraph : Inserted(script, i, side)) text.push_back(paragraph);
    if (i == kParagraphs) break;
    for (const std::string& paragraph : Paragraph(script, i, side)) text.push_back(paragraph);
  }
  return TextOf(text);
}

struct Expected {
  Texts merged;
  ConflictTexts conflicts;

  void Settle(const Texts& base, const Texts& current, const Texts& proposed) {
    const bool clean = current == base || proposed == base || current == proposed;
    const Texts& stands = current == base ? proposed : current;
    if (!clean) conflicts.emplace_back(TextOf(base), TextOf(current), TextOf(proposed));
    const Texts& put = clean ? stands : current;
    merged.insert(merged.end(), put.begin(), put.end());
  }
};

RC_GTEST_PROP(TextMergePropertyTest, EveryParagraphAndEveryGapIsMergedOnItsOwn, ()) {
  const Script unchanged{std::vector<Script::Edit>(kParagraphs, Script::kKeep),
                         std::vector<Script::Insertion>(kParagraphs + 1, Script::kNothing)};
  const Script current = *Scripts().as("current");
  const Script proposed = *Scripts().as("proposed");
  Expected expected;
  for (size_t i = 0; i <= kParagraphs; ++i) {
    expected.Settle({}, Inserted(current, i, "c"), Inserted(proposed, i, "p"));
    if (i == kParagraphs) break;
    expected.Settle({absl::StrCat(i)}, Paragraph(current, i, "c"), Paragraph(proposed, i, "p"));
  }
  const TextMerge merge =
      MergeTexts(Applied(unchanged, ""), Applied(current, "c"), Applied(proposed, "p"));
  RC_ASSERT(merge.merged == TextOf(expected.merged));
  RC_ASSERT(TextsOf(merge.conflicts) == expected.conflicts);
}

// ---- The classic algorithm --------------------------------------------------------------------

// diff3 as in the paper: stretches between paragraphs that all three have, by a longest common
// subsequence from the table of every textbook.
class ClassicDiff3 {
 public:
  ClassicDiff3(Texts base, Texts current, Texts proposed)
      : base_(std::move(base)), current_(std::move(current)), proposed_(std::move(proposed)) {
    const auto with_current = Partners(base_, current_);
    const auto with_proposed = Partners(base_, proposed_);
    size_t b = 0, c = 0, p = 0;
    for (size_t i = 0; i <= base_.size(); ++i) {
      const bool end = i == base_.size();
      if (!end && (with_current[i] < 0 || with_proposed[i] < 0)) continue;
      const size_t current_at = end ? current_.size() : with_current[i];
      const size_t proposed_at = end ? proposed_.size() : with_proposed[i];
      Settle(Slice(base_, b, i), Slice(current_, c, current_at), Slice(proposed_, p, proposed_at));
      if (end) break;
      merged_.push_back(base_[i]);
      b = i + 1;
      c = current_at + 1;
      p = proposed_at + 1;
    }
  }

  const Texts& merged() const { return merged_; }
  bool clean() const { return clean_; }
  // The paragraphs of the base that conflict.
  const std::set<std::string>& conflicted() const { return conflicted_; }

 private:
  static Texts Slice(const Texts& texts, size_t first, size_t end) {
    return {texts.begin() + static_cast<ptrdiff_t>(first),
            texts.begin() + static_cast<ptrdiff_t>(end)};
  }

  static std::vector<int> Partners(const Texts& left, const Texts& right) {
    std::vector<std::vector<int>> longest(left.size() + 1, std::vector<int>(right.size() + 1, 0));
    for (size_t i = left.size(); i-- > 0;) {
      for (size_t j = right.size(); j-- > 0;) {
        longest[i][j] = left[i] == right[j] ? longest[i + 1][j + 1] + 1
                                            : std::max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    std::vector<int> partners(left.size(), -1);
    for (size_t i = 0, j = 0; i < left.size() && j < right.size();) {
      if (left[i] == right[j]) {
        partners[i++] = static_cast<int>(j++);
      } else if (longest[i + 1][j] >= longest[i][j + 1]) {
        ++i;
      } else {
        ++j;
      }
    }
    return partners;
  }

  void Settle(const Texts& base, const Texts& current, const Texts& proposed) {
    const bool conflicts = current != base && proposed != base && current != proposed;
    clean_ = clean_ && !conflicts;
    if (conflicts) conflicted_.insert(base.begin(), base.end());
    const Texts& put = current == base ? proposed : current;
    merged_.insert(merged_.end(), put.begin(), put.end());
  }

  const Texts base_;
  const Texts current_;
  const Texts proposed_;
  Texts merged_;
  bool clean_ = true;
  std::set<std::string> conflicted_;
};

// Edits anything, without moving or repeating paragraphs: then there is one longest common
// subsequence, and no doubt about what was changed.
Texts EditedApart(Texts paragraphs, const std::string& side) {
  const int edits = *rc::gen::inRange(0, 6);
  for (int i = 0; i < edits; ++i) {
    const auto at =
        paragraphs.begin() + *rc::gen::inRange<ptrdiff_t>(0, std::ssize(paragraphs) + 1);
    // Now and then both type the same.
    const std::string typed = absl::StrCat(
        "new ", i, *rc::gen::weightedElement<bool>({{1, true}, {3, false}}) ? "" : side);
    const int kind = *rc::gen::inRange(0, 3);
    if (kind == 0 || at == paragraphs.end()) {
      paragraphs.insert(at, typed);
    } else if (kind == 1) {
      *at = typed;
    } else {
      paragraphs.erase(at);
    }
  }
  return paragraphs;
}

RC_GTEST_PROP(TextMergePropertyTest, WhatTheClassicAlgorithmMergesIsMergedTheSameWay, ()) {
  Texts base;
  const int size = *rc::gen::inRange(0, 12);
  for (int i = 0; i < size; ++i) base.push_back(absl::StrCat(i));
  const Texts current = EditedApart(base, "c");
  const Texts proposed = EditedApart(base, "p");
  const ClassicDiff3 classic(base, current, proposed);
  const TextMerge merge = MergeTexts(TextOf(base), TextOf(current), TextOf(proposed));
  RC_TAG(classic.clean() ? "both clean" : merge.conflicts.empty() ? "only ours" : "neither");
  if (classic.clean()) {
    RC_ASSERT(merge.merged == TextOf(classic.merged()));
    RC_ASSERT(merge.conflicts.empty());
  }
  for (const MergeConflict& conflict : merge.conflicts) {
    for (const std::string& paragraph : ParagraphsOf(conflict.base)) {
      RC_ASSERT(classic.conflicted().contains(paragraph));
    }
  }
}

}  // namespace
}  // namespace samverk::runtime
