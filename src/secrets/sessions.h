// SPDX-License-Identifier: Apache-2.0
//
// The sessions of all providers that references ask for: opened on first use, one each.
#pragma once

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

 private:
  Surroundings surroundings_;
  std::map<std::string, std::unique_ptr<Session>> open_;
};

}  // namespace batten::secrets
