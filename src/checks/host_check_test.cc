// SPDX-License-Identifier: Apache-2.0
//
// Runs the examples of all checks of hosts. An example is a list of statements, parted by ";", about a host with an answering Docker engine
// whose configuration was read and says nothing:
//   podman | no-answer WHY | settings-unread | rootless HOME | own-mount yes|no | driver NAME | logging NAME | authz
//   NAME | insecure NAME set OPTION VALUE | security NAME[,profile=P] | component NAME VERSION | package NAME TEXT | images ALL [USED] |
//   containers ALL RUNNING listen ADDRESS [tls] [verify] | network NAME DRIVER [icc=true|icc=false|encrypted|ingress] | exec CONTAINER
//   PROGRAM [privileged|user=U] swarm active|manager|failed | swarm managers|services|secrets|certs|root-days N | swarm autolock true|false
//   | swarm listen|advertise|data A file|dir|socket PATH OWNER:GROUP MODE | unreadable PATH | below DIRECTORY PATH OWNER:GROUP MODE | audit
//   [PATH..|unread] | group [NAME..] kernel RELEASE VERSION [distribution] | kernel-has apparmor|selinux|cgroup1|cgroup2|no-alg |
//   kernel-unread container NAME [seccomp=off] [caps=HEX] [net=host] [root=ID] [label=L]
#include "checks/host_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/text.h"
#include "base/time.h"
#include "checks/escape.h"

