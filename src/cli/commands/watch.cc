// SPDX-License-Identifier: Apache-2.0
//
// batten watch: monitors this machine and its containers, or judges a recorded file.
#include "watch/live.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "cli/command.h"
#include "cli/image_inquiry.h"
#include "cli/output.h"
#include "cli/rule_options.h"
#include "model/alert_json.h"
#include "report/program.h"
#include "rules/diagnostic_text.h"
#include "watch/replay.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOwn[] = {
    {"--json", "", "one alert a line as JSON, as Falco writes them"},
    {"--output,-o", "KIND=TARGET",
     "where alerts go, beside or instead of the terminal: file, http, alertmanager, slack, otlp, syslog, command", true},
    {"--metrics", "ADDRESS", "serve metrics for Prometheus there: 127.0.0.1:9376"},
    {"--falco-metrics", "", "also by Falco's names"},
    {"--replay", "FILE", "judge a recorded file (batten record) instead of what happens now"},
    {"--record", "FILE", "write all events to a file as well, for --replay"},
    {"--for", "DURATION", "end after so long: 30s, 5m"},
    {"--state", "DIRECTORY", "what could not be sent waits there (default: it waits in memory)"},
    {"--repeat-limit", "N", "the same rule in the same container at most N times a minute"},
    {"--buffer", "SIZE", "of events between the kernel and here: 8M"},
    {"--container-rate", "N", "events of one container a second that are looked at; more are counted as lost"},
    {"--watch-files", "GLOB", "tell changes of these files of the host: '/etc/**'", true},
    {"--watch-container", "NAME[:GLOB]", "and of containers: 'web-*:/usr/bin/*'; without a pattern all files of the image", true},
    {"--learn", "DURATION", "what the containers of an image do for so long from when it is first seen is its baseline: 1h, 24h"},
    {"--baseline", "FILE", "where baselines are kept (default: baseline.json in --state); without --learn they are compared with alone"},
    {"--image-facts", "WHEN", "scan: look in the background for the findings of the images that run; off (default: scan, when rules ask)"},
    {"--image-key", "FILE", "public key (PEM, as cosign's): ask the registries of images that run whether it has signed them"},
    {"--respond", "SELECTOR=ACTION",
     "when a rule fires: 'tag:shell=kill'; kill, kill-container, stop, pause, deny-network (docs/MONITOR.md)", true},
    {"--deny-drift", "NAME", "containers that may not run programs that are not in their image: 'web-*'", true},
    {"--dry-run", "", "with --respond and --deny-drift: say what would be done, and do nothing"},
    {"--no-reload", "", "do not look whether rule files change"},
    {"--quiet,-q", "", "no messages, only alerts"},
};
constexpr auto kOptions = joined_options(kOwn, kRuleOptions);

