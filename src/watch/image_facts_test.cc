// SPDX-License-Identifier: Apache-2.0
#include "watch/image_facts.h"

#include <gtest/gtest.h>

#include <atomic>

namespace batten::watch {
namespace {

constexpr ImageWishes kFindings{.findings = true};

model::RunningContainer container_of(std::string image_id) {
  model::RunningContainer out;
  out.image = "shop/web:1";
  out.image_id = std::move(image_id);
  return out;
}

bool wait_for(const auto& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

TEST(ImageFacts, AreThereOnceTheImageWasLookedAt) {
  std::atomic<int> asked = 0;
  ImageFacts facts(kFindings, [&](const model::RunningContainer&, ImageWishes, const std::stop_token&) {
    ++asked;
    return ImageKnowledge{.findings = model::RunningImageFacts{.fixable_critical = 2, .fixable_high = 3, .digest_verified = {}},
                          .packages = {}};
  });
  model::RunningContainer web = container_of("sha256:1");
  facts.annotate(web);
  EXPECT_FALSE(web.image_facts);
  ASSERT_TRUE(wait_for([&] { return facts.take_changed(); }));
  facts.annotate(web);
  ASSERT_TRUE(web.image_facts);
  EXPECT_EQ(web.image_facts->fixable_critical, 2u);
  // Another container of the image has them at once.
  model::RunningContainer other = container_of("sha256:1");
  facts.annotate(other);
  EXPECT_EQ(other.image_facts, web.image_facts);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(facts.counts().known, 1u);
}

TEST(ImageFacts, WhatIsWishedLaterIsAskedForToo) {
  std::atomic<bool> wished = false;
  ImageFacts facts(kFindings, [&](const model::RunningContainer&, ImageWishes wishes, const std::stop_token&) {
    wished = wishes.packages;
    auto packages = std::make_shared<model::ImagePackages>();
    packages->add("coreutils", "bin/cat");
    packages->seal();
    return ImageKnowledge{.findings = {}, .packages = wishes.packages ? packages : nullptr};
  });
  model::RunningContainer web = container_of("sha256:1");
  facts.annotate(web);
  ASSERT_TRUE(wait_for([&] { return facts.take_changed(); }));
  EXPECT_FALSE(wished);
  facts.wish({.findings = true, .packages = true});
  facts.annotate(web);
  ASSERT_TRUE(wait_for([&] { return facts.take_changed(); }));
  facts.annotate(web);
  ASSERT_NE(web.packages, nullptr);
  EXPECT_EQ(web.packages->find("/usr/bin/cat"), "coreutils");
}

TEST(ImageFacts, OneIsAskedAboutAtATime) {
  std::atomic<int> now = 0, most = 0;
  ImageFacts facts(kFindings, [&](const model::RunningContainer&, ImageWishes, const std::stop_token&) {
    most = std::max(most.load(), ++now);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    --now;
    return ImageKnowledge{};
  });
  for (int i = 0; i < 20; ++i) {
    model::RunningContainer one = container_of(std::to_string(i));
    facts.annotate(one);
  }
  ASSERT_TRUE(wait_for([&] { return facts.counts().known == 20; }));
  EXPECT_EQ(most, 1);
}

TEST(ImageFacts, AFailureIsNotedOnce) {
  ImageFacts facts(kFindings, [](const model::RunningContainer&, ImageWishes, const std::stop_token&) -> Result<ImageKnowledge> {
    return Error{Code::kNotFound, "no such image"};
  });
  model::RunningContainer web = container_of("sha256:1");
  facts.annotate(web);
  ASSERT_TRUE(wait_for([&] { return facts.counts().failed == 1; }));
  facts.annotate(web);
  EXPECT_FALSE(web.image_facts);
  EXPECT_EQ(facts.take_notes().size(), 1u);
  EXPECT_FALSE(facts.take_changed());
}

TEST(ImageFacts, TheEndDoesNotWaitForAnAnswer) {
  const auto begin = std::chrono::steady_clock::now();
  {
    std::atomic<bool> begun = false;
    ImageFacts facts(kFindings, [&](const model::RunningContainer&, ImageWishes, const std::stop_token& stop) -> Result<ImageKnowledge> {
      begun = true;
      while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return Error{Code::kTimeout, "stopped"};
    });
    model::RunningContainer web = container_of("sha256:1");
    facts.annotate(web);
    ASSERT_TRUE(wait_for([&] { return begun.load(); }));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

}  // namespace
}  // namespace batten::watch
