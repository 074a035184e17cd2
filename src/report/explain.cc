// SPDX-License-Identifier: Apache-2.0
#include "report/explain.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "report/style.h"
#include "report/summary.h"

namespace batten::report {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value, std::size_t width) {
  if (value.empty()) return;
  constexpr std::size_t kName = 16;
  std::vector<std::string> lines = wrap(value, width > kName + 10 ? width - kName : 10);
  for (std::size_t i = 0; i < lines.size(); ++i) out += pad(i == 0 ? name : "", kName) + lines[i] + "\n";
}

}  // namespace

std::string explain(const model::Report& report, const Options& options) {
  Style style(options.color);
  std::size_t width = static_cast<std::size_t>(std::max(options.width, 40));
  std::vector<const model::Finding*> found;
  for (const model::Finding& finding : report.findings) {
    bool alias = std::find(finding.aliases.begin(), finding.aliases.end(), options.explain) != finding.aliases.end();
    if (finding.id == options.explain || alias) found.push_back(&finding);
  }
  if (found.empty()) {
    return format("{} is no finding of {}: no installed package falls in a range of its records.\n", base::printable(options.explain),
                  base::printable(report.source.name));
  }
  const model::Finding& first = *found.front();
  std::string out = style.paint(Colour::kBold, first.id + (first.title.empty() ? "" : ": " + fit(first.title, width))) + "\n";
  append_field(out, "also known as", base::join(first.aliases, ", "), width);
  append_field(out, "published", first.published, width);
  append_field(out, "severity",
               format("{} ({})", model::severity_name(first.severity),
                      first.severity_source.empty() ? "no source says" : "says " + first.severity_source),
               width);
  for (const model::Cvss& cvss : first.cvss)
    append_field(out, "CVSS " + cvss.version, format("{} {} ({})", cvss.score, cvss.vector, cvss.source), width);
  if (first.epss) {
    append_field(out, "EPSS",
                 format("{:.2f}% chance of being exploited within 30 days, above {:.0f}% of all", first.epss->score * 100,
                        first.epss->percentile * 100),
                 width);
  }
  if (first.kev) {
    append_field(out, "exploited",
                 format("in the KEV catalogue since {}{}; {}", first.kev->date_added, first.kev->ransomware ? ", used by ransomware" : "",
                        first.kev->required_action),
                 width);
  }
  for (const model::Finding* finding : found) {
    const model::Package& package = report.packages[finding->package_index];
    const model::Explanation& why = finding->explanation;
    out += "\n" + style.paint(Colour::kBold, fit(package.name + " " + package.version + " " + package.arch, width)) + "\n";
    append_field(out, "state",
                 finding->fixed_version.empty() ? std::string(model::state_name(finding->state))
                                                : format("{} in {}", model::state_name(finding->state), finding->fixed_version),
                 width);
    append_field(
        out, "because",
        format("{} {} {} is in the range {} by the rules of {}", why.matched_by, why.matched_name, why.installed, why.range, why.scheme),
        width);
    append_field(out, "says",
                 format("record {} of feed {} ({}) for {}", why.record_id, why.feed,
                        why.feed_date.empty() ? "no date" : why.feed_date.substr(0, 10), why.ecosystem),
                 width);
    append_field(out, "note", why.note, width);
    append_field(out, "found in", package.location.path, width);
    append_field(out, "layer", layer_text(report, package), width);
    append_field(out, "hidden by", finding->suppressed_by, width);
  }
  if (!first.description.empty()) {
    out += "\n";
    for (const std::string& line : wrap(first.description, width)) out += line + "\n";
  }
  if (!first.references.empty()) {
    out += "\n";
    for (const std::string& link : first.references) out += base::printable(link) + "\n";
  }
  return out;
}

}  // namespace batten::report
