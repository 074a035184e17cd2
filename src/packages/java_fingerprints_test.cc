// SPDX-License-Identifier: Apache-2.0
//
// Classes that were moved to another package, and libraries recognised by what is left of them. Classes are compiled by javac, where it is.
#include "packages/java_fingerprints.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>

#include "archive/zip_maker.h"
#include "base/file.h"
#include "base/format.h"
#include "base/process.h"
#include "base/reader.h"
#include "fuzz/replay.h"
#include "packages/java_archive.h"
#include "packages/java_class.h"

int java_class_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::packages {
namespace {

using archive::ZipMaker;

// One library of a table: its versions, and for each the upper halves of its classes' fingerprints.
struct Library {
  std::string name;
  std::vector<std::pair<std::string, std::vector<std::uint32_t>>> versions;
};

std::string table_of(const std::vector<Library>& libraries, const std::vector<std::uint32_t>& names_of_first = {}) {
  std::string heads, counts, texts, packed;
  std::vector<std::array<std::uint32_t, 4>> entries;
  for (std::size_t i = 0; i < libraries.size(); ++i) {
    heads += ZipMaker::little(texts.size(), 4) + ZipMaker::little(libraries[i].versions.size(), 4);
    texts += libraries[i].name + "\n";
    std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> spans;
    for (std::size_t v = 0; v < libraries[i].versions.size(); ++v) {
      texts += libraries[i].versions[v].first + "\n";
      counts += ZipMaker::little(libraries[i].versions[v].second.size(), 2);
      for (std::uint32_t hash : libraries[i].versions[v].second) spans.try_emplace(hash, v, v).first->second.second = v;
    }
    for (const auto& [hash, span] : spans) {
      entries.push_back(
          {hash, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(span.first), static_cast<std::uint32_t>(span.second)});
    }
  }
  std::ranges::sort(entries);
  for (const auto& entry : entries) {
    packed += ZipMaker::little(entry[0], 4) + ZipMaker::little(entry[1], 2) + ZipMaker::little(entry[2], 2) + ZipMaker::little(entry[3], 2);
  }
  for (std::uint32_t name : names_of_first) packed += ZipMaker::little(name, 4) + ZipMaker::little(0, 2);
  return "BJF1" + ZipMaker::little(libraries.size(), 4) + ZipMaker::little(entries.size(), 4) + ZipMaker::little(names_of_first.size(), 4) +
         ZipMaker::little(texts.size(), 4) + heads + counts + packed + texts;
}

std::vector<std::uint32_t> numbers(std::uint32_t first, std::uint32_t count) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < count; ++i) out.push_back(first + i);
  return out;
}

