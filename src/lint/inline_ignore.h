// SPDX-License-Identifier: Apache-2.0
//
// Comments that say a result is known and stays:
//
//   # batten:ignore root-user,latest-tag the reason          before the line (of a Dockerfile: the instruction), or at its end
//   # batten:ignore-file apt-unpinned the reason             anywhere: for the whole file
//   # hadolint ignore=DL3008,DL3002                          hadolint's own, for the numbers that our checks stand for
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/assessment.h"

namespace batten::lint {

struct InlineIgnore {
  std::vector<std::string> checks;  // ids or numbers of other tools
  std::string reason;
  std::uint32_t comment_line = 0;
  std::uint32_t line = 0;  // that it is about; 0: none comes behind it
  bool whole_file = false;
};

std::vector<InlineIgnore> inline_ignores(std::string_view text);
// Does name stand for this check: its id, or a number among its references ("DL3002", "CIS-5.4")?
bool names_check(std::string_view name, const model::CheckInfo& check);

}  // namespace batten::lint
