// SPDX-License-Identifier: Apache-2.0
#include "lint/lint.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <thread>

#include "base/file.h"
#include "base/format.h"
#include "base/path.h"
#include "base/text.h"
#include "base/time.h"
#include "lint/project.h"

namespace batten::lint {
namespace {

constexpr std::uint64_t kMaxFile = 4u << 20;
constexpr std::uint64_t kMaxPolicy = 1u << 20;

// A target with the policy that holds for it.
struct Scope {
  std::shared_ptr<const Policy> policy;
  JudgeOptions judge;
};

struct Candidate {
  std::string path;
  const Scope* scope = nullptr;
  bool named = false;           // by the user: it has to be something
  std::size_t over = SIZE_MAX;  // the candidate that is laid over it
  bool is_over = false;
};

class Lint {
 public:
  Lint(const Options& options, base::Progress& progress) : options_(options), progress_(progress) {}

  Result<void> collect() {
    for (const std::string& target : options_.targets) {
      if (target == "-") {
        const Scope* here = TRY(scope_of("."));
        candidates_.push_back({"-", here, true});
        continue;
      }
      const Scope* scope = TRY(scope_of(target));
      if (!base::is_directory(target)) {
        if (!base::is_regular_file(target)) return Error{Code::kNotFound, format("there is no {}", target)};
        candidates_.push_back({target, scope, true});
        continue;
      }
      std::size_t before = candidates_.size();
      for (std::string& path : TRY(find_files(target, {.excluded = scope->policy->excluded}, progress_, notes_)))
        candidates_.push_back({std::move(path), scope, false});
      pair_compose(before);
      ranges_.push_back({target, before, candidates_.size()});
    }
    return {};
  }

  // What stands beside a Compose file to be laid over it. Nothing: there is none, or it can't be read, of which there is a note.
  std::optional<manifest::ComposeFile> over(std::size_t index) const {
    if (candidates_[index].over == SIZE_MAX) return std::nullopt;
    const std::string& path = candidates_[candidates_[index].over].path;
    auto text = base::read_file(path, kMaxFile);
    if (!text) return std::nullopt;
    return manifest::ComposeFile{std::string(base::base_name(path)), std::move(*text)};
  }

  // Calls take(index of the candidate, kind, text) for each that is a manifest; on several threads, each index once.
  void each(const std::function<void(std::size_t, FileKind, std::string)>& take) {
    std::atomic<std::size_t> next{0}, done{0};
    auto work = [&] {
      constexpr std::size_t kPiece = 16;
      while (true) {
        std::size_t begin = next.fetch_add(kPiece);
        if (begin >= candidates_.size()) return;
        for (std::size_t i = begin; i < std::min(begin + kPiece, candidates_.size()); ++i) read(i, take);
        std::size_t so_far = done.fetch_add(kPiece) + kPiece;
        if (so_far % 1024 == 0) progress_.update("files", so_far, candidates_.size());
      }
    };
    unsigned count = options_.threads != 0 ? options_.threads : std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    if (candidates_.size() > 32) {
      for (unsigned i = 1; i < count; ++i) threads.emplace_back(work);
    }
    work();
    threads.clear();
    progress_.finish("files");
  }

  const Candidate& candidate(std::size_t index) const { return candidates_[index]; }
  std::size_t size() const { return candidates_.size(); }
  base::Notes& notes() { return notes_; }
  // For each candidate that could not be read or is nothing: a note. Set by one thread each.
  std::vector<base::Notes>& unread() { return unread_; }

  void tell_empty(const std::vector<JudgedFile>& files) {
    for (const Range& range : ranges_) {
      bool any = std::ranges::any_of(std::span(files).subspan(range.begin, range.end - range.begin),
                                     [](const JudgedFile& file) { return file.kind != FileKind::kNone; });
      if (!any)
        notes_.push_back(
            {base::Note::Kind::kSkipped, range.target, "no Dockerfile, Compose file, Kubernetes manifest or Quadlet unit was found", ""});
    }
  }

