#include "services/follow_ups/compilation_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "services/follow_ups/follow_up_register.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::follow_ups {
namespace {

std::string NameOf(const v1::CompileFollowUpsRequest& command) {
  return runtime::ChildName(command.parent(), "followUpCompilations", absl::StrCat(command.year()));
}

absl::Status CheckMunicipalities(const runtime::Facts& facts,
                                 const v1::CompileFollowUpsRequest& command) {
  std::set<std::string> seen;
  for (const std::string& municipality : command.municipalities()) {
    RETURN_IF_ERROR(runtime::CheckLinked(facts, municipality));
    if (!runtime::IsMunicipality(municipality)) {
      return Refusal(kNotAMunicipality)
          .With("organisation", municipality)
          .AtField("municipalities", "names another organisation");
    }
    if (!seen.insert(municipality).second) {
      return Refusal(kMunicipalityTwice)
          .With("municipality", municipality)
          .AtField("municipalities", "names a municipality twice");
    }
  }
  return absl::OkStatus();
}

// What counts in a municipality, as the compilation records it.
v1::CompiledFollowUp BasisOf(const std::string& municipality,
                             const v1::FollowUpStandingSet& standing) {
  v1::CompiledFollowUp basis;
  basis.set_municipality(municipality);
  basis.set_follow_up(standing.follow_up());
  basis.set_submission(standing.submission());
  basis.set_position(standing.position());
  basis.set_plan(standing.plan());
  basis.set_plan_revision(standing.plan_revision());
  return basis;
}

}  // namespace

runtime::ReadSet CompilationRules::Reads(const v1::CompileFollowUpsRequest& command) {
  runtime::ReadSet reads = runtime::ReadsOf(NameOf(command), {command.owner()});
  reads.owner = command.owner();
  std::set<std::string> registers;
  for (const std::string& municipality : command.municipalities()) {
    reads.linked.push_back(municipality);
    registers.insert(FollowUpRegisterOf(municipality));
  }
  reads.claims.assign(registers.begin(), registers.end());
  return reads;
}

CompilationRules::Decision CompilationRules::Decide(const State& state, const Facts& facts,
                                                    const v1::CompileFollowUpsRequest& command,
                                                    const Context&) {
  RETURN_IF_ERROR(runtime::CheckLinked(facts, command.owner()));
  RETURN_IF_ERROR(CheckMunicipalities(facts, command));
  if (state.exists && state.owner != command.owner()) {
    return Refusal(kCompiledByAnother).With("owner", state.owner).Violating(NameOf(command));
  }
  v1::FollowUpsCompiled compiled;
  compiled.set_owner(command.owner());
  compiled.set_year(command.year());
  *compiled.mutable_municipalities() = command.municipalities();
  compiled.set_text(command.text());
  for (const std::string& municipality : command.municipalities()) {
    const auto& in_register = facts.Claim<FollowUpRegisterState>(FollowUpRegisterOf(municipality));
    const v1::FollowUpStandingSet* standing = in_register.Approved(command.year());
    if (standing != nullptr) *compiled.add_basis() = BasisOf(municipality, *standing);
  }
  if (compiled.basis().empty()) {
    return Refusal(kNothingToCompile).With("year", command.year()).Violating(NameOf(command));
  }
  // Compiling the same again says nothing new.
  if (!state.withdrawn && state.said == compiled.SerializeAsString()) {
    return runtime::Decision<Event>();
  }
  return runtime::Decided<Event>(
      [&compiled](Event& event) { *event.mutable_follow_ups_compiled() = compiled; });
}

runtime::ReadSet CompilationRules::Reads(const v1::WithdrawFollowUpCompilationRequest& command) {
  return runtime::ReadsOf(command.name());
}

CompilationRules::Decision CompilationRules::Decide(
    const State& state, const Facts&, const v1::WithdrawFollowUpCompilationRequest& command,
    const Context&) {
  if (!state.exists) return Refusal(kCompilationNotFound).With("name", command.name());
  if (state.withdrawn) return Refusal(kCompilationWithdrawn).Violating(command.name());
  return runtime::Decided<Event>(
      [](Event& event) { event.mutable_follow_up_compilation_withdrawn(); });
}

void CompilationRules::Evolve(State& state, const Event& event, const runtime::EventPlace&) {
  switch (event.event_case()) {
    case Event::kFollowUpsCompiled:
      state.exists = true;
      state.withdrawn = false;
      state.owner = event.follow_ups_compiled().owner();
      state.said = event.follow_ups_compiled().SerializeAsString();
      break;
    case Event::kFollowUpCompilationWithdrawn:
      state.withdrawn = true;
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::follow_ups
