// SPDX-License-Identifier: Apache-2.0
#include "packages/elf.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"
#include "packages/elf_fixture.h"
#include "packages/shared_data.h"

int elf_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::packages {
namespace {

std::size_t file_notes(std::string_view content) {
  Parsed parsed = parse_with("go_binary", "usr/bin/a", content);
  EXPECT_TRUE(parsed.facts.packages.empty());
  return parsed.result ? parsed.notes.size() : 1;
}

}  // namespace

TEST(Elf, SectionsAndSegmentsOfEveryForm) {
  for (bool wide : {false, true}) {
    for (bool big_endian : {false, true}) {
      SCOPED_TRACE(wide ? "64 bits" : "32 bits");
      ElfFixture fixture{
          .wide = wide, .big_endian = big_endian, .sections = {{".a", "one"}, {".b", ""}}, .segments = {{0x1000, true, "data"}}};
      std::string file = fixture.file();
      Result<Elf> elf = Elf::read(file);
      ASSERT_TRUE(elf);
      EXPECT_EQ(elf->word_size(), wide ? 8u : 4u);
      EXPECT_EQ(elf->big_endian(), big_endian);
      EXPECT_EQ(elf->sections().size(), 3u);
      EXPECT_EQ(elf->section(".a"), "one");
      EXPECT_EQ(elf->section(".b"), "");
      EXPECT_EQ(elf->section(".c"), "");
      ASSERT_EQ(elf->segments().size(), 1u);
      EXPECT_TRUE(elf->segments()[0].writable);
      EXPECT_EQ(elf->at(0x1001, 2), "at");
      EXPECT_EQ(elf->at(0x1001, 200), "ata");
      EXPECT_EQ(elf->at(0x1004, 1), "");
      EXPECT_EQ(elf->at(0xfff, 1), "");
      EXPECT_FALSE(elf->cut_off());
      EXPECT_FALSE(elf->packed());
    }
  }
}

TEST(Elf, WhatLiesOutsideOfTheFileIsEmpty) {
  ElfFixture fixture{.sections = {{".a", "one"}}, .segments = {}};
  const std::string good = fixture.file();
  std::size_t headers = good.size() - 2 * 64;
  for (std::uint64_t wild : {std::uint64_t{1} << 20, ~std::uint64_t{0}, ~std::uint64_t{0} - 10}) {
    std::string file = good;
    file.replace(headers + 24, 8, fixture.word(wild));  // offset of .a
    EXPECT_EQ(Elf::read(file)->section(".a"), "");
    EXPECT_EQ(file_notes(file), 1u);
    file = good;
    file.replace(headers + 32, 8, fixture.word(wild));  // size of .a
    EXPECT_TRUE(Elf::read(file)->cut_off());
    file = good;
    file.replace(40, 8, fixture.word(wild));  // where the headers of sections are
    EXPECT_EQ(Elf::read(file)->sections().size(), 0u);
    EXPECT_EQ(file_notes(file), 1u);
  }
  std::string many = good;
  many.replace(60, 2, "\xff\xff");  // 65,535 sections, of which two are there
  EXPECT_EQ(Elf::read(many)->sections().size(), 2u);
  EXPECT_TRUE(Elf::read(many)->cut_off());
}

TEST(Elf, SectionsThatCannotBeToldApartAreANote) {
  ElfFixture fixture{.sections = {{".a", "one"}}, .segments = {}};
  const std::string good = fixture.file();
  EXPECT_FALSE(Elf::read(good)->unreadable_sections());
  for (std::size_t at : {58u, 62u}) {  // the size of a section's header, the section with the names
    std::string file = good;
    file.replace(at, 2, at == 58 ? fixture.number(1, 2) : fixture.number(700, 2));
    EXPECT_TRUE(Elf::read(file)->unreadable_sections()) << at;
    EXPECT_EQ(file_notes(file), 1u) << at;
  }
  std::string none = good;
  none.replace(58, 6, std::string(6, '\0'));  // nor any sections
  EXPECT_FALSE(Elf::read(none)->unreadable_sections());
  EXPECT_EQ(file_notes(none), 0u);
}

TEST(Elf, EveryTruncationIsAnErrorOrANote) {
  ElfFixture fixture{.sections = {{".a", "one"}}, .segments = {{0x1000, true, "data"}}};
  const std::string good = fixture.file();
  EXPECT_EQ(file_notes(good), 0u);
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_EQ(file_notes(std::string_view(good).substr(0, size)), 1u) << size;
}

TEST(Elf, SixtyFiveThousandSections) {
  ElfFixture fixture{.sections = std::vector<std::pair<std::string, std::string>>(65'000, {".a", ""}), .segments = {}};
  std::string file = fixture.file();
  EXPECT_EQ(Elf::read(file)->sections().size(), 65'001u);
  EXPECT_EQ(file_notes(file), 0u);
}

TEST(Elf, PackedProgramsAreNotes) {
  ElfFixture fixture{.sections = {}, .segments = {{0x1000, false, std::string("\1\2\3\4UPX!\x0c\x0d\0\0", 12)}}};
  Parsed parsed = parse_with("go_binary", "usr/bin/a", fixture.file());
  ASSERT_EQ(parsed.notes.size(), 1u);
  EXPECT_EQ(parsed.notes[0].message, "packed by UPX, not looked into");
}

TEST(Elf, TheNoteOfGosLinkerIsInTheHead) {
  using std::string_view_literals::operator""sv;
  EXPECT_TRUE(has_go_note("\4\0\0\0\123\0\0\0\4\0\0\0Go\0\0"sv));
  EXPECT_TRUE(has_go_note("\0\0\0\4\0\0\0\123\0\0\0\4Go\0\0"sv)) << "big endian";
  EXPECT_FALSE(has_go_note("\4\0\0\0\20\0\0\0\1\0\0\0GNU\0"sv));
}

}  // namespace batten::packages

TEST(PackagesFuzz, Elf) { REPLAY_CORPUS(elf_fuzz); }
