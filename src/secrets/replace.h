// SPDX-License-Identifier: Apache-2.0
//
// A secret gets a new value, in two steps so that nobody is left without one: the new version is written while the old one is still good;
// when those who use it are well, the old one is retired. If they are not, the old value is put back as the newest.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret_bytes.h"
#include "secrets/reference.h"
#include "secrets/sessions.h"

namespace batten::secrets {

struct ReplaceOptions {
  std::function<Result<void>()> is_well;          // of those who use it; empty: nobody is asked
  std::chrono::milliseconds well_within{60'000};  // is asked again and again for so long
  std::chrono::milliseconds between{1'000};
  std::chrono::milliseconds settle{0};  // before the first question, or before the old version is retired
};

struct Replaced {
  enum class End : std::uint8_t { kRetired, kOldStays, kPutBack } end = End::kOldStays;
  std::string version;             // that is current now
  std::vector<std::string> notes;  // why the old one stays, or was put back
};

// Errors: nothing was changed, or, when the message says so, the old value could not be put back.
Result<Replaced> replace_secret(Sessions& sessions, const Reference& reference, const base::SecretBytes& value,
                                const ReplaceOptions& options);

}  // namespace batten::secrets
