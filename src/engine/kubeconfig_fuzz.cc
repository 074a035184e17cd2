// SPDX-License-Identifier: Apache-2.0
//
// A kubeconfig, and an API server's answer that is no success.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/kubeconfig.h"
#include "engine/kubernetes_client.h"

int kubeconfig_fuzz(const std::uint8_t* data, std::size_t size);

int kubeconfig_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::engine;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* context : {"", "test"}) {
    auto read = parse_kubeconfig(text, "/d", context);
    if (read && (read->server.empty() || read->context.empty())) __builtin_trap();
    if (!read && read.error().message.empty()) __builtin_trap();
  }
  if (kubernetes_refusal(403, text, "cluster", "pods").message.size() > 3000) __builtin_trap();
  return 0;
}
