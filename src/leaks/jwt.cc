// SPDX-License-Identifier: Apache-2.0
#include "leaks/jwt.h"

#include "base/json.h"
#include "leaks/encodings.h"

namespace batten::leaks {
namespace {

constexpr json::Limits kLimits = {.max_bytes = 64u << 10, .max_depth = 16};

std::optional<json::Document> read_part(std::string_view part) {
  std::optional<std::string> text = decode_base64(part);
  if (!text) return std::nullopt;
  Result<json::Document> document = json::Document::parse(*text, kLimits);
  if (!document || !document->root().is_object()) return std::nullopt;
  return std::move(*document);
}

}  // namespace

std::optional<Jwt> read_jwt(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (second == token.npos) return std::nullopt;
  std::optional<json::Document> header = read_part(token.substr(0, first));
  std::optional<json::Document> claims = read_part(token.substr(first + 1, second - first - 1));
  if (!header || !claims || !(*header)["alg"].is_string()) return std::nullopt;
  Jwt out;
  out.algorithm = (*header)["alg"].string();
  out.issuer = (*claims)["iss"].string();
  out.role = (*claims)["role"].string();
  out.subject = (*claims)["sub"].string();
  constexpr std::string_view kRegistered[] = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "role", "roles", "scope", "scp", "email"};
  for (std::string_view claim : kRegistered) out.is_registered = out.is_registered || static_cast<bool>((*claims)[claim]);
  out.has_signature = second + 1 < token.size();
  out.of_kubernetes = out.issuer == "kubernetes/serviceaccount" || (*claims)["kubernetes.io"].is_object();
  std::optional<std::int64_t> from = (*claims)["iat"].integer(), until = (*claims)["exp"].integer();
  // Of numbers that are no time nothing is said.
  constexpr std::int64_t kLatest = 1'000'000'000'000;
  if (until && *until > 0 && *until < kLatest) out.ends_at = *until;
  if (from && until && *from > 0 && *until > *from && *until < kLatest) out.lifetime_s = *until - *from;
  return out;
}

}  // namespace batten::leaks
