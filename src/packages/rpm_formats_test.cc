// SPDX-License-Identifier: Apache-2.0
//
// Databases made for the purpose: every page size, both byte orders, and what is wrong with them.
#include <gtest/gtest.h>

#include "base/text.h"
#include "packages/rpm_fixtures.h"
#include "packages/shared_data.h"

namespace batten::packages {
namespace {

std::string names(const Parsed& parsed) {
  std::vector<std::string> out;
  for (const model::Package& package : parsed.facts.packages) out.push_back(package.name);
  return base::join(out, " ");
}

Parsed parse_bdb(std::string_view bytes) { return parse_with("rpm_bdb", "var/lib/rpm/Packages", bytes); }
Parsed parse_ndb(std::string_view bytes) { return parse_with("rpm_ndb", "usr/lib/sysimage/rpm/Packages.db", bytes); }
Parsed parse_sqlite(std::string_view bytes) { return parse_with("rpm_sqlite", "var/lib/rpm/rpmdb.sqlite", bytes); }

const std::vector<std::string>& three() {
  static const std::vector<std::string> blobs = {small_rpm("one"), small_rpm("two", 5000), small_rpm("three", 70'000)};
  return blobs;
}

// Three packages, one with an overflow chain, made by SQLite itself in WAL mode.
std::string sqlite_file() {
  auto bytes = base::read_file(std::string(BATTEN_SOURCE_DIR) + "/src/packages/testdata/small.sqlite", 1u << 20);
  return bytes ? *bytes : std::string();
}

}  // namespace

TEST(RpmBdb, ReadsEveryPageSizeAndByteOrder) {
  for (std::size_t page_bytes = 512; page_bytes <= 65536; page_bytes *= 2) {
    for (bool big_endian : {false, true}) {
      SCOPED_TRACE(format("{} bytes, {}", page_bytes, big_endian ? "big-endian" : "little-endian"));
      Parsed parsed = parse_bdb(bdb_file(three(), page_bytes, big_endian).bytes);
      ASSERT_TRUE(parsed.result) << parsed.result.error().message;
      EXPECT_TRUE(parsed.notes.empty()) << parsed.notes[0].message;
      EXPECT_EQ(names(parsed), "one two three");
    }
  }
}

TEST(RpmBdb, SeesThroughARingOfPages) {
  BdbFile file = bdb_file(three(), 4096, false);
  // Page 1 holds the items; the pages of "two" come first, those of "three" after them.
  std::size_t last = file.bytes.size() / 4096 - 1;
  file.set_u32(last - 1, 16, static_cast<std::uint32_t>(last - 2));
  Parsed parsed = parse_bdb(file.bytes);
  ASSERT_TRUE(parsed.result);
  EXPECT_EQ(names(parsed), "one two");
  ASSERT_EQ(parsed.notes.size(), 1u);
  EXPECT_TRUE(parsed.notes[0].message.contains("ring")) << parsed.notes[0].message;
}

TEST(RpmBdb, NamesWhatIsBrokenAndGoesOn) {
  auto notes_of = [](const BdbFile& file) {
    Parsed parsed = parse_bdb(file.bytes);
    EXPECT_FALSE(parsed.notes.empty());
    return parsed.notes.empty() ? std::string() : parsed.notes[0].message;
  };
  BdbFile file = bdb_file(three(), 4096, true);
  file.set_u16(1, 26, 9000);
  EXPECT_EQ(notes_of(file), "page 1: item 0 at a wrong offset");
  file = bdb_file(three(), 4096, true);
  file.set_u16(1, 20, 0xfffe);
  EXPECT_EQ(notes_of(file), "page 1 is broken");
  file = bdb_file(three(), 4096, true);
  file.set_u32(2, 16, 0x80000000);
  EXPECT_TRUE(notes_of(file).starts_with("package number 2: its value goes on at page 2147483648 of "));
  file = bdb_file(three(), 4096, true);
  file.bytes.resize(file.bytes.size() - 2 * 4096);
  EXPECT_EQ(notes_of(file), "2 pages are missing at its end");
  EXPECT_EQ(names(parse_bdb(file.bytes)), "one two");
  // A length of 2^31.
  file = bdb_file({small_rpm("two", 5000)}, 4096, false);
  std::size_t item = file.bytes.find(std::string("\3\0\0\0", 4), 4096);
  ASSERT_NE(item, std::string::npos);
  file.bytes.replace(item + 8, 4, std::string("\0\0\0\x80", 4));
  EXPECT_EQ(notes_of(file), format("package number 1: a value of 2147483648 bytes in a file of {}", file.bytes.size()));
}

TEST(RpmBdb, RefusesOtherFiles) {
  EXPECT_FALSE(parse_bdb("no database").result);
  BdbFile file = bdb_file(three(), 4096, false);
  file.set_u32(0, 20, 100);
  EXPECT_FALSE(parse_bdb(file.bytes).result);
  file = bdb_file(three(), 4096, false);
  file.set_u32(0, 12, 0x053162);
  Parsed btree = parse_bdb(file.bytes);
  ASSERT_FALSE(btree.result);
  EXPECT_EQ(btree.result.error().code, Code::kUnsupported);
}

TEST(RpmNdb, ReadsItsBlobs) {
  Parsed parsed = parse_ndb(ndb_file(three()));
  ASSERT_TRUE(parsed.result);
  EXPECT_TRUE(parsed.notes.empty()) << parsed.notes[0].message;
  EXPECT_EQ(names(parsed), "one two three");
}

TEST(RpmNdb, NamesABadBlobAndGoesOn) {
  std::string good = ndb_file(three());
  std::string bad_offset = good;
  bad_offset.replace(32 + 8, 4, std::string("\0\0\0\x80", 4));
  Parsed parsed = parse_ndb(bad_offset);
  EXPECT_EQ(names(parsed), "two three");
  ASSERT_EQ(parsed.notes.size(), 1u);
  EXPECT_TRUE(parsed.notes[0].message.starts_with("package number 1: its blob of ")) << parsed.notes[0].message;

  std::string bad_byte = good;
  bad_byte[4096 + 100] ^= 1;
  parsed = parse_ndb(bad_byte);
  EXPECT_EQ(names(parsed), "two three");
  ASSERT_EQ(parsed.notes.size(), 1u);
  EXPECT_EQ(parsed.notes[0].message, "package number 1: its blob has a wrong checksum");

  // All slots with the same blob: read once, not a thousand times.
  std::string repeated = good;
  for (std::size_t slot = 4; slot < 256; ++slot) repeated.replace(slot * 16, 16, repeated.substr(32, 16));
  parsed = parse_ndb(repeated);
  EXPECT_EQ(names(parsed), "one two");
  ASSERT_FALSE(parsed.notes.empty());
  EXPECT_EQ(parsed.notes[0].message, "package number 1: its blob belongs to another package");

  parsed = parse_ndb(good.substr(0, good.size() - 50'000));
  EXPECT_EQ(names(parsed), "one two");
  EXPECT_EQ(parsed.notes.size(), 1u);
  std::string many_pages = good;
  many_pages.replace(12, 4, std::string("\0\0\0\x80", 4));
  EXPECT_FALSE(parse_ndb(many_pages).result);
  EXPECT_FALSE(parse_ndb("RpmP").result);
}

TEST(RpmSqlite, ReadsADatabaseInWalMode) {
  std::string bytes = sqlite_file();
  ASSERT_GT(bytes.size(), 1000u);
  EXPECT_EQ(bytes[18], 2) << "the file is not in WAL mode";
  Parsed parsed = parse_sqlite(bytes);
  ASSERT_TRUE(parsed.result) << parsed.result.error().message;
  EXPECT_TRUE(parsed.notes.empty());
  EXPECT_EQ(names(parsed), "one two three");
}

TEST(RpmSqlite, NamesWhatIsBroken) {
  std::string bytes = sqlite_file();
  ASSERT_GT(bytes.size(), 1000u);
  for (std::size_t size : {std::size_t{1}, std::size_t{50}, std::size_t{600}, bytes.size() / 2, bytes.size() - 1}) {
    Parsed parsed = parse_sqlite(bytes.substr(0, size));
    EXPECT_TRUE(!parsed.result || !parsed.notes.empty()) << size;
  }
  // Every byte of the first pages changed in turn: never a crash, never other packages out of nothing.
  std::size_t pages = std::min<std::size_t>(bytes.size(), 2048);
  for (std::size_t at = 0; at < pages; ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    Parsed parsed = parse_sqlite(changed);
    EXPECT_LE(parsed.facts.packages.size(), 3u) << at;
  }
}

// A database whose "Packages" is a view that never ends.
TEST(RpmSqlite, RefusesAViewInPlaceOfTheTable) {
  auto bytes = base::read_file(std::string(BATTEN_SOURCE_DIR) + "/src/packages/testdata/view.sqlite", 1u << 20);
  ASSERT_TRUE(bytes);
  Parsed parsed = parse_sqlite(*bytes);
  ASSERT_FALSE(parsed.result);
  EXPECT_TRUE(parsed.facts.packages.empty());
}

TEST(RpmSqlite, AcceptsAnEmptyFileAndNoOther) {
  EXPECT_TRUE(parse_sqlite("").result);
  EXPECT_FALSE(parse_sqlite("SQLite format 3").result);
  EXPECT_FALSE(parse_sqlite(std::string("SQLite format 3\0", 16)).result);
}

}  // namespace batten::packages
