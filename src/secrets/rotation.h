// SPDX-License-Identifier: Apache-2.0
//
// Keeps delivered secrets fresh. A lease is renewed at two thirds of its time; what has a time to live but can't be renewed is asked for
// again at 85 % of it, everything else after each refresh period. Fields of one secret are asked for together: name and password of
// one set of credentials belong to each other. Who is down changes nothing: the old value stays, with growing waits between tries.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "secrets/provider.h"
#include "secrets/request.h"
#include "secrets/sessions.h"

namespace batten::secrets {

using Clock = std::chrono::system_clock;

struct RotationOptions {
  std::chrono::seconds refresh{300};
  std::chrono::seconds first_retry{5};  // doubled with each failure, up to refresh
  std::chrono::seconds handover{60};    // how long a lease that was replaced stays good for those who still use it
};

// What is known of a delivered secret; no value.
struct Delivered {
  const Request* request = nullptr;
  std::string version;
  std::chrono::seconds ttl{0};
  Clock::time_point at, next;  // delivered, asked for again
  std::string error;           // of the last try; empty: it went well
};

struct RotationStep {
  std::vector<const Request*> changed;
  std::vector<std::string> messages;  // for people: what failed, and when it is tried again
  std::chrono::milliseconds wait{0};  // until the next step; negative: nothing is to be done ever again
};

// For one thread at a time, which may change.
class Rotation {
 public:
  using Deliver = std::function<Result<void>(const Request& request, std::string_view value)>;
  Rotation(std::vector<Request> requests, Sessions& sessions, RotationOptions options, Deliver deliver);

  // Asks for everything and delivers it; the first error ends it. An empty value is an error (not_found).
  Result<void> begin();
  // Does what is due.
  RotationStep step();
  // Leases end. What could not be revoked, for people.
  std::vector<std::string> end();

  std::vector<Delivered> delivered() const;
  const std::vector<Request>& requests() const { return requests_; }

 private:
  // Requests for fields of one secret.
  struct Source {
    Reference reference;  // without field when several are wanted
    std::vector<const Request*> requests;
    std::vector<std::string> fingerprints;  // of what was delivered, keyed; as requests
    Lease lease;
    std::string version, error;
    Clock::time_point at, next;
    int failures = 0;
    bool never_again = false;  // this process's variables do not change
  };
  struct Retired {
    std::string provider;
    Lease lease;
    Clock::time_point at;
  };

  void group();
  Clock::time_point now() const { return sessions_.surroundings().now(); }
  Result<Secret> ask(const Source& source);
  Result<bool> renew(Source& source);
  Result<void> fetch(Source& source, std::vector<const Request*>* changed);
  void schedule(Source& source) const;
  void refresh(Source& source, RotationStep& out);
  void renew_sessions(RotationStep& out);
  void revoke_retired(RotationStep& out);
  Result<void> revoke(const std::string& provider, const Lease& lease);
  std::string fingerprint(std::string_view value) const;

  std::vector<Request> requests_;
  Sessions& sessions_;
  RotationOptions options_;
  Deliver deliver_;
  std::string key_;  // of the fingerprints; random
  std::vector<Source> sources_;
  std::vector<Retired> retired_;
  std::map<std::string, Clock::time_point> session_renewals_;
};

}  // namespace batten::secrets
