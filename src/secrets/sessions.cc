// SPDX-License-Identifier: Apache-2.0
#include "secrets/sessions.h"

#include <utility>

namespace batten::secrets {

Result<Session*> Sessions::of(const Reference& reference) {
  auto at = open_.find(reference.provider);
  if (at != open_.end()) return at->second.get();
  const Provider* provider = find_provider(reference.provider);
  if (provider == nullptr) return Error{Code::kInvalidArgument, "no provider of secrets is called " + reference.provider};
  std::unique_ptr<Session> opened = TRY_IN(reference.provider, provider->open(surroundings_));
  return open_.emplace(reference.provider, std::move(opened)).first->second.get();
}

Result<Secret> Sessions::get(const Reference& reference) {
  Session* session = TRY(of(reference));
  return TRY_IN(to_string(reference), session->get(reference));
}

}  // namespace batten::secrets
