// SPDX-License-Identifier: Apache-2.0
//
// The variables that say where a Vault or OpenBao server is and who asks, as both programs' own clients name them: VAULT_ADDR, and for
// openbao: BAO_ADDR or else VAULT_ADDR. docs/SECRETS.md lists them all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "secrets/provider.h"

namespace batten::secrets {

class VaultVariables {
 public:
  VaultVariables(const Surroundings& surroundings, std::string_view provider)
      : surroundings_(surroundings), has_bao_names_(provider == "openbao") {}

  // get("ADDR"): empty when it is not set.
  std::string get(std::string_view name) const;
  // The variable that is set, or else the one that can be: for messages.
  std::string name_of(std::string_view name) const;
  bool has(std::string_view name) const;
  // 1, t, true .. and 0, f, false ..; not set: false. invalid_argument for anything else: a typing error must not switch a check off or on.
  Result<bool> flag(std::string_view name) const;
  // Of this process: HOME.
  std::string environment(const char* name) const { return surroundings_.environment(name); }

 private:
  bool is_set(const std::string& full_name) const;
  const Surroundings& surroundings_;
  bool has_bao_names_ = false;
};

struct VaultServer {
  std::string provider;     // "vault", "openbao"
  std::string address;      // "https://vault.example:8200", no slash at its end
  std::string unix_socket;  // of an agent; may be empty
  std::string name_space;
  bool is_plain = false;  // by HTTP to another machine, because the user said so
  bool verify_tls = true;
  std::vector<std::string> ca_files;
  std::string client_certificate, client_key;
};

// invalid_argument for an address that is none, denied for http:// to another machine without PLAIN_HTTP.
Result<VaultServer> vault_server(const VaultVariables& variables, std::string_view provider);

}  // namespace batten::secrets
