// SPDX-License-Identifier: Apache-2.0
//
// For people: what was looked at, what to update, each finding in a line, what was not read.
#include <algorithm>
#include <string>
#include <vector>

#include "base/format.h"
#include "base/text.h"
#include "report/explain.h"
#include "report/format.h"
#include "report/style.h"
#include "report/summary.h"

namespace batten::report::formats {
namespace {

using model::Finding;
using model::Severity;

class Table {
 public:
  Table(const model::Report& report, const Options& options)
      : report_(report),
        options_(options),
        style_(options.color),
        summary_(summarise(report)),
        width_(static_cast<std::size_t>(std::max(options.width, 40))) {}

  std::string write() {
    header();
    verdict();
    findings();
    update_list();
    notes();
    return std::move(out_);
  }

 private:
  void line(std::string_view text = {}) {
    out_ += text;
    while (out_.ends_with(' ')) out_.pop_back();
    out_ += '\n';
  }

  void header() {
    line(style_.paint(Colour::kBold, fit(report_.source.name, width_)));
    line(fit(format("{}, {} packages, {} layers ({})", distro_text(report_.distro), report_.packages.size(), report_.layers.size(),
                    report_.source.kind),
             width_));
    std::string feeds;
    for (const model::FeedInfo& feed : report_.feeds) {
      if (!feed.problem.empty()) continue;
      if (!feeds.empty()) feeds += ", ";
      feeds += feed.name + (feed.data_date.empty() ? "" : " " + feed.data_date.substr(0, 10));
    }
    for (const std::string& part : wrap("advisories: " + (feeds.empty() ? "none" : feeds), width_)) line(part);
    line();
  }

  // The one place that may say that nothing was found, and it says of what.
  void verdict() {
    bool any_feed = std::any_of(report_.feeds.begin(), report_.feeds.end(),
                                [](const auto& feed) { return feed.problem.empty() && feed.name != "kev" && feed.name != "epss"; });
    if (summary_.counted == 0) {
      if (summary_.skipped > 0 || !any_feed) {
        line(style_.paint(Colour::kYellow, "no vulnerabilities found in what could be read; see what was not read below"));
      } else if (summary_.suppressed > 0) {
        line(format("no vulnerabilities beside {} that an ignore rule hides", summary_.suppressed));
      } else {
        line(style_.paint(Colour::kGreen, "no known vulnerabilities"));
      }
      return;
    }
    std::string counts;
    for (int severity = static_cast<int>(Severity::kCritical); severity >= 0; --severity) {
      std::size_t count = summary_.by_severity[static_cast<std::size_t>(severity)];
      if (count == 0) continue;
      if (!counts.empty()) counts += ", ";
      counts += style_.paint(Style::of(static_cast<Severity>(severity)),
                             format("{} {}", count, model::severity_name(static_cast<Severity>(severity))));
    }
    line(format("{} findings: {}", summary_.counted, counts));
    std::string more = format("{} of them are fixed by updates", summary_.fixable);
    if (summary_.exploited > 0) more += format(", {} known to be exploited (KEV)", summary_.exploited);
    if (summary_.suppressed > 0) more += format(", {} more hidden by ignore rules", summary_.suppressed);
    for (const std::string& part : wrap(more, width_)) line(part);
  }

  bool shown(const Finding& finding) const {
    if (options_.show_all) return true;
    return finding.suppressed_by.empty() && finding.severity != Severity::kNegligible && finding.state != model::State::kNotAffected;
  }

  struct Columns {
    std::size_t id = 2, package = 7, installed = 9, fixed = 5, state = 5;
  };

  Columns measure() const {
    Columns out;
    for (const Finding& finding : report_.findings) {
      if (!shown(finding)) continue;
      const model::Package& package = report_.packages[finding.package_index];
      out.id = std::max(out.id, base::display_width(finding.id));
      out.package = std::max(out.package, base::display_width(package.name));
      out.installed = std::max(out.installed, base::display_width(package.version));
      out.fixed = std::max(out.fixed, base::display_width(finding.fixed_version));
      out.state = std::max(out.state, state_text(finding).size());
    }
    out.id = std::min<std::size_t>(out.id, 28);
    out.package = std::min<std::size_t>(out.package, std::max<std::size_t>(12, width_ / 5));
    out.installed = std::min<std::size_t>(out.installed, std::max<std::size_t>(10, width_ / 5));
    out.fixed = std::min<std::size_t>(out.fixed, std::max<std::size_t>(10, width_ / 5));
    return out;
  }

  static std::string state_text(const Finding& finding) {
    std::string out(model::state_name(finding.state));
    if (finding.kev) out = "exploited, " + out;
    if (!finding.suppressed_by.empty()) out = "hidden, " + out;
    return out;
  }

