// SPDX-License-Identifier: Apache-2.0
#include "image/registry_tags.h"

#include <gtest/gtest.h>

#include "base/format.h"
#include "base/time.h"
#include "fuzz/replay.h"
#include "http/loopback_server.h"
#include "image/temporary_directory.h"

int registry_tags_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::image {
namespace {

using http::LoopbackServer;

std::string line_of(const std::string& request) { return request.substr(0, request.find(" HTTP/")); }
const std::string kDigest = "sha256:" + std::string(64, 'a');

class RegistryTagsTest : public ::testing::Test {
 protected:
  static RegistryClient client_of(const LoopbackServer& server) {
    return {server.url(), *model::parse_reference(server.host() + "/team/app:1.0"), {}};
  }
  TemporaryDirectory directory_;
  NoLogins only_here_{directory_.path()};
};

TEST_F(RegistryTagsTest, PagesAreFollowed) {
  std::vector<std::string> asked;
  LoopbackServer server([&](const std::string& request) {
    asked.push_back(line_of(request));
    if (asked.back() == "GET /v2/team/app/tags/list")
      return LoopbackServer::answer(200, R"({"name":"team/app","tags":["1.0","1.1"]})",
                                    {"Link: </v2/team/app/tags/list?last=1.1&n=2>; rel=\"next\""});
    return LoopbackServer::answer(200, R"({"tags":["2.0","-odd","a/b"]})");
  });
  RegistryClient client = client_of(server);
  auto list = RegistryTags(client).list();
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->tags, (std::vector<std::string>{"1.0", "1.1", "2.0"}));
  EXPECT_FALSE(list->cut);
  EXPECT_EQ(asked, (std::vector<std::string>{"GET /v2/team/app/tags/list", "GET /v2/team/app/tags/list?last=1.1&n=2"}));
}

TEST_F(RegistryTagsTest, PagesOfElsewhereAndCirclesEnd) {
  std::string link;
  LoopbackServer server(
      [&](const std::string&) { return LoopbackServer::answer(200, R"({"tags":["1.0"]})", {"Link: <" + link + ">; rel=\"next\""}); });
  for (const char* elsewhere :
       {"http://192.0.2.1/v2/team/app/tags/list?n=1", "/v2/team/other/tags/list?n=1", "/v2/team/app/tags/list/../../x"}) {
    link = elsewhere;
    RegistryClient client = client_of(server);
    auto list = RegistryTags(client).list();
    ASSERT_TRUE(list);
    EXPECT_EQ(list->tags.size(), 1u) << link;
  }
  link = "/v2/team/app/tags/list?n=1";
  RegistryClient client = client_of(server);
  auto list = RegistryTags(client).list();
  ASSERT_TRUE(list);
  EXPECT_TRUE(list->cut);
  EXPECT_EQ(list->tags.size(), 2u);
}

TEST_F(RegistryTagsTest, TooManyAreCut) {
  int page = 0;
  LoopbackServer server([&](const std::string&) {
    std::string tags;
    for (int i = 0; i < 1000; ++i) tags += format("{}\"{}.{}\"", i == 0 ? "" : ",", page, i);
    return LoopbackServer::answer(200, "{\"tags\":[" + tags + "]}",
                                  {format("Link: </v2/team/app/tags/list?last={}>; rel=\"next\"", page++)});
  });
  RegistryClient client = client_of(server);
  auto list = RegistryTags(client).list();
  ASSERT_TRUE(list);
  EXPECT_EQ(list->tags.size(), kMaxTags);
  EXPECT_TRUE(list->cut);
}

TEST_F(RegistryTagsTest, WhatHasNotChangedIsNotSentAgain) {
  std::vector<std::string> asked;
  LoopbackServer server([&](const std::string& request) {
    asked.push_back(line_of(request));
    if (request.contains("\r\nIf-None-Match: \"one\"\r\n")) return LoopbackServer::answer(304, "");
    return LoopbackServer::answer(200, request.starts_with("HEAD") ? "" : R"({"tags":["1.0"]})",
                                  {"ETag: \"one\"", "Docker-Content-Digest: " + kDigest});
  });
  RegistryClient client = client_of(server);
  RegistryTags tags(client);
  auto list = tags.list();
  ASSERT_TRUE(list);
  EXPECT_EQ(list->etag, "\"one\"");
  EXPECT_TRUE(tags.list(list->etag)->unchanged);
  auto target = tags.target("1.0");
  ASSERT_TRUE(target) << target.error().message;
  EXPECT_EQ(target->digest.text(), kDigest);
  EXPECT_TRUE(tags.target("1.0", target->etag)->unchanged);
  EXPECT_EQ(asked[2], "HEAD /v2/team/app/manifests/1.0");
}

TEST_F(RegistryTagsTest, AHeadWithoutADigestIsAskedByGet) {
  LoopbackServer server([&](const std::string& request) {
    return request.starts_with("HEAD") ? LoopbackServer::answer(200, "") : LoopbackServer::answer(200, "{}");
  });
  RegistryClient client = client_of(server);
  auto target = RegistryTags(client).target("1.0");
  ASSERT_TRUE(target) << target.error().message;
  EXPECT_EQ(target->digest.text(), "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
}

TEST_F(RegistryTagsTest, RefusalsSayWhatToDo) {
  int status = 401;
  std::vector<std::string> headers;
  LoopbackServer server([&](const std::string&) { return LoopbackServer::answer(status, "", headers); });
  struct Case {
    int status;
    Code code;
  };
  for (const Case& one : {Case{401, Code::kDenied}, {403, Code::kDenied}, {404, Code::kNotFound}, {500, Code::kUnavailable}}) {
    status = one.status;
    RegistryClient client = client_of(server);
    EXPECT_EQ(RegistryTags(client).list().error().code, one.code) << status;
    EXPECT_EQ(RegistryTags(client).target("1.0").error().code, one.code) << status;
    EXPECT_FALSE(must_wait_seconds(client)) << status;
  }
  // So long that it is not waited for.
  status = 429;
  headers = {"Retry-After: 3600"};
  RegistryClient client = client_of(server);
  auto refused = RegistryTags(client).target("1.0");
  EXPECT_EQ(refused.error().code, Code::kUnavailable);
  EXPECT_NE(refused.error().message.find("limits requests"), std::string::npos) << refused.error().message;
  EXPECT_EQ(must_wait_seconds(client), 3600);
}

TEST(RegistryTags, RetryAfter) {
  std::int64_t now = *base::parse_time("2026-11-24T09:39:00Z");
  EXPECT_EQ(parse_retry_after("120", now), 120);
  EXPECT_EQ(parse_retry_after("Tue, 24 Nov 2026 09:40:00 GMT", now), 60);
  EXPECT_EQ(parse_retry_after("Tue, 24 Nov 2026 09:00:00 GMT", now), 0);
  EXPECT_EQ(parse_retry_after("99999999999", now), 7 * 24 * 3600);
  EXPECT_EQ(parse_retry_after("soon", now), std::nullopt);
}

TEST(RegistryTags, Lists) {
  EXPECT_EQ(parse_tag_list(R"({"tags":null})")->size(), 0u);
  EXPECT_EQ(*parse_tag_list(R"({"tags":["a",5,"b","c d",""]})"), (std::vector<std::string>{"a", "b"}));
  for (const char* text : {"", "[]", "{}", R"({"tags":"a"})"}) EXPECT_FALSE(parse_tag_list(text)) << text;
  EXPECT_TRUE(is_tag("v1.2.3-alpine_3"));
  for (const char* text : {"", ".a", "-a", "a/b", "a:b"}) EXPECT_FALSE(is_tag(text)) << text;
}

TEST(RegistryTags, Corpus) { REPLAY_CORPUS(registry_tags_fuzz); }

}  // namespace
}  // namespace batten::image
