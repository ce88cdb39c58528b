#include "services/links/link_service.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "samverk/v1/link.pb.h"
#include "services/rpc/queries.h"
#include "services/runtime/limits.h"
#include "services/runtime/links.h"
#include "services/runtime/read_point.h"

namespace samverk::links {
namespace {

using Views = std::vector<runtime::ProjectionRunner*>;
using Readers = std::vector<runtime::ViewReader>;

// A view as of the position of the answer.
struct ViewThen {
  const runtime::Projection& projection;
  const runtime::ViewReader& reader;
};

// The rows of links under `prefix` from `from` on, of all views, by key: `rows_max` of them. Those
// of one view are those whose links lead from its resources, so no key is in two views.
absl::StatusOr<std::map<std::string, std::string>> ReadRows(const std::vector<ViewThen>& views,
                                                            const std::string& prefix,
                                                            const std::string& from,
                                                            size_t rows_max) {
  std::map<std::string, std::string> rows;
  for (const ViewThen& view : views) {
    if (!view.projection.keeps_links()) continue;
    size_t read = 0;
    RETURN_IF_ERROR(view.reader.Scan(runtime::kLinkTable, prefix, from,
                                     [&](absl::string_view key, absl::string_view row) {
                                       rows.emplace(key, row);
                                       return ++read < rows_max;
                                     }));
  }
  while (rows.size() > rows_max) rows.erase(std::prev(rows.end()));
  return rows;
}

absl::StatusOr<std::string> TitleOf(const std::vector<ViewThen>& views, const std::string& name) {
  for (const ViewThen& view : views) {
    ASSIGN_OR_RETURN(std::string title, view.projection.TitleOf(view.reader, name));
    if (!title.empty()) return title;
  }
  return std::string();
}

absl::Status Answer(runtime::Partnership& partnership, const Views& runners, const Readers& readers,
                    const v1::ListLinksRequest& request, v1::ListLinksResponse& response) {
  std::vector<ViewThen> views;
  views.reserve(runners.size());
  for (size_t i = 0; i < runners.size(); ++i) {
    views.push_back({runners[i]->projection(), readers[i]});
  }
  const storage::Position as_of = readers.front().as_of();
  *response.mutable_as_of_position() = runtime::ToProto(as_of, partnership.log());
  std::string from;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(const runtime::PageToken token,
                     runtime::DecodePageToken(request.page_token(), request, partnership.log()));
    from = token.from;
  }
  const int page_size = request.page_size() == 0 ? runtime::kPageSizeDefault : request.page_size();
  ASSIGN_OR_RETURN(const auto rows,
                   ReadRows(views, runtime::LinkKey(request.name(), request.direction()), from,
                            static_cast<size_t>(page_size) + 1));
  for (const auto& [key, row] : rows) {
    if (response.links_size() == page_size) {
      response.set_next_page_token(
          runtime::EncodePageToken({as_of, key}, request, partnership.log()));
      break;
    }
    v1::Link& link = *response.add_links();
    if (!link.ParseFromString(row)) return Refusal(runtime::kViewDamaged);
    const std::string other = link.direction() == v1::LINK_DIRECTION_TO
                                  ? link.source()
                                  : std::string(runtime::ResourceOf(link.target()));
    ASSIGN_OR_RETURN(*link.mutable_title(), TitleOf(views, other));
  }
  return absl::OkStatus();
}

void ListLinks(runtime::Partnerships& partnerships, const rpc::Call& call,
               const v1::ListLinksRequest& request, v1::ListLinksResponse& response,
               std::function<void(absl::Status)> done) {
  const absl::StatusOr<rpc::AskedOf> asked = rpc::BeginQuery(call, request, partnerships);
  if (!asked.ok()) return done(asked.status());
  runtime::Partnership& partnership = *asked->partnership;
  const Views views = partnership.views();
  rpc::WhenAllReadable(views, asked->point, call.deadline,
                       [&partnership, views, &request, &response,
                        done = std::move(done)](const absl::StatusOr<Readers>& readers) {
                         if (!readers.ok()) return done(readers.status());
                         done(Answer(partnership, views, *readers, request, response));
                       });
}

}  // namespace

std::unique_ptr<rpc::BoundService> MakeLinkService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::ListLinksRequest::descriptor()->file()->FindServiceByName("LinkService"));
  service->BindUnary(
      "ListLinks",
      [&partnerships](const rpc::Call& call, const google::protobuf::Message& request,
                      google::protobuf::Message& response, std::function<void(absl::Status)> done) {
        ListLinks(partnerships, call, static_cast<const v1::ListLinksRequest&>(request),
                  static_cast<v1::ListLinksResponse&>(response), std::move(done));
      });
  service->CheckBound();
  return service;
}

}  // namespace samverk::links