  void tell_expired() {
    for (const auto& [path, scope] : scopes_) {
      for (const IgnoreEntry& entry : scope->policy->ignores) {
        std::string where = format("{}:{}", scope->policy->name, entry.line);
        if (entry.until && options_.date >= *entry.until + 86400)
          notes_.push_back({base::Note::Kind::kDegraded, where,
                            format("the rule for {} has expired on {} and hides nothing", entry.check, base::format_date(*entry.until)),
                            "decide again"});
        if (entry.reason.empty())
          notes_.push_back({base::Note::Kind::kInfo, where, format("the rule for {} has no reason", entry.check), "add reason:"});
      }
    }
  }

  std::optional<model::Severity> fail_on() const {
    for (const auto& [path, scope] : scopes_) {
      if (scope->policy->fail_on) return scope->policy->fail_on;
    }
    return std::nullopt;
  }

 private:
  struct Range {
    std::string target;
    std::size_t begin, end;
  };

  // Only what a directory holds: who names files wants these, as with docker compose -f.
  void pair_compose(std::size_t begin) {
    std::map<std::string, std::vector<std::string>> by_directory;
    for (std::size_t i = begin; i < candidates_.size(); ++i) {
      if (base::base_name(candidates_[i].path).contains("compose"))
        by_directory[directory_of(candidates_[i].path)].push_back(candidates_[i].path);
    }
    for (const auto& [directory, paths] : by_directory) {
      ComposePair pair = compose_pair(paths);
      if (pair.base == nullptr) continue;
      auto index_of = [&](const std::string& path) {
        auto at = std::find_if(candidates_.begin() + static_cast<std::ptrdiff_t>(begin), candidates_.end(),
                               [&](const Candidate& one) { return one.path == path; });
        return static_cast<std::size_t>(at - candidates_.begin());
      };
      std::size_t over = index_of(*pair.over);
      candidates_[index_of(*pair.base)].over = over;
      candidates_[over].is_over = true;
    }
  }

  Result<const Scope*> scope_of(const std::string& target) {
    std::string path = options_.policy ? options_.policy->name : find_policy(target);
    std::unique_ptr<Scope>& scope = scopes_[path];
    if (scope) return scope.get();
    auto made = std::make_unique<Scope>();
    Policy policy;
    if (options_.policy) {
      policy = *options_.policy;
    } else if (!path.empty()) {
      policy = TRY(parse_policy(path, TRY(base::read_file(path, kMaxPolicy))));
    }
    if (options_.strict) policy.settings.strict = true;
    made->policy = std::make_shared<const Policy>(std::move(policy));
    made->judge = {.policy = made->policy.get(),
                   .pod_security = options_.pod_security,
                   .date = options_.date,
                   .policy_directory = path.empty() ? std::string() : directory_of(path)};
    scope = std::move(made);
    return scope.get();
  }

  void read(std::size_t index, const std::function<void(std::size_t, FileKind, std::string)>& take) {
    const Candidate& candidate = candidates_[index];
    Result<std::string> text =
        candidate.path == "-" ? Result<std::string>(options_.standard_input) : base::read_file(candidate.path, kMaxFile);
    if (!text) {
      // A YAML file that is too large may be anything: only what was asked for, or is one by its name, has to be told.
      if (candidate.named || kind_of(candidate.path, "") == FileKind::kDockerfile || candidate.path.contains("compose"))
        unread_[index].push_back({base::Note::Kind::kSkipped, candidate.path, text.error().message, ""});
      return;
    }
    FileKind kind = kind_of(candidate.path, *text);
    if (kind == FileKind::kNone && candidate.named) kind = guess(*text);
    if (kind != FileKind::kNone) take(index, kind, std::move(*text));
  }

  // A file that somebody names, or pipes in, is one of ours.
  static FileKind guess(const std::string& text) {
    if (kind_of("x.yaml", text) != FileKind::kNone) return kind_of("x.yaml", text);
    return text.contains("[Container]") ? FileKind::kQuadlet : FileKind::kDockerfile;
  }

