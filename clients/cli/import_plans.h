// Plans in import files: a plan's text and its life, as the steps that record it, in order.
//
//   plans     [{key, owner, municipal_plan? (key), title, from?, to?, responsible_unit?,
//               responsible?, created? (day), on_behalf_of?, TEXT, life? [STEP]}]
//   TEXT      documents? [text], sections? [{key, title, text?}],
//             goals? [{key, title, text?, goal? (the key of the goal it is a sub-goal of)}],
//             places? [{key, title, level, offers? [word]}], priorities? [{key, title, text?}],
//             measures? [{key, title, text?, goal? (key), responsible_unit?, deadline?,
//                         financing?, budget_sek?}]
//   STEP      {do, on, reason?, label?, device?, …}; by `do`:
//     edit      TEXT (what is added), set? {field: text}, remove? ["sections/KEY"],
//               based_on? (the label of the step that whoever edited had seen)
//     consult   answer_by, invited? [id]
//     receive   organisation? or sender?, text: a statement
//     resolve   field, choice, proposal? (1 for the first), text?: a conflict
//     propose, recall, withdraw
//     adopt     decision, replaces? (key)
//     extend    decision, until
//     correct   decision, title?, from?, to?, responsible_unit?, adoption?
//     repeal    decision, from
//
// A field is `title`, `period`, `responsible_unit`, `sections/KEY/text`, `measures/KEY/deadline`.
// What is recorded stays; steps that are new at the end of a life are recorded the next time.

#ifndef SAMVERK_CLIENTS_CLI_IMPORT_PLANS_H_
#define SAMVERK_CLIENTS_CLI_IMPORT_PLANS_H_

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "clients/cli/json_reader.h"
#include "google/protobuf/message.h"
#include "samverk/v1/plan.pb.h"

namespace samverk {

// One command in the life of a plan. It is sealed without what depends on what the server has: the
// revision that it holds against, the position it is based on, the number of a conflict.
struct PlanStep {
  using Command =
      std::variant<v1::CreatePlanRequest, v1::EditPlanRequest, v1::OpenPlanConsultationRequest,
                   v1::ReceivePlanStatementRequest, v1::ResolvePlanConflictRequest,
                   v1::ProposePlanRequest, v1::RecallPlanProposalRequest, v1::AdoptPlanRequest,
                   v1::ExtendPlanRequest, v1::CorrectPlanRequest, v1::RepealPlanRequest,
                   v1::WithdrawPlanRequest>;

  std::string pointer;  // `/plans/0/life/3`
  Command command;
  std::string device;   // On which it was done; empty: it was imported.
  size_t based_on = 0;  // Edits: the step whose outcome was seen; the one before by default.
  std::string field;    // Resolutions: what the conflict is about.
  const std::string& request_id() const;
};

struct PlanSteps {
  std::string name;  // `partnerships/{partnership}/plans/{uuid}`
  std::string owner;
  std::vector<PlanStep> steps;  // The first one creates the plan.
};

// Reads the row `key` (`plans/storuman-2019`) of a file about `parent`. Reports what is wrong to
// the problem that `row` has.
PlanSteps ReadPlanRow(JsonReader& row, const std::string& parent, const std::string& key);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORT_PLANS_H_
