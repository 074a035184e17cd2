// SPDX-License-Identifier: Apache-2.0
#include "cli/lint_prove.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "cli/lint_fix.h"
#include "prove/trial.h"

namespace batten::cli {
namespace {

constexpr int kMostTrials = 16;

// What most often keeps a program from running comes first.
constexpr std::string_view kSuspects[] = {
    "writable-root",    "capabilities-not-dropped", "root-user",          "runs-as-root",        "secret-in-environment", "pids-unlimited",
    "memory-unlimited", "new-privileges",           "shell-form-command", "healthcheck-missing", "no-install-recommends"};

void say(const std::string& text) { std::fputs((base::printable(text) + "\n").c_str(), stderr); }

// The fix that is given up next for something that broke: one that was made in its service or its Dockerfile. No value: none was.
std::optional<lint::FixSkip> suspect(const std::vector<lint::FixedPath>& fixed, const prove::Broken& broken) {
  std::vector<lint::FixSkip> done;
  for (const lint::FixedPath& file : fixed) {
    bool built_from = lint::absolute_path(file.path) == broken.dockerfile;
    for (const lint::FixStep& step : file.fixed.steps) {
      bool about = built_from || step.subject == broken.subject || file.path == broken.subject;
      if (step.problem.empty() && about) done.push_back({std::string(step.check->id), built_from ? "" : step.subject, file.path});
    }
  }
  for (std::string_view id : kSuspects) {
    auto at = std::ranges::find(done, id, &lint::FixSkip::check);
    if (at != done.end()) return *at;
  }
  if (done.empty()) return std::nullopt;
  return done.back();
}

std::string works_text(const prove::Trial& trial) {
  std::string out;
  for (const prove::TrialOutcome& outcome : trial.outcomes)
    out += (out.empty() ? "" : "; ") + outcome.subject +
           (outcome.works() ? outcome.runs ? " runs" : " ends with 0" : " does not work (" + outcome.problem + ")");
  return out.empty() ? "nothing to build or start" : out;
}

// Repairs, tries, takes back: until everything that worked works; then gives back one by one what was taken back for nothing.
class Proof {
 public:
  Proof(const lint::Options& options, const Arguments& arguments, Context& context, std::string directory, prove::Trial was)
      : options_(options), context_(context), directory_(std::move(directory)), was_(std::move(was)), how_(fix_options(arguments)) {}

  Result<void> run() {
    for (trials_ = 1; trials_ <= kMostTrials; ++trials_) {
      std::vector<prove::Broken> broken = TRY(attempt());
      if (broken.empty()) {
        TRY(give_back());
        tell();
        return {};
      }
      TRY(undo());
      for (const prove::Broken& one : broken) {
        std::optional<lint::FixSkip> skip = suspect(fixed_, one);
        if (!skip)
          return Error{Code::kConflict,
                       format("{} does not work any more, whatever is repaired: {}; nothing was changed", one.subject, one.what)};
        say(format("taken back: {}: {} (trying without {})", one.subject, one.what, skip->check));
        if (std::ranges::find(how_.skipped, *skip) == how_.skipped.end()) how_.skipped.push_back(std::move(*skip));
      }
    }
    return Error{Code::kLimit, format("after {} trials something still did not work: nothing was changed", kMostTrials)};
  }

 private:
  // Writes what is repaired, and says what broke by it.
  Result<std::vector<prove::Broken>> attempt() {
    fixed_ = TRY(lint::fix(options_, how_, context_.progress));
    for (const lint::FixedPath& file : fixed_) TRY(write_fixed(file));
    lint::Linted after = TRY(lint::lint(options_, context_.progress));
    Result<prove::Trial> is = prove::try_project(directory_, after.files, {}, context_.progress);
    if (!is) {
      TRY(undo());
      return is.error();
    }
    is_ = std::move(*is);
    return prove::what_broke(was_, is_);
  }

  Result<void> undo() {
    for (const lint::FixedPath& file : fixed_) TRY(take_back(file));
    return {};
  }

  // The last one that was taken back is what made it work; those before it may have been innocent.
  Result<void> give_back() {
    std::vector<lint::FixSkip> suspects = how_.skipped;
    for (std::size_t i = 0; i + 1 < suspects.size() && trials_ < kMostTrials; ++i, ++trials_) {
      lint::FixOptions before = how_;
      TRY(undo());
      std::erase(how_.skipped, suspects[i]);
      if (TRY(attempt()).empty()) continue;
      TRY(undo());
      how_ = before;
      TRY(attempt());
    }
    return {};
  }

  void tell() const {
    for (const lint::FixedPath& file : fixed_) tell_fixed(file);
    for (const lint::FixSkip& skip : how_.skipped)
      say(format("left     {}{}{}: {} does not go with what it does", skip.path, skip.subject.empty() ? "" : ": ", skip.subject,
                 skip.check));
    say("after:   " + works_text(is_));
  }

  const lint::Options& options_;
  Context& context_;
  std::string directory_;
  prove::Trial was_, is_;
  lint::FixOptions how_;
  std::vector<lint::FixedPath> fixed_;
  int trials_ = 0;
};

}  // namespace

Result<void> fix_and_prove(const lint::Options& options, const Arguments& arguments, Context& context) {
  const std::string& target = options.targets[0];
  std::string directory = base::is_directory(target) ? target : lint::directory_of(target);
  lint::Linted before = TRY(lint::lint(options, context.progress));
  prove::Trial was = TRY(prove::try_project(directory, before.files, {}, context.progress));
  for (const base::Note& note : was.notes) say(format("not tried: {}: {}", note.where, note.message));
  say("before:  " + works_text(was));
  if (std::ranges::none_of(was.outcomes, &prove::TrialOutcome::works))
    return Error{Code::kUnavailable,
                 "nothing of it can be built and started as it is, so nothing can be proved (--fix without --prove repairs all the same)"};
  return Proof(options, arguments, context, directory, std::move(was)).run();
}

}  // namespace batten::cli
