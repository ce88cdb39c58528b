#include "services/search/search_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/status_macros.h"
#include "samverk/v1/search.pb.h"
#include "services/rpc/queries.h"
#include "services/runtime/read_point.h"
#include "services/runtime/resource_name.h"
#include "storage/event_log/event_log_format.h"
#include "storage/search/limits.h"
#include "storage/search/search_document.h"

namespace samverk::search {
namespace {

constexpr int kPageSizeDefault = 20;

// An index that is built anew is waited for no longer than this: enough for a small one, and for
// one that is just being opened.
constexpr absl::Duration kBuildingWaitMax = absl::Seconds(3);

// Where a page goes on: after so many hits, of the same question. What follows the number says
// that some of the words are enough, as for the page before.
constexpr char kSomeWords = 's';
constexpr char kAllWords = 'a';
constexpr size_t kNumberBytes = 8;

std::string EncodePlace(size_t first, bool some_words) {
  return storage::EncodeUint64(first) + (some_words ? kSomeWords : kAllWords);
}

absl::Status GoOn(absl::string_view place, storage::SearchQuestion& question) {
  const std::optional<uint64_t> first = storage::DecodeUint64(place.substr(0, kNumberBytes));
  if (!first.has_value() || place.size() != kNumberBytes + 1) {
    return Refusal(runtime::kPageTokenInvalid);
  }
  question.first = *first;
  question.any_word = place.back() == kSomeWords;
  return absl::OkStatus();
}

absl::Status CheckKinds(const v1::SearchRequest& request, const runtime::SearchIndexer& search) {
  const std::vector<std::string> known = search.collections();
  for (const std::string& kind : request.kinds()) {
    if (std::find(known.begin(), known.end(), kind) != known.end()) continue;
    return Refusal(kSearchKindUnknown)
        .With("kind", kind)
        .With("kinds", absl::StrJoin(known, ", "))
        .AtField("kinds", "not a kind that can be searched");
  }
  return absl::OkStatus();
}

absl::StatusOr<storage::SearchQuestion> QuestionOf(const v1::SearchRequest& request,
                                                   const storage::EventLog& log) {
  storage::SearchQuestion question;
  question.words = request.query();
  question.collections.assign(request.kinds().begin(), request.kinds().end());
  if (!request.owner().empty()) {
    question.owner = std::string(runtime::RelativeName(request.owner()));
  }
  question.year = request.year();
  question.hits_max =
      static_cast<size_t>(request.page_size() == 0 ? kPageSizeDefault : request.page_size());
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(const runtime::PageToken token,
                     runtime::DecodePageToken(request.page_token(), request, log));
    RETURN_IF_ERROR(GoOn(token.from, question));
  }
  return question;
}

void PutHit(const std::string& partnership, storage::SearchHit found, v1::SearchHit& hit) {
  hit.set_name(runtime::WholeName(partnership, found.name));
  hit.set_kind(std::string(runtime::CollectionOf(found.name)));
  hit.set_title(std::move(found.title));
  if (!found.owner.empty()) hit.set_owner(runtime::WholeName(partnership, found.owner));
  hit.set_first_year(found.first_year);
  hit.set_last_year(found.last_year);
  hit.set_path(std::move(found.path));
  hit.set_heading(std::move(found.heading));
  hit.set_snippet(std::move(found.snippet.text));
  for (const storage::TextRange& range : found.snippet.found) {
    v1::CharacterRange& highlight = *hit.add_highlights();
    highlight.set_start(static_cast<int32_t>(range.begin));
    highlight.set_end(static_cast<int32_t>(range.end));
  }
}

absl::Status Answer(runtime::Partnership& partnership, const v1::SearchRequest& request,
                    v1::SearchResponse& response) {
  ASSIGN_OR_RETURN(const storage::SearchQuestion question, QuestionOf(request, partnership.log()));
  ASSIGN_OR_RETURN(storage::SearchAnswer answer, partnership.search().Search(question));
  const size_t next = question.first + answer.hits.size();
  for (storage::SearchHit& hit : answer.hits) {
    PutHit(partnership.id(), std::move(hit), *response.add_hits());
  }
  response.set_hit_count(static_cast<int32_t>(answer.hit_count));
  response.set_some_words_only(answer.any_word);
  *response.mutable_as_of_position() = runtime::ToProto(answer.as_of, partnership.log());
  const bool more = next < std::min(answer.hit_count, storage::kSearchHitsMax);
  if (more && next > question.first) {
    response.set_next_page_token(runtime::EncodePageToken(
        {answer.as_of, EncodePlace(next, answer.any_word)}, request, partnership.log()));
  }
  return absl::OkStatus();
}

void Search(runtime::Partnerships& partnerships, const rpc::Call& call,
            const v1::SearchRequest& request, v1::SearchResponse& response,
            std::function<void(absl::Status)> done) {
  const absl::StatusOr<rpc::AskedOf> asked = rpc::BeginQuery(call, request, partnerships);
  if (!asked.ok()) return done(asked.status());
  if (request.read().has_as_of()) {
    return done(Refusal(kSearchOfNowOnly).AtField("read.as_of", "search is of now only"));
  }
  runtime::Partnership& partnership = *asked->partnership;
  if (absl::Status known = CheckKinds(request, partnership.search()); !known.ok()) {
    return done(known);
  }
  const bool ready = partnership.search().Health().ok();
  const absl::Time patience = Clock::System().Now() + kBuildingWaitMax;
  rpc::WhenReached(
      partnership.search(), asked->point.wait_for,
      ready ? call.deadline : std::min(call.deadline, patience),
      [&partnership, &request, &response, done = std::move(done)](const absl::Status& reached) {
        // What is being built is behind, too, but for another reason.
        const absl::Status health = partnership.search().Health();
        if (!health.ok()) return done(health);
        if (!reached.ok()) return done(reached);
        done(Answer(partnership, request, response));
      });
}

}  // namespace

std::unique_ptr<rpc::BoundService> MakeSearchService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::SearchRequest::descriptor()->file()->FindServiceByName("SearchService"));
  service->BindUnary(
      "Search",
      [&partnerships](const rpc::Call& call, const google::protobuf::Message& request,
                      google::protobuf::Message& response, std::function<void(absl::Status)> done) {
        Search(partnerships, call, static_cast<const v1::SearchRequest&>(request),
               static_cast<v1::SearchResponse&>(response), std::move(done));
      });
  service->CheckBound();
  return service;
}

}  // namespace samverk::search
