// SPDX-License-Identifier: Apache-2.0
//
// Versions of Go modules (golang.org/x/mod/semver: Semantic Versioning 2.0 with a leading 'v', where "v1" is "v1.0.0"; pseudo-versions are
// pre-releases,
// "+incompatible" is a build), and of Go itself (go/version: "go1.21rc2", "go1.21.3"). Advisories leave the 'v' out and write Go's
// "1.21rc2" as "1.21.0-rc.2": all of these stand in one order.
#include <string>

#include "version/digits.h"
#include "version/scheme.h"
#include "version/semantic.h"

namespace batten::version::schemes {
namespace {

struct Read {
  std::string_view numbers;
  std::string pre;
  // go/version: since Go 1.21, "go1.21" is the language, which is older than all of the toolchain's releases.
  bool language = false;
  bool well_formed = false;
};

bool has_word(std::string_view text) { return !text.empty() && text.front() >= 'a' && text.front() <= 'z'; }

std::size_t count_numbers(std::string_view numbers) {
  std::size_t count = 0;
  Parts parts(numbers);
  for (std::string_view part; parts.next(part);) ++count;
  return count;
}

bool since_1_21(std::string_view numbers) { return compare_numbers(numbers, "1.21") >= 0; }

// "1.21rc2": the word and the number after it become "rc.2". False when text isn't written so.
bool read_toolchain(std::string_view text, std::string_view numbers, Read& out) {
  std::string_view rest = text.substr(numbers.size());
  std::size_t size = 0;
  while (size < rest.size() && rest[size] >= 'a' && rest[size] <= 'z') ++size;
  std::string_view word = rest.substr(0, size), number = rest.substr(size);
  std::string_view after = number;
  take_digits(after);
  if (!after.empty() || count_numbers(numbers) > 2) return false;
  out.numbers = numbers;
  out.pre = std::string(word) + (number.empty() ? "" : ".") + std::string(number);
  return true;
}

Read read(std::string_view text) {
  Read out;
  bool toolchain = text.starts_with("go") && text.size() > 2 && is_digit(text[2]);
  // What a vendor appends: "go1.21.3-custom", "go1.21.3 X:boringcrypto".
  if (toolchain) text = text.substr(2, text.find_first_of("-+ ") - 2);
  Semantic parts = read_semantic(text);
  std::size_t count = count_numbers(parts.numbers);
  // x/mod/semver: a short form has no pre-release and no build.
  bool plain = parts.pre.empty() && parts.build.empty();
  out.well_formed = count >= 1 && count <= 3 && (count == 3 || plain || !text.starts_with('v'));
  std::string_view after = text.starts_with(parts.numbers) ? text.substr(parts.numbers.size()) : std::string_view();
  if (count > 0 && has_word(after) && read_toolchain(text, parts.numbers, out)) return out;
  out.numbers = parts.numbers;
  out.pre = parts.pre;
  out.language = toolchain && count == 2 && out.pre.empty() && since_1_21(out.numbers);
  if (toolchain && !out.pre.empty()) out.well_formed = false;
  return out;
}

std::strong_ordering compare(std::string_view left, std::string_view right) {
  Read a = read(left), b = read(right);
  if (a.well_formed != b.well_formed) return a.well_formed <=> b.well_formed;
  if (auto order = compare_numbers(a.numbers, b.numbers); order != 0) return order;
  if (a.language != b.language) return b.language <=> a.language;
  return compare_pre(a.pre, b.pre);
}

bool valid(std::string_view version) { return read(version).well_formed; }

constexpr SchemeExample kExamples[] = {
    {"v1.2.3", '=', "1.2.3"},
    {"v1", '=', "v1.0.0"},
    {"v0.0.0-20190308221718-c2843e01d9a2", '<', "v0.0.0-20211202192323-5770296d904e"},
    {"v1.2.4-0.20191109021931-daa7c04131f5", '<', "v1.2.4"},
    {"v1.2.4-0.20191109021931-daa7c04131f5", '>', "v1.2.3"},
    {"v2.0.0+incompatible", '=', "v2.0.0"},
    {"go1.21rc2", '<', "go1.21.0"},
    {"go1.21rc2", '=', "1.21.0-rc.2"},
    {"go1.21beta1", '<', "1.21rc1"},
    {"go1.21", '<', "go1.21rc1"},
    {"go1.20", '=', "go1.20.0"},
    {"go1.9", '<', "go1.10"},
    {"go1.21.3 X:boringcrypto", '=', "go1.21.3"},
};

}  // namespace

extern constinit const Scheme go;
constinit const Scheme go{
    .name = "go",
    .summary = "Go modules and Go itself: golang.org/x/mod/semver, go/version",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
