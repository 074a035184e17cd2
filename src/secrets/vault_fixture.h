// SPDX-License-Identifier: Apache-2.0
//
// For tests: a server that tests/servers/vault.py starts and fills, once per test program. "stand-in" is the one written for tests, "real"
// Vault itself, where somebody has built it (tests/servers/vault/main.go): $BATTEN_VAULT_SERVER or build/servers/vault_server.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "base/json.h"
#include "base/result.h"
#include "secrets/provider.h"
#include "secrets/reference.h"

namespace batten::secrets {

class VaultProcess {
 public:
  // One of each kind, until the program ends. Any other kind is one more stand-in.
  static VaultProcess& of(const std::string& kind);
  ~VaultProcess();
  VaultProcess(const VaultProcess&) = delete;
  VaultProcess& operator=(const VaultProcess&) = delete;

  // Why there is none; empty: it runs.
  const std::string& reason() const { return reason_; }
  bool is_real() const { return is_real_; }
  // "url", "tls_url", "root_token", "app_token", "app_role_id" .. as vault.py prints them.
  std::string operator[](std::string_view name) const;
  std::string file(const std::string& name) const { return folder_ + "/" + name; }

  // A call of its API as root, which must succeed; the body of the answer.
  std::string call(const std::string& method, const std::string& path, const std::string& body, const std::string& header = {}) const;
  // What the stand-in can be told (tests/servers/vault_server.py): R"({"fault":{"kind":"status","status":429,"count":2}})".
  void control(const std::string& body) const { call("POST", "/_control", body); }
  // A wrapping token for what that call would answer.
  std::string wrapped(const std::string& path, const std::string& body = "{}", const std::string& ttl = "60") const;

 private:
  explicit VaultProcess(const std::string& kind);
  void start(const std::vector<std::string>& argv);

  bool is_real_ = false;
  std::string reason_, folder_;
  base::Fd input_;
  pid_t pid_ = 0;
  std::unique_ptr<json::Document> told_;
};

// Variables, a clock that can be set, waits that are counted and not waited.
struct VaultWorld {
  std::map<std::string, std::string> variables = {};
  std::shared_ptr<std::chrono::milliseconds> ahead = std::make_shared<std::chrono::milliseconds>(0);
  std::shared_ptr<std::vector<std::chrono::milliseconds>> waits = std::make_shared<std::vector<std::chrono::milliseconds>>();
  int timeout_ms = 10'000, tries = 4;

  Surroundings surroundings() const;
  Result<std::unique_ptr<Session>> open(std::string_view provider = "vault") const;
};

// The reference, which must be one.
Reference parsed(std::string_view text);

}  // namespace batten::secrets
