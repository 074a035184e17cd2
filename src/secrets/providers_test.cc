// SPDX-License-Identifier: Apache-2.0
//
// What holds for every provider: its references, what it says of itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "secrets/provider.h"
#include "secrets/reference.h"

namespace batten::secrets {
namespace {

TEST(Providers, ReadTheirReferences) {
  ASSERT_GE(all_providers().size(), 2u);
  for (const Provider* provider : all_providers()) {
    SCOPED_TRACE(provider->name);
    EXPECT_FALSE(provider->summary.empty());
    EXPECT_TRUE(provider->syntax.starts_with(std::string(provider->name) + ":"));
    EXPECT_NE(provider->open, nullptr);
    EXPECT_GE(std::ranges::count_if(provider->examples, [](const ReferenceExample& one) { return one.path_field.empty(); }), 1);
    EXPECT_GE(std::ranges::count_if(provider->examples, [](const ReferenceExample& one) { return !one.path_field.empty(); }), 1);
    for (const ReferenceExample& example : provider->examples) {
      SCOPED_TRACE(example.text);
      Result<Reference> read = parse_reference(example.text);
      EXPECT_EQ(read.has_value(), !example.path_field.empty()) << (read ? "" : read.error().message);
      if (!read || example.path_field.empty()) continue;
      EXPECT_EQ(read->provider, provider->name);
      EXPECT_EQ(read->path + (read->field.empty() ? "" : " " + read->field), example.path_field);
      Result<Reference> again = parse_reference(to_string(*read));
      ASSERT_TRUE(again) << to_string(*read);
      EXPECT_EQ(*again, *read);
    }
  }
}

TEST(Providers, AWrongReferenceIsExplained) {
  Result<Reference> read = parse_reference("fiel:/run/secrets/a");
  ASSERT_FALSE(read);
  EXPECT_TRUE(read.error().message.contains("did you mean file?")) << read.error().message;
  for (std::string_view text :
       {"", "password", "env:A\nB", "env:%zz", "file:/a?b", "file:/a?raw=", "file:/a?raw=1&raw=2", "file:/a?mode=3"})
    EXPECT_FALSE(parse_reference(text)) << text;
}

}  // namespace
}  // namespace batten::secrets
