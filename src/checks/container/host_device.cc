// SPDX-License-Identifier: Apache-2.0
//
// A device of the host is handed to the container.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

constexpr std::string_view kReach[] = {"/dev/mem",  "/dev/kmem",   "/dev/port", "/dev/sd",     "/dev/nvme", "/dev/vd",
                                       "/dev/xvd",  "/dev/hd",     "/dev/dm-",  "/dev/mapper", "/dev/md",   "/dev/disk",
                                       "/dev/loop", "/dev/mmcblk", "/dev/kmsg", "/dev/core",   "/dev/raw"};

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (is_privileged(container)) return;  // says it all
  for (const model::Placed<std::string>& device : container.devices) {
    std::string_view path = std::string_view(device.value).substr(0, device.value.find(':'));
    bool whole = path == "/dev" || path == "/dev/";
    if (!whole && std::ranges::none_of(kReach, [&](std::string_view start) { return path.starts_with(start); })) continue;
    hits.push_back(hit_at(container, device.place, format("has the device {} of the host", base::printable(path))));
  }
  for (const model::Placed<std::string>& rule : container.device_cgroup_rules) {
    if (rule.value.starts_with("a") || rule.value.starts_with("b *") || rule.value.starts_with("b 8:"))
      hits.push_back(hit_at(container, rule.place, format("may use disks of the host: device rule {}", base::printable(rule.value))));
  }
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.18"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    devices:\n      - /dev/sda:/dev/sda\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    devices:\n      - /dev/ttyUSB0:/dev/ttyUSB0\n      - /dev/dri\n"},
    {.bad = "services:\n  app:\n    image: debian:12.8\n    device_cgroup_rules:\n      - \"a *:* rwm\"\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    device_cgroup_rules:\n      - \"c 188:* rw\"\n"},
};

}  // namespace

extern constinit const ContainerCheck host_device;
constinit const ContainerCheck host_device = {
    .info = {.id = "host-device",
             .title = "Container has a device that reaches the host",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A disk or memory device holds everything of the host, whatever the file permissions say; a rule that allows all "
                    "devices lets the container make such a device itself.",
             .fix = "Give only the one device that is needed, with r or rw and without m.",
             .references = kReferences},
    .forms = kCompose | kRunLine | kQuadlet | kEngine,
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
