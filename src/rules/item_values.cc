// SPDX-License-Identifier: Apache-2.0
//
// Values of an item's keys.
#include <algorithm>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"
#include "rules/item_reader.h"
#include "rules/scalar_text.h"

namespace batten::rules {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

struct Unit {
  std::string_view name;
  std::uint64_t ns;
};
constexpr Unit kUnits[] = {{"ms", kSecond / 1000}, {"s", kSecond}, {"m", 60 * kSecond}, {"h", 3600 * kSecond}, {"d", 24 * 3600 * kSecond}};
constexpr std::uint64_t kLongest = 30 * 24 * 3600 * kSecond;

}  // namespace

void ItemReader::report(DiagnosticCode code, yaml::View at, std::string message) {
  std::size_t length = at.is_scalar() && at.end().line == at.start().line ? at.end().offset - at.start().offset : 0;
  reports_.add(code, spot(at), length, item_, std::move(message));
}

PlacedText ItemReader::placed(yaml::View scalar) const { return scalar_text(scalar, text_, first_); }

std::optional<PlacedText> ItemReader::text(yaml::View view, std::string_view key) {
  yaml::View value = view[key];
  if (!value) {
    fail(view, format("no '{}' is given", key));
  } else if (value.is_null() || (value.is_scalar() && value.string().empty())) {
    fail(view.key(key), format("'{}' is empty", key));
  } else if (!value.is_scalar()) {
    fail(value, format("'{}' has to be a text", key));
  } else {
    return placed(value);
  }
  return std::nullopt;
}

std::optional<bool> ItemReader::boolean(yaml::View view, std::string_view key) {
  yaml::View value = view[key];
  std::string word = base::lower(value.string());
  for (std::string_view yes : {"true", "yes", "on", "y"}) {
    if (word == yes) return true;
  }
  for (std::string_view no : {"false", "no", "off", "n"}) {
    if (word == no) return false;
  }
  fail(value ? value : view, format("'{}' has to be true or false", key));
  return std::nullopt;
}

std::optional<std::uint64_t> ItemReader::number(yaml::View view, std::string_view key, std::uint64_t least, std::uint64_t most) {
  yaml::View value = view[key];
  std::optional<std::uint64_t> out = base::parse_unsigned(value.string());
  if (out && *out >= least && *out <= most) return out;
  fail(value ? value : view, format("'{}' has to be a number from {} to {}", key, least, most));
  return std::nullopt;
}

std::optional<std::uint64_t> ItemReader::duration_ns(yaml::View view, std::string_view key) {
  yaml::View value = view[key];
  std::string_view word = value.string();
  std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  std::optional<std::uint64_t> count = base::parse_unsigned(word.substr(0, digits));
  for (const Unit& unit : kUnits) {
    if (count && *count > 0 && word.substr(digits) == unit.name && *count <= kLongest / unit.ns) return *count * unit.ns;
  }
  fail(value ? value : view, format("'{}' has to be a time such as 500ms, 10s, 5m, 1h, at most 30d", key));
  return std::nullopt;
}

std::optional<std::vector<PlacedText>> ItemReader::texts(yaml::View view, std::string_view key, bool one_will_do) {
  yaml::View value = view[key];
  std::vector<PlacedText> out;
  if (one_will_do && value.is_scalar() && !value.string().empty()) {
    out.push_back(placed(value));
    return out;
  }
  if (!value.is_sequence()) {
    fail(value ? value : view, value ? format("'{}' has to be a sequence", key) : format("no '{}' is given", key));
    return std::nullopt;
  }
  bool good = true;
  value.each([&](yaml::View one) {
    if (one.is_scalar()) {
      out.push_back(placed(one));
    } else {
      fail(one, format("'{}' holds something that is no text", key));
      good = false;
    }
  });
  if (!good) return std::nullopt;
  return out;
}

void ItemReader::unknown_keys(yaml::View view, std::span<const std::string_view> known) {
  view.each_member([&](yaml::View key, yaml::View) {
    if (key.is_scalar() && std::ranges::find(known, key.string()) != known.end()) return;
    base::Nearest nearest(key.string());
    for (std::string_view one : known) nearest.offer(one);
    std::string near(nearest.found());
    report(DiagnosticCode::kUnknownKey, key,
           format("the key '{}' is not known here{}", base::printable(key.string()),
                  near.empty() ? "" : format("; did you mean '{}'?", near)));
  });
}

}  // namespace batten::rules
