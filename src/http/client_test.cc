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

TEST(Client, ASinkGetsNothingOfAnAnswerThatIsNoSuccess) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(404, R"({"message":"gone"})"); });
  Client client;
  bool called = false;
  auto answer = client.send(get(server.url()), [&](std::string_view) -> Result<void> {
    called = true;
    return {};
  });
  ASSERT_TRUE(answer);
  EXPECT_FALSE(called);
  EXPECT_EQ(answer->body, R"({"message":"gone"})");
}

TEST(Client, WaysToLogInAreJoinedOtherHeadersReplaceEachOther) {
  LoopbackServer server([](const std::string&) {
    return LoopbackServer::answer(
        401, "", {"WWW-Authenticate: Basic realm=\"a\"", "X-Twice: 1", "www-authenticate: Bearer realm=\"b\"", "X-TWICE: 2"});
  });
  Client client;
  auto answer = client.send(get(server.url()));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->header("www-authenticate"), R"(Basic realm="a", Bearer realm="b")");
  EXPECT_EQ(answer->header("x-twice"), "2");
  EXPECT_EQ(answer->header("absent"), "");
}

TEST(Client, HeadersWithoutEndAreALimit) {
  std::string line = "WWW-Authenticate: Basic realm=\"" + std::string(8000, 'x') + "\"\r\n", lines;
  for (int i = 0; i < 1000; ++i) lines += line;
  LoopbackServer server([&](const std::string&) { return "HTTP/1.1 401 X\r\nContent-Length: 0\r\n" + lines + "\r\n"; });
  Client client;
  EXPECT_EQ(client.send(get(server.url())).error().code, Code::kLimit);
}

TEST(Client, WhatWouldStartAnotherHeaderIsNotSent) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, ""); });
  Client client;
  using Header = std::pair<std::string, std::string>;
  for (const Header& header :
       {Header{"X", "a\r\nHost: evil"}, {"X\r\nY", "a"}, {"X: y", "a"}, {"X Y", "a"}, {"", "a"}, {"X", std::string("a\0b", 3)}}) {
    Request request = get(server.url());
    request.headers = {header};
    EXPECT_EQ(client.send(request).error().code, Code::kInvalidArgument) << header.first << " " << header.second;
  }
  EXPECT_EQ(client.send(get(server.url() + "/a\r\nX: y")).error().code, Code::kInvalidArgument);
  EXPECT_EQ(client.send(get(server.url() + "/a b")).error().code, Code::kInvalidArgument);
  EXPECT_EQ(client.send(get("gopher://127.0.0.1/")).error().code, Code::kInvalidArgument);
  EXPECT_EQ(server.requests(), 0);
}

TEST(Client, TheTotalTimeHoldsOverAllTries) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(503, "", {"Retry-After: 1"}); });
  Client client;
  Request request = get(server.url());
  request.retries = 10;
  request.total_timeout_ms = 1500;
  auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(client.send(request)->status, 503);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(2500));
  EXPECT_EQ(server.requests(), 2);
}

TEST(Client, AServerThatAsksForALongWaitIsNotWaitedFor) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(429, "", {"Retry-After: 3600"}); });
  Client client;
  Request request = get(server.url());
  request.retries = 3;
  EXPECT_EQ(client.send(request)->status, 429);
  EXPECT_EQ(server.requests(), 1);
}

TEST(Client, OnlyWhatChangesNothingIsTriedAgain) {
  std::string seen;
  LoopbackServer server([&](const std::string& request) {
    seen = request;
    return LoopbackServer::answer(503, "", {"Retry-After: 0"});
  });
  Client client;
  Request request = get(server.url());
  request.retries = 2;
  request.method = "POST";
  request.body = "a=b";
  EXPECT_EQ(client.send(request)->status, 503);
  EXPECT_EQ(server.requests(), 1);
  EXPECT_TRUE(seen.starts_with("POST / HTTP/1.1\r\n") && seen.ends_with("\r\n\r\na=b")) << seen;
  request.method = "HEAD";
  request.body.clear();
  EXPECT_EQ(client.send(request)->status, 503);
  EXPECT_EQ(server.requests(), 4);
}

