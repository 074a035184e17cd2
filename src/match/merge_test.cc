// SPDX-License-Identifier: Apache-2.0
#include "match/merge.h"

#include <gtest/gtest.h>

namespace batten::match {
namespace {

using model::Finding;
using model::State;
using Strings = std::vector<std::string>;

Finding finding(const std::string& id, Strings aliases = {}, State state = State::kAffected, const std::string& fixed = "") {
  Finding out;
  out.id = id;
  out.aliases = std::move(aliases);
  out.state = state;
  out.fixed_version = fixed;
  return out;
}

TEST(Merge, AnErratumGoesIntoItsCve) {
  std::vector<Finding> all{finding("DSA-5764-1", {"CVE-2024-1", "CVE-2024-2", "OLD-7"}, State::kFixed, "1.2"), finding("CVE-2024-1")};
  merge_aliases(all);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].id, "CVE-2024-1");
  EXPECT_EQ(all[0].aliases, (Strings{"DSA-5764-1", "OLD-7"})) << "the erratum's other vulnerability is no name of this one";
  EXPECT_EQ(all[0].state, State::kFixed);
  EXPECT_EQ(all[0].fixed_version, "1.2");
}

TEST(Merge, ByTheAliasOfEitherSide) {
  std::vector<Finding> all{finding("CVE-2024-1", {"GHSA-1"}), finding("GHSA-1"), finding("XSA-9")};
  merge_aliases(all);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].id, "CVE-2024-1");
  EXPECT_EQ(all[1].id, "XSA-9");
}

TEST(Merge, CvesAndWhatIsNotAffectedStayApart) {
  std::vector<Finding> all{finding("CVE-2024-1", {"CVE-2024-2"}), finding("CVE-2024-2"),
                           finding("DSA-1-1", {"CVE-2024-3"}, State::kFixed, "2"), finding("CVE-2024-3", {}, State::kNotAffected)};
  merge_aliases(all);
  EXPECT_EQ(all.size(), 4u);
}

}  // namespace
}  // namespace batten::match
