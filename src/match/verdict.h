// SPDX-License-Identifier: Apache-2.0
//
// All rows of a feed about one package and one vulnerability, and what they mean together for the installed version.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "match/channel.h"
#include "model/advisory.h"
#include "model/package.h"
#include "version/scheme.h"

namespace batten::match {

struct RowVerdict {
  const model::Advisory* row = nullptr;  // the one that decided
  model::State state = model::State::kAffected;
  std::string fixed_version;
  std::string range;           // what the installed version was compared with
  std::string_view installed;  // the version that was compared, a view into the package
  std::string note;            // beside the row's own
};

using RowSpan = std::span<const model::Advisory* const>;

// Does the row speak about a build like this one (architecture, module stream; fixes of builds for Ksplice or FIPS are for these alone)? A
// row of module "*" is about a module that the feed does not name: it fits builds of any module, never the plain package of that name.
bool row_applies(const model::Advisory& row, const model::Package& package);

// Rows that apply only; nothing when there are none. A build that has the fix, or that the vendor says is not vulnerable, is kNotAffected.
//
// Ubuntu (pro: rows of the release's Ubuntu Pro channel): a build from ESM is judged by the Pro rows; for others a fix that Pro alone has
// is no fix that can be installed, and is told in the note. rpm: see rpm_verdict.h.
std::optional<RowVerdict> judge(RowSpan base, RowSpan pro, const model::Package& package, const Channel& channel,
                                const version::Scheme& scheme);

}  // namespace batten::match
