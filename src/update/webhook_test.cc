// SPDX-License-Identifier: Apache-2.0
#include "update/webhook.h"

#include <gtest/gtest.h>

#include "http/client.h"

namespace batten::update {
namespace {

const std::string kToken = "a-token-of-the-test";
const std::string kPush = R"({"push_data": {"tag": "1"}, "repository": {"repo_name": "team/app"}})";

class Webhook : public testing::Test {
 protected:
  int status(std::string method, std::string target, std::string body) {
    return answer_webhook({.method = std::move(method), .target = std::move(target), .headers = {}, .body = std::move(body)}, kToken,
                          [&](std::vector<PushedImage> images) { told_.insert(told_.end(), images.begin(), images.end()); })
        .status;
  }
  std::vector<PushedImage> told_;
};

TEST_F(Webhook, APushIsTold) {
  EXPECT_EQ(status("POST", "/hooks/" + kToken, kPush), 202);
  ASSERT_EQ(told_.size(), 1u);
  EXPECT_EQ(told_[0].repository, "team/app");
}

TEST_F(Webhook, WithoutTheTokenNothingIsThere) {
  for (const std::string& path : {std::string("/hooks/"), "/hooks/" + kToken + "x", "/hooks/" + kToken.substr(1),
                                  "/hooks/" + kToken.substr(0, 5), std::string("/"), "/hooks/x?" + kToken})
    EXPECT_EQ(status("POST", path, kPush), 404) << path;
  EXPECT_TRUE(told_.empty());
}

TEST_F(Webhook, WhatIsNoPushIsAnswered) {
  EXPECT_EQ(status("GET", "/hooks/" + kToken, ""), 405);
  EXPECT_EQ(status("POST", "/hooks/" + kToken, "hello"), 400);
  EXPECT_EQ(status("POST", "/hooks/" + kToken, "{}"), 422);
  EXPECT_EQ(status("POST", "/hooks/" + kToken, R"({"events": []})"), 202);
  EXPECT_EQ(status("GET", "/healthz", ""), 200);
  EXPECT_TRUE(told_.empty());
}

TEST_F(Webhook, AShortTokenIsRefused) {
  EXPECT_EQ(serve_webhook({.address = "127.0.0.1:0", .token = "short"}, {}).error().code, Code::kInvalidArgument);
}

TEST_F(Webhook, OverTheNetwork) {
  std::vector<PushedImage> told;
  std::mutex mutex;
  auto server = serve_webhook({.address = "127.0.0.1:0", .token = kToken}, [&](std::vector<PushedImage> images) {
    const std::lock_guard lock(mutex);
    told = std::move(images);
  });
  ASSERT_TRUE(server) << server.error().message;
  http::Client client;
  http::Request request;
  request.method = "POST";
  request.url = "http://" + server->address() + "/hooks/" + kToken;
  request.body = kPush;
  const auto response = client.send(request);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 202);
  const std::lock_guard lock(mutex);
  ASSERT_EQ(told.size(), 1u);
}

}  // namespace
}  // namespace batten::update
