// SPDX-License-Identifier: Apache-2.0
//
// batten explain CHECK: why a check is there, what to do, a bad and a good example.
#include <algorithm>
#include <string>

#include "base/format.h"
#include "base/text.h"
#include "checks/all_checks.h"
#include "cli/command.h"
#include "cli/output.h"
#include "leaks/assessment.h"
#include "lint/inline_ignore.h"
#include "report/assessment_text.h"
#include "report/style.h"

namespace batten::cli::commands {
namespace {

std::string indented(std::string_view text) {
  std::string out;
  base::each_line(text, [&](std::string_view line) { out += "    " + std::string(line) + "\n"; });
  return out;
}

std::string paragraph(std::string_view text, std::size_t width) {
  std::string out;
  for (const std::string& line : report::wrap(text, width)) out += line + "\n";
  return out;
}

std::string explanation(const checks::ListedCheck& check, const Context& context) {
  auto width = static_cast<std::size_t>(std::clamp(context.width, 50, 100));
  report::Style style(context.color);
  std::string out = style.paint(report::Colour::kBold, std::string(check.info->id)) + format(": {}\n", check.info->title);
  out += format("severity {}, about: {}{}{}\n\n",
                style.paint(report::Style::of(check.info->severity), model::severity_name(check.info->severity)), check.about,
                check.info->strict ? ", only with the profile strict" : "", check.repairs ? ", lint --fix repairs it" : "");
  out += paragraph(check.info->why, width) + "\nWhat to do: " + paragraph(check.info->fix, width);
  if (!check.example.bad.empty()) out += "\nNot so:\n\n" + indented(check.example.bad);
  if (!check.example.good.empty()) out += "\nBut so:\n\n" + indented(check.example.good);
  std::string references = report::references_text(*check.info);
  if (!references.empty()) out += "\nSee: " + paragraph(references, width);
  return out + format("\nTo accept it: # batten:ignore {} the reason\n", check.info->id);
}

Result<int> run(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() != 1) return Error{Code::kInvalidArgument, "explain wants one CHECK; batten checks lists them"};
  const std::string& name = arguments.positional[0];
  std::string out;
  for (const checks::ListedCheck& check : checks::all_checks()) {
    if (lint::names_check(name, *check.info)) out += (out.empty() ? "" : "\n") + explanation(check, context);
  }
  if (const model::CheckInfo* kind = leaks::check_of(name))
    out = explanation({.info = kind, .about = "secrets", .example = {}, .repairs = false}, context);
  if (out.empty())
    return Error{Code::kNotFound, format("there is no check '{}'; batten checks lists them (a finding of a scan: batten scan --explain {})",
                                         base::printable(name), base::printable(name))};
  TRY(write_output("", out));
  return kExitFine;
}

constexpr CommandExample kExamples[] = {
    {"batten explain root-user", "a check by its id"},
    {"batten explain DL3002", "ours for a number of hadolint"},
    {"batten explain CIS-5.4", "ours for a recommendation of the CIS Docker Benchmark"},
};

}  // namespace

extern constinit const Command explain;
constinit const Command explain{
    .name = "explain",
    .summary = "why a check is there and what to do about it",
    .positional = "CHECK",
    .description = "CHECK is the id of a check, or a number by which others know it: DL3002 (hadolint), CIS-4.1, CIS-DI-0001 (Dockle).",
    .options = {},
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
