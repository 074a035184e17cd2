// SPDX-License-Identifier: Apache-2.0
//
// The sessions of all providers that references ask for: opened on first use, one each.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/result.h"
#include "secrets/provider.h"
#include "secrets/reference.h"

namespace batten::secrets {

class Sessions {
 public:
  explicit Sessions(Surroundings surroundings) : surroundings_(std::move(surroundings)) {}

  // The session that serves the reference's provider. Its error says which provider could not be opened and why.
  Result<Session*> of(const Reference& reference);
  // get() of that session; the error names the reference.
  Result<Secret> get(const Reference& reference);
  const Surroundings& surroundings() const { return surroundings_; }
  // Serves the references of that provider from now on; tests bring their own.
  void add(const std::string& provider, std::unique_ptr<Session> session) { open_[provider] = std::move(session); }
  // The next reference to that provider logs in anew.
  void drop(const std::string& provider) { open_.erase(provider); }
  void each(const std::function<void(const std::string& provider, Session&)>& visit) {
    for (auto& [provider, session] : open_) visit(provider, *session);
  }

 private:
  Surroundings surroundings_;
  std::map<std::string, std::unique_ptr<Session>> open_;
};

}  // namespace batten::secrets
