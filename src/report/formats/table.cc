// SPDX-License-Identifier: Apache-2.0
//
// For people: what was looked at, each finding in a line, what was not read, and last, where it stays on the screen, what to update.
#include <algorithm>
#include <string>
#include <vector>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "report/base_text.h"
#include "report/columns.h"
#include "report/explain.h"
#include "report/finding_rows.h"
#include "report/findings_table.h"
#include "report/format.h"
#include "report/style.h"
#include "report/summary.h"

namespace batten::report::formats {
namespace {

using base::Note;
using model::Severity;

// Lists longer than these end with how many more there are.
constexpr std::size_t kMostUpdates = 20, kMostNotes = 15, kMostLeaks = 20;

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
    counts();
    findings();
    leaks();
    notes(Note::Kind::kSkipped, "What was not read", Colour::kYellow);
    notes(Note::Kind::kDegraded, "Worth knowing", Colour::kBold);
    conclusion();
    for (const std::string& sentence : base_conclusion(report_)) paragraph(sentence, Colour::kBold);
    return std::move(out_);
  }

 private:
  void line(std::string_view text = {}) {
    out_ += text;
    out_ += '\n';
  }

  void paragraph(std::string_view text, Colour colour = Colour::kPlain) {
    for (const std::string& part : wrap(text, width_)) line(style_.paint(colour, part));
  }

  // Items under a heading: "  - text", later lines indented.
  void item(std::string_view text) {
    std::vector<std::string> lines = wrap(text, width_ - 4);
    for (std::size_t i = 0; i < lines.size(); ++i) line((i == 0 ? "  - " : "    ") + lines[i]);
  }

  void header() {
    line(style_.paint(Colour::kBold, fit(report_.source.name, width_)));
    std::string what = format("{}, {}", distro_text(report_.distro), counted(report_.packages.size(), "package"));
    if (!report_.layers.empty()) what += ", " + counted(report_.layers.size(), "layer");
    paragraph(format("{} ({})", what, report_.source.kind));
    if (std::string base = base_line(report_); !base.empty()) paragraph(base);
    std::string feeds;
    for (const model::FeedInfo& feed : report_.feeds) {
      if (!feeds.empty()) feeds += ", ";
      feeds += feed.name;
      if (!feed.problem.empty()) {
        feeds += " not used";
      } else if (!feed.data_date.empty()) {
        feeds += " of " + feed.data_date.substr(0, 10);
      }
    }
    paragraph("advisories: " + (feeds.empty() ? "none" : feeds) + pulled_from());
  }

  std::string pulled_from() const {
    if (!report_.database) return "";
    const model::DatabaseInfo& database = *report_.database;
    return format("; database {} ({}{})", database.reference, database.digest.substr(0, 19),
                  database.signed_by.empty() ? "" : ", signed by " + database.signed_by.substr(0, 19));
  }

  static std::string counted(std::size_t count, std::string_view noun) { return format("{} {}{}", count, noun, count == 1 ? "" : "s"); }

  void counts() {
    if (summary_.counted == 0) return;
    std::string states;
    for (std::size_t state = 0; state < summary_.by_state.size(); ++state) {
      if (summary_.by_state[state] == 0 || static_cast<model::State>(state) == model::State::kNotAffected) continue;
      states +=
          format("{}{} {}", states.empty() ? "" : ", ", summary_.by_state[state], model::state_name(static_cast<model::State>(state)));
    }
    line();
    line(format("{}:", counted(summary_.counted, "finding")));
    severities();
    for (const std::string& part : wrap(states, width_ - 2)) line("  " + part);
    if (summary_.exploited > 0) line("  " + style_.paint(Colour::kBoldRed, format("{} known to be exploited (KEV)", summary_.exploited)));
  }

  // In colours, so broken into lines by hand.
  void severities() {
    std::string text = "  ";
    std::size_t used = 2;
    for (std::size_t severity = summary_.by_severity.size(); severity > 0; --severity) {
      std::size_t count = summary_.by_severity[severity - 1];
      if (count == 0) continue;
      std::string part = format("{} {}", count, model::severity_name(static_cast<Severity>(severity - 1)));
      if (used > 2 && used + 2 + part.size() > width_) {
        line(text + ",");
        text = "  ";
        used = 2;
      } else if (used > 2) {
        text += ", ";
        used += 2;
      }
      text += style_.paint(Style::of(static_cast<Severity>(severity - 1)), part);
      used += part.size();
    }
    line(text);
  }

  void findings() {
    std::vector<FindingRow> rows = finding_rows(report_, options_.show_all);
    if (!rows.empty()) {
      line();
      out_ += findings_table(report_, rows, style_, width_);
    }
    if (options_.show_all) return;
    std::size_t negligible = 0;
    for (const model::Finding& finding : report_.findings) {
      negligible += hidden_by_default(finding) && model::counts(finding) ? 1 : 0;
    }
    std::string hidden;
    for (auto [count, what] :
         {std::pair(negligible, "negligible"), {summary_.not_affected, "not affected"}, {summary_.suppressed, "hidden by ignore rules"}}) {
      if (count > 0) hidden += format("{}{} {}", hidden.empty() ? "" : ", ", count, what);
    }
    if (hidden.empty()) return;
    line();
    paragraph("Not listed: " + hidden + " (--all lists them)");
  }

