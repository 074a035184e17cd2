// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_session.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/format.h"
#include "base/text.h"
#include "secrets/vault_access.h"
#include "secrets/vault_kv.h"
#include "secrets/vault_lease.h"
#include "secrets/vault_login.h"
#include "secrets/vault_variables.h"

namespace batten::secrets {
namespace {

class VaultSession final : public Session {
 public:
  explicit VaultSession(std::unique_ptr<VaultAccess> access) : access_(std::move(access)), kv_(*access_), leases_(*access_) {}

  Result<Secret> get(const Reference& reference) override {
    VaultPlace place = TRY(kv_.place_of(reference.path));
    if (place.untold && reference.options.contains("version")) return *place.untold;
    if (place.mount.kv_version == 0) return leases_.get(reference);
    if (reference.options.contains("method"))
      return Error{Code::kInvalidArgument, "?method= is for engines that make secrets, not for keys and values"};
    return kv_.get(reference, place);
  }

  Result<std::string> put(const Reference& reference, std::string_view value) override {
    VaultPlace place = TRY(stored_place(reference));
    return kv_.put(reference, place, value);
  }

  Result<void> retire_previous(const Reference& reference) override {
    VaultPlace place = TRY(stored_place(reference));
    return kv_.retire_previous(reference, place);
  }

  Result<Lease> renew(const Lease& lease) override { return leases_.renew(lease); }
  Result<void> revoke(const Lease& lease) override { return leases_.revoke(lease); }
  Result<std::vector<Reference>> list(const std::string& prefix, base::Notes& notes) override { return kv_.list(prefix, notes); }
  std::optional<std::chrono::seconds> session_ttl() const override { return access_->ttl(); }
  Result<void> renew_session() override { return access_->renew(); }

 private:
  Result<VaultPlace> stored_place(const Reference& reference) {
    VaultPlace place = TRY(kv_.place_of(reference.path));
    if (place.mount.kv_version != 0) return place;
    if (place.untold) return *place.untold;
    return Error{Code::kUnsupported, format("{} is an engine that makes secrets ({}); nothing can be stored there",
                                            base::printable(place.mount.path), base::printable(place.mount.type))};
  }

  std::unique_ptr<VaultAccess> access_;
  VaultKv kv_;
  VaultLeases leases_;
};

}  // namespace

Result<std::unique_ptr<Session>> open_vault(const Surroundings& surroundings, std::string_view provider) {
  VaultVariables variables(surroundings, provider);
  VaultServer server = TRY(vault_server(variables, provider));
  VaultLogin login = TRY(VaultLogin::chosen(variables));
  std::unique_ptr<VaultAccess> access = TRY(VaultAccess::open(std::move(server), std::move(login), surroundings));
  return std::make_unique<VaultSession>(std::move(access));
}

}  // namespace batten::secrets
