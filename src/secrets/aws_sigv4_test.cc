// SPDX-License-Identifier: Apache-2.0
//
// The published vectors' requests, keys and time; and random requests that botocore has signed, where it is installed.
#include "secrets/aws_sigv4.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/json.h"
#include "base/process.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::int64_t kTime = 1440938160;  // 20150830T123600Z
const Pairs kHost = {{"Host", "example.amazonaws.com"}};

AwsKeys example_keys() {
  return {.access_key = "AKIDEXAMPLE",
          .secret_key = base::SecretBytes("wJalrXUtnFEMI/K7MDENG+"
                                          "bPxRfiCYEXAMPLEKEY"),
          .session_token = {}};
}

std::string authorization(AwsRequest request, const AwsKeys& keys, const AwsScope& scope) {
  sign(request, keys, scope);
  return request.headers.back().first == "Authorization" ? request.headers.back().second : "";
}

TEST(AwsSigv4, ThreeTextsOfTheFirstVector) {
  AwsRequest request{.method = "GET", .path = "/", .query = {}, .headers = kHost, .body = {}};
  request.headers.emplace_back("X-Amz-Date", "20150830T123600Z");
  AwsScope scope{.region = "us-east-1", .service = "service", .time = kTime};
  std::string canonical = canonical_request(request);
  EXPECT_EQ(canonical,
            "GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  std::string to_sign = string_to_sign(canonical, scope);
  EXPECT_EQ(to_sign,
            "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n"
            "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63");
  EXPECT_EQ(signature(to_sign, example_keys().secret_key, scope), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

TEST(AwsSigv4, SignsAsThePublishedVectors) {
  struct Vector {
    std::string_view name, method, path;
    Pairs query, headers;
    std::string_view body, signed_headers, signature;
  };
  const Vector vectors[] = {
      {"get-vanilla", "GET", "/", {}, kHost, "", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"get-vanilla-query-order-key-case",
       "GET",
       "/",
       {{"Param2", "value2"}, {"Param1", "value1"}},
       kHost,
       "",
       "host;x-amz-date",
       "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
      {"post-vanilla", "POST", "/", {}, kHost, "", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
      {"post-x-www-form-urlencoded",
       "POST",
       "/",
       {},
       {{"Content-Type", "application/x-www-form-urlencoded"}, {"Host", "example.amazonaws.com"}},
       "Param1=value1",
       "content-type;host;x-amz-date",
       "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
      {"get-utf8", "GET", "/\u1234", {}, kHost, "", "host;x-amz-date", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
      {"get-relative-relative",
       "GET",
       "/example1/example2/../..",
       {},
       kHost,
       "",
       "host;x-amz-date",
       "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"get-slashes",
       "GET",
       "//example//",
       {},
       kHost,
       "",
       "host;x-amz-date",
       "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"},
  };
  for (const Vector& one : vectors) {
    SCOPED_TRACE(one.name);
    AwsRequest request{
        .method = std::string(one.method), .path = std::string(one.path), .query = one.query, .headers = one.headers, .body = one.body};
    EXPECT_EQ(authorization(request, example_keys(), {.region = "us-east-1", .service = "service", .time = kTime}),
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=" +
                  std::string(one.signed_headers) + ", Signature=" + std::string(one.signature));
  }
}

TEST(AwsSigv4, ASessionTokenIsSentAndSigned) {
  AwsKeys keys = example_keys();
  keys.session_token = base::SecretBytes("a+token/==");
  AwsRequest request{.method = "POST", .path = "/", .query = {}, .headers = kHost, .body = {}};
  sign(request, keys, {.region = "us-east-1", .service = "service", .time = kTime});
  EXPECT_EQ(std::ranges::count(request.headers, std::pair<std::string, std::string>("X-Amz-Security-Token", "a+token/==")), 1);
  EXPECT_TRUE(request.headers.back().second.contains("SignedHeaders=host;x-amz-date;x-amz-security-token,"));
}

std::string python() {
  std::string own = BATTEN_SOURCE_DIR "/build/venv/bin/python3";
  return std::filesystem::exists(own) ? own : "python3";
}

Pairs pairs_of(json::View list) {
  Pairs out;
  list.each([&](json::View pair) {
    std::vector<std::string> two = pair.strings();
    if (two.size() == 2) out.emplace_back(two[0], two[1]);
  });
  return out;
}

TEST(AwsSigv4, AgreesWithBotocore) {
  auto probe = base::run_process({python(), "-c", "import botocore"}, {}, std::chrono::seconds(60));
  if (!probe || probe->exit_status != 0) GTEST_SKIP() << "needs python3 with botocore";
  auto made = base::run_process({python(), BATTEN_SOURCE_DIR "/tests/servers/sigv4_cases.py", "3000", "20150830"}, {},
                                std::chrono::seconds(120), 64u << 20);
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->exit_status, 0) << made->err;
  int compared = 0;
  base::each_line(made->out, [&](std::string_view line) {
    auto read = json::Document::parse(line);
    ASSERT_TRUE(read) << line;
    auto text = [&](std::string_view name) { return std::string((*read)[name].string()); };
    std::string body = text("body");
    AwsRequest request{.method = text("method"),
                       .path = text("path"),
                       .query = pairs_of((*read)["query"]),
                       .headers = pairs_of((*read)["headers"]),
                       .body = body};
    AwsKeys keys{.access_key = text("access_key"),
                 .secret_key = base::SecretBytes(text("secret_key")),
                 .session_token = base::SecretBytes(text("token"))};
    AwsScope scope{.region = text("region"), .service = text("service"), .time = (*read)["time"].integer().value_or(0)};
    EXPECT_EQ(authorization(request, keys, scope), text("authorization")) << line;
    ++compared;
  });
  EXPECT_EQ(compared, 3000);
}

}  // namespace
}  // namespace batten::secrets
