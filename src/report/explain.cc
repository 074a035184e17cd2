// SPDX-License-Identifier: Apache-2.0
#include "report/explain.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "report/base_text.h"
#include "report/columns.h"
#include "report/style.h"
#include "report/summary.h"

namespace batten::report {
namespace {

using model::Finding;

constexpr std::size_t kName = 16;

class Explainer {
 public:
  Explainer(const model::Report& report, const Options& options)
      : report_(report), style_(options.color), width_(static_cast<std::size_t>(std::max(options.width, 40))) {}

  std::string write(const std::vector<const Finding*>& found) {
    vulnerability(*found.front());
    for (const Finding* finding : found) package(*finding);
    texts(*found.front());
    return std::move(out_);
  }

 private:
  void heading(std::string_view text) { out_ += style_.paint(Colour::kBold, fit(text, width_)) + "\n"; }

  void field(std::string_view name, std::string_view value) {
    std::vector<std::string> lines = wrap(value, width_ - kName);
    for (std::size_t i = 0; i < lines.size(); ++i) out_ += pad(i == 0 ? name : "", kName) + lines[i] + "\n";
  }

  void vulnerability(const Finding& finding) {
    heading(finding.title.empty() ? finding.id : finding.id + ": " + one_line(finding.title));
    field("also known as", base::join(finding.aliases, ", "));
    field("published", finding.published);
    for (const model::Cvss& cvss : finding.cvss) {
      std::string score = cvss.score > 0 ? format("{:.1f} ", cvss.score) : "";
      field("CVSS " + cvss.version, format("{}{}{}", score, cvss.vector, cvss.source.empty() ? "" : " (" + cvss.source + ")"));
    }
    if (finding.epss) {
      field("EPSS", format("{:.2f}% probability of exploitation within 30 days, higher than {:.0f}% of all", finding.epss->score * 100,
                           finding.epss->percentile * 100));
    }
    if (!finding.kev) return;
    std::string kev = "known (KEV) since " + finding.kev->date_added;
    if (finding.kev->ransomware) kev += ", used by ransomware";
    if (!finding.kev->due_date.empty()) kev += ", due " + finding.kev->due_date;
    field("exploited", kev + (finding.kev->required_action.empty() ? "" : ": " + finding.kev->required_action));
  }

  void package(const Finding& finding) {
    const model::Package& package = report_.packages[finding.package_index];
    const model::Explanation& why = finding.explanation;
    out_ += "\n";
    heading(format("{} {}{}", package.name, package.version, package.arch.empty() ? "" : " (" + package.arch + ")"));
    if (source_of(package) != package.name)
      field("source", source_of(package) + (package.source_version.empty() ? "" : " " + package.source_version));
    field("state", finding.fixed_version.empty() ? std::string(model::state_name(finding.state))
                                                 : format("{} in {}", model::state_name(finding.state), finding.fixed_version));
    field("severity", format("{} ({})", model::severity_name(finding.severity),
                             finding.severity_source.empty() ? "no source says" : "says " + finding.severity_source));
    field("compared", format("{} {} {}", why.matched_by, why.matched_name, why.installed));
    field("with range", format("{} ({} order)", why.range, why.scheme));
    field("record", format("{} of feed {}{}, for {}", why.record_id, why.feed,
                           why.feed_date.empty() ? "" : " of " + why.feed_date.substr(0, 10), why.ecosystem));
    field("vendor's note", why.note);
    if (finding.reached != model::Reached::kUnknown)
      field("functions", format("{} {}", finding.reached == model::Reached::kPresent ? "the program holds" : "the program does not hold",
                                why.functions));
    field("found in", package.location.inner.empty() ? package.location.path : package.location.path + "!/" + package.location.inner);
    field("found by", package.found_by);
    field("layer", layer_text(report_, package));
    field("from", from_text(report_, package));
    field("hidden by", finding.suppressed_by);
  }

  void texts(const Finding& finding) {
    std::vector<std::string> lines = wrap(finding.description, width_);
    if (!lines.empty()) out_ += "\n" + base::join(lines, "\n") + "\n";
    if (finding.references.empty()) return;
    out_ += "\n";
    // Whole, whatever the width: a shortened address leads nowhere.
    for (const std::string& link : finding.references) out_ += on_terminal(link) + "\n";
  }

  const model::Report& report_;
  Style style_;
  std::size_t width_;
  std::string out_;
};

std::string not_found(const model::Report& report, const Options& options) {
  Summary summary = summarise(report);
  std::string text =
      format("{} is not among the findings of {} ({} packages). ", options.explain, report.source.name, report.packages.size());
  if (!summary.has_feed) {
    text += "No vulnerability feed was used, so this says nothing.";
  } else if (summary.skipped > 0) {
    text += "Not everything could be read, so it may be there all the same.";
  } else {
    text += "Either no feed that was used has a record of it, or no installed version is in the range of one.";
  }
  std::string out;
  for (const std::string& line : wrap(text, static_cast<std::size_t>(std::max(options.width, 40)))) out += line + "\n";
  return out;
}

}  // namespace

bool is_about(const model::Finding& finding, std::string_view id) {
  std::string wanted = base::lower(id);
  return base::lower(finding.id) == wanted ||
         std::any_of(finding.aliases.begin(), finding.aliases.end(), [&](const auto& alias) { return base::lower(alias) == wanted; });
}

std::string explain(const model::Report& report, const Options& options) {
  std::vector<const Finding*> found;
  for (const Finding& finding : report.findings) {
    if (is_about(finding, options.explain)) found.push_back(&finding);
  }
  return found.empty() ? not_found(report, options) : Explainer(report, options).write(found);
}

}  // namespace batten::report
