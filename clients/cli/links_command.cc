#include "clients/cli/links_command.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/link.grpc.pb.h"

namespace samverk {
namespace {

struct LinksOptions {
  std::string resource;
  bool to = false;
  bool from = false;
  std::string as_of;
};

// The resource at the other end.
const std::string& OtherEnd(const v1::Link& link) {
  return link.direction() == v1::LINK_DIRECTION_TO ? link.source() : link.target();
}

// `workshops` of `partnerships/vasterbotten/workshops/0199`.
absl::string_view KindOf(absl::string_view name) {
  const absl::string_view relative = WithoutParent(name);
  return relative.substr(0, relative.find('/'));
}

// What comes after the kind: an id, and where the link is to a part of the resource, what part.
std::string IdOf(const std::string& name) {
  const absl::string_view relative = WithoutParent(name);
  const absl::string_view id = relative.substr(std::min(KindOf(name).size() + 1, relative.size()));
  constexpr size_t kIdChars = 8;
  const size_t slash = std::min(id.find('/'), id.size());
  return absl::StrCat(id.substr(0, std::min(slash, kIdChars)), id.substr(slash));
}

void PrintLinks(const v1::ListLinksResponse& list, std::ostream& out) {
  Table table({{""}, {"Id"}, {"Slag"}, {"Rubrik", Table::kFlexible}, {"Var", Table::kFlexible}});
  int64_t to = 0;
  for (const v1::Link& link : list.links()) {
    const bool is_to = link.direction() == v1::LINK_DIRECTION_TO;
    to += is_to ? 1 : 0;
    table.Add({is_to ? "←" : "→", IdOf(OtherEnd(link)), KindInSwedish(KindOf(OtherEnd(link))),
               link.title(),
               absl::StrCat(link.path(), link.element().empty() ? "" : " → ", link.element())});
  }
  if (!list.links().empty()) table.Print(out);
  out << "← " << Count(to, "länk", "länkar") << " hit, → "
      << Count(list.links_size() - to, "länk", "länkar") << " härifrån\n";
}

absl::Status List(CliContext& context, const LinksOptions& options) {
  v1::ListLinksRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolveAny(context, options.resource));
  if (options.to) request.set_direction(v1::LINK_DIRECTION_TO);
  if (options.from) request.set_direction(v1::LINK_DIRECTION_FROM);
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  ASSIGN_OR_RETURN(const v1::ListLinksResponse list,
                   context.CallAllPages(&v1::LinkService::Stub::ListLinks, request));
  if (context.options().json) return context.PrintJson(list);
  PrintLinks(list, context.out());
  return absl::OkStatus();
}

}  // namespace

void AddLinksCommand(CommandTree& tree) {
  auto options = std::make_shared<LinksOptions>();
  CLI::App& verb =
      tree.AddVerb(tree.app(), "links", "Show what something refers to, and what refers to it");
  verb.add_option("resource", options->resource, "Which: workshops/0199, plans/0199, …")
      ->type_name("RESOURCE")
      ->required();
  CLI::Option* to = verb.add_flag("--to", options->to, "Only what refers to it");
  verb.add_flag("--from", options->from, "Only what it refers to")->excludes(to);
  AddAsOfOption(verb, options->as_of);
  verb.footer(
      "Examples:\n"
      "  samverk links plans/0199\n"
      "  samverk links workshops/5f00 --from --as-of 2019-12-31");
  tree.OnRun(verb, [options](CliContext& context) { return List(context, *options); });
}

}  // namespace samverk
