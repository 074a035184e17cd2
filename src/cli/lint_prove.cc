// SPDX-License-Identifier: Apache-2.0
#include "cli/lint_prove.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "cli/lint_fix.h"
#include "prove/trial.h"

namespace batten::cli {
namespace {

constexpr int kMostTrials = 10;

// What most often keeps a program from running comes first.
constexpr std::string_view kSuspects[] = {
    "writable-root",    "capabilities-not-dropped", "root-user",          "runs-as-root",        "secret-in-environment", "pids-unlimited",
    "memory-unlimited", "new-privileges",           "shell-form-command", "healthcheck-missing", "no-install-recommends"};

void say(const std::string& text) { std::fputs((base::printable(text) + "\n").c_str(), stderr); }

std::string directory_of(const std::string& target) {
  if (base::is_directory(target)) return target;
  std::size_t slash = target.rfind('/');
  return slash == std::string::npos ? std::string(".") : target.substr(0, std::max<std::size_t>(slash, 1));
}

// The check whose fixes are given up next; empty: none is left.
std::string suspect(const std::vector<lint::FixedPath>& fixed) {
  std::vector<std::string_view> done;
  for (const lint::FixedPath& file : fixed) {
    for (const lint::FixStep& step : file.fixed.steps) {
      if (step.problem.empty()) done.push_back(step.check->id);
    }
  }
  for (std::string_view id : kSuspects) {
    if (std::ranges::find(done, id) != done.end()) return std::string(id);
  }
  return done.empty() ? std::string() : std::string(done.back());
}

std::string works_text(const prove::Trial& trial) {
  std::string out;
  for (const prove::TrialOutcome& outcome : trial.outcomes)
    out += (out.empty() ? "" : "; ") + outcome.subject +
           (outcome.works() ? outcome.runs ? " runs" : " ends with 0" : " does not work (" + outcome.problem + ")");
  return out.empty() ? "nothing to build or start" : out;
}

}  // namespace

Result<void> fix_and_prove(const lint::Options& options, const Arguments& arguments, Context& context) {
  std::string directory = directory_of(options.targets[0]);
  lint::Linted before = TRY(lint::lint(options, context.progress));
  prove::Trial was = TRY(prove::try_project(directory, before.files, {}, context.progress));
  for (const base::Note& note : was.notes) say(format("not tried: {}: {}", note.where, note.message));
  say("before:  " + works_text(was));
  if (std::ranges::none_of(was.outcomes, &prove::TrialOutcome::works))
    return Error{Code::kUnavailable,
                 "nothing of it can be built and started as it is, so nothing can be proved (--fix without --prove repairs all the same)"};
  lint::FixOptions how = fix_options(arguments);
  for (int trial = 0; trial < kMostTrials; ++trial) {
    std::vector<lint::FixedPath> fixed = TRY(lint::fix(options, how, context.progress));
    for (const lint::FixedPath& file : fixed) TRY(write_fixed(file));
    lint::Linted after = TRY(lint::lint(options, context.progress));
    Result<prove::Trial> is = prove::try_project(directory, after.files, {}, context.progress);
    std::string broken = is ? prove::what_broke(was, *is) : is.error().message;
    if (broken.empty()) {
      for (const lint::FixedPath& file : fixed) tell_fixed(file);
      for (const std::string& id : how.skipped) say(format("left     {}: with it something did not work any more", id));
      say("after:   " + works_text(*is));
      return {};
    }
    for (const lint::FixedPath& file : fixed) TRY(take_back(file));
    std::string next = suspect(fixed);
    if (next.empty()) return Error{Code::kInternal, "nothing was changed, and yet: " + broken};
    say(format("taken back: {} (trying without {})", broken, next));
    how.skipped.push_back(std::move(next));
  }
  return Error{Code::kLimit, format("after {} trials something still did not work: nothing was changed", kMostTrials)};
}

}  // namespace batten::cli
