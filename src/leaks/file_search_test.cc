// SPDX-License-Identifier: Apache-2.0
#include "leaks/file_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "archive/codec.h"
#include "archive/compress.h"
#include "archive/tar_writer.h"
#include "base/base64.h"
#include "base/hash.h"
#include "fuzz/replay.h"
#include "leaks/decode.h"
#include "leaks/fingerprint.h"

int file_search_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::leaks {
namespace {

const std::string kToken = std::string("ghp_") + "Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL";
const std::string kOther = std::string("gho_") + "Eeeby3abP3E2Zs8IQ9Y7aJZqhB6bae2dTjzx";

class Searching : public testing::Test {
 protected:
  std::vector<model::Leak> search(std::string_view content, std::string_view path = "a/file.txt") {
    notes_.clear();
    return search_.search(path, content, notes_);
  }
  // "github-token 3:5 base64"
  static std::string shown(const std::vector<model::Leak>& leaks) {
    std::string out;
    for (const model::Leak& leak : leaks) {
      out += (out.empty() ? "" : ", ") + leak.kind + " " + std::to_string(leak.place.line) + ":" + std::to_string(leak.place.column);
      for (const std::string& step : leak.place.decoded) out += " " + step;
    }
    return out;
  }

  FileSearch search_{Patterns::all(), "the key of these tests, 32 bytes"};
  base::Notes notes_;
};

std::string utf16(std::string_view text, bool big) {
  std::string out = big ? "\xfe\xff" : "\xff\xfe";
  for (char c : text) {
    if (big) out += '\0';
    out += c;
    if (!big) out += '\0';
  }
  return out;
}

std::string url_escaped(std::string_view text) {
  std::string out;
  for (char c : text) out += "%" + base::to_hex(std::string(1, c));
  return out;
}

// Stored, not compressed: RFC 1952 around RFC 1951, 3.2.4.
std::string gzip_of(std::string_view content) {
  auto little = [](std::uint64_t number, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> 8 * i & 0xff);
    return out;
  };
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  std::string_view left = content;
  do {
    std::string_view part = left.substr(0, 60'000);
    left.remove_prefix(part.size());
    out += (left.empty() ? std::string(1, '\1') : std::string(1, '\0')) + little(part.size(), 2) + little(~part.size(), 2);
    out += part;
  } while (!left.empty());
  return out + little(archive::crc32(content), 4) + little(content.size(), 4);
}

std::string zstd_of(std::string_view content) {
  std::string out;
  archive::ZstdWriter writer([&](std::string_view bytes) -> Result<void> {
    out += bytes;
    return {};
  });
  EXPECT_TRUE(writer.add(content) && writer.finish());
  return out;
}

std::string tar_of(const std::string& name, const std::string& content) {
  std::string out;
  archive::TarWriter tar([&](std::string_view bytes) -> Result<void> {
    out += bytes;
    return {};
  });
  EXPECT_TRUE(
      tar.add_header({.name = name, .link_name = {}, .type = archive::EntryType::kFile, .size_bytes = content.size(), .mode = 0644}));
  EXPECT_TRUE(tar.add_content(content));
  EXPECT_TRUE(tar.finish());
  return out;
}

TEST_F(Searching, SaysWhereAndShowsNothing) {
  std::vector<model::Leak> leaks = search("one\ntwo token=" + kToken + " end\n");
  ASSERT_EQ(shown(leaks), "github-token 2:11");
  EXPECT_EQ(leaks[0].place.path, "a/file.txt");
  EXPECT_EQ(leaks[0].place.offset, 14u);
  EXPECT_EQ(leaks[0].confidence, model::LeakConfidence::kConfirmed);
  EXPECT_EQ(leaks[0].masked, "ghp_****");
  EXPECT_EQ(leaks[0].length, 40u);
  EXPECT_EQ(leaks[0].fingerprint, fingerprint("the key of these tests, 32 bytes", kToken));
  EXPECT_NE(leaks[0].fingerprint, fingerprint("another key, also of 32 bytes ...", kToken));
  for (const std::string& text : {leaks[0].masked, leaks[0].fingerprint, leaks[0].title, leaks[0].repair})
    EXPECT_FALSE(text.contains(kToken.substr(8, 12))) << text;
}

TEST_F(Searching, ReadsWhatIsEncoded) {
  const std::string line = "export TOKEN=" + kToken + " # end\n";
  EXPECT_EQ(shown(search("x\ny: " + base::base64(line) + "\n")), "github-token 2:4 base64");
  EXPECT_EQ(shown(search("x: " + base::base64(base::base64(line)) + "\n")), "github-token 1:4 base64 base64");
  EXPECT_EQ(shown(search("x: " + base::to_hex(line) + "\n")), "github-token 1:4 hex");
  EXPECT_EQ(shown(search("u=" + url_escaped(line) + "\n")), "github-token 1:1 url");
  EXPECT_EQ(shown(search(utf16("a\nb " + line, false))), "github-token 2:16");
  EXPECT_EQ(shown(search(utf16("a\nb " + line, true))), "github-token 2:16");
  std::string wrapped = base::base64("first line of a longer text that fills several lines of base64\n" + line + line);
  for (std::size_t at = 64; at < wrapped.size(); at += 65) wrapped.insert(at, "\n");
  EXPECT_EQ(shown(search("data: |\n" + wrapped + "\n")), "github-token 2:1 base64, github-token 2:1 base64");
  // A value that fills its line, without padding: what follows below is no more of it.
  const std::string settings = "# settings\nDB_PASSWORD=quartz-tulip72\nPORT=8080\n";
  ASSERT_EQ(settings.size(), 48u);
  for (std::string_view below : {"port: 1\n", "word\n", "-----END-----\n", ""})
    EXPECT_EQ(shown(search("bundle: " + base::base64(settings) + "\n" + std::string(below))), "generic-password 1:9 base64") << below;
}

TEST_F(Searching, ReadsWhatIsPacked) {
  const std::string file = "name\ntoken " + kToken + "\n";
  std::string packed = gzip_of(file);
  EXPECT_EQ(shown(search(packed)), "github-token 2:7 gzip");
  EXPECT_EQ(shown(search(tar_of("etc/a", file))), "github-token 2:7 tar member etc/a");
  EXPECT_EQ(shown(search(gzip_of(tar_of("etc/a", file)))), "github-token 2:7 gzip tar member etc/a");
  EXPECT_EQ(shown(search("x: " + base::base64(packed) + "\n")), "github-token 1:4 base64 gzip");
  EXPECT_TRUE(notes_.empty());
}

TEST_F(Searching, SaysWhatItCouldNotUnpack) {
  std::string packed = gzip_of(std::string(5000, 'a') + kToken);
  EXPECT_TRUE(search(packed.substr(0, packed.size() / 2)).empty());
  ASSERT_EQ(notes_.size(), 1u);
  EXPECT_EQ(notes_[0].kind, base::Note::Kind::kSkipped);
  std::string deep = "token " + kToken;
  for (int i = 0; i < 6; ++i) deep = gzip_of(deep);
  EXPECT_TRUE(search(deep).empty());
  ASSERT_EQ(notes_.size(), 1u);
  EXPECT_TRUE(notes_[0].message.contains("packed more than")) << notes_[0].message;
}

TEST_F(Searching, BoundsWhatItUnpacks) {
  FileSearch small(Patterns::all(), "the key of these tests, 32 bytes", {.max_unpacked_bytes = 1u << 20});
  std::string bomb = zstd_of(std::string(8u << 20, 'x') + kToken);
  base::Notes notes;
  EXPECT_TRUE(small.search("bomb.gz", bomb, notes).empty());
  EXPECT_EQ(notes.size(), 1u);
}

// Blocks end at 2 MiB: a secret may stand anywhere around there.
TEST_F(Searching, FindsWhatStandsWhereBlocksMeet) {
  for (std::size_t at :
       {(2u << 20) - 100u, (2u << 20) - 20u, 2u << 20, (2u << 20) + (96u << 10) - 20u, (2u << 20) + (96u << 10), 5u << 20}) {
    std::string text(6u << 20, '.');
    for (std::size_t i = 79; i < text.size(); i += 80) text[i] = '\n';
    text.replace(at, kToken.size() + 2, " " + kToken + " ");
    const auto line = static_cast<std::uint32_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at) + 1, '\n') + 1);
    std::vector<model::Leak> leaks = search(text);
    ASSERT_EQ(leaks.size(), 1u) << at;
    EXPECT_EQ(leaks[0].place.offset, at + 1);
    EXPECT_EQ(leaks[0].place.line, line);

    search_.begin("in pieces");
    for (std::size_t done = 0; done < text.size(); done += 100'000) search_.feed(std::string_view(text).substr(done, 100'000));
    leaks = search_.end(notes_);
    ASSERT_EQ(leaks.size(), 1u) << at;
    EXPECT_EQ(leaks[0].place.offset, at + 1);
    EXPECT_EQ(leaks[0].place.line, line);
  }
}

