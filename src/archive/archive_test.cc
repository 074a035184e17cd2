// SPDX-License-Identifier: Apache-2.0
//
// Archives made by the usual tools, broken ones, bombs.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <set>

#include "archive/byte_source.h"
#include "archive/codec.h"
#include "archive/compress.h"
#include "archive/tar.h"
#include "archive/tar_writer.h"
#include "archive/zip.h"
#include "base/file.h"
#include "base/process.h"
#include "base/text.h"
#include "fuzz/replay.h"

int tar_fuzz(const std::uint8_t* data, std::size_t size);
int inflate_fuzz(const std::uint8_t* data, std::size_t size);
int zip_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::archive {
namespace {

using std::chrono::seconds;

std::string run(const std::vector<std::string>& argv, std::string_view input = "") {
  auto out = base::run_process(argv, input, seconds(60), 256u << 20);
  EXPECT_TRUE(out) << (out ? "" : out.error().message);
  if (!out) return "";
  EXPECT_EQ(out->exit_status, 0) << argv[0] << ": " << out->err;
  return out->out;
}

std::string temporary_directory() {
  char name[] = "/tmp/archive_test.XXXXXX";
  return ::mkdtemp(name);
}

Result<std::vector<TarEntry>> list(std::string_view bytes, std::size_t chunk = 777, TarLimits limits = {}) {
  auto source = memory_source(bytes, chunk);
  TarReader tar(*source, limits);
  std::vector<TarEntry> out;
  while (std::optional<TarEntry> entry = TRY(tar.next())) out.push_back(*entry);
  return out;
}

Result<std::string> inflate(std::string_view bytes, InflateLimits limits = {}) {
  auto source = memory_source(bytes, 1000);
  auto inflated = sniffed_source(*source, limits);
  return read_all(*inflated, 1ull << 32);
}

TEST(Tar, ReadsWhatGnuTarWritesInEveryFormat) {
  std::string dir = temporary_directory();
  std::string longer(140, 'n');
  ASSERT_TRUE(base::write_file_atomic(dir + "/a/" + longer.substr(0, 90) + "/" + longer + "/file", "content"));
  ASSERT_EQ(::symlink((longer + longer).c_str(), (dir + "/link").c_str()), 0);
  ASSERT_EQ(::link((dir + "/a/" + longer.substr(0, 90) + "/" + longer + "/file").c_str(), (dir + "/hard").c_str()), 0);
  for (const char* kind : {"gnu", "oldgnu", "pax", "posix"}) {
    std::string bytes = run({"tar", "-C", dir, "--format", kind, "--sort=name", "-cf", "-", "."});
    auto entries = list(bytes);
    ASSERT_TRUE(entries) << kind << ": " << entries.error().message;
    std::set<std::string> names;
    for (const TarEntry& entry : *entries) {
      names.insert(entry.name);
      if (entry.name == "./link") {
        EXPECT_EQ(entry.link_name, longer + longer) << kind;
      }
      if (entry.type == EntryType::kHardLink) {
        EXPECT_TRUE(entry.link_name.ends_with("/file") || entry.link_name == "./hard") << kind;
      }
    }
    EXPECT_TRUE(names.contains("./a/" + longer.substr(0, 90) + "/" + longer + "/file")) << kind;
  }
  run({"rm", "-rf", dir});
}

TEST(Tar, SparseFilesKeepTheStreamInStep) {
  std::string dir = temporary_directory();
  run({"sh", "-c",
       "cd " + dir +
           " && for i in 1 2 3 4 5 6 7 8 9; do printf x | dd of=sparse bs=1 seek=$((i*1000000)) conv=notrunc 2>/dev/null; done; echo end > "
           "zz"});
  for (const char* kind : {"gnu", "posix"}) {
    auto entries = list(run({"tar", "-C", dir, "--format", kind, "-S", "--sort=name", "-cf", "-", "."}));
    ASSERT_TRUE(entries) << kind << ": " << entries.error().message;
    EXPECT_EQ(entries->back().name, "./zz") << kind;
  }
  run({"rm", "-rf", dir});
}

TEST(Tar, EveryTruncationIsSeen) {
  std::string bytes =
      run({"sh", "-c", "cd /tmp && d=$(mktemp -d) && head -c 3000 /dev/zero > $d/a && echo b > $d/b && tar -C $d -b1 -cf - . ; rm -rf $d"});
  for (std::size_t size = 1; size < bytes.size() - 1024; size += size % 512 == 0 ? 100 : 1) {
    auto source = memory_source(std::string_view(bytes).substr(0, size), 600);
    TarReader tar(*source);
    bool failed = false;
    while (true) {
      auto entry = tar.next();
      failed = !entry;
      if (!entry || !*entry) break;
    }
    EXPECT_TRUE(failed || !tar.ended_properly()) << size;
  }
}

TEST(Tar, LimitsHold) {
  TarEntry entry;
  std::string bytes;
  TarWriter writer([&](std::string_view part) -> Result<void> {
    bytes += part;
    return {};
  });
  for (int i = 0; i < 100; ++i) {
    entry.name = "f" + std::to_string(i);
    ASSERT_TRUE(writer.add_header(entry));
  }
  ASSERT_TRUE(writer.finish());
  EXPECT_EQ(list(bytes)->size(), 100u);
  EXPECT_EQ(list(bytes, 777, {.max_entries = 50}).error().code, Code::kLimit);
  // A name that claims 2 GiB is refused before anything is reserved for it.
  std::string huge = bytes.substr(0, 512);
  huge[156] = 'L';
  std::snprintf(huge.data() + 124, 12, "%011llo", 2ull << 30);
  std::fill(huge.begin() + 148, huge.begin() + 156, ' ');
  unsigned sum = 0;
  for (char c : huge) sum += static_cast<unsigned char>(c);
  std::snprintf(huge.data() + 148, 8, "%06o", sum);
  auto refused = list(huge + bytes);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kLimit);
}

// The same small entry without end.
class Endless final : public ByteSource {
 public:
  explicit Endless(std::string block) : block_(std::move(block)) {}
  Result<std::string_view> next() override { return std::string_view(block_); }

 private:
  std::string block_;
};

TEST(Tar, TenMillionEntriesEndAtTheLimit) {
  std::string bytes;
  TarWriter writer([&](std::string_view part) -> Result<void> {
    bytes += part;
    return {};
  });
  TarEntry entry;
  entry.name = "x";
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(writer.add_header(entry));
  ASSERT_TRUE(writer.finish());
  Endless endless(bytes.substr(0, 200 * 512));
  TarReader tar(endless, {.max_entries = 1'000'000});
  Result<std::optional<TarEntry>> got = std::optional<TarEntry>();
  do got = tar.next();
  while (got && *got);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Code::kLimit);
}

