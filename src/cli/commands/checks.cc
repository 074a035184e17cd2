// SPDX-License-Identifier: Apache-2.0
//
// batten checks: all that lint and audit look for.
#include <algorithm>
#include <string>

#include "base/format.h"
#include "base/json.h"
#include "checks/all_checks.h"
#include "cli/command.h"
#include "cli/output.h"
#include "report/assessment_text.h"
#include "report/style.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOptions[] = {
    {"--format,-f", "NAME", "text or json (default: text)"},
};

std::string text(const std::vector<batten::checks::ListedCheck>& all, const Context& context) {
  report::Style style(context.color);
  std::size_t column = 0;
  for (const auto& check : all) column = std::max(column, check.info->id.size());
  std::string out, kind;
  for (const auto& check : all) {
    if (check.about != kind) out += format("{}{}\n", kind.empty() ? "" : "\n", style.paint(report::Colour::kBold, check.about));
    kind = check.about;
    std::string references = report::references_text(*check.info);
    out += format("  {}  {}  {}{}{}{}\n", report::pad(check.info->id, column),
                  style.paint(report::Style::of(check.info->severity), report::pad(model::severity_name(check.info->severity), 8)),
                  check.info->title, check.repairs ? " *" : "", check.info->strict ? " (strict)" : "",
                  references.empty() ? "" : style.paint(report::Colour::kDim, " [" + references + "]"));
  }
  return out + format("\n{} checks; * lint --fix repairs it; batten explain ID says why\n", all.size());
}

std::string json_text(const std::vector<batten::checks::ListedCheck>& all) {
  json::Writer out;
  out.begin_object().member("schema", "batten.checks/1").key("checks").begin_array();
  for (const auto& check : all) {
    out.begin_object().member("id", check.info->id).member("about", check.about).member("title", check.info->title);
    out.member("severity", model::severity_name(check.info->severity)).member("practice", static_cast<int>(check.info->practice));
    out.member("why", check.info->why).member("fix", check.info->fix).member("strict", check.info->strict).member("repairs", check.repairs);
    out.key("references").begin_array();
    for (std::string_view reference : check.info->references) out.value(reference);
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return out.take();
}

Result<int> run(const Arguments& arguments, Context& context) {
  std::string name = arguments.value("format", "text");
  if (name != "text" && name != "json") return Error{Code::kInvalidArgument, format("--format {}: there is text, json", name)};
  auto all = batten::checks::all_checks();
  TRY(write_output("", name == "json" ? json_text(all) : text(all, context)));
  return kExitFine;
}

constexpr CommandExample kExamples[] = {
    {"batten checks", "the list"},
};

}  // namespace

extern constinit const Command checks;
constinit const Command checks{
    .name = "checks",
    .summary = "what lint and audit look for",
    .positional = "",
    .description = "Each with its severity, the numbers by which others know it, and whether lint --fix repairs it.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