  void leaks() {
    if (!report_.leaks_searched) return;
    line();
    const auto counted_leaks =
        static_cast<std::size_t>(std::ranges::count_if(report_.leaks, [](const model::Leak& leak) { return leak.suppressed_by.empty(); }));
    line(style_.paint(Colour::kBold,
                      counted_leaks == 0 ? "no secret found" : counted(counted_leaks, "secret") + " that should not be in an image:"));
    std::size_t listed = 0;
    for (const model::Leak& leak : report_.leaks) {
      if (!leak.suppressed_by.empty() && !options_.show_all) continue;
      if (++listed > kMostLeaks && !options_.show_all) continue;
      item(format("{}: {} {} ({}{}), {}{}", model::severity_name(leak.severity), leak.title, leak.masked,
                  model::leak_confidence_name(leak.confidence), leak.ended ? ", ended on " + base::format_date(leak.ends_at) : "",
                  place_text(leak.place), leak.suppressed_by.empty() ? "" : format(" (accepted: {})", leak.suppressed_by)));
    }
    if (listed > kMostLeaks && !options_.show_all) item(format("and {} more (--all lists them)", listed - kMostLeaks));
  }

  static std::string place_text(const model::LeakPlace& place) {
    std::string out =
        place.where == model::LeakPlace::Where::kFile ? place.path : format("{} {}", model::leak_where_name(place.where), place.path);
    if (place.line != 0) out += format(":{}", place.line);
    if (place.layer_index != 0) out += format(", layer {}", place.layer_index);
    if (place.removed) out += ", removed by a later layer";
    return out;
  }

  void notes(Note::Kind kind, std::string_view title, Colour colour) {
    std::vector<const Note*> list;
    for (const Note& note : report_.notes) {
      if (note.kind == kind) list.push_back(&note);
    }
    if (list.empty()) return;
    line();
    line(style_.paint(colour, format("{} ({}):", title, list.size())));
    std::size_t shown = options_.show_all ? list.size() : std::min(list.size(), kMostNotes);
    for (std::size_t i = 0; i < shown; ++i) {
      const Note& note = *list[i];
      std::string text = note.where.empty() ? note.message : note.where + ": " + note.message;
      item(note.hint.empty() ? text : text + " (" + note.hint + ")");
    }
    if (shown < list.size()) line(format("  and {} more (--all lists them)", list.size() - shown));
  }

  void conclusion() {
    line();
    if (summary_.counted == 0) return nothing_found();
    std::vector<Update> list = updates(report_, options_.order);
    if (list.empty()) {
      paragraph(summary_.counted == 1 ? "No update fixes the finding so far."
                                      : format("No update fixes any of the {} findings so far.", summary_.counted),
                Colour::kBold);
      return;
    }
    paragraph(format("{} of {} {} fixed by updates:", summary_.fixable, counted(summary_.counted, "finding"),
                     summary_.fixable == 1 ? "is" : "are"),
              Colour::kBold);
    std::size_t shown = options_.show_all ? list.size() : std::min(list.size(), kMostUpdates);
    for (std::size_t i = 0; i < shown; ++i) update(list[i]);
    if (shown < list.size()) line(format("  and {} more (--all lists them)", counted(list.size() - shown, "update")));
  }

  void nothing_found() {
    bool sure = summary_.skipped == 0 && summary_.has_feed && summary_.suppressed == 0 && !report_.packages.empty();
    paragraph(nothing_found_text(report_, summary_), sure ? Colour::kGreen : Colour::kYellow);
  }

  // "openssl 3.0.11 -> 3.0.15 removes 12 (1 critical, 11 high)"
  void update(const Update& update) {
    std::string fixed = update.fixed.size() == 1 ? update.fixed[0] : "the newest of " + base::join(update.fixed, ", ");
    std::string text = format("{} {} -> {} removes {} ({}){}", update.package, update.installed, fixed, update.removes,
                              model::severity_counts(update.by_severity), update.exploited > 0 ? ", known to be exploited" : "");
    std::vector<std::string> lines = wrap(text, width_ - 4);
    Colour colour = update.exploited > 0 ? Colour::kBoldRed : Style::of(update.worst());
    for (std::size_t i = 0; i < lines.size(); ++i)
      line((i == 0 ? "  " : "    ") + style_.paint(i == 0 ? colour : Colour::kPlain, lines[i]));
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

constexpr FormatExample kExamples[] = {{"CVE-2024-5535"}, {"libssl3"}, {"3.0.15-1~deb12u1"}, {"What was not read (1):"}, {"removes 3"}};

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
