// SPDX-License-Identifier: Apache-2.0
#include "report/base_text.h"

#include <array>

#include "base/format.h"
#include "model/summary.h"
#include "report/columns.h"
#include "report/style.h"

namespace batten::report {
namespace {

using model::BaseImage;

// What an image says of itself goes to a terminal.
std::string shown(std::string_view raw) { return on_terminal(one_line(raw)); }

std::string layers_text(const BaseImage& base) { return base.layers == 1 ? "layer 1" : format("layers 1 to {}", base.layers); }

// "the base image debian:12", "what looks like the base image".
std::string called(const BaseImage& base) {
  if (!base.certain()) return base.name.empty() ? "what looks like the base image" : "what looks like the base image " + shown(base.name);
  return "the base image" + (base.name.empty() ? "" : " " + shown(base.name));
}

std::string verb(std::size_t count, const char* one, const char* several) { return count == 1 ? one : several; }

std::string severities(const std::vector<model::BroughtFinding>& list) {
  std::array<std::size_t, 6> by_severity{};
  for (const model::BroughtFinding& finding : list) ++by_severity[static_cast<std::size_t>(finding.severity)];
  return model::severity_counts(by_severity);
}

// "debian:12.9 in its place removes 41 of 57, 16 stay, adds 2 (1 high, 1 low)."
std::string candidate_text(const model::BaseCandidate& candidate) {
  std::size_t all = candidate.removes.size() + candidate.stays.size();
  std::string out = format("{} in its place removes {} of {}", shown(candidate.name), candidate.removes.size(), all);
  if (!candidate.stays.empty()) out += format(", {} {}", candidate.stays.size(), verb(candidate.stays.size(), "stays", "stay"));
  out += candidate.adds.empty() ? ", adds none" : format(", adds {} ({})", candidate.adds.size(), severities(candidate.adds));
  return out + (candidate.whole ? "." : "; but not all of it could be read and compared, so it may remove fewer and add more.");
}

}  // namespace

std::string base_line(const model::Report& report) {
  if (!report.base_image) return "";
  const BaseImage& base = *report.base_image;
  std::string name = base.name.empty() ? "" : shown(base.name) + ", ";
  return format("base image: {}{} of {} ({})", name, layers_text(base), report.layers.size(), model::evidence_text(base.evidence));
}

std::string from_text(const model::Report& report, const model::Package& package) {
  std::size_t layer = static_cast<std::size_t>(package.location.layer_index);
  switch (model::owner_of(report, package)) {
    case model::LayerOwner::kUnknown: break;
    case model::LayerOwner::kBase: {
      const BaseImage& base = *report.base_image;
      return format("base image{} (layer {}){}", base.name.empty() ? "" : " " + shown(base.name), layer + 1,
                    base.certain() ? "" : ", a guess by the history");
    }
    case model::LayerOwner::kOwn: {
      std::string by = layer < report.layers.size() ? shown(report.layers[layer].created_by) : "";
      return format("own layer {}{}{}", layer + 1, by.empty() ? "" : ": ", by);
    }
  }
  return "";
}

std::vector<std::string> base_conclusion(const model::Report& report) {
  if (!report.base_image) return {};
  const BaseImage& base = *report.base_image;
  model::BaseSummary summary = model::summarise_base(report);
  std::size_t all = summary.base + summary.own + summary.unknown;
  std::vector<std::string> out;
  if (summary.base == 0) {
    if (all > 0) out.push_back(format("No finding of {} comes from {}.", all, called(base)));
  } else {
    std::string text = format("{} of {} {} from {}", summary.base, all, verb(all, "finding comes", "findings come"), called(base));
    if (!base.candidate) {
      text += summary.base_fixable == 0 ? "; there is no fix for any of them yet"
                                        : format(": {} {} a fix, so a rebuilt base can do without, {} {} none", summary.base_fixable,
                                                 verb(summary.base_fixable, "has", "have"), summary.base - summary.base_fixable,
                                                 verb(summary.base - summary.base_fixable, "has", "have"));
    }
    out.push_back(text + ".");
  }
  if (base.candidate) out.push_back(candidate_text(*base.candidate));
  return out;
}

}  // namespace batten::report
