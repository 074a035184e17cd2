// SPDX-License-Identifier: Apache-2.0
//
// Records of the Ruby Advisory Database (github.com/rubysec/ruby-advisory-db): YAML, gems/NAME/CVE-....yml. They say which versions are not
// affected: patched_versions and unaffected_versions, each a list of requirements as RubyGems writes them ("~> 3.0.12, >= 3.0.13").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "advisory/feed.h"
#include "model/advisory.h"

namespace batten::advisory {

// Rows of ecosystem "gem" that count only where no other record is about the same vulnerability. Files that are no gem's (rubies/) give
// nothing.
Result<void> import_rubysec(std::string_view name, std::string_view bytes, FeedSink& sink);

// The versions that none of the requirements allows. Nothing when one can't be read.
std::optional<std::vector<model::VersionRange>> ranges_outside(const std::vector<std::string>& requirements);

}  // namespace batten::advisory