TEST(Client, RedirectsAreLimitedOrNotFollowed) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(302, "", {"Location: /again"}); });
  Client client;
  Request request = get(server.url());
  request.max_redirects = 3;
  auto answer = client.send(request);
  EXPECT_EQ(answer.error().code, Code::kUnavailable);
  EXPECT_NE(answer.error().message.find("too many redirects"), std::string::npos) << answer.error().message;
  EXPECT_EQ(server.requests(), 4);
  request.max_redirects = 0;
  answer = client.send(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
  EXPECT_EQ(answer->header("location"), "/again");
}

TEST(Client, ARedirectLeadsOnlyToHttp) {
  for (const char* location : {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:70/"}) {
    LoopbackServer server([=](const std::string&) { return LoopbackServer::answer(301, "", {std::string("Location: ") + location}); });
    Client client;
    EXPECT_EQ(client.send(get(server.url())).error().code, Code::kDenied) << location;
  }
}

TEST(Client, HeadersOfARedirectAreForgottenAndTheLastAddressIsTold) {
  LoopbackServer server([](const std::string& request) {
    bool first = request.starts_with("GET / ");
    return first ? LoopbackServer::answer(302, "moved", {"Location: /b", "X-Old: 1"}) : LoopbackServer::answer(200, "here");
  });
  Client client;
  auto answer = client.send(get(server.url() + "/"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "here");
  EXPECT_EQ(answer->header("x-old"), "");
  EXPECT_EQ(answer->effective_url, server.url() + "/b");
}

TEST(Client, OfAnErrorOnlyTheBeginningIsRead) {
  LoopbackServer server([](const std::string&) {  // announces far more than it ever sends
    return "HTTP/1.1 500 X\r\nContent-Length: 1000000000\r\n\r\n" + std::string(1u << 20, 'e');
  });
  Client client;
  Request request = get(server.url());
  request.total_timeout_ms = 20'000;
  request.max_bytes = 10;
  auto answer = client.send(request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(answer->body.size(), 64u << 10);
  EXPECT_EQ(status_error(request, *answer).message.size(), ("GET " + request.url + ": 500 Internal Server Error: ").size() + 200);
}

TEST(Client, ABodyOfExactlyTheLimitIsWhole) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, std::string(1000, 'x')); });
  Client client;
  Request request = get(server.url());
  request.max_bytes = 1000;
  EXPECT_EQ(client.send(request)->body.size(), 1000u);
  request.max_bytes = 999;
  auto sink = [](std::string_view) -> Result<void> { return {}; };
  EXPECT_EQ(client.send(request, sink).error().code, Code::kLimit);
}

TEST(Client, BodiesComeAsTheyAreServed) {
  std::string seen;
  LoopbackServer server([&](const std::string& request) {
    seen = request;
    return LoopbackServer::answer(200, "\x1f\x8b raw", {"Content-Encoding: gzip"});
  });
  Client client;
  EXPECT_EQ(client.send(get(server.url()))->body, "\x1f\x8b raw");
  EXPECT_EQ(seen.find("Accept-Encoding"), std::string::npos);
}

TEST(Client, WhatIsNoHttpIsUnavailable) {
  for (const char* bytes : {"SSH-2.0-OpenSSH_9\r\n", "\x15\x03\x01\x00\x02\x02\x46", "HTTP/1.1\r\n\r\n"}) {
    LoopbackServer server([=](const std::string&) { return std::string(bytes); });
    Client client;
    auto answer = client.send(get(server.url()));
    ASSERT_FALSE(answer) << bytes;
    EXPECT_EQ(answer.error().code, Code::kUnavailable) << answer.error().message;
  }
}

}  // namespace
}  // namespace batten::http
