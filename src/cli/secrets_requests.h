// SPDX-License-Identifier: Apache-2.0
//
// What the commands that deliver secrets have in common: their options, the requests of the command line or the project's file, what they
// say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "cli/command.h"
#include "secrets/delivery.h"
#include "secrets/request.h"

namespace batten::cli {

inline constexpr OptionSpec kRequestOptions[] = {
    {"--secret,-s", "NAME=REF", "what is delivered; behind it ,file=PATH ,env ,uid=N ,gid=N ,mode=0400", true},
    {"--from", "FILE", "secrets: of that file, or x-batten-secrets: of a Compose file (default: .batten.yaml, when there is no --secret)"},
};

inline constexpr OptionSpec kRotationOptions[] = {
    {"--on-change", "WHAT", "when a value has changed: none, signal:NAME (as signal:HUP) or restart (default: none)"},
    {"--refresh", "SECONDS", "how often what has no time to live is asked for again (default: 300)"},
    {"--grace", "SECONDS", "from SIGTERM to SIGKILL (default: 30)"},
};

// --secret and --from, else .batten.yaml. invalid_argument when there is nothing.
Result<std::vector<secrets::Request>> requests_of(const Arguments& arguments);

struct DeliveryOptions {
  secrets::OnChange on_change;
  secrets::RotationOptions rotation;
  std::chrono::seconds grace{30};
};
Result<DeliveryOptions> delivery_options(const Arguments& arguments);
// A whole number of seconds, 1 to ten million.
Result<std::chrono::seconds> seconds_of(const Arguments& arguments, const std::string& option, std::chrono::seconds fallback);

// "batten: secrets: TEXT" on standard error; from any thread.
void tell(std::string_view text);

}  // namespace batten::cli
