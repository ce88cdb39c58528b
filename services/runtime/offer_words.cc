#include "services/runtime/offer_words.h"

namespace samverk::runtime {

absl::string_view WordOf(v1::ServiceOffer offer) {
  switch (offer) {
    case v1::SERVICE_OFFER_GROCERY:
      return "dagligvaror";
    case v1::SERVICE_OFFER_FUEL:
      return "drivmedel";
    case v1::SERVICE_OFFER_POST:
      return "post";
    case v1::SERVICE_OFFER_PHARMACY:
      return "läkemedel";
    case v1::SERVICE_OFFER_CASH_WITHDRAWAL:
      return "kontantuttag";
    case v1::SERVICE_OFFER_CASH_DEPOSIT:
      return "kontantinsättning";
    case v1::SERVICE_OFFER_BILL_PAYMENT:
      return "räkningar";
    case v1::SERVICE_OFFER_DIGITAL_ACCESS:
      return "dator och nät";
    case v1::SERVICE_OFFER_EV_CHARGING:
      return "laddning";
    case v1::SERVICE_OFFER_HOME_DELIVERY:
      return "hemsändning";
    case v1::SERVICE_OFFER_PUBLIC_INFORMATION:
      return "samhällsinformation";
    case v1::SERVICE_OFFER_MEETING_PLACE:
      return "mötesplats";
    case v1::SERVICE_OFFER_ALCOHOL_AGENT:
      return "systembolagsombud";
    default:
      return "";
  }
}

}  // namespace samverk::runtime
