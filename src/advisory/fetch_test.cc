// SPDX-License-Identifier: Apache-2.0
#include "advisory/fetch.h"

#include <gtest/gtest.h>

#include <chrono>

#include "advisory/file_server.h"
#include "advisory/temporary_directory.h"
#include "base/file.h"

namespace batten::advisory {
namespace {

std::string body_of(std::size_t size) {
  std::string out;
  for (std::size_t i = 0; out.size() < size; ++i) out += format("line {}\n", i * 7919);
  out.resize(size);
  return out;
}

class Fetch : public testing::Test {
 protected:
  Result<Fetched> get(std::optional<Download> known = {}) {
    FetchOptions options;
    options.directory = directory_.path();
    options.known = std::move(known);
    options.task = "test";
    http::Client client;
    return fetch(client, server_.url("/f"), options, base::silent_progress());
  }
  std::string content(const Fetched& fetched) { return base::read_file(fetched.path, 1u << 26).value_or("?"); }

  FileServer server_;
  TemporaryDirectory directory_;
};

TEST_F(Fetch, WholeThenUnchanged) {
  const std::string body = body_of(300'000);
  server_.put("/f", body);
  auto first = get();
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(content(*first), body);
  EXPECT_FALSE(first->validators.etag.empty());
  auto second = get(first->validators);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->unchanged);
  EXPECT_EQ(second->validators, first->validators);
}

TEST_F(Fetch, GoesOnAfterEachBreak) {
  const std::string body = body_of(300'000);
  server_.put("/f", body);
  server_.break_off(3, 90'000);
  auto fetched = get();
  ASSERT_TRUE(fetched) << fetched.error().message;
  EXPECT_EQ(content(*fetched), body);
}

TEST_F(Fetch, GoesOnInALaterRun) {
  const std::string body = body_of(300'000);
  server_.put("/f", body);
  server_.break_off(4, 20'000);
  auto broken = get();
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, Code::kUnavailable);
  server_.break_off(0, 0);
  (void)server_.take_requests();
  auto fetched = get();
  ASSERT_TRUE(fetched) << fetched.error().message;
  EXPECT_EQ(content(*fetched), body);
  auto requests = server_.take_requests();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_TRUE(requests[0].starts_with("GET /f 206 ")) << requests[0];
}

TEST_F(Fetch, AChangedFileIsFetchedWhole) {
  server_.put("/f", body_of(300'000));
  server_.break_off(4, 50'000);
  ASSERT_FALSE(get());
  server_.break_off(0, 0);
  const std::string changed = "x" + body_of(200'000);
  server_.put("/f", changed);
  auto fetched = get();
  ASSERT_TRUE(fetched) << fetched.error().message;
  EXPECT_EQ(content(*fetched), changed);
}

TEST_F(Fetch, AShorterFileThanWhatWasHad) {
  server_.put("/f", body_of(300'000));
  server_.break_off(4, 50'000);
  ASSERT_FALSE(get());
  server_.break_off(0, 0);
  server_.put("/f", "short");
  auto fetched = get();
  ASSERT_TRUE(fetched) << fetched.error().message;
  EXPECT_EQ(content(*fetched), "short");
}

TEST_F(Fetch, WithoutRanges) {
  const std::string body = body_of(300'000);
  server_.put("/f", body);
  server_.ignore_ranges();
  server_.break_off(1, 100'000);
  auto fetched = get();
  ASSERT_TRUE(fetched) << fetched.error().message;
  EXPECT_EQ(content(*fetched), body);
}

TEST_F(Fetch, EmptyMissingAndTooLong) {
  server_.put("/f", "");
  auto empty = get();
  ASSERT_TRUE(empty) << empty.error().message;
  EXPECT_EQ(content(*empty), "");
  FetchOptions options;
  options.directory = directory_.path();
  http::Client client;
  EXPECT_EQ(fetch(client, server_.url("/none"), options, base::silent_progress()).error().code, Code::kNotFound);
  server_.put("/long", body_of(10'000));
  options.max_bytes = 1000;
  EXPECT_EQ(fetch(client, server_.url("/long"), options, base::silent_progress()).error().code, Code::kLimit);
}

TEST_F(Fetch, AServerThatFails) {
  server_.put("/f", body_of(10'000));
  auto first = get();
  ASSERT_TRUE(first);
  for (int status : {500, 503, 403}) {
    server_.fail_with(status);
    auto failed = get(first->validators);
    ASSERT_FALSE(failed) << status;
    EXPECT_NE(failed.error().message.find(format("{}", status)), std::string::npos) << failed.error().message;
  }
}

TEST(FetchFromSilence, EndsInTime) {
  http::LoopbackServer silent([](const std::string&) { return std::string(); });
  TemporaryDirectory directory;
  FetchOptions options;
  options.directory = directory.path();
  options.idle_timeout_ms = 1000;
  http::Client client;
  auto begun = std::chrono::steady_clock::now();
  auto failed = fetch(client, silent.url() + "/f", options, base::silent_progress());
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Code::kTimeout) << failed.error().message;
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

}  // namespace
}  // namespace batten::advisory
