// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <thread>

#include "base/format.h"
#include "base/glob.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/path.h"
#include "base/process.h"
#include "base/reader.h"
#include "base/text.h"
#include "base/time.h"
#include "base/writer.h"
#include "fuzz/replay.h"

int ignore_patterns_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::base {

TEST(Reader, IsSticky) {
  Writer writer;
  writer.u32le(7);
  writer.sized("abc");
  Reader reader(writer.view());
  EXPECT_EQ(reader.u32le(), 7u);
  EXPECT_EQ(reader.sized(), "abc");
  EXPECT_TRUE(reader.ok() && reader.at_end());
  EXPECT_EQ(reader.u8(), 0);
  EXPECT_FALSE(reader.finish("x"));
}

TEST(Reader, CountIsBoundedByWhatCanFollow) {
  Writer writer;
  writer.varint(1'000'000'000);
  Reader reader(writer.view());
  EXPECT_EQ(reader.count(1), 0u);
  EXPECT_FALSE(reader.ok());
}

TEST(Glob, Components) {
  EXPECT_TRUE(glob_match("var/lib/dpkg/status", "var/lib/dpkg/status"));
  EXPECT_TRUE(glob_match("usr/share/doc/*/copyright", "usr/share/doc/bash/copyright"));
  EXPECT_FALSE(glob_match("usr/share/doc/*/copyright", "usr/share/doc/a/b/copyright"));
  EXPECT_TRUE(glob_match("**/*.jar", "a.jar"));
  EXPECT_TRUE(glob_match("**/*.jar", "opt/x/a.jar"));
  EXPECT_TRUE(glob_match("**/a/**/b", "x/a/y/a/z/b"));
  EXPECT_FALSE(glob_match("**/*.jar", "opt/x/a.jar.txt"));
  EXPECT_TRUE(glob_match("a/**", "a/b/c"));
  EXPECT_FALSE(glob_match("a/?", "a/bc"));
}

TEST(Glob, Fuzz) { REPLAY_CORPUS(ignore_patterns_fuzz); }

TEST(Path, StaysInTheRoot) {
  EXPECT_EQ(normal_path("./a//b/."), "a/b");
  EXPECT_EQ(normal_path("/a/../b"), "b");
  EXPECT_EQ(normal_path("../a"), std::nullopt);
  EXPECT_EQ(link_target("usr/lib/x", "../../../../etc/passwd"), "etc/passwd");
  EXPECT_EQ(link_target("var/lib/rpm", "../../usr/lib/sysimage/rpm"), "usr/lib/sysimage/rpm");
  EXPECT_EQ(link_target("a/b", "/c"), "c");
}

TEST(Text, CleansBytesForATerminal) {
  EXPECT_EQ(printable("a\x1b[31mb\xffz"), "a?[31mb\xEF\xBF\xBDz");
  EXPECT_EQ(printable("Žluť"), "Žluť");
  EXPECT_EQ(printable("a\nb"), "a?b");
  EXPECT_EQ(printable_lines("a\nb\x1b\r\n\nc\n"), "a\n  b?\n  \n  c");
  EXPECT_EQ(printable_lines(""), "");
  EXPECT_EQ(display_width("Žluť"), 4u);
}

TEST(Time, ReadsTheFormsThatFeedsUse) {
  EXPECT_EQ(parse_time("1970-01-02"), 86400);
  EXPECT_EQ(parse_time("2025-01-15T05:21:05.865969Z"), 1736918465);
  EXPECT_EQ(parse_time("2025-01-15T06:21:05+01:00"), 1736918465);
  EXPECT_EQ(format_time(1736918465), "2025-01-15T05:21:05Z");
  EXPECT_EQ(parse_time("2025-13-15"), std::nullopt);
  EXPECT_EQ(parse_http_time("Wed, 15 Jan 2025 05:21:05 GMT"), 1736918465);
}

TEST(Hash, Sha256) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 hash;
  hash.update("ab");
  hash.update("c");
  EXPECT_EQ(hash.finish_hex(), sha256_hex("abc"));
  EXPECT_EQ(sha256_prefix("abc"), 0xba7816bf8f01cfeaull);
  // What a thread keeps for it goes with the thread: the leak check of the sanitizers sees whether it does.
  std::uint64_t in_thread = 0;
  std::jthread([&in_thread] { in_thread = sha256_prefix("abc"); }).join();
  EXPECT_EQ(in_thread, 0xba7816bf8f01cfeaull);
}

TEST(Json, ReadsAndWrites) {
  auto document = json::Document::parse(R"({"a":[1,{"b":"x"}],"n":null,"d":0.5})");
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ((*document)["a"].elements()[1]["b"].string(), "x");
  EXPECT_EQ((*document)["a"].elements()[0].integer(), 1);
  EXPECT_FALSE((*document)["missing"]["deeper"]);
  EXPECT_EQ((*document)["d"].number(), 0.5);
  EXPECT_EQ(json::Document::parse("{\"a\":").error().code, Code::kCorrupt);
  EXPECT_EQ(json::Document::parse(std::string(1000, '[') + std::string(1000, ']')).error().code, Code::kLimit);
  json::Writer writer(0);
  writer.begin_object().member("k", "v\n\x01").key("l").begin_array().value(1).value(true).end_array().end_object();
  EXPECT_EQ(writer.text(), "{\"k\":\"v\\n\\u0001\",\"l\":[1,true]}");
  EXPECT_EQ(json::quote("\xff"), "\"\xEF\xBF\xBD\"");
}

// Texts are looked through eight bytes at a time: a byte is escaped, or not, wherever it stands.
TEST(Json, EveryByteIsQuotedAtEveryPlace) {
  auto escaped = [](int byte) -> std::string {
    switch (byte) {
      case '"': return "\\\"";
      case '\\': return "\\\\";
      case '\n': return "\\n";
      case '\r': return "\\r";
      case '\t': return "\\t";
      default: return byte < 0x20 || byte == 0x7f ? format("\\u{:04x}", byte) : std::string(1, static_cast<char>(byte));
    }
  };
  for (int byte = 0; byte < 0x80; ++byte) {
    for (std::size_t place = 0; place < 20; ++place) {
      std::string before(place, '!'), after(20 - place, '~');
      EXPECT_EQ(json::quote(before + static_cast<char>(byte) + after), '"' + before + escaped(byte) + after + '"')
          << byte << " at " << place;
    }
  }
  EXPECT_EQ(json::quote("caf\u00e9 \"x\" \u20ac 12345678\n"), "\"caf\u00e9 \\\"x\\\" \u20ac 12345678\\n\"");
}

TEST(Process, RunsWithLimits) {
  using namespace std::chrono_literals;
  auto echoed = run_process({"cat"}, "hello", 5000ms);
  ASSERT_TRUE(echoed);
  EXPECT_EQ(echoed->out, "hello");
  EXPECT_EQ(run_process({"sleep", "5"}, "", 50ms).error().code, Code::kTimeout);
  EXPECT_EQ(run_process({"no-such-program-here"}, "", 50ms).error().code, Code::kNotFound);
  EXPECT_EQ(run_process({"sh", "-c", "exit 7"}, "", 5000ms)->exit_status, 7);
  EXPECT_EQ(run_process({"sh", "-c", "exec >&- 2>&-; sleep 5"}, "", 50ms).error().code, Code::kTimeout);
  auto long_output = run_process({"head", "-c", "100000", "/dev/zero"}, "", 5000ms, 1u << 20, Output::kSecret);
  ASSERT_TRUE(long_output);
  EXPECT_EQ(long_output->out, std::string(100'000, '\0'));
}

// RFC 4231, test cases 2 and 6.
TEST(Hash, HmacSha256AsTheRfcHasIt) {
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace batten::base
