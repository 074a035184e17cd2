// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "report/columns.h"
#include "report/diff.h"
#include "report/style.h"
#include "report/summary.h"

namespace batten::report {
namespace {

using model::Change;
using model::Report;

constexpr std::size_t kMostNotes = 15;

class Text {
 public:
  Text(const model::Diff& diff, const Report& before, const Report& after, const Options& options)
      : diff_(diff), before_(before), after_(after), style_(options.color), width_(static_cast<std::size_t>(std::max(options.width, 40))) {}

  std::string write() {
    side("before: ", before_);
    side("after:  ", after_);
    out_ += "\n" + counts("Packages", diff_.packages, diff_.same_packages);
    for (const model::PackageChange& change : diff_.packages) line(change.change, package(change), Colour::kPlain);
    out_ += "\n" + counts("Findings", diff_.findings, diff_.same_findings);
    for (const model::FindingChange& change : diff_.findings)
      line(change.change, finding(change),
           change.change == Change::kCame ? Style::of(after_.findings[*change.after].severity) : Colour::kPlain);
    unread("before", before_);
    unread("after", after_);
    return std::move(out_);
  }

 private:
  void side(std::string_view name, const Report& report) {
    out_ += style_.paint(Colour::kBold,
                         fit(format("{}{} ({}), {}", name, report.source.name, report.source.kind, distro_text(report.distro)), width_)) +
            "\n";
  }

  template <typename Changes>
  static std::string counts(std::string_view name, const Changes& changes, std::size_t same) {
    std::size_t count[3] = {};
    for (const auto& change : changes) ++count[static_cast<std::size_t>(change.change)];
    return format("{}: {} came, {} went, {} changed, {} the same\n", name, count[0], count[1], count[2], same);
  }

  void line(Change change, std::string_view text, Colour colour) {
    if (change == Change::kWent) colour = Colour::kGreen;
    const char* sign = change == Change::kCame ? "  + " : change == Change::kWent ? "  - " : "  ~ ";
    std::vector<std::string> lines = wrap(text, width_ - 6);
    for (std::size_t i = 0; i < lines.size(); ++i) out_ += style_.paint(colour, (i == 0 ? sign : "      ") + lines[i]) + "\n";
  }

  static std::string named(const model::Package& package) {
    return format("{}{}", package.name, package.arch.empty() ? "" : ":" + package.arch);
  }

  std::string package(const model::PackageChange& change) const {
    const model::Package& now = change.after ? after_.packages[*change.after] : before_.packages[*change.before];
    if (change.change != Change::kChanged) return format("{} {} ({})", named(now), now.version, now.type);
    const model::Package& was = before_.packages[*change.before];
    std::string out = named(now) + " " + was.version;
    if (change.version != model::Direction::kSame) out += " -> " + now.version;
    out += format(" ({}", now.type);
    if (change.version == model::Direction::kUp || change.version == model::Direction::kDown)
      out += format(", {}", model::direction_name(change.version));
    if (change.licenses) out += format(", licence {} -> {}", base::join(was.licenses, ", "), base::join(now.licenses, ", "));
    return out + ")";
  }

  static std::string state(const model::Finding& finding) {
    return format("{}{}", model::state_name(finding.state), finding.fixed_version.empty() ? "" : " in " + finding.fixed_version);
  }

  std::string finding(const model::FindingChange& change) const {
    const Report& report = change.change == Change::kWent ? before_ : after_;
    const model::Finding& now = report.findings[change.change == Change::kWent ? *change.before : *change.after];
    const model::Package& package = report.packages[now.package_index];
    std::string severity(model::severity_name(now.severity)), what = state(now);
    if (change.change == Change::kChanged) {
      const model::Finding& was = before_.findings[*change.before];
      if (change.severity) severity = format("{} -> {}", model::severity_name(was.severity), severity);
      if (change.state || change.fixed_version) what = format("{} -> {}", state(was), what);
    }
    std::string out = format("{} {} {} {} ({}{})", severity, now.id, named(package), package.version, what, now.kev ? ", KEV" : "");
    // It is there on the other side too, and does not count.
    if (change.change == Change::kWent && change.after) out += ": now " + uncounted(after_.findings[*change.after]);
    if (change.change == Change::kCame && change.before) out += ": before " + uncounted(before_.findings[*change.before]);
    return out;
  }

  static std::string uncounted(const model::Finding& finding) {
    return finding.suppressed_by.empty() ? std::string(model::state_name(finding.state)) : "hidden by " + finding.suppressed_by;
  }

  void unread(std::string_view name, const Report& report) {
    std::size_t count = 0;
    for (const base::Note& note : report.notes) {
      if (note.kind != base::Note::Kind::kSkipped) continue;
      if (count++ == 0) out_ += style_.paint(Colour::kYellow, format("\nWhat was not read of \"{}\":", name)) + "\n";
      if (count <= kMostNotes) line_of_note(note);
    }
    if (count > kMostNotes) out_ += format("  ... and {} more\n", count - kMostNotes);
  }

  void line_of_note(const base::Note& note) {
    std::vector<std::string> lines = wrap(note.where + ": " + note.message, width_ - 4);
    for (std::size_t i = 0; i < lines.size(); ++i) out_ += (i == 0 ? "  - " : "    ") + lines[i] + "\n";
  }

  const model::Diff& diff_;
  const Report &before_, &after_;
  Style style_;
  std::size_t width_;
  std::string out_;
};

}  // namespace

std::string diff_text(const model::Diff& diff, const Report& before, const Report& after, const Options& options) {
  return Text(diff, before, after, options).write();
}

}  // namespace batten::report
