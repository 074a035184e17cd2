// SPDX-License-Identifier: Apache-2.0
//
// A project: its manifests, the images that its Dockerfiles build on, and those that its services run.
#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "checks/joined.h"
#include "leaks/assessment.h"
#include "leaks/directory.h"
#include "leaks/ending.h"
#include "leaks/patterns.h"
#include "lint/lint.h"
#include "model/reference.h"
#include "model/summary.h"
#include "scan/check_parts.h"
#include "version/scheme.h"

namespace batten::scan {
namespace {

constexpr std::size_t kMaxImages = 20;

// What a Dockerfile names is an image of the engine or of a registry, as for a build: never a file or directory of this machine that has
// the same name, and never one of the prefixes that a person may use.
Result<Scanned> scan_base(const std::string& base, const ScanOptions& options, Session& session) {
  TRY(model::parse_reference(base));
  Result<Scanned> local = scan("docker:" + base, options, session);
  // No such image in the engine, no engine, or none that may be asked.
  constexpr Code kNotThere[] = {Code::kNotFound, Code::kUnavailable, Code::kDenied};
  if (local || std::ranges::find(kNotThere, local.error().code) == std::end(kNotThere)) return local;
  Result<Scanned> remote = scan("registry:" + base, options, session);
  if (!remote) return Error{remote.error().code, local.error().message + "; " + remote.error().message};
  return remote;
}

// All of what a Dockerfile builds from is the base.
void call_base(const std::string& name, model::Report& report) {
  report.base_image =
      model::BaseImage{name, report.source.manifest_digest, report.layers.size(), model::BaseEvidence::kDockerfile, std::nullopt};
}

class Project {
 public:
  Project(const std::string& directory, const ScanOptions& options, Session& session)
      : directory_(directory), options_(options), session_(session) {}

  Result<Checked> run() {
    lint::Options how;
    how.targets = {directory_};
    how.date = options_.date;
    lint::Linted linted = TRY(lint::lint(how, session_.progress()));
    if (linted.files.empty()) {
      return Error{Code::kNotFound, directory_ +
                                        ": neither a Dockerfile, a Compose file or another manifest, nor an OCI layout, nor a root file "
                                        "system"};
    }
    for (const lint::JudgedFile& file : linted.files) look_at(file, linted.assessment);
    TRY(add_leaks(linted.assessment));
    if (left_out_ > 0) facts_.push_back(format("{} more images were left out; batten scan looks at one", left_out_));

    out_.fail_on = linted.fail_on;
    policy::Checks checks;
    checks.what = format("{} {}", linted.assessment.files.size(), linted.assessment.files.size() == 1 ? "file" : "files");
    checks.configuration = !linted.assessment.files.empty();
    checks.assessment = std::move(linted.assessment);
    out_.card = policy::make_scorecard(directory_, std::move(facts_), out_.subjects, std::move(checks), version::order, options_.date);
    return std::move(out_);
  }

 private:
  // Secrets in all other files, and in those lines of manifests of which no check spoke.
  Result<void> add_leaks(model::Assessment& assessment) {
    leaks::DirectoryOptions how;  // fingerprints are not shown
    model::LeakReport report = TRY(leaks::search_directory(directory_, leaks::Patterns::all(), how, session_.progress()));
    leaks::mark_ended(report.leaks, options_.date);
    std::set<std::pair<std::string, std::uint32_t>> told;
    for (const model::CheckResult& result : assessment.results) {
      if (result.check->practice == model::PracticeId::kSecretsManagement) told.emplace(result.file, result.place.line);
    }
    for (const model::Leak& leak : report.leaks) {
      if (leak.confidence != model::LeakConfidence::kPossible && !told.contains({leak.place.path, leak.place.line}))
        assessment.results.push_back(leaks::to_result(leak));
    }
    // Of a project whose manifests nobody could read nothing is known, whatever its other files hold.
    if (assessment.checks_run > 0) assessment.checks_run += report.files;
    std::ranges::move(report.notes, std::back_inserter(assessment.notes));
    return {};
  }

