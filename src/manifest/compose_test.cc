// SPDX-License-Identifier: Apache-2.0
#include "manifest/compose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "base/text.h"
#include "fuzz/replay.h"

int compose_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::manifest {
namespace {

using Mount = model::ContainerMount;
using Health = model::ContainerHealth;

// A directory of files, by path.
ComposeWorld world_of(std::map<std::string, std::string> files = {}, std::map<std::string, std::string> environment = {}) {
  ComposeWorld world;
  world.directory = "/srv/app";
  world.environment = std::move(environment);
  world.read = [files = std::move(files)](const std::string& path) -> Result<std::string> {
    auto found = files.find(path);
    if (found == files.end()) return Error{Code::kNotFound, "no such file"};
    return found->second;
  };
  return world;
}

std::string message_of(const base::Notes& notes) {
  std::string out;
  for (const base::Note& note : notes) out += note.where + ": " + note.message + "\n";
  return out;
}

Compose read(std::string_view text, const ComposeWorld& world = world_of()) {
  auto compose = parse_compose(text, world);
  EXPECT_TRUE(compose) << compose.error().message;
  return compose ? std::move(*compose) : Compose{};
}

const model::Container& container(const Compose& compose, std::string_view name) {
  static const model::Container kNone;
  auto found =
      std::ranges::find(compose.services, name, [](const ComposeService& service) { return std::string_view(service.container.name); });
  EXPECT_NE(found, compose.services.end()) << name;
  return found == compose.services.end() ? kNone : found->container;
}

const ComposeService& service(const Compose& compose, std::string_view name) {
  static const ComposeService kNone;
  auto found = std::ranges::find(compose.services, name, [](const ComposeService& one) { return std::string_view(one.container.name); });
  EXPECT_NE(found, compose.services.end()) << name;
  return found == compose.services.end() ? kNone : *found;
}

model::Container one(std::string_view settings, const ComposeWorld& world = world_of()) {
  std::string text = "services:\n  web:\n    image: nginx\n";
  base::each_line(settings, [&](std::string_view line) { text.append("    ").append(line).append("\n"); });
  Compose compose = read(text, world);
  EXPECT_EQ(message_of(compose.notes), "");
  return container(compose, "web");
}

std::string written_at(std::string_view text, const model::Place& place) { return std::string(text.substr(place.offset, place.length)); }

template <typename Values>
std::string texts(const Values& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "" : " ") + value.value;
  return out;
}

TEST(Compose, SettingsWithTheirPlaces) {
  std::string_view text =
      "# shop\nservices:\n  web:\n    image: \"nginx:1.27\"\n    privileged: true\n    cap_add: [net_admin, CAP_SYS_TIME]\n    user: "
      "1000:1000\n"
      "    security_opt:\n      - no-new-privileges:true\n      - seccomp:unconfined\n      - apparmor=unconfined\n      - label:disable\n";
  Compose compose = read(text);
  ASSERT_EQ(compose.services.size(), 1u);
  EXPECT_EQ(message_of(compose.notes), "");
  const model::Container& web = compose.services[0].container;
  EXPECT_EQ(web.image.value, "nginx:1.27");
  EXPECT_EQ(written_at(text, web.image.place), "\"nginx:1.27\"");
  EXPECT_EQ(web.image.place.line, 4u);
  EXPECT_EQ(web.image.place.column, 12u);
  EXPECT_EQ(written_at(text, web.place), "web");
  ASSERT_TRUE(web.privileged);
  EXPECT_TRUE(web.privileged->value);
  EXPECT_EQ(written_at(text, web.privileged->place), "privileged: true");
  EXPECT_EQ(texts(web.capabilities_added), "NET_ADMIN SYS_TIME");
  EXPECT_EQ(written_at(text, web.capabilities_added[1].place), "CAP_SYS_TIME");
  EXPECT_EQ(web.user->value, "1000:1000");
  EXPECT_TRUE(web.no_new_privileges->value);
  EXPECT_EQ(web.seccomp->value, "unconfined");
  EXPECT_EQ(web.apparmor->value, "unconfined");
  EXPECT_EQ(web.selinux->value, "disable");
  EXPECT_EQ(written_at(text, web.seccomp->place), "seccomp:unconfined");
  EXPECT_EQ(web.security_options.size(), 4u);
}

TEST(Compose, PlacesCountBytesOfTheFile) {
  std::string_view text =
      "\xEF\xBB\xBFservices:\n  w\xC3\xA9"
      "b: {image: a, user: \"\xC3\xA9\", privileged: true}\n";
  Compose compose = read(text);
  const model::Container& web = compose.services[0].container;
  EXPECT_EQ(written_at(text, web.privileged->place), "privileged: true");
  EXPECT_EQ(web.privileged->place.column, web.privileged->place.offset - text.find("\n"));
}

TEST(Compose, PortsInAllForms) {
  model::Container web =
      one("ports:\n  - 3000\n  - \"3000-3005\"\n  - 22:22\n  - \"9090-9091:8080-8081\"\n  - 127.0.0.1:8001:8001\n  - \"127.0.0.1::5000\"\n"
          "  - 6060:6060/udp\n  - '[::1]:80:81'\n  - {target: 80, published: \"8080-8090\", host_ip: 10.0.0.1, protocol: udp, mode: host}\n"
          "  - target: 7\nexpose: [\"9\", 10-12/udp]\n");
  ASSERT_EQ(web.ports.size(), 12u);
  auto is = [&](std::size_t i, std::string_view address, int first, int last, int inside, std::string_view protocol) {
    const model::ContainerPort& port = web.ports[i];
    EXPECT_EQ(port.host_address, address) << i;
    EXPECT_EQ(port.host_first, first) << i;
    EXPECT_EQ(port.host_last, last) << i;
    EXPECT_EQ(port.container_first, inside) << i;
    EXPECT_EQ(port.protocol, protocol) << i;
  };
  is(0, "", 0, 0, 3000, "tcp");
  is(1, "", 0, 0, 3000, "tcp");
  is(2, "", 22, 22, 22, "tcp");
  is(3, "", 9090, 9091, 8080, "tcp");
  is(4, "127.0.0.1", 8001, 8001, 8001, "tcp");
  is(5, "127.0.0.1", 0, 0, 5000, "tcp");
  is(6, "", 6060, 6060, 6060, "udp");
  is(7, "::1", 80, 80, 81, "tcp");
  is(8, "10.0.0.1", 8080, 8090, 80, "udp");
  is(9, "", 0, 0, 7, "tcp");
  EXPECT_TRUE(web.ports[9].published);
  EXPECT_FALSE(web.ports[10].published);
  is(11, "", 0, 0, 10, "udp");
}

TEST(Compose, MountsInAllForms) {
  ComposeWorld world = world_of({}, {{"HOME", "/home/me"}, {"DATA", "/mnt/data"}});
  model::Container web =
      one("volumes:\n  - /anonymous\n  - data:/data\n  - ./site/../html:/srv:ro,rslave\n  - ~/keys:/keys\n  - ${DATA}/x:/x:z\n  - "
          "C:\\win:/win\n"
          "  - {type: bind, source: ../up, target: /up, read_only: true, bind: {propagation: rshared}}\n"
          "  - {type: volume, source: named, target: /named}\n  - {type: tmpfs, target: /t, tmpfs: {size: 10}}\n"
          "tmpfs:\n  - /run\n  - /tmp:size=1m,ro\nsecrets: [pw, {source: key, target: /etc/key}]\nconfigs: [cfg]\n",
          world);
  auto is = [&](std::size_t i, Mount::Kind kind, std::string_view source, std::string_view target, bool read_only,
                std::string_view propagation) {
    ASSERT_LT(i, web.mounts.size());
    EXPECT_EQ(web.mounts[i].kind, kind) << i;
    EXPECT_EQ(web.mounts[i].source, source) << i;
    EXPECT_EQ(web.mounts[i].target, target) << i;
    EXPECT_EQ(web.mounts[i].read_only, read_only) << i;
    EXPECT_EQ(web.mounts[i].propagation, propagation) << i;
    EXPECT_NE(web.mounts[i].place.line, 0u) << i;
  };
  using enum Mount::Kind;
  ASSERT_EQ(web.mounts.size(), 14u);
  // In the order of the keys in the file.
  is(0, kVolume, "", "/anonymous", false, "");
  is(1, kVolume, "data", "/data", false, "");
  is(2, kBind, "/srv/app/html", "/srv", true, "rslave");
  is(3, kBind, "/home/me/keys", "/keys", false, "");
  is(4, kBind, "/mnt/data/x", "/x", false, "");
  is(5, kBind, "C:\\win", "/win", false, "");
  is(6, kBind, "/srv/up", "/up", true, "rshared");
  is(7, kVolume, "named", "/named", false, "");
  is(8, kTmpfs, "", "/t", false, "");
  is(9, kTmpfs, "", "/run", false, "");
  is(10, kTmpfs, "", "/tmp", true, "");
  is(11, kSecret, "pw", "/run/secrets/pw", true, "");
  is(12, kSecret, "key", "/etc/key", true, "");
  is(13, kConfig, "cfg", "/cfg", true, "");
  EXPECT_EQ(texts(web.secrets), "pw key");
}

TEST(Compose, AVolumeThatIsADirectoryOfTheHostIsABind) {
  Compose compose = read(
      "services:\n  a: {image: x, volumes: ['sock:/sock', 'plain:/plain'], volumes_from: [b:ro]}\n  b: {image: x, use_api_socket: true}\n"
      "volumes:\n  plain:\n  sock: {driver: local, driver_opts: {type: none, o: 'bind,ro', device: /var/run}}\n");
  const model::Container& a = container(compose, "a");
  ASSERT_EQ(a.mounts.size(), 3u);
  EXPECT_EQ(a.mounts[0].kind, Mount::Kind::kBind);
  EXPECT_EQ(a.mounts[0].source, "/var/run");
  EXPECT_TRUE(a.mounts[0].read_only);
  EXPECT_EQ(a.mounts[1].kind, Mount::Kind::kVolume);
  EXPECT_EQ(a.mounts[2].source, "/var/run/docker.sock");
  EXPECT_TRUE(a.mounts[2].read_only);
  EXPECT_FALSE(container(compose, "b").mounts[0].read_only);
}

TEST(Compose, EnvironmentAsListAndMapAndFromFiles) {
  ComposeWorld world =
      world_of({{"a.env", "# c\nexport A=1\nB='x $A y' # c\nC=\"two\\nlines ${A}\"\nD: colon\nE\n"}, {"raw.env", "F='kept'\nA=2\n"}},
               {{"OUT", "outside"}});
  model::Container web =
      one("env_file:\n  - a.env\n  - {path: raw.env, format: raw}\n  - {path: gone.env, required: false}\n"
          "environment:\n  - G=h=i\n  - HANDED_ON\n  - D=own\n  - V=${OUT}-${NONE:-written}\n  - W=${NONE:-written}\n",
          world);
  std::map<std::string, model::ContainerVariable> all;
  for (const model::ContainerVariable& variable : web.environment) all[variable.name] = variable;
  EXPECT_EQ(all.size(), 10u);
  EXPECT_EQ(all["A"].value, "2");
  EXPECT_EQ(all["A"].from_file, "raw.env");
  EXPECT_EQ(all["B"].value, "x $A y");
  EXPECT_EQ(all["C"].value, "two\nlines 1");
  EXPECT_EQ(all["D"].value, "own");
  EXPECT_EQ(all["D"].from_file, "");
  EXPECT_EQ(all["E"].value, std::nullopt);
  EXPECT_EQ(all["F"].value, "'kept'");
  EXPECT_EQ(all["G"].value, "h=i");
  EXPECT_EQ(all["HANDED_ON"].value, std::nullopt);
  EXPECT_EQ(all["V"].value, "outside-written");
  EXPECT_TRUE(all["V"].from_outside);
  EXPECT_FALSE(all["W"].from_outside);
  model::Container map = one("environment: {A: 1, B: true, C: null, D: ''}\n");
  ASSERT_EQ(map.environment.size(), 4u);
  EXPECT_EQ(map.environment[1].value, "true");
  EXPECT_EQ(map.environment[2].value, std::nullopt);
  EXPECT_EQ(map.environment[3].value, "");
}

TEST(Compose, WhatComposeItselfDoes) {
  // No shell: what is behind an operator is dropped.
  EXPECT_EQ(texts(one("command: sh -c 'a && b' && c | d\n").command), "sh -c a && b");
  // deploy goes over restart, wherever it stands.
  EXPECT_EQ(one("deploy: {restart_policy: {condition: none}}\nrestart: always\n").restart->value, "no");
  // A file refers to what the service says itself.
  model::Container web = one("env_file: a.env\nenvironment: {A: own}\n", world_of({{"a.env", "A=file\nB=$A\n"}}));
  ASSERT_EQ(web.environment.size(), 2u);
  EXPECT_EQ(web.environment[1].value, "own");
}

TEST(Compose, AnEnvFileThatIsMissingIsANote) {
  Compose compose = read("services:\n  web:\n    image: a\n    env_file: secrets.env\n");
  EXPECT_EQ(message_of(compose.notes), "line 4: env_file secrets.env: no such file\n");
  EXPECT_EQ(compose.notes[0].kind, base::Note::Kind::kSkipped);
  EXPECT_TRUE(compose.services[0].has_foreign_settings);
}

TEST(Compose, Limits) {
  model::Container web = one("mem_limit: 512m\npids_limit: 100\ncpus: 0.5\nrestart: on-failure:5\n");
  EXPECT_EQ(web.memory_limit_bytes->value, 512 << 20);
  EXPECT_EQ(web.pids_limit->value, 100);
  EXPECT_EQ(web.cpu_limit->value, 0.5);
  EXPECT_EQ(web.restart->value, "on-failure:5");
  web =
      one("deploy:\n  resources:\n    limits: {cpus: '1.5', memory: 1.5g, pids: 7}\n  restart_policy: {condition: on-failure, "
          "max_attempts: 3}\n");
  EXPECT_EQ(web.memory_limit_bytes->value, 1536 << 20);
  EXPECT_EQ(web.pids_limit->value, 7);
  EXPECT_EQ(web.cpu_limit->value, 1.5);
  EXPECT_EQ(web.restart->value, "on-failure:3");
  web = one("cpu_quota: 50000\ncpu_period: 25000\nulimits: {nofile: {soft: 10, hard: 20}, nproc: 5}\nsysctls: [net.a=1]\n");
  EXPECT_EQ(web.cpu_limit->value, 2.0);
  EXPECT_EQ(web.ulimits["nofile"].value, "10:20");
  EXPECT_EQ(web.ulimits["nproc"].value, "5");
  EXPECT_EQ(web.sysctls["net.a"].value, "1");
  EXPECT_FALSE(web.memory_limit_bytes);
}

TEST(Compose, HealthInAllForms) {
  EXPECT_EQ(one("healthcheck: {test: curl -f x}\n").health.test, (std::vector<std::string>{"CMD-SHELL", "curl -f x"}));
  EXPECT_EQ(one("healthcheck: {test: [CMD, curl]}\n").health.kind, Health::Kind::kSet);
  EXPECT_EQ(one("healthcheck: {test: [NONE]}\n").health.kind, Health::Kind::kDisabled);
  EXPECT_EQ(one("healthcheck: {disable: true}\n").health.kind, Health::Kind::kDisabled);
  EXPECT_EQ(one("healthcheck: {interval: 5s}\n").health.kind, Health::Kind::kNotSaid);
  EXPECT_EQ(one("init: true\n").health.kind, Health::Kind::kNotSaid);
}

TEST(Compose, NamespacesRuntimeLoggingAndTheRest) {
  model::Container web =
      one("network_mode: service:db\npid: host\nipc: shareable\nuts: host\nuserns_mode: host\ncgroup: host\ncgroup_parent: "
          "x.slice\nruntime: runsc\n"
          "read_only: yes\ninit: true\nlogging: {driver: syslog, options: {max-size: 10m, max-file: 3}}\nlabels: [a=b, c]\ndevices:\n"
          "  - /dev/kvm\n  - {source: /dev/a, target: /dev/b, permissions: r}\ndevice_cgroup_rules: ['c 1:3 mr']\ncommand: sh -c 'a "
          "b'\nentrypoint: [x]\n"
          "networks: {front: {aliases: [w]}, back: }\n");
  EXPECT_EQ(web.network_mode->value, "service:db");
  EXPECT_EQ(web.pid_mode->value, "host");
  EXPECT_EQ(web.ipc_mode->value, "shareable");
  EXPECT_EQ(web.uts_mode->value, "host");
  EXPECT_EQ(web.user_namespace->value, "host");
  EXPECT_EQ(web.cgroup_namespace->value, "host");
  EXPECT_EQ(web.cgroup_parent->value, "x.slice");
  EXPECT_EQ(web.engine_runtime, "runsc");
  EXPECT_TRUE(web.read_only_root->value);
  EXPECT_TRUE(web.init->value);
  EXPECT_EQ(web.log_driver->value, "syslog");
  EXPECT_EQ(web.log_options["max-file"], "3");
  EXPECT_EQ(web.labels["a"].value, "b");
  EXPECT_EQ(web.labels["c"].value, "");
  EXPECT_EQ(texts(web.devices), "/dev/kvm /dev/a:/dev/b:r");
  EXPECT_EQ(texts(web.device_cgroup_rules), "c 1:3 mr");
  EXPECT_EQ(texts(web.command), "sh -c a b");
  EXPECT_EQ(texts(web.entrypoint), "x");
  EXPECT_EQ(web.networks, (std::vector<std::string>{"front", "back"}));
}

TEST(Compose, BuildsAndInlineDockerfiles) {
  Compose compose = read(
      "services:\n  a: {build: ./web}\n  b: {build: {context: https://github.com/x/y.git, dockerfile: D}}\n  c:\n    build:\n"
      "      dockerfile_inline: |\n        FROM alpine\n");
  EXPECT_EQ(container(compose, "a").build, "/srv/app/web");
  EXPECT_EQ(container(compose, "a").dockerfile, "Dockerfile");
  EXPECT_EQ(container(compose, "b").build, "https://github.com/x/y.git");
  EXPECT_EQ(container(compose, "b").dockerfile, "D");
  EXPECT_EQ(service(compose, "c").dockerfile_inline.value, "FROM alpine\n");
  EXPECT_EQ(message_of(compose.notes), "");
}

TEST(Compose, UnknownKeysWithASuggestion) {
  Compose compose = read(
      "servics: {}\nservices:\n  web:\n    image: a\n    privilged: true\n    x-mine: 1\n    healthcheck: {tests: x}\n    ports: [{targt: "
      "1, target: 2}]\n");
  EXPECT_EQ(message_of(compose.notes),
            "line 1: unknown key servics (did you mean services?)\nline 5: service web: unknown key privilged (did you mean privileged?)\n"
            "line 7: service web: healthcheck: unknown key tests (did you mean test?)\n"
            "line 8: service web: ports: unknown key targt (did you mean target?)\n");
}

TEST(Compose, VariablesWithoutAValueAreNotes) {
  Compose compose =
      read("services:\n  web:\n    image: app:${TAG}\n    user: ${UID:?who}\n    hostname: $TAG\n    domainname: ${B-}${C+x}$$D\n");
  EXPECT_EQ(compose.services[0].container.image.value, "app:");
  EXPECT_EQ(message_of(compose.notes), "line 3: variable TAG has no value and is read as empty\nline 4: variable UID is required: who\n");
  compose = read("services:\n  web:\n    image: a${b c}\n");
  EXPECT_EQ(compose.services[0].container.image.value, "a${b c}");
  EXPECT_EQ(compose.notes.size(), 1u);
}

TEST(Compose, OldFilesAreReadAndSaid) {
  Compose compose = read("version: '3.8'\nservices: {web: {image: a}}\n");
  ASSERT_EQ(compose.notes.size(), 1u);
  EXPECT_EQ(compose.notes[0].kind, base::Note::Kind::kInfo);
  compose = read("web:\n  image: a\n  net: host\n  privileged: true\nworker:\n  extends: {service: web}\n  build: .\n");
  EXPECT_EQ(container(compose, "web").network_mode->value, "host");
  EXPECT_TRUE(container(compose, "worker").privileged->value);
  ASSERT_EQ(compose.notes.size(), 1u);
  EXPECT_TRUE(compose.notes[0].message.contains("version 1"));
}

TEST(Compose, JobsOneShotsProvidersAndProfiles) {
  Compose compose = read(
      "services:\n  web: {image: a, depends_on: {migrate: {condition: service_completed_successfully}}, profiles: [dev, test]}\n  migrate: "
      "{image: b}\n"
      "  model: {provider: {type: model, options: {model: x}}}\njobs:\n  nightly: {image: c, triggers: {manual: true}}\n");
  EXPECT_FALSE(container(compose, "web").is_init);
  EXPECT_TRUE(container(compose, "migrate").is_init);
  EXPECT_TRUE(container(compose, "nightly").is_init);
  EXPECT_EQ(service(compose, "web").profiles, (std::vector<std::string>{"dev", "test"}));
  EXPECT_EQ(service(compose, "web").depends_on, std::vector<std::string>{"migrate"});
  EXPECT_EQ(compose.services.size(), 3u);
  EXPECT_EQ(message_of(compose.notes), "line 4: service model is run by model, not as a container\n");
}

TEST(Compose, TopLevelSecrets) {
  Compose compose = read("services: {a: {image: x}}\nsecrets:\n  f: {file: ./pw}\n  e: {environment: PW}\n  o: {external: true}\n");
  EXPECT_EQ(compose.secrets["f"].value, "/srv/app/pw");
  EXPECT_EQ(compose.secrets["e"].value, "environment:PW");
  EXPECT_EQ(compose.secrets["o"].value, "external");
}

TEST(Compose, HostileTextIsAnErrorInTime) {
  auto code = [](std::string_view text) {
    auto compose = parse_compose(text, world_of());
    return compose ? Code::kInternal : compose.error().code;
  };
  EXPECT_EQ(code(""), Code::kCorrupt);
  EXPECT_EQ(code("- a\n"), Code::kCorrupt);
  EXPECT_EQ(code("services: [a]\n"), Code::kCorrupt);
  EXPECT_EQ(code("a: \xff\xfe\n"), Code::kCorrupt);
  EXPECT_EQ(code(std::string_view("services:\0\n", 11)), Code::kCorrupt);
  EXPECT_EQ(code(std::string(50u << 20, 'a')), Code::kLimit);
  EXPECT_EQ(code("services:\n  {{ if .x }}\n  web: {image: {{ .image }}\n"), Code::kUnsupported);
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 12; ++i) {
    std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int j = 0; j < 8; ++j) bomb += "," + last;
    bomb += "]\n";
  }
  EXPECT_EQ(code(bomb), Code::kLimit);
}

