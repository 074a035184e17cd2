// SPDX-License-Identifier: Apache-2.0
#include "manifest/dockerfile_keywords.h"

#include <algorithm>
#include <array>

namespace batten::manifest {
namespace {

using enum ArgumentsKind;

constexpr std::string_view kAddFlags[] = {"chown", "chmod", "link", "checksum", "keep-git-dir", "exclude", "unpack"};
constexpr std::string_view kCopyFlags[] = {"from", "chown", "chmod", "link", "parents", "exclude"};
constexpr std::string_view kFromFlags[] = {"platform"};
constexpr std::string_view kHealthFlags[] = {"interval", "timeout", "start-period", "start-interval", "retries"};
constexpr std::string_view kRunFlags[] = {"mount", "network", "security", "device"};

constexpr KnownInstruction kKnown[] = {
    {"ADD", kJsonOrWords, kAddFlags, true, true},
    {"ARG", kNames, {}, true},
    {"CMD", kJsonOrShell},
    {"COPY", kJsonOrWords, kCopyFlags, true, true},
    {"ENTRYPOINT", kJsonOrShell},
    {"ENV", kPairs, {}, true},
    {"EXPOSE", kWords, {}, true},
    {"FROM", kWords, kFromFlags},
    {"HEALTHCHECK", kHealth, kHealthFlags},
    {"LABEL", kPairs, {}, true},
    {"MAINTAINER", kOne},
    {"ONBUILD", kTrigger},
    {"RUN", kJsonOrShell, kRunFlags, false, true},
    {"SHELL", kJsonOrWords},
    {"STOPSIGNAL", kOne, {}, true},
    {"USER", kOne, {}, true},
    {"VOLUME", kJsonOrWords, {}, true},
    {"WORKDIR", kOne, {}, true},
};

// Levenshtein's distance of short words.
std::size_t distance(std::string_view a, std::string_view b) {
  constexpr std::size_t kMax = 24;
  if (a.size() >= kMax || b.size() >= kMax) return kMax;
  std::array<std::size_t, kMax + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

class Nearest {
 public:
  explicit Nearest(std::string_view word) : word_(word) {}
  void offer(std::string_view candidate) {
    std::size_t far = distance(word_, candidate);
    if (far < best_) {
      best_ = far;
      found_ = candidate;
    }
  }
  // Every third letter may be wrong, but not all of them.
  std::string_view found() const { return best_ <= std::max<std::size_t>(1, word_.size() / 3) && best_ < word_.size() ? found_ : ""; }

 private:
  std::string_view word_, found_;
  std::size_t best_ = 24;
};

}  // namespace

const KnownInstruction* known_instruction(std::string_view keyword) {
  for (const KnownInstruction& one : kKnown) {
    if (one.keyword == keyword) return &one;
  }
  return nullptr;
}

std::string_view nearest_instruction(std::string_view keyword) {
  Nearest nearest(keyword);
  for (const KnownInstruction& one : kKnown) nearest.offer(one.keyword);
  // Two letters changed places: far apart for Levenshtein in a word of four.
  if (nearest.found().empty() && keyword.size() == 4 &&
      std::is_permutation(keyword.begin(), keyword.end(), std::string_view("FROM").begin()))
    return "FROM";
  return nearest.found();
}

std::string_view nearest_flag(const KnownInstruction& instruction, std::string_view flag) {
  Nearest nearest(flag);
  for (std::string_view one : instruction.flags) nearest.offer(one);
  return nearest.found();
}

}  // namespace batten::manifest
