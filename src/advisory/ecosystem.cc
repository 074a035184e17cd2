// SPDX-License-Identifier: Apache-2.0
#include "advisory/ecosystem.h"

#include <array>
#include <vector>

#include "base/text.h"

namespace batten::advisory {
namespace {

struct Release {
  std::string_view version, codename;
};

// The one table of Debian's releases; feeds/debian.cc and the security repository use it.
constexpr std::array kDebian = {
    Release{"3.0", "woody"},   Release{"3.1", "sarge"}, Release{"4.0", "etch"},  Release{"5.0", "lenny"}, Release{"6.0", "squeeze"},
    Release{"7", "wheezy"},    Release{"8", "jessie"},  Release{"9", "stretch"}, Release{"10", "buster"}, Release{"11", "bullseye"},
    Release{"12", "bookworm"}, Release{"13", "trixie"}, Release{"14", "forky"},  Release{"15", "duke"},   Release{"sid", "sid"},
};

constexpr std::array kUbuntu = {
    Release{"12.04", "precise"},  Release{"14.04", "trusty"}, Release{"16.04", "xenial"},   Release{"18.04", "bionic"},
    Release{"20.04", "focal"},    Release{"22.04", "jammy"},  Release{"23.10", "mantic"},   Release{"24.04", "noble"},
    Release{"24.10", "oracular"}, Release{"25.04", "plucky"}, Release{"25.10", "questing"}, Release{"26.04", "resolute"},
};

template <typename Table>
std::string_view codename_in(const Table& table, std::string_view version) {
  for (const Release& release : table) {
    if (release.version == version) return release.codename;
  }
  return {};
}

bool is_version(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos; }

// "Ubuntu:Pro:FIPS-updates:20.04:LTS": what stands between Ubuntu and the version is the channel. Pro is the plain ESM channel; a
// channel of Pro is named by itself.
std::string ubuntu(const std::vector<std::string_view>& parts) {
  std::string channel;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (is_version(parts[i])) {
      if (channel.starts_with("-pro-")) channel.erase(0, 4);
      return "ubuntu" + channel + ":" + std::string(parts[i]);
    }
    channel += "-" + base::lower(parts[i]);
  }
  return {};
}

}  // namespace

std::string debian_ecosystem(std::string_view codename) {
  for (const Release& release : kDebian) {
    if (release.codename == codename) return "debian:" + std::string(release.version);
  }
  return "debian:" + std::string(codename);
}

std::string_view debian_codename(std::string_view major) { return codename_in(kDebian, major); }
std::string_view ubuntu_codename(std::string_view version_id) { return codename_in(kUbuntu, version_id); }

std::string ecosystem_of_osv(std::string_view osv) {
  std::vector<std::string_view> parts = base::split(osv, ':');
  if (parts.size() < 2 || parts[1].empty()) return {};
  std::string release(parts[1]);
  if (parts[0] == "Ubuntu") return ubuntu(parts);
  if (parts[0] == "Debian") return is_version(release) ? "debian:" + release : debian_ecosystem(release);
  if (parts[0] == "Alpine") return "alpine:" + (release[0] == 'v' ? release.substr(1) : release);
  if (parts[0] == "AlmaLinux") return "almalinux:" + release;
  if (parts[0] == "Rocky Linux") return "rocky:" + release;
  return {};
}

}  // namespace batten::advisory
