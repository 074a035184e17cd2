// SPDX-License-Identifier: Apache-2.0
//
// batten update watch: looks for updates by schedule, when a registry tells of a push, when a container is started, and when there are new
// advisories; tells of what it finds, and with --apply carries it out.
#pragma once

#include "base/result.h"
#include "cli/command.h"

namespace batten::cli {

inline constexpr OptionSpec kUpdateWatchOptions[] = {
    {"--apply", "", "watch: carry out what a plan decides; otherwise it only tells"},
    {"--every", "TIME", "watch: how often (6h, 1d) or when (03:30,15:30) everything is looked at (default: 6h)"},
    {"--jitter", "TIME", "watch: each time up to so much later (default: a twentieth of --every, at most 15m)"},
    {"--hook", "ADDRESS", "watch: registries may tell of pushes there: 127.0.0.1:9377, path /hooks/TOKEN"},
    {"--hook-token-file", "FILE", "watch: the token, at least 16 characters"},
    {"--no-refresh", "", "watch: leave the advisories as they are; otherwise the feeds that are there are brought up to date by schedule"},
    {"--rounds", "N", "watch: end after so many rounds"},
};

Result<int> run_update_watch(const Arguments& arguments, Context& context);

}  // namespace batten::cli