  void look_at(const lint::JudgedFile& file, model::Assessment& assessment) {
    std::string name = file.path.starts_with(directory_ + "/") ? file.path.substr(directory_.size() + 1) : file.path;
    if (file.dockerfile) dockerfile(name, file, assessment);
    if (file.laid_over) {
      facts_.push_back(name + ": laid over the Compose file beside it");
    } else if (file.compose) {
      compose(name, *file.compose);
    }
    if (file.kubernetes && !file.kubernetes->pods.empty())
      facts_.push_back(format("{}: {}", name, count_text(file.kubernetes->pods.size(), "workload", "workloads")));
    if (file.unit) facts_.push_back(name + ": a Quadlet unit");
    std::vector<const model::Container*> containers;
    if (file.kubernetes) {
      for (const model::Container& container : file.kubernetes->containers) containers.push_back(&container);
    }
    if (file.unit) containers.push_back(&*file.unit);
    for (const model::Container* container : containers) image_of(*container);
  }

  static std::string count_text(std::size_t count, std::string_view one, std::string_view many) {
    return format("{} {}", count, count == 1 ? one : many);
  }

  void dockerfile(const std::string& name, const lint::JudgedFile& judged, model::Assessment& assessment) {
    const manifest::Stage* stage = manifest::base_stage(*judged.dockerfile);
    facts_.push_back(format("{}: {}, built from {} (line {})", name, count_text(judged.dockerfile->stages.size(), "stage", "stages"),
                            base::printable(stage->base), stage->line));
    if (stage->base.empty() || base::lower(stage->base) == "scratch") return;
    std::string title = "base image " + base::printable(stage->base);
    auto known = std::ranges::find(out_.subjects, title, &policy::Subject::title);
    if (known == out_.subjects.end()) {
      if (!take_place()) return;
      session_.progress().message("scanning " + title);
      Result<Scanned> base = scan_base(stage->base, options_, session_);
      if (base) call_base(stage->base, base->report);
      out_.subjects.push_back(subject_of(title, std::move(base), "a newer base image, or an upgrade step in the Dockerfile"));
      known = out_.subjects.end() - 1;
    }
    if (known->report) tell_vulnerable(*known->report, *stage, judged.path, assessment);
  }

  // At the line that names it, for those who look at files.
  static void tell_vulnerable(const model::Report& report, const manifest::Stage& stage, const std::string& path,
                              model::Assessment& assessment) {
    std::size_t fixable = 0, grave = 0, offered = 0;
    for (const model::Finding& finding : report.findings) {
      if (!model::counts(finding) || finding.state != model::State::kFixed) continue;
      // What only the distribution's repository offers is an update; which vulnerabilities it is for is not known.
      ++(finding.explanation.feed == "repository" ? offered : fixable);
      grave += finding.severity >= model::Severity::kHigh ? 1 : 0;
    }
    ++assessment.checks_run;
    if (fixable + offered == 0) return;
    model::CheckResult result;
    result.check = &checks::kBaseImageVulnerable;
    result.severity = grave > 0 ? model::Severity::kHigh : model::Severity::kMedium;
    result.file = path;
    result.place = stage.base_place ? stage.base_place : model::Place{static_cast<std::uint32_t>(stage.line), 1, 0, 0};
    std::string what = fixable == 0 ? count_text(offered, "package", "packages") + " with a security update waiting"
                                    : count_text(fixable, "vulnerability", "vulnerabilities") + " with a fix";
    result.message = format("base image {} has {}{}", base::printable(stage.base), what,
                            grave > 0 ? format(", {} of them critical or high", grave) : "");
    assessment.results.push_back(std::move(result));
  }

  void compose(const std::string& name, const manifest::Compose& file) {
    facts_.push_back(format("{}: {}", name, count_text(file.services.size(), "service", "services")));
    for (const manifest::ComposeService& service : file.services) image_of(service.container);
  }

  // What is built here is judged by its base.
  void image_of(const model::Container& container) {
    const std::string& image = container.image.value;
    if (image.empty() || !container.build.empty() || image.contains('$')) return;
    std::string title = "image " + base::printable(image);
    if (std::ranges::find(out_.subjects, title, &policy::Subject::title) != out_.subjects.end() || !take_place()) return;
    session_.progress().message("scanning " + title);
    out_.subjects.push_back(subject_of(title, scan_base(image, options_, session_), "a newer tag of it"));
  }

  bool take_place() {
    if (out_.subjects.size() < kMaxImages) return true;
    ++left_out_;
    return false;
  }

  const std::string& directory_;
  const ScanOptions& options_;
  Session& session_;
  Checked out_;
  std::vector<std::string> facts_;
  std::size_t left_out_ = 0;
};

}  // namespace

Result<Checked> check_project(const std::string& directory, const ScanOptions& options, Session& session) {
  return Project(directory, options, session).run();
}

}  // namespace batten::scan