std::vector<std::uint32_t> both(std::vector<std::uint32_t> a, const std::vector<std::uint32_t>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string recognised(const FingerprintTable& table, const std::vector<std::uint32_t>& classes) {
  RecognisedClasses found(table);
  for (std::uint32_t hash : classes) found.add({std::uint64_t{hash} << 32, hash});
  std::string out;
  for (const Recognised& library : found.libraries()) {
    if (library.unknown > 0) out += format("{} unknown in ", library.unknown);
    out += format("{} {}..{} {}/{};", library.name, library.lowest, library.highest, library.classes, library.of);
  }
  return out;
}

// Version 1 has classes 0-39; 2 changes the first ten, 3 only one more; the fork has most of them too.
std::string sample_table() {
  std::vector<std::uint32_t> rest = numbers(10, 30);
  return table_of(
      {{"g:lib", {{"1", numbers(0, 40)}, {"2", both(numbers(100, 10), rest)}, {"3", both(numbers(100, 10), both(numbers(11, 29), {200}))}}},
       {"g:fork", {{"9", both(numbers(5, 35), numbers(300, 10))}}},
       {"g:small", {{"1", numbers(400, 6)}}}});
}

TEST(JavaFingerprints, TellsVersionsAsFarAsTheClassesDo) {
  std::string bytes = sample_table();
  Result<FingerprintTable> table = FingerprintTable::open(bytes);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(recognised(*table, numbers(0, 40)), "g:lib 1..1 40/40;");
  EXPECT_EQ(recognised(*table, both(numbers(100, 10), numbers(10, 30))), "g:lib 2..2 40/40;");
  // Of a build that kept a part: the versions that part is the same in.
  EXPECT_EQ(recognised(*table, numbers(100, 8)), "g:lib 2..3 8/40;");
  EXPECT_EQ(recognised(*table, numbers(11, 20)), "g:lib 1..3 20/40;");
  EXPECT_EQ(recognised(*table, both(numbers(5, 35), numbers(300, 10))), "g:fork 9..9 45/45;");
  EXPECT_EQ(recognised(*table, both(numbers(0, 40), numbers(400, 6))), "g:lib 1..1 40/40;g:small 1..1 6/6;");
}

TEST(JavaFingerprints, CountsClassesOfNoKnownVersion) {
  std::string bytes = table_of({{"g:lib", {{"1", numbers(0, 40)}}}}, both(numbers(0, 40), numbers(7000, 9)));
  Result<FingerprintTable> table = FingerprintTable::open(bytes);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(recognised(*table, both(numbers(0, 20), numbers(7001, 100))), "8 unknown in g:lib 1..1 20/40;");
  EXPECT_EQ(recognised(*table, numbers(0, 20)), "g:lib 1..1 20/40;");
  // Mostly other code by the same names.
  EXPECT_EQ(recognised(*table, both(numbers(0, 7), numbers(7001, 100))), "");
}

TEST(JavaFingerprints, AFewClassesAreNoLibrary) {
  std::string bytes = sample_table();
  Result<FingerprintTable> table = FingerprintTable::open(bytes);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(recognised(*table, numbers(0, 4)), "");
  EXPECT_EQ(recognised(*table, numbers(400, 3)), "");
  EXPECT_EQ(recognised(*table, std::vector<std::uint32_t>(100, 7)), "");
  EXPECT_EQ(recognised(*table, numbers(1000, 500)), "");
  EXPECT_EQ(recognised(*table, {}), "");
}

TEST(JavaFingerprints, WrongTablesAreRefused) {
  std::string bytes = sample_table();
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(FingerprintTable::open(std::string_view(bytes).substr(0, size))) << size;
  std::string wrong = bytes;
  wrong[4 + 16 + 3 * 8 + 5 * 2 + 4] = 77;  // the artifact of the first entry
  EXPECT_FALSE(FingerprintTable::open(wrong));
  EXPECT_TRUE(FingerprintTable::open(table_of({})));
}

// What the program carries is whole, and names what advisories name.
TEST(JavaFingerprints, BuiltInTable) {
  const FingerprintTable& table = FingerprintTable::built_in();
  EXPECT_GT(table.entry_count(), 1000u);
  EXPECT_TRUE(std::ranges::any_of(table.artifacts(), [](const auto& artifact) {
    return artifact.name == "org.apache.logging.log4j:log4j-core" &&
           std::ranges::find(artifact.versions, "2.14.1") != artifact.versions.end();
  }));
}

struct Compiled {
  std::map<std::string, std::string> classes;  // "org/lib/A.class": its bytes
};

// Twelve small classes that use each other.
std::string source(int number, std::string_view text) {
  return format(R"(package org.lib;
public class Part{0} extends java.util.ArrayList<String> implements Runnable {{
  private static final long NUMBER = {1}L;
  protected Part{2} next;
  public void run() {{ System.out.println("{3} of part {0}"); if (next != null) next.run(); }}
  public String where() {{ return "org.lib.Part{2}"; }}
  public double more(int[] a, Part{2} b) {{ Runnable r = () -> b.run(); r.run(); return a.length * 1.{0} + NUMBER; }}
}}
)",
                number, number * 1'000'003, (number + 1) % 12, text);
}

Compiled compile(std::string_view text) {
  char directory[] = "/tmp/java_class_test.XXXXXX";
  Compiled out;
  if (::mkdtemp(directory) == nullptr) return out;
  std::string root = directory;
  std::vector<std::string> argv{"javac", "-nowarn", "-d", root};
  for (int i = 0; i < 12; ++i) {
    std::string file = root + format("/Part{}.java", i);
    EXPECT_TRUE(base::write_file_atomic(file, source(i, text)));
    argv.push_back(file);
  }
  auto done = base::run_process(argv, "", std::chrono::seconds(120), 1u << 20);
  if (!done || done->exit_status != 0) return out;
  for (int i = 0; i < 12; ++i) {
    auto bytes = base::read_file(root + format("/org/lib/Part{}.class", i), 1u << 20);
    EXPECT_TRUE(bytes);
    if (bytes) out.classes[format("org/lib/Part{}.class", i)] = *bytes;
  }
  return out;
}

const Compiled& compiled() {
  static const Compiled out = compile("text");
  return out;
}

// The class with the package's name replaced in every text of its constant pool, and some more constants behind.
std::string relocated(std::string_view bytes) {
  base::Reader reader(bytes);
  std::string out(reader.bytes(8));
  auto big = [](std::size_t value) { return std::string{static_cast<char>(value >> 8), static_cast<char>(value & 0xff)}; };
  std::size_t count = reader.u16be();
  out += big(count + 2);
  for (std::size_t i = 1; i < count; ++i) {
    std::uint8_t tag = reader.u8();
    out.push_back(static_cast<char>(tag));
    if (tag == 1) {
      std::string text(reader.bytes(reader.u16be()));
      for (auto [from, to] : {std::pair("org/lib/", "com/acme/shaded/lib/"), std::pair("org.lib.", "com.acme.shaded.lib.")}) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 20)) text.replace(at, 8, to);
      }
      out += big(text.size()) + text;
      continue;
    }
    constexpr std::size_t kSizes[] = {0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2};
    out += reader.bytes(kSizes[tag]);
    if (tag == 5 || tag == 6) ++i;
  }
  out += std::string("\1") + big(6) + "unused" + std::string("\1") + big(5) + "other";
  out += reader.bytes(reader.remaining());
  EXPECT_TRUE(reader.ok());
  return out;
}

