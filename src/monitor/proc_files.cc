// SPDX-License-Identifier: Apache-2.0
#include "monitor/proc_files.h"

#include <limits>

#include "base/text.h"

namespace batten::monitor {
namespace {

constexpr std::size_t kMaxRanges = 340;  // the kernel's own limit

std::optional<std::uint32_t> small(std::string_view text) {
  const std::optional<std::uint64_t> value = base::parse_unsigned(text);
  if (!value || *value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

// A group or session outside of the pid namespace is 0; -1 is no terminal's process group.
std::uint32_t small_or_zero(std::string_view text) { return small(text).value_or(0); }

// Fields are separated by tabs or blanks.
std::string_view field(std::string_view text, unsigned index) {
  for (unsigned i = 0;; ++i) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    if (i == index || text.empty()) return text.substr(0, end);
    text.remove_prefix(end);
  }
}

std::string_view last_field(std::string_view text) {
  text = base::trim(text);
  const std::size_t blank = text.find_last_of(" \t");
  return blank == std::string_view::npos ? text : text.substr(blank + 1);
}

std::uint64_t hex(std::string_view text) { return base::parse_unsigned(base::trim(text), 16).value_or(0); }

}  // namespace

std::optional<ProcStat> parse_proc_stat(std::string_view text) {
  // The name may hold blanks and parentheses: it ends at the last one.
  const std::size_t open = text.find('('), close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open || close + 2 >= text.size()) return std::nullopt;
  ProcStat out;
  out.comm = text.substr(open + 1, close - open - 1);
  const std::string_view rest = base::trim(text.substr(close + 2));
  const std::vector<std::string_view> fields = base::split(rest, ' ');
  constexpr std::size_t kStartTime = 19;  // the 22nd of all, the third is the first here
  if (fields.size() <= kStartTime || fields[0].size() != 1) return std::nullopt;
  const std::optional<std::uint64_t> start = base::parse_unsigned(fields[kStartTime]);
  const std::optional<std::uint32_t> parent = small(fields[1]);
  if (!start || !parent) return std::nullopt;
  out.state = fields[0][0];
  out.parent = *parent;
  out.group = small_or_zero(fields[2]);
  out.session = small_or_zero(fields[3]);
  out.terminal = small_or_zero(fields[4]);
  out.start_ticks = *start;
  return out;
}

std::optional<ProcStatus> parse_proc_status(std::string_view text) {
  ProcStatus out;
  bool has_group = false, has_uid = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = line.substr(0, colon), value = line.substr(colon + 1);
    if (key == "Tgid") {
      out.thread_group = small_or_zero(field(value, 0));
      has_group = true;
    } else if (key == "Uid") {
      out.uid = small_or_zero(field(value, 1));
      has_uid = true;
    } else if (key == "Gid") {
      out.gid = small_or_zero(field(value, 1));
    } else if (key == "NStgid") {
      out.virtual_pid = small_or_zero(last_field(value));
    } else if (key == "NSpgid") {
      out.virtual_group = small_or_zero(last_field(value));
    } else if (key == "NSsid") {
      out.virtual_session = small_or_zero(last_field(value));
    } else if (key == "CapInh") {
      out.inheritable = hex(value);
    } else if (key == "CapPrm") {
      out.permitted = hex(value);
    } else if (key == "CapEff") {
      out.effective = hex(value);
      break;  // nothing that we read stands behind it
    }
  }
  if (!has_group || !has_uid) return std::nullopt;
  return out;
}

std::vector<IdRange> parse_id_map(std::string_view text) {
  std::vector<IdRange> out;
  base::each_line(text, [&](std::string_view line) {
    const std::optional<std::uint32_t> inside = small(field(line, 0)), outside = small(field(line, 1)), count = small(field(line, 2));
    if (inside && outside && count && out.size() < kMaxRanges) out.push_back({*inside, *outside, *count});
  });
  return out;
}

std::uint32_t id_inside(const std::vector<IdRange>& map, std::uint32_t outside) {
  for (const IdRange& one : map) {
    if (outside >= one.outside && outside - one.outside < one.count) return one.inside + (outside - one.outside);
  }
  return outside;
}

}  // namespace batten::monitor
