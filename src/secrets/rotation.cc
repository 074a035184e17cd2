// SPDX-License-Identifier: Apache-2.0
#include "secrets/rotation.h"

#include <sys/random.h>

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/hash.h"
#include "base/time.h"
#include "secrets/json_field.h"

namespace batten::secrets {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kShortestWait{200};
constexpr Clock::time_point kNever = Clock::time_point::max();

std::string random_key() {
  std::string out(32, '\0');
  (void)!::getrandom(out.data(), out.size(), 0);
  return out;
}

Clock::time_point part_of(Clock::time_point from, seconds whole, int percent) {
  return from + std::max(kShortestWait, milliseconds(whole) * percent / 100);
}

std::string clock_text(Clock::time_point time) { return base::format_time(Clock::to_time_t(time)); }

}  // namespace

Rotation::Rotation(std::vector<Request> requests, Sessions& sessions, RotationOptions options, Deliver deliver)
    : requests_(std::move(requests)), sessions_(sessions), options_(options), deliver_(std::move(deliver)), key_(random_key()) {
  group();
}

void Rotation::group() {
  for (const Request& request : requests_) {
    auto same = std::ranges::find_if(sources_, [&](const Source& source) {
      return source.reference.provider == request.reference.provider && source.reference.path == request.reference.path &&
             source.reference.options == request.reference.options;
    });
    if (same == sources_.end()) {
      sources_.push_back({.reference = request.reference,
                          .requests = {&request},
                          .fingerprints = {""},
                          .lease = {},
                          .version = {},
                          .error = {},
                          .at = {},
                          .next = {},
                          .never_again = request.reference.provider == "env"});
      continue;
    }
    if (same->reference.field != request.reference.field) same->reference.field.clear();
    same->requests.push_back(&request);
    same->fingerprints.emplace_back();
  }
}

std::string Rotation::fingerprint(std::string_view value) const { return base::hmac_sha256(key_, value); }

Result<Secret> Rotation::ask(const Source& source) {
  Result<Secret> secret = sessions_.get(source.reference);
  if (!secret && secret.error().code == Code::kDenied) {
    // A token that is no longer good: logged in anew, once.
    sessions_.drop(source.reference.provider);
    secret = sessions_.get(source.reference);
  }
  return secret;
}

void Rotation::schedule(Source& source) const {
  Clock::time_point from = now();
  if (source.never_again) {
    source.next = kNever;
  } else if (source.lease.ttl.count() > 0) {
    source.next = part_of(from, source.lease.ttl, !source.lease.id.empty() && source.lease.renewable ? 66 : 85);
  } else {
    source.next = from + options_.refresh;
  }
}

Result<void> Rotation::fetch(Source& source, std::vector<const Request*>* changed) {
  Secret secret = TRY(ask(source));
  // Values first, all of them: a secret that lacks a field delivers nothing.
  std::vector<base::SecretBytes> values;
  for (const Request* request : source.requests) {
    if (request->reference.field == source.reference.field) {
      values.push_back(secret.value.copy());
    } else {
      values.push_back(TRY_IN(to_string(request->reference), json_field(secret.value.view(), request->reference.field)));
    }
    if (values.back().empty()) return Error{Code::kNotFound, to_string(request->reference) + ": it is empty"};
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::string print = fingerprint(values[i].view());
    if (print == source.fingerprints[i]) continue;
    TRY_IN(source.requests[i]->name, deliver_(*source.requests[i], values[i].view()));
    source.fingerprints[i] = std::move(print);
    if (changed != nullptr) changed->push_back(source.requests[i]);
  }
  if (!source.lease.id.empty() && source.lease.id != secret.lease.id)
    retired_.push_back({source.reference.provider, source.lease, now() + options_.handover});
  source.lease = secret.lease;
  source.version = secret.version;
  source.at = now();
  source.failures = 0;
  source.error.clear();
  schedule(source);
  return {};
}

Result<void> Rotation::begin() {
  for (Source& source : sources_) TRY(fetch(source, nullptr));
  return {};
}