TEST_F(Searching, LooksIntoPrograms) {
  std::string program(
      "\x7f"
      "ELF\0\0\0\0",
      8);
  program += std::string(3000, '\0') + kToken + std::string(1, '\0');
  EXPECT_EQ(search(program).size(), 1u);
}

TEST_F(Searching, HonoursComments) {
  std::vector<model::Leak> leaks = search("a = \"" + kToken + "\"  # batten:ignore github-token it is revoked\n");
  ASSERT_EQ(leaks.size(), 1u);
  EXPECT_EQ(leaks[0].suppressed_by, "it is revoked");
  EXPECT_EQ(search("// batten:ignore * of the tests\nx " + kToken + "\n")[0].suppressed_by, "of the tests");
  EXPECT_EQ(search("x " + kToken + " // gitleaks:allow\n")[0].suppressed_by, "comment gitleaks:allow");
  EXPECT_EQ(search("/* batten:ignore github-token */ " + kToken)[0].suppressed_by, "a comment, without a reason");
  EXPECT_EQ(search("x " + kToken + " batten:ignore github-token since " + kToken)[0].suppressed_by, "a comment, without a reason");
  for (const std::string& text :
       {"# batten:ignore jwt another kind\nx " + kToken, "y = 1 # batten:ignore github-token of its own line\nx " + kToken,
        "# batten:ignore github-token too far away\n\nx " + kToken})
    EXPECT_EQ(search(text)[0].suppressed_by, "") << text;
}

