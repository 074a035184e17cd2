// SPDX-License-Identifier: Apache-2.0
//
// Everything of a host that an audit reads as text: every reader gets the bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "audit/engine_packages.h"
#include "audit/engine_process.h"
#include "audit/engine_settings.h"
#include "audit/host.h"
#include "audit/live_process.h"
#include "audit/mounts.h"
#include "audit/watched_paths.h"
#include "base/text.h"

int audit_fuzz(const std::uint8_t* data, std::size_t size);

int audit_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  model::ContainerProcess process;
  audit::read_status(text, process);
  std::vector<audit::Mount> mounts = audit::parse_mounts(text);
  if (audit::host_mounts(mounts, mounts, "0123456789abcdef").size() > mounts.size()) __builtin_trap();
  for (const std::string& path : audit::watched_paths(text)) {
    if (!path.starts_with('/')) __builtin_trap();
  }
  audit::EngineSettings settings;
  for (auto* read : {audit::read_daemon_json, audit::read_containers_conf}) {
    if (auto done = read(text, "file", settings); !done && done.error().message.empty()) __builtin_trap();
  }
  std::vector<std::string> words;
  for (std::string_view word : base::words(text)) words.emplace_back(word);
  audit::read_arguments(words, "command line", settings);
  if (auto registries = audit::insecure_registries(text); registries && registries->size() > size) __builtin_trap();
  if (audit::parse_listening(text).size() > size) __builtin_trap();
  if (audit::engine_packages(text).size() > size) __builtin_trap();
  model::HostKernel kernel;
  audit::read_kernel_version(text, text, text, kernel);
  if (auto members = audit::group_members(text, text, "docker"); members && members->size() > size + 1) __builtin_trap();
  return 0;
}
