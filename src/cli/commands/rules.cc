// SPDX-License-Identifier: Apache-2.0
//
// batten rules VERB: rules of the monitor: what is wrong with them, which there are, what one says, whether they do what their tests want.
#include <algorithm>
#include <string>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/rule_options.h"
#include "model/alert_json.h"
#include "report/style.h"
#include "rules/condition_printer.h"
#include "rules/diagnostic_text.h"
#include "rules/event_types_of.h"
#include "rules/field.h"
#include "rules/parse.h"
#include "rules/rule_test_file.h"

namespace batten::cli::commands {
namespace {

constexpr std::uint64_t kMaxTests = 16u << 20;

constexpr OptionSpec kOwn[] = {
    {"--json", "", "check: in Falco's form; list: as JSON; test: a line of JSON for each test"},
};
constexpr auto kOptions = joined_options(kOwn, kRuleOptions);

// The files of the words behind the verb, or of --rules.
watch::RuleSources sources_of(const Arguments& arguments) {
  watch::RuleSources out = rule_sources(arguments);
  for (std::size_t i = 1; i < arguments.positional.size(); ++i) {
    out.paths.push_back(arguments.positional[i]);
    out.own = arguments.flag("own-rules");
  }
  return out;
}

Result<int> check(const Arguments& arguments, Context& context) {
  std::vector<rules::RuleFile> files = TRY(watch::read_rule_files(sources_of(arguments)));
  rules::LoadResult loaded = rules::load(files, TRY(rule_load_options(arguments)));
  if (arguments.flag("json")) {
    TRY(write_output("", rules::diagnostics_json(loaded.diagnostics, files)));
  } else if (!loaded.diagnostics.empty()) {
    TRY(write_output("", rules::diagnostics_text(loaded.diagnostics, files)));
  }
  if (!loaded.rules) return kExitPolicy;
  if (!arguments.flag("json")) context.progress.message(format("{} rules can be loaded", loaded.rules->rules().size()));
  return kExitFine;
}

Result<rules::Parsed> parse_all(const watch::RuleSources& sources, const Arguments& arguments) {
  std::vector<rules::RuleFile> files = TRY(watch::read_rule_files(sources));
  rules::Parsed parsed = rules::parse(files, TRY(rule_load_options(arguments)));
  if (parsed.has_errors())
    return Error{Code::kInvalidArgument, "the rules can't be loaded\n" + rules::diagnostics_text(parsed.diagnostics, files)};
  return parsed;
}

std::string list_json(const std::vector<rules::Definition>& definitions) {
  json::Writer out;
  out.begin_array();
  for (const rules::Definition& rule : definitions) {
    out.begin_object().member("rule", rule.name).member("priority", model::priority_name(rule.priority));
    out.key("tags").strings(rule.tags);
    out.member("enabled", rule.enabled).member("description", rule.description).member("output", rule.output);
    out.member("file", rule.file).member("line", rule.place.line).end_object();
  }
  out.end_array();
  return out.take() + "\n";
}

Result<int> list(const Arguments& arguments, Context& context) {
  rules::Parsed parsed = TRY(parse_all(sources_of(arguments), arguments));
  if (arguments.flag("json")) {
    TRY(write_output("", list_json(parsed.definitions)));
    return kExitFine;
  }
  std::size_t width = 0;
  for (const rules::Definition& rule : parsed.definitions) width = std::max(width, base::display_width(rule.name));
  std::string out;
  for (const rules::Definition& rule : parsed.definitions) {
    const std::string tags = base::join(rule.tags, ", ");
    out += format("{:<{}}  {:<13}  {}{}\n", base::printable(rule.name), width, model::priority_name(rule.priority), base::printable(tags),
                  rule.enabled ? "" : " (off)");
  }
  TRY(write_output("", out));
  context.progress.message(format("{} rules", parsed.definitions.size()));
  return kExitFine;
}

std::string paragraph(std::string_view text, int width) {
  std::string out;
  for (const std::string& line : report::wrap(text, static_cast<std::size_t>(std::clamp(width, 50, 100)))) out += line + "\n";
  return out;
}

Result<int> explain(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() != 2)
    return Error{Code::kInvalidArgument, "rules explain wants one NAME: of a rule, or of a field (proc.name)"};
  const std::string& name = arguments.positional[1];
  if (const rules::Field* field = rules::find_field(name)) {
    TRY(write_output("", format("{}\n\n{}", field->name, paragraph(field->description, context.width))));
    return kExitFine;
  }
  rules::Parsed parsed = TRY(parse_all(rule_sources(arguments), arguments));
  auto found = std::ranges::find(parsed.definitions, name, &rules::Definition::name);
  if (found == parsed.definitions.end())
    return Error{Code::kNotFound,
                 format("there is no rule and no field '{}'; batten rules list, batten rules fields", base::printable(name))};
  std::string types;
  for (const model::EventTypeInfo& info : model::all_event_types()) {
    if (info.for_rules && rules::event_types_of(found->condition).test(info.type))
      types += (types.empty() ? "" : ", ") + std::string(info.name);
  }
  std::string out = format("{}\npriority {}, tags {}, from {}:{}\n\n", found->name, model::priority_name(found->priority),
                           base::join(found->tags, ", "), found->file, found->place.line);
  out += paragraph(found->description, context.width) +
         "\nFires when: " + paragraph(base::printable(rules::to_text(found->condition)), context.width) +
         "\nLooks at: " + paragraph(types, context.width) + "\nSays: " + paragraph(found->output, context.width);
  TRY(write_output("", out));
  return kExitFine;
}

Result<int> fields(const Arguments&, Context&) {
  std::string out;
  for (const rules::FieldFamily* family : rules::all_field_families()) {
    for (const rules::Field& field : family->fields) {
      const char* argument = field.argument == rules::ArgumentRule::kNone    ? ""
                             : field.argument == rules::ArgumentRule::kIndex ? "[n]"
                             : field.argument == rules::ArgumentRule::kKey   ? "[key]"
                                                                             : "[..]";
      out += format("{:<42}  {}\n", format("{}{}", field.name, argument), field.description);
    }
  }
  TRY(write_output("", out));
  return kExitFine;
}

// One line, with the alerts as `batten watch --json` writes them.
std::string outcome_json(const std::string& path, const rules::RuleTestOutcome& one) {
  json::Writer out(0);
  out.begin_object().member("file", path).member("line", one.line).member("test", one.name).member("passed", one.passed);
  out.member_if("message", one.message).key("alerts").begin_array();
  for (const model::Alert& alert : one.alerts) model::write_alert(out, alert);
  out.end_array().end_object();
  return out.take() + "\n";
}

std::string outcome_text(const std::string& path, const rules::RuleTestOutcome& one) {
  std::string out = format("{}:{}: {}: {}\n", path, one.line, base::printable(one.name), base::printable(one.message));
  for (const model::Alert& alert : one.alerts) out += format("    {}: {}\n", base::printable(alert.rule), base::printable(alert.output));
  return out;
}

Result<int> test(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() < 2) return Error{Code::kInvalidArgument, "rules test wants FILEs of tests"};
  const rules::Parsed parsed = TRY(parse_all(rule_sources(arguments), arguments));
  rules::LoadOptions options = TRY(rule_load_options(arguments));
  options.all_matches = true;
  auto make = [&]() -> Result<rules::Ruleset> {
    rules::Diagnostics diagnostics;
    std::optional<rules::Ruleset> made = rules::build(parsed.definitions, options, diagnostics);
    if (made) return *std::move(made);
    return Error{Code::kInvalidArgument, "the rules can't be compiled\n" + rules::diagnostics_text(diagnostics, {})};
  };
  const bool json = arguments.flag("json");
  std::size_t passed = 0, failed = 0;
  std::string out;
  for (std::size_t i = 1; i < arguments.positional.size(); ++i) {
    const std::string& path = arguments.positional[i];
    const std::string text = TRY(base::read_file(path, kMaxTests));
    for (const rules::RuleTestOutcome& one : TRY_IN(path, rules::run_rule_tests(text, make))) {
      ++(one.passed ? passed : failed);
      if (json) {
        out += outcome_json(path, one);
      } else if (!one.passed) {
        out += outcome_text(path, one);
      }
    }
  }
  if (!out.empty()) {
    TRY(write_output("", out));
  }
  context.progress.message(format("{} passed, {} failed", passed, failed));
  return failed == 0 ? kExitFine : kExitPolicy;
}

