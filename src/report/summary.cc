// SPDX-License-Identifier: Apache-2.0
#include "report/summary.h"

#include "base/format.h"
#include "report/style.h"

namespace batten::report {

std::string distro_text(const model::Distro& distro) {
  if (!distro.pretty_name.empty()) return distro.pretty_name;
  if (!distro.known()) return "unknown distribution";
  return distro.version_id.empty() ? distro.id : distro.id + " " + distro.version_id;
}

std::string layer_text(const model::Report& report, const model::Package& package) {
  int index = package.location.layer_index;
  if (index < 0 || static_cast<std::size_t>(index) >= report.layers.size()) return "";
  const model::LayerInfo& layer = report.layers[static_cast<std::size_t>(index)];
  return one_line(layer.diff_id.short_text() + " " + layer.created_by);
}

std::string nothing_found_text(const model::Report& report, const Summary& summary) {
  if (summary.skipped > 0 || !summary.has_feed) {
    std::string why = summary.has_feed ? "" : "; no vulnerability feed was used";
    if (summary.skipped > 0) why += format("; what was not read: {}", summary.skipped);
    return "No vulnerabilities found in what could be read" + why + ".";
  }
  if (summary.suppressed > 0) return format("No vulnerabilities beside the {} that ignore rules hide.", summary.suppressed);
  if (report.packages.empty()) return "No packages found, so there was nothing to compare.";
  return format("No known vulnerabilities in {} package{}.", report.packages.size(), report.packages.size() == 1 ? "" : "s");
}

}  // namespace batten::report