TEST(Compose, ManyExtendsOfALargeServiceAreBounded) {
  std::string text = "services:\n  base:\n    image: a\n    environment:\n";
  for (int i = 0; i < 2000; ++i) text += "      - A" + std::to_string(i) + "=1\n";
  for (int i = 0; i < 1000; ++i) text += "  s" + std::to_string(i) + ": {extends: base}\n";
  auto begin = std::chrono::steady_clock::now();
  auto compose = parse_compose(text, world_of());
  ASSERT_FALSE(compose);
  EXPECT_EQ(compose.error().code, Code::kLimit);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(Compose, WhatIsReadAgainAndAgainIsBounded) {
  auto begin = std::chrono::steady_clock::now();
  std::string large = "services:\n  s:\n    image: a\n    environment:\n", includes = "include:\n",
              files = "services:\n  a:\n    image: x\n    env_file:\n";
  for (int i = 0; i < 20'000; ++i) large += "      - A" + std::to_string(i) + "=1\n";
  for (int i = 0; i < 90; ++i) includes += "  - large.yml\n";
  for (int i = 0; i < 20'000; ++i) files += "      - a.env\n";
  std::string unknown = "services:\n  a:\n    image: x\n";
  for (int i = 0; i < 60'000; ++i) unknown += "    restrat_policy_of_a_service_with_a_long_name_" + std::to_string(i) + ": 1\n";
  ComposeWorld world = world_of({{"large.yml", large}, {"a.env", std::string(100'000, '#')}});
  auto compose = parse_compose(includes + "services: {w: {image: x}}\n", world);
  ASSERT_FALSE(compose);
  EXPECT_EQ(compose.error().code, Code::kLimit);
  EXPECT_GE(read(files, world).notes.size(), 1u);
  EXPECT_EQ(read(unknown, world).notes.size(), 201u);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

TEST(Compose, LooksLikeCompose) {
  EXPECT_TRUE(looks_like_compose("x/compose.yaml", ""));
  EXPECT_TRUE(looks_like_compose("docker-compose.prod.yml", ""));
  EXPECT_TRUE(looks_like_compose("stack.yml", "services:\n  a:\n    image: b\n"));
  EXPECT_FALSE(looks_like_compose("values.yaml", "services:\n  a: 1\n"));
  EXPECT_FALSE(looks_like_compose("compose.go", "services:\n  a:\n    image: b\n"));
}

TEST(Compose, Fuzz) { REPLAY_CORPUS(compose_fuzz); }

}  // namespace
}  // namespace batten::manifest
