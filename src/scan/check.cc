// SPDX-License-Identifier: Apache-2.0
#include "scan/check.h"

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "engine/client.h"
#include "manifest/dockerfile.h"
#include "model/reference.h"
#include "version/scheme.h"

namespace batten::scan {
namespace {

constexpr std::size_t kMaxImages = 40, kMaxContainers = 40;

policy::Subject subject_of(std::string title, Result<Scanned> scanned, std::string update_hint) {
  policy::Subject out{.title = std::move(title), .report = std::nullopt, .problem = {}, .update_hint = std::move(update_hint)};
  if (scanned) {
    out.report = std::move(scanned->report);
  } else {
    out.problem = scanned.error().message;
  }
  return out;
}

policy::Subject scan_subject(std::string title, std::string_view reference, const ScanOptions& options, Session& session,
                             std::string update_hint) {
  session.progress().message("scanning " + title);
  return subject_of(std::move(title), scan(reference, options, session), std::move(update_hint));
}

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

std::string packages_hint(const std::string& distro) {
  if (distro == "debian" || distro == "ubuntu") return "apt-get update && apt-get upgrade";
  if (distro == "alpine") return "apk upgrade";
  return "dnf upgrade --security";
}

// Images and running containers of the engine; whatever can't be told is a fact of the scorecard.
void check_engine(const ScanOptions& options, Session& session, Checked& out, std::vector<std::string>& facts) {
  auto client = engine::Client::connect(options.source.docker_host);
  if (!client) {
    facts.push_back(client.error().message);
    return;
  }
  auto info = client->info();
  auto images = client->images();
  auto containers = client->containers(false);
  if (!info || !images || !containers) {
    facts.push_back((!info ? info.error() : !images ? images.error() : containers.error()).message);
    return;
  }
  facts.push_back(format("Docker engine {}: images: {}, running containers: {}", info->version, images->size(), containers->size()));
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < images->size(); ++i) {
    const engine::EngineImage& image = (*images)[i];
    if (image.id.empty()) continue;
    if (i >= kMaxImages) {
      ++left_out;
      continue;
    }
    bool named = !image.repo_tags.empty() && !image.repo_tags.front().starts_with("<none>");
    out.subjects.push_back(scan_subject("image " + (named ? image.repo_tags.front() : image.id.short_text()), "docker:" + image.id.text(),
                                        options, session, "pull or build it anew"));
  }
  for (std::size_t i = 0; i < containers->size(); ++i) {
    const engine::EngineContainer& container = (*containers)[i];
    if (i >= kMaxContainers) {
      ++left_out;
      continue;
    }
    out.subjects.push_back(scan_subject(format("container {} ({})", container.name, container.image), "container:" + container.id, options,
                                        session, "start it anew from an updated image"));
  }
  if (left_out > 0) facts.push_back(format("{} more images and containers were left out; batten scan looks at one", left_out));
}

Result<Checked> check_host(ScanOptions options, Session& session) {
  Checked out;
  std::vector<std::string> facts;
  ScanOptions own = options;
  own.trust_repositories = true;
  out.subjects.push_back(scan_subject("this machine", "dir:/", own, session, ""));
  if (const auto& report = out.subjects[0].report) {
    out.subjects[0].update_hint = packages_hint(report->distro.id);
    facts.push_back(report->distro.pretty_name.empty() ? "an unknown distribution" : report->distro.pretty_name);
  }
  check_engine(options, session, out, facts);
  out.card = policy::make_scorecard("this machine", std::move(facts), out.subjects, version::order);
  return out;
}

std::vector<std::string> dockerfiles_in(const std::string& directory) {
  std::vector<std::string> out;
  auto names = base::list_directory(directory);
  if (!names) return out;
  for (const std::string& name : *names) {
    std::string lower = base::lower(name);
    bool is_one = lower == "dockerfile" || lower == "containerfile" || lower.starts_with("dockerfile.") || lower.ends_with(".dockerfile");
    if (is_one && !lower.ends_with(".dockerignore") && base::is_regular_file(directory + "/" + name)) out.push_back(name);
  }
  return out;
}

Result<Checked> check_project(const std::string& directory, const std::vector<std::string>& dockerfiles, const ScanOptions& options,
                              Session& session) {
  Checked out;
  std::vector<std::string> facts;
  std::set<std::string> bases;
  base::Notes notes;
  for (const std::string& name : dockerfiles) {
    std::string path = directory + "/" + name;
    auto text = base::read_file(path, 4u << 20);
    Result<manifest::Dockerfile> file = text ? manifest::parse_dockerfile(*text) : Result<manifest::Dockerfile>(text.error());
    if (!file) {
      notes.push_back({base::Note::Kind::kSkipped, name, file.error().message, ""});
      continue;
    }
    for (base::Note note : file->notes) {
      note.where = name + ": " + note.where;
      notes.push_back(std::move(note));
    }
    const manifest::Stage* stage = manifest::base_stage(*file);
    facts.push_back(format("{}: {} stage{}, built from {} (line {})", name, file->stages.size(), file->stages.size() == 1 ? "" : "s",
                           base::printable(stage->base), stage->line));
    if (stage->base.empty() || base::lower(stage->base) == "scratch" || !bases.insert(stage->base).second) continue;
    std::string title = "base image " + base::printable(stage->base);
    session.progress().message("scanning " + title);
    Result<Scanned> base = scan_base(stage->base, options, session);
    if (base) call_base(stage->base, base->report);
    out.subjects.push_back(subject_of(title, std::move(base), "a newer base image, or an upgrade step in the Dockerfile"));
  }
  out.card = policy::make_scorecard(directory, std::move(facts), out.subjects, version::order);
  out.card.notes.insert(out.card.notes.end(), notes.begin(), notes.end());
  return out;
}

}  // namespace

Result<Checked> check(std::string_view target, const ScanOptions& options, Session& session) {
  if (target == "host") return check_host(options, session);
  std::string path(target);
  if (base::is_directory(path)) {
    std::vector<std::string> dockerfiles = dockerfiles_in(path);
    if (!dockerfiles.empty()) return check_project(path, dockerfiles, options, session);
    bool image = base::is_regular_file(path + "/oci-layout") || base::is_directory(path + "/etc") || base::is_directory(path + "/usr");
    if (!image) return Error{Code::kNotFound, path + ": neither a Dockerfile, nor an OCI layout, nor a root file system"};
  }
  Checked out;
  out.subjects.push_back(scan_subject(path, path, options, session, "pull or build it anew"));
  if (!out.subjects[0].report) return Error{Code::kNotFound, out.subjects[0].problem};
  const model::Report& report = *out.subjects[0].report;
  std::string distro = report.distro.pretty_name.empty() ? "an unknown distribution" : report.distro.pretty_name;
  out.card = policy::make_scorecard(
      path, {format("{}: {}, {} packages, {} layers", report.source.kind, distro, report.packages.size(), report.layers.size())},
      out.subjects, version::order);
  return out;
}

}  // namespace batten::scan
