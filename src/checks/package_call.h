// SPDX-License-Identifier: Apache-2.0
//
// Calls of package managers in shell text: which one does what, with which packages, and whether a package is asked for by version.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "manifest/shell.h"

namespace batten::checks {

enum class PackageTool : std::uint8_t { kNone, kApt, kApk, kDnf, kZypper, kPip, kNpm, kYarn, kPnpm, kGem, kGo, kCargo, kConda };

enum class PackageAction : std::uint8_t {
  kNone,  // asks or sets something
  kInstall,
  kInstallProject,  // what the project's own file says: npm ci
  kBuildDependencies,
  kRefresh,  // the lists of packages
  kUpgrade,
  kReleaseUpgrade,  // packages may go and new ones come: dist-upgrade
  kRemove,
  kClean,
};

struct PackageCall {
  PackageTool tool = PackageTool::kNone;
  PackageAction action = PackageAction::kNone;
  const manifest::ShellCommand* command = nullptr;
  std::size_t program = 0;                           // index of the tool's own word: 2 of python -m pip
  std::size_t verb = 0;                              // of the word that says what to do; 0: none
  std::vector<const manifest::ShellWord*> packages;  // what stands behind it, without options and their values

  explicit operator bool() const { return tool != PackageTool::kNone; }
  // Is one of its words this option ("-y", also in -qy; "--yes")?
  bool has(std::initializer_list<std::string_view> options) const { return command->has_option(options); }
};

// only: calls of other tools are left unread, and are none.
PackageCall package_call(const manifest::ShellCommand& command, PackageTool only = PackageTool::kNone);
// Those of a distribution: not of a programming language.
constexpr bool is_of_system(PackageTool tool) { return tool >= PackageTool::kApt && tool <= PackageTool::kZypper; }
// Installs or upgrades something, or may.
bool brings_packages(const PackageCall& call);

// Says what is asked for (name, URL, file) which version of it? A word that is made when it runs is taken to.
bool is_pinned(PackageTool tool, const manifest::ShellWord& package);
// A file or directory that is there already: "./x.deb", "/tmp/x.rpm", "x.apk".
bool is_local_file(std::string_view package);
// Name without what follows it: "curl" of "curl=8.1-2", "requests" of "requests[socks]>=2".
std::string_view package_name(PackageTool tool, std::string_view package);

}  // namespace batten::checks
