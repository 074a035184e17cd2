// SPDX-License-Identifier: Apache-2.0
//
// Which text a reader wants, by its Accept header (RFC 9110, 12.5.1).
#include <algorithm>
#include <charconv>
#include <string>

#include "base/text.h"
#include "metrics/registry.h"

namespace batten::metrics {
namespace {

struct Range {
  std::string type, version;
  double quality = 1;
};

Range parse_range(std::string_view text) {
  Range out;
  bool first = true;
  for (std::string_view part : base::split(text, ';')) {
    std::string word = base::lower(base::trim(part));
    if (first) out.type = word;
    first = false;
    if (word.starts_with("version=")) out.version = word.substr(8);
    if (word.starts_with("q=")) {
      double quality = 0;
      auto read = std::from_chars(word.data() + 2, word.data() + word.size(), quality);
      out.quality = read.ec == std::errc() ? std::clamp(quality, 0.0, 1.0) : 0;
    }
  }
  return out;
}

}  // namespace

Exposition wanted_exposition(std::string_view accept) {
  double open = 0, text = 0;
  for (std::string_view part : base::split(accept.substr(0, 4096), ',')) {
    Range range = parse_range(part);
    if (range.type == "application/openmetrics-text") {
      bool known = range.version.empty() || range.version == "1.0.0" || range.version == "0.0.1";
      if (known) open = std::max(open, range.quality);
    } else if (range.type == "text/plain" || range.type == "text/*") {
      text = std::max(text, range.quality);
    }
  }
  return open > 0 && open >= text ? Exposition::kOpenMetrics : Exposition::kPrometheusText;
}

std::string_view content_type(Exposition format) {
  return format == Exposition::kOpenMetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                            : "text/plain; version=0.0.4; charset=utf-8";
}

}  // namespace batten::metrics
