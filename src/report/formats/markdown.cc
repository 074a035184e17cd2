// SPDX-License-Identifier: Apache-2.0
//
// GitHub Flavored Markdown, for a comment on a pull request or a step's summary. A comment holds 65,536 characters: what does not fit
// is counted.
#include <algorithm>
#include <string>
#include <vector>

#include "base/format.h"
#include "base/note.h"
#include "report/explain.h"
#include "report/finding_rows.h"
#include "report/format.h"
#include "report/markdown_text.h"
#include "report/program.h"
#include "report/style.h"
#include "report/summary.h"
#include "report/web_address.h"

namespace batten::report::formats {
namespace {

using base::Note;
using model::Severity;

constexpr std::size_t kMaxBytes = 65'536, kKept = 400, kMaxNotes = 20, kMaxUpdates = 20, kMaxText = 200, kMaxNames = 5;
// Of notes of one kind, of updates: escaped text is up to eleven times as long.
constexpr std::size_t kMaxSection = 8000;

std::string_view mark(Severity severity) {
  switch (severity) {
    case Severity::kCritical: return "\U0001f7e3";
    case Severity::kHigh: return "\U0001f534";
    case Severity::kMedium: return "\U0001f7e0";
    case Severity::kLow: return "\U0001f7e1";
    case Severity::kNegligible:
    case Severity::kUnknown: break;
  }
  return "\u26aa";
}

std::string code(std::string_view raw) { return markdown_code(beginning(raw, kMaxText)); }

std::string counted(std::size_t count, std::string_view noun) { return format("{} {}{}", count, noun, count == 1 ? "" : "s"); }

class Markdown {
 public:
  Markdown(const model::Report& report, const Options& options) : report_(report), options_(options), summary_(summarise(report)) {}

  std::string write() {
    out_ = format("## {}\n\n", code(report_.source.name).empty() ? "Batten" : code(report_.source.name));
    out_ +=
        format("{}, {}\n\n", markdown_text(beginning(distro_text(report_.distro), kMaxText)), counted(report_.packages.size(), "package"));
    out_ += notes(Note::Kind::kSkipped, "WARNING", "What was not read");
    counts();
    updates();
    std::string end = tail();
    findings(kMaxBytes - std::min(kMaxBytes, end.size() + kKept));
    return std::move(out_) + end;
  }

 private:
  std::string notes(Note::Kind kind, std::string_view alert, std::string_view title) {
    std::size_t count = 0, shown = 0;
    std::string lines;
    for (const Note& note : report_.notes) {
      if (note.kind != kind) continue;
      ++count;
      if (shown == kMaxNotes || lines.size() > kMaxSection) continue;
      ++shown;
      std::string text = note.where.empty() ? note.message : note.where + ": " + note.message;
      if (!note.hint.empty()) text += " (" + note.hint + ")";
      lines += "> - " + markdown_text(beginning(text, kMaxText * 2)) + "\n";
    }
    if (count == 0) return "";
    std::string more = count > shown ? format("> - and {} more\n", count - shown) : "";
    return format("> [!{}]\n> **{}: {}**\n>\n{}{}\n", alert, title, count, lines, more);
  }

  void counts() {
    if (summary_.counted == 0) {
      out_ += "**" + nothing_found_text(report_, summary_) + "**\n\n";
      return;
    }
    std::string names = "|", line = "|", numbers = "|";
    for (std::size_t severity = summary_.by_severity.size(); severity > 0; --severity) {
      auto which = static_cast<Severity>(severity - 1);
      names += format(" {} {} |", mark(which), model::severity_name(which));
      line += " ---: |";
      numbers += format(" {} |", summary_.by_severity[severity - 1]);
    }
    out_ += names + "\n" + line + "\n" + numbers + "\n\n";
    out_ += format("{}, {} fixed by updates", counted(summary_.counted, "finding"), summary_.fixable);
    if (summary_.exploited > 0) out_ += format(", **{} known to be exploited**", summary_.exploited);
    if (summary_.suppressed > 0) out_ += format(", {} suppressed", summary_.suppressed);
    out_ += ".\n\n";
  }

