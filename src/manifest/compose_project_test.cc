// SPDX-License-Identifier: Apache-2.0
//
// extends, include, several files over each other, anchors.
#include "manifest/compose_project.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace batten::manifest {
namespace {

std::string message_of(const base::Notes& notes) {
  std::string out;
  for (const base::Note& note : notes) out += note.where + ": " + note.message + "\n";
  return out;
}

ComposeWorld world_of(std::map<std::string, std::string> files, std::map<std::string, std::string> environment = {}) {
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

const ComposeService& service(const Result<Compose>& compose, std::string_view name) {
  static const ComposeService kNone;
  EXPECT_TRUE(compose) << compose.error().message;
  if (!compose) return kNone;
  auto found = std::ranges::find(compose->services, name, [](const ComposeService& one) { return std::string_view(one.container.name); });
  EXPECT_NE(found, compose->services.end()) << name;
  return found == compose->services.end() ? kNone : *found;
}

template <typename Values>
std::string texts(const Values& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "" : " ") + value.value;
  return out;
}

TEST(ComposeProject, ExtendsInTheSameFileThroughAChain) {
  auto compose = parse_compose(
      "services:\n  c:\n    extends: {service: b}\n    cap_add: [C]\n    command: c\n  b:\n    extends: a\n    environment: [X=b, Y=b]\n   "
      " cap_add: [B]\n"
      "  a:\n    image: a\n    environment: {X: a, Z: a}\n    privileged: true\n    command: [a, a]\n    healthcheck: {test: [CMD, x], "
      "retries: 3}\n",
      world_of({}));
  const ComposeService& c = service(compose, "c");
  EXPECT_EQ(message_of(compose->notes), "");
  EXPECT_EQ(c.container.image.value, "a");
  EXPECT_TRUE(c.container.privileged->value);
  EXPECT_EQ(c.container.privileged->place.line, 13u);
  EXPECT_EQ(texts(c.container.capabilities_added), "B C");
  EXPECT_EQ(texts(c.container.command), "c");
  std::map<std::string, std::string> variables;
  for (const auto& variable : c.container.environment) variables[variable.name] = variable.value.value_or("");
  EXPECT_EQ(variables, (std::map<std::string, std::string>{{"X", "b"}, {"Y", "b"}, {"Z", "a"}}));
  EXPECT_FALSE(c.has_foreign_settings);
  EXPECT_FALSE(service(compose, "a").container.environment.size() == 3);
}

TEST(ComposeProject, ExtendsFromAnotherFile) {
  auto compose = parse_compose("services:\n  web:\n    extends: {file: common/base.yml, service: web}\n    ports: ['80:80']\n",
                               world_of({{"common/base.yml",
                                          "services:\n  web:\n    extends: {file: ../other.yml, service: low}\n    build: .\n"
                                          "    volumes: [./data:/data]\n    env_file: a.env\n    pid: ${MODE}\n"},
                                         {"other.yml", "services:\n  low: {image: low, cap_add: [SYS_ADMIN], volumes: ['./x:/x']}\n"},
                                         {"common/a.env", "A=1\n"}},
                                        {{"MODE", "host"}}));
  const ComposeService& web = service(compose, "web");
  EXPECT_EQ(message_of(compose->notes), "");
  EXPECT_EQ(web.file, "");
  EXPECT_TRUE(web.has_foreign_settings);
  EXPECT_EQ(web.container.place.line, 2u);
  EXPECT_EQ(web.container.build, "/srv/app/common");
  ASSERT_EQ(web.container.mounts.size(), 2u);
  EXPECT_EQ(web.container.mounts[0].source, "/srv/app/x");
  EXPECT_EQ(web.container.mounts[1].source, "/srv/app/common/data");
  EXPECT_EQ(web.container.mounts[1].place.line, 0u);
  EXPECT_EQ(web.container.pid_mode->value, "host");
  EXPECT_EQ(web.container.environment[0].from_file, "common/a.env");
  EXPECT_EQ(web.container.ports[0].place.line, 4u);
}

TEST(ComposeProject, WhatCannotBeExtendedIsANote) {
  auto compose = parse_compose(
      "services:\n  a: {image: x, extends: b}\n  b: {image: x, extends: a}\n  c: {image: x, extends: {file: no.yml, service: q}}\n  d: "
      "{image: x, extends: e}\n",
      world_of({}));
  EXPECT_EQ(service(compose, "d").container.image.value, "x");
  EXPECT_EQ(
      message_of(compose->notes),
      "line 2: a extends itself, or too many one after the other\nline 4: service c: what it extends could not be read: no such file\n"
      "line 5: service d: what it extends could not be read: there is no service e\n");
  // Two files that extend each other, of which each service has an end.
  compose = parse_compose("services: {a: {extends: {file: x.yml, service: a}}}\n",
                          world_of({{"x.yml", "services:\n  a: {extends: {file: y.yml, service: b}}\n  c: {image: end}\n"},
                                    {"y.yml", "services: {b: {extends: {file: x.yml, service: c}}}\n"}}));
  EXPECT_EQ(service(compose, "a").container.image.value, "end");
  compose = parse_compose("services: {a: {image: i, extends: {file: x.yml, service: a}}}\n",
                          world_of({{"x.yml", "services: {a: {extends: {file: y.yml, service: a}}}\n"},
                                    {"y.yml", "services: {a: {extends: {file: x.yml, service: a}}}\n"}}));
  EXPECT_EQ(service(compose, "a").container.image.value, "i");
  EXPECT_EQ(compose->notes.size(), 1u);
}

TEST(ComposeProject, IncludesWithVariablesOfTheirOwn) {
  auto compose = parse_compose(
      "include:\n  - sub/compose.yml\n  - {path: [x.yml, x.override.yml], project_directory: px, env_file: x.env}\n  - gone.yml\n"
      "services:\n  web: {image: web, depends_on: [db]}\nvolumes: {own: }\n",
      world_of({{"sub/compose.yml",
                 "name: sub\nservices:\n  db: {image: 'db:${TAG}', volumes: [./d:/d, 'disk:/disk']}\nvolumes:\n"
                 "  disk: {driver_opts: {o: bind, device: /mnt/disk}}\n"},
                {"sub/.env", "TAG=7\nOUT=not\n"},
                {"x.yml", "services: {x: {image: '${OUT}-${X}', volumes: ['./x:/x']}}\n"},
                {"x.override.yml", "services: {x: {privileged: true}}\n"},
                {"x.env", "X=file\n"}},
               {{"OUT", "outside"}}));
  EXPECT_EQ(message_of(compose->notes), "line 4: include gone.yml: no such file\n");
  const ComposeService& db = service(compose, "db");
  EXPECT_EQ(db.container.image.value, "db:7");
  EXPECT_EQ(db.file, "sub/compose.yml");
  EXPECT_EQ(db.container.mounts[0].source, "/srv/app/sub/d");
  EXPECT_EQ(db.container.mounts[1].source, "/mnt/disk");
  EXPECT_TRUE(db.has_foreign_settings);
  EXPECT_EQ(db.container.place.line, 0u);
  const ComposeService& x = service(compose, "x");
  EXPECT_EQ(x.container.image.value, "outside-file");
  EXPECT_TRUE(x.container.privileged->value);
  EXPECT_EQ(x.container.mounts[0].source, "/srv/app/px/x");
  EXPECT_EQ(compose->name, "");
}

TEST(ComposeProject, AnIncludeOfItselfEnds) {
  std::string text = "include: [compose.yml, compose.yml]\nservices: {a: {image: x}}\n";
  auto compose = parse_compose(text, world_of({{"compose.yml", text}}));
  EXPECT_TRUE(!compose || !compose->notes.empty());
}

TEST(ComposeProject, AFileOverAnother) {
  std::vector<ComposeFile> files = {{"compose.yaml",
                                     "services:\n  web:\n    image: a\n    command: [x]\n    ports: ['80:80']\n    volumes: ['./a:/data', "
                                     "'v:/v']\n    environment: [A=1, B=1]\n"
                                     "    labels: {l: 1}\n    logging: {driver: json-file, options: {max-size: 1m}}\n    build: ./web\n    "
                                     "env_file: a.env\n    dns: 1.1.1.1\n"
                                     "    cap_add: [A]\n    tmpfs: /run\n    depends_on: [db]\n    secrets: [s]\n    ulimits: {nproc: 1}\n "
                                     "   deploy: {resources: {limits: {cpus: '1'}}}\n  db: {image: db}\n"},
                                    {"compose.override.yaml",
                                     "services:\n  web:\n    command: y z\n    ports: ['80:80', '81:81']\n    volumes: ['./b:/data']\n    "
                                     "environment: {B: 2}\n    labels: [m=2]\n"
                                     "    logging: {driver: syslog}\n    build: {dockerfile: D}\n    cap_add: !reset []\n    tmpfs: "
                                     "[/tmp]\n    depends_on: {c: {condition: service_started}}\n"
                                     "    secrets: !override [t]\n    ulimits: {nproc: {soft: 1, hard: 2}}\n    deploy: {resources: "
                                     "{limits: {memory: 1g}}}\n  c: {image: c}\n"}};
  auto compose = merge_compose(files, world_of({{"a.env", "Z=1\n"}}));
  const ComposeService& web = service(compose, "web");
  EXPECT_EQ(message_of(compose->notes), "");
  EXPECT_EQ(compose->services.size(), 3u);
  EXPECT_EQ(texts(web.container.command), "y z");
  EXPECT_EQ(web.container.ports.size(), 2u);
  ASSERT_EQ(web.container.mounts.size(), 5u);
  EXPECT_EQ(web.container.mounts[0].source, "/srv/app/b");
  FilePlace over = file_place(files, web.container.mounts[0].place), under = file_place(files, web.container.mounts[1].place);
  EXPECT_EQ(over.file, 1u);
  EXPECT_EQ(over.place.line, 5u);
  EXPECT_EQ(files[1].text.substr(over.place.offset, over.place.length), "'./b:/data'");
  EXPECT_EQ(under.file, 0u);
  EXPECT_EQ(under.place.line, 6u);
  EXPECT_EQ(files[0].text.substr(under.place.offset, under.place.length), "'v:/v'");
  EXPECT_EQ(file_place(files, {}).place.line, 0u);
  EXPECT_EQ(web.container.environment.size(), 3u);
  EXPECT_EQ(web.container.labels.size(), 2u);
  EXPECT_EQ(web.container.log_driver->value, "syslog");
  EXPECT_TRUE(web.container.log_options.empty());
  EXPECT_EQ(web.container.build, "/srv/app/web");
  EXPECT_EQ(web.container.dockerfile, "D");
  EXPECT_TRUE(web.container.capabilities_added.empty());
  EXPECT_EQ(texts(web.container.secrets), "t");
  EXPECT_EQ(web.container.ulimits.at("nproc").value, "1:2");
  EXPECT_EQ(web.container.cpu_limit->value, 1.0);
  EXPECT_EQ(web.container.memory_limit_bytes->value, 1 << 30);
  EXPECT_EQ(web.depends_on, (std::vector<std::string>{"db", "c"}));
  EXPECT_EQ(web.file, "");
  EXPECT_TRUE(web.has_foreign_settings);
  EXPECT_EQ(service(compose, "c").file, "compose.override.yaml");
  EXPECT_FALSE(service(compose, "db").has_foreign_settings);
}

TEST(ComposeProject, ItemsThatAreThereDoNotComeAgain) {
  auto compose = parse_compose(
      "services:\n  web:\n    extends: {file: sub/b.yml, service: b}\n    cap_add: [A, B]\n    volumes: ['./d:/d']\n    env_file: a.env\n  "
      "  environment: {N: }\n",
      world_of({{"sub/b.yml", "services: {b: {image: x, cap_add: [A], volumes: ['./d:/d'], env_file: a.env, environment: [N=1]}}\n"},
                {"a.env", "V=main\n"},
                {"sub/a.env", "V=sub\n"}}));
  const ComposeService& web = service(compose, "web");
  EXPECT_EQ(texts(web.container.capabilities_added), "A B");
  EXPECT_EQ(web.container.capabilities_added[0].place.line, 4u);
  ASSERT_EQ(web.container.mounts.size(), 1u);
  EXPECT_EQ(web.container.mounts[0].source, "/srv/app/d");
  ASSERT_EQ(web.container.environment.size(), 2u);
  EXPECT_EQ(web.container.environment[0].value, std::nullopt);
  EXPECT_EQ(web.container.environment[1].value, "main");
}

TEST(ComposeProject, DocumentsOfOneFileGoOverEachOther) {
  auto compose = parse_compose(
      "services: {a: {image: x, ports: ['1:1'], user: '0'}}\n---\nservices: {a: {ports: !override ['2:2'], user: !reset null}}\n",
      world_of({}));
  const ComposeService& a = service(compose, "a");
  ASSERT_EQ(a.container.ports.size(), 1u);
  EXPECT_EQ(a.container.ports[0].host_first, 2);
  EXPECT_EQ(a.container.ports[0].place.line, 3u);
  EXPECT_FALSE(a.container.user);
}

TEST(ComposeProject, AnchorsAndMergeKeys) {
  std::string_view text =
      "x-base: &base\n  restart: always\n  environment: &env {A: '1'}\nx-caps: &caps [NET_ADMIN]\nservices:\n  a:\n    <<: *base\n    "
      "image: a\n    cap_add: *caps\n"
      "    environment: {<<: *env, B: '2'}\n  b:\n    <<: [*base]\n    image: b\n    restart: 'no'\n";
  auto compose = parse_compose(text, world_of({}));
  const ComposeService& a = service(compose, "a");
  EXPECT_EQ(message_of(compose->notes), "");
  EXPECT_EQ(a.container.restart->value, "always");
  EXPECT_EQ(a.container.restart->place.line, 2u);
  EXPECT_EQ(a.container.environment.size(), 2u);
  EXPECT_EQ(texts(a.container.capabilities_added), "NET_ADMIN");
  EXPECT_EQ(service(compose, "b").container.restart->value, "no");
  EXPECT_FALSE(a.has_foreign_settings);
}

}  // namespace
}  // namespace batten::manifest
