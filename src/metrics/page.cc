// SPDX-License-Identifier: Apache-2.0
#include "metrics/page.h"

namespace batten::metrics {

http::ServerResponse page(const Registry& registry, const http::ServerRequest& request) {
  http::ServerResponse out;
  bool metrics = request.path() == "/metrics";
  if (!metrics && request.path() != "/healthz") {
    out.status = 404;
    out.body = "There are /metrics and /healthz.\n";
  } else if (request.method != "GET" && request.method != "HEAD") {
    out.status = 405;
    out.headers = {{"Allow", "GET, HEAD"}};
    out.body = "Pages are only read.\n";
  } else if (metrics) {
    Exposition format = wanted_exposition(request.header("accept"));
    out.content_type = content_type(format);
    out.headers = {{"Vary", "Accept"}};
    out.body = registry.expose(format);
  } else {
    out.content_type = "application/json";
    out.body = "{\"status\": \"ok\"}\n";
  }
  return out;
}

}  // namespace batten::metrics