Result<std::uint32_t> number_option(const Arguments& arguments, const char* name) {
  const std::string text = arguments.value(name, "0");
  std::size_t used = 0;
  std::uint64_t out = 0;
  for (; used < text.size() && text[used] >= '0' && text[used] <= '9' && out < 1'000'000'000; ++used)
    out = out * 10 + static_cast<std::uint64_t>(text[used] - '0');
  if (used == 0 || used != text.size()) return Error{Code::kInvalidArgument, format("--{} {}: a number is expected", name, text)};
  return static_cast<std::uint32_t>(out);
}

// What is learned and compared with; none: nothing.
Result<std::optional<watch::Baselines::Options>> baseline_options(const Arguments& arguments) {
  watch::Baselines::Options out;
  if (arguments.flag("learn")) {
    const std::chrono::nanoseconds learn = TRY_IN("--learn", alert::parse_duration(arguments.value("learn")));
    out.learn_ns = static_cast<std::uint64_t>(learn.count());
  }
  out.path = arguments.value("baseline");
  if (out.path.empty() && arguments.flag("state")) {
    out.path = arguments.value("state") + "/baseline.json";
    if (out.learn_ns == 0 && !base::is_regular_file(out.path)) return std::optional<watch::Baselines::Options>();
  }
  if (out.learn_ns == 0 && out.path.empty()) return std::optional<watch::Baselines::Options>();
  return std::optional(std::move(out));
}

Result<int> run_replay(const Arguments& arguments, Context& context) {
  Result<std::vector<rules::RuleFile>> files = watch::read_rule_files(rule_sources(arguments));
  if (!files) return files.error();
  rules::LoadResult loaded = rules::load(*files, TRY(rule_load_options(arguments)));
  const std::string said = rules::diagnostics_text(loaded.diagnostics, *files);
  if (!loaded.rules) return Error{Code::kInvalidArgument, "the rules can't be loaded\n" + said};
  if (!said.empty() && !arguments.flag("quiet")) context.progress.message(said);
  base::Notes notes;
  std::unique_ptr<watch::Baselines> baselines;
  if (std::optional<watch::Baselines::Options> baseline = TRY(baseline_options(arguments))) {
    baseline->proc.clear();
    baselines = TRY(watch::Baselines::open(*std::move(baseline)));
  }
  const bool json = arguments.flag("json");
  Result<void> written;
  watch::ReplaySummary summary = TRY(watch::replay(
      arguments.value("replay"), std::move(*loaded.rules),
      [&](const model::Alert& alert) {
        if (written) written = write_output("", json ? model::alert_json(alert) : model::alert_line(alert));
      },
      notes, baselines.get()));
  if (!written) return written.error();
  if (baselines != nullptr) TRY(baselines->save());
  print_notes(notes);
  if (baselines != nullptr && !arguments.flag("quiet")) {
    for (const std::string& line : baselines->take_messages()) context.progress.message(line);
  }
  if (!arguments.flag("quiet")) context.progress.message(format("{} events were judged", summary.events));
  return summary.complete ? kExitFine : kExitIncomplete;
}

Result<std::vector<alert::OutputConfig>> outputs(const Arguments& arguments) {
  std::vector<alert::OutputConfig> out;
  auto given = arguments.options.find("output");
  if (given != arguments.options.end()) {
    for (const std::string& one : given->second) out.push_back(TRY_IN("--output", alert::parse_output(one)));
  }
  if (out.empty() || arguments.flag("json")) out.push_back(TRY(alert::parse_output(arguments.flag("json") ? "terminal,json" : "terminal")));
  return out;
}

std::vector<std::string> given(const Arguments& arguments, const char* name) {
  const auto found = arguments.options.find(name);
  return found == arguments.options.end() ? std::vector<std::string>() : found->second;
}

Result<watch::FileWatchSources> watched_files(const Arguments& arguments) {
  watch::FileWatchSources out{.host_globs = given(arguments, "watch-files"), .containers = {}};
  for (const std::string& one : out.host_globs) {
    if (!one.starts_with('/')) return Error{Code::kInvalidArgument, format("--watch-files {}: a path from the root is expected", one)};
  }
  for (const std::string& one : given(arguments, "watch-container"))
    out.containers.push_back(TRY_IN("--watch-container", watch::parse_container_files(one)));
  return out;
}

Result<watch::ResponseOptions> responses(const Arguments& arguments) {
  watch::ResponseOptions out{.rules = {}, .deny_drift = given(arguments, "deny-drift"), .dry_run = arguments.flag("dry-run")};
  for (const std::string& one : given(arguments, "respond")) out.rules.push_back(TRY_IN("--respond", watch::parse_response(one)));
  for (const std::string& one : out.deny_drift) {
    if (one.empty()) return Error{Code::kInvalidArgument, "--deny-drift: the name of a container is expected, or a pattern of names"};
  }
  if (out.dry_run && out.empty()) return Error{Code::kInvalidArgument, "--dry-run says nothing without --respond or --deny-drift"};
  return out;
}

Result<int> run(const Arguments& arguments, Context& context) {
  if (!arguments.positional.empty()) return Error{Code::kInvalidArgument, "watch takes options alone"};
  const watch::ResponseOptions respond = TRY(responses(arguments));
  if (arguments.flag("replay")) {
    if (!respond.empty())
      return Error{Code::kInvalidArgument, "what was recorded is over: --replay goes without --respond and --deny-drift"};
    return run_replay(arguments, context);
  }
  watch::LiveOptions options;
  options.sources = rule_sources(arguments);
  options.load = TRY(rule_load_options(arguments));
  options.reload_on_change = !arguments.flag("no-reload");
  options.outputs = TRY(outputs(arguments));
  options.files = TRY(watched_files(arguments));
  options.baseline = TRY(baseline_options(arguments));
  options.image_inquiry = TRY(image_inquiry(arguments.value("image-facts", "scan"), arguments.value("image-key")));
  options.responses = respond;
  options.metrics_address = arguments.value("metrics");
  options.falco_metrics = arguments.flag("falco-metrics");
  options.version = report::kProgramVersion;
  options.record = arguments.value("record");
  options.dispatch.state_directory = arguments.value("state");
  options.dispatch.limit.burst = TRY(number_option(arguments, "repeat-limit"));
  options.capture.container_rate = TRY(number_option(arguments, "container-rate"));
  if (arguments.flag("buffer")) options.capture.buffer_bytes = TRY_IN("--buffer", alert::parse_size(arguments.value("buffer")));
  if (arguments.flag("for")) options.duration = TRY_IN("--for", alert::parse_duration(arguments.value("for")));
  const bool quiet = arguments.flag("quiet");
  watch::LiveSummary summary = TRY(watch::run_live(options, [&](const std::string& line) {
    if (!quiet) context.progress.message(line);
  }));
  if (!quiet)
    context.progress.message(
        format("{} events were judged, {} alerts, {} events were lost", summary.events, summary.alerts, summary.dropped));
  return kExitFine;
}

constexpr CommandExample kExamples[] = {
    {"batten watch", "this machine and its containers, by Batten's rules"},
    {"batten watch --rules /etc/falco/falco_rules.yaml --json", "rules written for Falco, alerts as Falco writes them"},
    {"batten watch --output alertmanager=http://127.0.0.1:9093 --metrics 127.0.0.1:9376", "alerts to Alertmanager, metrics for Prometheus"},
    {"batten watch --learn 24h --state /var/lib/batten", "what every image does is learned for a day, then what is new is told"},
    {"batten watch --respond 'tag:shell&container:web-*=kill' --deny-drift 'web-*' --dry-run", "what would be done about it"},
    {"batten watch --priority warning --disable tag:software", "less"},
    {"batten watch --replay yesterday.rec --rules new-rule.yaml", "would a rule have fired?"},
};

}  // namespace

extern constinit const Command watch;
constinit const Command watch{
    .name = "watch",
    .summary = "watch containers and host: processes, files, network, by rules",
    .positional = "",
    .description =
        "Sees what happens by programs in the kernel (eBPF, needs root), judges it by rules of the Falco language, and sends alerts. "
        "Without --rules Batten's own rules hold (batten rules list). Rule files are loaded anew when they change, and on SIGHUP.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
