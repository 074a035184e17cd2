// SPDX-License-Identifier: Apache-2.0
#include "base/late_library.h"

#include <gtest/gtest.h>

#include <cmath>

namespace batten::base {
namespace {

TEST(LateLibrary, GivesItsFunctions) {
  LateLibrary library("libm.so.6");
  double (*root)(double) = nullptr;
  library.find("sqrt", root);
  ASSERT_EQ(library.problem(), "");
  EXPECT_EQ(root(9), 3);
}

TEST(LateLibrary, TellsWhatIsMissing) {
  LateLibrary library("libm.so.6");
  int (*odd)() = nullptr;
  library.find("no_such_function", odd);
  EXPECT_EQ(odd, nullptr);
  EXPECT_EQ(library.problem(), "libm.so.6 has no no_such_function");

  LateLibrary nowhere("libnowhere.so.1");
  nowhere.find("sqrt", odd);
  EXPECT_EQ(odd, nullptr);
  EXPECT_TRUE(nowhere.problem().starts_with("libnowhere.so.1 can't be loaded: ")) << nowhere.problem();
}

}  // namespace
}  // namespace batten::base
