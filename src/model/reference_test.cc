// SPDX-License-Identifier: Apache-2.0
#include "model/reference.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"
#include "model/purl.h"

int reference_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::model {
namespace {

const std::string kDigest = "sha256:" + std::string(64, 'a');

TEST(Reference, DefaultsAndParts) {
  EXPECT_EQ(parse_reference("ubuntu")->text(), "docker.io/library/ubuntu:latest");
  EXPECT_EQ(parse_reference("ubuntu:22.04")->text(), "docker.io/library/ubuntu:22.04");
  EXPECT_EQ(parse_reference("user/app")->text(), "docker.io/user/app:latest");
  EXPECT_EQ(parse_reference("index.docker.io/library/x")->registry, "docker.io");
  EXPECT_EQ(parse_reference("localhost/x")->registry, "localhost");
  EXPECT_EQ(parse_reference("localhost:5000/a/b:T_1.x")->text(), "localhost:5000/a/b:T_1.x");
  EXPECT_EQ(parse_reference("[::1]:5000/a")->registry, "[::1]:5000");
  EXPECT_EQ(parse_reference("r.example/a@" + kDigest)->target(), kDigest);
  EXPECT_EQ(parse_reference("r.example/a:1@" + kDigest)->tag, "1");
}

TEST(Reference, WhatIsNone) {
  for (const char* text : {"", "UPPER", "a b", "../x", "a//b", "r.example/", "a:", "a:tag with blank", "a@sha256:abc", "-a", "a/-b",
                           "http://x/y", "r.example:port/x"}) {
    EXPECT_FALSE(parse_reference(text)) << text;
  }
}

TEST(Purl, RoundTrip) {
  for (const char* text : {"pkg:deb/debian/libssl3@3.0.15-1~deb12u1?arch=amd64&distro=debian-12", "pkg:npm/%40scope/name@1.0.0",
                           "pkg:golang/github.com/a/b@v1#sub/dir"}) {
    auto purl = parse_purl(text);
    ASSERT_TRUE(purl) << text;
    EXPECT_EQ(purl->text(), text);
  }
  EXPECT_EQ(parse_purl("pkg:npm/%40scope/name@1.0.0")->space, "@scope");
  for (const char* text : {"", "npm/x", "pkg:", "pkg:npm", "pkg:npm/"}) EXPECT_FALSE(parse_purl(text)) << text;
}

TEST(Fuzz, Corpus) { REPLAY_CORPUS(reference_fuzz); }

}  // namespace
}  // namespace batten::model
