// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_lease.h"

#include <cstddef>
#include <utility>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "secrets/vault_kv.h"

namespace batten::secrets {
namespace {

constexpr std::size_t kMaxSets = 100;

// Gone, or alive for the last time.
bool is_past_renewal(const VaultAnswer& answer) { return answer.said().contains("past the max TTL"); }

bool is_gone(const VaultAnswer& answer) {
  return answer.status() == 404 ||
         (answer.status() == 400 &&
          (answer.said().contains("not found") || answer.said().contains("invalid lease") || answer.said().contains("expired")));
}

Result<void> check(const Lease& lease) {
  if (lease.id.empty()) return Error{Code::kUnsupported, "the secret has no lease"};
  return {};
}

std::string lease_body(const Lease& lease, bool with_increment) {
  std::string out = "{\"lease_id\":" + json::quote(lease.id);
  if (with_increment && lease.ttl.count() > 0) out += format(",\"increment\":{}", lease.ttl.count());
  return out + "}";
}

}  // namespace

bool VaultLeases::is_usable(const Set& set, const std::string& field) const {
  if (field.empty() || set.given.contains(field) || set.login != access_.logins()) return false;
  auto age = access_.surroundings().now() - set.at;
  return age >= std::chrono::seconds(0) && age * 2 < set.lease.ttl;
}

Result<VaultLeases::Set> VaultLeases::make(const Reference& reference, const std::string& method) {
  VaultCall call{.method = method, .path = reference.path};
  if (method == "POST") {
    call.body = "{}";
    call.may_repeat = false;
  }
  VaultAnswer answer = TRY(access_.ask(call));
  if (!answer.is_ok()) return answer.error(Code::kUnsupported);
  std::string_view object = answer.data_text();
  if (object.empty()) return Error{Code::kCorrupt, answer.call + ": the answer has no data in it"};
  Set out{.object = base::SecretBytes(object),
          .lease = vault_lease(answer),
          .at = access_.surroundings().now(),
          .login = access_.logins(),
          .given = {}};
  return out;
}

Result<Secret> VaultLeases::get(const Reference& reference) {
  if (reference.options.contains("version")) return Error{Code::kInvalidArgument, "?version=N is for a key/value engine of version 2"};
  auto option = reference.options.find("method");
  std::string method = option == reference.options.end() ? "GET" : option->second == "post" ? "POST" : option->second == "get" ? "GET" : "";
  if (method.empty()) return Error{Code::kInvalidArgument, "?method= is get or post"};

  const std::string key = method + " " + reference.path;
  auto at = sets_.find(key);
  if (at == sets_.end() || !is_usable(at->second, reference.field)) {
    Set made = TRY(make(reference, method));
    if (sets_.size() >= kMaxSets) sets_.clear();
    at = sets_.insert_or_assign(key, std::move(made)).first;
  }
  Set& set = at->second;
  Secret out{.value = TRY(vault_value(reference, set.object.view())), .version = {}, .lease = set.lease};
  set.given.insert(reference.field);
  if (out.lease.ttl.count() > 0) {
    auto age = std::chrono::duration_cast<std::chrono::seconds>(access_.surroundings().now() - set.at);
    out.lease.ttl = std::max(std::chrono::seconds(1), out.lease.ttl - age);
  }
  if (reference.field.empty()) sets_.erase(at);
  return out;
}

Result<Lease> VaultLeases::renew(const Lease& lease) {
  TRY(check(lease));
  VaultCall call{.method = "POST", .path = "sys/leases/renew", .body = lease_body(lease, true)};
  VaultAnswer answer = TRY(access_.ask(call));
  if (!answer.is_ok()) {
    Error error = answer.error(Code::kUnsupported);
    if (is_gone(answer) || is_past_renewal(answer)) error.code = Code::kNotFound;
    return base::in_context("lease " + base::printable(lease.id.substr(0, 200)), std::move(error));
  }
  Lease out = vault_lease(answer);
  if (out.id.empty()) out.id = lease.id;
  if (out.ttl.count() == 0) return Error{Code::kNotFound, answer.call + ": the lease has no time left"};
  return out;
}

Result<void> VaultLeases::revoke(const Lease& lease) {
  TRY(check(lease));
  std::erase_if(sets_, [&](const auto& entry) { return entry.second.lease.id == lease.id; });
  VaultCall call{.method = "POST", .path = "sys/leases/revoke", .body = lease_body(lease, false)};
  VaultAnswer answer = TRY(access_.ask(call));
  if (answer.is_ok() || is_gone(answer)) return {};
  Error error = answer.error(Code::kUnsupported);
  if (answer.status() == 403) error.message += "; the token's policy needs \"update\" on sys/leases/revoke";
  return base::in_context("lease " + base::printable(lease.id.substr(0, 200)), std::move(error));
}

}  // namespace batten::secrets
