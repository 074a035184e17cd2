// SPDX-License-Identifier: Apache-2.0
#include "cli/update_plan.h"

#include <algorithm>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/output.h"
#include "cli/update_cluster.h"
#include "cli/update_scanner.h"
#include "lint/policy_file.h"
#include "update/approvals.h"
#include "update/failed_updates.h"
#include "update/history.h"
#include "update/plan_json.h"
#include "update/plan_table.h"
#include "update/planner.h"

namespace batten::cli {
namespace {

constexpr std::uint64_t kMaxPolicyBytes = 1u << 20;
constexpr std::size_t kMaxHistory = 100'000;

Result<update::UpdateSection> section_of(const Arguments& arguments) {
  std::string path = arguments.value("policy", lint::find_policy("."));
  if (path.empty()) return update::UpdateSection();
  return update::parse_update_section(TRY(base::read_file(path, kMaxPolicyBytes)), path);
}

// --set, tried before anything is asked.
Result<update::NamedValues> given_settings(const Arguments& arguments) {
  update::NamedValues out;
  auto words = arguments.options.find("set");
  if (words == arguments.options.end()) return out;
  for (const std::string& word : words->second) {
    std::size_t equals = word.find('=');
    if (equals == std::string::npos) return Error{Code::kInvalidArgument, format("--set {}: want NAME=VALUE", word)};
    out.emplace_back(word.substr(0, equals), std::vector<std::string>{word.substr(equals + 1)});
    update::Settings ignored;
    TRY_IN("--set", update::set_setting(out.back().first, out.back().second, ignored));
  }
  return out;
}

// Stopped ones are looked at when they are named.
Result<void> select(std::span<const std::string> targets, update::Inventory& inventory) {
  std::vector<update::Subject> chosen;
  for (const std::string& target : targets) {
    bool found = false;
    for (const update::Subject& subject : inventory.subjects) {
      if (!update::is_target(subject, target)) continue;
      found = true;
      if (std::ranges::find(chosen, subject.id, &update::Subject::id) == chosen.end()) chosen.push_back(subject);
    }
    if (!found) return Error{Code::kNotFound, format("there is no container, project, workload or image '{}'", base::printable(target))};
  }
  if (targets.empty()) {
    std::ranges::copy_if(inventory.subjects, std::back_inserter(chosen),
                         [](const update::Subject& subject) { return subject.health != update::Health::kStopped; });
  }
  std::ranges::sort(chosen, {}, &update::Subject::id);
  inventory.subjects = std::move(chosen);
  return {};
}

bool is_wanted(const update::Proposal& proposal) {
  const bool is_build = proposal.rebuild && proposal.decision != update::Decision::kRefused;
  return proposal.chosen.has_value() || is_build;
}

}  // namespace

Result<update::Plan> plan_of(const Arguments& arguments, std::span<const std::string> targets, Context& context,
                             const std::function<bool(const update::Subject&)>& only) {
  update::UpdateSection section = TRY(section_of(arguments));
  update::NamedValues given = TRY(given_settings(arguments));
  scan::ScanOptions options = TRY(scan_options(arguments));
  const std::string state = update::state_directory();
  update::Approvals approvals = TRY(update::Approvals::read(state));
  base::Notes notes;
  update::FailedUpdates failed;
  if (!arguments.flag("retry-failed")) failed = update::FailedUpdates(TRY(update::read_history(state, {}, kMaxHistory, notes)));
  update::Inventory inventory = TRY(whole_inventory(arguments));
  auto session = TRY(scan::Session::start(cache_directory_of(arguments), context.progress));
  Decisions decisions = TRY(read_decisions(arguments));
  TRY(select(targets, inventory));
  if (only) std::erase_if(inventory.subjects, [&](const update::Subject& subject) { return !only(subject); });

  UpdateScanner scanner(options, std::move(decisions), cache_directory_of(arguments), *session);
  update::RegistryView registry({.registry = {options.source.allow_plain_http, options.source.skip_tls_verify},
                                 .cache_directory = cache_directory_of(arguments),
                                 .offline = options.offline},
                                session->parser());
  update::PlanWorld world{.registry = registry,
                          .scan = [&](const std::string& image, const model::Platform& platform) { return scanner.scan(image, platform); },
                          .verify = {},
                          .section = section,
                          .approvals = approvals,
                          .failed = failed,
                          .now = options.date,
                          .progress = [&](const update::Subject& subject) { context.progress.message("looking at " + subject.name); },
                          .find_build = {},
                          .override_settings = {}};
  const std::string build_context = arguments.value("build-context");
  world.find_build = [&](const update::Subject& subject, const update::Settings& settings) {
    return update::find_build_source(subject, settings, build_context);
  };
  world.override_settings = [&](update::Settings& settings) {
    for (const auto& [name, values] : given) (void)update::set_setting(name, values, settings);
  };
  update::Plan plan = update::make_plan(inventory, world);
  plan.notes.insert(plan.notes.end(), notes.begin(), notes.end());
  // Without the file nothing can be approved, but the plan is as good.
  if (Result<void> kept = update::keep_plan(state, plan); !kept)
    plan.notes.push_back({base::Note::Kind::kDegraded, "approval", "the plan could not be kept: " + kept.error().message,
                          "BATTEN_STATE_DIR names another directory"});
  return plan;
}

Result<int> run_update_plan(const Arguments& arguments, Context& context) {
  std::string name = arguments.value("format", "table");
  if (name != "table" && name != "json") return Error{Code::kInvalidArgument, format("--format {}: there is table, json", name)};
  for (const char* option : {"build", "build-context"}) {
    if (arguments.flag(option))
      return Error{Code::kInvalidArgument, format("--{} is of 'update apply': a plan changes nothing, and says what can be built", option)};
  }
  update::Plan plan = TRY(plan_of(arguments, arguments.positional, context));
  print_notes(plan.notes);
  std::string text =
      name == "json"
          ? update::plan_json(plan)
          : update::plan_table(plan,
                               {.width = context.width, .color = context.color && !arguments.flag("output"), .all = arguments.flag("all")});
  TRY(write_output(arguments.value("output"), text));
  if (!arguments.flag("check")) return kExitFine;
  if (std::ranges::any_of(plan.proposals, is_wanted)) return kExitPolicy;
  bool unknown =
      std::ranges::any_of(plan.proposals, [](const update::Proposal& proposal) { return proposal.decision == update::Decision::kUnknown; });
  return unknown ? kExitIncomplete : kExitFine;
}

Result<int> run_update_approve(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() != 2) return Error{Code::kInvalidArgument, "update approve wants the id of one PLAN"};
  std::vector<update::Approval> approved =
      TRY(update::approve_plan(update::state_directory(), arguments.positional[1], base::now_seconds()));
  std::string out;
  for (const update::Approval& approval : approved)
    out += format("approved: {} may become {} ({})\n", base::printable(approval.subject), base::printable(approval.reference),
                  approval.digest.short_text());
  (void)context;
  TRY(write_output("", out));
  return kExitFine;
}

}  // namespace batten::cli
