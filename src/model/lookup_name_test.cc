// SPDX-License-Identifier: Apache-2.0
#include "model/lookup_name.h"

#include <gtest/gtest.h>

namespace batten::model {
namespace {

TEST(LookupName, SpellingsOfOneName) {
  EXPECT_EQ(lookup_name("pypi", "Zope.Interface"), "zope-interface");
  EXPECT_EQ(lookup_name("pypi", "ruamel__-.yaml"), "ruamel-yaml");
  EXPECT_EQ(lookup_name("nuget", "Newtonsoft.Json"), "newtonsoft.json");
  EXPECT_EQ(lookup_name("npm", "@Babel/core"), "@Babel/core");
  EXPECT_EQ(lookup_name("golang", "github.com/BurntSushi/toml"), "github.com/BurntSushi/toml");
}

}  // namespace
}  // namespace batten::model
