// Binding a query: authorise, wait until the view includes what the caller has seen, read.

#ifndef SAMVERK_SERVICES_RPC_QUERIES_H_
#define SAMVERK_SERVICES_RPC_QUERIES_H_

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/refusal.h"
#include "services/rpc/bound_service.h"
#include "services/rpc/limits.h"
#include "services/runtime/follower.h"
#include "services/runtime/limits.h"
#include "services/runtime/partnerships.h"
#include "services/runtime/read_point.h"

namespace samverk::rpc {

inline constexpr Reason kViewBehind = {
    "VIEW_BEHIND", absl::StatusCode::kDeadlineExceeded,
    "The view {view} is at position {position} and did not reach {wanted} in time. Try again.",
    "Vyn {view} är vid position {position} och hann inte till {wanted} i tid. Försök igen."};

// Calls `done` on a gRPC thread when reads of `follower` include `position`, or with
// kViewBehind at `deadline`. Calls it at once where there is nothing to wait for. Blocks nobody.
void WhenReached(runtime::Follower& follower, storage::Position position, absl::Time deadline,
                 std::function<void(absl::Status)> done);

// Calls `done` on a gRPC thread when `view` includes what `point` waits for, with a
// reader as of the point, or with why not: kViewBehind at `deadline`, kViewStopped.
void WhenReadable(runtime::ProjectionRunner& view, const runtime::ReadPoint& point,
                  absl::Time deadline,
                  std::function<void(absl::StatusOr<runtime::ViewReader>)> done);

// The same of several views, as of one position in all of them: the one of the point, or else the
// latest that all have reached. The readers are in the order of the views.
void WhenAllReadable(std::vector<runtime::ProjectionRunner*> views, const runtime::ReadPoint& point,
                     absl::Time deadline,
                     std::function<void(absl::StatusOr<std::vector<runtime::ViewReader>>)> done);

// The partnership that the call names. Whoever may not do what the request asks for with
// anything is told so, and learns nothing of what is there.
//
// Errors: as Partnerships::Find, and
//   PERMISSION_DENIED  ACCESS_DENIED
absl::StatusOr<runtime::Partnership*> FindPartnership(const Call& call,
                                                      const google::protobuf::Message& request,
                                                      runtime::Partnerships& partnerships);

// OK if the caller may do what the request asks for, with a resource of whoever owns it.
absl::Status AuthoriseQuery(const Call& call, const google::protobuf::Message& request,
                            runtime::Partnership& partnership);

// Whom a query asks, and as of when.
struct AskedOf {
  runtime::Partnership* partnership = nullptr;
  runtime::ReadPoint point;
};

// As of when the page of a list is read, if that is said by the token of an earlier page.
//
// Errors:
//   INVALID_ARGUMENT  PAGE_TOKEN_INVALID
template <typename Request>
absl::Status ContinuePage(const Request& request, const storage::EventLog& log,
                          runtime::ReadPoint& point) {
  if (request.page_token().empty()) return absl::OkStatus();
  const auto token = runtime::DecodePageToken(request.page_token(), request, log);
  if (!token.ok()) return token.status();
  point.as_of = token->as_of;
  // A view that fell back to its last flush in a crash has yet to reach it again.
  point.wait_for = std::max(point.wait_for, token->as_of);
  return absl::OkStatus();
}

// What every query begins with. Errors: as FindPartnership, AuthoriseQuery, ResolveReadPoint and
// ContinuePage.
template <typename Request>
absl::StatusOr<AskedOf> BeginQuery(const Call& call, const Request& request,
                                   runtime::Partnerships& partnerships) {
  const absl::StatusOr<runtime::Partnership*> found = FindPartnership(call, request, partnerships);
  if (!found.ok()) return found.status();
  runtime::Partnership& partnership = **found;
  if (absl::Status status = AuthoriseQuery(call, request, partnership); !status.ok()) return status;
  absl::StatusOr<runtime::ReadPoint> point =
      runtime::ResolveReadPoint(request.read(), partnership.log());
  if (!point.ok()) return point.status();
  if constexpr (requires { request.page_token(); }) {
    if (absl::Status status = ContinuePage(request, partnership.log(), *point); !status.ok()) {
      return status;
    }
  }
  return AskedOf{&partnership, *point};
}

// What a query reads from.
struct QueryContext {
  runtime::Partnership& partnership;
  const runtime::ViewReader& view;
  const v1::Actor& actor;  // Who asks.
};

// Binds `method` to `read`, which fills the response from the view `view`.
template <typename Request, typename Response>
void BindQuery(BoundService& service, absl::string_view method, runtime::Partnerships& partnerships,
               std::string view,
               std::function<absl::Status(const QueryContext&, const Request&, Response&)> read) {
  service.BindUnary(
      method, [&partnerships, view = std::move(view), read = std::move(read)](
                  const Call& call, const google::protobuf::Message& message,
                  google::protobuf::Message& response, std::function<void(absl::Status)> done) {
        const auto& request = static_cast<const Request&>(message);
        const absl::StatusOr<AskedOf> asked = BeginQuery(call, request, partnerships);
        if (!asked.ok()) return done(asked.status());
        runtime::Partnership& partnership = *asked->partnership;
        WhenReadable(partnership.view(view), asked->point, call.deadline,
                     [&call, &partnership, &request, &response, &read,
                      done = std::move(done)](absl::StatusOr<runtime::ViewReader> reader) {
                       if (!reader.ok()) return done(reader.status());
                       auto& typed = static_cast<Response&>(response);
                       *typed.mutable_as_of_position() =
                           runtime::ToProto(reader->as_of(), partnership.log());
                       done(read({partnership, *reader, call.caller.actor}, request, typed));
                     });
      });
}

// Which keys of a table a list goes through.
struct KeyRange {
  std::string prefix;  // They begin with this.
  std::string first;   // None is before this.
  std::string end;     // All are before this; empty: no end.
};

// The keys that begin with the first day of something that may have a day in `year`:
// meetings and workshops take at most runtime::kEventDaysMax days. 0: of any year. `prefix`
// is what stands before the day in every key.
KeyRange FirstDaysTouching(int year, const std::string& prefix = "");

// Fills one page of a list from rows in the order of their keys.
//
//   RETURN_IF_ERROR(ReadPage(context, request, response, kByName, keys,
//       [&](absl::string_view row) { … add to the response; how many bytes, 0: filtered out … }));
//
// `visit` gets each row from where the page begins; at most page_size rows are taken, fewer
// where the page would become too large or too many rows are filtered out.
template <typename Request, typename Response>
absl::Status ReadPage(const QueryContext& context, const Request& request, Response& response,
                      char table, const KeyRange& keys,
                      const std::function<absl::StatusOr<size_t>(absl::string_view row)>& visit) {
  std::string from = keys.first;
  if (!request.page_token().empty()) {
    const auto token =
        runtime::DecodePageToken(request.page_token(), request, context.partnership.log());
    if (!token.ok()) return token.status();
    from = token->from;
  }
  const int page_size = request.page_size() == 0 ? runtime::kPageSizeDefault : request.page_size();
  int taken = 0;
  int looked_at = 0;
  size_t bytes = 0;
  absl::Status failure;
  const absl::Status status = context.view.Scan(
      table, keys.prefix, from, [&](absl::string_view key, absl::string_view row) {
        if (!keys.end.empty() && key >= keys.end) return false;
        const bool full = taken == page_size || looked_at == kPageRowsMax || bytes >= kPageBytesMax;
        if (full) {
          response.set_next_page_token(runtime::EncodePageToken(
              {context.view.as_of(), std::string(key)}, request, context.partnership.log()));
          return false;
        }
        const absl::StatusOr<size_t> added = visit(row);
        if (!added.ok()) {
          failure = added.status();
          return false;
        }
        taken += *added > 0 ? 1 : 0;
        bytes += *added;
        ++looked_at;
        return true;
      });
  return status.ok() ? failure : status;
}

// The same of all keys that begin with `prefix`.
template <typename Request, typename Response>
absl::Status ReadPage(const QueryContext& context, const Request& request, Response& response,
                      char table, absl::string_view prefix,
                      const std::function<absl::StatusOr<size_t>(absl::string_view row)>& visit) {
  return ReadPage(context, request, response, table, KeyRange{std::string(prefix), "", ""}, visit);
}

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_QUERIES_H_
