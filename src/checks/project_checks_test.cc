// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "checks/project_check.h"

namespace batten::checks {
namespace {

// An example: a Dockerfile, then parts that begin with "--- compose.yaml" or "--- files NAMES".
struct Made {
  explicit Made(std::string_view text) {
    std::string dockerfile_text, compose_text, *part = &dockerfile_text;
    base::each_line(text, [&](std::string_view line) {
      if (line.starts_with("--- files ")) {
        for (std::string_view name : base::words(line.substr(10))) names.emplace(name);
      } else if (line == "--- compose.yaml") {
        part = &compose_text;
      } else {
        *part += std::string(line) + "\n";
      }
    });
    dockerfile = *manifest::parse_dockerfile(dockerfile_text);
    project.dockerfiles.push_back({"Dockerfile", &dockerfile, "."});
    if (!compose_text.empty()) {
      manifest::ComposeWorld world;
      world.read = [](const std::string&) -> Result<std::string> { return Error{Code::kNotFound, "no file"}; };
      world.directory = ".";
      compose = *manifest::parse_compose(compose_text, world);
      for (const manifest::ComposeService& service : compose.services)
        project.services.push_back({"compose.yaml", &service, &project.dockerfiles[0]});
    }
    project.exists = [this](const std::string&, const std::string& name) { return names.contains(name); };
    project.kept_out = [](const ProjectDockerfile&, const std::string&) { return false; };
  }
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;

  std::set<std::string> names;
  manifest::Dockerfile dockerfile;
  manifest::Compose compose;
  Project project;
};

TEST(ProjectChecks, EachFindsItsBadExampleAndNotItsGoodOne) {
  ASSERT_GE(all_project_checks().size(), 3u);
  for (const ProjectCheck* check : all_project_checks()) {
    SCOPED_TRACE(check->info.id);
    ASSERT_FALSE(check->examples.empty());
    for (const Example& example : check->examples) {
      Made bad(example.bad), good(example.good);
      std::vector<ProjectHit> hits;
      check->check(bad.project, {}, hits);
      ASSERT_FALSE(hits.empty()) << example.bad;
      EXPECT_GT(hits[0].hit.place.line, 0u);
      hits.clear();
      check->check(good.project, {}, hits);
      EXPECT_TRUE(hits.empty()) << hits[0].hit.message;
    }
  }
}

}  // namespace
}  // namespace batten::checks
