// SPDX-License-Identifier: Apache-2.0
//
// The terminal view as it runs, beside the monitor: it counts the machine, is told of events and alerts, reads keys and draws.
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"
#include "watch/live.h"
#include "watch/top_table.h"

namespace batten::watch {

struct TopOptions {
  std::chrono::milliseconds interval{1'000};  // between two counts
  TopView view = TopView::kContainers;
  std::string container;  // a name, the begin of an id, "host"; empty: all
  std::string filter;
  std::size_t sort = 0;     // of top_sorts(view)
  bool host_files = false;  // the host's opens are counted too, not those of containers alone
  bool ascii = false, colour = true;
};

// In the terminal, until a key or a signal ends it. The monitor runs as live says; its onlooker is set here. Errors as run_live(), and
// Terminal::open().
Result<void> run_top(LiveOptions live, const TopOptions& options);

// Once: looks for an interval. The table, or json. not_found: no such container.
Result<std::string> top_once(LiveOptions live, const TopOptions& options, bool json, const Teller& tell);

}  // namespace batten::watch