namespace batten::checks {
namespace {

using Words = std::vector<std::string>;
using model::Host;
using Statement = std::function<void(Host&, const Words&)>;

std::string joined(const Words& words, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < words.size(); ++i) out += (i > from ? " " : "") + words[i];
  return out;
}

int number(const Words& words, std::size_t at) { return static_cast<int>(base::parse_unsigned(words.at(at)).value()); }

model::HostFile made_file(const Words& words, std::size_t at) {
  model::HostFile out;
  out.path = words.at(at);
  out.kind = words[0] == "dir"      ? model::HostFile::Kind::kDirectory
             : words[0] == "socket" ? model::HostFile::Kind::kSocket
                                    : model::HostFile::Kind::kFile;
  std::size_t colon = words.at(at + 1).find(':');
  out.owner = words[at + 1].substr(0, colon);
  out.group = words[at + 1].substr(colon + 1);
  out.mode = static_cast<std::uint32_t>(base::parse_unsigned(words.at(at + 2), 8).value());
  return out;
}

void add_file(Host& host, const Words& words) { host.files[words.at(1)] = made_file(words, 1); }

void add_swarm(Host& host, const Words& words) {
  model::EngineSwarm& swarm = host.engine.swarm;
  const std::string& what = words.at(1);
  swarm.active = true;
  if (what == "active") return;
  if (what == "listen") swarm.listen_address = words.at(2);
  if (what == "advertise") swarm.advertise_address = words.at(2);
  if (what == "data") swarm.data_address = words.at(2);
  if (what == "managers") swarm.managers = number(words, 2);
  if (what == "services") swarm.services = number(words, 2);
  if (what == "secrets") swarm.secrets = number(words, 2);
  if (what == "certs") swarm.node_certificate_days = number(words, 2);
  if (what == "root-days") swarm.root_certificate_since = base::now_seconds() - std::int64_t{86'400} * number(words, 2);
  if (what == "autolock") swarm.auto_lock = words.at(2) == "true";
  if (what == "failed") swarm.why = "the answer can't be read";
  swarm.manager = swarm.manager || what == "manager";
}

void add_container(Host& host, const Words& words) {
  model::Container container;
  container.form = model::ContainerForm::kEngine;
  container.name = words.at(1);
  model::ContainerProcess& process = container.process.emplace();
  process.seccomp_mode = 2;
  process.root_is = 0;
  process.capabilities_bounding = 0xa80425fb;
  for (std::size_t i = 2; i < words.size(); ++i) {
    std::string name = words[i].substr(0, words[i].find('=')), value = words[i].substr(words[i].find('=') + 1);
    if (name == "seccomp") process.seccomp_mode = 0;
    if (name == "caps") process.capabilities_bounding = base::parse_unsigned(value, 16);
    if (name == "net") container.network_mode = model::Placed<std::string>{value, {}};
    if (name == "root") process.root_is = static_cast<std::uint32_t>(base::parse_unsigned(value).value());
    if (name == "label") process.security_label = value;
  }
  host.containers.push_back(std::move(container));
}

void add_network(Host& host, const Words& words) {
  model::EngineNetwork network;
  network.name = words.at(1);
  network.driver = words.at(2);
  std::string more = joined(words, 3);
  network.encrypted = more == "encrypted";
  network.ingress = more == "ingress";
  if (more.starts_with("icc=")) network.containers_reach_each_other = more == "icc=true";
  host.engine.networks.push_back(std::move(network));
}

void add_kernel(Host& host, const Words& words) {
  const std::string& what = words.at(1);
  if (words[0] == "kernel") {
    host.kernel.release = what;
    host.kernel.version = words.at(2);
    host.kernel.distribution = words.size() > 3;
  }
  if (what == "apparmor") host.kernel.apparmor = true;
  if (what == "selinux") host.kernel.selinux = true;
  if (what == "no-alg") host.kernel.algorithm_sockets = false;
  if (what.starts_with("cgroup")) host.kernel.cgroup_v1 = what == "cgroup1";
}

const std::map<std::string, Statement>& statements() {
  static const std::map<std::string, Statement> kStatements = {
      {"docker", [](Host&, const Words&) {}},
      {"podman", [](Host& host, const Words&) { host.engine.kind = model::Engine::Kind::kPodman; }},
      {"no-answer",
       [](Host& host, const Words& words) {
         host.engine.answered = false;
         host.engine.why = joined(words, 1);
       }},
      {"settings-unread",
       [](Host& host, const Words&) {
         host.engine.settings_complete = false;
         host.engine.settings_why = "it may not be read";
       }},
      {"rootless",
       [](Host& host, const Words& words) {
         host.engine.rootless = true;
         host.engine.home = words.at(1);
       }},
      {"own-mount", [](Host& host, const Words& words) { host.root_directory_is_mount = words.at(1) == "yes"; }},
      {"driver", [](Host& host, const Words& words) { host.engine.storage_driver = words.at(1); }},
      {"logging", [](Host& host, const Words& words) { host.engine.logging_driver = words.at(1); }},
      {"authz", [](Host& host, const Words& words) { host.engine.authorization_plugins.push_back(words.at(1)); }},
      {"insecure", [](Host& host, const Words& words) { host.engine.insecure_registries.push_back(words.at(1)); }},
      {"set",
       [](Host& host, const Words& words) { host.engine.settings[words.at(1)].push_back({words.at(2), "/etc/docker/daemon.json"}); }},
      {"security", [](Host& host, const Words& words) { host.engine.security_options.push_back("name=" + words.at(1)); }},
      {"component", [](Host& host, const Words& words) { host.engine.components[words.at(1)].version = words.at(2); }},
      {"package", [](Host& host, const Words& words) { host.engine.components[words.at(1)].package = joined(words, 2); }},
      {"images",
       [](Host& host, const Words& words) {
         host.engine.images = number(words, 1);
         if (words.size() > 2) host.engine.images_in_use = number(words, 2);
       }},
      {"containers",
       [](Host& host, const Words& words) {
         host.engine.containers = number(words, 1);
         host.engine.running = number(words, 2);
       }},
      {"listen",
       [](Host& host, const Words& words) {
         std::string more = joined(words, 2);
         host.engine.listeners.push_back({words.at(1), more.contains("tls"), more.contains("verify"), "/etc/docker/daemon.json"});
       }},
      {"network", add_network},
      {"exec",
       [](Host& host, const Words& words) {
         std::string more = joined(words, 3);
         std::string user = more.starts_with("user=") ? more.substr(5) : "";
         host.engine.execs.push_back({words.at(1), words.at(2), user, more == "privileged"});
       }},
      {"swarm", add_swarm},
      {"file", add_file},
      {"dir", add_file},
      {"socket", add_file},
      {"unreadable",
       [](Host& host, const Words& words) {
         host.files[words.at(1)] = {words[1], model::HostFile::Kind::kUnreadable, 0, "", "", "permission denied"};
       }},
      {"below", [](Host& host, const Words& words) { host.directories[words.at(1)].push_back(made_file(words, 2)); }},
      {"audit",
       [](Host& host, const Words& words) {
         host.audit.read = joined(words, 1) != "unread";
         host.audit.watched.assign(words.begin() + 1, words.end());
       }},
      {"group", [](Host& host, const Words& words) { host.docker_group = Words(words.begin() + 1, words.end()); }},
      {"kernel", add_kernel},
      {"kernel-has", add_kernel},
      {"kernel-unread", [](Host& host, const Words&) { host.kernel = {}; }},
      {"container", add_container}};
  return kStatements;
}

Host made_host(std::string_view text) {
  Host host;
  host.engine.kind = model::Engine::Kind::kDocker;
  host.engine.answered = host.engine.settings_complete = true;
  host.kernel.apparmor = host.kernel.selinux = false;
  host.audit.read = true;
  for (std::string_view statement : base::split(text, ';')) {
    Words words;
    for (std::string_view word : base::words(statement)) words.emplace_back(word);
    if (words.empty()) continue;
    auto at = statements().find(words[0]);
    if (at == statements().end()) ADD_FAILURE() << "no such statement: " << statement;
    if (at != statements().end()) at->second(host, words);
  }
  return host;
}

// The worst of several answers.
model::Outcome outcome_of(const Hits& hits) {
  for (model::Outcome outcome : {model::Outcome::kFail, model::Outcome::kUnknown, model::Outcome::kPass}) {
    if (std::ranges::find(hits, outcome, &Hit::outcome) != hits.end()) return outcome;
  }
  return model::Outcome::kNotApplicable;
}

TEST(HostChecks, ExamplesSayWhatTheySay) {
  for (const HostCheck* check : all_host_checks()) {
    std::set<model::Outcome> seen;
    for (const HostExample& example : check->examples) {
      Hits hits;
      check->check(made_host(example.host), Settings{}, hits);
      ASSERT_FALSE(hits.empty()) << check->info.id << ": " << example.host;
      EXPECT_STREQ(model::outcome_name(outcome_of(hits)), model::outcome_name(example.outcome))
          << check->info.id << ": " << example.host << "\n  " << hits[0].message;
      for (const Hit& hit : hits) EXPECT_FALSE(hit.message.empty() || hit.message.ends_with('.')) << check->info.id << ": " << hit.message;
      seen.insert(example.outcome);
    }
    EXPECT_GE(seen.size(), 2u) << check->info.id << " can't say different things";
  }
}

TEST(HostChecks, DescriptionsAreWhole) {
  std::set<std::string_view> ids;
  for (const HostCheck* check : all_host_checks()) {
    const model::CheckInfo& info = check->info;
    EXPECT_TRUE(ids.insert(info.id).second) << info.id << " twice";
    EXPECT_FALSE(info.title.empty() || info.title.ends_with('.')) << info.id;
    EXPECT_TRUE(info.why.ends_with('.') || info.why.ends_with(')')) << info.id;
    EXPECT_TRUE(info.fix.ends_with('.')) << info.id;
    EXPECT_FALSE(info.references.empty()) << info.id;
  }
  EXPECT_GT(ids.size(), 80u);
}

// Of sections 1, 2, 3, 6 and 7 nothing is left out, and nothing is judged twice.
TEST(HostChecks, EveryRecommendationOfTheBenchmarkIsThere) {
  constexpr std::string_view kPrefix = "CIS Docker 1.6: ";
  std::map<std::string, int> count;
  for (const HostCheck* check : all_host_checks()) {
    for (std::string_view reference : check->info.references) {
      if (reference.starts_with(kPrefix)) ++count[std::string(reference.substr(kPrefix.size()))];
    }
  }
  auto expect_all = [&](const std::string& section, int last) {
    for (int i = 1; i <= last; ++i) EXPECT_EQ(count[section + std::to_string(i)], 1) << section << i;
  };
  expect_all("1.1.", 18);
  expect_all("1.2.", 2);
  expect_all("2.", 18);
  expect_all("3.", 24);
  expect_all("6.", 2);
  expect_all("7.", 9);
}

TEST(Escape, VersionsAreRead) {
  auto version = [](std::string_view text) { return component_version(text).value_or(ComponentVersion{}); };
  EXPECT_EQ(version("20.10.24+dfsg1"), (ComponentVersion{20, 10, 24}));
  EXPECT_EQ(version("v1.7"), (ComponentVersion{1, 7, 0}));
  EXPECT_EQ(version("1.0.0~rc6+dfsg1-3"), (ComponentVersion{1, 0, 0, 6}));
  EXPECT_LT(version("1.0.0-rc93"), version("1.0.0-rc95"));
  EXPECT_LT(version("1.4.0-rc.3"), version("1.4.0"));
  EXPECT_FALSE(component_version("unknown").has_value());
  EXPECT_FALSE(component_version("").has_value());
}

}  // namespace
}  // namespace batten::checks
