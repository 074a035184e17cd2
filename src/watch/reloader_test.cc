// SPDX-License-Identifier: Apache-2.0
#include "watch/reloader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "base/format.h"

namespace batten::watch {
namespace {

class Reloading : public testing::Test {
 protected:
  Reloading() : directory_(testing::TempDir() + format("batten_reload_{}", ::getpid())) { std::filesystem::create_directories(directory_); }
  ~Reloading() override { std::filesystem::remove_all(directory_); }

  void write(const std::string& name, const std::string& rule, const std::string& condition = "evt.type = execve") {
    const std::string path = directory_ + "/" + name;
    std::ofstream(path + ".new") << format("- rule: {}\n  desc: d\n  condition: {}\n  output: o\n  priority: INFO\n", rule, condition);
    std::filesystem::rename(path + ".new", path);
  }
  static std::optional<rules::LoadResult> wait(Reloader& reloader) {
    for (int i = 0; i < 500; ++i) {
      if (std::optional<rules::LoadResult> loaded = reloader.poll()) return loaded;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return std::nullopt;
  }

  std::string directory_;
};

TEST_F(Reloading, FilesAndDirectoriesAreReadInOrder) {
  write("b.yaml", "second");
  write("a.yaml", "first");
  std::ofstream(directory_ + "/notes.txt") << "no rule";
  Result<std::vector<rules::RuleFile>> files = read_rule_files({.paths = {directory_}, .own = false});
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 2u);
  EXPECT_TRUE((*files)[0].name.ends_with("/a.yaml"));
  EXPECT_EQ(read_rule_files({.paths = {directory_ + "/none.yaml"}, .own = false}).error().code, Code::kNotFound);
  EXPECT_GT(read_rule_files({.paths = {}, .own = true})->size(), 3u);
}

TEST_F(Reloading, AFileThatIsReplacedIsLoadedAnew) {
  write("a.yaml", "first");
  Reloader reloader({.paths = {directory_ + "/a.yaml"}, .own = false}, {}, true);
  std::ofstream(directory_ + "/other.yaml") << "not asked for";
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(reloader.poll());
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  write("a.yaml", "second");
  std::optional<rules::LoadResult> loaded = wait(reloader);
  ASSERT_TRUE(loaded);
  ASSERT_TRUE(loaded->rules);
  EXPECT_EQ(loaded->rules->rules().at(0).name, "second");
}

TEST_F(Reloading, AFileBehindALinkIsWatchedWhereItIs) {
  std::filesystem::create_directories(directory_ + "/real");
  write("real/a.yaml", "first");
  write("real/b.yaml", "third");
  std::filesystem::create_symlink(directory_ + "/real/a.yaml", directory_ + "/link.yaml");
  Reloader reloader({.paths = {directory_ + "/link.yaml"}, .own = false}, {}, true);
  write("real/a.yaml", "second");
  std::optional<rules::LoadResult> loaded = wait(reloader);
  ASSERT_TRUE(loaded && loaded->rules);
  EXPECT_EQ(loaded->rules->rules().at(0).name, "second");
  std::filesystem::create_symlink(directory_ + "/real/b.yaml", directory_ + "/link.new");
  std::filesystem::rename(directory_ + "/link.new", directory_ + "/link.yaml");
  loaded = wait(reloader);
  ASSERT_TRUE(loaded && loaded->rules);
  EXPECT_EQ(loaded->rules->rules().at(0).name, "third");
  write("real/b.yaml", "fourth");
  loaded = wait(reloader);
  ASSERT_TRUE(loaded && loaded->rules);
  EXPECT_EQ(loaded->rules->rules().at(0).name, "fourth");
}

TEST_F(Reloading, WhatIsWrongIsSaid) {
  write("a.yaml", "first");
  Reloader reloader({.paths = {directory_}, .own = false}, {}, false);
  write("a.yaml", "first", "nothing.known = 1");
  EXPECT_FALSE(reloader.poll());  // nobody asked
  reloader.request();
  std::optional<rules::LoadResult> loaded = wait(reloader);
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->rules);
  ASSERT_FALSE(loaded->diagnostics.empty());
  EXPECT_EQ(loaded->diagnostics[0].code, rules::DiagnosticCode::kErrCompileCondition);
  std::filesystem::remove_all(directory_);
  reloader.request();
  loaded = wait(reloader);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->diagnostics.at(0).code, rules::DiagnosticCode::kErrFileRead);
}

}  // namespace
}  // namespace batten::watch
