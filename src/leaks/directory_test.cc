// SPDX-License-Identifier: Apache-2.0
#include "leaks/directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/file.h"
#include "base/process.h"
#include "leaks/baseline.h"
#include "leaks/git_history.h"

namespace batten::leaks {
namespace {

const std::string kToken = std::string("ghp_") + "Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL";
const std::string kOther = std::string("gho_") + "Eeeby3abP3E2Zs8IQ9Y7aJZqhB6bae2dTjzx";
constexpr std::string_view kKey = "the key of these tests, 32 bytes";

class Tree : public testing::Test {
 protected:
  Tree() {
    char name[] = "/tmp/batten_leaks_test.XXXXXX";
    root_ = ::mkdtemp(name);
  }
  ~Tree() override {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  void put(const std::string& path, std::string_view text) const {
    ASSERT_TRUE(base::make_directories(root_ + "/" + std::filesystem::path(path).parent_path().string()));
    ASSERT_TRUE(base::write_file_atomic(root_ + "/" + path, text));
  }
  std::string found(DirectoryOptions options = {}) {
    options.fingerprint_key = kKey;
    Result<model::LeakReport> report = search_directory(root_, Patterns::all(), options, base::silent_progress());
    EXPECT_TRUE(report) << report.error().message;
    if (!report) return {};
    report_ = std::move(*report);
    std::string out;
    for (const model::Leak& leak : report_.leaks) out += (out.empty() ? "" : " ") + leak.place.path.substr(root_.size() + 1);
    return out;
  }
  void git(std::vector<std::string> words) const {
    std::vector<std::string> argv = {
        "git", "-C", root_, "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"};
    argv.insert(argv.end(), words.begin(), words.end());
    Result<base::ProcessOutput> done = base::run_process(argv, "", std::chrono::seconds(30));
    ASSERT_TRUE(done) << done.error().message;
    ASSERT_EQ(done->exit_status, 0) << done->err;
  }

  std::string root_;
  model::LeakReport report_;
};

TEST_F(Tree, SkipsNoFileForItsName) {
  for (const char* path :
       {"test/a", "vendor/b.go", "node_modules/c/d.js", "usr/lib/python3/e.py", "README.md", "locale/de.po", ".env", "x.min.js"})
    put(path, "token " + kToken + "\n");
  EXPECT_EQ(found(), ".env README.md locale/de.po node_modules/c/d.js test/a usr/lib/python3/e.py vendor/b.go x.min.js");
  EXPECT_EQ(report_.files, 8u);
  EXPECT_TRUE(report_.notes.empty());
}

TEST_F(Tree, LeavesOutWhatGitIgnoresInARepositoryOnly) {
  put(".gitignore", "*.log\n/build\n");
  put("a.log", kToken);
  put("build/b", kToken);
  put("src/build/c", kToken);
  put("src/.gitignore", "d\n!keep.log\n");
  put("src/d", kToken);
  put("src/keep.log", kToken);
  EXPECT_EQ(found(), "a.log build/b src/build/c src/d src/keep.log");
  put(".git/config", "[remote \"origin\"]\n\turl = https://" + kToken + "@github.com/a/b\n");
  put(".git/objects/aa", kToken);
  EXPECT_EQ(found(), ".git/config src/build/c src/keep.log");
  EXPECT_EQ(report_.ignored, 3u);
  EXPECT_EQ(found({.honour_ignores = false}), ".git/config a.log build/b src/build/c src/d src/keep.log");
  // An image that is built here would get them, unless .dockerignore names them too.
  put("Dockerfile", "FROM scratch\nCOPY . /\n");
  put(".dockerignore", "build\n");
  EXPECT_EQ(found(), ".git/config a.log src/build/c src/d src/keep.log");
  EXPECT_EQ(found({.excluded = {"src/**", "*.log"}}), ".git/config");
}

TEST_F(Tree, SaysWhatItCouldNotRead) {
  put("a", kToken);
  put("b", kToken);
  ASSERT_EQ(::symlink("/etc/passwd", (root_ + "/link").c_str()), 0);
  ASSERT_EQ(::symlink(root_.c_str(), (root_ + "/loop").c_str()), 0);
  ASSERT_EQ(::mkfifo((root_ + "/pipe").c_str(), 0600), 0);
  EXPECT_EQ(found(), "a b");
  EXPECT_TRUE(report_.notes.empty());
  EXPECT_EQ(report_.leaks[0].readable_by, "its owner (mode 0600)");
  Result<model::LeakReport> none = search_directory(root_ + "/nothing", Patterns::all(), {}, base::silent_progress());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Code::kNotFound);
}

TEST_F(Tree, HistoryHoldsWhatFilesNoLongerDo) {
  git({"init", "-q", "."});
  put("sub/a.txt", "x\n" + kToken + "\n");
  git({"add", "."});
  git({"commit", "-qm", "first"});
  put("sub/a.txt", "clean\n");
  put("b.txt", kOther + "\n");
  git({"add", "."});
  git({"commit", "-qm", "second"});
  git({"checkout", "-q", "-b", "side"});
  put("c.txt", "more\n" + kToken + "\n");
  git({"add", "."});
  git({"commit", "-qm", "third: " + kOther});
  git({"checkout", "-q", "-"});

  Result<model::LeakReport> report = search_history(root_, Patterns::all(), std::string(kKey), base::silent_progress());
  ASSERT_TRUE(report) << report.error().message;
  std::string out;
  for (const model::Leak& leak : report->leaks) {
    out += leak.place.path + ":" + std::to_string(leak.place.line) + (leak.place.removed ? " removed" : "") + "; ";
    EXPECT_EQ(leak.place.commit.size(), 40u);
  }
  EXPECT_EQ(out, "b.txt:1; c.txt:2 removed; message of a commit:6; sub/a.txt:2 removed; ");
}

TEST_F(Tree, HistoryKeepsOddNames) {
  git({"init", "-q", "."});
  put(" ", "x\n");
  put(":100644 a.txt", kToken + "\n");
  put("b.txt ", kOther + "\n");
  git({"add", "."});
  git({"commit", "-qm", "first"});
  Result<model::LeakReport> report = search_history(root_, Patterns::all(), std::string(kKey), base::silent_progress());
  ASSERT_TRUE(report) << report.error().message;
  std::string out;
  for (const model::Leak& leak : report->leaks) out += leak.place.path + "; ";
  EXPECT_EQ(out, ":100644 a.txt; b.txt ; ");
}

TEST_F(Tree, HistoryRunsNothingOfTheRepository) {
  git({"init", "-q", "."});
  put("a.txt", kToken + "\n");
  git({"add", "."});
  git({"commit", "-qm", "first"});
  std::string trap = root_ + "/trap";
  put(".git/config", "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = touch " + trap + "\n\tsshCommand = touch " + trap +
                         "\n\tpager = touch " + trap + "\n[diff \"x\"]\n\ttextconv = touch " + trap + "\n[diff]\n\texternal = touch " +
                         trap + "\n");
  put(".gitattributes", "* diff=x\n");
  Result<model::LeakReport> report = search_history(root_, Patterns::all(), std::string(kKey), base::silent_progress());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->leaks.size(), 1u);
  EXPECT_FALSE(std::filesystem::exists(trap));
}

TEST_F(Tree, ABaselineHidesWhatItLists) {
  put("a", kToken + "\n");
  found();
  std::string baseline = make_baseline(kKey, report_);
  EXPECT_FALSE(baseline.contains(kToken.substr(4)));
  put("b", kOther + "\n");
  EXPECT_EQ(found(), "a b");
  ASSERT_TRUE(apply_baseline(baseline, kKey, report_));
  EXPECT_EQ(report_.leaks[0].suppressed_by, "in the baseline");
  EXPECT_EQ(report_.leaks[1].suppressed_by, "");
  Result<void> other = apply_baseline(baseline, "another key, also of 32 bytes ...", report_);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, Code::kConflict);
  EXPECT_FALSE(apply_baseline("[]", kKey, report_));
}

}  // namespace
}  // namespace batten::leaks
