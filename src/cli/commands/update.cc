// SPDX-License-Identifier: Apache-2.0
//
// batten update [TARGET...]: which update removes the vulnerabilities of what runs, and what is against it. Words that are a verb of the
// table are one: a container of that name is "container/NAME".
#include <algorithm>

#include "cli/command.h"
#include "cli/update_apply.h"
#include "cli/update_notices.h"
#include "cli/update_plan.h"
#include "cli/update_watch.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOwn[] = {
    {"--format,-f", "NAME", "table or json (default: table)"},
    {"--output,-o", "FILE", "write there instead of to standard output"},
    {"--all,-a", "", "every candidate and every vulnerability"},
    {"--check", "",
     "exit with 1 when there is an update or a rebuild that removes what the policy cares about, with 4 when that is not known"},
};
constexpr auto kOptions = joined_options(kOwn, kPlanOptions, kApplyOptions, kNoticeOptions, kUpdateWatchOptions, kDecisionOptions,
                                         kSourceOptions, kAdvisoryOptions);

struct Verb {
  std::string_view name;
  Result<int> (*run)(const Arguments& arguments, Context& context);
};

constexpr Verb kVerbs[] = {
    {"approve", run_update_approve}, {"apply", run_update_apply}, {"resume", run_update_resume},
    {"history", run_update_history}, {"watch", run_update_watch},
};

Result<int> run(const Arguments& arguments, Context& context) {
  const Verb* verb = arguments.positional.empty() ? std::end(kVerbs) : std::ranges::find(kVerbs, arguments.positional[0], &Verb::name);
  return verb == std::end(kVerbs) ? run_update_plan(arguments, context) : verb->run(arguments, context);
}

constexpr CommandExample kExamples[] = {
    {"batten update", "a plan for all that runs; nothing is changed"},
    {"batten update shop --format json", "for one Compose project, for programs"},
    {"batten update web --set tags=minor", "what if minor versions were allowed?"},
    {"batten update --check --set cares-about=critical", "for a CI job: fails when an update removes a critical vulnerability"},
    {"batten update --kubernetes shop", "for the workloads of a namespace of the cluster that kubectl asks"},
    {"batten update approve 3fa2b1c0d9e8", "what waits for approval in that plan may be done"},
    {"batten update apply shop", "make the plan and carry it out: health gate, and back when it is not healthy"},
    {"batten update apply --build shop/web", "the same, and what was built here is built anew, looked at, and put in its place"},
    {"batten update watch --apply --every 03:30 --notify slack=https://hooks.example/x", "every night, and when there are new advisories"},
    {"batten update resume", "finish or take back what was interrupted"},
    {"batten update history web", "who updated it, when, why, and what came of it"},
};

}  // namespace

extern constinit const Command update;
constinit const Command update{
    .name = "update",
    .summary = "the smallest updates that remove vulnerabilities from what runs",
    .positional = "[apply|watch|history] [TARGET...] | approve PLAN | resume",
    .description =
        "TARGET is a container, a Compose project or service, a namespace or workload, or an image; none: everything that runs. Candidates "
        "come from "
        "the image's registry and are scanned; the smallest step that removes what the policy cares about is proposed, if it is no worse "
        "than what runs. Settings are in the section update: of .batten.yaml and on labels batten.update.* (docs/UPDATE.md).",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
