// SPDX-License-Identifier: Apache-2.0
//
// For tests of new builds against a real engine: a builder that is made up (it gives an image that is there already the name that is asked
// for, and moves the base's name, as a pull does), a scanner that knows which image is vulnerable, and subjects that were built here.
#pragma once

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "engine/image_changes.h"
#include "update/live_engine.h"
#include "update/new_build.h"
#include "update/vulnerabilities.h"

namespace batten::update {

inline const Vulnerability kOpenssl{"CVE-2099-0001", "openssl", model::Severity::kHigh, "2", true};

class BuildBench {
 public:
  // The name that subjects are started by; each has its own.
  explicit BuildBench(LiveEngine& engine) : engine_(engine), directory_(engine.folder() + "/bench") {
    std::filesystem::create_directories(directory_ + "/bin");
    std::filesystem::create_directories(directory_ + "/context");
    std::ofstream(directory_ + "/context/Dockerfile") << "FROM base:1\n";
    path_ = base::environment("PATH");
    ::setenv("PATH", (directory_ + "/bin:" + path_).c_str(), 1);
    be_builder("exit 1");
    program("docker-compose", "exit 1");
  }
  ~BuildBench() {
    ::setenv("PATH", path_.c_str(), 1);
    std::filesystem::remove_all(directory_);
  }
  BuildBench(const BuildBench&) = delete;
  BuildBench& operator=(const BuildBench&) = delete;

  // $name: what the image is to be called. "docker compose" is not there.
  void be_builder(const std::string& text) {
    program("docker", "[ \"$1\" = compose ] && exit 1\nname=; while [ $# -gt 0 ]; do [ \"$1\" = -t ] && name=$2; shift; done\n" + text);
  }
  // Builds that image, and pulls the base.
  void builds(const std::string& image, const std::string& before = {}) {
    be_builder(format("{0}\necho Step 1/1\n{1} tag base:new base:1 && {1} tag {2} $name", before, real_docker(), image));
  }
  std::string real_docker() const { return format("DOCKER_HOST=unix://{} PATH={} docker", engine_.socket(), path_); }

  BuildWorld world() {
    BuildWorld out;
    out.scan = [this](const std::string& image, const model::Platform&) -> Result<ImageFacts> {
      scanned_.push_back(image);
      ImageFacts facts;
      if (vulnerable_.contains(image.substr(image.find(':') + 1))) facts.vulnerabilities = {kOpenssl};
      if (worse_.contains(image.substr(image.find(':') + 1)))
        facts.vulnerabilities.push_back({"CVE-2", "zlib", model::Severity::kHigh, "", true});
      return facts;
    };
    out.directory = directory_ + "/builds";
    return out;
  }
  Proposal proposal(const std::string& name, const std::string& container, const std::string& image) {
    Proposal out;
    out.subject.id = "container/" + name;
    out.subject.name = name;
    out.subject.image = image;
    const JsonValue inspect = engine_.inspect(container);
    out.subject.image_id = model::Digest::parse(inspect.text_of("Image")).value_or(model::Digest());
    out.subject.containers = {std::string(inspect.text_of("Id"))};
    out.subject.built_here = true;
    out.running.emplace();
    out.running->vulnerabilities = {kOpenssl};
    out.settings.stop_grace = std::chrono::seconds(0);
    out.settings.health.steady = std::chrono::seconds(0);
    out.settings.health.timeout = std::chrono::seconds(5);
    out.settings.build.timeout = std::chrono::seconds(20);
    out.decision = Decision::kRebuild;
    out.rebuild = Rebuild{.base = "base:1", .base_before = {}, .base_now = {}};
    out.rebuild->source = BuildSource{.context = directory_ + "/context"};
    return out;
  }

  std::string id_of(const std::string& name) { return meaning_of(engine_.client(), name).value_or("(unknown)"); }
  bool tag(const std::string& image, const std::string& name) {
    const NameAndTag parts = split_name(name);
    return engine::tag_image(engine_.client(), image, parts.repository, parts.tag).has_value();
  }
  // Names that builds have made for themselves, and private files.
  std::string left_over() {
    auto images = engine_.client().images();
    if (!images) return images.error().message;
    for (const engine::EngineImage& image : *images)
      for (const std::string& name : image.repo_tags)
        if (name.contains("batten-next")) return name;
    std::error_code ignored;
    const std::string builds = directory_ + "/builds";
    return std::filesystem::exists(builds, ignored) && !std::filesystem::is_empty(builds, ignored) ? builds : "";
  }

  const std::string& directory() const { return directory_; }
  std::set<std::string> vulnerable_, worse_;  // ids of images
  std::vector<std::string> scanned_;

 private:
  void program(const std::string& name, const std::string& text) const {
    const std::string path = directory_ + "/bin/" + name;
    std::ofstream(path) << "#!/bin/sh\n" << text << "\n";
    ::chmod(path.c_str(), 0755);
  }

  LiveEngine& engine_;
  std::string directory_, path_;
};

}  // namespace batten::update
