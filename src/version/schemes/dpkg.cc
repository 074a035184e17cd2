// SPDX-License-Identifier: Apache-2.0
//
// Debian versions: [epoch:]upstream[-revision], ordered as deb-version(7) says.
#include <algorithm>
#include <cstdint>

#include "version/digits.h"
#include "version/scheme.h"

namespace batten::version::schemes {
namespace {

// dpkg keeps it in an int.
constexpr std::string_view kMaxEpoch = "2147483647";

struct Parts {
  std::string_view epoch, upstream, revision;
};

Parts split(std::string_view version) {
  Parts parts;
  if (std::size_t colon = version.find(':'); colon != std::string_view::npos) {
    parts.epoch = version.substr(0, colon);
    version.remove_prefix(colon + 1);
  }
  std::size_t dash = version.rfind('-');
  parts.upstream = version.substr(0, dash);
  if (dash != std::string_view::npos) parts.revision = version.substr(dash + 1);
  return parts;
}

// '~' before the end, the end before letters, letters before all else.
int order(std::string_view text) {
  if (text.empty() || is_digit(text.front())) return 0;
  char c = text.front();
  if (c == '~') return -1;
  if (is_letter(c)) return static_cast<unsigned char>(c);
  return static_cast<unsigned char>(c) + 256;
}

std::strong_ordering compare_part(std::string_view left, std::string_view right) {
  while (!left.empty() || !right.empty()) {
    while ((!left.empty() && !is_digit(left.front())) || (!right.empty() && !is_digit(right.front()))) {
      int a = order(left), b = order(right);
      if (a != b) return a <=> b;
      if (!left.empty()) left.remove_prefix(1);
      if (!right.empty()) right.remove_prefix(1);
    }
    if (auto numbers = compare_digits(take_digits(left), take_digits(right)); numbers != 0) return numbers;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare(std::string_view left, std::string_view right) {
  Parts a = split(left), b = split(right);
  if (auto epochs = compare_digits(a.epoch, b.epoch); epochs != 0) return epochs;
  if (auto upstreams = compare_part(a.upstream, b.upstream); upstreams != 0) return upstreams;
  return compare_part(a.revision, b.revision);
}

bool valid(std::string_view version) {
  Parts parts = split(version);
  if (version.find(':') != std::string_view::npos &&
      (parts.epoch.empty() || !std::all_of(parts.epoch.begin(), parts.epoch.end(), is_digit) || compare_digits(parts.epoch, kMaxEpoch) > 0))
    return false;
  auto allowed = [](char c, std::string_view also) { return is_digit(c) || is_letter(c) || also.find(c) != std::string_view::npos; };
  if (parts.upstream.empty() || !is_digit(parts.upstream.front())) return false;
  if (version.ends_with('-')) return false;
  return std::all_of(parts.upstream.begin(), parts.upstream.end(), [&](char c) { return allowed(c, ".-+~:"); }) &&
         std::all_of(parts.revision.begin(), parts.revision.end(), [&](char c) { return allowed(c, ".+~"); });
}

constexpr SchemeExample kExamples[] = {
    {"1.0~rc1-1", '<', "1.0-1"},
    {"1:0.1", '>', "9.9"},
    {"3.0.11-1~deb12u1", '<', "3.0.11-1~deb12u2"},
    {"1.0", '=', "1.0-0"},
    {"1.0a", '<', "1.0+"},
    {"0:1.2", '=', "1.2"},
    {"1.10", '>', "1.9"},
    {"2.36-9+deb12u4", '<', "2.36-9+deb12u10"},
};

}  // namespace

extern constinit const Scheme dpkg;
constinit const Scheme dpkg{
    .name = "dpkg",
    .summary = "Debian packages: deb-version(7)",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