TEST(TarWriter, GnuTarReadsIt) {
  std::string bytes, name(300, 'd');
  TarWriter writer([&](std::string_view part) -> Result<void> {
    bytes += part;
    return {};
  });
  TarEntry entry;
  entry.name = name;
  entry.size_bytes = 5;
  entry.mode = 0644;
  ASSERT_TRUE(writer.add_header(entry));
  ASSERT_TRUE(writer.add_content("hello"));
  entry = {};
  entry.name = "l", entry.type = EntryType::kSymlink, entry.link_name = "target";
  ASSERT_TRUE(writer.add_header(entry));
  EXPECT_FALSE(writer.add_content("x"));
  ASSERT_TRUE(writer.finish());
  EXPECT_EQ(run({"tar", "-tf", "-"}, bytes), name + "\nl\n");
  auto entries = list(bytes);
  ASSERT_TRUE(entries);
  EXPECT_EQ((*entries)[0].name, name);
  EXPECT_EQ((*entries)[1].link_name, "target");
}

TEST(Inflate, EveryToolsOutput) {
  std::string plain;
  for (int i = 0; i < 50'000; ++i) plain += std::to_string(i * 7919) + "\n";
  for (const char* tool : {"gzip", "zstd", "xz", "bzip2"}) {
    std::string packed = run({tool, "-c"}, plain);
    ASSERT_FALSE(packed.empty()) << tool;
    EXPECT_EQ(inflate(packed).value_or("?"), plain) << tool;
    EXPECT_EQ(inflate(packed + packed).value_or("?"), plain + plain) << tool << ": two members";
    EXPECT_EQ(inflate(packed + std::string(512, '\0')).value_or("?"), plain) << tool << ": zeros behind";
    EXPECT_EQ(inflate(packed + "garbage").error().code, Code::kCorrupt) << tool;
    for (std::size_t cut : {std::size_t{1}, packed.size() / 2, packed.size() - 7}) {
      auto broken = inflate(std::string_view(packed).substr(0, packed.size() - cut));
      ASSERT_FALSE(broken) << tool << ": " << cut;
    }
    std::string changed = packed;
    changed[packed.size() / 2] = static_cast<char>(changed[packed.size() / 2] ^ 0x55);
    EXPECT_FALSE(inflate(changed)) << tool << ": a changed byte is found by the checksum";
  }
}

TEST(Inflate, Zlib) {
  std::string plain = run({"seq", "1", "20000"});
  ASSERT_FALSE(plain.empty());
  std::string packed = run({"python3", "-c", "import sys,zlib; sys.stdout.buffer.write(zlib.compress(sys.stdin.buffer.read()))"}, plain);
  auto inflate_zlib = [](std::string_view bytes, InflateLimits limits) -> Result<std::string> {
    auto source = memory_source(bytes, 1000);
    auto inflated = inflated_source(*source, Compression::kZlib, limits);
    return read_all(*inflated, 1u << 30);
  };
  EXPECT_EQ(inflate_zlib(packed, {}).value_or("?"), plain);
  EXPECT_EQ(inflate_zlib(packed, {.max_bytes = 1000}).error().code, Code::kLimit);
  for (std::size_t cut : {std::size_t{1}, std::size_t{4}, packed.size() / 2, packed.size()})
    EXPECT_FALSE(inflate_zlib(std::string_view(packed).substr(0, packed.size() - cut), {})) << cut;
  packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
  EXPECT_FALSE(inflate_zlib(packed, {}));
}

TEST(Inflate, BombsEndEarly) {
  for (const char* tool : {"gzip -9", "zstd -19 --long=27", "xz -9", "bzip2 -9"}) {
    std::string bomb = run({"sh", "-c", "head -c 400000000 /dev/zero | " + std::string(tool) + " -c"});
    std::string more;
    for (int i = 0; i < 26; ++i) more += bomb;  // 10 GiB of zeros
    auto start = std::chrono::steady_clock::now();
    auto source = memory_source(more);
    auto inflated = sniffed_source(*source, {.max_bytes = 1ull << 30, .max_ratio = 1100});
    Result<std::string_view> chunk = std::string_view();
    do chunk = inflated->next();
    while (chunk && !chunk->empty());
    ASSERT_FALSE(chunk) << tool;
    EXPECT_EQ(chunk.error().code, Code::kLimit) << tool;
    EXPECT_LT(std::chrono::steady_clock::now() - start, seconds(30)) << tool;
  }
}

TEST(Sources, AFileIsReadThroughAWindow) {
  std::string path = temporary_directory() + "/sparse";
  run({"truncate", "-s", "2G", path});
  auto fd = base::open_read(path);
  ASSERT_TRUE(fd);
  rusage before{}, after{};
  ::getrusage(RUSAGE_SELF, &before);
  auto source = file_source(fd->get(), 100, (2ull << 30) - 100);
  std::uint64_t total = 0;
  while (true) {
    auto chunk = source->next();
    ASSERT_TRUE(chunk);
    if (chunk->empty()) break;
    total += chunk->size();
  }
  ::getrusage(RUSAGE_SELF, &after);
  EXPECT_EQ(total, (2ull << 30) - 100);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 64 << 10) << "KiB";
  run({"rm", "-rf", path.substr(0, path.rfind('/'))});
}