  void findings() {
    std::size_t hidden = static_cast<std::size_t>(
        std::count_if(report_.findings.begin(), report_.findings.end(), [&](const auto& finding) { return !shown(finding); }));
    Columns columns = measure();
    constexpr std::size_t kSeverity = 10, kEpss = 5;
    bool wide = width_ >= 12 + kSeverity + columns.id + columns.package + columns.installed + columns.fixed + columns.state + kEpss;
    if (hidden < report_.findings.size()) {
      line();
      std::string head = pad("SEVERITY", kSeverity) + "  " + pad("ID", columns.id) + "  " + pad("PACKAGE", columns.package) + "  " +
                         pad("INSTALLED", columns.installed) + "  " + pad("FIXED", columns.fixed) + "  " + pad("STATE", columns.state) +
                         "   EPSS  TITLE";
      line(style_.paint(Colour::kBold, fit(wide ? head : pad("SEVERITY", kSeverity) + "  " + pad("ID", columns.id) + "  WHAT", width_)));
    }
    for (const Finding& finding : report_.findings) {
      if (!shown(finding)) continue;
      const model::Package& package = report_.packages[finding.package_index];
      std::string severity = style_.paint(Style::of(finding.severity), pad(model::severity_name(finding.severity), kSeverity));
      if (wide) {
        std::string epss = finding.epss ? format("{:4.0f}%", finding.epss->score * 100) : "    -";
        std::size_t used = 14 + kSeverity + columns.id + columns.package + columns.installed + columns.fixed + columns.state + kEpss;
        std::string title =
            used + 8 < width_ ? fit(finding.title.empty() ? finding.description.substr(0, 400) : finding.title, width_ - used) : "";
        line(severity + "  " + pad(finding.id, columns.id) + "  " + pad(package.name, columns.package) + "  " +
             pad(package.version, columns.installed) + "  " +
             pad(finding.fixed_version.empty() ? "-" : finding.fixed_version, columns.fixed) + "  " +
             pad(state_text(finding), columns.state) + "  " + epss + "  " + one_line(title));
      } else {
        // A narrow terminal: the rest goes to a second line.
        std::size_t rest = width_ > kSeverity + columns.id + 4 ? width_ - kSeverity - columns.id - 4 : 10;
        line(severity + "  " + pad(finding.id, columns.id) + "  " + fit(package.name + " " + package.version, rest));
        std::string second = state_text(finding) + (finding.fixed_version.empty() ? "" : " in " + finding.fixed_version);
        line(std::string(kSeverity + 2, ' ') + fit(second, width_ - kSeverity - 2));
      }
    }
    if (hidden > 0) {
      line();
      line(format("{} not listed (negligible, not affected or hidden by a rule): --all lists them", hidden));
    }
  }

  static std::string one_line(std::string text) {
    for (char& c : text) {
      if (c == '\n' || c == '\r') c = ' ';
    }
    return text;
  }

  void update_list() {
    std::vector<Update> list = updates(report_);
    if (list.empty()) return;
    line();
    line(style_.paint(Colour::kBold, "What updates would remove:"));
    constexpr std::size_t kMost = 20;
    for (std::size_t i = 0; i < std::min(list.size(), kMost); ++i) {
      const Update& update = list[i];
      line("  " + fit(format("{} {} -> {} removes {}", update.package, update.installed, update.fixed, update.removes), width_ - 2));
    }
    if (list.size() > kMost) line(format("  and {} more packages", list.size() - kMost));
  }

  void notes() {
    std::size_t skipped = 0, degraded = 0;
    for (const base::Note& note : report_.notes) {
      skipped += note.kind == base::Note::Kind::kSkipped ? 1 : 0;
      degraded += note.kind == base::Note::Kind::kDegraded ? 1 : 0;
    }
    for (auto [kind, count, title] : {std::tuple(base::Note::Kind::kSkipped, skipped, "What was not read:"),
                                      {base::Note::Kind::kDegraded, degraded, "Worth knowing:"}}) {
      if (count == 0) continue;
      line();
      line(style_.paint(kind == base::Note::Kind::kSkipped ? Colour::kYellow : Colour::kBold, title));
      constexpr std::size_t kMost = 15;
      std::size_t shown_notes = 0;
      for (const base::Note& note : report_.notes) {
        if (note.kind != kind) continue;
        if (++shown_notes > kMost && !options_.show_all) continue;
        std::string text = note.where.empty() ? note.message : note.where + ": " + note.message;
        if (!note.hint.empty()) text += " (" + note.hint + ")";
        std::vector<std::string> lines = wrap(text, width_ - 4);
        for (std::size_t i = 0; i < lines.size(); ++i) line((i == 0 ? "  - " : "    ") + lines[i]);
      }
      if (shown_notes > kMost && !options_.show_all) line(format("  and {} more: --all lists them", shown_notes - kMost));
    }
  }

  const model::Report& report_;
  const Options& options_;
  Style style_;
  Summary summary_;
  std::size_t width_;
  std::string out_;
};

std::string write(const model::Report& report, const Options& options) {
  if (!options.explain.empty()) return explain(report, options);
  return Table(report, options).write();
}

constexpr FormatExample kExamples[] = {{"CVE-2024-5535"}, {"libssl3"}, {"3.0.15-1~deb12u1"}, {"What was not read:"}, {"removes 1"}};

}  // namespace

extern constinit const Format table;
constinit const Format table{
    .name = "table",
    .summary = "for people, fitted to the terminal",
    .media_type = "text/plain",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::formats
