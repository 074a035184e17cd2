// SPDX-License-Identifier: Apache-2.0
//
// dpkg's status file against package lists that others made of the same images, against dpkg itself, and broken.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/process.h"
#include "base/text.h"
#include "packages/shared_data.h"

namespace batten::packages {
namespace {

constexpr std::string_view kStatus = "var/lib/dpkg/status";

std::set<std::string> names_and_versions(const model::FileFacts& facts) {
  std::set<std::string> out;
  for (const model::Package& package : facts.packages) out.insert(package.name + " " + package.version);
  return out;
}

std::set<std::string> manifest_lines(std::string_view text) {
  std::set<std::string> out;
  base::each_line(text, [&](std::string_view line) {
    std::vector<std::string_view> words = base::words(line);
    if (words.size() == 2) out.insert(format("{} {}", words[0].substr(0, words[0].find(':')), words[1]));  // "libc6:amd64"
  });
  return out;
}

const model::Package* find(const model::FileFacts& facts, std::string_view name) {
  auto found = std::ranges::find(facts.packages, name, &model::Package::name);
  return found == facts.packages.end() ? nullptr : &*found;
}

}  // namespace

TEST(Dpkg, GivesTheVersionsOfTheImagesManifest) {
  auto status = shared_file("images/dpkg/debian-12-20241202-derived.status");
  auto manifest = shared_file("images/manifests/debian-bookworm-20241202-amd64.manifest");
  if (!status || !manifest) GTEST_SKIP() << "dpkg status against the image's manifest: no shared data";
  Parsed parsed = parse_with("dpkg", kStatus, *status);
  ASSERT_TRUE(parsed.result);
  EXPECT_TRUE(parsed.notes.empty());
  EXPECT_EQ(parsed.facts.packages.size(), 88u);
  EXPECT_EQ(names_and_versions(parsed.facts), manifest_lines(*manifest));
}

TEST(Dpkg, ReadsARealUbuntuStatus) {
  auto status = shared_file("images/dpkg/ubuntu-18.04.status");
  if (!status) GTEST_SKIP() << "dpkg status of Ubuntu 18.04: no shared data";
  Parsed parsed = parse_with("dpkg", kStatus, *status);
  ASSERT_TRUE(parsed.result);
  EXPECT_TRUE(parsed.notes.empty());
  // Each stanza that says "installed".
  std::size_t installed = 0;
  base::each_line(*status,
                  [&](std::string_view line) { installed += line.starts_with("Status: ") && line.ends_with(" installed") ? 1u : 0u; });
  EXPECT_EQ(parsed.facts.packages.size(), installed);
  const model::Package* passwd = find(parsed.facts, "passwd");
  ASSERT_NE(passwd, nullptr);
  EXPECT_EQ(passwd->source_name, "shadow");
  EXPECT_EQ(passwd->source_version, passwd->version);
  EXPECT_EQ(passwd->origin, "Ubuntu");
}

// dpkg-query reads a copy, so that a package that is being installed meanwhile does no harm.
TEST(Dpkg, ListsWhatDpkgQueryLists) {
  if (!base::run_process({"dpkg-query", "--version"}, "", std::chrono::seconds(10)))
    GTEST_SKIP() << "dpkg status against dpkg-query: no dpkg-query";
  std::vector<std::pair<std::string, std::string>> inputs;
  if (auto host = base::read_file("/var/lib/dpkg/status", 64u << 20)) inputs.emplace_back("the host's", *host);
  if (auto bytes = shared_file("images/dpkg/ubuntu-18.04.status")) inputs.emplace_back("Ubuntu 18.04", *bytes);
  if (inputs.empty()) GTEST_SKIP() << "dpkg status against dpkg-query: no status file here";
  constexpr const char* kFormat =
      "${Package}\\t${Version}\\t${Architecture}\\t${source:Package}\\t${source:Version}\\t${db:Status-Status}\\n";
  for (const auto& [name, status] : inputs) {
    SCOPED_TRACE(name);
    TemporaryDirectory directory;
    ASSERT_TRUE(base::write_file_atomic(directory.path() + "/status", status) && base::make_directories(directory.path() + "/info") &&
                base::make_directories(directory.path() + "/updates"));
    auto ran =
        base::run_process({"dpkg-query", "--admindir=" + directory.path(), "-W", "-f", kFormat}, "", std::chrono::seconds(60), 64u << 20);
    ASSERT_TRUE(ran && ran->exit_status == 0) << ran->err;
    std::vector<std::string> theirs, ours;
    base::each_line(ran->out, [&](std::string_view line) {
      std::size_t tab = line.rfind('\t');
      std::string_view state = line.substr(tab + 1);
      if (state != "not-installed" && state != "config-files") theirs.emplace_back(line.substr(0, tab));
    });
    Parsed parsed = parse_with("dpkg", kStatus, status);
    ASSERT_TRUE(parsed.result);
    EXPECT_TRUE(parsed.notes.empty());
    for (const model::Package& package : parsed.facts.packages) {
      ours.push_back(
          format("{}\t{}\t{}\t{}\t{}", package.name, package.version, package.arch, package.source_name, package.source_version));
    }
    std::ranges::sort(theirs);
    std::ranges::sort(ours);
    EXPECT_FALSE(ours.empty());
    EXPECT_EQ(ours, theirs);
  }
}

TEST(Dpkg, ReadsSourceAndOrigin) {
  Parsed parsed = parse_with(
      "dpkg", kStatus,
      "Package: libgcc-s1\nStatus: install ok installed\nMaintainer: A <a@lists.debian.org>\nArchitecture: amd64\n"
      "Multi-Arch: same\nSource: gcc-12 (12.2.0-14)\nVersion: 12.2.0-14+b1\n\n"
      "Package: docker-ce\nStatus: install ok installed\nMaintainer: Docker <support@docker.com>\nOrigin: Docker\nVersion: 5:27\n\n"
      "Package: own\nstatus: install ok half-configured\nMaintainer: <me@notdebian.org>\nVersion: 1\n");
  ASSERT_EQ(parsed.facts.packages.size(), 3u);
  EXPECT_EQ(parsed.facts.packages[0].source_name, "gcc-12");
  EXPECT_EQ(parsed.facts.packages[0].source_version, "12.2.0-14");
  EXPECT_EQ(parsed.facts.packages[0].origin, "Debian");
  EXPECT_EQ(parsed.facts.packages[1].origin, "Docker");
  EXPECT_EQ(parsed.facts.packages[1].source_name, "docker-ce");
  EXPECT_EQ(parsed.facts.packages[2].origin, "");
}

TEST(Dpkg, ListsTheStatesThatLeaveFiles) {
  constexpr std::pair<const char*, bool> kStates[] = {
      {"install ok installed", true},        {"hold ok installed", true},           {"deinstall ok installed", true},
      {"install ok unpacked", true},         {"install ok half-configured", true},  {"install reinstreq half-installed", true},
      {"install ok triggers-awaited", true}, {"install ok triggers-pending", true}, {"deinstall ok config-files", false},
      {"purge ok not-installed", false},
  };
  for (auto [state, listed] : kStates) {
    Parsed parsed = parse_with("dpkg", kStatus, format("Package: a\nStatus: {}\nVersion: 1\n", state));
    EXPECT_EQ(parsed.facts.packages.size(), listed ? 1u : 0u) << state;
    EXPECT_TRUE(parsed.notes.empty()) << state;
  }
}

TEST(Dpkg, NamesABrokenStanzaAndGoesOn) {
  Parsed parsed =
      parse_with("dpkg", kStatus,
                 "Package: a\nStatus: install ok installed\nVersion: 1\n\n"
                 "Package: b\nStatus: install ok installed\nArchitecture: all\n\n"
                 "Package: c\n<<<<<<< garbage\nStatus: install ok installed\nVersion: 3\n\n"
                 "Status: install ok installed\nVersion: 4\n\n"
                 "Package: e\nStatus: install ok installed\nVersion: 5\nPackage: f\nStatus: install ok installed\nVersion: 6\n\n"
                 "Package: g\r\nStatus: install ok installed\r\nVersion: 7\r\n\r\n"
                 "Package: h\nStatus: install ok installed\nVersion: 8");
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(names_and_versions(parsed.facts), (std::set<std::string>{"a 1", "c 3", "e 5", "f 6", "g 7", "h 8"}));
  std::vector<std::string> messages;
  for (const base::Note& note : parsed.notes) {
    EXPECT_EQ(note.where, kStatus);
    EXPECT_EQ(note.kind, base::Note::Kind::kSkipped);
    messages.push_back(note.message);
  }
  EXPECT_EQ(messages, (std::vector<std::string>{"stanza 2, line 5: package b has no Version field",
                                                "stanza 3, line 10: neither a field nor its continuation; the line is passed over",
                                                "stanza 4, line 14: no Package field",
                                                "stanza 6, line 20: no blank line before this package; read as a stanza of its own"}));
}

TEST(Dpkg, CountsNotesInsteadOfFillingTheReport) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "Version: 1\n\n";
  Parsed parsed = parse_with("dpkg", kStatus, text);
  ASSERT_EQ(parsed.notes.size(), 21u);
  EXPECT_EQ(parsed.notes.back().message, "and 9980 more like these");
}

TEST(Dpkg, RefusesWhatIsNoText) {
  Parsed parsed = parse_with("dpkg", kStatus, std::string_view("Package: a\0b\nVersion: 1\n", 24));
  EXPECT_FALSE(parsed.result);
  EXPECT_TRUE(parsed.facts.packages.empty());
}

TEST(DpkgFiles, LeavesDirectoriesOut) {
  Parsed parsed = parse_with("dpkg_files", "var/lib/dpkg/info/a.list",
                             "/.\n/usr\n/usr/bin\n/usr/bin/a\n/usr/bin-x\n/usr/share\n/usr/share/a\n/usr/share/a/b c\n/../../etc/passwd\n");
  ASSERT_EQ(parsed.facts.details.size(), 1u);
  EXPECT_EQ(parsed.facts.details[0].files, (std::vector<std::string>{"usr/bin-x", "usr/bin/a", "usr/share/a/b c"}));
}

}  // namespace batten::packages
