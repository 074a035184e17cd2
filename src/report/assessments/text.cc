// SPDX-License-Identifier: Apache-2.0
//
// For a terminal: what is wrong, file by file (or container by container), each with what to do; then what could not be looked at, and a
// line that sums up.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/format.h"
#include "report/assessment_format.h"
#include "report/assessment_text.h"
#include "report/style.h"

namespace batten::report::assessments {
namespace {

using model::CheckResult;
using model::Outcome;

constexpr std::size_t kMostNotes = 20;

class Text {
 public:
  Text(const model::Assessment& assessment, const Options& options)
      : assessment_(assessment),
        options_(options),
        style_(options.color),
        width_(static_cast<std::size_t>(std::clamp(options.width, 60, 140))) {}

  std::string write() {
    std::string group;
    bool first = true;
    for (const CheckResult* result : shown()) {
      std::string here = group_of(*result);
      if (first || here != group) {
        if (!first) out_ += "\n";
        out_ += style_.paint(Colour::kBold, fit(here, width_)) + "\n";
        group = here;
        first = false;
      }
      row(*result);
    }
    if (!first) out_ += "\n";
    notes();
    for (const std::string& line : wrap(assessment_summary(assessment_), width_)) out_ += line + "\n";
    return std::move(out_);
  }

 private:
  std::string group_of(const CheckResult& result) const {
    if (!result.file.empty()) return result.file;
    return result.subject.empty() ? assessment_.target : result.subject;
  }

  // Failures; with --all everything.
  std::vector<const CheckResult*> shown() const {
    std::vector<const CheckResult*> out;
    for (const CheckResult& result : assessment_.results) {
      if (counts(result) || result.outcome == Outcome::kUnknown || options_.show_all) out.push_back(&result);
    }
    if (!assessment_.files.empty()) return out;
    // Of a host: by what was looked at, and in there the worst first.
    std::map<std::string, std::size_t> order;
    for (const CheckResult* result : out) order.emplace(group_of(*result), order.size());
    std::ranges::stable_sort(out, [&](const CheckResult* a, const CheckResult* b) {
      std::size_t at = order[group_of(*a)], bt = order[group_of(*b)];
      if (at != bt) return at < bt;
      if (a->outcome != b->outcome) return a->outcome < b->outcome;
      return a->outcome == Outcome::kFail && a->severity > b->severity;
    });
    return out;
  }

  std::string verdict(const CheckResult& result) const {
    if (result.outcome == Outcome::kFail && result.suppressed_by.empty())
      return style_.paint(Style::of(result.severity), pad(model::severity_name(result.severity), 8));
    if (result.outcome == Outcome::kPass) return style_.paint(Colour::kGreen, pad("pass", 8));
    if (result.outcome == Outcome::kUnknown) return style_.paint(Colour::kYellow, pad("unknown", 8));
    return style_.paint(Colour::kDim, pad(result.outcome == Outcome::kFail ? "accepted" : "n/a", 8));
  }

  void row(const CheckResult& result) {
    std::string line = result.place ? format("{:>5}", result.place.line) : std::string();
    std::string head = format("{}{}  {}  ", assessment_.files.empty() ? " " : "",
                              line.empty() && !assessment_.files.empty() ? "     " : line, verdict(result));
    std::size_t indent = (assessment_.files.empty() ? 1 : 5) + 2 + 8 + 2;
    std::string text = result.message;
    if (!result.file.empty() && !result.subject.empty()) text = result.subject + ": " + text;
    if (!result.suppressed_by.empty()) text += format(" (accepted: {})", result.suppressed_by);
    std::string id = style_.paint(Colour::kDim, std::string(result.check->id) + (result.fixable && counts(result) ? " *" : ""));
    std::vector<std::string> lines = wrap(text, width_ - indent);
    for (std::size_t i = 0; i < lines.size(); ++i) out_ += (i == 0 ? head : std::string(indent, ' ')) + lines[i] + "\n";
    out_ += std::string(indent, ' ') + id;
    if (counts(result)) {
      std::size_t column = indent + result.check->id.size() + (result.fixable ? 2 : 0) + 2;
      std::vector<std::string> advice = wrap(fix_text(result), width_ - std::min(column, width_ / 2));
      if (column > width_ / 2) {
        out_ += "\n" + std::string(indent, ' ');
        advice = wrap(fix_text(result), width_ - indent);
        column = indent;
      } else {
        out_ += "  ";
      }
      for (std::size_t i = 0; i < advice.size(); ++i) out_ += (i == 0 ? std::string() : "\n" + std::string(column, ' ')) + advice[i];
    } else if (!result.evidence.empty()) {
      out_ += "  " + fit(result.evidence, width_ - std::min(width_ / 2, indent + result.check->id.size()));
    }
    out_ += "\n";
  }

  void notes() {
    std::size_t listed = 0, left = 0;
    for (const base::Note& note : assessment_.notes) {
      if (note.kind == base::Note::Kind::kInfo && !options_.show_all) continue;
      if (listed >= kMostNotes) {
        ++left;
        continue;
      }
      if (listed++ == 0) out_ += style_.paint(Colour::kBold, "What could not be read, or only in part:") + "\n";
      std::string text = note.where + ": " + note.message + (note.hint.empty() ? "" : " (" + note.hint + ")");
      std::vector<std::string> lines = wrap(text, width_ - 3);
      for (std::size_t i = 0; i < lines.size(); ++i) out_ += (i == 0 ? " - " : "   ") + lines[i] + "\n";
    }
    if (left > 0) out_ += format("   and {} more: --format json lists them\n", left);
    if (listed > 0) out_ += "\n";
  }

  const model::Assessment& assessment_;
  const Options& options_;
  Style style_;
  std::size_t width_;
  std::string out_;
};

std::string write(const model::Assessment& assessment, const Options& options) { return Text(assessment, options).write(); }

constexpr FormatExample kExamples[] = {{"Dockerfile\n    2  high      stage build: "},
                                       {"root-user *"},
                                       {"2 problems in 2 files: 1 high, 1 medium; 1 can be repaired by --fix; 1 suppressed"},
                                       {"broken.yaml: line 3: not YAML"}};

}  // namespace

extern constinit const AssessmentFormat text;
constinit const AssessmentFormat text{
    .name = "text",
    .summary = "for people",
    .media_type = "text/plain",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::assessments
