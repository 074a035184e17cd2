// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
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

}  // namespace

Error status_error(const Request& request, const Response& response) {
  Code code = Code::kUnsupported;
  int status = response.status;
  if (status == 401 || status == 403) code = Code::kDenied;
  if (status == 404 || status == 410) code = Code::kNotFound;
  if (status == 408 || status == 429 || status >= 500) code = Code::kUnavailable;
  std::string message = format("{} {}: {} {}", request.method, request.url, status, reason(status));
  while (message.ends_with(' ')) message.pop_back();
  std::string body = base::printable(base::trim(std::string_view(response.body).substr(0, 200)));
  if (!body.empty() && !body.starts_with('<')) message += ": " + body;
  return Error{code, message};
}

Result<Url> parse_url(std::string_view text) {
  Url out;
  std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return Error{Code::kInvalidArgument, format("'{}' is no URL", text.substr(0, 200))};
  out.scheme = base::lower(text.substr(0, scheme));
  std::string_view rest = text.substr(scheme + 3);
  std::size_t end = rest.find_first_of("/?#");
  std::string_view authority = rest.substr(0, end);
  if (std::size_t at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  if (authority.starts_with('[')) {
    std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return Error{Code::kInvalidArgument, format("'{}': no end of the address", text.substr(0, 200))};
    out.host = base::lower(authority.substr(1, close - 1));
    authority.remove_prefix(close + 1);
    if (authority.starts_with(':')) out.port = authority.substr(1);
  } else {
    std::size_t colon = authority.rfind(':');
    out.host = base::lower(authority.substr(0, colon));
    if (colon != std::string_view::npos) out.port = authority.substr(colon + 1);
  }
  if (out.host.empty()) return Error{Code::kInvalidArgument, format("'{}' names no host", text.substr(0, 200))};
  if (end == std::string_view::npos) return out;
  rest = rest.substr(end);
  rest = rest.substr(0, std::min(rest.find('#'), rest.size()));
  std::size_t question = rest.find('?');
  out.path = rest.substr(0, question);
  if (question != std::string_view::npos) out.query = rest.substr(question + 1);
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-._~").contains(c);
    if (plain) {
      out.push_back(c);
    } else {
      out += format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost") || host == "::1" || host == "[::1]") return true;
  std::vector<std::string_view> parts = base::split(host, '.');
  if (parts.size() != 4 || parts[0] != "127") return false;
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    auto number = base::parse_unsigned(part);
    return number && *number < 256;
  });
}

}  // namespace batten::http
