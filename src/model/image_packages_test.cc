// SPDX-License-Identifier: Apache-2.0
#include "model/image_packages.h"

#include <gtest/gtest.h>

#include "base/format.h"

namespace batten::model {
namespace {

TEST(ImagePackages, AFileHasItsPackage) {
  ImagePackages packages;
  packages.add("coreutils", "bin/cat");
  packages.add("coreutils", "usr/bin/env");
  packages.add("nginx", "/usr/sbin/nginx");
  packages.add("nginx", "/opt/nginx/bin/x");
  packages.seal();
  EXPECT_EQ(packages.files(), 4u);
  EXPECT_EQ(packages.find("/bin/cat"), "coreutils");
  EXPECT_EQ(packages.find("/usr/bin/cat"), "coreutils");
  EXPECT_EQ(packages.find("/bin/env"), "coreutils");
  EXPECT_EQ(packages.find("/usr/sbin/nginx"), "nginx");
  EXPECT_EQ(packages.find("/opt/nginx/bin/x"), "nginx");
  EXPECT_EQ(packages.find("/usr/opt/nginx/bin/x"), "");
  EXPECT_EQ(packages.find("/tmp/x"), "");
}

TEST(ImagePackages, TheFirstThatNamesAFileHasIt) {
  ImagePackages packages;
  packages.add("a", "etc/x");
  packages.add("b", "etc/x");
  packages.seal();
  EXPECT_EQ(packages.find("/etc/x"), "a");
}

TEST(ImagePackages, OfTooManyNobodyKnows) {
  ImagePackages packages;
  for (std::size_t i = 0; i <= ImagePackages::kMaxFiles; ++i) packages.add("a", format("x/{}", i));
  packages.seal();
  EXPECT_EQ(packages.find("/x/7"), "a");
  EXPECT_EQ(packages.find("/y"), std::nullopt);
}

}  // namespace
}  // namespace batten::model
