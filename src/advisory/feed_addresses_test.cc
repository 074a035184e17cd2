// SPDX-License-Identifier: Apache-2.0
#include "advisory/feed_addresses.h"

#include <gtest/gtest.h>

#include "advisory/file_server.h"

namespace batten::advisory {
namespace {

FileServer* server = nullptr;

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "", .mirror_names = {"a"}},
          {.url = server->url("/plain.xml"), .mirror_names = {"b"}},
          {.url = server->url("/mirror.list"), .mirror_names = {"c"}, .index = true},
          {.url = server->url("/gone.list"), .mirror_names = {"d"}, .index = true}};
}

// Each line is an address, behind "+" one of a further index.
std::vector<FeedFile> follow(std::string_view, std::string_view bytes) {
  std::vector<FeedFile> out;
  base::each_line(bytes, [&](std::string_view line) {
    bool index = line.starts_with('+');
    out.push_back({.url = server->url(line.substr(index ? 1 : 0)), .mirror_names = {}, .index = index});
  });
  return out;
}

class FeedAddresses : public testing::Test {
 protected:
  void SetUp() override {
    server = &server_;
    feed_.name = "test";
    feed_.files = &files;
    feed_.follow = &follow;
  }
  FileServer server_;
  http::Client client_;
  Feed feed_{};
};

std::vector<std::string> urls(const std::vector<FeedFile>& files) {
  std::vector<std::string> out;
  for (const FeedFile& file : files) out.push_back(file.url);
  return out;
}

TEST_F(FeedAddresses, LeadsThroughIndexesToFiles) {
  server_.put("/mirror.list", "+/r/repomd.xml\n/direct.xml");
  server_.put("/r/repomd.xml", "/r/updateinfo.xml.gz");
  auto addresses = file_addresses(client_, feed_);
  ASSERT_TRUE(addresses) << addresses.error().message;
  EXPECT_EQ(urls(*addresses),
            (std::vector<std::string>{server_.url("/plain.xml"), server_.url("/r/updateinfo.xml.gz"), server_.url("/direct.xml")}));
}

TEST_F(FeedAddresses, OneThatLeadsToItselfEnds) {
  server_.put("/mirror.list", "+/mirror.list");
  auto addresses = file_addresses(client_, feed_);
  ASSERT_FALSE(addresses);
  EXPECT_EQ(addresses.error().code, Code::kLimit);
}

TEST_F(FeedAddresses, WithoutOneTheOthersRemain) {
  auto addresses = file_addresses(client_, feed_);
  ASSERT_TRUE(addresses);
  EXPECT_EQ(urls(*addresses), std::vector<std::string>{server_.url("/plain.xml")});
}

}  // namespace
}  // namespace batten::advisory
