// SPDX-License-Identifier: Apache-2.0
//
// Zip archives as streams: what tools write, what only attackers write.
#include "archive/zip_stream.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>

#include "archive/zip_maker.h"
#include "base/file.h"
#include "base/process.h"
#include "fuzz/replay.h"

int zip_stream_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::archive {
namespace {

struct Listed {
  std::string members;  // "NAME=CONTENT ", long contents as their length
  std::string error;
  ZipDoubts doubts;
};

Listed list(std::string_view bytes, bool read = true, ZipBudget budget = {}, std::size_t chunk = 7) {
  Listed out;
  auto source = memory_source(bytes, chunk);
  ZipStream zip(*source, budget, false);
  while (true) {
    Result<const ZipStreamMember*> member = zip.next();
    if (!member) out.error = member.error().message;
    if (!member || *member == nullptr) break;
    out.members += (*member)->name;
    if (read && (*member)->readable()) {
      Result<std::string> content = read_all(zip.content(), 1u << 30);
      std::string text = content ? *content : "(" + content.error().message + ")";
      out.members += "=" + (text.size() > 200 ? std::to_string(text.size()) : text);
    }
    out.members += " ";
  }
  out.doubts = zip.doubts();
  return out;
}

std::string joined(const ZipDoubts& doubts) {
  std::string out;
  for (const std::string& doubt : doubts.first) out += doubt + "\n";
  return out;
}

TEST(ZipStream, ReadsEveryFormOfMember) {
  ZipMaker maker;
  maker.add("stored", "abc");
  maker.add({.name = "deflated", .content = "defg", .deflated = true});
  maker.add({.name = "empty", .content = "", .deflated = true, .descriptor = 1});
  maker.add({.name = "signed", .content = "hij", .deflated = true, .descriptor = 1});
  maker.add({.name = "plain", .content = "klm", .deflated = true, .descriptor = 2});
  maker.add({.name = "wide", .content = "nop", .deflated = true, .descriptor = 3});
  maker.add({.name = "zip64", .content = "qrs", .deflated = true, .zip64 = true});
  maker.add({.name = "stored64", .content = "tuv", .zip64 = true});
  maker.add({.name = "gap", .content = "w", .gap = "bytes of nobody PK"});
  for (const char* before : {"", "#!/bin/sh\nexec java -jar \"$0\"\nPK\n"}) {
    for (bool adjusted : {false, true}) {
      maker.preamble = before;
      maker.offsets_from_archive = adjusted;
      for (std::size_t chunk : {1, 7, 100000}) {
        Listed all = list(maker.make(), true, {}, chunk);
        EXPECT_EQ(all.members, "stored=abc deflated=defg empty= signed=hij plain=klm wide=nop zip64=qrs stored64=tuv gap=w ");
        EXPECT_EQ(all.error, "");
        EXPECT_EQ(all.doubts.count, 0u) << joined(all.doubts);
      }
      // Passed over without being read, it ends at the same places.
      Listed names = list(maker.make(), false);
      EXPECT_EQ(names.members, "stored deflated empty signed plain wide zip64 stored64 gap ");
      EXPECT_EQ(names.error + joined(names.doubts), "");
    }
  }
}

TEST(ZipStream, ReadsStoredMembersWhoseLengthFollows) {
  ZipMaker inner;
  inner.add({.name = "x", .content = "PK\7\10 is no end", .deflated = true, .descriptor = 1});
  ZipMaker maker;
  maker.add({.name = "a", .content = "PPPK\7\10PK", .descriptor = 1});
  maker.add({.name = "b", .content = inner.make(), .descriptor = 1});
  maker.add("c", "");
  Listed all = list(maker.make());
  EXPECT_EQ(all.members, "a=PPPK\7\10PK b=" + inner.make() + " c= ");
  EXPECT_EQ(all.error + joined(all.doubts), "");
  EXPECT_EQ(list(maker.make(), false).members, "a b c ");
}

TEST(ZipStream, ReadsWhatPythonWritesToAPipe) {
  auto made = base::run_process({"python3", "-c",
                                 "import zipfile,sys\n"
                                 "class Pipe:\n"
                                 "  def write(s,b): return sys.stdout.buffer.write(b)\n"
                                 "  def flush(s): pass\n"
                                 "z=zipfile.ZipFile(Pipe(),'w',zipfile.ZIP_DEFLATED)\n"
                                 "z.writestr('a','x'*100000); z.writestr('b','hello')\n"
                                 "with z.open('c','w',force_zip64=True) as f: f.write(b'y'*300)\n"
                                 "z.close()"},
                                "", std::chrono::seconds(60), 1u << 20);
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->exit_status, 0) << made->err;
  Listed all = list(made->out);
  EXPECT_EQ(all.members, "a=100000 b=hello c=300 ");
  EXPECT_EQ(all.error + joined(all.doubts), "");
  EXPECT_EQ(list(made->out, false).members, "a b c ");
}

TEST(ZipStream, SaysWhereTheDirectoryLies) {
  ZipMaker other_name, other_place, hidden, again;
  other_name.add({.name = "readme", .content = "x", .directory_name = "META-INF/MANIFEST.MF"});
  EXPECT_TRUE(joined(list(other_name.make()).doubts).contains("calls the member at byte 0 META-INF/MANIFEST.MF"));
  other_place.add({.name = "a", .content = "x", .directory_shift = 5});
  std::string doubts = joined(list(other_place.make()).doubts);
  EXPECT_TRUE(doubts.contains("begins at byte 5, where no member does") && doubts.contains("1 member is in no directory")) << doubts;
  hidden.add("a", "x");
  hidden.add({.name = "b", .content = "y", .in_directory = false});
  EXPECT_TRUE(joined(list(hidden.make()).doubts).contains("1 member is in no directory, the first at byte 32"));
  again.add("a", "x");
  again.add({.name = "bb", .content = "y", .directory_shift = -32});
  EXPECT_TRUE(joined(list(again.make()).doubts).contains("names the member at byte 0 again"));

  // A second archive in the comment of the first is the one that counts.
  ZipMaker first, second;
  first.add("seen-by-the-stream", "x");
  second.add("seen-by-java", "y");
  Listed both = list(first.make() + second.make());
  EXPECT_EQ(both.members, "seen-by-the-stream=x seen-by-java=y ");
  EXPECT_TRUE(joined(both.doubts).contains("1 member is in no directory, the first at byte 0")) << joined(both.doubts);

  // A directory inside a member's bytes.
  ZipMaker carrier;
  carrier.add("blob", second.make());
  std::string bytes = carrier.make();
  std::string end = second.make().substr(second.make().size() - 22);
  EXPECT_TRUE(joined(list(bytes + end).doubts).contains("no directory begins at byte"));
}

TEST(ZipStream, SaysWhatIsCutOffOrNoZip) {
  EXPECT_EQ(list("not a zip at all").error, "zip: not a zip archive");
  EXPECT_EQ(list("").error, "zip: not a zip archive");
  ZipMaker maker;
  maker.add({.name = "a", .content = std::string(1000, 'x'), .deflated = true, .descriptor = 1});
  maker.add("b", std::string(100, 'x'));
  std::string bytes = maker.make();
  for (std::size_t size = 4; size < bytes.size(); ++size) {
    EXPECT_NE(list(bytes.substr(0, size)).error, "") << size;
    EXPECT_NE(list(bytes.substr(0, size), false).error, "") << size;
  }
}

TEST(ZipStream, GoesOnBehindMembersThatCanNotBeRead) {
  ZipMaker maker;
  maker.add({.name = "secret", .content = "0123456789ab", .flags = 1});
  maker.add({.name = "secret2", .content = "0123456789ab", .descriptor = 1, .flags = 1});
  maker.add({.name = "lzma", .content = "zzz", .method = 14});
  maker.add({.name = "broken", .content = "\xff\xff\xff", .deflated = true, .packed = true, .size = 4});
  maker.add({.name = "more", .content = ZipMaker::stored_blocks("abc") + "hidden", .deflated = true, .packed = true, .size = 3});
  maker.add("last", "x");
  Listed all = list(maker.make());
  EXPECT_TRUE(all.members.starts_with("secret secret2 lzma broken=(zip: deflate: broken data")) << all.members;
  EXPECT_TRUE(all.members.ends_with("more=abc last=x ")) << all.members;
  EXPECT_EQ(all.error, "");
  EXPECT_EQ(joined(all.doubts), "more: 6 bytes behind its end\n");
}

TEST(ZipStream, KeepsItsLimits) {
  ZipMaker maker;
  for (int i = 0; i < 5; ++i) maker.add(std::to_string(i), "x");
  maker.add(std::string(5000, 'n'), "x");
  Listed few = list(maker.make(), true, {.max_members = 3});
  EXPECT_EQ(few.members, "0=x 1=x 2=x ");
  EXPECT_EQ(few.error, "zip: more than 3 members");
  Listed all = list(maker.make());
  EXPECT_EQ(joined(all.doubts).substr(0, 21), "a name of 5000 bytes:");
  Listed spent = list(maker.make(), true, {.max_inflated_bytes = 2});
  EXPECT_EQ(spent.members, "0=x 1=x 2=(more than 2 B when inflated) ");
  EXPECT_EQ(spent.error, "not read further");
}

TEST(ZipStream, StopsAtABomb) {
  auto packed = base::run_process({"python3", "-c",
                                   "import zlib,sys\n"
                                   "c=zlib.compressobj(9,zlib.DEFLATED,-15)\n"
                                   "for i in range(300): sys.stdout.buffer.write(c.compress(bytes(1<<20)))\n"
                                   "sys.stdout.buffer.write(c.flush())"},
                                  "", std::chrono::seconds(60), 1u << 20);
  ASSERT_TRUE(packed && packed->exit_status == 0);
  ZipMaker maker;
  maker.add({.name = "zeros", .content = packed->out, .deflated = true, .packed = true, .size = 300u << 20});
  maker.add("b", "x");
  Listed all = list(maker.make(), true, {}, 65536);
  EXPECT_TRUE(all.members.contains("a decompression bomb")) << all.members;
  EXPECT_FALSE(all.members.contains("b=")) << all.members;
  EXPECT_NE(all.error, "");
  // Where its length is known it need not be inflated.
  EXPECT_EQ(list(maker.make(), false, {}, 65536).members, "zeros b ");
}

TEST(ZipStream, TakesManyMembers) {
  ZipMaker maker;
  for (int i = 0; i < 100'000; ++i) maker.add("directory/member" + std::to_string(i), "");
  auto start = std::chrono::steady_clock::now();
  Listed all = list(maker.make(), false, {}, 65536);
  EXPECT_EQ(all.error + joined(all.doubts), "");
  EXPECT_EQ(std::ranges::count(all.members, ' '), 100'000);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(ZipStream, Fuzz) { REPLAY_CORPUS(zip_stream_fuzz); }

}  // namespace
}  // namespace batten::archive
