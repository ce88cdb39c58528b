#include "clients/cli/json_reader.h"

#include <string>

#include "clients/cli/error_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/common.pb.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

std::string ParseProblem(absl::string_view text) {
  const auto json = ParseJson(text);
  EXPECT_EQ(ExitCodeOf(json.status()), kExitUsage);
  return std::string(json.status().message());
}

TEST(ParseJsonTest, NamesLineAndColumnInCharacters) {
  EXPECT_THAT(ParseProblem("{\n  \"å\": 1,\n  \"ö\" 2\n}"), HasSubstr("line 3, column 7"));
  EXPECT_THAT(ParseProblem(""), HasSubstr("line 1, column 1"));
}

TEST(ParseJsonTest, RefusesAKeyThatComesTwiceInOneObject) {
  EXPECT_THAT(ParseProblem(R"({"a": {"x": 1}, "b": {"x": 2, "x": 3}})"),
              HasSubstr("\"x\" comes twice"));
  EXPECT_TRUE(ParseJson(R"([{"x": 1}, {"x": {"x": 2}}])").ok());
}

TEST(ParseJsonTest, RefusesWhatIsNotUtf8) {
  EXPECT_THAT(ParseProblem("{\"a\": \"\xe5\"}"), HasSubstr("not UTF-8"));
}

class JsonReaderTest : public ::testing::Test {
 protected:
  JsonReader Read(absl::string_view text) {
    json_ = *ParseJson(text);
    return JsonReader(json_, "/rows/3", problem_);
  }

  nlohmann::json json_;
  JsonProblem problem_;
};

TEST_F(JsonReaderTest, ReadsWhatIsThere) {
  JsonReader row = Read(R"({"title": "Stro\u0308m", "capacity": 20, "from": "2019-05-14",
                            "form": "PHYSICAL", "who": {"b": 2, "a": 1}, "notes": ["x", "y"]})");
  EXPECT_EQ(row.Text("title", kRequired), "Ström");
  EXPECT_EQ(row.Number("capacity", kRequired), 20);
  EXPECT_EQ(row.Day("from", kRequired).month(), 5);
  EXPECT_EQ(row.Word<v1::EventForm>("form", kRequired), v1::EVENT_FORM_PHYSICAL);
  EXPECT_THAT(row.Counts("who"), ElementsAre(Pair("a", 1), Pair("b", 2)));
  EXPECT_THAT(row.Texts("notes"), ElementsAre("x", "y"));
  EXPECT_EQ(row.Text("venue", kOptional), "");
  row.NoOthers();
  EXPECT_EQ(problem_, "");
}

TEST_F(JsonReaderTest, NamesWhatIsMissing) {
  Read("{}").Text("title", kRequired);
  EXPECT_EQ(problem_, "/rows/3/title: this is missing; add it");
}

TEST_F(JsonReaderTest, NamesWhatHasTheWrongType) {
  Read(R"({"title": 3})").Text("title", kRequired);
  EXPECT_EQ(problem_, "/rows/3/title: this has to be a text in quotation marks");
}

TEST_F(JsonReaderTest, RefusesNumbersThatAreNotWholeOrNegative) {
  for (const char* number : {"1.5", "-1", "\"1\"", "99999999999"}) {
    problem_.clear();
    Read(absl::StrCat("{\"n\": ", number, "}")).Number("n", kRequired);
    EXPECT_EQ(problem_, "/rows/3/n: this has to be a whole number, not negative") << number;
  }
}

TEST_F(JsonReaderTest, NamesADayThatDoesNotExist) {
  Read(R"({"from": "2019-13-01"})").Day("from", kRequired);
  EXPECT_EQ(problem_, "/rows/3/from: \"2019-13-01\" is not a date; write it as 2019-05-14");
}

TEST_F(JsonReaderTest, ListsTheWordsOfAnEnum) {
  Read(R"({"form": "fysisk"})").Word<v1::EventForm>("form", kRequired);
  EXPECT_EQ(problem_, "/rows/3/form: \"fysisk\" is none of physical, digital, hybrid");
}

TEST_F(JsonReaderTest, PointsIntoListsAndObjectsAndEscapesKeys) {
  JsonReader row = Read(R"({"list": [{}, {"a/b~c": 1}]})");
  row.Objects("list")[1].Text("a/b~c", kRequired);
  EXPECT_THAT(problem_, HasSubstr("/rows/3/list/1/a~1b~0c: "));
}

TEST_F(JsonReaderTest, RefusesKeysThatNobodyAskedFor) {
  JsonReader row = Read(R"({"titel": "x", "example": true, "about": "x", "example_fields": []})");
  row.Text("title", kOptional);
  row.NoOthers();
  EXPECT_EQ(problem_, "/rows/3/titel: this key is not known here; known are title");
}

TEST_F(JsonReaderTest, KeepsTheFirstProblem) {
  JsonReader row = Read("{}");
  row.Text("first", kRequired);
  row.Text("second", kRequired);
  EXPECT_THAT(problem_, HasSubstr("/rows/3/first"));
}

TEST_F(JsonReaderTest, WantsAnObject) {
  json_ = nlohmann::json::array();
  JsonReader row(json_, "", problem_);
  row.Text("title", kOptional);
  row.NoOthers();
  EXPECT_EQ(problem_, "/: this has to be an object: {…}");
}

}  // namespace
}  // namespace samverk
