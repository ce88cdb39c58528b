// The chapters `partnership` and `people`: who is there.

#include <string>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/generate_world.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/partnership.pb.h"

namespace samverk {
namespace {

constexpr int kMeetingsPerYearMin = 2;
// A municipality has the same officer for so many years.
constexpr int kOfficerYears = 6;

void Admit(const World& world, const std::string& id, v1::OrganisationKind kind,
           const std::string& display_name, absl::CivilDay joined, LineWriter& out) {
  v1::AdmitOrganisationRequest request;
  request.set_parent(world.parent());
  request.set_organisation_id(id);
  request.set_kind(kind);
  request.set_display_name(display_name);
  if (kind == v1::ORGANISATION_KIND_MUNICIPALITY) request.set_kommunkod(id);
  *request.mutable_joined_on() = ToDate(joined);
  HappenedOn(joined, request);
  out.Write(request, world.leader());
}

std::string IdOf(const std::string& organisation) {
  return organisation.substr(organisation.rfind('/') + 1);
}

// The key of whoever was the officer of a municipality from `year` on.
std::string OfficerKey(const Member& member, int year) {
  return absl::StrCat("people/", member.code, "/", year);
}

void Register(const World& world, const std::string& key, const std::string& organisation,
              v1::Role role, absl::CivilDay day, LineWriter& out) {
  v1::RegisterPersonRequest request;
  request.set_parent(world.parent());
  request.set_person_id(world.Id(key));
  request.set_organisation(organisation);
  request.set_role(role);
  *request.mutable_role_start_date() = ToDate(day);
  HappenedOn(day, request);
  out.Write(request, world.leader());
}

// Whether a municipality gets a new officer in that year.
bool ChangesOfficer(const World& world, const Member& member, int year) {
  return year > world.first_year() && (year + member.index) % kOfficerYears == 0;
}

}  // namespace

void AdmitPartners(const World& world, Dice&, LineWriter& out) {
  const absl::CivilDay joined(world.first_year(), 1, 1);
  v1::CreatePartnershipRequest create;
  create.set_partnership_id(world.id());
  create.set_display_name(absl::StrCat("Påhittat servicepartnerskap i ", world.county().name));
  create.set_county(world.county().code);
  create.set_meetings_per_year_min(kMeetingsPerYearMin);
  HappenedOn(joined, create);
  out.Write(create, "");
  Admit(world, world.region_id(), v1::ORGANISATION_KIND_REGION, world.county().region, joined, out);
  Admit(world, world.board_id(), v1::ORGANISATION_KIND_COUNTY_BOARD,
        absl::StrCat("Länsstyrelsen i ", world.county().name), joined, out);
  for (const Member& member : world.members()) {
    Admit(world, member.code, v1::ORGANISATION_KIND_MUNICIPALITY,
          absl::StrCat(member.name, " kommun"), joined, out);
    for (const Village& village : member.villages) {
      Admit(world, IdOf(village.group), v1::ORGANISATION_KIND_LOCAL_GROUP,
            absl::StrCat(village.name, "s byaförening"), joined, out);
    }
  }
}

void RegisterPeople(const World& world, Dice& dice, LineWriter& out) {
  const absl::CivilDay begins(world.first_year(), 1, 1);
  Register(world, "people/leader", world.region(), v1::ROLE_PROCESS_LEADER, begins, out);
  Register(world, "people/board", world.board(), v1::ROLE_AUDITOR, begins, out);
  for (const Member& member : world.members()) {
    Register(world, OfficerKey(member, world.first_year()), member.organisation, v1::ROLE_OFFICER,
             begins, out);
    for (const Village& village : member.villages) {
      if (!dice.Chance(60)) continue;
      Register(world, absl::StrCat("people/", IdOf(village.group)), village.group,
               v1::ROLE_LOCAL_ACTOR, begins + dice.Below(200), out);
    }
  }
}

void ChangePeople(const World& world, int year, Dice& dice, LineWriter& out) {
  for (const Member& member : world.members()) {
    if (!ChangesOfficer(world, member, year)) continue;
    int since = year - 1;
    while (since > world.first_year() && !ChangesOfficer(world, member, since)) --since;
    const absl::CivilDay day(year, dice.Between(1, 11), 1);
    v1::EndRoleRequest end;
    end.set_name(world.Name("people", OfficerKey(member, since)));
    *end.mutable_end_date() = ToDate(day);
    HappenedOn(day, end);
    out.Write(end, world.leader());
    Register(world, OfficerKey(member, year), member.organisation, v1::ROLE_OFFICER, day, out);
  }
}

}  // namespace samverk
