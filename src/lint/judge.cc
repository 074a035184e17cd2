// SPDX-License-Identifier: Apache-2.0
#include "lint/judge.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/file.h"
#include "base/format.h"
#include "base/glob.h"
#include "base/path.h"
#include "base/text.h"
#include "base/time.h"
#include "checks/pod_check.h"
#include "checks/pod_security.h"
#include "lint/inline_ignore.h"
#include "lint/manifest_leaks.h"
#include "manifest/compose_variables.h"
#include "manifest/quadlet.h"
#include "manifest/run_line.h"

namespace batten::lint {
namespace {

constexpr std::size_t kMaxFound = 10'000;
constexpr std::uint64_t kMaxOtherFile = 4u << 20;
constexpr std::string_view kStandards = "PSS ";

// What the .env beside a Compose file sets.
std::map<std::string, std::string> environment_file(const std::string& path) {
  std::map<std::string, std::string> out;
  auto text = base::is_regular_file(path) ? base::read_file(path, kMaxOtherFile) : Result<std::string>(std::string());
  auto file = text ? manifest::parse_dotenv(*text, {}) : Result<manifest::VariablesFile>(text.error());
  if (!file) return out;
  for (manifest::FileVariable& variable : file->variables) {
    if (variable.value) out[variable.name] = std::move(*variable.value);
  }
  return out;
}

class Judge {
 public:
  Judge(JudgedFile& out, const std::string& text, const JudgeOptions& options)
      : out_(out), text_(text), options_(options), policy_(*options.policy) {}

  void run() {
    if (text_.contains('\0')) {
      unread("it has NUL bytes: no text", "");
      return;
    }
    switch (out_.kind) {
      case FileKind::kDockerfile: dockerfile(); break;
      case FileKind::kCompose: compose(); break;
      case FileKind::kKubernetes: kubernetes(); break;
      case FileKind::kQuadlet: quadlet(); break;
      case FileKind::kScript: script(); break;
      case FileKind::kNone: return;
    }
    put_in_order(out_);
  }

 private:
  void unread(std::string message, std::string hint) {
    out_.notes.push_back({base::Note::Kind::kSkipped, out_.path, std::move(message), std::move(hint)});
  }
  void failed(const Error& error) {
    unread(format("this {} could not be read: {}", kind_name(out_.kind), error.message),
           error.code == Code::kUnsupported ? "helm template CHART | batten lint -" : "");
  }
  void take_notes(const base::Notes& notes) {
    for (base::Note note : notes) {
      note.where = note.where.empty() ? out_.path : out_.path + ": " + note.where;
      out_.notes.push_back(std::move(note));
    }
  }

  std::optional<model::Severity> severity_of(const model::CheckInfo& info) const { return lint::severity_of(info, policy_); }

  Judged* add(const model::CheckInfo& info, model::Severity severity, checks::Hit hit, std::string_view subject) {
    if (hit.outcome != model::Outcome::kFail || out_.found.size() >= kMaxFound) return nullptr;
    Judged judged{.info = &info, .hit = std::move(hit), .severity = severity, .subject = {}, .suppressed_by = {}};
    judged.subject = judged.hit.subject.empty() ? std::string(subject) : judged.hit.subject;
    out_.found.push_back(std::move(judged));
    return &out_.found.back();
  }

  void dockerfile() {
    auto parsed = manifest::parse_dockerfile(text_);
    if (!parsed) return failed(parsed.error());
    out_.dockerfile = std::move(*parsed);
    take_notes(out_.dockerfile->notes);
    for (const manifest::Stage& stage : out_.dockerfile->stages) {
      for (const manifest::Instruction& instruction : stage.instructions) {
        if (instruction.script.problem.empty()) continue;
        out_.notes.push_back({base::Note::Kind::kSkipped, format("{}: line {}", out_.path, instruction.line),
                              format("{}: its shell text was not read to its end: {}", instruction.keyword, instruction.script.problem),
                              ""});
      }
    }
    for (const checks::DockerfileCheck* check : checks::all_dockerfile_checks()) {
      std::optional<model::Severity> severity = severity_of(check->info);
      if (!severity) continue;
      checks::Hits hits;
      check->check(*out_.dockerfile, policy_.settings, hits);
      ++out_.checks_run;
      for (checks::Hit& hit : hits) {
        if (Judged* judged = add(check->info, *severity, std::move(hit), "")) judged->dockerfile_check = check;
      }
    }
  }

  void container(const model::Container& one, std::size_t index, std::string_view subject) {
    for (const checks::ContainerCheck* check : checks::all_container_checks()) {
      std::optional<model::Severity> severity = severity_of(check->info);
      if (!severity || (check->forms & checks::form_bit(one.form)) == 0) continue;
      checks::Hits hits;
      check->check(one, policy_.settings, hits);
      ++out_.checks_run;
      for (checks::Hit& hit : hits) {
        if (Judged* judged = add(check->info, *severity, std::move(hit), subject)) {
          judged->container_check = check;
          judged->container = index;
        }
      }
    }
  }

