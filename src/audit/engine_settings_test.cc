// SPDX-License-Identifier: Apache-2.0
#include "audit/engine_settings.h"

#include <gtest/gtest.h>

#include "base/format.h"
#include "fuzz/replay.h"

int audit_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::audit {
namespace {

std::string shown(const EngineSettings& settings, const std::string& name) {
  std::string out;
  auto at = settings.find(name);
  if (at == settings.end()) return "-";
  for (const model::EngineSetting& setting : at->second) out += (out.empty() ? "" : " ") + setting.value + "@" + setting.where;
  return out;
}

TEST(EngineSettings, ArgumentsInAllTheirForms) {
  EngineSettings settings;
  read_arguments({"--icc=false", "-H", "fd://", "-Htcp://0.0.0.0:2375", "-H=unix:///a", "-D", "--log-level", "warn", "--live-restore",
                  "--insecure-registry", "a", "--insecure-registry=b", "--tlsverify", "--iptables=0", "stray"},
                 "line", settings);
  EXPECT_EQ(shown(settings, "icc"), "false@line");
  EXPECT_EQ(shown(settings, "host"), "fd://@line tcp://0.0.0.0:2375@line unix:///a@line");
  EXPECT_EQ(shown(settings, "debug"), "true@line");
  EXPECT_EQ(shown(settings, "log-level"), "warn@line");
  EXPECT_EQ(shown(settings, "live-restore"), "true@line");
  EXPECT_EQ(shown(settings, "insecure-registry"), "a@line b@line");
  EXPECT_EQ(shown(settings, "tlsverify"), "true@line");
  EXPECT_EQ(shown(settings, "iptables"), "false@line");
  EXPECT_EQ(shown(settings, "stray"), "-");
}

TEST(EngineSettings, DaemonJsonUsesTheNamesOfTheOptionsAndComesLast) {
  EngineSettings settings;
  read_arguments({"--icc=false"}, "line", settings);
  ASSERT_TRUE(read_daemon_json(R"({"icc":true,"hosts":["unix:///a"],"default-ulimits":{"nofile":{"Name":"nofile","Soft":1,"Hard":2}},
    "log-opts":{"max-size":"1m"},"debug":false,"max-concurrent-downloads":3,"nothing":null})",
                               "file", settings));
  EXPECT_EQ(shown(settings, "icc"), "false@line");
  EXPECT_EQ(shown(settings, "host"), "unix:///a@file");
  EXPECT_EQ(shown(settings, "default-ulimit"), "nofile=1:2@file");
  EXPECT_EQ(shown(settings, "log-opt"), "max-size=1m@file");
  EXPECT_EQ(shown(settings, "debug"), "false@file");
  EXPECT_EQ(shown(settings, "max-concurrent-downloads"), "3@file");
  EXPECT_EQ(shown(settings, "nothing"), "-");
  EXPECT_FALSE(read_daemon_json("[]", "file", settings));
  EXPECT_FALSE(read_daemon_json("{", "file", settings));
}

TEST(EngineSettings, PodmansFiles) {
  EngineSettings settings;
  ASSERT_TRUE(
      read_containers_conf("[containers]\nno_new_privileges = true\nuserns = \"auto\"\ndefault_ulimits = [\"nofile=1:2\", \"nproc=3:4\"]\n"
                           "volumes = [\"/a:/b\"]\n[engine]\nruntime = \"crun\"\n",
                           "conf", settings));
  EXPECT_EQ(shown(settings, "no-new-privileges"), "true@conf");
  EXPECT_EQ(shown(settings, "userns-remap"), "auto@conf");
  EXPECT_EQ(shown(settings, "default-ulimit"), "nofile=1:2@conf nproc=3:4@conf");
  EXPECT_EQ(settings.size(), 3u);
  auto registries = insecure_registries(
      "[registries.insecure]\nregistries = ['old.example']\n[[registry]]\nlocation = 'a.example'\ninsecure = true\n"
      "[[registry]]\nprefix = 'b.example'\ninsecure = true\n[[registry]]\nlocation = 'c.example'\n[[registry.mirror]]\nlocation = "
      "'d.example'\n"
      "insecure = true\n");
  ASSERT_TRUE(registries);
  EXPECT_EQ(*registries, (std::vector<std::string>{"old.example", "a.example", "b.example", "d.example"}));
}

TEST(EngineSettings, Corpus) { REPLAY_CORPUS(audit_fuzz); }

}  // namespace
}  // namespace batten::audit
