// SPDX-License-Identifier: Apache-2.0
//
// A provider is a place where secrets live: one file in providers/ per kind. It gives, and where it can, stores values; it never prints,
// logs or keeps one longer than its caller.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "base/secret_bytes.h"
#include "secrets/reference.h"

namespace batten::secrets {

// How long a value may be used. What has no end of its own is asked for again every refresh period of its user.
struct Lease {
  std::string id;               // of a leased value ("database/creds/app/..."); empty: none
  std::chrono::seconds ttl{0};  // from the moment it was given; 0: no end is known
  bool renewable = false;
};

struct Secret {
  base::SecretBytes value;
  std::string version;  // as the provider counts: "3", a version id; empty: none is known
  Lease lease;
};

// The world outside, so that tests can stand in for it.
struct Surroundings {
  std::function<std::string(const char* name)> environment;  // empty: not set
  std::function<std::chrono::system_clock::time_point()> now;
  std::function<void(std::chrono::milliseconds)> sleep;
  int timeout_ms = 10'000;  // of one call
  int tries = 4;            // of one call, after no answer, 429 and 5xx, with growing waits
};
Surroundings this_process();

// A conversation with one server: logged in, may keep connections. One per thread.
// Errors: not_found (no such secret, field or version), denied (403, a token that is no longer good), unavailable (down, sealed, 429 and
// 5xx after all tries), timeout, corrupt (an answer that is none), limit (larger than kMaxSecretBytes), conflict (put: somebody was
// faster), unsupported (that provider can't do that). Messages name server, path and field, never a value. An error is never an empty
// value.
class Session {
 public:
  virtual ~Session() = default;
  virtual Result<Secret> get(const Reference& reference) = 0;
  // Stores a new version of the field (or of the whole) and keeps the secret's other fields; gives the new version.
  virtual Result<std::string> put(const Reference& reference, std::string_view value);
  // After put: the version before the current one is good no longer (Vault: destroyed; AWS: AWSPREVIOUS taken away).
  virtual Result<void> retire_previous(const Reference& reference);
  // Keeps what the lease stands for alive; gives the lease as it is now. unsupported where there are no leases.
  virtual Result<Lease> renew(const Lease& lease);
  virtual Result<void> revoke(const Lease& lease);
  // Paths below a prefix, for `leaks` to compare with; at most 10,000, the rest is a note.
  virtual Result<std::vector<Reference>> list(const std::string& prefix, base::Notes& notes);
  // When the session itself must be renewed, and doing it. No value: it has no end.
  virtual std::optional<std::chrono::seconds> session_ttl() const { return std::nullopt; }
  virtual Result<void> renew_session() { return {}; }
};

inline constexpr std::size_t kMaxSecretBytes = 16u << 20;

struct ReferenceExample {
  std::string_view text;
  std::string_view path_field;  // "secret/data/app password", only the path when there is no field; empty: must be refused
};

struct Provider {
  std::string_view name;     // as in a reference; '-' where the file has '_'
  std::string_view summary;  // one line
  std::string_view syntax;   // "vault:PATH#FIELD[?version=N]"
  // Variables that tell it where the server is and who asks. The child of `secrets exec` does not get them.
  std::span<const std::string_view> variables;
  std::span<const std::string_view> options;  // that a reference may have
  bool path_is_url = true;                    // parts of the path become parts of a URL: no "..", no empty part
  bool path_is_command = false;               // all behind the colon is the path, no field, no options
  Result<std::unique_ptr<Session>> (*open)(const Surroundings& surroundings);
  std::span<const ReferenceExample> examples;
};

// All of providers/, by name.
std::span<const Provider* const> all_providers();
const Provider* find_provider(std::string_view name);

}  // namespace batten::secrets
