// SPDX-License-Identifier: Apache-2.0
//
// Directory trees, fed and read back as the tar that the worker would get.
#include "image/tree_feed.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <future>
#include <map>
#include <thread>

#include "archive/tar.h"
#include "base/format.h"
#include "image/temporary_directory.h"

namespace batten::image {
namespace {

using archive::EntryType;

struct Fed {
  std::map<std::string, archive::TarEntry> entries;
  std::map<std::string, std::string> contents;  // of entries that have any
  std::size_t count = 0;
  base::Notes notes;
  Result<void> result;
};

// Opens the layer as the pipeline does: the feeder on one thread, the reader on another.
Fed feed(const std::string& path, TreeOptions options) {
  Fed out;
  LayerHandle handle = tree_layer(path, std::move(options));
  auto input = handle.open();
  EXPECT_TRUE(input) << input.error().message;
  if (!input) return out;
  std::future<Result<void>> feeding = std::async(std::launch::async, input->feed);
  auto source = archive::pipe_source(input->fd.get());
  archive::TarReader reader(*source);
  for (;;) {
    auto entry = reader.next();
    EXPECT_TRUE(entry) << entry.error().message;
    if (!entry || !*entry) break;
    std::string content = *reader.content_all(1 << 20);
    if (!content.empty()) out.contents[(*entry)->name] = content;
    out.entries[(*entry)->name] = **entry;
    ++out.count;
  }
  EXPECT_TRUE(reader.ended_properly());
  EXPECT_TRUE(reader.drain());
  out.result = feeding.get();
  out.notes = handle.feed_notes();
  return out;
}

class TreeFeed : public ::testing::Test {
 protected:
  std::string at(const std::string& name) const { return directory_.at(name); }
  void link(const std::string& name, const std::string& target) { ASSERT_EQ(::symlink(target.c_str(), at(name).c_str()), 0); }
  Fed fed(TreeOptions options = {}) { return feed(directory_.path(), std::move(options)); }

