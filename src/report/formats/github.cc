// SPDX-License-Identifier: Apache-2.0
//
// Workflow commands of GitHub Actions ("::error title=...::message"): printed by a step, they become annotations of the run. GitHub shows
// ten errors, ten warnings and ten notices of a step, so that what would be lost there is counted in a notice instead.
#include <algorithm>
#include <string>
#include <vector>

#include "base/format.h"
#include "base/note.h"
#include "report/columns.h"
#include "report/explain.h"
#include "report/finding_rows.h"
#include "report/format.h"
#include "report/github_command.h"
#include "report/style.h"
#include "report/summary.h"
#include "report/web_address.h"

namespace batten::report::formats {
namespace {

using model::Severity;

// One warning is kept for what was not read.
constexpr std::size_t kMaxErrors = 10, kMaxWarnings = 9, kMaxListed = 10;

std::string command(std::string_view name, std::string_view file, std::string_view title, std::string_view message) {
  return github_command(name, file, {}, title, message);
}

// Where a file of the checkout was looked at; the files of an image are none of the repository's.
std::string file_of(const model::Report& report, const FindingRow& row) {
  const std::string& path = row.packages[0]->location.path;
  if (report.source.kind != "dir" || path.empty()) return "";
  std::string root = report.source.name;
  while (root.starts_with("./")) root.erase(0, 2);
  while (root.ends_with('/') && root.size() > 1) root.pop_back();
  if (root.empty() || root == ".") return on_terminal(path);
  return on_terminal(root.ends_with('/') ? root + path : root + "/" + path);
}

std::string finding_command(const model::Report& report, const FindingRow& row, std::string_view name) {
  const model::Finding& finding = *row.finding;
  std::string packages = package_text(row, 100);
  std::string title = format("{} in {} ({})", on_terminal(finding.id), packages, model::severity_name(finding.severity));
  std::string text = format("{} {}: {}", packages, on_terminal(row.installed), model::state_name(finding.state));
  if (!finding.fixed_version.empty()) text += " in " + on_terminal(finding.fixed_version);
  if (finding.kev) text += ", known to be exploited";
  std::string what = on_terminal(one_line(beginning(finding.title.empty() ? finding.description : finding.title, 300)));
  if (!what.empty()) text += "\n" + what;
  auto link = std::find_if(finding.references.begin(), finding.references.end(), is_web_address);
  if (link != finding.references.end()) text += "\n" + *link;
  return command(name, file_of(report, row), title, text);
}

std::string not_read_command(const model::Report& report, std::size_t count) {
  std::string text;
  std::size_t listed = 0;
  for (const base::Note& note : report.notes) {
    if (note.kind != base::Note::Kind::kSkipped || listed++ >= kMaxListed) continue;
    text += (text.empty() ? "" : "\n") + on_terminal(one_line(note.where.empty() ? note.message : note.where + ": " + note.message));
  }
  if (count > kMaxListed) text += format("\nand {} more", count - kMaxListed);
  return command("warning", "", format("What was not read: {}", count), text);
}

std::string overview(const model::Report& report, const Summary& summary) {
  std::string name = on_terminal(report.source.name);
  if (summary.counted == 0) return command("notice", "", name, nothing_found_text(report, summary));
  std::string text = format("{} findings: {}", summary.counted, model::severity_counts(summary.by_severity));
  if (summary.fixable > 0) text += format("; {} fixed by updates", summary.fixable);
  if (summary.exploited > 0) text += format("; {} known to be exploited", summary.exploited);
  return command("notice", "", name, text);
}

std::string write(const model::Report& report, const Options& options) {
  Summary summary = summarise(report);
  std::vector<FindingRow> rows = finding_rows(report, options.show_all);
  std::stable_sort(rows.begin(), rows.end(), [](const FindingRow& a, const FindingRow& b) {
    return a.finding->severity > b.finding->severity || (a.finding->severity == b.finding->severity && a.finding->kev && !b.finding->kev);
  });
  std::size_t errors = 0, warnings = 0, left_out = 0;
  std::string out;
  for (const FindingRow& row : rows) {
    if (!model::counts(*row.finding) || (!options.explain.empty() && !is_about(*row.finding, options.explain))) continue;
    bool is_error = row.finding->severity >= Severity::kHigh;
    std::size_t& count = is_error ? errors : warnings;
    if (count == (is_error ? kMaxErrors : kMaxWarnings)) {
      ++left_out;
      continue;
    }
    ++count;
    out += finding_command(report, row, is_error ? "error" : "warning");
  }
  if (summary.skipped > 0) out += not_read_command(report, summary.skipped);
  out += overview(report, summary);
  if (left_out > 0)
    out += command("notice", "", format("{} more findings", left_out),
                   "GitHub shows ten errors and ten warnings of a step: see the whole report in another format");
  return out;
}

constexpr FormatExample kExamples[] = {
    {"::error title=CVE-2024-5535 in libssl3%2C openssl (critical)::libssl3, openssl 3.0.11-1: fixed in 3.0.15-1~deb12u1, known"},
    {"::warning title=CVE-2024-9143 in libssl3 (medium)::"},
    {"::warning title=What was not read%3A 1::layer sha256:aaaa: var/lib/dpkg/status: stanza 14: no Package field\n"},
    {"::notice title=image.tar::5 findings: "}};

}  // namespace

extern constinit const Format github;
constinit const Format github{
    .name = "github",
    .summary = "annotations of a GitHub Actions run (workflow commands)",
    .media_type = "text/plain",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::formats
