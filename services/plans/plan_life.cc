#include "services/plans/plan_life.h"

#include "services/plans/plan_days.h"

namespace samverk::plans {

void ApplyLife(const v1::PlanEvent& event, v1::Plan& header) {
  switch (event.event_case()) {
    case v1::PlanEvent::kPlanCreated: {
      const v1::PlanCreated& created = event.plan_created();
      header.set_owner(created.owner());
      header.set_municipal_plan(created.municipal_plan());
      header.set_phase(v1::PLAN_PHASE_DRAFT);
      header.set_title(created.title());
      if (created.has_period()) *header.mutable_period() = created.period();
      header.set_responsible_unit(created.responsible_unit());
      header.set_responsible(created.responsible());
      break;
    }
    case v1::PlanEvent::kPlanEdited:
      // Whoever edits what is in force begins its next revision.
      if (header.phase() == v1::PLAN_PHASE_ADOPTED) header.set_phase(v1::PLAN_PHASE_DRAFT);
      break;
    case v1::PlanEvent::kPlanConflictResolved:
      if (event.plan_conflict_resolved().has_edit() && header.phase() == v1::PLAN_PHASE_ADOPTED) {
        header.set_phase(v1::PLAN_PHASE_DRAFT);
      }
      header.set_open_conflicts(header.open_conflicts() - 1);
      break;
    case v1::PlanEvent::kPlanConflictRaised:
      header.set_open_conflicts(header.open_conflicts() + 1);
      break;
    case v1::PlanEvent::kPlanConflictObsoleted:
      header.set_open_conflicts(header.open_conflicts() - 1);
      break;
    case v1::PlanEvent::kPlanConsultationOpened: {
      v1::PlanConsultation& consultation = *header.mutable_consultation();
      *consultation.mutable_answer_by() = event.plan_consultation_opened().answer_by();
      *consultation.mutable_invited() = event.plan_consultation_opened().invited();
      header.set_phase(v1::PLAN_PHASE_CONSULTATION);
      break;
    }
    case v1::PlanEvent::kPlanStatementReceived:
      header.set_statement_count(header.statement_count() + 1);
      break;
    case v1::PlanEvent::kPlanProposed:
      header.set_phase(v1::PLAN_PHASE_PROPOSED);
      break;
    case v1::PlanEvent::kPlanProposalRecalled:
      header.set_phase(v1::PLAN_PHASE_DRAFT);
      break;
    default:
      ApplyToDays(event, header);
      break;
  }
}

}  // namespace samverk::plans
