// SPDX-License-Identifier: Apache-2.0
#include "match/channel.h"

#include <string_view>

#include "base/text.h"

namespace batten::match {
namespace {

std::string major(std::string_view version) { return std::string(version.substr(0, version.find('.'))); }

// "3.20.3" -> "3.20"; edge has no number, or a date behind an underscore ("3.21.0_alpha20240923").
std::string alpine_release(const model::Distro& distro) {
  if (distro.version_id.empty() || distro.version_id.contains('_') || distro.pretty_name.contains("edge")) return "edge";
  std::size_t first = distro.version_id.find('.');
  if (first == std::string::npos) return distro.version_id;
  return distro.version_id.substr(0, distro.version_id.find('.', first + 1));
}

std::string debian_release(const model::Distro& distro) {
  if (!distro.version_id.empty()) return major(distro.version_id);
  // Testing and unstable have no number. /etc/debian_version says "trixie/sid" for both.
  return "sid";
}

}  // namespace

std::optional<Channel> channel_for(const model::Distro& distro) {
  const std::string& id = distro.id;
  auto rpm = [&](std::string feed, std::string_view prefix, std::string approximation = {}) {
    return Channel{std::move(feed),         std::string(prefix) + ":" + major(distro.version_id), "rpm", false, "rpm", "",
                   std::move(approximation)};
  };
  if (id == "debian") return Channel{"debian", "debian:" + debian_release(distro), "deb", true, "dpkg", "", ""};
  if (id == "ubuntu") return Channel{"ubuntu", "ubuntu:" + distro.version_id, "deb", true, "dpkg", "ubuntu-pro:" + distro.version_id, ""};
  if (id == "alpine") return Channel{"alpine", "alpine:" + alpine_release(distro), "apk", true, "apk", "", ""};
  if (id == "almalinux") return rpm("almalinux", "almalinux");
  if (id == "rocky") return rpm("rocky", "rocky");
  if (id == "rhel" || id == "redhat") return rpm("redhat", "redhat");
  if (id == "centos")
    return rpm("redhat", "redhat", "Red Hat's advisories are used for CentOS, which rebuilds the same sources at other times");
  return std::nullopt;
}

}  // namespace batten::match