  void compose() {
    std::string directory = directory_of(out_.path);
    manifest::ComposeWorld world;
    // A project names files of its own: not those of this machine, and nothing that a read would hang on.
    world.read = [&](const std::string& path) -> Result<std::string> {
      std::string whole = directory + "/" + path;
      if (path.starts_with('/')) return Error{Code::kDenied, format("{}: a file outside of the project is not read", path)};
      if (!base::is_regular_file(whole)) return Error{Code::kNotFound, format("there is no file {}", path)};
      return base::read_file(whole, kMaxOtherFile);
    };
    world.environment = environment_file(directory + "/.env");
    world.directory = absolute_path(directory);
    auto parsed = manifest::parse_compose(text_, world);
    if (!parsed) return failed(parsed.error());
    out_.compose = std::move(*parsed);
    take_notes(out_.compose->notes);
    for (std::size_t i = 0; i < out_.compose->services.size(); ++i) {
      const manifest::ComposeService& service = out_.compose->services[i];
      container(service.container, i, "service " + service.container.name);
    }
  }

  void quadlet() {
    base::Notes notes;
    auto parsed = manifest::parse_quadlet(base::base_name(out_.path), text_, notes);
    if (!parsed) return failed(parsed.error());
    out_.unit = std::move(*parsed);
    take_notes(notes);
    container(*out_.unit, 0, "");
  }

  void script() {
    base::Notes notes;
    out_.runs = manifest::find_run_lines(text_, notes);
    take_notes(notes);
    for (std::size_t i = 0; i < out_.runs->size(); ++i) container((*out_.runs)[i], i, "container " + (*out_.runs)[i].name);
  }

  void kubernetes() {
    auto parsed = manifest::parse_kubernetes(text_);
    if (!parsed) return failed(parsed.error());
    out_.kubernetes = std::move(*parsed);
    take_notes(out_.kubernetes->notes);
    std::optional<PodSecurity> asked = options_.pod_security ? options_.pod_security : policy_.pod_security;
    // Who asks for a verdict by name gets that of the standards, and nothing else decides.
    if (!options_.pod_security) {
      for (std::size_t i = 0; i < out_.kubernetes->containers.size(); ++i)
        container(out_.kubernetes->containers[i], i, out_.kubernetes->containers[i].name);
    }
    Told told;
    if (!asked) told = told_by_containers();
    if (!options_.pod_security && asked) {
      std::erase_if(out_.found, [](const Judged& judged) {
        return std::ranges::any_of(judged.info->references, [](std::string_view reference) { return reference.starts_with(kStandards); });
      });
    }
    for (std::size_t i = 0; i < out_.kubernetes->pods.size(); ++i) pod_checks(i, asked, told);
  }

  // What checks of containers said, as "control at subject": the standards' control need not say it again.
  using Told = std::set<std::pair<std::string, std::string>>;
  static std::string_view control_of(std::string_view reference) { return reference.substr(reference.rfind(' ') + 1); }
  Told told_by_containers() const {
    Told out;
    for (const Judged& judged : out_.found) {
      for (std::string_view reference : judged.info->references) {
        if (reference.starts_with(kStandards)) out.emplace(control_of(reference), judged.subject);
      }
    }
    return out;
  }

  // A hit of a control is told when a container of that name, or one of that pod, has it.
  static bool is_told(const model::CheckInfo& info, const std::string& subject, const Told& told) {
    return std::ranges::any_of(info.references, [&](std::string_view reference) {
      if (!reference.starts_with(kStandards)) return false;
      std::string control(control_of(reference));
      if (told.contains({control, subject})) return true;
      auto at = told.lower_bound({control, subject + "/"});
      return at != told.end() && at->first == control && at->second.starts_with(subject + "/");
    });
  }

  void pod_checks(std::size_t index, const std::optional<PodSecurity>& asked, const Told& told) {
    const manifest::Pod& pod = out_.kubernetes->pods[index];
    PodSecurity wanted = asked.value_or(PodSecurity{});
    for (const checks::PodCheck* check : checks::all_pod_checks()) {
      bool of_standard = check->level != checks::PodLevel::kAdvice;
      if (of_standard && (wanted.privileged || !checks::applies(*check, wanted.standard))) continue;
      if (!of_standard && options_.pod_security) continue;
      std::optional<model::Severity> severity = severity_of(check->info);
      if (!severity) continue;
      checks::Hits hits;
      check->check(pod, wanted.standard.minor, hits);
      ++out_.checks_run;
      for (checks::Hit& hit : hits) {
        std::string subject = hit.subject.empty() ? pod.title() : hit.subject;
        if (of_standard && !asked && is_told(check->info, subject, told)) continue;
        if (Judged* judged = add(check->info, *severity, std::move(hit), subject)) {
          judged->pod_check = check;
          judged->container = index;
        }
      }
    }
  }

