// SPDX-License-Identifier: Apache-2.0
//
// What says whose an event is: /proc, cgroups' names, engines' files, passwd. Every reader gets the bytes.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "monitor/account_file.h"
#include "monitor/cgroup_name.h"
#include "monitor/cgroup_tree.h"
#include "monitor/container_facts.h"
#include "monitor/container_json.h"
#include "monitor/proc_files.h"

int attribution_fuzz(const std::uint8_t* data, std::size_t size);

int attribution_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::monitor;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)parse_proc_stat(text);
  (void)parse_proc_status(text);
  (void)id_inside(parse_id_map(text), 1000);
  (void)find_cgroup_mount(text, "memory");
  if (const auto name = parse_cgroup_name(text); name && name->id.size() != 64) __builtin_trap();
  if (parse_passwd(text).size() > size || parse_group(text).size() > size) __builtin_trap();
  batten::model::RunningContainer container;
  container.id = "0";
  for (auto* read : {read_docker_config, read_docker_host_config, read_docker_inspect, read_runtime_config}) {
    if (auto done = read(text, container); !done && done.error().message.empty()) __builtin_trap();
  }
  std::string layer;
  (void)read_storage_entry(text, container, layer);
  (void)read_docker_images(text);
  if (!parse_container_json(container_json(container))) __builtin_trap();
  return 0;
}
