// SPDX-License-Identifier: Apache-2.0
//
// An HTTP status as an error.
#include <algorithm>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "http/client.h"

namespace batten::http {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 408: return "Request Timeout";
    case 410: return "Gone";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "";
  }
}

// What the server says about it: {"errors":[{"message":..}]} of registries, {"message":..} of engines, {"details":..} and
// {"error":..,"error_description":..} of token servers.
std::string explanation(const std::string& body) {
  std::string_view text = base::trim(body);
  if (text.starts_with('{')) {
    if (auto document = json::Document::parse(text, {.max_bytes = 1u << 20, .max_depth = 20})) {
      json::View first;
      (*document)["errors"].each([&](json::View item) {
        if (!first) first = item;
      });
      for (json::View said : {first["message"], first["code"], (*document)["message"], (*document)["error_description"],
                              (*document)["details"], (*document)["error"]}) {
        if (!said.string().empty()) return base::printable(base::trim(said.string().substr(0, 200)));
      }
    }
  }
  if (text.starts_with('<')) return "";  // a page for a browser
  return base::printable(base::trim(text.substr(0, std::min<std::size_t>(text.find_first_of("\r\n"), 200))));
}

}  // namespace

Error status_error(const Request& request, const Response& response) {
  Code code = Code::kUnsupported;
  int status = response.status;
  if (status == 401 || status == 403) code = Code::kDenied;
  if (status == 404 || status == 410) code = Code::kNotFound;
  if (status == 408 || status == 429 || status >= 500) code = Code::kUnavailable;
  std::string message = format("{} {}: {} {}", request.method, shown_url(request.url), status, reason(status));
  while (message.ends_with(' ')) message.pop_back();
  if (std::string said = explanation(response.body); !said.empty()) message += ": " + said;
  return Error{code, message};
}

}  // namespace batten::http
