// SPDX-License-Identifier: Apache-2.0
#include "advisory/row_codec.h"

#include <gtest/gtest.h>

#include "base/format.h"
#include "fuzz/replay.h"

int row_fuzz(const std::uint8_t* data, std::size_t size);
int osv_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::advisory {
namespace {

TEST(RowCodec, IdsComeBackAsTheyWere) {
  for (std::string_view id :
       {"CVE-2024-1234", "CVE-1999-0001", "CVE-2024-123456789", "CVE-2024-1234567890123", "CVE-2024-01234", "CVE-1980-1234",
        "CVE-2024-12a4", "CVE-2024-", "CVE-2024-123", "DSA-5764-1", "", "TEMP-0000000-0CA7E3", "CVE-2024--123"}) {
    base::Writer writer;
    encode_id(id, writer);
    base::Reader reader(writer.view());
    EXPECT_EQ(decode_id(reader), id);
    EXPECT_TRUE(reader.ok() && reader.at_end()) << id;
  }
}

std::string value_of(const std::vector<std::string_view>& ids, const std::string& body) {
  base::Writer writer;
  encode_group(ids, body, writer);
  return writer.take();
}

TEST(RowCodec, ManyVulnerabilitiesShareABody) {
  StringInterner strings;
  model::Advisory row;
  row.vulnerability_id = "CVE-2024-1234";
  row.record_id = "RHSA-2024:1";
  row.scheme = "rpm";
  row.state = model::State::kFixed;
  row.ranges.push_back({.introduced = {}, .fixed = "1-1", .last_affected = {}});
  std::string value = value_of({"CVE-2024-1234", "CVE-2024-1235"}, encode_body(row, strings));
  EXPECT_LT(value.size(), 24u);
  std::string table = strings.bytes();
  auto rows = decode_rows(value, *StringTable::open(table), "redhat:9", "openssl");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->at(1).vulnerability_id, "CVE-2024-1235");
  EXPECT_EQ(rows->at(1).record_id, "RHSA-2024:1");
  EXPECT_EQ(rows->at(1).package, "openssl");
}

TEST(RowCodec, PackagesAndSymbolsComeBack) {
  StringInterner strings;
  model::Advisory row;
  row.vulnerability_id = row.record_id = "CVE-2024-1234";
  row.ecosystem = "golang";
  row.package = "stdlib";
  row.imports = {{.path = "encoding/xml", .symbols = {"Decoder.Token", "Escape"}, .goos = {"linux"}, .goarch = {"386", "arm"}},
                 {.path = "net/http", .symbols = {}, .goos = {}, .goarch = {}}};
  std::string value = value_of({"CVE-2024-1234"}, encode_body(row, strings));
  std::string table = strings.bytes();
  auto rows = decode_rows(value, *StringTable::open(table), "golang", "stdlib");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->at(0), row);
}

TEST(RowCodec, TruncatedValuesAreCorrupt) {
  StringInterner strings;
  model::Advisory row;
  row.vulnerability_id = row.record_id = "CVE-2024-1234";
  row.versions = {"1", "2"};
  row.imports = {{.path = "a", .symbols = {"F"}, .goos = {}, .goarch = {}}};
  row.ranges.push_back({.introduced = "1", .fixed = "2", .last_affected = {}});
  std::string value = value_of({"CVE-2024-1234"}, encode_body(row, strings));
  std::string table = strings.bytes();
  for (std::size_t size = 1; size < value.size(); ++size) {
    EXPECT_FALSE(decode_rows(std::string_view(value).substr(0, size), *StringTable::open(table), "e", "p")) << size;
  }
}

TEST(RowCodec, AShortValueCanNotBecomeGigabytes) {
  StringInterner strings;
  model::Advisory row;
  row.vulnerability_id = row.record_id = "CVE-2024-1234";
  row.versions.assign(50'000, "1");
  std::vector<std::string_view> ids(50'000, "CVE-2024-1234");
  std::string value = value_of(ids, encode_body(row, strings));
  std::string table = strings.bytes();
  auto rows = decode_rows(value, *StringTable::open(table), "e", "p");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, Code::kCorrupt);
}

TEST(RowCodec, ManyImportsOfOneLongListCanNotBecomeGigabytes) {
  StringInterner strings;
  model::Advisory row;
  row.vulnerability_id = row.record_id = "CVE-2024-1234";
  row.imports.assign(300, {.path = "a", .symbols = std::vector<std::string>(1000, "F"), .goos = {}, .goarch = {}});
  std::string value = value_of({"CVE-2024-1234"}, encode_body(row, strings));
  std::string table = strings.bytes();
  EXPECT_LT(value.size(), 10'000u);
  EXPECT_FALSE(decode_rows(value, *StringTable::open(table), "e", "p"));
}

TEST(RowCodec, AnUnknownStringIsCorrupt) {
  StringInterner strings;
  model::Advisory row;
  row.vulnerability_id = row.record_id = "CVE-2024-1234";
  row.note = "a note";
  std::string value = value_of({"CVE-2024-1234"}, encode_body(row, strings));
  std::string small = StringInterner().bytes();
  EXPECT_FALSE(decode_rows(value, *StringTable::open(small), "e", "p"));
  EXPECT_FALSE(StringTable::open(""));
  EXPECT_FALSE(StringTable::open(std::string_view("\xff\xff\xff\xff\0\0\0\0", 8)));
}

TEST(RowCodec, LongDescriptionsAreCutBetweenCharacters) {
  model::Vulnerability vulnerability;
  vulnerability.id = "X";
  vulnerability.description.assign(4095, 'a');
  vulnerability.description += "\xc3\xa4";
  vulnerability.description.append(100, 'b');
  auto back = decode_vulnerability(encode_vulnerability(vulnerability), "X");
  ASSERT_TRUE(back);
  EXPECT_EQ(back->description, std::string(4095, 'a'));
}

TEST(RowCodec, Fuzz) {
  REPLAY_CORPUS(row_fuzz);
  REPLAY_CORPUS(osv_fuzz);
}

}  // namespace
}  // namespace batten::advisory
