#include "storage/search/search_writer.h"

#include <vector>

#include "samverk/storage/v1/search_row.pb.h"
#include "storage/search/limits.h"
#include "storage/search/search_format.h"
#include "storage/search/search_words.h"

namespace samverk::storage {
namespace {

// Words that nearly every text has are kept as they are, for phrases, but not their stems.
class SwedishStopper final : public Xapian::Stopper {
 public:
  bool operator()(const std::string& word) const override { return IsStopWord(word); }
};

// Puts texts into one document after each other, so far apart that no phrase spans two of them.
class WordsInto {
 public:
  explicit WordsInto(Xapian::Document& document) : document_(document) {
    generator_.set_stemmer(Xapian::Stem("swedish"));
    generator_.set_stopper(&stopper_);
    generator_.set_max_word_length(kSearchWordBytesMax);
    generator_.set_document(document);
  }

  void Add(const std::string& clean, unsigned weight) {
    generator_.index_text(clean, weight);
    generator_.increase_termpos();
    for (const std::string& joined : JoinedWordsOf(clean)) {
      document_.add_term(joined, weight);
      document_.add_term(TermOf(kStemPrefix, StemOf(joined)), weight);
    }
  }

 private:
  const SwedishStopper stopper_;
  Xapian::Document& document_;
  Xapian::TermGenerator generator_;
};

// The document that a part is shown from.
Xapian::Document PartDocument(const std::string& resource_term, const SearchPart& part) {
  v1::SearchPartRow row;
  row.set_path(part.path);
  row.set_heading(CleanText(part.heading));
  row.set_text(CleanText(part.text));
  Xapian::Document document;
  document.set_data(kRowMark + row.SerializeAsString());
  document.add_boolean_term(kPartTerm);
  document.add_boolean_term(resource_term);
  WordsInto words(document);
  words.Add(row.heading(), kHeadingWeight);
  words.Add(row.text(), 1);
  return document;
}

// The document that a resource is found by: it has the words of all parts.
Xapian::Document MainDocument(const std::string& resource_term, absl::string_view name,
                              const SearchDocument& found) {
  v1::SearchMainRow row;
  row.set_title(CleanText(found.title));
  row.set_owner(found.owner);
  row.set_first_year(found.first_year);
  row.set_last_year(found.last_year);
  Xapian::Document document;
  document.set_data(kRowMark + row.SerializeAsString());
  document.add_boolean_term(kMainTerm);
  document.add_boolean_term(resource_term);
  document.add_boolean_term(TermOf(kCollectionPrefix, name.substr(0, name.find('/'))));
  document.add_boolean_term(TermOf(kOwnerPrefix, found.owner));
  if (found.first_year > 0 && found.last_year > 0) {
    document.add_value(kFirstYearSlot, YearValue(found.first_year));
    document.add_value(kLastYearSlot, YearValue(found.last_year));
  }
  WordsInto words(document);
  words.Add(row.title(), kTitleWeight);
  for (const SearchPart& part : found.parts) {
    words.Add(CleanText(part.heading), kHeadingWeight);
    words.Add(CleanText(part.text), 1);
  }
  return document;
}

}  // namespace

size_t AddDocuments(absl::string_view name, const SearchDocument& document,
                    Xapian::WritableDatabase& database) {
  const std::string resource_term = TermOf(kResourcePrefix, name);
  database.add_document(MainDocument(resource_term, name, document));
  for (const SearchPart& part : document.parts) {
    database.add_document(PartDocument(resource_term, part));
  }
  return 1 + document.parts.size();
}

void RemoveDocuments(absl::string_view name, Xapian::WritableDatabase& database) {
  database.delete_document(TermOf(kResourcePrefix, name));
}

}  // namespace samverk::storage