// True: the lease goes on. False: it is near its last end, new credentials are wanted.
Result<bool> Rotation::renew(Source& source) {
  Session* session = TRY(sessions_.of(source.reference));
  Result<Lease> renewed = session->renew(source.lease);
  if (!renewed) {
    Code code = renewed.error().code;
    if (code == Code::kUnavailable || code == Code::kTimeout) return renewed.error();
    return false;
  }
  // The server gives what is left when its longest time comes near.
  if (renewed->ttl * 2 < source.lease.ttl) return false;
  bool renewable = renewed->renewable;
  std::string id = source.lease.id;
  source.lease = *renewed;
  source.lease.id = renewed->id.empty() ? id : renewed->id;
  source.lease.renewable = renewable;
  source.failures = 0;
  source.error.clear();
  schedule(source);
  return true;
}

void Rotation::refresh(Source& source, RotationStep& out) {
  Result<void> done;
  bool goes_on = false;
  if (!source.lease.id.empty() && source.lease.renewable && source.lease.ttl.count() > 0) {
    Result<bool> renewed = renew(source);
    if (!renewed) done = base::in_context(to_string(source.reference), renewed.error());
    goes_on = renewed && *renewed;
  }
  if (done && !goes_on) done = fetch(source, &out.changed);
  if (done) return;
  seconds wait = std::min(options_.first_retry * (1 << std::min(source.failures, 10)), options_.refresh);
  ++source.failures;
  source.next = now() + wait;
  source.error = done.error().message;
  out.messages.push_back(format("{}; the value of {} stays, next try in {} s", source.error, clock_text(source.at), wait.count()));
}

void Rotation::renew_sessions(RotationStep& out) {
  std::vector<std::string> gone;
  sessions_.each([&](const std::string& provider, Session& session) {
    auto ttl = session.session_ttl();
    if (!ttl) return;
    auto [at, first] = session_renewals_.try_emplace(provider, part_of(now(), *ttl, 66));
    if (first || now() < at->second) return;
    Result<void> renewed = session.renew_session();
    if (!renewed && (renewed.error().code == Code::kUnavailable || renewed.error().code == Code::kTimeout)) {
      out.messages.push_back(format("{}: its login could not be renewed: {}", provider, renewed.error().message));
      at->second = now() + options_.first_retry;
      return;
    }
    if (!renewed) gone.push_back(provider);
    at->second = part_of(now(), session.session_ttl().value_or(*ttl), 66);
  });
  for (const std::string& provider : gone) {
    sessions_.drop(provider);
    session_renewals_.erase(provider);
  }
}

Result<void> Rotation::revoke(const std::string& provider, const Lease& lease) {
  Session* session = TRY(sessions_.of({.provider = provider, .path = "-", .field = {}, .options = {}}));
  return session->revoke(lease);
}

void Rotation::revoke_retired(RotationStep& out) {
  std::erase_if(retired_, [&](const Retired& one) {
    if (now() < one.at) return false;
    Result<void> revoked = revoke(one.provider, one.lease);
    if (!revoked)
      out.messages.push_back(format("{}: lease {} could not be revoked: {}", one.provider, one.lease.id, revoked.error().message));
    return true;
  });
}

RotationStep Rotation::step() {
  RotationStep out;
  for (Source& source : sources_) {
    if (source.next <= now()) refresh(source, out);
  }
  revoke_retired(out);
  renew_sessions(out);
  Clock::time_point next = kNever;
  for (const Source& source : sources_) next = std::min(next, source.next);
  for (const Retired& one : retired_) next = std::min(next, one.at);
  for (const auto& [provider, at] : session_renewals_) next = std::min(next, at);
  out.wait = next == kNever ? milliseconds(-1) : std::max(std::chrono::ceil<milliseconds>(next - now()), milliseconds(0));
  return out;
}

std::vector<std::string> Rotation::end() {
  std::vector<std::string> out;
  for (Source& source : sources_) {
    if (!source.lease.id.empty()) retired_.push_back({source.reference.provider, source.lease, now()});
    source.lease = {};
  }
  for (const Retired& one : std::exchange(retired_, {})) {
    Result<void> revoked = revoke(one.provider, one.lease);
    if (!revoked) out.push_back(format("{}: lease {} could not be revoked: {}", one.provider, one.lease.id, revoked.error().message));
  }
  return out;
}

std::vector<Delivered> Rotation::delivered() const {
  std::vector<Delivered> out;
  for (const Source& source : sources_) {
    for (const Request* request : source.requests)
      out.push_back({request, source.version, source.lease.ttl, source.at, source.next, source.error});
  }
  return out;
}

}  // namespace batten::secrets
