// SPDX-License-Identifier: Apache-2.0
//
// The parts of a URL (RFC 3986) that a client needs.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "http/client.h"

namespace batten::http {

namespace {

constexpr std::size_t kShownBytes = 300;

Result<void> check_host(const Url& url, std::string_view text) {
  auto wrong = [&](std::string_view why) { return Error{Code::kInvalidArgument, format("'{}': {}", shown_url(text), why)}; };
  if (url.host.empty()) return wrong("names no host");
  for (char c : url.host) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 127 || c == '\\' || c == '%') return wrong("the host has characters that no host has");
  }
  auto port = base::parse_unsigned(url.port);
  if (!url.port.empty() && (!port || *port == 0 || *port > 65535)) return wrong("the port is no number from 1 to 65535");
  return {};
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  Url out;
  std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return Error{Code::kInvalidArgument, format("'{}' is no URL", shown_url(text))};
  out.scheme = base::lower(text.substr(0, scheme));
  std::string_view rest = text.substr(scheme + 3);
  std::size_t end = rest.find_first_of("/?#");
  std::string_view authority = rest.substr(0, end);
  if (std::size_t at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  if (authority.starts_with('[')) {
    std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return Error{Code::kInvalidArgument, format("'{}': no end of the address", shown_url(text))};
    out.host = base::lower(authority.substr(1, close - 1));
    authority.remove_prefix(close + 1);
    if (!authority.empty() && !authority.starts_with(':'))
      return Error{Code::kInvalidArgument, format("'{}': more than a port after the address", shown_url(text))};
    if (!authority.empty()) out.port = authority.substr(1);
  } else {
    std::size_t colon = authority.rfind(':');
    out.host = base::lower(authority.substr(0, colon));
    if (colon != std::string_view::npos) out.port = authority.substr(colon + 1);
  }
  TRY(check_host(out, text));
  if (end == std::string_view::npos) return out;
  rest = rest.substr(end);
  rest = rest.substr(0, std::min(rest.find('#'), rest.size()));
  std::size_t question = rest.find('?');
  out.path = rest.substr(0, question);
  if (question != std::string_view::npos) out.query = rest.substr(question + 1);
  return out;
}

std::string shown_url(std::string_view text) {
  std::size_t scheme = text.find("://");
  // What lacks a scheme is shown in a message that says so, and may hold a password all the same.
  std::size_t from = scheme == std::string_view::npos ? 0 : scheme + 3;
  std::size_t end = std::min(text.find_first_of("/?#", from), text.size());
  std::size_t at = text.substr(from, end - from).rfind('@');
  std::string out(text.substr(0, from));
  out += text.substr(at == std::string_view::npos ? from : from + at + 1).substr(0, kShownBytes);
  return base::printable(out.substr(0, kShownBytes));
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
