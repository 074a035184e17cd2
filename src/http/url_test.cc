// SPDX-License-Identifier: Apache-2.0
#include "http/client.h"

#include <gtest/gtest.h>

namespace batten::http {
namespace {

TEST(Url, ShownWithoutNamesAndPasswords) {
  EXPECT_EQ(shown_url("https://user:secret@r.example/v2/x?y=a@b"), "https://r.example/v2/x?y=a@b");
  EXPECT_EQ(shown_url("https://a@b:secret@r.example"), "https://r.example");
  EXPECT_EQ(shown_url("https://r.example/pkg@1.0"), "https://r.example/pkg@1.0");
  EXPECT_EQ(shown_url("user:secret@mirror.example/x"), "mirror.example/x");
  EXPECT_EQ(shown_url("https://user:" + std::string(400, 's') + "@r.example/x"), "https://r.example/x");
  EXPECT_EQ(shown_url("http://h/\x1b[2J").find('\x1b'), std::string::npos);
  EXPECT_LE(shown_url("http://h/" + std::string(5000, 'x')).size(), 300u);
  for (const char* text : {"user:secret@h", "http://user:secret@", "http://user:secret@h:99999/", "http://user:secret@[::1"})
    EXPECT_EQ(parse_url(text).error().message.find("secret"), std::string::npos) << text;
}

TEST(Url, WhatIsNone) {
  for (const char* text : {"", "http://", "http:///path", "http://h:0/", "http://h:65536/", "http://h:x/", "http://a b/", "http://h%41/",
                           "http://a\\b/", "http://[::1/", "http://[::1]evil.example/", "http://[]/"})
    EXPECT_FALSE(parse_url(text)) << text;
  EXPECT_TRUE(parse_url("http://h:65535?q"));
  EXPECT_EQ(percent_encode("a/b:c~d é%"), "a%2Fb%3Ac~d%20%C3%A9%25");
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
