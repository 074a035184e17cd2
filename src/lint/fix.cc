// SPDX-License-Identifier: Apache-2.0
#include "lint/fix.h"

#include <algorithm>
#include <set>

#include "base/format.h"
#include "base/text.h"
#include "lint/inline_ignore.h"

namespace batten::lint {
namespace {

using Kind = model::ContainerChange::Kind;

constexpr std::size_t kMaxSteps = 300;

// Changes after which a program that works may not work any more in a way that --prove can't see: who reaches it, what it may ask of the
// host.
bool needs_thought(Kind kind) {
  switch (kind) {
    case Kind::kRemovePrivileged:
    case Kind::kRemoveHostNetwork:
    case Kind::kRemoveHostPid:
    case Kind::kRemoveHostIpc:
    case Kind::kRemoveHostUts:
    case Kind::kRemoveHostUserNamespace:
    case Kind::kRemoveCapability:
    case Kind::kBindPortToLoopback:
    case Kind::kMemoryLimit:
    case Kind::kCpuLimit:
    case Kind::kRestartOnFailure:
    case Kind::kMountReadOnly: return true;
    default: return false;
  }
}

Result<std::string> applied(std::string text, std::vector<model::Edit> edits) {
  std::ranges::sort(edits, {}, &model::Edit::offset);
  std::size_t last = 0;
  for (const model::Edit& edit : edits) {
    if (edit.offset < last || std::size_t{edit.offset} + edit.length > text.size()) return Error{Code::kInternal, "edits that overlap"};
    last = std::size_t{edit.offset} + edit.length;
  }
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) text.replace(edit->offset, edit->length, edit->text);
  return text;
}

// What tells one result from another when lines have moved.
std::string key_of(const Judged& judged) { return format("{}\n{}\n{}", judged.info->id, judged.subject, judged.hit.message); }

class Fixer {
 public:
  Fixer(const std::string& path, FileKind kind, const JudgeOptions& options, const FixOptions& how)
      : path_(path), kind_(kind), options_(options), how_(how) {}

  FixedFile run(std::string text) {
    FixedFile out;
    JudgedFile now = judge_file(path_, kind_, text, options_);
    while (out.steps.size() < kMaxSteps) {
      const Judged* next = choose(now);
      if (next == nullptr) break;
      tried_.insert(key_of(*next));
      FixStep step{
          .check = next->info, .line = next->hit.place.line, .subject = next->subject, .message = next->hit.message, .problem = {}};
      FixedFile made;
      Result<std::string> changed = change(now, *next, text, made);
      if (!changed) {
        step.problem = changed.error().message;
      } else if (changed->empty()) {
        continue;  // none is known for this case
      } else {
        JudgedFile then = judge_file(path_, kind_, *changed, options_);
        step.problem = compare(now, then, *next);
        if (step.problem.empty()) {
          text = std::move(*changed);
          now = std::move(then);
          std::ranges::move(made.companions, std::back_inserter(out.companions));
          std::ranges::move(made.moves, std::back_inserter(out.moves));
        }
      }
      out.steps.push_back(std::move(step));
    }
    out.text = std::move(text);
    out.after = std::move(now);
    return out;
  }

 private:
  const Judged* choose(const JudgedFile& file) const {
    for (const Judged& judged : file.found) {
      if (!judged.fixable() || !judged.suppressed_by.empty() || tried_.contains(key_of(judged))) continue;
      if (!how_.checks.empty() &&
          std::ranges::none_of(how_.checks, [&](const std::string& name) { return names_check(name, *judged.info); }))
        continue;
      if (std::ranges::any_of(how_.skipped, [&](const FixSkip& skip) { return is_skipped(skip, judged); })) continue;
      return &judged;
    }
    return nullptr;
  }

  bool is_skipped(const FixSkip& skip, const Judged& judged) const {
    return skip.check == judged.info->id && (skip.subject.empty() || skip.subject == judged.subject) &&
           (skip.path.empty() || skip.path == path_);
  }

