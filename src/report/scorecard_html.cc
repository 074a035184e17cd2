// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <vector>

#include "base/format.h"
#include "base/text.h"
#include "report/assessment_text.h"
#include "report/assets.h"
#include "report/html_page.h"
#include "report/program.h"
#include "report/scorecard.h"
#include "report/style.h"
#include "report/xml_writer.h"

namespace batten::report {
namespace {

constexpr std::size_t kMostResults = 500, kMostNotes = 50;

std::string text(std::string_view raw) { return xml_escaped(base::printable(raw)); }

std::string practice_html(const model::Practice& practice, int number) {
  std::string out = format(
      "<article class=\"practice g-{0}\"><h2>{1}. {2}</h2><p class=\"grade\" aria-label=\"grade {0}\">{0}</p><p "
      "class=\"status\">{3}</p><ul>",
      practice.grade, number, text(practice.title), model::practice_status_name(practice.status));
  for (const std::string& line : practice.lines) out += "<li>" + text(line) + "</li>";
  return out + "</ul></article>";
}

std::string fixes_html(const std::vector<std::string>& fixes) {
  if (fixes.empty()) return {};
  std::string out = "<section class=\"fixes\"><h2>What helps most</h2><ol>";
  for (const std::string& fix : fixes) out += "<li>" + text(fix) + "</li>";
  return out + "</ol></section>";
}

std::string notes_html(const base::Notes& notes) {
  if (notes.empty()) return {};
  std::string out = "<section class=\"alert\"><h2>What could not be read or asked</h2><ul>";
  for (std::size_t i = 0; i < std::min(notes.size(), kMostNotes); ++i)
    out += "<li>" + text(notes[i].where + ": " + notes[i].message + (notes[i].hint.empty() ? "" : " (" + notes[i].hint + ")")) + "</li>";
  if (notes.size() > kMostNotes) out += format("<li>and {} more</li>", notes.size() - kMostNotes);
  return out + "</ul></section>";
}

std::string results_html(const model::Assessment& assessment) {
  std::vector<const model::CheckResult*> open;
  for (const model::CheckResult& result : assessment.results) {
    if (counts(result)) open.push_back(&result);
  }
  if (open.empty()) return {};
  std::ranges::stable_sort(open, [](const auto* a, const auto* b) { return a->severity > b->severity; });
  std::string out = format(
      "<section><h2>{} open {}</h2><table class=\"results\"><thead><tr><th>severity</th><th>what</th><th "
      "class=\"where\">where</th><th>what to do</th></tr></thead><tbody>",
      open.size(), open.size() == 1 ? "point" : "points");
  for (std::size_t i = 0; i < std::min(open.size(), kMostResults); ++i) {
    const model::CheckResult& result = *open[i];
    out += format(
        "<tr><td><span class=\"sev sev-{0}\">{0}</span></td><td>{1}<br><code>{2}</code></td><td class=\"where\">{3}</td><td>{4}</td></tr>",
        model::severity_name(result.severity), text(result.message), text(result.check->id), text(place_text(result)),
        text(fix_text(result)));
  }
  out += "</tbody></table>";
  if (open.size() > kMostResults) out += format("<p>and {} more</p>", open.size() - kMostResults);
  return out + "</section>";
}

}  // namespace

std::string scorecard_html(const model::Scorecard& card) {
  std::string style = std::string(asset("report.css")) + std::string(asset("scorecard.css"));
  std::string facts, practices;
  for (const std::string& fact : card.facts) facts += "<span>" + text(fact) + "</span>";
  int number = 0;
  for (const model::Practice& practice : card.practices) practices += practice_html(practice, ++number);
  const std::map<std::string_view, std::string> values = {
      {"POLICY", "default-src 'none'; style-src " + policy_hash(style) + "; base-uri 'none'; form-action 'none'"},
      {"VERSION", std::string(kProgramVersion)},
      {"TITLE", text(one_line(beginning(card.target, 300)))},
      {"STYLE", style},
      {"FACTS", facts},
      {"PRACTICES", practices},
      {"FIXES", fixes_html(card.fixes)},
      {"NOTES", notes_html(card.notes)},
      {"RESULTS", results_html(card.assessment)},
  };
  return filled_page(asset("scorecard.html"), values);
}

}  // namespace batten::report
