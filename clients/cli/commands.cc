// All families of verbs, in the order in which help lists them.

#include "clients/cli/action_plans_command.h"
#include "clients/cli/admin_command.h"
#include "clients/cli/attachments_command.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/completion.h"
#include "clients/cli/conflicts_command.h"
#include "clients/cli/discussions_command.h"
#include "clients/cli/exchanges_command.h"
#include "clients/cli/follow_ups_command.h"
#include "clients/cli/generate_command.h"
#include "clients/cli/import_command.h"
#include "clients/cli/initiatives_command.h"
#include "clients/cli/links_command.h"
#include "clients/cli/log_command.h"
#include "clients/cli/meetings_command.h"
#include "clients/cli/national_issues_command.h"
#include "clients/cli/organisations_command.h"
#include "clients/cli/overview_command.h"
#include "clients/cli/people_command.h"
#include "clients/cli/places_command.h"
#include "clients/cli/plans_command.h"
#include "clients/cli/replay_command.h"
#include "clients/cli/search_command.h"
#include "clients/cli/service_points_command.h"
#include "clients/cli/workshops_command.h"

namespace samverk {

void AddAllCommands(CommandTree& tree) {
  AddOverviewCommand(tree);
  AddImportCommand(tree);
  AddReplayCommand(tree);
  AddSearchCommand(tree);
  AddLinksCommand(tree);
  AddGenerateCommand(tree);
  AddPlansCommand(tree);
  AddConflictsCommand(tree);
  AddActionPlansCommand(tree);
  AddPlacesCommand(tree);
  AddServicePointsCommand(tree);
  AddWorkshopsCommand(tree);
  AddExchangesCommand(tree);
  AddDiscussionsCommand(tree);
  AddMeetingsCommand(tree);
  AddInitiativesCommand(tree);
  AddFollowUpsCommand(tree);
  AddNationalIssuesCommand(tree);
  AddAttachCommand(tree);
  AddAttachmentsCommand(tree);
  AddOrganisationsCommand(tree);
  AddPeopleCommand(tree);
  AddLogCommand(tree);
  AddAdminCommands(tree);
  AddCompletionCommand(tree);
  tree.TidyHelp();
}

}  // namespace samverk