std::uint64_t fingerprint(std::string_view bytes) {
  ClassReader reader;
  return reader.fingerprint(bytes).value_or(ClassFingerprint{}).content;
}

TEST(JavaClass, IsTheSameAfterItWasMoved) {
  if (compiled().classes.empty()) GTEST_SKIP() << "javac is not installed";
  std::set<std::uint64_t> all;
  for (const auto& [name, bytes] : compiled().classes) {
    std::string moved = relocated(bytes);
    ASSERT_NE(moved, bytes);
    EXPECT_EQ(fingerprint(moved), fingerprint(bytes)) << name;
    all.insert(fingerprint(bytes));
  }
  EXPECT_EQ(all.size(), 12u);
  EXPECT_FALSE(all.contains(0));
  Compiled changed = compile("other text");
  for (const auto& [name, bytes] : changed.classes) EXPECT_FALSE(all.contains(fingerprint(bytes))) << name;
}

TEST(JavaClass, IsNoneWhenCutOff) {
  if (compiled().classes.empty()) GTEST_SKIP() << "javac is not installed";
  std::string_view bytes = compiled().classes.begin()->second;
  ClassReader reader;
  for (std::size_t size = 0; size < bytes.size() / 2; ++size) EXPECT_FALSE(reader.fingerprint(bytes.substr(0, size))) << size;
  EXPECT_FALSE(reader.fingerprint("no class"));
}

std::string found_in(const ZipMaker& jar, std::string_view path, const FingerprintTable& table) {
  model::FileFacts facts;
  base::Notes notes;
  std::string bytes = jar.make(), out;
  EXPECT_TRUE(read_java_archive(path, *archive::memory_source(bytes), facts, notes, table));
  for (const model::Package& package : facts.packages) out += format("{} {} by {};", package.name, package.version, package.found_by);
  return out;
}

TEST(JavaFingerprints, FindsALibraryThatWasShadedIn) {
  if (compiled().classes.empty()) GTEST_SKIP() << "javac is not installed";
  std::vector<std::uint32_t> hashes;
  for (const auto& [name, bytes] : compiled().classes) hashes.push_back(static_cast<std::uint32_t>(fingerprint(bytes) >> 32));
  std::string bytes = table_of({{"org.lib:lib", {{"1.0", hashes}, {"1.1", hashes}, {"2.0", numbers(1, 12)}}}});
  Result<FingerprintTable> table = FingerprintTable::open(bytes);
  ASSERT_TRUE(table) << table.error().message;

  ZipMaker whole, part, told, named, other;
  archive::MadeMember own{.name = "META-INF/maven/a/app/pom.properties", .content = "groupId=a\nartifactId=app\nversion=7\n"};
  archive::MadeMember of_library{.name = "META-INF/maven/org.lib/lib/pom.properties",
                                 .content = "groupId=org.lib\nartifactId=lib\nversion=1.1\n"};
  whole.add(own), part.add(own), told.add(own), told.add(of_library), other.add(own);
  int i = 0;
  for (const auto& [name, content] : compiled().classes) {
    whole.add("com/acme/shaded/lib/" + name.substr(8), relocated(content));
    if (i++ < 7) part.add("com/acme/shaded/lib/" + name.substr(8), relocated(content));
    told.add("com/acme/shaded/lib/" + name.substr(8), relocated(content));
    named.add(name, content);
  }
  for (const auto& [name, content] : compile("other text").classes) other.add(name, content);
  EXPECT_EQ(found_in(whole, "x/app-7.jar", *table), "a:app 7 by pom.properties;org.lib:lib 1.0 by classes; 1.0 to 1.1;");
  EXPECT_EQ(found_in(part, "x/app-7.jar", *table), "a:app 7 by pom.properties;org.lib:lib 1.0 by classes; 1.0 to 1.1;");
  // Where Maven's own file says it, that counts.
  EXPECT_EQ(found_in(told, "x/app-7.jar", *table), "a:app 7 by pom.properties;org.lib:lib 1.1 by pom.properties;");
  // A jar that does not say its group is told by its classes.
  EXPECT_EQ(found_in(named, "x/lib-1.1.jar", *table), "org.lib:lib 1.1 by classes and file name;");
  EXPECT_EQ(found_in(named, "x/renamed.jar", *table), "org.lib:lib 1.0 by classes; 1.0 to 1.1;");
  // Other code in a package of the same name.
  EXPECT_EQ(found_in(other, "x/app-7.jar", *table), "a:app 7 by pom.properties;");
}

TEST(JavaClass, Fuzz) { REPLAY_CORPUS(java_class_fuzz); }

}  // namespace
}  // namespace batten::packages