  const Options& options_;
  base::Progress& progress_;
  std::map<std::string, std::unique_ptr<Scope>> scopes_;
  std::vector<Candidate> candidates_;
  std::vector<Range> ranges_;
  base::Notes notes_;

 public:
  std::vector<base::Notes> unread_;
};

}  // namespace

model::CheckResult to_result(const JudgedFile& file, const Judged& judged) {
  model::CheckResult out;
  out.check = judged.info;
  out.severity = judged.severity;
  out.subject = judged.subject;
  out.file = file.path;
  out.place = judged.hit.place;
  out.message = judged.hit.message;
  out.evidence = judged.hit.evidence;
  out.fix = judged.hit.fix;
  out.fixable = judged.fixable();
  out.suppressed_by = judged.suppressed_by;
  return out;
}

Result<Linted> lint(const Options& options, base::Progress& progress) {
  Lint run(options, progress);
  TRY(run.collect());
  run.unread_.resize(run.size());
  std::vector<JudgedFile> files(run.size());
  std::vector<std::string> texts(run.size());
  run.each([&](std::size_t index, FileKind kind, std::string text) {
    const Candidate& candidate = run.candidate(index);
    files[index].path = candidate.path;
    if (!candidate.is_over) {
      std::optional<manifest::ComposeFile> over = run.over(index);
      JudgeOptions how = candidate.scope->judge;
      if (over) how.over = &*over;
      files[index] = check_file(candidate.path, kind, text, how);
    }
    texts[index] = std::move(text);
  });
  if (run.size() > 0) check_project(files, *run.candidate(0).scope->policy);
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::size_t over = run.candidate(i).over;
    if (over == SIZE_MAX || texts[over].empty()) continue;
    if (files[i].merged) {
      share_with_over(files[i], texts[i], {std::string(base::base_name(files[over].path)), texts[over]}, files[over]);
    } else {
      files[over] = check_file(files[over].path, FileKind::kCompose, texts[over], run.candidate(over).scope->judge);
    }
  }
  for (std::size_t i = 0; i < files.size(); ++i) hide_results(files[i], texts[i], run.candidate(i).scope->judge);
  run.tell_empty(files);
  run.tell_expired();

  Linted out;
  out.fail_on = run.fail_on();
  model::Assessment& all = out.assessment;
  all.target = base::join(options.targets, " ");
  all.notes = std::move(run.notes());
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::ranges::move(run.unread_[i], std::back_inserter(all.notes));
    if (files[i].kind == FileKind::kNone) continue;
    for (const base::Note& note : files[i].notes) all.notes.push_back(note);
    if (files[i].was_read()) all.files.push_back(files[i].path);
    all.checks_run += files[i].checks_run;
    for (const Judged& judged : files[i].found) all.results.push_back(to_result(files[i], judged));
    out.files.push_back(std::move(files[i]));
  }
  return out;
}

Result<std::vector<FixedPath>> fix(const Options& options, const FixOptions& how, base::Progress& progress) {
  // One thread: fixes may ask engine and registry.
  Options alone = options;
  alone.threads = 1;
  Lint run(alone, progress);
  TRY(run.collect());
  run.unread_.resize(run.size());
  std::vector<FixedPath> all(run.size());
  run.each([&](std::size_t index, FileKind kind, std::string text) {
    const Candidate& candidate = run.candidate(index);
    if (candidate.is_over) return;
    std::optional<manifest::ComposeFile> over = run.over(index);
    JudgeOptions judge = candidate.scope->judge;
    if (over) judge.over = &*over;
    all[index].fixed = fix_file(candidate.path, kind, text, judge, how);
    all[index].path = candidate.path;
    all[index].before = std::move(text);
  });
  std::erase_if(all, [](const FixedPath& one) { return one.fixed.steps.empty(); });
  return all;
}

}  // namespace batten::lint
