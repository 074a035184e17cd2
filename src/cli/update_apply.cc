// SPDX-License-Identifier: Apache-2.0
#include "cli/update_apply.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "cli/output.h"
#include "cli/update_build.h"
#include "cli/update_cluster.h"
#include "cli/update_plan.h"
#include "update/approvals.h"
#include "update/history_table.h"
#include "update/plan_table.h"
#include "watch/stop_signals.h"
#include "watch/surroundings.h"

namespace batten::cli {
namespace {

Result<std::size_t> number(const Arguments& arguments, const char* name, std::size_t fallback) {
  if (!arguments.flag(name)) return fallback;
  const auto out = base::parse_unsigned(arguments.value(name));
  if (!out || *out > 1'000'000) return Error{Code::kInvalidArgument, format("--{} {}: a number is expected", name, arguments.value(name))};
  return static_cast<std::size_t>(*out);
}

std::string user_and_host() {
  const passwd* user = ::getpwuid(::getuid());
  return format("{}@{}", user != nullptr ? std::string(user->pw_name) : std::to_string(::getuid()), watch::own_hostname());
}

Result<void> print(const update::Applied& applied) {
  std::string out;
  for (const update::HistoryEntry& entry : applied.entries) out += update::history_words(entry) + "\n";
  for (const std::string& left : applied.left) out += base::printable(left) + ": not begun\n";
  return out.empty() ? Result<void>() : write_output("", out);
}

}  // namespace

Result<std::unique_ptr<UpdateHands>> UpdateHands::begin(const Arguments& arguments, Context& context, const std::string& who,
                                                        std::function<bool()> stopped) {
  const std::string state = update::state_directory();
  auto engine = TRY(engine_of(arguments));
  auto cluster = TRY(cluster_of(arguments));
  update::Journal journal = TRY(update::Journal::open(state + "/journal"));
  std::unique_ptr<UpdateHands> out(new UpdateHands(std::move(engine), std::move(cluster), std::move(journal)));
  out->notices_ = TRY(UpdateNotices::open(arguments));
  out->options_.state_directory = state;
  out->options_.who = who;
  out->options_.write_files = !arguments.flag("no-write");
  out->options_.at_most = TRY(number(arguments, "at-most", out->options_.at_most));
  out->options_.failures = TRY(number(arguments, "failures", 0));
  out->options_.ended = [hands = out.get()](const update::HistoryEntry& entry) { hands->notices_->tell(entry); };
  if (arguments.flag("build")) {
    out->builds_ = TRY(build_world(arguments, context));
    out->options_.builds = &out->builds_;
  }
  const bool quiet = arguments.flag("quiet");
  out->world_ = {.engine = out->engine_ ? &*out->engine_ : nullptr,
                 .journal = &out->journal_,
                 .tell =
                     [&context, quiet](const std::string& line) {
                       if (!quiet) context.progress.message(base::printable(line));
                     },
                 .stopped = std::move(stopped),
                 .kubernetes = out->cluster_ ? &*out->cluster_ : nullptr};
  return out;
}

Result<update::Applied> UpdateHands::resume() { return update::resume(options_, update::all_targets(), world_); }
Result<update::Applied> UpdateHands::apply(const update::Plan& plan) {
  builds_.images.clear();  // what was built for another plan may be old
  return update::apply(plan, options_, update::all_targets(), world_);
}

int status_of(const update::Applied& applied) {
  const auto needs_help = [](const update::HistoryEntry& one) { return one.outcome == update::Outcome::kNeedsHelp; };
  if (std::ranges::any_of(applied.entries, needs_help)) return kExitFailed;
  return applied.all_kept() ? kExitFine : kExitPolicy;
}

Result<int> run_update_apply(const Arguments& arguments, Context& context) {
  TRY(check_build_options(arguments));
  const watch::StopSignals signals;
  auto hands = TRY(UpdateHands::begin(arguments, context, user_and_host(), [&] { return signals.stop(); }));
  const update::Applied before = TRY(hands->resume());
  TRY(print(before));
  const std::span<const std::string> targets = std::span(arguments.positional).subspan(1);
  const update::Plan plan = TRY(plan_of(arguments, targets, context));
  print_notes(plan.notes);
  TRY(write_output("", update::plan_table(plan, {.width = context.width, .color = context.color, .all = arguments.flag("all")})));
  if (arguments.flag("build-context") && plan.proposals.size() != 1)
    return Error{Code::kInvalidArgument, format("--build-context is of one subject, and the words name {}", plan.proposals.size())};
  const update::Applied applied = TRY(hands->apply(plan));
  TRY(print(applied));
  hands->notices().flush();
  return std::max(status_of(before), status_of(applied));
}

Result<int> run_update_resume(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() != 1)
    return Error{Code::kInvalidArgument, "update resume takes no words: it finishes all that was interrupted"};
  const watch::StopSignals signals;
  auto hands = TRY(UpdateHands::begin(arguments, context, user_and_host(), [&] { return signals.stop(); }));
  const update::Applied applied = TRY(hands->resume());
  if (applied.entries.empty() && applied.left.empty()) {
    TRY(write_output("", "nothing was interrupted"));
    return kExitFine;
  }
  TRY(print(applied));
  hands->notices().flush();
  // What was taken back is as it was: that is what was asked for.
  const auto is_whole = [](const update::HistoryEntry& one) { return one.outcome != update::Outcome::kNeedsHelp; };
  return applied.left.empty() && std::ranges::all_of(applied.entries, is_whole) ? kExitFine : kExitFailed;
}

Result<int> run_update_history(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() > 2) return Error{Code::kInvalidArgument, "update history takes one subject at most"};
  const std::string subject = arguments.positional.size() == 2 ? arguments.positional[1] : std::string();
  base::Notes notes;
  const std::size_t limit = TRY(number(arguments, "limit", 20));
  const std::vector<update::HistoryEntry> entries = TRY(update::read_history(update::state_directory(), subject, limit, notes));
  print_notes(notes);
  const std::string form = arguments.value("format", "table");
  if (form != "table" && form != "json") return Error{Code::kInvalidArgument, format("--format {}: there is table, json", form)};
  TRY(write_output(arguments.value("output"),
                   form == "json" ? update::history_json(entries) : update::history_table(entries, context.width)));
  return notes.empty() ? kExitFine : kExitIncomplete;
}

}  // namespace batten::cli
