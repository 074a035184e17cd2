// SPDX-License-Identifier: Apache-2.0
//
// The Kubernetes API over HTTPS, as far as workloads are read and patched.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/json.h"
#include "base/result.h"
#include "engine/kubeconfig.h"
#include "http/client.h"

namespace batten::engine {

class KubernetesClient {
 public:
  // Reads the files that the address names; asks nothing. Keys that are given as text stay in memory.
  static Result<KubernetesClient> make(KubernetesAddress address, int answer_timeout_ms = 60'000);

  // path: "/apis/apps/v1/namespaces/shop/deployments/web". what, for messages: "deployment web of shop". denied (401, 403), not_found,
  // conflict (409), invalid_argument (422), unavailable, timeout.
  Result<std::string> get(const std::string& path, const std::string& what);
  // All items of a list, page by page; limit beyond max_items.
  Result<void> list(const std::string& path, const std::string& what, const std::function<void(json::View item)>& item,
                    std::size_t max_items = 50'000);
  // A strategic merge patch; the object as it is afterwards.
  Result<std::string> patch(const std::string& path, const std::string& body, const std::string& what);

  // One that is gone is no error.
  Result<void> remove(const std::string& path, const std::string& what);

  const KubernetesAddress& address() const { return address_; }

 private:
  explicit KubernetesClient(KubernetesAddress address) : address_(std::move(address)) {}
  Result<std::string> send(std::string method, const std::string& path, std::string body, const std::string& what);

  KubernetesAddress address_;
  http::Client http_;
  int answer_timeout_ms_ = 0;
  base::Fd authority_, certificate_, key_;  // files in memory: what sends wants names
  std::string authority_path_, certificate_path_, key_path_;
};

// What an answer that is no success means, for tests and fuzzing. where: "cluster 'test'".
Error kubernetes_refusal(int status, std::string_view body, const std::string& where, const std::string& what);

}  // namespace batten::engine