struct Verb {
  std::string_view name;
  Result<int> (*run)(const Arguments&, Context&);
};
constexpr Verb kVerbs[] = {{"check", check}, {"list", list}, {"explain", explain}, {"fields", fields}, {"test", test}};

Result<int> run(const Arguments& arguments, Context& context) {
  if (arguments.positional.empty()) return Error{Code::kInvalidArgument, "rules wants a verb: check, list, explain, fields, test"};
  for (const Verb& verb : kVerbs) {
    if (verb.name == arguments.positional[0]) return verb.run(arguments, context);
  }
  return Error{Code::kInvalidArgument,
               format("rules {}: there is check, list, explain, fields, test", base::printable(arguments.positional[0]))};
}

constexpr CommandExample kExamples[] = {
    {"batten rules list", "Batten's own rules"},
    {"batten rules check /etc/falco/falco_rules.yaml local.yaml", "what is wrong with these files, loaded in this order"},
    {"batten rules explain 'Reverse shell'", "one of them; or a field: batten rules explain fd.sip"},
    {"batten rules test --rules mine.yaml tests.yaml", "do they fire when they should? (docs/RULES.md)"},
};

}  // namespace

extern constinit const Command rules;
constinit const Command rules{
    .name = "rules",
    .summary = "check, list, explain and test rules of the monitor",
    .positional = "VERB [FILE...]",
    .description = "Rules are written in the language of Falco (docs/RULES.md). Without FILE or --rules Batten's own are meant.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
