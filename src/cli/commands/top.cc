// SPDX-License-Identifier: Apache-2.0
//
// batten top: containers, processes, files, connections and alerts as they are now, in a terminal or once.
#include "watch/top.h"

#include <unistd.h>

#include <algorithm>
#include <string>

#include "alert/output_config.h"
#include "base/format.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/rule_options.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOwn[] = {
    {"--once", "", "look for one interval, print a table and end; so it is where the output is no terminal"},
    {"--json", "", "once, all views as JSON"},
    {"--view", "VIEW", "begin with (or print) containers, processes, files, connections, alerts"},
    {"--container", "NAME", "only of that container: a name, the begin of an id, or host"},
    {"--filter", "TEXT", "only rows that have this in them"},
    {"--sort", "NAME", "as the view calls it: containers by cpu, memory, processes, connections, opens, alerts, name"},
    {"--interval,-i", "DURATION", "between two counts (default: 1s)"},
    {"--no-events", "", "numbers of /proc and cgroups alone, without programs in the kernel: neither alerts nor files"},
    {"--host-files", "", "count the files that the host opens too, not those of containers alone"},
    {"--ascii", "", "no other letters, for terminals that know no UTF-8"},
};
constexpr auto kOptions = joined_options(kOwn, kRuleOptions);

Result<watch::TopOptions> top_options(const Arguments& arguments, const Context& context) {
  watch::TopOptions out;
  const std::optional<watch::TopView> view = watch::parse_top_view(arguments.value("view", "containers"));
  if (!view) {
    return Error{Code::kInvalidArgument, format("--view {}: it is one of containers, processes, files, connections, alerts",
                                                base::printable(arguments.value("view")))};
  }
  out.view = *view;
  out.container = arguments.value("container");
  out.filter = arguments.value("filter");
  if (arguments.flag("sort")) {
    const std::span<const std::string_view> sorts = watch::top_sorts(*view);
    const auto found = std::ranges::find(sorts, arguments.value("sort"));
    if (found == sorts.end()) {
      std::vector<std::string> names(sorts.begin(), sorts.end());
      return Error{Code::kInvalidArgument, format("--sort {}: {} are sorted by {}", base::printable(arguments.value("sort")),
                                                  watch::top_view_name(*view), base::join(names, ", "))};
    }
    out.sort = static_cast<std::size_t>(found - sorts.begin());
  }
  if (arguments.flag("interval")) out.interval = TRY_IN("--interval", alert::parse_duration(arguments.value("interval")));
  if (out.interval < std::chrono::milliseconds(100) || out.interval > std::chrono::hours(1))
    return Error{Code::kInvalidArgument, "--interval: from 100ms to 1h"};
  out.host_files = arguments.flag("host-files");
  out.ascii = arguments.flag("ascii");
  out.colour = context.color;
  return out;
}

Result<int> run(const Arguments& arguments, Context& context) {
  if (!arguments.positional.empty()) return Error{Code::kInvalidArgument, "top takes options alone"};
  const watch::TopOptions options = TRY(top_options(arguments, context));
  watch::LiveOptions live;
  live.sources = rule_sources(arguments);
  live.load = TRY(rule_load_options(arguments));
  live.events = !arguments.flag("no-events");
  const bool once = arguments.flag("json") || arguments.flag("once") || !context.out_is_terminal || isatty(STDIN_FILENO) == 0;
  if (!once) {
    TRY(watch::run_top(live, options));
    return kExitFine;
  }
  const std::string text =
      TRY(watch::top_once(live, options, arguments.flag("json"), [&](const std::string& line) { context.progress.message(line); }));
  TRY(write_output("", text));
  return kExitFine;
}

constexpr CommandExample kExamples[] = {
    {"batten top", "this machine and its containers, until q"},
    {"batten top --container web --view files", "what one container opens"},
    {"batten top --json --no-events", "numbers once, for another program"},
};

}  // namespace

extern constinit const Command top;
constinit const Command top{
    .name = "top",
    .summary = "containers, processes, files, connections and alerts, live in a terminal",
    .positional = "",
    .description =
        "Shows what runs, counted every second, and what the monitor (batten watch) tells meanwhile: opened files and alerts of the rules. "
        "Where programs in the kernel can't be loaded (they need root), it says so and shows the numbers that are left. ? in the view "
        "lists "
        "its keys.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