TEST(Zip, ReadsWhatPythonWrites) {
  std::string bytes =
      run({"python3", "-c",
           "import zipfile,sys,io\nb=io.BytesIO()\nz=zipfile.ZipFile(b,'w')\nz.writestr('a/b.txt','hello '*1000,zipfile.ZIP_DEFLATED)\n"
           "z.writestr('stored','x',zipfile.ZIP_STORED)\nz.close()\nsys.stdout.buffer.write(b.getvalue())"});
  auto zip = ZipReader::open(bytes);
  ASSERT_TRUE(zip) << zip.error().message;
  ASSERT_EQ(zip->members().size(), 2u);
  EXPECT_EQ(zip->read(zip->members()[0], 10'000)->size(), 6000u);
  EXPECT_EQ(zip->read(zip->members()[1], 10'000), "x");
  EXPECT_EQ(zip->read(zip->members()[0], 100).error().code, Code::kLimit);
  for (std::size_t size = 0; size + 1 < bytes.size(); ++size)
    EXPECT_FALSE(ZipReader::open(std::string_view(bytes).substr(0, size))) << size;
}

TEST(Fuzz, Corpora) {
  REPLAY_CORPUS(tar_fuzz);
  REPLAY_CORPUS(inflate_fuzz);
  REPLAY_CORPUS(zip_fuzz);
}

TEST(Zstd, ReadsWhatItWrites) {
  std::string bytes;
  for (int i = 0; i < 200'000; ++i) bytes += std::to_string(i * 7919 % 1000);
  auto pack = [](const std::string& text, std::size_t piece) {
    std::string out;
    ZstdWriter writer([&](std::string_view packed) -> Result<void> {
      out += packed;
      return {};
    });
    for (std::size_t at = 0; at < text.size(); at += piece) EXPECT_TRUE(writer.add(std::string_view(text).substr(at, piece)));
    EXPECT_TRUE(writer.finish());
    return out;
  };
  for (const std::string& text : {bytes, std::string(), std::string("x")}) {
    std::string packed = pack(text, 100'000);
    EXPECT_EQ(packed, pack(text, 100'000));
    auto source = memory_source(packed);
    auto inflated = inflated_source(*source, Compression::kZstd, {});
    auto back = read_all(*inflated, 1u << 24);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, text);
  }
}

TEST(Crc32, OfTheCheckText) { EXPECT_EQ(crc32("123456789"), 0xCBF43926u); }

}  // namespace
}  // namespace batten::archive
