// SPDX-License-Identifier: Apache-2.0
//
// Which distribution it is, for root file systems without os-release: the one-line files that came before it. Weaker than os-release
// (model/distro_rank): Ubuntu has a debian_version too, and every Red Hat relative a system-release.
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "packages/cataloger.h"

namespace batten::packages::catalogers {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "12.8" is a version; "trixie/sid" is the codename of what is being made.
model::Distro from_debian_version(std::string_view text) {
  model::Distro distro{.id = "debian", .version_id = {}, .codename = {}, .pretty_name = {}, .id_like = {}, .cpe_name = {}};
  if (is_digit(text.front())) {
    distro.version_id = text.substr(0, text.find('.'));
  } else {
    distro.codename = text.substr(0, text.find('/'));
  }
  distro.pretty_name = "Debian GNU/Linux " + std::string(text);
  return distro;
}

// "CentOS Linux release 7.9.2009 (Core)": the name says who, the first number which.
model::Distro from_red_hat_release(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"CentOS", "centos"},   {"Red Hat", "rhel"},      {"Rocky", "rocky"},       {"AlmaLinux", "almalinux"}, {"Fedora", "fedora"},
      {"Oracle Linux", "ol"}, {"Amazon Linux", "amzn"}, {"openSUSE", "opensuse"}, {"CBL-Mariner", "mariner"},
  };
  model::Distro distro;
  for (const auto& [name, id] : kNames) {
    if (!text.starts_with(name)) continue;
    distro.id = id;
    std::size_t first = text.find_first_of("0123456789");
    if (first != std::string_view::npos) {
      std::string_view version = text.substr(first);
      version = version.substr(0, version.find_first_not_of("0123456789."));
      // os-release of CentOS says "7" where centos-release says "7.9.2009".
      distro.version_id = distro.id == "centos" ? version.substr(0, version.find('.')) : version;
    }
    distro.pretty_name = text;
    break;
  }
  return distro;
}

Result<void> parse_release_file(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  std::string_view text = base::trim(content.substr(0, content.find('\n')));
  if (text.empty() || text.size() > 200 || text.contains('\0')) return {};
  std::string_view name = base::base_name(path);
  model::Distro distro;
  if (name == "alpine-release") {
    distro.id = "alpine";
    distro.version_id = text;
    distro.pretty_name = "Alpine Linux " + std::string(text);
  } else {
    distro = name == "debian_version" ? from_debian_version(text) : from_red_hat_release(text);
  }
  if (distro.known()) {
    facts.distro = std::move(distro);
  } else {
    notes.push_back(
        {base::Note::Kind::kInfo, std::string(path), "names a distribution that is not known here: " + base::printable(text), ""});
  }
  return {};
}

constexpr std::string_view kClaims[] = {"etc/alpine-release", "etc/debian_version", "etc/redhat-release", "etc/centos-release",
                                        "etc/system-release"};
constexpr std::string_view kMatches[] = {"etc/alpine-release", "etc/redhat-release"};
constexpr std::string_view kMatchesNot[] = {"etc/lsb-release", "usr/etc/alpine-release"};
constexpr CatalogerExample kExamples[] = {
    {"etc/alpine-release", "3.20.3\n", "distro alpine 3.20.3"},
    {"etc/debian_version", "12.8\n", "distro debian 12"},
    {"etc/debian_version", "trixie/sid\n", "distro debian trixie"},
    {"etc/redhat-release", "CentOS Linux release 7.9.2009 (Core)\n", "distro centos 7"},
    {"etc/system-release", "Amazon Linux release 2 (Karoo)\n", "distro amzn 2"},
    {"etc/redhat-release", "Red Hat Enterprise Linux release 9.4 (Plow)\n", "distro rhel 9.4"},
    {"etc/system-release", "Something release 1\n", ""},
    {"etc/alpine-release", "\n", ""},
};

}  // namespace

extern constinit const Cataloger release_file;
constinit const Cataloger release_file = {
    .name = "release_file",
    .summary = "which distribution it is, where os-release is missing",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 64u << 10,
    .parse = parse_release_file,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
