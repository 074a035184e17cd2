// SPDX-License-Identifier: Apache-2.0
#include "image/layer_pass.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "archive/byte_source.h"
#include "archive/tar_writer.h"
#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/process.h"

namespace batten::image {
namespace {

const std::string kElf =
    "\x7f"
    "ELF";

// Wants a few names, keeps what it was shown.
class Recorder final : public LayerVisitor {
 public:
  std::uint64_t wanted(std::string_view path) override {
    if (path == "etc/os-release" || path == "lib/apk/db/installed" || path == "wanted" || path == "wanted.stream") return 1 << 20;
    return 0;
  }
  WantedByHead wanted_by_head(const FileShown& file, std::string_view head) override {
    if ((file.mode & 0111) != 0) heads[std::string(file.path)] = head;
    if (!head.starts_with("\x7f"
                          "ELF"))
      return {};
    return file.size_bytes > 3u << 20 ? WantedByHead{0, "too large to look into"} : WantedByHead{1 << 20, {}};
  }
  bool may_be_wanted(std::string_view path) override { return path.contains("bin/"); }
  void file(const FileShown& file, std::string_view content, model::FileFacts& facts, base::Notes&) override {
    contents[std::string(file.path)] = content;
    facts.details.emplace_back().name = file.path;
  }
  bool wants_stream(std::string_view path) override { return path == "wanted.stream"; }
  void stream(const FileShown& file, archive::ByteSource& content, model::FileFacts& facts, base::Notes&) override {
    contents[std::string(file.path)] = archive::read_all(content, stream_reads).value_or("too long");
    facts.details.emplace_back().name = file.path;
  }
  std::uint64_t stream_reads = 1 << 20;
  std::map<std::string, std::string> heads;
  std::map<std::string, std::string> contents;
};

// A tar made by the system's tar from names and contents.
class TarDirectory {
 public:
  TarDirectory() {
    char name[] = "/tmp/layer_pass_test.XXXXXX";
    path_ = ::mkdtemp(name);
  }
  ~TarDirectory() { (void)base::run_process({"rm", "-rf", path_}, "", std::chrono::seconds(10)).has_value(); }
  void file(const std::string& name, const std::string& content) { EXPECT_TRUE(base::write_file_atomic(path_ + "/" + name, content)); }
  void executable(const std::string& name) {
    EXPECT_EQ(base::run_process({"chmod", "755", path_ + "/" + name}, "", std::chrono::seconds(10))->exit_status, 0);
  }
  void mode(const std::string& name, const std::string& octal) {
    EXPECT_EQ(base::run_process({"chmod", octal, path_ + "/" + name}, "", std::chrono::seconds(10))->exit_status, 0);
  }
  void link(const std::string& name, const std::string& target) {
    EXPECT_EQ(base::run_process({"ln", "-s", target, path_ + "/" + name}, "", std::chrono::seconds(10))->exit_status, 0);
  }
  void hard_link(const std::string& name, const std::string& target) {
    EXPECT_EQ(base::run_process({"ln", path_ + "/" + target, path_ + "/" + name}, "", std::chrono::seconds(10))->exit_status, 0);
  }
  std::string tar(const std::vector<std::string>& arguments = {}) {
    std::vector<std::string> command{"tar", "-C", path_, "-cf", "-"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    command.push_back(".");
    return base::run_process(command, "", std::chrono::seconds(20), 64 << 20)->out;
  }

 private:
  std::string path_;
};

Result<model::LayerFacts> read(std::string_view bytes, Recorder& recorder, const std::vector<Alias>& aliases = {}) {
  auto source = archive::memory_source(bytes, 1000);
  LayerPassOptions options;
  options.aliases = &aliases;
  return read_layer(*source, recorder, options, {});
}

TEST(LayerPass, ClaimedFilesAreShownOthersListed) {
  TarDirectory directory;
  directory.file("wanted", "content");
  directory.file("other", "x");
  directory.file("gone/.wh.file", "");
  directory.file("gone/.wh..wh..opq", "");
  directory.link("link", "../../etc/passwd");
  std::string bytes = directory.tar();
  Recorder recorder;
  auto facts = read(bytes, recorder);
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(recorder.contents["wanted"], "content");
  EXPECT_EQ(facts->whiteouts, std::vector<std::string>{"gone/file"});
  EXPECT_EQ(facts->opaque_dirs, std::vector<std::string>{"gone"});
  ASSERT_EQ(facts->links.size(), 1u);
  EXPECT_EQ(facts->links[0].target, "../../etc/passwd");
  EXPECT_EQ(facts->path_hashes.size(), 3u) << "two files and a link; whiteouts and directories are none";
  EXPECT_EQ(facts->diff_id.hex(), base::sha256_hex(bytes));
  EXPECT_EQ(facts->blob_digest, facts->diff_id);
}

TEST(LayerPass, ModesAndNamesThatChecksAskAboutAreKept) {
  TarDirectory directory;
  for (const char* name : {"usr/bin/su", "usr/bin/wall", "usr/bin/plain", "etc/open", "srv/open", "etc/all/x", "tmp/y", "usr/lib/tmp/z",
                           "app/.git/HEAD", "app/.git/config", "app/Dockerfile", "app/node_modules/a/Dockerfile", "var/lib/apt/lists/lock"})
    directory.file(name, "x");
  for (const char* name : {"app/.git/HEAD", "app/Dockerfile"}) directory.mode(name, "0644");
  directory.mode("usr/bin/su", "4755");
  directory.mode("usr/bin/wall", "2755");
  directory.mode("usr/bin/plain", "0755");
  directory.mode("etc/open", "0666");
  directory.mode("srv/open", "0666");
  directory.mode("etc/all", "0777");
  directory.mode("tmp", "1777");
  directory.mode("usr/lib/tmp", "1777");
  directory.hard_link("usr/bin/su2", "usr/bin/su");
  directory.link("etc/link", "open");
  Recorder recorder;
  auto facts = read(directory.tar({"--sort=name"}), recorder);
  ASSERT_TRUE(facts) << facts.error().message;
  std::string found;
  for (const model::NotableFile& file : facts->notable)
    found += format("{} {:o} {}{}\n", file.path, file.mode, file.traits, file.directory ? " directory" : "");
  EXPECT_EQ(found,
            "app/.git/HEAD 644 4\napp/Dockerfile 644 4\netc/all 777 2 directory\netc/open 666 2\nusr/bin/su 4755 1\n"
            "usr/bin/su2 4755 1\nusr/bin/wall 2755 1\n");
  EXPECT_EQ(facts->system_directories.size(), 6u) << "etc, etc/all, usr, usr/bin, usr/lib, usr/lib/tmp";
  EXPECT_TRUE(std::ranges::is_sorted(facts->system_directories));
}

TEST(LayerPass, AFullCacheLeavesRoomForOthers) {
  std::string bytes;
  archive::TarWriter writer([&](std::string_view part) -> Result<void> {
    bytes += part;
    return {};
  });
  for (int i = 0; i < 6000; ++i) ASSERT_TRUE(writer.add_header({.name = format("root/.cache/pip/{}", i), .link_name = {}, .mode = 0644}));
  ASSERT_TRUE(writer.add_header({.name = "usr/bin/su", .link_name = {}, .mode = 04755}));
  for (int i = 0; i < 6000; ++i) ASSERT_TRUE(writer.add_header({.name = format("etc/{}", i), .link_name = {}, .mode = 0666}));
  ASSERT_TRUE(writer.finish());
  Recorder recorder;
  auto facts = read(bytes, recorder);
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(facts->notable.size(), 5000u);
  EXPECT_EQ(facts->notable.back().path, "usr/bin/su");
  ASSERT_EQ(facts->notes.size(), 1u) << "what is left out of the others is told";
  EXPECT_EQ(facts->notes[0].kind, base::Note::Kind::kSkipped);
}

TEST(LayerPass, TheLastModeOfAPathCounts) {
  TarDirectory first, second;
  first.file("usr/bin/a", "x");
  first.mode("usr/bin/a", "4755");
  second.file("usr/bin/a", "x");
  second.mode("usr/bin/a", "0755");
  std::string before = first.tar({"--sort=name", "-b1"}), after = second.tar({"--sort=name"});
  std::string both = before.substr(0, before.size() - 1024) + after;  // without the end of the first
  Recorder recorder;
  auto facts = read(both, recorder);
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_TRUE(facts->notable.empty());
  ASSERT_EQ(read(before, recorder)->notable.size(), 1u);
}

TEST(LayerPass, CompressedLayersHaveTheSameFacts) {
  TarDirectory directory;
  directory.file("wanted", std::string(300'000, 'w'));
  std::string plain = directory.tar({"--sort=name"});
  Recorder recorder;
  auto expected = read(plain, recorder);
  ASSERT_TRUE(expected);
  for (const char* how : {"gzip", "zstd", "xz", "bzip2"}) {
    auto packed = base::run_process({how, "-c"}, plain, std::chrono::seconds(20), 64 << 20);
    ASSERT_TRUE(packed) << how << ": " << packed.error().message;
    auto facts = read(packed->out, recorder);
    ASSERT_TRUE(facts) << how << ": " << facts.error().message;
    EXPECT_EQ(facts->diff_id, expected->diff_id) << how;
    EXPECT_EQ(facts->blob_digest.hex(), base::sha256_hex(packed->out)) << how;
    EXPECT_EQ(facts->files, expected->files) << how;
  }
}

TEST(LayerPass, ATruncatedLayerIsNeverRead) {
  TarDirectory directory;
  directory.file("wanted", std::string(5000, 'w'));
  std::string plain = directory.tar();
  Recorder recorder;
  for (std::size_t size : {700u, 1500u, 3000u, 5000u}) {
    auto facts = read(std::string_view(plain).substr(0, size), recorder);
    EXPECT_TRUE(!facts || !facts->notes.empty()) << size;
  }
  auto packed = base::run_process({"gzip", "-c"}, plain, std::chrono::seconds(20));
  for (std::size_t cut = 1; cut < 60; cut += 7) {
    auto facts = read(std::string_view(packed->out).substr(0, packed->out.size() - cut), recorder);
    ASSERT_FALSE(facts) << cut;
    EXPECT_EQ(facts.error().code, Code::kCorrupt);
  }
}

TEST(LayerPass, NamesThatLeaveTheRootAreNotes) {
  TarDirectory directory;
  directory.file("wanted", "x");
  std::string bytes = directory.tar({"--transform=s,^\\./wanted,../../wanted,", "-P"});
  Recorder recorder;
  auto facts = read(bytes, recorder);
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_TRUE(recorder.contents.empty());
  ASSERT_EQ(facts->notes.size(), 1u);
  EXPECT_NE(facts->notes[0].message.find("leaves the root"), std::string::npos);
  std::string absolute = directory.tar({"--transform=s,^\\./wanted,/wanted,", "-P"});
  ASSERT_TRUE(read(absolute, recorder));
  EXPECT_EQ(recorder.contents["wanted"], "x") << "an absolute name is relative to the root";
}

TEST(LayerPass, AnAliasShowsAFileUnderItsClaimedName) {
  TarDirectory directory;
  directory.file("data/release", "ID=x");
  Recorder recorder;
  std::vector<Alias> aliases{{"data/release", "etc/os-release"}};
  auto facts = read(directory.tar(), recorder, aliases);
  ASSERT_TRUE(facts);
  EXPECT_EQ(recorder.contents["etc/os-release"], "ID=x");
  ASSERT_EQ(facts->files.size(), 1u);
  EXPECT_EQ(facts->files[0].path, "etc/os-release");
  EXPECT_EQ(facts->files[0].real_path, "data/release");
}

TEST(LayerPass, HardLinksOntoClaimedNamesAreKept) {
  TarDirectory directory;
  directory.file("a", "content");
  directory.hard_link("wanted", "a");
  Recorder recorder;
  auto facts = read(directory.tar({"--sort=name"}), recorder);
  ASSERT_TRUE(facts);
  ASSERT_EQ(facts->links.size(), 1u);
  EXPECT_TRUE(facts->links[0].hard);
  EXPECT_EQ(facts->links[0].path, "wanted");
  EXPECT_EQ(facts->links[0].target, "a");
}

// Programs are known by how they begin and by their mode; everything else is not held.
TEST(LayerPass, FilesWantedForTheirHead) {
  TarDirectory directory;
  directory.file("tool",
                 "\x7f"
                 "ELF and more");
  directory.file("script", "#!/bin/sh\n");
  directory.file("library",
                 "\x7f"
                 "ELF and more");
  directory.file("empty", "");
  directory.file("large",
                 "\x7f"
                 "ELF" +
                     std::string(2 << 20, 'x'));
  directory.file("huge", kElf + std::string(4 << 20, 'x'));
  for (const char* name : {"tool", "script", "empty", "large", "huge"}) directory.executable(name);
  Recorder recorder;
  auto facts = read(directory.tar(), recorder);
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(recorder.contents, (std::map<std::string, std::string>{{"tool",
                                                                    "\x7f"
                                                                    "ELF and more"}}));
  EXPECT_EQ(recorder.heads["large"].substr(0, 4),
            "\x7f"
            "ELF");
  EXPECT_GE(recorder.heads["large"].size(), kHeadBytes);
  ASSERT_EQ(facts->notes.size(), 2u);
  std::ranges::sort(facts->notes, {}, &base::Note::where);
  EXPECT_EQ(facts->notes[0], (base::Note{base::Note::Kind::kInfo, "huge", "too large to look into", ""}));
  EXPECT_EQ(facts->notes[1].where, "large");
  EXPECT_EQ(facts->notes[1].kind, base::Note::Kind::kSkipped);
}

TEST(LayerPass, StreamsNeedNotBeReadToTheirEnd) {
  TarDirectory directory;
  directory.file("wanted.stream", std::string(100'000, 'a'));
  directory.file("wanted", "after it");
  Recorder all, some;
  some.stream_reads = 10;
  for (Recorder* recorder : {&all, &some}) {
    auto facts = read(directory.tar(), *recorder);
    ASSERT_TRUE(facts) << facts.error().message;
    EXPECT_EQ(recorder->contents["wanted"], "after it");
    EXPECT_EQ(facts->files.size(), 2u);
  }
  EXPECT_EQ(all.contents["wanted.stream"], std::string(100'000, 'a'));
  EXPECT_EQ(some.contents["wanted.stream"], "too long");
}

TEST(LayerPass, StreamsWhatALinkLeadsTo) {
  TarDirectory directory;
  directory.file("data/one", std::string(100'000, 'a'));
  Recorder recorder;
  std::vector<Alias> aliases{{"data/one", "wanted.stream"}};
  auto facts = read(directory.tar(), recorder, aliases);
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(recorder.contents["wanted.stream"], std::string(100'000, 'a'));
  ASSERT_EQ(facts->files.size(), 1u);
  EXPECT_EQ(facts->files[0].path, "wanted.stream");
  EXPECT_EQ(facts->files[0].real_path, "data/one");
}

}  // namespace
}  // namespace batten::image
