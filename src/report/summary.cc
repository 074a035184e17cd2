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

}  // namespace batten::report
