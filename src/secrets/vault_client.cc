// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_client.h"

#include <algorithm>
#include <random>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "secrets/json_field.h"
#include "secrets/wiped_answer.h"

namespace batten::secrets {
namespace {

constexpr std::int64_t kFirstWaitMs = 250, kMaxWaitMs = 8000;
constexpr std::chrono::seconds kMaxWantedWait{20};

std::string encoded(std::string_view path) {
  std::string out;
  for (std::string_view part : base::split(path, '/')) out += "/" + http::percent_encode(part);
  return out;
}

// Not even a connection: the server has seen nothing of it.
bool never_arrived(const Error& error) {
  return error.message.contains("ould not resolve") || error.message.contains("ouldn't connect") ||
         error.message.contains("ailed to connect");
}

bool may_try_again(const Error& error, bool may_repeat) {
  if (error.code != Code::kUnavailable && error.code != Code::kTimeout) return false;
  if (error.message.contains("the certificate can't be trusted")) return false;  // it will be the same one
  return may_repeat || never_arrived(error);
}

// 429, 503 and standbys: refused before anything was done. 500, 502 and 504 may come when it was done already.
bool may_try_again(int status, bool may_repeat) {
  if (status == 412 || status == 429 || status == 472 || status == 473 || status == 503) return true;
  return may_repeat && status >= 500;
}

// 500 of the server, but no fault of it: the next try gets the same.
bool is_final(const VaultAnswer& answer) {
  return answer.status() == 501 || answer.said().contains("past the max TTL") || answer.said().contains("exceeds allowed length");
}

bool is_busy(int status) { return status == 412 || status == 429 || status == 472 || status == 473 || status >= 500; }

}  // namespace

Result<VaultAnswer> VaultClient::send_once(const VaultCall& call, std::chrono::seconds& wanted_wait) {
  http::Request request{.method = call.method,
                        .url = server_.address + "/v1" + encoded(call.path) + (call.query.empty() ? "" : "?" + call.query),
                        .headers = {{"X-Vault-Request", "true"}},
                        .body = call.body,
                        .unix_socket = server_.unix_socket,
                        .max_redirects = 0,
                        .retries = 0,
                        .verify_tls = server_.verify_tls,
                        .ca_files = server_.ca_files,
                        .client_certificate = server_.client_certificate,
                        .client_key = server_.client_key};
  request.connect_timeout_ms = request.idle_timeout_ms = request.total_timeout_ms = surroundings_.timeout_ms;
  request.max_bytes = kMaxJsonBytes;
  if (!server_.name_space.empty()) request.headers.emplace_back("X-Vault-Namespace", server_.name_space);
  if (!call.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  if (call.token != nullptr && !call.token->empty()) request.headers.emplace_back("X-Vault-Token", std::string(call.token->view()));
  std::string shown = format("{} {}", call.method, http::shown_url(request.url));

  Result<WipedAnswer> sent = send_wiped(client_, request, kMaxJsonBytes);
  base::wipe(request.body);
  if (!sent) return sent.error();
  if (sent->status >= 300 && sent->status < 400) {
    return Error{Code::kDenied,
                 format("{}: {}: the server sends us to {}; the token is not sent there. Set the address of the active server", shown,
                        sent->status, http::shown_url(sent->rest.header("location")))};
  }
  auto wanted = base::parse_unsigned(sent->rest.header("retry-after"));
  if (wanted && *wanted <= static_cast<std::uint64_t>(kMaxWantedWait.count())) wanted_wait = std::chrono::seconds(*wanted);
  WipedText body = sent->status >= 200 && sent->status < 300 ? std::move(sent->body) : WipedText(std::move(sent->rest.body));
  VaultAnswer answer = TRY_IN(shown, VaultAnswer::parse(sent->status, std::move(body)));
  answer.call = std::move(shown);
  return answer;
}

Result<VaultAnswer> VaultClient::send(const VaultCall& call) {
  for (int attempt = 1;; ++attempt) {
    std::chrono::seconds wanted{0};
    Result<VaultAnswer> answer = send_once(call, wanted);
    bool again =
        answer ? may_try_again(answer->status(), call.may_repeat) && !is_final(*answer) : may_try_again(answer.error(), call.may_repeat);
    if (again && attempt < surroundings_.tries) {
      wait(attempt, wanted);
      continue;
    }
    if (answer && (!is_busy(answer->status()) || (is_final(*answer) && answer->status() != 501))) {
      for (std::string_view secret : call.hidden) answer->hide(secret);
      if (call.token != nullptr) answer->hide(call.token->view());
      return answer;
    }
    Error error = answer ? answer->error(Code::kUnavailable) : answer.error();
    for (std::string_view secret : call.hidden) hide_secret(error.message, secret);
    if (call.token != nullptr) hide_secret(error.message, call.token->view());
    if (answer && (answer->status() == 503 || answer->said().empty())) error.message += health();
    return error;
  }
}

void VaultClient::wait(int attempt, std::chrono::seconds wanted) {
  thread_local std::minstd_rand random{std::random_device{}()};
  std::int64_t most = std::min(kMaxWaitMs, kFirstWaitMs << std::min(attempt, 10));
  std::int64_t ms = std::uniform_int_distribution<std::int64_t>(most / 2, most)(random);
  surroundings_.sleep(std::max(std::chrono::milliseconds(ms), std::chrono::milliseconds(wanted)));
}

std::string VaultClient::health() {
  std::chrono::seconds unused{0};
  Result<VaultAnswer> answer = send_once({.path = "sys/health"}, unused);
  if (!answer) return "";
  switch (answer->status()) {
    case 429:
    case 473: return "; the server is a standby";
    case 472: return "; the server is a standby of another data center";
    case 501: return "; the server is not initialised";
    case 503: return "; the server is sealed";
    default: return "";
  }
}

}  // namespace batten::secrets
