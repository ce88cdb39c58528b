// The verbs of experience exchanges (erfarenhetsutbyten): `samverk exchanges …`.
//
// Sharing, asking, answering and adopting is in exchanges_command.cc, correcting in
// exchanges_editing.cc, reading in exchanges_reading.cc.

#ifndef SAMVERK_CLIENTS_CLI_EXCHANGES_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_EXCHANGES_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/names.h"
#include "samverk/v1/plan.pb.h"

namespace samverk {

// Adds the family and all its verbs.
void AddExchangesCommand(CommandTree& tree);

// Adds `edit` to the family.
void AddExchangeEditing(CommandTree& tree, CLI::App& group);

// Adds `list`, `show` and `answers` to the family.
void AddExchangeReading(CommandTree& tree, CLI::App& group);

// Adds the option that says which exchange a verb is about.
void AddExchangeOption(CLI::App& verb, std::string& exchange);

// What is said of an experience or a question when it begins, and corrected later. What a
// correction leaves out stays.
struct ExchangeFacts {
  std::optional<std::string> title;
  std::optional<std::string> problem;
  std::optional<std::string> done;
  std::optional<std::string> result;
  std::optional<std::string> cost;
  std::optional<std::string> advice;
  std::string day;
  std::vector<std::string> places;
  std::vector<std::string> offers;
  std::vector<std::string> links;
};

// Adds the options that an experience and a question have in common.
void AddCommonFacts(CLI::App& verb, ExchangeFacts& facts);
// Adds those that only an experience has.
void AddExperienceFacts(CLI::App& verb, ExchangeFacts& facts);

// `drivmedel`, or `fuel`; UNSPECIFIED for nothing.
absl::StatusOr<v1::ServiceOffer> ParseOffer(absl::string_view text);

// Adds the places, kinds of service and links of `facts` to a request or to an edit. Empty words
// are left out: alone they take away what an edit is about.
template <typename Message>
void FillPlaces(const ExchangeFacts& facts, Message& message) {
  for (const std::string& place : facts.places) {
    if (!place.empty()) message.add_places(place);
  }
}
template <typename Message>
absl::Status FillOffers(const ExchangeFacts& facts, Message& message) {
  for (const std::string& text : facts.offers) {
    ASSIGN_OR_RETURN(const v1::ServiceOffer offer, ParseOffer(text));
    if (offer != v1::SERVICE_OFFER_UNSPECIFIED) message.add_offers(offer);
  }
  return absl::OkStatus();
}
template <typename Message>
absl::Status FillLinks(CliContext& context, const ExchangeFacts& facts, Message& message) {
  for (const std::string& text : facts.links) {
    if (text.empty()) continue;
    ASSIGN_OR_RETURN(*message.add_links(), ResolveAny(context, text));
  }
  return absl::OkStatus();
}

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_EXCHANGES_COMMAND_H_
