// SPDX-License-Identifier: Apache-2.0
#include "scan/check.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "advisory/temporary_directory.h"
#include "base/file.h"
#include "base/text.h"
#include "checks/image_check.h"
#include "leaks/patterns.h"
#include "scan/made_image.h"

namespace batten::scan {
namespace {

using Status = model::Practice::Status;

// Projects on disk; no engine answers, and the only registry is a port where nobody listens.
class Check : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("BATTEN_CACHE_DIR", (directory_.path() + "/cache").c_str(), 1);
    leaks::Patterns::all().prepare();  // before there are workers
    auto session = Session::start("", base::silent_progress());
    ASSERT_TRUE(session) << session.error().message;
    session_ = std::move(*session);
    options_.source.platform.arch = "amd64";
    options_.source.docker_host = "unix://" + directory_.path() + "/no.sock";
    options_.database_directory = directory_.path() + "/db";
    options_.offline = true;
  }
  void TearDown() override { ::unsetenv("BATTEN_CACHE_DIR"); }

  std::string project() const { return directory_.path() + "/project"; }
  void write(const std::string& name, std::string_view text) { ASSERT_TRUE(base::write_file_atomic(project() + "/" + name, text)); }
  Checked checked() {
    auto out = check(project(), options_, *session_);
    EXPECT_TRUE(out) << out.error().message;
    return out ? std::move(*out) : Checked();
  }

  advisory::TemporaryDirectory directory_;
  std::unique_ptr<Session> session_;
  ScanOptions options_;
};

Status status_of(const Checked& checked, std::string_view id) {
  auto at = std::ranges::find(checked.card.practices, id, &model::Practice::id);
  return at == checked.card.practices.end() ? Status::kNotYet : at->status;
}

// "check: message" of all results of checks of images' files.
std::string said_of_files(const Checked& checked) {
  std::string out;
  for (const model::CheckResult& result : checked.card.assessment.results) {
    bool of_files = std::ranges::any_of(checks::all_image_checks(), [&](const auto* check) { return &check->info == result.check; });
    if (of_files) out += std::string(result.check->id) + ": " + result.message + "\n";
  }
  return out;
}

std::string titles(const Checked& checked) {
  std::vector<std::string> out;
  for (const policy::Subject& subject : checked.subjects) out.push_back(subject.title);
  return base::join(out, "; ");
}

TEST_F(Check, ABaseThatCantBeHadIsALineNotAnError) {
  write("Dockerfile", "FROM 127.0.0.1:9/none:1\nRUN true\n");
  Checked out = checked();
  EXPECT_EQ(titles(out), "base image 127.0.0.1:9/none:1");
  ASSERT_EQ(out.subjects.size(), 1u);
  EXPECT_FALSE(out.subjects[0].report);
  EXPECT_NE(out.subjects[0].problem, "");
  EXPECT_EQ(status_of(out, "trusted-images"), Status::kCouldNotCheck);
  EXPECT_NE(status_of(out, "up-to-date"), Status::kGood);
  EXPECT_EQ(out.card.facts, std::vector<std::string>{"Dockerfile: 1 stage, built from 127.0.0.1:9/none:1 (line 1)"});
}

TEST_F(Check, EveryDockerfileCountsEveryBaseOnce) {
  write("Dockerfile", "FROM 127.0.0.1:9/one:1 AS build\nFROM 127.0.0.1:9/two:1\nCOPY --from=build /a /a\n");
  write("dev.Dockerfile", "FROM 127.0.0.1:9/two:1\n");
  write("Dockerfile.ci", "FROM 127.0.0.1:9/three:1 AS a\nFROM a\n");
  write("Dockerfile.dockerignore", "*\n");
  write("README", "FROM 127.0.0.1:9/none:1\n");
  Checked out = checked();
  EXPECT_EQ(titles(out), "base image 127.0.0.1:9/two:1; base image 127.0.0.1:9/three:1");
  EXPECT_EQ(out.card.facts.size(), 3u);
}

TEST_F(Check, AnEmptyBaseHasNothingToScan) {
  write("Dockerfile", "FROM scratch\nCOPY app /\n");
  Checked out = checked();
  EXPECT_TRUE(out.subjects.empty());
  EXPECT_EQ(out.card.facts, std::vector<std::string>{"Dockerfile: 1 stage, built from scratch (line 1)"});
  ASSERT_EQ(out.card.practices.size(), 5u);
  // The file was looked at: what it says of secrets is judged, what nobody knows is not good.
  EXPECT_EQ(status_of(out, "secrets-management"), Status::kGood);
  for (const char* id : {"trusted-images", "monitoring", "up-to-date"}) EXPECT_NE(status_of(out, id), Status::kGood) << id;
}

TEST_F(Check, ABrokenDockerfileIsANoteAndTheOtherCounts) {
  write("Dockerfile", "RUN no base\n");
  write("Containerfile", "FROM scratch\n");
  Checked out = checked();
  ASSERT_FALSE(out.card.notes.empty());
  EXPECT_EQ(out.card.notes[0].where, project() + "/Dockerfile");
  EXPECT_EQ(out.card.facts.size(), 1u);
}

