// SPDX-License-Identifier: Apache-2.0
#include "model/baseline.h"

#include <gtest/gtest.h>
#include <netinet/in.h>

#include "base/format.h"

namespace batten::model {
namespace {

std::string four(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  return {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(d)};
}

Destination to(std::string_view address, std::uint16_t port = 443) {
  return baseline_destination(IPPROTO_TCP, port, address).value_or(Destination{.narrow = "none", .wide = "none"});
}

TEST(Baseline, ListenersAreProtocolAndPort) {
  EXPECT_EQ(baseline_listener(IPPROTO_TCP, 80), "tcp/80");
  EXPECT_EQ(baseline_listener(IPPROTO_UDP, 53), "udp/53");
  EXPECT_EQ(baseline_listener(IPPROTO_TCP, 32'768), "tcp/ephemeral");
  EXPECT_EQ(baseline_listener(IPPROTO_TCP, 0), std::nullopt);
  EXPECT_EQ(baseline_listener(IPPROTO_ICMP, 80), std::nullopt);
}

TEST(Baseline, DestinationsAreNamedByWhoIsReached) {
  EXPECT_EQ(to(four(203, 0, 113, 9)), (Destination{.narrow = "tcp/443 203.0.113.0/24", .wide = "tcp/443 public"}));
  EXPECT_EQ(to(std::string("\x20\x01\x0d\xb8\x00\x05\x00\x01\x00\x00\x00\x00\x00\x00\x00\x09", 16)),
            (Destination{.narrow = "tcp/443 2001:db8:5::/48", .wide = "tcp/443 public"}));
  for (const std::string& inside : {four(10, 1, 2, 3), four(172, 31, 0, 1), four(192, 168, 9, 9), four(100, 64, 0, 1),
                                    std::string("\xfd\x12", 2) + std::string(14, '\1')})
    EXPECT_EQ(to(inside).narrow, "tcp/443 private");
  EXPECT_EQ(to(four(172, 32, 0, 1)).narrow, "tcp/443 172.32.0.0/24");
  EXPECT_EQ(to(four(169, 254, 169, 254), 80).narrow, "tcp/80 169.254.169.254");
  EXPECT_EQ(to(four(224, 0, 0, 251)).narrow, "tcp/443 multicast");
  EXPECT_EQ(baseline_destination(IPPROTO_TCP, 80, four(127, 0, 0, 1)), std::nullopt);
  EXPECT_EQ(baseline_destination(IPPROTO_TCP, 80, std::string(15, '\0') + '\1'), std::nullopt);
  EXPECT_EQ(baseline_destination(IPPROTO_TCP, 80, four(0, 0, 0, 0)), std::nullopt);
  EXPECT_EQ(baseline_destination(IPPROTO_TCP, 80, "abc"), std::nullopt);
}

TEST(Baseline, SaysWhatIsNew) {
  Baseline baseline;
  EXPECT_TRUE(baseline.listeners.add("tcp/80"));
  EXPECT_FALSE(baseline.listeners.add("tcp/80"));
  EXPECT_TRUE(baseline.add_destination(to(four(203, 0, 113, 9))));
  EXPECT_EQ(baseline.is_new_listener("tcp/80"), false);
  EXPECT_EQ(baseline.is_new_listener("tcp/81"), true);
  EXPECT_EQ(baseline.is_new_destination(to(four(203, 0, 113, 200))), false);
  EXPECT_EQ(baseline.is_new_destination(to(four(203, 0, 114, 9))), true);
  EXPECT_EQ(baseline.is_new_destination(to(four(203, 0, 113, 9), 444)), true);
}

TEST(Baseline, ManyNetworksOfAPortAreAllOfThem) {
  Baseline baseline;
  baseline.add_destination(to(four(10, 0, 0, 1)));
  baseline.add_destination(to(four(198, 51, 100, 1), 80));
  for (int i = 0; i < static_cast<int>(Baseline::kMaxNetworks); ++i)
    baseline.add_destination(to(four(203, 0, static_cast<std::uint8_t>(i), 9)));
  EXPECT_EQ(baseline.is_new_destination(to(four(8, 8, 8, 8))), true);
  baseline.add_destination(to(four(203, 1, 0, 9)));
  EXPECT_EQ(baseline.is_new_destination(to(four(8, 8, 8, 8))), false);
  EXPECT_EQ(baseline.is_new_destination(to(four(8, 8, 8, 8), 80)), true);
  EXPECT_EQ(baseline.destinations.all(),
            (std::set<std::string, std::less<>>{"tcp/443 private", "tcp/443 public", "tcp/80 198.51.100.0/24"}));
}

TEST(Baseline, WhatIsFullCanNotTellWhatIsNew) {
  Baseline baseline;
  for (std::size_t i = 0; i < Baseline::kMaxPrograms; ++i) EXPECT_TRUE(baseline.programs.add(format("/bin/{}", i)));
  EXPECT_EQ(baseline.is_new_program("/bin/x"), true);
  EXPECT_FALSE(baseline.programs.add("/bin/x"));
  EXPECT_EQ(baseline.is_new_program("/bin/y"), std::nullopt);
  EXPECT_EQ(baseline.is_new_program("/bin/7"), false);
  Baseline other;
  EXPECT_FALSE(other.programs.add(std::string(5'000, 'x')));
  EXPECT_TRUE(other.programs.full());
}

}  // namespace
}  // namespace batten::model
