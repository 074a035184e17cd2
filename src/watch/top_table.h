// SPDX-License-Identifier: Apache-2.0
//
// One view of the terminal view's model as rows and columns: chosen, sorted, not yet cut to any width.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "watch/top_model.h"

namespace batten::watch {

enum class TopView : std::uint8_t { kContainers, kProcesses, kFiles, kConnections, kAlerts };
inline constexpr std::size_t kTopViews = 5;

std::string_view top_view_name(TopView view);  // "containers"
std::optional<TopView> parse_top_view(std::string_view name);
// What it can be sorted by: "cpu", "memory"; the first is the usual one.
std::span<const std::string_view> top_sorts(TopView view);

struct TopQuestion {
  TopView view = TopView::kContainers;
  std::optional<std::string> container;  // only of that one: an id, empty for the host; none: of all
  std::string filter;                    // rows that have this in a cell, letter case aside; empty: all
  std::size_t sort = 0;                  // of top_sorts()

  bool operator==(const TopQuestion&) const = default;
};

struct TopColumn {
  std::string_view title;
  bool to_the_right = false;
  unsigned least = 6;  // columns of the terminal that it needs
  unsigned share = 0;  // of the columns that are left over
  unsigned rank = 0;   // where there are too few, those of the highest rank go first; 0: stays
};

enum class TopMark : std::uint8_t { kNone, kQuiet, kWarning, kCritical };

struct TopRow {
  std::string key;  // the same row has the same one next time
  std::vector<std::string> cells;
  TopMark mark = TopMark::kNone;
};

struct TopTable {
  std::vector<TopColumn> columns;
  std::vector<TopRow> rows;
};

// letters of branches (processes as a tree): branch "└ " or "`-".
TopTable make_top_table(const TopModel& model, const TopQuestion& question, std::string_view branch);

// The keys of their rows.
std::string top_key(const TopProcess& one);
std::string top_key(const TopConnection& one);

// All that is known of a row, as names and values; empty: it is not there any more.
std::vector<std::pair<std::string, std::string>> top_details(const TopModel& model, TopView view, std::string_view key);

// "12.3", "-" for none.
std::string top_number(std::optional<double> number);

}  // namespace batten::watch
