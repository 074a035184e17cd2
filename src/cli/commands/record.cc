// SPDX-License-Identifier: Apache-2.0
//
// batten record FILE: all events of this machine into a file, for batten watch --replay and for tests of rules.
#include <string>

#include "alert/output_config.h"
#include "base/format.h"
#include "cli/command.h"
#include "cli/rule_options.h"
#include "watch/live.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOwn[] = {
    {"--for", "DURATION", "end after so long: 30s, 5m"},
    {"--only-rules", "", "only events that the rules of --rules, or Batten's own, want"},
    {"--buffer", "SIZE", "of events between the kernel and here: 8M"},
    {"--quiet,-q", "", "no messages"},
};
constexpr auto kOptions = joined_options(kOwn, kRuleOptions);

Result<int> run(const Arguments& arguments, Context& context) {
  if (arguments.positional.size() != 1) return Error{Code::kInvalidArgument, "record wants one FILE"};
  watch::LiveOptions options;
  options.record = arguments.positional[0];
  options.judge = arguments.flag("only-rules");
  options.sources = rule_sources(arguments);
  options.load = TRY(rule_load_options(arguments));
  if (arguments.flag("buffer")) options.capture.buffer_bytes = TRY_IN("--buffer", alert::parse_size(arguments.value("buffer")));
  if (arguments.flag("for")) options.duration = TRY_IN("--for", alert::parse_duration(arguments.value("for")));
  const bool quiet = arguments.flag("quiet");
  watch::LiveSummary summary = TRY(watch::run_live(options, [&](const std::string& line) {
    if (!quiet) context.progress.message(line);
  }));
  if (!quiet) context.progress.message(format("{} events were recorded, {} were lost", summary.events, summary.dropped));
  return summary.dropped == 0 ? kExitFine : kExitIncomplete;
}

constexpr CommandExample kExamples[] = {
    {"batten record --for 1m trace.rec", "a minute of everything"},
    {"batten record --only-rules --rules mine.yaml trace.rec", "until Ctrl-C, what those rules look at"},
    {"batten watch --replay trace.rec", "judge it"},
};

}  // namespace

extern constinit const Command record;
constinit const Command record{
    .name = "record",
    .summary = "record what happens on this machine, for batten watch --replay",
    .positional = "FILE",
    .description = "Writes processes, containers and events into a compact file (docs/FORMATS.md). Ends with 4 when events were lost.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
