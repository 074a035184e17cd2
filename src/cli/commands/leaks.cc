// SPDX-License-Identifier: Apache-2.0
//
// batten leaks TARGET: secrets in files, layers, history, environment.
#include <unistd.h>

#include <algorithm>
#include <string>

#include "base/file.h"
#include "base/format.h"
#include "base/heap.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/assessment_options.h"
#include "cli/command.h"
#include "cli/leaks_live.h"
#include "cli/output.h"
#include "leaks/assessment.h"
#include "leaks/baseline.h"
#include "leaks/fingerprint.h"
#include "leaks/patterns.h"
#include "report/leaks_json.h"
#include "scan/find_leaks.h"
#include "scan/session.h"
#include "secrets/provider.h"
#include "secrets/sessions.h"

namespace batten::cli::commands {
namespace {

constexpr std::uint64_t kMaxInput = 1ull << 30, kMaxBaseline = 64u << 20;

constexpr OptionSpec kOwn[] = {
    {"--fail-on", "SEVERITY", "exit with 1 from there on: low (default), medium, high, critical; none: never"},
    {"--confidence", "LEVEL", "only what is possible (default), likely or confirmed"},
    {"--kind", "ID", "only secrets of that kind", true},
    {"--exclude", "GLOB", "leave out files of that path, relative to TARGET", true},
    {"--no-ignore", "", "also files that .gitignore names"},
    {"--history", "", "also all commits of the Git repository, of all branches"},
    {"--baseline", "FILE", "what it lists is known and does not count"},
    {"--write-baseline", "FILE", "write what was found there, and end with 0"},
    {"--live", "REF", "say which found values are those of PROVIDER:PATH#FIELD, or of any secret below PROVIDER:PREFIX/, now", true},
    {"--rotate", "", "with --live: give each of these a new value, and retire the old one when all is well"},
    {"--generate", "SPEC", "--rotate: length=32,alphabet=alnum (or hex, digits, base64url, ascii)"},
    {"--health-command", "COMMAND", "--rotate: is asked by sh until it succeeds; when it does not, the old value is put back"},
    {"--wait", "SECONDS", "--rotate: how long (default: 60), or the time before the old version is retired"},
    {"--list", "", "the kinds of secret that are known, and end"},
    {"--insecure", "", "plain http also for registries that are not on this machine"},
    {"--quiet,-q", "", "no progress, no messages"},
};
constexpr auto kOptions = joined_options(kOwn, kAssessmentOptions);

Result<model::LeakConfidence> least_confidence(const Arguments& arguments) {
  std::string text = arguments.value("confidence", "possible");
  for (model::LeakConfidence one : {model::LeakConfidence::kPossible, model::LeakConfidence::kLikely, model::LeakConfidence::kConfirmed}) {
    if (text == model::leak_confidence_name(one)) return one;
  }
  return Error{Code::kInvalidArgument, format("--confidence {}: there is possible, likely, confirmed", text)};
}

Result<void> keep_asked(const Arguments& arguments, model::LeakReport& report) {
  model::LeakConfidence least = TRY(least_confidence(arguments));
  std::erase_if(report.leaks, [&](const model::Leak& leak) { return leak.confidence < least; });
  auto kinds = arguments.options.find("kind");
  if (kinds == arguments.options.end()) return {};
  for (const std::string& kind : kinds->second) {
    if (leaks::check_of(kind) == nullptr)
      return Error{Code::kInvalidArgument, format("--kind {}: there is no such kind; batten leaks --list shows all", kind)};
  }
  std::erase_if(report.leaks, [&](const model::Leak& leak) { return std::ranges::find(kinds->second, leak.kind) == kinds->second.end(); });
  return {};
}

// "github-token  critical  GitHub personal access token".
Result<int> list_kinds() {
  std::string out;
  for (const model::CheckInfo* kind : leaks::all_kinds())
    out += format("{:<40}  {:<8}  {}\n", kind->id, model::severity_name(kind->severity), kind->title);
  TRY(write_output("", out));
  return kExitFine;
}

// For people: how much was looked at, and what was not.
void tell_extent(const model::LeakReport& report, const Arguments& arguments, const Context& context) {
  if (arguments.flag("quiet")) return;
  std::string text = format("searched {} {}", report.files, report.files == 1 ? "file" : "files");
  if (report.bytes > 0) text += format(", {}", base::human_size(report.bytes));
  if (report.ignored > 0) text += format("; {} that .gitignore names were left out (--no-ignore)", report.ignored);
  context.progress.message(text);
}

Result<int> finish(const model::LeakReport& report, const Arguments& arguments, const Context& context) {
  std::optional<model::Severity> fail_on = TRY(fail_on_severity(arguments, model::Severity::kLow));
  tell_extent(report, arguments, context);
  if (arguments.value("format", "text") != "json") return finish_assessment(leaks::to_assessment(report), fail_on, arguments, context);
  TRY(write_output(arguments.value("output"), report::leaks_json(report, arguments.flag("all"))));
  bool violated = fail_on && std::ranges::any_of(report.leaks, [&](const model::Leak& leak) {
                    return leak.suppressed_by.empty() && leak.severity >= *fail_on;
                  });
  if (violated) return kExitPolicy;
  bool unread = std::ranges::any_of(report.notes, [](const base::Note& note) { return note.kind == base::Note::Kind::kSkipped; });
  return arguments.flag("strict") && unread ? kExitIncomplete : kExitFine;
}

Result<int> run(const Arguments& arguments, Context& context) {
  if (arguments.flag("list")) return list_kinds();
  if (arguments.flag("rotate") && !arguments.flag("live"))
    return Error{Code::kInvalidArgument, "--rotate goes with --live, which says whose values may be changed"};
  if (arguments.positional.size() > 1) return Error{Code::kInvalidArgument, "leaks wants one TARGET"};
  std::string target = arguments.positional.empty() ? "." : arguments.positional[0];
  TRY(least_confidence(arguments));

  // Patterns and key are there before there are workers and threads.
  leaks::FingerprintKey key = TRY(leaks::fingerprint_key());
  const bool is_local = target == "-" || base::is_directory(target.starts_with("dir:") ? target.substr(4) : target);
  if (!is_local) leaks::Patterns::all().prepare();
  std::unique_ptr<scan::Session> session = TRY(scan::Session::start(base::cache_directory(), context.progress));

  scan::LeakOptions options;
  options.fingerprint_key = key.bytes;
  options.directory.honour_ignores = !arguments.flag("no-ignore");
  if (auto excluded = arguments.options.find("exclude"); excluded != arguments.options.end()) options.directory.excluded = excluded->second;
  options.history = arguments.flag("history");
  options.scan.source.allow_plain_http = arguments.flag("insecure");
  options.scan.source.progress = &context.progress;
  options.scan.date = base::now_seconds();
  if (target == "-") options.standard_input = TRY_IN("standard input", base::read_all(STDIN_FILENO, kMaxInput));
  model::LeakReport report = TRY(scan::find_leaks(target, options, *session));
  if (!key.kept)
    report.notes.push_back({base::Note::Kind::kDegraded, "fingerprints", "the key can't be kept: they differ from run to run",
                            "set HOME, or BATTEN_FINGERPRINT_KEY"});

  // What is in force is known, and who uses it.
  secrets::Sessions sessions(secrets::this_process());
  std::vector<LiveSecret> live;
  if (auto given = arguments.options.find("live"); given != arguments.options.end()) {
    (void)base::protect_process_memory();
    live = TRY(live_secrets(given->second, sessions, key.bytes, report.notes));
    find_users(live, key.bytes, report.notes);
    mark_live(live, report);
  }

  TRY(keep_asked(arguments, report));
  if (arguments.flag("baseline")) {
    std::string path = arguments.value("baseline");
    TRY_IN(path, leaks::apply_baseline(TRY(base::read_file(path, kMaxBaseline)), key.bytes, report));
  }
  if (arguments.flag("write-baseline")) {
    TRY(write_output(arguments.value("write-baseline"), leaks::make_baseline(key.bytes, report)));
    return kExitFine;
  }
  int status = TRY(finish(report, arguments, context));
  if (arguments.flag("rotate")) status = std::max(status, TRY(rotate_leaked(live, report, sessions, arguments)));
  return status;
}

constexpr CommandExample kExamples[] = {
    {"batten leaks", "this directory"},
    {"batten leaks --history .", "and everything that was ever committed"},
    {"batten leaks registry.example.com/app:1.2", "every layer of an image, also files that a later layer removed"},
    {"batten leaks container:web", "a running container: its files, environment and command lines"},
    {"batten leaks --confidence confirmed --fail-on high .", "for a job that must not cry wolf"},
    {"batten leaks --live vault:secret/ .", "is any of it a password that is in force?"},
    {"batten leaks -", "standard input: kubectl get secret app -o yaml | batten leaks -"},
};

}  // namespace

extern constinit const Command leaks;
constinit const Command leaks{
    .name = "leaks",
    .summary = "find secrets that should not be there: in files, layers, Git history, environment",
    .positional = "[TARGET]",
    .description =
        "TARGET is a directory (default: this one), a file, an image or container as scan takes them, or - for standard input. No value is "
        "ever shown: only how it begins and a keyed fingerprint, equal for equal secrets. A comment 'batten:ignore KIND reason' accepts "
        "one.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
