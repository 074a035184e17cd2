// SPDX-License-Identifier: Apache-2.0
//
// Comma-separated values (RFC 4180), for spreadsheets: a header, a row per finding, then a row per thing that was not read or done less
// well.
#include <algorithm>
#include <map>
#include <string>

#include "base/format.h"
#include "base/note.h"
#include "report/csv_cell.h"
#include "report/explain.h"
#include "report/format.h"
#include "report/style.h"
#include "report/summary.h"
#include "report/web_address.h"

namespace batten::report::formats {
namespace {

constexpr std::string_view kColumns[] = {"row",
                                         "id",
                                         "severity",
                                         "severity_source",
                                         "state",
                                         "package_type",
                                         "package",
                                         "version",
                                         "arch",
                                         "source",
                                         "fixed_version",
                                         "cvss_score",
                                         "cvss_vector",
                                         "epss",
                                         "known_exploited",
                                         "kev_due",
                                         "suppressed_by",
                                         "layer",
                                         "path",
                                         "purl",
                                         "title",
                                         "published",
                                         "feed",
                                         "record",
                                         "range",
                                         "link"};
class Row {
 public:
  explicit Row(std::string_view kind) { set("row", kind); }
  Row& set(std::string_view column, std::string_view text) {
    cells_[column] = csv_cell(text);
    return *this;
  }
  std::string line() {
    std::string out;
    for (std::string_view column : kColumns) out += (out.empty() ? "" : ",") + cells_[column];
    return out + "\r\n";
  }

 private:
  std::map<std::string_view, std::string> cells_;
};

void set_package(Row& row, const model::Report& report, const model::Package& package) {
  row.set("package_type", package.type).set("package", package.name).set("version", package.version).set("arch", package.arch);
  row.set("source", package.source_name).set("layer", layer_text(report, package)).set("path", package.location.path);
  row.set("purl", package.purl);
}

std::string finding_line(const model::Report& report, const model::Finding& finding) {
  Row row("finding");
  row.set("id", finding.id).set("severity", model::severity_name(finding.severity)).set("severity_source", finding.severity_source);
  row.set("state", model::state_name(finding.state)).set("fixed_version", finding.fixed_version);
  row.set("suppressed_by", finding.suppressed_by).set("known_exploited", finding.kev ? "yes" : "no");
  set_package(row, report, report.packages[finding.package_index]);
  auto best = std::max_element(finding.cvss.begin(), finding.cvss.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
  if (best != finding.cvss.end()) row.set("cvss_vector", best->vector);
  if (best != finding.cvss.end() && best->score > 0) row.set("cvss_score", format("{:.1f}", best->score));
  if (finding.epss) row.set("epss", format("{:.5f}", finding.epss->score));
  if (finding.kev) row.set("kev_due", finding.kev->due_date);
  row.set("title", finding.title.empty() ? finding.description : finding.title).set("published", finding.published);
  row.set("feed", finding.explanation.feed).set("record", finding.explanation.record_id).set("range", finding.explanation.range);
  auto link = std::find_if(finding.references.begin(), finding.references.end(), is_web_address);
  if (link != finding.references.end()) row.set("link", *link);
  return row.line();
}

std::string write(const model::Report& report, const Options& options) {
  std::string out;
  for (std::string_view column : kColumns) out += (out.empty() ? "" : ",") + std::string(column);
  out += "\r\n";
  for (const model::Finding& finding : report.findings) {
    if (options.explain.empty() || is_about(finding, options.explain)) out += finding_line(report, finding);
  }
  for (const base::Note& note : report.notes) {
    if (note.kind == base::Note::Kind::kInfo) continue;
    std::string text = note.hint.empty() ? note.message : note.message + " (" + note.hint + ")";
    out += Row(base::note_kind_name(note.kind)).set("path", note.where).set("title", text).line();
  }
  return out;
}

constexpr FormatExample kExamples[] = {
    {"row,id,severity,"},
    {"\r\nfinding,CVE-2024-5535,critical,cvss:nvd,fixed,deb,libssl3,3.0.11-1,amd64,openssl,3.0.15-1~deb12u1,9.1,"},
    {"\r\nskipped,,,"}};

}  // namespace

extern constinit const Format csv;
constinit const Format csv{
    .name = "csv",
    .summary = "a row per finding, for spreadsheets",
    .media_type = "text/csv",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::formats
