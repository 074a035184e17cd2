// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_sigv4.h"

#include <algorithm>
#include <map>

#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "http/client.h"

namespace batten::secrets {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

// 20150830T123600Z
std::string timestamp(std::int64_t seconds) {
  std::string out = base::format_time(seconds);
  std::erase_if(out, [](char c) { return c == '-' || c == ':'; });
  return out;
}

std::string credential_scope(const AwsScope& scope) {
  return format("{}/{}/{}/aws4_request", timestamp(scope.time).substr(0, 8), scope.region, scope.service);
}

// Without empty parts, "." and "..", each part escaped; a slash at the end stays.
std::string canonical_path(std::string_view path) {
  std::vector<std::string> parts;
  for (std::string_view part : base::split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(http::percent_encode(part));
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
  std::string out = "/" + base::join(parts, "/");
  if (path.ends_with('/') && !parts.empty()) out += '/';
  return out;
}

std::string canonical_query(const AwsRequest& request) {
  std::vector<std::pair<std::string, std::string>> escaped;
  for (const auto& [name, value] : request.query) escaped.emplace_back(http::percent_encode(name), http::percent_encode(value));
  std::ranges::sort(escaped);
  std::vector<std::string> pairs;
  for (const auto& [name, value] : escaped) pairs.push_back(name + "=" + value);
  return base::join(pairs, "&");
}

std::string one_blank_each(std::string_view value) {
  std::vector<std::string> words;
  for (std::string_view word : base::words(value)) words.emplace_back(word);
  return base::join(words, " ");
}

// By lower-case name; values of the same name in their order.
std::map<std::string, std::string> canonical_headers(const AwsRequest& request) {
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : request.headers) {
    auto [at, is_new] = out.emplace(base::lower(name), one_blank_each(value));
    if (!is_new) at->second += "," + one_blank_each(value);
  }
  return out;
}

std::string signed_names(const AwsRequest& request) {
  std::vector<std::string> names;
  for (const auto& [name, value] : canonical_headers(request)) names.push_back(name);
  return base::join(names, ";");
}

}  // namespace

std::string canonical_request(const AwsRequest& request) {
  std::string out = format("{}\n{}\n{}\n", request.method, canonical_path(request.path), canonical_query(request));
  for (const auto& [name, value] : canonical_headers(request)) out += name + ":" + value + "\n";
  return out + "\n" + signed_names(request) + "\n" + base::sha256_hex(request.body);
}

std::string string_to_sign(std::string_view canonical, const AwsScope& scope) {
  return format("{}\n{}\n{}\n{}", kAlgorithm, timestamp(scope.time), credential_scope(scope), base::sha256_hex(canonical));
}

std::string signature(std::string_view to_sign, const base::SecretBytes& secret_key, const AwsScope& scope) {
  std::string key;
  key.reserve(4 + secret_key.size());
  key += "AWS4";
  key += secret_key.view();
  const std::string date = timestamp(scope.time).substr(0, 8);
  for (std::string_view step :
       {std::string_view(date), std::string_view(scope.region), std::string_view(scope.service), std::string_view("aws4_request")}) {
    std::string next = base::hmac_sha256(key, step);
    base::wipe(key);
    key = std::move(next);
  }
  std::string out = base::to_hex(base::hmac_sha256(key, to_sign));
  base::wipe(key);
  return out;
}

void sign(AwsRequest& request, const AwsKeys& keys, const AwsScope& scope) {
  request.headers.emplace_back("X-Amz-Date", timestamp(scope.time));
  if (!keys.session_token.empty()) request.headers.emplace_back("X-Amz-Security-Token", keys.session_token.view());
  std::string canonical = canonical_request(request);  // holds the session token
  std::string proof = signature(string_to_sign(canonical, scope), keys.secret_key, scope);
  base::wipe(canonical);
  request.headers.emplace_back("Authorization", format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm, keys.access_key,
                                                       credential_scope(scope), signed_names(request), proof));
}

}  // namespace batten::secrets
