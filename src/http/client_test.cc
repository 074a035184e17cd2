// SPDX-License-Identifier: Apache-2.0
#include "http/client.h"

#include <gtest/gtest.h>

#include <chrono>

#include "http/loopback_server.h"

namespace batten::http {
namespace {

Request get(const std::string& url) {
  Request out;
  out.url = url;
  out.retries = 0;
  return out;
}

TEST(Client, GivesStatusHeadersAndBody) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, "hello", {"X-Thing: Value"}); });
  Client client;
  auto answer = client.send(get(server.url() + "/a"));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "hello");
  EXPECT_EQ(answer->header("x-thing"), "Value");
}

TEST(Client, StatusesBecomeErrorsWithTheirCode) {
  for (auto [status, code] : {std::pair{401, Code::kDenied},
                              {403, Code::kDenied},
                              {404, Code::kNotFound},
                              {429, Code::kUnavailable},
                              {500, Code::kUnavailable}}) {
    LoopbackServer server([status = status](const std::string&) { return LoopbackServer::answer(status, "why"); });
    Client client;
    Request request = get(server.url());
    auto answer = client.send(request);
    ASSERT_TRUE(answer);
    Error error = status_error(request, *answer);
    EXPECT_EQ(error.code, code);
    EXPECT_NE(error.message.find(std::to_string(status)), std::string::npos);
    EXPECT_NE(error.message.find("why"), std::string::npos);
  }
}

TEST(Client, TriesAgainWhenTheServerIsBusy) {
  int seen = 0;
  LoopbackServer server([&](const std::string&) {
    return ++seen == 1 ? LoopbackServer::answer(429, "", {"Retry-After: 0"}) : LoopbackServer::answer(200, "ok");
  });
  Client client;
  Request request = get(server.url());
  request.retries = 2;
  EXPECT_EQ(client.send(request)->body, "ok");
  EXPECT_EQ(server.requests(), 2);
}

TEST(Client, AServerThatHangsIsATimeout) {
  LoopbackServer server([](const std::string&) { return std::string(); });
  Client client;
  Request request = get(server.url());
  request.idle_timeout_ms = 1000;
  request.total_timeout_ms = 1500;
  auto start = std::chrono::steady_clock::now();
  auto answer = client.send(request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::kTimeout);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Client, BodiesAreBounded) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, std::string(5000, 'x')); });
  Client client;
  Request request = get(server.url());
  request.max_bytes = 1000;
  EXPECT_EQ(client.send(request).error().code, Code::kLimit);
}

TEST(Client, ATransferThatBreaksOffIsAnError) {
  LoopbackServer server([](const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"; });
  Client client;
  EXPECT_EQ(client.send(get(server.url())).error().code, Code::kUnavailable);
}

TEST(Client, NobodyThereIsUnavailable) {
  std::string url;
  {
    LoopbackServer server([](const std::string&) { return std::string("x"); });
    url = server.url();
  }
  Client client;
  EXPECT_EQ(client.send(get(url)).error().code, Code::kUnavailable);
  EXPECT_FALSE(client.send(get("file:///etc/passwd")));
}

TEST(Client, CredentialsDoNotFollowARedirectToAnotherHost) {
  std::string seen;
  LoopbackServer other([&](const std::string& request) {
    seen = request;
    return LoopbackServer::answer(200, "other");
  });
  LoopbackServer server([&](const std::string&) { return LoopbackServer::answer(307, "", {"Location: " + other.url() + "/blob"}); });
  Client client;
  Request request = get(server.url());
  request.headers = {{"Authorization", "Bearer secret"}};
  EXPECT_EQ(client.send(request)->body, "other");
  EXPECT_EQ(seen.find("secret"), std::string::npos);
}

TEST(Client, ASinkGetsTheBodyAndMayRefuse) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, "abc"); });
  Client client;
  std::string got;
  ASSERT_TRUE(client.send(get(server.url()), [&](std::string_view bytes) -> Result<void> {
    got += bytes;
    return {};
  }));
  EXPECT_EQ(got, "abc");
  auto refused = client.send(get(server.url()), [&](std::string_view) -> Result<void> { return Error{Code::kConflict, "full"}; });
  EXPECT_EQ(refused.error().code, Code::kConflict);
}

TEST(Url, Parts) {
  auto url = parse_url("HTTPS://user@Example.org:8443/a/b?c=d#e");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "example.org");
  EXPECT_EQ(url->port, "8443");
  EXPECT_EQ(url->path, "/a/b");
  EXPECT_EQ(url->query, "c=d");
  EXPECT_EQ(parse_url("http://[::1]:5000/")->host, "::1");
  EXPECT_FALSE(parse_url("no url"));
  EXPECT_TRUE(is_loopback("127.0.0.1") && is_loopback("localhost") && !is_loopback("127.example.org") && !is_loopback("10.0.0.1"));
}

}  // namespace
}  // namespace batten::http
