// SPDX-License-Identifier: Apache-2.0
//
// All rows of a feed about one package and one vulnerability, and what they mean together for the installed version.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "match/channel.h"
#include "model/advisory.h"
#include "model/package.h"
#include "version/scheme.h"

namespace batten::match {

struct RowVerdict {
  const model::Advisory* row = nullptr;  // the one that decided
  model::State state = model::State::kAffected;
  std::string fixed_version;
  std::string range;
  std::string note;  // beside the row's own
};

// Does the row speak about a build like this one (architecture, module stream)?
bool row_applies(const model::Advisory& row, const model::Package& package);

// base: rows of the release; pro: rows of its Ubuntu Pro channel. Nothing: not affected, or fixed. Rows that apply only.
//
// Ubuntu: a build from ESM is judged by the Pro rows; for others a fix that Pro alone has is no fix that can be installed, and is told in
// the note. rpm: minor releases get their own fixes. A build is fixed when it reaches the fix of its own line, or of an earlier one;
// comparing with the highest fix of all lines would call packages vulnerable that are exactly at their published fix.
std::optional<RowVerdict> judge(std::span<const model::Advisory* const> base, std::span<const model::Advisory* const> pro,
                                const model::Package& package, std::string_view installed, const Channel& channel,
                                const version::Scheme& scheme);

}  // namespace batten::match