  TemporaryDirectory directory_;
};

TEST_F(TreeFeed, FilesLinksAndTheirContents) {
  directory_.file("etc/os-release", "ID=x\n");
  directory_.file("etc/empty", "");
  directory_.file("usr/bin/tool", std::string(700'000, 't'));
  link("etc/link", "../../../../etc/passwd");
  ASSERT_EQ(::chmod(at("usr/bin/tool").c_str(), 04755), 0);
  Fed tree = fed();
  ASSERT_TRUE(tree.result) << tree.result.error().message;
  EXPECT_EQ(tree.contents.size(), 2u);
  EXPECT_EQ(tree.contents["etc/os-release"], "ID=x\n");
  EXPECT_EQ(tree.contents["usr/bin/tool"], std::string(700'000, 't'));
  EXPECT_EQ(tree.entries.at("usr/bin/tool").mode, 04755u);
  EXPECT_EQ(tree.entries.at("etc/empty").type, EntryType::kFile);
  EXPECT_EQ(tree.entries.at("etc/link").type, EntryType::kSymlink);
  EXPECT_EQ(tree.entries.at("etc/link").link_name, "../../../../etc/passwd");
  EXPECT_EQ(tree.count, 4u);
  EXPECT_TRUE(tree.notes.empty());
}

TEST_F(TreeFeed, OnlyClaimedFilesHaveContentsAllAreListed) {
  directory_.file("etc/os-release", "ID=x\n");
  directory_.file("etc/shadow", "secret");
  directory_.file("home/user/file", "private");
  TreeOptions options;
  options.claimed = [](std::string_view path) { return path == "etc/os-release"; };
  Fed tree = fed(options);
  EXPECT_EQ(tree.contents, (std::map<std::string, std::string>{{"etc/os-release", "ID=x\n"}}));
  EXPECT_TRUE(tree.entries.contains("etc/shadow"));
  EXPECT_TRUE(tree.entries.contains("home/user/file"));
  options.may_hold_claims = [](std::string_view directory) { return directory == "etc"; };
  tree = fed(options);
  EXPECT_TRUE(tree.entries.contains("etc/shadow"));
  EXPECT_FALSE(tree.entries.contains("home/user/file"));
}

TEST_F(TreeFeed, ModesAreToldOfAllFilesAndOfDirectoriesThatAreJudged) {
  directory_.file("usr/bin/su", "secret");
  directory_.file("etc/all/x", "");
  directory_.file("srv/all/x", "");
  ASSERT_EQ(::chmod(at("usr/bin/su").c_str(), 04755), 0);
  ASSERT_EQ(::chmod(at("etc/all").c_str(), 0777), 0);
  ASSERT_EQ(::chmod(at("srv/all").c_str(), 0777), 0);
  TreeOptions options;
  options.claimed = [](std::string_view) { return false; };
  Fed tree = fed(options);
  EXPECT_EQ(tree.entries.at("usr/bin/su").mode, 04755u);
  EXPECT_EQ(tree.entries.at("etc/all").mode, 0777u);
  EXPECT_EQ(tree.entries.at("etc/all").type, EntryType::kDirectory);
  EXPECT_EQ(tree.count, 4u) << "no other directory";
  EXPECT_TRUE(tree.contents.empty());
  ASSERT_EQ(::chmod(at("etc/all").c_str(), 0755), 0);
  options.marks = OverlayMarks::kUser;
  EXPECT_EQ(fed(options).entries.at("etc/all").mode, 0755u) << "a layer that takes the mode of a lower one back";
}

TEST_F(TreeFeed, LinksAreFollowedInsideTheRootOnly) {
  directory_.file("usr/lib/os-release", "ID=inside\n");
  directory_.file("real/status", "Package: a\n");
  directory_.file("outside/x", "");
  std::filesystem::create_directories(at("etc"));
  std::filesystem::create_directories(at("var/lib"));
  link("etc/os-release", "/usr/lib/os-release");
  link("etc/passwd", "/etc/passwd");
  link("etc/shadow", "../../../../../../../../../../../etc/hostname");
  link("var/lib/dpkg", "../../real");
  link("loop", "loop");
  link("proc", "/proc/self/root");
  TreeOptions options;
  options.follow = {"etc/os-release", "etc/passwd", "etc/shadow", "var/lib/dpkg/status", "loop", "absent", "proc/etc/passwd"};
  Fed tree = fed(options);
  ASSERT_TRUE(tree.result);
  EXPECT_EQ(tree.contents, (std::map<std::string, std::string>{{"etc/os-release", "ID=inside\n"},
                                                               {"real/status", "Package: a\n"},
                                                               {"usr/lib/os-release", "ID=inside\n"},
                                                               {"var/lib/dpkg/status", "Package: a\n"}}));
  EXPECT_TRUE(tree.notes.empty());
}

TEST_F(TreeFeed, AFileThatIsGivenIsNotFollowedAgain) {
  directory_.file("etc/os-release", "ID=x\n");
  TreeOptions options;
  options.follow = {"etc/os-release"};
  EXPECT_EQ(fed(options).count, 1u);
}

TEST_F(TreeFeed, PipesAndSocketsAreListedAndNeverWaitedFor) {
  ASSERT_EQ(::mkfifo(at("wanted").c_str(), 0600), 0);
  ASSERT_EQ(::mkfifo(at("target").c_str(), 0600), 0);
  link("status", "target");
  TreeOptions options;
  options.follow = {"wanted", "status"};
  Fed tree = fed(options);
  EXPECT_TRUE(tree.result);
  EXPECT_EQ(tree.entries.at("wanted").type, EntryType::kFifo);
  EXPECT_EQ(tree.entries.at("status").type, EntryType::kSymlink);
  EXPECT_TRUE(tree.contents.empty());
}

TEST_F(TreeFeed, LargeFilesAreListedWithANote) {
  directory_.file("small", "12345678");
  directory_.file("sparse", "");
  ASSERT_EQ(::truncate(at("sparse").c_str(), off_t{1} << 40), 0);
  Fed tree = fed();
  EXPECT_EQ(tree.contents.size(), 1u);
  EXPECT_EQ(tree.entries.at("sparse").size_bytes, 0u);
  ASSERT_EQ(tree.notes.size(), 1u);
  EXPECT_EQ(tree.notes[0].kind, base::Note::Kind::kSkipped);
  EXPECT_EQ(tree.notes[0].where, "sparse");
}

TEST_F(TreeFeed, TheWholeTreeHasALimitToo) {
  for (const char* name : {"a", "b", "c"}) directory_.file(name, "12345678");
  TreeOptions options;
  options.max_total_bytes = 16;
  Fed tree = fed(options);
  EXPECT_EQ(tree.contents.size(), 2u);
  ASSERT_EQ(tree.notes.size(), 1u);
  EXPECT_EQ(tree.notes[0].where, "c");
}

TEST_F(TreeFeed, FilesWithTheNameOfAWhiteoutHideNothing) {
  directory_.file("etc/.wh.passwd", "x");
  directory_.file("etc/.wh..wh..opq", "");
  Fed tree = fed();
  EXPECT_EQ(tree.count, 0u);
  EXPECT_TRUE(tree.notes.empty());
  TreeOptions options;
  options.marks = OverlayMarks::kTrusted;
  tree = fed(options);
  EXPECT_EQ(tree.count, 1u) << "the directory";
  ASSERT_EQ(tree.notes.size(), 2u);
  EXPECT_EQ(tree.notes[1].where, "etc/.wh.passwd");
  EXPECT_EQ(tree.notes[1].kind, base::Note::Kind::kInfo);
}

TEST_F(TreeFeed, DevicesOfZeroAreWhiteoutsInOverlays) {
  if (::mknod(at("gone").c_str(), S_IFCHR | 0600, ::makedev(0, 0)) != 0) GTEST_SKIP() << "mknod: " << std::strerror(errno);
  TreeOptions options;
  options.marks = OverlayMarks::kTrusted;
  Fed overlay = fed(options);
  EXPECT_EQ(overlay.count, 1u);
  EXPECT_EQ(overlay.entries.at(".wh.gone").type, EntryType::kFile);
  EXPECT_EQ(fed().entries.at("gone").type, EntryType::kCharDevice);
}

TEST_F(TreeFeed, OtherDevicesAreListedAndNotOpened) {
  if (::mknod(at("null").c_str(), S_IFCHR | 0600, ::makedev(1, 3)) != 0) GTEST_SKIP() << "mknod: " << std::strerror(errno);
  TreeOptions options;
  options.marks = OverlayMarks::kTrusted;
  options.follow = {"null"};
  Fed tree = fed(options);
  EXPECT_EQ(tree.count, 1u);
  EXPECT_EQ(tree.entries.at("null").type, EntryType::kCharDevice);
}

bool mark(const std::string& path, const char* name, const std::string& value) {
  return ::setxattr(path.c_str(), name, value.data(), value.size(), 0) == 0;
}

TEST_F(TreeFeed, OpaqueDirectoriesByTheMarksOfTheirEngine) {
  directory_.file("etc/file", "x");
  bool user = mark(at("etc"), "user.overlay.opaque", "y");
  bool trusted = mark(at("etc"), "trusted.overlay.opaque", "n");
  if (!user) GTEST_SKIP() << "no extended attributes in " << directory_.path() << ": " << std::strerror(errno);
  auto opaque = [&](OverlayMarks marks) {
    TreeOptions options;
    options.marks = marks;
    return fed(options).entries.contains("etc/.wh..wh..opq");
  };
  EXPECT_TRUE(opaque(OverlayMarks::kUser));
  EXPECT_FALSE(opaque(OverlayMarks::kNone));
  EXPECT_FALSE(opaque(OverlayMarks::kTrusted)) << "anybody may write the user's mark into an image";
  if (!trusted || !mark(at("etc"), "trusted.overlay.opaque", "y")) GTEST_SKIP() << "trusted attributes: " << std::strerror(errno);
  EXPECT_TRUE(opaque(OverlayMarks::kTrusted));
}

TEST_F(TreeFeed, WhatLiesInALowerLayerIsNoted) {
  directory_.file("status", "all zeros in a real overlay");
  directory_.file("moved/file", "x");
  bool marked = mark(at("status"), "user.overlay.metacopy", "") && mark(at("moved"), "user.overlay.redirect", "/old");
  if (!marked) GTEST_SKIP() << "no extended attributes in " << directory_.path() << ": " << std::strerror(errno);
  TreeOptions options;
  options.marks = OverlayMarks::kUser;
  Fed tree = fed(options);
  EXPECT_FALSE(tree.contents.contains("status"));
  EXPECT_TRUE(tree.entries.contains("status"));
  ASSERT_EQ(tree.notes.size(), 2u);
  EXPECT_EQ(tree.notes[0].where, "status");
  EXPECT_EQ(tree.notes[1].where, "moved");
  EXPECT_EQ(fed().contents.size(), 2u);
}

TEST_F(TreeFeed, VirtualFileSystemsAreLeftOutWhenAsked) {
  TreeOptions options;
  options.claimed = [](std::string_view) { return false; };
  options.may_hold_claims = [](std::string_view directory) { return directory == "proc" || directory == "proc/sys"; };
  options.leave_out_virtual = true;
  EXPECT_FALSE(feed("/", options).entries.contains("proc/uptime"));
  options.leave_out_virtual = false;
  EXPECT_TRUE(feed("/", options).entries.contains("proc/uptime"));
}

TEST_F(TreeFeed, OddNamesComeThrough) {
  std::string longest(255, 'n'), deep;
  for (int i = 0; i < 6; ++i) deep += std::string(100, static_cast<char>('a' + i)) + "/";
  for (const std::string& name : {longest, deep + longest, std::string("new\nline"), std::string("caf\xe9"), std::string(" ")})
    directory_.file(name, name);
  Fed tree = fed();
  EXPECT_EQ(tree.count, 5u);
  for (const auto& [name, content] : tree.contents) EXPECT_EQ(name, content);
  EXPECT_EQ(tree.contents.size(), 5u);
}

TEST_F(TreeFeed, AReaderThatGoesAwayIsAnError) {
  directory_.file("large", std::string(4 << 20, 'x'));
  auto input = tree_layer(directory_.path(), {}).open();
  ASSERT_TRUE(input);
  input->fd.reset();
  auto before = std::signal(SIGPIPE, SIG_IGN);  // as the program does
  EXPECT_FALSE(input->feed());
  std::signal(SIGPIPE, before);
  EXPECT_EQ(tree_layer(at("absent"), {}).open().error().code, Code::kNotFound);
  EXPECT_FALSE(tree_layer(at("large"), {}).open());
}

TEST_F(TreeFeed, AFileThatIsWrittenMeanwhileKeepsItsAnnouncedSize) {
  directory_.file("growing", std::string(600'000, 'x'));
  std::atomic<bool> stop = false;
  std::jthread writer([&] {
    for (off_t size = 1; !stop; size = size * 7 % 900'001) {
      if (::truncate(at("growing").c_str(), size) != 0) return;
    }
  });
  for (int i = 0; i < 30; ++i) {
    Fed tree = fed();
    EXPECT_TRUE(tree.result);
    EXPECT_EQ(tree.count, 1u) << "a tar that can be read";
  }
  stop = true;
}

TEST(FeedNotes, AreBoundedAndPrintable) {
  FeedNotes notes;
  for (int i = 0; i < 150; ++i) notes.add({base::Note::Kind::kSkipped, "a\x1b[2J" + std::string(1000, 'x'), "why", ""});
  base::Notes all = notes.all();
  ASSERT_EQ(all.size(), 101u);
  EXPECT_EQ(all[0].where.find('\x1b'), std::string::npos);
  EXPECT_LE(all[0].where.size(), 400u);
  EXPECT_EQ(all[100].message, "50 more notes are left out");
  notes.clear();
  EXPECT_TRUE(notes.all().empty());
}

}  // namespace
}  // namespace batten::image
