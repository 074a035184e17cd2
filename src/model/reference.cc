// SPDX-License-Identifier: Apache-2.0
#include "model/reference.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::model {
namespace {

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// [a-z0-9]+ with single . or _ , __ or any number of - between.
bool valid_component(std::string_view text) {
  if (text.empty() || !is_lower_or_digit(text.front()) || !is_lower_or_digit(text.back())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_lower_or_digit(c) || c == '.' || c == '_' || c == '-'; }) &&
         !text.contains("..") && !text.contains("___");
}

bool valid_tag(std::string_view text) {
  auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.size() <= 128 && word(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return word(c) || c == '.' || c == '-'; });
}

bool valid_host(std::string_view text) {
  std::string_view host = text, port;
  if (host.starts_with('[')) {
    std::size_t close = host.find(']');
    if (close == std::string_view::npos) return false;
    port = host.substr(close + 1);
    if (!port.empty() && !port.starts_with(':')) return false;
    if (!port.empty()) port.remove_prefix(1);
    host = host.substr(1, close - 1);
    if (host.empty() || host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return false;
  } else if (std::size_t colon = host.find(':'); colon != std::string_view::npos) {
    port = host.substr(colon + 1);
    host = host.substr(0, colon);
    if (port.empty()) return false;
  }
  if (!port.empty() && (port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos)) return false;
  if (host.empty() || host.front() == '.' || host.front() == '-' || host.back() == '.' || host.contains("..")) return false;
  return host.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:") == std::string_view::npos;
}

}  // namespace

std::string Reference::text() const {
  std::string out = registry + "/" + repository;
  if (!tag.empty()) out += ":" + tag;
  if (!digest.empty()) out += "@" + digest.text();
  return out;
}

Result<Reference> parse_reference(std::string_view text) {
  auto wrong = [&](std::string_view why) {
    return Error{Code::kInvalidArgument, format("'{}' is no image reference: {}", base::printable(text.substr(0, 300)), why)};
  };
  Reference out;
  std::string_view rest = text;
  if (rest.empty() || rest.size() > 512) return wrong("empty or too long");
  if (std::size_t at = rest.find('@'); at != std::string_view::npos) {
    auto digest = Digest::parse(rest.substr(at + 1));
    if (!digest) return wrong("behind @ stands no sha256 digest");
    out.digest = *digest;
    rest = rest.substr(0, at);
  }
  // The first part is a registry when it looks like a host: with a dot, a port, or localhost.
  if (std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
    std::string_view first = rest.substr(0, slash);
    if (first.contains('.') || first.contains(':') || first == "localhost") {
      if (!valid_host(first)) return wrong("the registry is no host name");
      out.registry = first;
      rest.remove_prefix(slash + 1);
    }
  }
  if (std::size_t colon = rest.rfind(':'); colon != std::string_view::npos) {
    out.tag = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
    if (!valid_tag(out.tag)) return wrong("the tag has characters that no tag has");
  }
  if (out.tag.empty() && out.digest.empty()) out.tag = "latest";
  for (std::string_view part : base::split(rest, '/')) {
    if (!valid_component(part)) return wrong("a repository has lower-case letters, digits and . _ - between them");
  }
  out.repository = rest;
  if (out.registry.empty() || out.registry == "index.docker.io") out.registry = "docker.io";
  if (out.registry == "docker.io" && !out.repository.contains('/')) out.repository = "library/" + out.repository;
  return out;
}

}  // namespace batten::model
