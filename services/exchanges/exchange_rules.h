// What may happen to an exchange. Pure: given a state and a command, events or a refusal.
//
// An experience is shared, a question asked. Everybody may answer both; a question is answered by
// one of its answers, or closed; an experience is adopted by other organisations, which later tell
// what came of it. Whatever is said can be corrected by whoever said it, at any time.

#ifndef SAMVERK_SERVICES_EXCHANGES_EXCHANGE_RULES_H_
#define SAMVERK_SERVICES_EXCHANGES_EXCHANGE_RULES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "samverk/v1/exchange.pb.h"
#include "samverk/v1/exchange_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::exchanges {

inline constexpr int kAnswersMax = 1000;
inline constexpr int kAdoptionsMax = 100;
// What the state needs to know whose an answer is, with room for the name.
inline constexpr size_t kAnswerBytes = 256;

inline constexpr auto kRule = absl::StatusCode::kFailedPrecondition;

inline constexpr Reason kExchangeExists = {
    "EXCHANGE_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is an exchange {name} already. Make a new id, or edit that exchange.",
    "Det finns redan ett erfarenhetsutbyte {name}. Skapa ett nytt id eller ändra det som finns."};
inline constexpr Reason kExchangeNotFound = {"EXCHANGE_NOT_FOUND", absl::StatusCode::kNotFound,
                                             "There is no exchange {name}.",
                                             "Erfarenhetsutbytet {name} finns inte."};
inline constexpr Reason kExchangeWithdrawn = {
    "EXCHANGE_WITHDRAWN", kRule, "It was shared by mistake and withdrawn. Share it anew.",
    "Det delades av misstag och har återkallats. Dela det på nytt."};
inline constexpr Reason kNotAnExperience = {
    "NOT_AN_EXPERIENCE", kRule,
    "It is a question. Only of an experience can it be said what was done, and who does the same.",
    "Det är en fråga. Bara om en erfarenhet kan man ange vad som gjordes och vem som gör "
    "likadant."};
inline constexpr Reason kNotAQuestion = {
    "NOT_A_QUESTION", kRule, "It is an experience. Only a question is answered, closed and opened.",
    "Det är en erfarenhet. Bara en fråga blir besvarad, avslutad och öppnad igen."};
inline constexpr Reason kQuestionClosed = {"QUESTION_CLOSED", kRule,
                                           "The question is closed. Open it again first.",
                                           "Frågan är avslutad. Öppna den igen först."};
inline constexpr Reason kQuestionOpen = {"QUESTION_OPEN", kRule, "The question is open.",
                                         "Frågan är öppen."};
inline constexpr Reason kAnswerNotFound = {
    "ANSWER_NOT_FOUND", absl::StatusCode::kNotFound,
    "There is no answer {entry}, or it was removed. Read the answers again.",
    "Svaret {entry} finns inte, eller har tagits bort. Läs svaren igen."};
inline constexpr Reason kTooManyAnswers = {
    "TOO_MANY_ANSWERS", kRule,
    "There are {count} answers; no more than {count_max} are kept. Ask anew.",
    "Det finns {count} svar; fler än {count_max} sparas inte. Ställ frågan på nytt."};
inline constexpr Reason kTooManyAdoptions = {
    "TOO_MANY_ADOPTIONS", kRule,
    "{count} organisations have adopted it; no more than {count_max} are kept.",
    "{count} aktörer tillämpar den; fler än {count_max} sparas inte."};
inline constexpr Reason kAdoptsItsOwn = {
    "ADOPTS_ITS_OWN", kRule,
    "{organisation} shared it itself. Say what came of it by editing the experience.",
    "{organisation} har själv delat den. Ange vad det ledde till genom att ändra erfarenheten."};
inline constexpr Reason kNotAdopted = {"NOT_ADOPTED", kRule,
                                       "{organisation} has not adopted it. Record that first.",
                                       "{organisation} tillämpar den inte. Registrera det först."};
inline constexpr Reason kDayInTheFuture = {
    "DAY_IN_THE_FUTURE", kRule, "{day} has yet to come. Say a day up to today.",
    "{day} har inte varit än. Ange en dag till och med i dag."};

// What decisions about an exchange depend on.
struct ExchangeState {
  bool exists() const { return exchange.kind() != v1::EXCHANGE_KIND_UNSPECIFIED; }

  v1::Exchange exchange;  // Without its name and revision.
  // Who gave which answer, by entry, the removed ones left out.
  std::map<int64_t, std::string> answers;
  // About how much memory it takes: what answers say is not kept.
  size_t size_bytes = 0;
};

struct ExchangeRules {
  using State = ExchangeState;
  using Event = v1::ExchangeEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::ShareExperienceRequest& command);
  static runtime::ReadSet Reads(const v1::AskQuestionRequest& command);
  static runtime::ReadSet Reads(const v1::AnswerExchangeRequest& command);
  static runtime::ReadSet Reads(const v1::CorrectExchangeAnswerRequest& command);
  static runtime::ReadSet Reads(const v1::RemoveExchangeAnswerRequest& command);
  static runtime::ReadSet Reads(const v1::AcceptAnswerRequest& command);
  static runtime::ReadSet Reads(const v1::CloseQuestionRequest& command);
  static runtime::ReadSet Reads(const v1::ReopenQuestionRequest& command);
  static runtime::ReadSet Reads(const v1::AdoptExchangeRequest& command);
  static runtime::ReadSet Reads(const v1::RecordAdoptionResultRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawAdoptionRequest& command);
  static runtime::ReadSet Reads(const v1::EditExchangeRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawExchangeRequest& command);

  // Errors: the reasons above and those of rule_checks.h, as exchange.proto says of each command.
  static Decision Decide(const State&, const Facts&, const v1::ShareExperienceRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::AskQuestionRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::AnswerExchangeRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CorrectExchangeAnswerRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RemoveExchangeAnswerRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::AcceptAnswerRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CloseQuestionRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ReopenQuestionRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::AdoptExchangeRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RecordAdoptionResultRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawAdoptionRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditExchangeRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawExchangeRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);

  static size_t SizeBytes(const State& state) { return state.size_bytes; }
};

}  // namespace samverk::exchanges

#endif  // SAMVERK_SERVICES_EXCHANGES_EXCHANGE_RULES_H_
