// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "prove/run_arguments.h"
#include "prove/trial.h"

namespace batten::prove {
namespace {

// Of a Compose service, as one line.
std::string arguments(std::string_view service) {
  manifest::ComposeWorld world;
  world.read = [](const std::string&) -> Result<std::string> { return Error{Code::kNotFound, "no file"}; };
  world.directory = "/srv/none";
  auto file = manifest::parse_compose("services:\n  app:\n    image: a:1\n" + std::string(service), world);
  if (!file) return file.error().message;
  return base::join(run_arguments(file->services[0].container, "trial:0", "/srv/none"), " ");
}

TEST(RunArguments, WhatConfinesIsKept) {
  EXPECT_EQ(arguments("    read_only: true\n    user: '1000'\n    cap_drop: [ALL]\n    cap_add: [CHOWN]\n    security_opt: "
                      "['no-new-privileges:true']\n"),
            "--read-only --user 1000 --cap-add CHOWN --cap-drop ALL --security-opt no-new-privileges:true trial:0");
  EXPECT_EQ(arguments("    privileged: true\n    pid: host\n    pids_limit: 50\n    command: [run, fast]\n"),
            "--privileged --pid host --pids-limit 50 trial:0 run fast");
}

// Nothing that is in use is touched: free ports of this machine, volumes of its own.
TEST(RunArguments, ATrialStaysApart) {
  EXPECT_EQ(arguments("    ports: ['8000:80']\n    volumes: ['/srv/data:/data', 'db:/db']\n    tmpfs: [/tmp]\n    environment: {A: b}\n"),
            "--volume /data --volume /db --tmpfs /tmp --publish 127.0.0.1::80/tcp --env A=b trial:0");
}

TrialOutcome outcome(std::string subject, bool runs, std::vector<int> ports = {}) {
  TrialOutcome out;
  out.subject = std::move(subject);
  out.runs = runs;
  out.listens = std::move(ports);
  out.problem = runs ? "" : "it ended with 1";
  return out;
}

TEST(WhatBroke, OnlyWhatWorkedBefore) {
  Trial before, after;
  before.outcomes = {outcome("service a", true, {80}), outcome("service b", false), outcome("service c", true)};
  after.outcomes = {outcome("service a", true, {80, 81}), outcome("service b", false), outcome("service c", true)};
  EXPECT_TRUE(what_broke(before, after).empty());
  after.outcomes = {outcome("service a", true), outcome("service b", true), outcome("service c", false)};
  auto broken = what_broke(before, after);
  ASSERT_EQ(broken.size(), 2u);
  EXPECT_EQ(broken[0].subject, "service a");
  EXPECT_NE(broken[0].what.find("does not listen"), std::string::npos);
  EXPECT_EQ(broken[1].what, "it ended with 1");
  after.outcomes.clear();
  EXPECT_EQ(what_broke(before, after).size(), 2u);
}

}  // namespace
}  // namespace batten::prove
