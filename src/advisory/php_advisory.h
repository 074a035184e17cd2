// SPDX-License-Identifier: Apache-2.0
//
// Records of FriendsOfPHP's security advisories (github.com/FriendsOfPHP/security-advisories): YAML, VENDOR/PACKAGE/CVE-....yaml, with the
// affected versions of each branch ("branches: {1.x: {versions: ['>=1.0.0', '<1.0.5']}}").
#pragma once

#include <string>
#include <string_view>

#include "advisory/feed.h"

namespace batten::advisory {

// Rows of ecosystem "composer" that count only where no other record is about the same vulnerability. One without a CVE has the name of its
// file as id: "friendsofphp/typo3/cms/2014-05-22".
Result<void> import_php_advisory(std::string_view name, std::string_view bytes, FeedSink& sink);

// The id that a record without a CVE has, from the address of its file that other databases refer to; empty for other addresses.
std::string php_advisory_id(std::string_view url);

}  // namespace batten::advisory
