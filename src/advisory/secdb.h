// SPDX-License-Identifier: Apache-2.0
//
// The security database of distributions with apk (secdb.alpinelinux.org, packages.wolfi.dev/os/security.json): packages[].pkg.secfixes:
// fixed version -> texts of ids such as "CVE-2021-28692 XSA-373" or "CVE-2019-1234 (+ regression fix)". Version "0": never affected. Names
// are origin packages.
#pragma once

#include <string_view>

#include "advisory/feed.h"
#include "base/result.h"

namespace batten::advisory {

// ecosystem: of a distribution without releases; empty: "alpine:" and the file's release.
Result<void> import_secdb(std::string_view name, std::string_view bytes, std::string_view ecosystem, FeedSink& sink);

}  // namespace batten::advisory