  JudgedFile& out_;
  const std::string& text_;
  const JudgeOptions& options_;
  const Policy& policy_;
};

class Hider {
 public:
  Hider(JudgedFile& out, const std::string& text, const JudgeOptions& options)
      : out_(out), text_(text), options_(options), policy_(*options.policy) {}

  // Comments and rules that hide results; those that hide nothing are told.
  void run() {
    for (const InlineIgnore& ignore : inline_ignores(text_)) {
      std::size_t hidden = 0;
      std::string where = format("{}:{}", out_.path, ignore.comment_line);
      for (Judged& judged : out_.found) {
        bool here = ignore.whole_file || (ignore.line != 0 && begins_at(judged, ignore.line));
        if (!here || std::ranges::none_of(ignore.checks, [&](const std::string& name) { return names_check(name, *judged.info); }))
          continue;
        ++hidden;
        if (judged.suppressed_by.empty())
          judged.suppressed_by = ignore.reason.empty() ? format("comment in line {}", ignore.comment_line) : ignore.reason;
      }
      if (hidden == 0) {
        out_.notes.push_back({base::Note::Kind::kInfo, where, "the comment hides nothing", "it can go"});
      } else if (ignore.reason.empty()) {
        out_.notes.push_back({base::Note::Kind::kInfo, where,
                              format("{} {} hidden without a reason", hidden, hidden == 1 ? "result is" : "results are"),
                              "write why behind the check's name"});
      }
    }
    for (const IgnoreEntry& entry : policy_.ignores) {
      if (entry.until && options_.date >= *entry.until + 86400) continue;  // told once by the lint
      for (Judged& judged : out_.found) {
        if (judged.suppressed_by.empty() && matches(entry, judged))
          judged.suppressed_by = entry.reason.empty() ? format("{}:{}", policy_.name, entry.line) : entry.reason;
      }
    }
  }

 private:
  // Of an instruction over several lines any line counts as its first.
  bool begins_at(const Judged& judged, std::uint32_t line) const {
    if (judged.hit.place.line == line) return true;
    if (!out_.dockerfile) return false;
    for (const manifest::Stage& stage : out_.dockerfile->stages) {
      if (static_cast<std::uint32_t>(stage.line) == line && judged.hit.place.line == line) return true;
      for (const manifest::Instruction& instruction : stage.instructions) {
        if (static_cast<std::uint32_t>(instruction.line) != line) continue;
        std::uint32_t last =
            line + static_cast<std::uint32_t>(std::count(text_.begin() + instruction.place.offset,
                                                         text_.begin() + instruction.place.offset + instruction.place.length, '\n'));
        return judged.hit.place.line >= line && judged.hit.place.line <= last;
      }
    }
    return false;
  }

  bool matches(const IgnoreEntry& entry, const Judged& judged) const {
    if (entry.check != "*" && !names_check(entry.check, *judged.info)) return false;
    if (!entry.subject.empty() && !base::glob_match(entry.subject, judged.subject)) return false;
    if (entry.path.empty()) return true;
    std::string_view path = out_.path;
    std::string_view directory = options_.policy_directory;
    if (!directory.empty() && path.starts_with(directory) && path.substr(directory.size()).starts_with('/'))
      path.remove_prefix(directory.size() + 1);
    while (path.starts_with("./")) path.remove_prefix(2);
    return base::glob_match(entry.path, path);
  }

  JudgedFile& out_;
  const std::string& text_;
  const JudgeOptions& options_;
  const Policy& policy_;
};

}  // namespace

std::optional<model::Severity> severity_of(const model::CheckInfo& info, const Policy& policy) {
  auto at = policy.severities.find(info.id);
  if (at != policy.severities.end()) return at->second;
  if (info.strict && !policy.settings.strict) return std::nullopt;
  return info.severity;
}

void put_in_order(JudgedFile& file) {
  std::ranges::stable_sort(file.found, {},
                           [](const Judged& one) { return std::tuple(one.hit.place.line, one.hit.place.column, one.info->id); });
}

void hide_results(JudgedFile& file, const std::string& text, const JudgeOptions& options) {
  if (file.was_read()) Hider(file, text, options).run();
}

JudgedFile judge_file(const std::string& path, FileKind kind, const std::string& text, const JudgeOptions& options) {
  JudgedFile out = check_file(path, kind, text, options);
  hide_results(out, text, options);
  return out;
}

JudgedFile check_file(const std::string& path, FileKind kind, const std::string& text, const JudgeOptions& options) {
  JudgedFile out;
  out.path = path;
  out.kind = kind;
  Judge(out, text, options).run();
  if (out.was_read()) {
    find_leaks(out, text, *options.policy);
    put_in_order(out);
  }
  return out;
}

}  // namespace batten::lint