  void updates() {
    std::vector<Update> list = model::updates(report_, options_.order);
    if (list.empty()) return;
    out_ += "### Updates\n\n| package | installed | update to | removes |\n| --- | --- | --- | --- |\n";
    std::size_t begin = out_.size(), shown = 0;
    for (; shown < std::min(list.size(), kMaxUpdates) && out_.size() - begin < kMaxSection; ++shown) {
      const Update& update = list[shown];
      std::string fixed;
      for (std::size_t j = 0; j < std::min(update.fixed.size(), kMaxNames); ++j) fixed += (j > 0 ? ", " : "") + code(update.fixed[j]);
      out_ += format("| {} | {} | {}{} | {} ({}){} |\n", code(update.package), code(update.installed),
                     update.fixed.size() > 1 ? "the newest of " : "", fixed, update.removes, model::severity_counts(update.by_severity),
                     update.exploited > 0 ? " **exploited**" : "");
    }
    if (list.size() > shown) out_ += format("\nand {} more.\n", counted(list.size() - shown, "update"));
    out_ += "\n";
  }

  std::string packages(const FindingRow& row) {
    std::string out;
    for (std::size_t i = 0; i < std::min(row.packages.size(), kMaxNames); ++i) out += (i > 0 ? ", " : "") + code(row.packages[i]->name);
    return row.packages.size() > kMaxNames ? out + format(" and {} more", row.packages.size() - kMaxNames) : out;
  }

  std::string finding_line(const FindingRow& row) {
    const model::Finding& finding = *row.finding;
    auto link = std::find_if(finding.references.begin(), finding.references.end(), is_web_address);
    std::string id = markdown_text(beginning(finding.id, kMaxText));
    if (link != finding.references.end() && link->size() < kMaxText * 2) id = markdown_link(id, *link);
    if (finding.kev) id += " **exploited**";
    std::string fix = finding.fixed_version.empty() ? std::string(model::state_name(finding.state)) : code(finding.fixed_version);
    if (!finding.suppressed_by.empty()) fix = "suppressed: " + markdown_text(beginning(finding.suppressed_by, kMaxText));
    std::string title = markdown_text(beginning(finding.title.empty() ? finding.description : finding.title, kMaxText / 2));
    return format("| {} {} | {} | {} | {} | {} | {} | {} |\n", mark(finding.severity), model::severity_name(finding.severity), id,
                  packages(row), code(row.installed), fix, finding.epss ? format("{:.1f}%", finding.epss->score * 100) : "", title);
  }

  // Up to a size of the whole.
  void findings(std::size_t max_bytes) {
    std::vector<FindingRow> rows = finding_rows(report_, options_.show_all);
    if (!options_.explain.empty()) std::erase_if(rows, [&](const FindingRow& row) { return !is_about(*row.finding, options_.explain); });
    if (rows.empty()) return;
    out_ += "### Findings\n\n| severity | vulnerability | package | installed | fixed in | EPSS | |\n";
    out_ += "| --- | --- | --- | --- | --- | ---: | --- |\n";
    std::stable_sort(rows.begin(), rows.end(),
                     [](const FindingRow& a, const FindingRow& b) { return a.finding->severity > b.finding->severity; });
    std::size_t written = 0;
    for (const FindingRow& row : rows) {
      std::string line = finding_line(row);
      if (out_.size() + line.size() > max_bytes) break;
      out_ += line;
      ++written;
    }
    if (written < rows.size())
      out_ += format("\n**{} of {} rows are left out: a comment holds {} characters.**\n", rows.size() - written, rows.size(), kMaxBytes);
    out_ += "\n";
  }

  // What follows the findings.
  std::string tail() {
    std::string feeds;
    for (std::size_t i = 0; i < std::min(report_.feeds.size(), kMaxNotes); ++i) {
      const model::FeedInfo& feed = report_.feeds[i];
      feeds += (i > 0 ? ", " : "") + markdown_text(beginning(feed.name, kMaxText));
      if (!feed.problem.empty()) {
        feeds += " not used";
      } else if (!feed.data_date.empty()) {
        feeds += " of " + markdown_text(feed.data_date.substr(0, 10));
      }
    }
    return notes(Note::Kind::kDegraded, "NOTE", "Worth knowing") +
           format("<sub>Batten {}; advisories: {}</sub>\n", kProgramVersion, feeds.empty() ? "none" : feeds);
  }

  const model::Report& report_;
  const Options& options_;
  Summary summary_;
  std::string out_;
};

std::string write(const model::Report& report, const Options& options) { return Markdown(report, options).write(); }

constexpr FormatExample kExamples[] = {
    {"## `image.tar`\n"},
    {"> **What was not read: 1**"},
    {"| `openssl` | `3.0.11-1` | "},
    {"| [CVE\\-2024\\-5535](<https://security-tracker.debian.org/tracker/CVE-2024-5535>) **exploited** | `libssl3`, `openssl` | "},
};

}  // namespace

extern constinit const Format markdown;
constinit const Format markdown{
    .name = "markdown",
    .summary = "GitHub Flavored Markdown, for a pull request or a step's summary",
    .media_type = "text/markdown",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::formats