TEST_F(Check, AProjectCantHaveFilesOfThisMachineRead) {
  std::string archive = directory_.path() + "/image.tar", root = directory_.path() + "/root";
  ASSERT_TRUE(base::write_file_atomic(archive, made_docker_archive({{made_tar({{"etc/os-release", std::string(kBookworm)}}), "x"}})));
  ASSERT_TRUE(base::write_file_atomic(root + "/etc/os-release", kBookworm));
  const std::string named = "127.0.0.1:9/root";  // also the name of a directory, from here
  ASSERT_TRUE(base::write_file_atomic(directory_.path() + "/" + named + "/etc/os-release", kBookworm));
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(directory_.path());
  for (const std::string& base : {archive, root, "docker-archive:" + archive, "dir:" + root, named, std::string("-")}) {
    write("Dockerfile", "FROM " + base + "\n");
    Checked out = checked();
    ASSERT_EQ(out.subjects.size(), 1u) << base;
    EXPECT_FALSE(out.subjects[0].report) << base;
    EXPECT_NE(out.subjects[0].problem, "") << base;
  }
  std::filesystem::current_path(before);
}

TEST_F(Check, ADirectoryThatIsNoneOfThemIsAnError) {
  write("README", "text\n");
  auto out = check(project(), options_, *session_);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, Code::kNotFound);
  EXPECT_TRUE(out.error().message.contains("neither a Dockerfile")) << out.error().message;
  out = check(directory_.path() + "/absent", options_, *session_);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, Code::kNotFound);
}

TEST_F(Check, ARootFileSystemAndAnArchiveAreImages) {
  write("etc/os-release", kBookworm);
  write("var/lib/dpkg/status", dpkg_paragraph("bash", "5.2-1"));
  Checked out = checked();
  ASSERT_EQ(out.subjects.size(), 1u);
  ASSERT_TRUE(out.subjects[0].report);
  EXPECT_EQ(out.card.facts, std::vector<std::string>{"dir: Debian GNU/Linux 12 (bookworm), 1 packages, 1 layers"});
  EXPECT_NE(status_of(out, "up-to-date"), Status::kGood) << "no feed is there";

  std::string archive = directory_.path() + "/image.tar";
  ASSERT_TRUE(base::write_file_atomic(archive, made_docker_archive({{made_tar({{"etc/os-release", std::string(kBookworm)}}), "x"}})));
  auto image = check(archive, options_, *session_);
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_TRUE(image->card.facts[0].starts_with("docker-archive: Debian GNU/Linux 12")) << image->card.facts[0];
}

TEST_F(Check, FilesOfAnImageAreJudgedAsItsLayersLeaveThem) {
  constexpr auto kFile = archive::EntryType::kFile;
  std::string base = made_tar({{"etc/os-release", std::string(kBookworm)},
                               {"etc/passwd", "root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\n"},
                               {"etc/shadow", "root:::::::\n"},
                               {"usr/bin/su", "su", kFile, 04755},
                               {"usr/bin/mount", "m", kFile, 04755},
                               {"usr/local/bin/helper", "h", kFile, 04755},
                               {"opt/agent", "a", kFile, 06755},
                               {"etc/app.conf", "c", kFile, 0666},
                               {"app/.git/HEAD", "ref"}});
  std::string top = made_tar({{"etc/shadow", "root:*::::::\n"},
                              {"usr/local/bin/.wh.helper", ""},
                              {"usr/bin/mount", "m", kFile, 0755},
                              {"etc/app.conf", "c", kFile, 0644}});
  std::string one = directory_.path() + "/one.tar", two = directory_.path() + "/two.tar";
  ASSERT_TRUE(base::write_file_atomic(one, made_docker_archive({{base, "x"}})));
  ASSERT_TRUE(base::write_file_atomic(two, made_docker_archive({{base, "x"}, {top, "y"}})));
  auto before = check(one, options_, *session_), after = check(two, options_, *session_);
  ASSERT_TRUE(before) << before.error().message;
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_EQ(said_of_files(*before),
            "account-without-password: no password is asked of root\n"
            "needless-files: left over from building: app/.git\n"
            "second-root-account: user 0 is root and also toor\n"
            "setuid-program-unusual: opt/agent runs with the rights of its owner, whoever starts it\n"
            "setuid-program-unusual: usr/local/bin/helper runs with the rights of its owner, whoever starts it\n"
            "setuid-programs: the distribution's programs with a setuid or setgid bit are there: usr/bin/mount, usr/bin/su\n"
            "world-writable-system-file: everyone may write to etc/app.conf\n");
  EXPECT_EQ(said_of_files(*after),
            "needless-files: left over from building: app/.git\n"
            "second-root-account: user 0 is root and also toor\n"
            "setuid-program-unusual: opt/agent runs with the rights of its owner, whoever starts it\n"
            "setuid-programs: the distribution's programs with a setuid or setgid bit are there: usr/bin/su\n");
  EXPECT_EQ(said_of_files(*check(two, options_, *session_)), said_of_files(*after)) << "from the cache";
}

TEST_F(Check, ARootFileSystemIsJudgedByItsFilesAndNoMore) {
  write("etc/os-release", kBookworm);
  write("usr/bin/su", "x");
  write("opt/run", "x");
  Checked clean = checked();
  EXPECT_EQ(said_of_files(clean), "");
  for (const char* id : {"limit-capabilities", "secrets-management", "monitoring"})
    EXPECT_EQ(status_of(clean, id), Status::kCouldNotCheck) << id << ": files say nothing of how it is run";
  ASSERT_EQ(::chmod((project() + "/usr/bin/su").c_str(), 04755), 0);
  ASSERT_EQ(::chmod((project() + "/opt/run").c_str(), 04755), 0);
  Checked out = checked();
  EXPECT_EQ(said_of_files(out),
            "setuid-program-unusual: opt/run runs with the rights of its owner, whoever starts it\n"
            "setuid-programs: the distribution's programs with a setuid or setgid bit are there: usr/bin/su\n");
  EXPECT_EQ(status_of(out, "limit-capabilities"), Status::kProblems);
  EXPECT_EQ(status_of(out, "monitoring"), Status::kCouldNotCheck);
}

}  // namespace
}  // namespace batten::scan
