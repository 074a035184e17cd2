// SPDX-License-Identifier: Apache-2.0
#include "match/channel.h"

#include <string_view>

#include "advisory/ecosystem.h"
#include "match/release_line.h"

namespace batten::match {
namespace {

std::string major(std::string_view version) { return std::string(version.substr(0, version.find('.'))); }

Channel apt(std::string feed, std::string ecosystem) {
  Channel out;
  out.feed = std::move(feed);
  out.ecosystem = std::move(ecosystem);
  out.package_type = "deb";
  out.scheme = "dpkg";
  return out;
}

// Testing and unstable have no number, and the same codename: what is said about unstable fits both best.
Channel debian(const model::Distro& distro) {
  if (!distro.version_id.empty()) return apt("debian", "debian:" + major(distro.version_id));
  Channel out = apt("debian", "debian:sid");
  if (!distro.codename.empty() && distro.codename != "sid") out.fallback = advisory::debian_ecosystem(distro.codename);
  return out;
}

Channel ubuntu(const model::Distro& distro) {
  Channel out = apt("ubuntu", "ubuntu:" + distro.version_id);
  out.pro_ecosystem = "ubuntu-pro:" + distro.version_id;
  return out;
}

// "3.20.3" -> "3.20"; edge has no number, or a date behind an underscore ("3.21.0_alpha20240923").
std::string alpine_release(const model::Distro& distro) {
  std::string_view version = distro.version_id;
  if (version.empty() || version.contains('_') || distro.pretty_name.contains("edge")) return "edge";
  std::size_t first = version.find('.');
  if (first == std::string_view::npos) return std::string(version);
  return std::string(version.substr(0, version.find('.', first + 1)));
}

Channel alpine(const model::Distro& distro) {
  Channel out;
  out.feed = "alpine";
  out.ecosystem = "alpine:" + alpine_release(distro);
  out.package_type = "apk";
  out.scheme = "apk";
  return out;
}

// Distributions with apk and one rolling release.
Channel rolling_apk(const std::string& id) {
  Channel out;
  out.feed = out.ecosystem = id;
  out.package_type = "apk";
  out.scheme = "apk";
  return out;
}

// Service packs are releases of their own.
Channel suse(const model::Distro& distro) {
  Channel out;
  out.feed = "suse";
  out.ecosystem = (distro.id.starts_with("sles") ? "sles:" : "opensuse:") + distro.version_id;
  if (distro.id == "opensuse-tumbleweed") out.ecosystem = "opensuse:tumbleweed";
  out.package_type = "rpm";
  out.by_source = false;
  out.scheme = "rpm";
  return out;
}

Channel rpm(std::string feed, const model::Distro& distro) {
  Channel out;
  out.ecosystem = feed + ":" + major(distro.version_id);
  out.feed = std::move(feed);
  out.package_type = "rpm";
  out.by_source = false;
  out.scheme = "rpm";
  out.minor = distro_minor(distro.version_id);
  return out;
}

// Distributions with rpm and one line of updates.
Channel updates(std::string feed, std::string ecosystem) {
  Channel out;
  out.feed = std::move(feed);
  out.ecosystem = std::move(ecosystem);
  out.package_type = "rpm";
  out.by_source = false;
  out.scheme = "rpm";
  out.every_fix = true;
  return out;
}

// Amazon Linux 1 was numbered by months: "2018.03".
Channel amazon(const model::Distro& distro) {
  std::string release = major(distro.version_id);
  bool first = release.size() == 4 && distro.version_id.contains('.') && release < "2022";
  return updates("amazon", "amazon:" + (first ? "1" : release));
}

// "3.0.20240727" -> "3.0"
std::string two_numbers(std::string_view version) {
  std::size_t first = version.find('.');
  return std::string(first == std::string_view::npos ? version : version.substr(0, version.find('.', first + 1)));
}

Channel arch() {
  Channel out;
  out.feed = out.ecosystem = "arch";
  out.package_type = "alpm";
  out.by_source = false;
  out.scheme = "arch";
  return out;
}

}  // namespace

std::optional<Channel> channel_for(const model::Distro& distro) {
  const std::string& id = distro.id;
  if (id == "debian") return debian(distro);
  if (id == "ubuntu") return ubuntu(distro);
  if (id == "alpine") return alpine(distro);
  if (id == "almalinux" || id == "rocky") return rpm(id, distro);
  if (id == "rhel" || id == "redhat") return rpm("redhat", distro);
  if (id == "amzn") return amazon(distro);
  if (id == "ol") return updates("oracle", "oracle:" + major(distro.version_id));
  if (id == "azurelinux" || id == "mariner") return updates("azurelinux", id + ":" + two_numbers(distro.version_id));
  if (id == "photon") return updates("photon", "photon:" + two_numbers(distro.version_id));
  if (id == "fedora") return updates("fedora", "fedora:" + distro.version_id);
  if (id == "arch") return arch();
  if (id == "wolfi" || id == "chainguard") return rolling_apk(id);
  if (id.starts_with("opensuse") || id.starts_with("sles")) return suse(distro);
  if (id == "centos") {
    Channel out = rpm("redhat", distro);
    out.approximation = "Red Hat's advisories are used for CentOS, which builds the same sources at other times";
    return out;
  }
  return std::nullopt;
}

}  // namespace batten::match
