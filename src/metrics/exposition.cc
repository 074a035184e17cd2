// SPDX-License-Identifier: Apache-2.0
#include "metrics/exposition.h"

#include <array>
#include <cmath>
#include <optional>

#include "base/format.h"
#include "base/text.h"

namespace batten::metrics {
namespace {

constexpr std::array<std::string_view, 3> kUnits = {"seconds", "bytes", "ratio"};

void append_escaped(std::string& out, std::string_view bytes, bool quotes) {
  for (char c : base::to_utf8(bytes)) {
    switch (c) {
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '"': out += quotes ? "\\\"" : "\""; break;
      default: out += c;
    }
  }
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return batten::format("{}", value);
}

// OpenMetrics wants bounds to look like real numbers.
std::string bound(double value, Exposition format) {
  std::string out = number(value);
  if (format == Exposition::kOpenMetrics && out.find_first_not_of("-0123456789") == std::string::npos) out += ".0";
  return out;
}

void append_head(std::string& out, const FamilyOptions& options, std::string_view type, Exposition format) {
  bool open = format == Exposition::kOpenMetrics;
  std::string name = options.name;
  if (type == "counter" && !open) name += "_total";
  out += batten::format("# HELP {} ", name);
  append_escaped(out, options.help, open);
  out += batten::format("\n# TYPE {} {}\n", name, type);
  if (!open) return;
  for (std::string_view unit : kUnits) {
    if (options.name.ends_with(batten::format("_{}", unit))) out += batten::format("# UNIT {} {}\n", name, unit);
  }
}

void append_sample(std::string& out, std::string_view name, const FamilyOptions& options, const Labels& values,
                   const std::optional<std::string>& le, std::string_view value) {
  out += name;
  char before = '{';
  // An empty label is the same as none.
  auto append_label = [&](std::string_view label, std::string_view text) {
    if (text.empty()) return;
    out += before;
    before = ',';
    out += label;
    out += "=\"";
    append_escaped(out, text, true);
    out += '"';
  };
  for (std::size_t i = 0; i < values.size(); ++i) append_label(options.label_names[i], values[i]);
  if (le) append_label("le", *le);
  if (before == ',') out += '}';
  out += ' ';
  out += value;
  out += '\n';
}

template <typename T>
void append_numbers(std::string& out, const Family<T>& family, std::string_view type, Exposition format) {
  std::string name = family.options().name + (type == "counter" ? "_total" : "");
  bool begun = false;
  family.each([&](const Labels& values, const T& series) {
    if (!begun) append_head(out, family.options(), type, format);
    begun = true;
    std::string text;
    if constexpr (std::is_same_v<T, Counter>) {
      text = batten::format("{}", series.value());
    } else {
      text = number(series.value());
    }
    append_sample(out, name, family.options(), values, std::nullopt, text);
  });
}

}  // namespace

void append_family(std::string& out, const Family<Counter>& family, Exposition format) { append_numbers(out, family, "counter", format); }
void append_family(std::string& out, const Family<RealCounter>& family, Exposition format) {
  append_numbers(out, family, "counter", format);
}
void append_family(std::string& out, const Family<Gauge>& family, Exposition format) { append_numbers(out, family, "gauge", format); }

void append_family(std::string& out, const Family<Histogram>& family, Exposition format) {
  const FamilyOptions& options = family.options();
  bool begun = false;
  family.each([&](const Labels& values, const Histogram& series) {
    if (!begun) append_head(out, options, "histogram", format);
    begun = true;
    // The count is that of the buckets that were read, so that both agree while others go on counting.
    std::uint64_t total = 0;
    for (std::size_t i = 0; i <= series.bounds().size(); ++i) {
      total += series.count(i);
      std::string le = i < series.bounds().size() ? bound(series.bounds()[i], format) : "+Inf";
      append_sample(out, options.name + "_bucket", options, values, le, batten::format("{}", total));
    }
    append_sample(out, options.name + "_sum", options, values, std::nullopt, number(series.sum()));
    append_sample(out, options.name + "_count", options, values, std::nullopt, batten::format("{}", total));
  });
}

}  // namespace batten::metrics