// What took minutes when each secret or run looked through all that stands before it.
TEST_F(Searching, ALongLineIsLookedThroughOnce) {
  std::string values = "x\n";
  for (int i = 0; i < 40'000; ++i) values += "\"UEFTU1dPUkQ9c2VjcmV0MTIz\",";
  EXPECT_EQ(shown(search(values + kToken)), "github-token 2:" + std::to_string(values.size() - 1));
  std::string tokens;
  for (int i = 0; i < 9'000; ++i) tokens += std::string(i % 100 == 0 ? 200 : 1, ' ') + kToken;
  std::vector<model::Leak> leaks = search(tokens + " gitleaks:allow");
  ASSERT_EQ(leaks.size(), 9'000u);
  EXPECT_EQ(leaks.back().place.column, tokens.size() - kToken.size() + 1);
  EXPECT_EQ(leaks.back().suppressed_by, "");  // no line that a comment is about
}

TEST_F(Searching, LinesThatMakeNoSenseTogetherAreTriedAFewTimes) {
  std::string lines;
  for (int i = 0; i < 20'000; ++i) lines += "QUFBQUFBQUFBQUFB/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+\n";
  EXPECT_EQ(shown(search(lines + kToken + "\n")), "github-token 20001:1");
  ASSERT_EQ(notes_.size(), 1u);
  EXPECT_TRUE(notes_[0].message.ends_with("not all of it was decoded")) << notes_[0].message;
}

TEST_F(Searching, ManyBeginningsOfOneKind) {
  std::string beginnings;
  for (int i = 0; i < 40'000; ++i) beginnings += "eyJhbGciOiJub25lIn0.";
  EXPECT_EQ(shown(search(beginnings)), "");
  const std::string jwt = std::string("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkLmFjbWUuaW8iLCJzdWIiOiJrLm1leWVyIn0") +
                          ".Hj3kQ9vXb2LmN8pRt5WyZc7dFg1sAe4uIo6xCvBnM0q";
  const std::string alone = shown(search("x " + jwt + "\n"));
  EXPECT_TRUE(alone.ends_with(" 1:3")) << alone;
  EXPECT_EQ(shown(search(beginnings + " x " + jwt + "\n")),
            alone.substr(0, alone.find(' ')) + " 1:" + std::to_string(beginnings.size() + 4));
}

TEST(FileSearch, IsNotShakenByAnyBytes) { REPLAY_CORPUS(file_search_fuzz); }

TEST(Masked, ShowsNextToNothing) {
  EXPECT_EQ(masked("hunter2"), "****");
  EXPECT_EQ(masked("correct horse battery staple"), "co****");
  EXPECT_EQ(masked(kOther), "gho_****");
  EXPECT_EQ(masked("ab_c"), "****");
  EXPECT_EQ(masked("-----BEGIN RSA PRIVATE"
                   " KEY-----\nMIIEpA"),
            "-----BEGIN RSA PRIVATE"
            " KEY-----****");
}

TEST(Decode, TakesOnlyWhatIsText) {
  auto decoded = [](std::string_view text) {
    std::string out;
    EXPECT_TRUE(each_decoded(text, 1u << 20, [&](const Decoded& one) { out += std::string(one.coding) + "[" + one.bytes + "]"; }));
    return out;
  };
  EXPECT_EQ(decoded("a_very_long_identifier_that_is_no_base64_at_all and/a/path/of/many/parts/that/goes/on"), "");
  EXPECT_EQ(decoded("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), "");
  EXPECT_EQ(decoded("x=" + base::base64("a text of some length, in base64") + ";"), "base64[a text of some length, in base64]");
  EXPECT_EQ(decoded("http://h/?q=%70assword%3Dab%26x"), "url[http://h/?q=password=ab&x]");
  EXPECT_EQ(decoded("100% of 50% and %d or %s"), "");
}

}  // namespace
}  // namespace batten::leaks