  // The changed text; empty when no fix is known.
  Result<std::string> change(const JudgedFile& file, const Judged& judged, const std::string& text, FixedFile& made) {
    if (judged.dockerfile_check != nullptr) {
      std::vector<model::Edit> edits = TRY(judged.dockerfile_check->fix(*file.dockerfile, judged.hit, how_.around));
      if (edits.empty()) return std::string();
      return applied(text, std::move(edits));
    }
    if (judged.pod_check != nullptr) return change_pod(file, judged, text);
    const model::Container& container = container_of(file, judged.container);
    std::string out = text;
    // Each change is made in the text that the one before has left.
    JudgedFile changed;
    const JudgedFile* now = &file;
    for (model::ContainerChange& change : judged.container_check->fix(container, judged.hit)) {
      if (now != &file || out != text) {
        changed = check_file(path_, kind_, out, options_);
        now = &changed;
        if (!changed.was_read()) return Error{Code::kInternal, "the changed file could not be read any more"};
      }
      if (needs_thought(change.kind) && !how_.all)
        return Error{Code::kUnsupported, "may take away what the program needs (--fix-all does it)"};
      if (change.kind == Kind::kImageDigest && change.value.empty()) {
        if (!how_.around.digest_of) return Error{Code::kUnavailable, "neither an engine nor a registry can be asked for the digest"};
        change.value = TRY(how_.around.digest_of(container.image.value));
      }
      if (change.kind == Kind::kSecretFromFile) change.values = reference_for(change.value);
      std::vector<model::Edit> edits = TRY(edits_of(*now, judged.container, out, change));
      if (edits.empty()) return std::string();
      if (change.kind == Kind::kSecretFromFile && now->compose) {
        auto secret = TRY(manifest::compose_secret_file(out, now->compose->services[judged.container], change));
        if (secret.reference.empty()) {
          made.companions.push_back({std::move(secret.path), std::move(secret.value)});
        } else {
          made.moves.push_back({std::move(secret.name), std::move(secret.reference)});
        }
      }
      out = TRY(applied(std::move(out), std::move(edits)));
    }
    return out;
  }

  // In the container that the hit names, or in all of the pod that it names; each change is made in the text that the one before has left.
  Result<std::string> change_pod(const JudgedFile& file, const Judged& judged, const std::string& text) {
    const std::string& subject = judged.subject;
    std::string out = text;
    for (const model::ContainerChange& change : judged.pod_check->fix(file.kubernetes->pods[judged.container], judged.hit)) {
      if (needs_thought(change.kind) && !how_.all)
        return Error{Code::kUnsupported, "may take away what the program needs (--fix-all does it)"};
      for (std::size_t i = 0; i < file.kubernetes->containers.size(); ++i) {
        const std::string& name = file.kubernetes->containers[i].name;
        if (name != subject && !name.starts_with(subject + "/")) continue;
        manifest::Kubernetes now = TRY(manifest::parse_kubernetes(out));
        if (i >= now.containers.size()) return std::string();
        std::vector<model::Edit> edits = TRY(manifest::kubernetes_edits(out, now.containers[i], change));
        if (!edits.empty()) out = TRY(applied(std::move(out), std::move(edits)));
      }
    }
    return out == text ? std::string() : out;
  }

  // The policy's secret of that name, as DB_PASSWORD, db_password or db-password, and where it is; empty: it knows none.
  std::vector<std::string> reference_for(std::string_view variable) const {
    auto plain = [](std::string_view name) {
      std::string out = base::lower(name);
      std::ranges::replace(out, '-', '_');
      return out;
    };
    for (const auto& [name, reference] : options_.policy->secrets) {
      if (plain(name) == plain(variable)) return {name, reference};
    }
    return {};
  }

  static const model::Container& container_of(const JudgedFile& file, std::size_t index) {
    if (file.compose) return file.compose->services[index].container;
    if (file.kubernetes) return file.kubernetes->containers[index];
    if (file.runs) return (*file.runs)[index];
    return *file.unit;
  }

  static Result<std::vector<model::Edit>> edits_of(const JudgedFile& file, std::size_t index, const std::string& text,
                                                   const model::ContainerChange& change) {
    if (file.compose) return manifest::compose_edits(text, file.compose->services[index], change);
    if (file.kubernetes) return manifest::kubernetes_edits(text, file.kubernetes->containers[index], change);
    return std::vector<model::Edit>();
  }

  // Why the change is no good; empty when it is.
  static std::string compare(const JudgedFile& before, const JudgedFile& after, const Judged& fixed) {
    if (!after.was_read()) return "the changed file could not be read any more";
    auto count = [&](const JudgedFile& file) {
      return std::ranges::count_if(file.found, [&](const Judged& one) { return key_of(one) == key_of(fixed); });
    };
    if (count(after) >= count(before)) return "the change did not help";
    std::multiset<std::string> known;
    for (const Judged& one : before.found) known.insert(key_of(one));
    for (const Judged& one : after.found) {
      auto at = known.find(key_of(one));
      if (at != known.end()) {
        known.erase(at);
      } else if (one.info != fixed.info && one.severity >= fixed.severity && one.suppressed_by.empty()) {
        return format("the change brings another problem: {}", one.hit.message);
      }
    }
    return {};
  }

  const std::string& path_;
  FileKind kind_;
  const JudgeOptions& options_;
  const FixOptions& how_;
  std::set<std::string> tried_;
};

}  // namespace

std::size_t FixedFile::done() const {
  return static_cast<std::size_t>(std::ranges::count_if(steps, [](const FixStep& step) { return step.problem.empty(); }));
}

FixedFile fix_file(const std::string& path, FileKind kind, std::string text, const JudgeOptions& options, const FixOptions& how) {
  return Fixer(path, kind, options, how).run(std::move(text));
}

}  // namespace batten::lint
