// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "update/target.h"

namespace batten::update {
namespace {

TEST(Targets, EachTakesTheSubjectsThatHaveItsName) {
  EXPECT_FALSE(all_targets().empty());
  for (const Target* target : all_targets()) {
    EXPECT_EQ(find_target(target->kind), target) << target->name;
    EXPECT_FALSE(target->examples.empty()) << target->name;
    for (const std::string_view id : target->examples) EXPECT_EQ(id.substr(0, id.find('/')), target->name) << id;
  }
}

}  // namespace
}  // namespace batten::update
