// SPDX-License-Identifier: Apache-2.0
#include "update/wake_queue.h"

#include <gtest/gtest.h>

#include <thread>

namespace batten::update {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

Subject subject(std::string image) {
  Subject out;
  out.image = std::move(image);
  return out;
}

TEST(WakeQueue, TheDeadlineIsTheSchedule) {
  WakeQueue queue;
  const Wake wake = queue.wait(Clock::now() + milliseconds(20), milliseconds(5));
  EXPECT_TRUE(wake.schedule);
  EXPECT_TRUE(wake.pushed.empty());
}

TEST(WakeQueue, WhatComesTogetherIsOne) {
  WakeQueue queue;
  std::jthread sender([&] {
    for (int i = 0; i < 5; ++i) {
      queue.push({.pushed = {{"r.example", "team/app", "1", {}}}});
      queue.push({.started = {"r.example/db:1"}});
      std::this_thread::sleep_for(milliseconds(10));
    }
  });
  const Wake wake = queue.wait(Clock::now() + seconds(20), milliseconds(200));
  EXPECT_EQ(wake.pushed.size(), 1u);
  EXPECT_EQ(wake.started, std::vector<std::string>{"r.example/db:1"});
  EXPECT_FALSE(wake.schedule);
  // It was taken.
  EXPECT_TRUE(queue.wait(Clock::now() + milliseconds(1), milliseconds(1)).pushed.empty());
}

TEST(WakeQueue, WhoNeverStopsPushingIsAnsweredAllTheSame) {
  WakeQueue queue;
  std::jthread sender([&](const std::stop_token& stop) {
    for (int i = 0; !stop.stop_requested(); ++i) {
      queue.push({.pushed = {{"", "team/app", std::to_string(i), {}}}});
      std::this_thread::sleep_for(milliseconds(1));
    }
  });
  const auto begun = Clock::now();
  EXPECT_TRUE(queue.wait(Clock::now() + seconds(60), milliseconds(50)).any());
  EXPECT_LT(Clock::now() - begun, seconds(20));
}

TEST(WakeQueue, AFloodBecomesEverything) {
  WakeQueue queue;
  for (int i = 0; i < 5000; ++i) queue.push({.pushed = {{"", "team/app" + std::to_string(i), "1", {}}}});
  const Wake wake = queue.wait(Clock::now() + seconds(1), milliseconds(1));
  EXPECT_TRUE(wake.everything());
  EXPECT_LE(wake.pushed.size(), 1000u);
}

TEST(WakeQueue, AnEndIsNotWaitedFor) {
  WakeQueue queue;
  queue.push({.stopped = true});
  const auto begun = Clock::now();
  EXPECT_TRUE(queue.wait(Clock::now() + seconds(60), seconds(10)).stopped);
  EXPECT_LT(Clock::now() - begun, seconds(5));
}

TEST(WakeQueue, WhomItConcerns) {
  const PushedImage pushed{"r.example", "team/app", "2", {}}, anywhere{"", "library/nginx", "1", {}};
  EXPECT_TRUE(concerns(pushed, subject("r.example/team/app:1")));
  EXPECT_FALSE(concerns(pushed, subject("r.example/team/application:1")));
  EXPECT_FALSE(concerns(pushed, subject("other.example/team/app:1")));
  EXPECT_TRUE(concerns(anywhere, subject("nginx")));
  EXPECT_TRUE(concerns(anywhere, subject("docker.io/library/nginx:1@sha256:" + std::string(64, 'a'))));
  EXPECT_FALSE(concerns(pushed, subject("sha256:" + std::string(64, 'a'))));
  EXPECT_TRUE(concerns(Wake{.started = {"nginx"}}, subject("nginx")));
  EXPECT_FALSE(concerns(Wake{.started = {"nginx"}}, subject("redis")));
  EXPECT_TRUE(concerns(Wake{.advisories = true}, subject("redis")));
}

}  // namespace
}  // namespace batten::update
