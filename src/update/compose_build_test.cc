// SPDX-License-Identifier: Apache-2.0
#include "update/compose_build.h"

#include <gtest/gtest.h>

#include "base/yaml.h"
#include "fuzz/replay.h"

int compose_build_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::update {
namespace {

Result<std::optional<BuildSource>> without_compose(std::string_view text) { return build_without_compose(text, "web", "/srv/shop"); }

std::string refusal(std::string_view build) {
  const auto out = without_compose("services:\n  web:\n    build: " + std::string(build) + "\n");
  EXPECT_FALSE(out) << build;
  return out ? "" : out.error().message;
}

TEST(ComposeBuild, TheFileOverTheOthersSaysTheImageAlone) {
  EXPECT_EQ(image_override("services: {web: {build: .}}", "web", "shop_web:next").value_or(""),
            "services:\n  \"web\":\n    image: \"shop_web:next\"\n");
  // An older Compose wants the same version in all of them.
  EXPECT_EQ(image_override("version: '2.4'\nservices: {}", "a\"b: c", "x:next").value_or(""),
            "version: \"2.4\"\nservices:\n  \"a\\\"b: c\":\n    image: \"x:next\"\n");
  EXPECT_FALSE(image_override("services: [", "web", "x:next"));
}

TEST(ComposeBuild, ValuesOfArgumentsAreFoundToHideThem) {
  using Values = std::vector<std::string>;
  EXPECT_EQ(build_argument_values("services:\n  web:\n    build: {context: /x, args: {A: one, B: null, C: two=three}}\n", "web")
                .value_or(Values()),
            (Values{"one", "two=three"}));
  EXPECT_EQ(build_argument_values("services: {web: {build: {args: [A=one, B]}}}", "web").value_or(Values()), Values{"one"});
  EXPECT_EQ(build_argument_values("services: {web: {build: /x}}", "web").value_or(Values{"?"}), Values());
  EXPECT_EQ(build_argument_values("services: {web: {image: x}}", "web").error().code, Code::kNotFound);
  EXPECT_EQ(build_argument_values("services: {}", "web").error().code, Code::kNotFound);
  EXPECT_EQ(build_argument_values("a: [", "web").error().code, Code::kCorrupt);
}

TEST(ComposeBuild, WithoutComposeTheSameIsBuilt) {
  auto out = without_compose("services:\n  web:\n    build: ./web\n");
  ASSERT_TRUE(out && *out);
  EXPECT_EQ((*out)->context, "/srv/shop/./web");
  out = without_compose(
      "services:\n  web:\n    build: {context: /x, dockerfile: deploy/D, target: last, args: {A: b, C: null}, x-note: y}\n");
  ASSERT_TRUE(out && *out) << out.error().message;
  EXPECT_EQ(**out, (BuildSource{.context = "/x", .dockerfile = "/x/deploy/D", .target = "last", .args = {"A=b", "C"}}));
  out = without_compose("services: {web: {build: {context: 'https://example.org/x.git#v1', dockerfile: D}}}");
  ASSERT_TRUE(out && *out);
  EXPECT_EQ(**out, (BuildSource{.context = "https://example.org/x.git#v1", .dockerfile = "D"}));
  out = without_compose("services: {web: {image: x}}");
  EXPECT_TRUE(out && !*out);
}

TEST(ComposeBuildText, Fuzz) { REPLAY_CORPUS(compose_build_fuzz); }

TEST(ComposeBuild, WhatOnlyComposeCanDoIsSaid) {
  EXPECT_NE(refusal("{context: ., secrets: [token]}").find("'secrets', which only Compose can do"), std::string::npos);
  EXPECT_NE(refusal("{context: ., dockerfile_inline: FROM x}").find("'dockerfile_inline'"), std::string::npos);
  EXPECT_NE(refusal("'${DIR}'").find("a variable"), std::string::npos);
  EXPECT_NE(refusal("{args: {TOKEN: \"${TOKEN}\"}}").find("a variable in build.args"), std::string::npos);
  EXPECT_NE(refusal("{context: [a]}").find("something else than a word"), std::string::npos);
  EXPECT_NE(refusal("{context: -}").find("can't begin with -"), std::string::npos);
  EXPECT_NE(without_compose("services: {web: {extends: {service: base}, build: .}}").error().message.find("extends another one"),
            std::string::npos);
}

}  // namespace
}  // namespace batten::update
