// SPDX-License-Identifier: Apache-2.0
//
// The pages that Prometheus and probes ask a daemon for: /metrics, in the format that Accept wants, and /healthz.
#pragma once

#include "http/server.h"
#include "metrics/registry.h"

namespace batten::metrics {

// For http::Server. The registry must live longer than the server.
http::ServerResponse page(const Registry& registry, const http::ServerRequest& request);

}  // namespace batten::metrics
