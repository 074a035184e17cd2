// SPDX-License-Identifier: Apache-2.0
//
// Programs without a package (purl type "generic"): by which feed and under which names each is looked up.
#pragma once

#include <string_view>
#include <vector>

#include "match/channel.h"
#include "model/package.h"

namespace batten::match {

constexpr std::string_view kProgramType = "generic";

// One channel for each feed that is about programs.
std::vector<Channel> program_channels();
// The names of a program in a feed; none: that feed is not asked about it.
std::vector<std::string_view> names_in_feed(std::string_view feed, const model::Package& package);
// No feed knows it.
bool is_unknown_program(const model::Package& package);
// For the explanation: "matched by CPE busybox:busybox".
std::string how_matched(std::string_view feed, std::string_view name);

}  // namespace batten::match
