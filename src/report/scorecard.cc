// SPDX-License-Identifier: Apache-2.0
#include "report/scorecard.h"

#include <algorithm>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "report/assessment_text.h"
#include "report/style.h"

namespace batten::report {
namespace {

using Status = model::Practice::Status;

Colour colour_of(Status status) {
  switch (status) {
    case Status::kGood: return Colour::kGreen;
    case Status::kProblems: return Colour::kRed;
    case Status::kPartly:
    case Status::kCouldNotCheck: return Colour::kYellow;
    case Status::kNotYet: break;
  }
  return Colour::kDim;
}

void append_item(std::string& out, std::string_view text, std::size_t width) {
  std::vector<std::string> lines = wrap(text, width - 7);
  for (std::size_t i = 0; i < lines.size(); ++i) out += (i == 0 ? "   - " : "     ") + lines[i] + "\n";
}

Colour colour_of(char grade) {
  if (grade == '-') return Colour::kDim;
  if (grade <= 'B') return Colour::kGreen;
  return grade == 'C' ? Colour::kYellow : grade == 'D' ? Colour::kRed : Colour::kBoldRed;
}

void append_fixes(std::string& out, const std::vector<std::string>& fixes, const Style& style, std::size_t width) {
  if (fixes.empty()) return;
  out += "\n" + style.paint(Colour::kBold, "What helps most:") + "\n";
  int number = 0;
  for (const std::string& fix : fixes) {
    std::vector<std::string> lines = wrap(fix, width - 7);
    ++number;
    for (std::size_t i = 0; i < lines.size(); ++i) out += (i == 0 ? format("   {}. ", number) : "      ") + lines[i] + "\n";
  }
}

}  // namespace

std::string scorecard_text(const model::Scorecard& card, const Options& options) {
  Style style(options.color);
  std::size_t width = static_cast<std::size_t>(std::clamp(options.width, 50, 120));
  std::string out = style.paint(Colour::kBold, "Scorecard: " + fit(card.target, width - 11)) + "\n";
  for (const std::string& fact : card.facts) {
    for (const std::string& line : wrap(fact, width)) out += line + "\n";
  }
  std::size_t column = 0;
  for (const model::Practice& practice : card.practices) column = std::max(column, practice.title.size());
  int number = 0;
  for (const model::Practice& practice : card.practices) {
    std::string status = model::practice_status_name(practice.status);
    out += format("\n{}. {}  {}  {}\n", ++number, pad(practice.title, column),
                  style.paint(colour_of(practice.grade), std::string(1, practice.grade)), style.paint(colour_of(practice.status), status));
    for (const std::string& line : practice.lines) append_item(out, line, width);
  }
  append_fixes(out, card.fixes, style, width);
  if (!card.notes.empty()) {
    out += "\n" + style.paint(Colour::kBold, "What could not be read or asked:") + "\n";
    constexpr std::size_t kMost = 12;
    for (std::size_t i = 0; i < std::min(card.notes.size(), kMost); ++i) {
      const base::Note& note = card.notes[i];
      append_item(out, note.where + ": " + note.message + (note.hint.empty() ? "" : " (" + note.hint + ")"), width);
    }
    if (card.notes.size() > kMost) out += format("   and {} more: --format json lists them\n", card.notes.size() - kMost);
  }
  return out;
}

std::string scorecard_json(const model::Scorecard& card) {
  json::Writer out;
  out.begin_object().member("schema", "batten.scorecard/2").member("target", card.target);
  out.key("facts").strings(card.facts);
  out.key("practices").begin_array();
  for (const model::Practice& practice : card.practices) {
    out.begin_object()
        .member("id", practice.id)
        .member("title", practice.title)
        .member("status", model::practice_status_name(practice.status))
        .member("grade", std::string_view(&practice.grade, 1));
    out.key("lines").strings(practice.lines).end_object();
  }
  out.end_array();
  out.key("fixes").strings(card.fixes);
  out.key("results").begin_array();
  for (const model::CheckResult& result : card.assessment.results) write_result(out, result);
  out.end_array();
  write_notes(out, card.notes);
  out.end_object();
  return out.take();
}

}  // namespace batten::report
