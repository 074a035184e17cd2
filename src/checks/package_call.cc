// SPDX-License-Identifier: Apache-2.0
#include "checks/package_call.h"

#include <algorithm>
#include <cctype>

namespace batten::checks {
namespace {

using manifest::ShellCommand;
using manifest::ShellWord;
using enum PackageAction;

struct Verb {
  std::string_view word;
  PackageAction action;
};
using Words = std::span<const std::string_view>;

struct Row {
  PackageTool tool;
  Words programs;
  std::span<const Verb> verbs;
  Words with_value;  // options whose value is the next word
};

constexpr std::string_view kAptPrograms[] = {"apt-get", "apt", "aptitude"};
constexpr Verb kAptVerbs[] = {
    {"install", kInstall},
    {"reinstall", kInstall},
    {"update", kRefresh},
    {"upgrade", kUpgrade},
    {"safe-upgrade", kUpgrade},
    {"dist-upgrade", kReleaseUpgrade},
    {"remove", kRemove},
    {"full-upgrade", kReleaseUpgrade},
    {"purge", kRemove},
    {"autoremove", kRemove},
    {"autopurge", kRemove},
    {"clean", kClean},
    {"autoclean", kClean},
    {"distclean", kClean},
    {"satisfy", kBuildDependencies},
    {"build-dep", kBuildDependencies},
};
constexpr std::string_view kAptValues[] = {"-t", "--target-release",    "--default-release", "-o", "--option", "-c", "--config-file",
                                           "-a", "--host-architecture", "--build-profiles",  "-P"};

constexpr std::string_view kApkPrograms[] = {"apk"};
constexpr Verb kApkVerbs[] = {{"add", kInstall}, {"update", kRefresh}, {"upgrade", kUpgrade},
                              {"del", kRemove},  {"cache", kClean},    {"fix", kInstall}};
constexpr std::string_view kApkValues[] = {"-t",       "--virtual",           "-X",         "--repository",    "-p",          "--root",
                                           "--arch",   "--repositories-file", "--keys-dir", "--cache-max-age", "--cache-dir", "--wait",
                                           "--timeout"};

constexpr std::string_view kDnfPrograms[] = {"yum", "dnf", "dnf5", "dnf-3", "microdnf", "tdnf"};
constexpr Verb kDnfVerbs[] = {{"install", kInstall},
                              {"localinstall", kInstall},
                              {"reinstall", kInstall},
                              {"makecache", kRefresh},
                              {"check-update", kRefresh},
                              {"update", kUpgrade},
                              {"upgrade", kUpgrade},
                              {"update-minimal", kUpgrade},
                              {"upgrade-minimal", kUpgrade},
                              {"distro-sync", kReleaseUpgrade},
                              {"distrosync", kReleaseUpgrade},
                              {"remove", kRemove},
                              {"erase", kRemove},
                              {"autoremove", kRemove},
                              {"clean", kClean},
                              {"builddep", kBuildDependencies},
                              {"groupinstall", kBuildDependencies},
                              {"group", kBuildDependencies},
                              {"swap", kBuildDependencies}};
constexpr std::string_view kDnfValues[] = {
    "-c",           "--config",      "-d", "-e",        "--releasever",  "--setopt",  "--repo",     "--repoid",
    "--enablerepo", "--disablerepo", "-x", "--exclude", "--installroot", "--comment", "--forcearch"};

constexpr std::string_view kZypperPrograms[] = {"zypper"};
constexpr Verb kZypperVerbs[] = {{"install", kInstall},     {"in", kInstall},
                                 {"refresh", kRefresh},     {"ref", kRefresh},
                                 {"update", kUpgrade},      {"up", kUpgrade},
                                 {"patch", kUpgrade},       {"remove", kRemove},
                                 {"rm", kRemove},           {"dist-upgrade", kReleaseUpgrade},
                                 {"clean", kClean},         {"cc", kClean},
                                 {"dup", kReleaseUpgrade},  {"source-install", kBuildDependencies},
                                 {"si", kBuildDependencies}};
constexpr std::string_view kZypperValues[] = {
    "-r",       "--repo", "--from",       "-t", "--type",      "-R", "--root",      "--installroot",  "-c",
    "--config", "-D",     "--reposd-dir", "-C", "--cache-dir", "-p", "--plus-repo", "--plus-content", "--name"};

constexpr std::string_view kPipPrograms[] = {"pip", "pip2", "pip3"};
constexpr Verb kPipVerbs[] = {{"install", kInstall}, {"uninstall", kRemove}, {"cache", kClean}};
constexpr std::string_view kPipValues[] = {"-r",
                                           "--requirement",
                                           "-c",
                                           "--constraint",
                                           "-e",
                                           "--editable",
                                           "-t",
                                           "--target",
                                           "--platform",
                                           "--python-version",
                                           "--implementation",
                                           "--abi",
                                           "--root",
                                           "--prefix",
                                           "--src",
                                           "-i",
                                           "--index-url",
                                           "--extra-index-url",
                                           "-f",
                                           "--find-links",
                                           "--no-binary",
                                           "--only-binary",
                                           "--trusted-host",
                                           "--proxy",
                                           "--retries",
                                           "--timeout",
                                           "--cache-dir",
                                           "--log",
                                           "--progress-bar",
                                           "--cert",
                                           "--client-cert",
                                           "--global-option",
                                           "--install-option",
                                           "--config-settings",
                                           "-C",
                                           "--upgrade-strategy",
                                           "--root-user-action",
                                           "--python",
                                           "--report",
                                           "--exists-action",
                                           "--use-feature",
                                           "--use-deprecated",
                                           "--group",
                                           "--keyring-provider",
                                           "-p",
                                           "--index-strategy",
                                           "--index",
                                           "--default-index"};

constexpr std::string_view kNpmPrograms[] = {"npm"};
constexpr Verb kNpmVerbs[] = {
    {"install", kInstall}, {"i", kInstall},        {"add", kInstall}, {"ci", kInstallProject}, {"clean-install", kInstallProject},
    {"update", kUpgrade},  {"uninstall", kRemove}, {"cache", kClean}};
constexpr std::string_view kNpmValues[] = {"--prefix",
                                           "-C",
                                           "--registry",
                                           "--loglevel",
                                           "--cache",
                                           "-w",
                                           "--workspace",
                                           "--omit",
                                           "--only",
                                           "--include",
                                           "--userconfig",
                                           "--tag",
                                           "--fetch-timeout",
                                           "--fetch-retries",
                                           "--target",
                                           "--arch",
                                           "--network-timeout",
                                           "--maxsockets"};

constexpr std::string_view kYarnPrograms[] = {"yarn", "yarnpkg"};
constexpr Verb kYarnVerbs[] = {
    {"add", kInstall}, {"install", kInstallProject}, {"upgrade", kUpgrade}, {"remove", kRemove}, {"cache", kClean}};
constexpr std::string_view kYarnValues[] = {"--cwd",   "--network-timeout", "--registry",      "--modules-folder",      "--cache-folder",
                                            "--mutex", "--prefix",          "--global-folder", "--network-concurrency", "--mode"};

constexpr std::string_view kPnpmPrograms[] = {"pnpm"};
constexpr Verb kPnpmVerbs[] = {{"add", kInstall},    {"install", kInstall}, {"i", kInstall},
                               {"update", kUpgrade}, {"remove", kRemove},   {"store", kClean}};
constexpr std::string_view kPnpmValues[] = {"--prefix",   "-C",          "--dir",      "--filter",           "-F",
                                            "--registry", "--store-dir", "--reporter", "--config.store-dir", "--network-concurrency"};

constexpr std::string_view kGemPrograms[] = {"gem"};
constexpr Verb kGemVerbs[] = {{"install", kInstall}, {"i", kInstall}, {"update", kUpgrade}, {"uninstall", kRemove}, {"cleanup", kClean}};
constexpr std::string_view kGemValues[] = {"-v",         "--version", "-i",           "--install-dir",  "-n",          "--bindir",
                                           "-s",         "--source",  "-P",           "--trust-policy", "-g",          "--file",
                                           "--platform", "-p",        "--http-proxy", "--document",     "--build-root"};

constexpr std::string_view kGoPrograms[] = {"go"};
constexpr Verb kGoVerbs[] = {{"install", kInstall}, {"get", kInstall}, {"clean", kClean}};
constexpr std::string_view kGoValues[] = {"-ldflags",   "-tags",     "-gcflags",  "-asmflags",      "-o",
                                          "-p",         "-mod",      "-modfile",  "-overlay",       "-C",
                                          "-buildmode", "-toolexec", "-compiler", "-installsuffix", "-pkgdir"};

constexpr std::string_view kCargoPrograms[] = {"cargo"};
constexpr Verb kCargoVerbs[] = {{"install", kInstall}, {"binstall", kInstall}, {"uninstall", kRemove}};
constexpr std::string_view kCargoValues[] = {
    "--version", "--vers", "--git",     "--branch",  "--tag",    "--rev",        "--path", "--root", "--index", "--registry", "--features",
    "-F",        "--bin",  "--example", "--profile", "--target", "--target-dir", "-j",     "--jobs", "--color", "--config",   "-Z"};

constexpr std::string_view kCondaPrograms[] = {"conda", "mamba", "micromamba"};
constexpr Verb kCondaVerbs[] = {{"install", kInstall}, {"create", kInstall}, {"update", kUpgrade},
                                {"upgrade", kUpgrade}, {"remove", kRemove},  {"clean", kClean}};
constexpr std::string_view kCondaValues[] = {
    "-n",       "--name",     "-p", "--prefix",     "-c", "--channel", "-f", "--file", "--solver", "--repodata-fn", "--channel-priority",
    "--subdir", "--platform", "-r", "--root-prefix"};

constexpr Row kRows[] = {
    {PackageTool::kApt, kAptPrograms, kAptVerbs, kAptValues},         {PackageTool::kApk, kApkPrograms, kApkVerbs, kApkValues},
    {PackageTool::kDnf, kDnfPrograms, kDnfVerbs, kDnfValues},         {PackageTool::kZypper, kZypperPrograms, kZypperVerbs, kZypperValues},
    {PackageTool::kPip, kPipPrograms, kPipVerbs, kPipValues},         {PackageTool::kNpm, kNpmPrograms, kNpmVerbs, kNpmValues},
    {PackageTool::kYarn, kYarnPrograms, kYarnVerbs, kYarnValues},     {PackageTool::kPnpm, kPnpmPrograms, kPnpmVerbs, kPnpmValues},
    {PackageTool::kGem, kGemPrograms, kGemVerbs, kGemValues},         {PackageTool::kGo, kGoPrograms, kGoVerbs, kGoValues},
    {PackageTool::kCargo, kCargoPrograms, kCargoVerbs, kCargoValues}, {PackageTool::kConda, kCondaPrograms, kCondaVerbs, kCondaValues},
};

bool among(std::string_view text, Words words) { return std::ranges::find(words, text) != words.end(); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "python3", "python3.12".
bool is_python(std::string_view program) {
  return program.starts_with("python") && program.substr(6).find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_program_of(std::string_view program, const Row& row) {
  if (row.tool == PackageTool::kPip && (program.starts_with("pip3.") || program.starts_with("pip2."))) return true;
  return among(program, row.programs);
}

// Null: no tool that is known, or not the one that is asked for.
const Row* row_of(std::string_view program, PackageTool only) {
  // The rows are in the order of the tools.
  if (only != PackageTool::kNone) {
    const Row& row = kRows[static_cast<std::size_t>(only) - 1];
    return is_program_of(program, row) ? &row : nullptr;
  }
  if (program.empty() || !std::string_view("acdgmnptyz").contains(program[0])) return nullptr;
  for (const Row& row : kRows) {
    if (is_program_of(program, row)) return &row;
  }
  return nullptr;
}

// NAME-VERSION or NAME-VERSION-RELEASE of rpm; java-11-openjdk is a name.
bool has_rpm_version(std::string_view package) {
  std::size_t dash = package.rfind('-');
  return dash != std::string_view::npos && dash + 1 < package.size() && is_digit(package[dash + 1]);
}

bool has_npm_version(std::string_view package) {
  std::size_t at = package.find('@', 1);
  if (at == std::string_view::npos) return false;
  std::string_view version = package.substr(at + 1);
  if (version.starts_with("npm:")) return has_npm_version(version.substr(4));
  return !version.empty() && version.find_first_of("0123456789") != std::string_view::npos;
}

// git+https://host/path@revision; the @ of git@host is another one.
bool has_revision(std::string_view url) {
  std::size_t scheme = url.find("://");
  std::size_t path = scheme == std::string_view::npos ? scheme : url.find('/', scheme + 3);
  return path != std::string_view::npos && url.find('@', path) != std::string_view::npos;
}

bool is_source(std::string_view package) { return package.contains("://") || package.starts_with("git@") || package.starts_with("git+"); }

}  // namespace

bool is_local_file(std::string_view package) {
  if (is_source(package)) return false;
  if (package.starts_with('.') || package.starts_with('/') || package.starts_with('~') || package.starts_with("file:")) return true;
  static constexpr std::string_view kEnds[] = {".deb", ".rpm", ".apk", ".whl", ".tar.gz", ".tgz", ".zip", ".gem", ".tar.bz2", ".conda"};
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return package.ends_with(end); });
}

PackageCall package_call(const ShellCommand& command, PackageTool only) {
  PackageCall out;
  out.command = &command;
  std::string_view name = command.name;
  std::size_t program = 0;
  if (is_python(name) && command.words.size() > 2 && command.words[1].value == "-m") {
    name = command.words[2].value;
    program = 2;
    if (name != "pip") return out;
  } else if (name == "uv" && command.words.size() > 1 && command.words[1].value == "pip") {
    name = "pip";
    program = 1;
  }
  const Row* row = row_of(name, only);
  if (row == nullptr) return out;
  out.tool = row->tool;
  out.program = program;
  for (std::size_t i = program + 1; i < command.words.size(); ++i) {
    const std::string& word = command.words[i].value;
    if (word.starts_with('-') && word.size() > 1) {
      if (among(word, row->with_value)) ++i;
    } else if (out.verb == 0) {
      if (word.starts_with('+') || (row->tool == PackageTool::kYarn && word == "global")) continue;
      out.verb = i;
      for (const Verb& verb : row->verbs) {
        if (verb.word == word) out.action = verb.action;
      }
      if (out.action == kNone) return out;
    } else {
      out.packages.push_back(&command.words[i]);
    }
  }
  if (row->tool == PackageTool::kYarn && out.verb == 0 && !command.has_option({"--version", "-v", "--help"})) {
    out.action = kInstallProject;
  }
  bool is_node = row->tool == PackageTool::kNpm || row->tool == PackageTool::kPnpm;
  if (is_node && out.action == kInstall && out.packages.empty()) out.action = kInstallProject;
  return out;
}

bool brings_packages(const PackageCall& call) {
  return call.action == kInstall || call.action == kInstallProject || call.action == kBuildDependencies || call.action == kUpgrade ||
         call.action == kReleaseUpgrade;
}

bool is_pinned(PackageTool tool, const ShellWord& word) {
  std::string_view package = word.value;
  if (package.empty() || is_local_file(package)) return true;
  bool is_go = tool == PackageTool::kGo;
  if (word.expanded && !(is_go && package.ends_with("@latest"))) return true;
  switch (tool) {
    // name/release names a suite; name- removes.
    case PackageTool::kApt: return package.find_first_of("=/*") != std::string_view::npos || package.ends_with('-');
    case PackageTool::kApk: return package.find_first_of("=<>~!") != std::string_view::npos;
    case PackageTool::kDnf:
      return is_source(package) || package.starts_with('@') || package.find_first_of("=<>") != std::string_view::npos ||
             has_rpm_version(package);
    case PackageTool::kZypper:
      return is_source(package) || package.find_first_of("=<>") != std::string_view::npos || has_rpm_version(package) ||
             package.starts_with('-') || package.starts_with('!');
    case PackageTool::kPip:
      if (package.contains("git+")) return has_revision(package);
      if (is_source(package)) return true;
      return package.contains("==") || package.contains("~=") || package.contains('<');
    case PackageTool::kNpm:
    case PackageTool::kYarn:
    case PackageTool::kPnpm:
      if (is_source(package)) return package.contains('#') || package.ends_with(".tgz") || package.ends_with(".tar.gz");
      return has_npm_version(package);
    case PackageTool::kGem: {
      std::size_t colon = package.rfind(':');
      return is_source(package) || (colon != std::string_view::npos && colon + 1 < package.size());
    }
    // Without @ it is what go.mod says.
    case PackageTool::kGo: {
      std::size_t at = package.rfind('@');
      if (at == std::string_view::npos) return true;
      std::string_view version = package.substr(at + 1);
      constexpr std::string_view kMoving[] = {"latest", "upgrade", "patch", "master", "main", "HEAD", "develop", "trunk"};
      return !among(version, kMoving);
    }
    case PackageTool::kCargo: return package.contains('@');
    case PackageTool::kConda: return package.find_first_of("=<") != std::string_view::npos;
    case PackageTool::kNone: break;
  }
  return true;
}

std::string_view package_name(PackageTool tool, std::string_view package) {
  switch (tool) {
    case PackageTool::kApt: return package.substr(0, package.find_first_of("=/:"));
    case PackageTool::kApk: return package.substr(0, package.find_first_of("=<>~@"));
    case PackageTool::kPip:
    case PackageTool::kConda: return package.substr(0, package.find_first_of("=<>~![ "));
    case PackageTool::kNpm:
    case PackageTool::kYarn:
    case PackageTool::kPnpm: return package.substr(0, package.find('@', 1));
    default: return package;
  }
}

}  // namespace batten::checks
