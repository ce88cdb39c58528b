// The door for those who follow links between resources of any slices. Reads the tables of links
// that the slices keep in their views (services/runtime/links.h), as of one position in all.

#ifndef SAMVERK_SERVICES_LINKS_LINK_SERVICE_H_
#define SAMVERK_SERVICES_LINKS_LINK_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::links {

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeLinkService(runtime::Partnerships& partnerships);

}  // namespace samverk::links

#endif  // SAMVERK_SERVICES_LINKS_LINK_SERVICE_H_
