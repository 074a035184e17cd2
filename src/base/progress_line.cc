// SPDX-License-Identifier: Apache-2.0
#include "base/progress_line.h"

#include <algorithm>
#include <vector>

#include "base/format.h"
#include "base/text.h"

namespace batten::base {
namespace {

constexpr std::size_t kCells = 20, kGap = 2;

std::string bar(double share, bool blocks) {
  static constexpr std::string_view kParts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  std::size_t eighths = static_cast<std::size_t>(share * kCells * 8), full = eighths / 8, used = full;
  std::string out;
  for (std::size_t i = 0; i < full; ++i) out += blocks ? "█" : "#";
  if (blocks && eighths % 8 > 0) out += kParts[eighths % 8], ++used;
  for (std::size_t i = used; i < kCells; ++i) out += blocks ? " " : ".";
  return blocks ? "▕" + out + "▏" : "[" + out + "]";
}

std::string duration(double seconds) {
  auto whole = static_cast<std::uint64_t>(seconds + 0.5);
  if (whole < 60) return format("{} s", whole);
  return whole < 3600 ? format("{} min {:02} s", whole / 60, whole % 60) : format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string cut(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t used = 0;
  for (char c : text) {
    bool begins = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    if (begins && ++used > width) break;
    out.push_back(c);
  }
  return out;
}

}  // namespace

std::string progress_line(const ProgressState& state, std::size_t width, bool blocks) {
  bool known = state.total > 0, bytes = !known || state.total >= 1000;
  std::uint64_t done = known ? std::min(state.done, state.total) : state.done;
  double share = known ? static_cast<double>(done) / static_cast<double>(state.total) : 0;
  double speed = state.seconds > 0 ? static_cast<double>(done) / state.seconds : 0;

  // In the order of the line, with what to leave out first on a narrow terminal: the highest number.
  struct Part {
    std::string text;
    int rank;
  };
  std::vector<Part> parts;
  if (known) {
    parts.push_back({bar(share, blocks), 4});
    parts.push_back({format("{:3}%", static_cast<int>(share * 100)), 0});
  }
  std::string amount = bytes ? human_size(done) : format("{}", done);
  if (known) amount += " of " + (bytes ? human_size(state.total) : format("{}", state.total));
  parts.push_back({std::move(amount), 1});
  if (bytes && speed >= 1) parts.push_back({human_size(static_cast<std::uint64_t>(speed)) + "/s", 2});
  // After some seconds a guess is worth something.
  if (known && bytes && speed >= 1 && state.seconds >= 2 && done < state.total)
    parts.push_back({duration(static_cast<double>(state.total - done) / speed) + " left", 3});

  auto used = [&] {
    std::size_t out = 0;
    for (const Part& part : parts) out += display_width(part.text) + kGap;
    return out;
  };
  constexpr std::size_t kLeastOfTask = 12;
  for (int rank = 4; rank > 0 && used() + std::min(kLeastOfTask, state.task.size()) > width; --rank)
    std::erase_if(parts, [&](const Part& part) { return part.rank == rank; });
  std::string out;
  for (const Part& part : parts) out += part.text + std::string(kGap, ' ');
  out += cut(printable(state.task), width - std::min(width, used()));
  return cut(out, width);
}

}  // namespace batten::base
