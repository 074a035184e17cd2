// SPDX-License-Identifier: Apache-2.0
#include "advisory/cvss.h"

#include <gtest/gtest.h>

namespace batten::advisory {
namespace {

double score(std::string_view vector) {
  auto cvss = parse_cvss(vector, "test");
  return cvss ? cvss->score : -1;
}

TEST(Cvss, Version2) {
  EXPECT_EQ(score("AV:N/AC:L/Au:N/C:N/I:N/A:C"), 7.8);
  EXPECT_EQ(score("(AV:N/AC:L/Au:N/C:C/I:C/A:C)"), 10.0);
  EXPECT_EQ(score("AV:L/AC:H/Au:N/C:C/I:C/A:C"), 6.2);
  EXPECT_EQ(score("AV:N/AC:L/Au:N/C:P/I:P/A:P"), 7.5);
  EXPECT_EQ(score("AV:N/AC:L/Au:N/C:N/I:N/A:N"), 0.0);
  EXPECT_EQ(parse_cvss("AV:N/AC:L/Au:N/C:P/I:P/A:P", "x")->version, "2.0");
}

TEST(Cvss, Version3) {
  EXPECT_EQ(score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), 9.8);
  EXPECT_EQ(score("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"), 10.0);
  EXPECT_EQ(score("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"), 6.1);
  EXPECT_EQ(score("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H"), 7.8);
  EXPECT_EQ(score("CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H"), 5.9);
  EXPECT_EQ(score("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"), 1.6);
  EXPECT_EQ(score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"), 0.0);
  // Temporal metrics stay out of the base score.
  EXPECT_EQ(score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:U"), 9.8);
}

TEST(Cvss, Version4) {
  EXPECT_EQ(score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H"), 10.0);
  EXPECT_EQ(score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"), 9.3);
  EXPECT_EQ(score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N"), 8.7);
  EXPECT_EQ(score("CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"), 8.5);
  EXPECT_EQ(score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N"), 6.9);
  EXPECT_EQ(score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N"), 0.0);
}

TEST(Cvss, WhatIsNoVectorHasNoScore) {
  for (std::string_view bad : {"", "CVSS:3.1", "CVSS:3.1/", "CVSS:9.9/AV:N", "AV:N/AC:L", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
                               "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "7.5",
                               "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:S/SA:N"}) {
    EXPECT_EQ(score(bad), -1) << bad;
  }
  EXPECT_EQ(score(std::string(500, 'A')), -1);
}

}  // namespace
}  // namespace batten::advisory
