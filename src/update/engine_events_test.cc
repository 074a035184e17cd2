// SPDX-License-Identifier: Apache-2.0
#include "update/engine_events.h"

#include <gtest/gtest.h>

namespace batten::update {
namespace {

TEST(EngineEvents, ImagesOfStartsEachOnce) {
  const auto out = parse_started_images(
      R"({"status":"start","id":"a1","from":"nginx:1","Type":"container","Action":"start","Actor":{"ID":"a1","Attributes":{"image":"nginx:1","name":"web"}},"time":1}
{"Type":"container","Action":"die","Actor":{"Attributes":{"image":"redis"}}}
{"Type":"network","Action":"connect","Actor":{"Attributes":{"image":"x"}}}

{"Type":"container","Action":"start","Actor":{"Attributes":{"image":"nginx:1"}}}
{"Type":"container","Action":"start","Actor":{"Attributes":{"image":"r.example/app@sha256:aa"}}}
{"Type":"container","Action":"start","Actor":{}}
)");
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(*out, (std::vector<std::string>{"nginx:1", "r.example/app@sha256:aa"}));
  EXPECT_TRUE(parse_started_images("")->empty());
}

TEST(EngineEvents, WhatIsNoEventIsRefused) {
  const auto out = parse_started_images("{\"Type\":\"container\"}\nhello\n");
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, Code::kCorrupt);
}

TEST(EngineEvents, AFloodIsCut) {
  std::string many;
  for (int i = 0; i < 3000; ++i)
    many += R"({"Type":"container","Action":"start","Actor":{"Attributes":{"image":"a)" + std::to_string(i) + "\"}}}\n";
  EXPECT_EQ(parse_started_images(many)->size(), 1000u);
}

}  // namespace
}  // namespace batten::update
