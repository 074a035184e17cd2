// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "manifest/compose.h"

namespace batten::manifest {
namespace {

using Kind = model::ContainerChange::Kind;
using Change = model::ContainerChange;

ComposeWorld world() {
  ComposeWorld out;
  out.directory = "/srv/app";
  return out;
}

std::string edited(std::string_view text, const std::vector<model::Edit>& edits) {
  std::string out;
  std::size_t at = 0;
  for (const model::Edit& edit : edits) {
    EXPECT_GE(edit.offset, at);
    out.append(text.substr(at, edit.offset - at)).append(edit.text);
    at = edit.offset + edit.length;
  }
  return out.append(text.substr(at));
}

// What becomes of service web; "" when there is no edit.
std::string changed(std::string_view text, const Change& change) {
  auto compose = parse_compose(text, world());
  EXPECT_TRUE(compose) << compose.error().message;
  if (!compose) return "error";
  for (const ComposeService& service : compose->services) {
    if (service.container.name != "web") continue;
    auto edits = compose_edits(text, service, change);
    EXPECT_TRUE(edits);
    if (!edits || edits->empty()) return "";
    return edited(text, *edits);
  }
  ADD_FAILURE() << "no service web";
  return "error";
}

ComposeService web_of(std::string_view text) {
  auto compose = parse_compose(text, world());
  EXPECT_TRUE(compose) << compose.error().message;
  auto found = std::ranges::find(compose->services, "web", [](const ComposeService& service) { return service.container.name; });
  return found == compose->services.end() ? ComposeService{} : *found;
}

// The place of what is written so.
model::Place place_of(std::string_view text, std::string_view written) {
  auto at = text.find(written);
  EXPECT_NE(at, std::string_view::npos) << written;
  return {1, 1, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(written.size())};
}

constexpr std::string_view kPlain =
    "# the shop\nservices:\n  db: {image: postgres}\n\n  web:\n    image: nginx:1.27 # pinned\n    ports:\n      - \"80:80\" # http\n\n  # "
    "the end\nvolumes: {}\n";

std::string with_lines(std::string_view lines) {
  std::string out(kPlain);
  out.insert(out.find("# http\n") + 7, lines);
  return out;
}

TEST(ComposeEdits, KeysAreAddedInTheStyleOfTheService) {
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kDropAllCapabilities}), with_lines("    cap_drop:\n      - ALL\n"));
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kDropAllCapabilities, .values = {"CHOWN", "SETUID"}}),
            with_lines("    cap_drop:\n      - ALL\n    cap_add:\n      - CHOWN\n      - SETUID\n"));
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kNoNewPrivileges}), with_lines("    security_opt:\n      - no-new-privileges:true\n"));
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kReadOnlyRoot, .values = {"/run", "/tmp"}}),
            with_lines("    read_only: true\n    tmpfs:\n      - /run\n      - /tmp\n"));
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kUser, .value = "10001:10001"}), with_lines("    user: \"10001:10001\"\n"));
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kPidsLimit, .value = "200"}), with_lines("    pids_limit: 200\n"));
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kMemoryLimit, .value = "512m"}), with_lines("    mem_limit: 512m\n"));
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kCpuLimit, .value = "1.0"}), with_lines("    cpus: 1.0\n"));
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kRestartOnFailure, .value = "5"}), with_lines("    restart: on-failure:5\n"));
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kHealthCheck, .values = {"curl", "-f", "x"}}),
            with_lines("    healthcheck:\n      test: [\"CMD\", \"curl\", \"-f\", \"x\"]\n"));
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kLogLimits, .values = {"5m", "2"}}),
            with_lines("    logging:\n      driver: json-file\n      options:\n        max-size: \"5m\"\n        max-file: \"2\"\n"));
  std::string pinned(kPlain);
  pinned.insert(pinned.find(" # pinned"), "@sha256:ab");
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kImageDigest, .value = "sha256:ab"}), pinned);
}

TEST(ComposeEdits, TheImageIsReplacedWhole) {
  const auto image = [](std::string_view text) {
    return changed(text, {.kind = Kind::kImage, .value = "r.example:5000/web:1.28@sha256:ab"});
  };
  std::string plain(kPlain);
  plain.replace(plain.find("nginx:1.27"), 10, "r.example:5000/web:1.28@sha256:ab");
  EXPECT_EQ(image(kPlain), plain);
  EXPECT_EQ(image("services:\n  web:\n    image: 'a:1'  # old\n"),
            "services:\n  web:\n    image: 'r.example:5000/web:1.28@sha256:ab'  # old\n");
  // Merged from another: that one keeps its own.
  EXPECT_EQ(
      image("x-base: &base\n  image: a:1\nservices:\n  web:\n    <<: *base\n    user: \"1\"\n"),
      "x-base: &base\n  image: a:1\nservices:\n  web:\n    <<: *base\n    user: \"1\"\n    image: r.example:5000/web:1.28@sha256:ab\n");
}

TEST(ComposeEdits, TheImageIsLeftWhereItIsNotThisServicesAlone) {
  const auto image = [](std::string_view text) { return changed(text, {.kind = Kind::kImage, .value = "a:2"}); };
  for (std::string_view text :
       {"services:\n  web:\n    image: a:${TAG:-1}\n", "services:\n  web:\n    build: .\n", "services:\n  web:\n    image: a:2\n",
        "services:\n  db:\n    image: &i a:1\n  web:\n    image: *i\n", "services:\n  web:\n    image: &i a:1\n  db:\n    image: *i\n"})
    EXPECT_EQ(image(text), "") << text;
}

TEST(ComposeEdits, ListsGoOnAsTheyAreWritten) {
  EXPECT_EQ(changed("services:\n    web:\n        image: a\n        cap_drop:\n        - NET_RAW # raw\n        # more\n",
                    {.kind = Kind::kDropAllCapabilities}),
            "services:\n    web:\n        image: a\n        cap_drop:\n        - NET_RAW # raw\n        - ALL\n        # more\n");
  EXPECT_EQ(changed("services:\n  web:\n    security_opt: [ apparmor=x ]\n    image: a\n", {.kind = Kind::kNoNewPrivileges}),
            "services:\n  web:\n    security_opt: [ apparmor=x, no-new-privileges:true ]\n    image: a\n");
  EXPECT_EQ(changed("services:\n  web:\n    image: a\n    security_opt: []\n", {.kind = Kind::kNoNewPrivileges}),
            "services:\n  web:\n    image: a\n    security_opt: [no-new-privileges:true]\n");
  EXPECT_EQ(changed("services:\n  web:\n    image: a\n    tmpfs: /run\n    read_only: true\n",
                    {.kind = Kind::kReadOnlyRoot, .values = {"/run", "/tmp"}}),
            "services:\n  web:\n    image: a\n    tmpfs: [/run, /tmp]\n    read_only: true\n");
  // No indentation of lists: neither in the new one.
  EXPECT_EQ(changed("services:\n  web:\n    image: a\n    ports:\n    - 80:80", {.kind = Kind::kNoNewPrivileges}),
            "services:\n  web:\n    image: a\n    ports:\n    - 80:80\n    security_opt:\n    - no-new-privileges:true");
}

TEST(ComposeEdits, FlowServicesAndWindowsLines) {
  EXPECT_EQ(changed("services: {web: {image: a}, db: {image: b}}\n", {.kind = Kind::kDropAllCapabilities, .values = {"KILL"}}),
            "services: {web: {image: a, cap_drop: [ALL], cap_add: [KILL]}, db: {image: b}}\n");
  EXPECT_EQ(changed("services: {web: {image: a, privileged: true}}\n", {.kind = Kind::kRemovePrivileged}),
            "services: {web: {image: a, privileged: false}}\n");
  EXPECT_EQ(changed("services: {web: {image: a, pid: host}}\n", {.kind = Kind::kRemoveHostPid}), "services: {web: {image: a}}\n");
  EXPECT_EQ(changed("services: {web: {pid: host, image: a}}\n", {.kind = Kind::kRemoveHostPid}), "services: {web: {image: a}}\n");
  EXPECT_EQ(changed("services:\r\n  web:\r\n    image: a\r\n", {.kind = Kind::kPidsLimit, .value = "9"}),
            "services:\r\n  web:\r\n    image: a\r\n    pids_limit: 9\r\n");
  EXPECT_EQ(changed("services:\r\n  web:\r\n    ipc: host\r\n    image: a\r\n", {.kind = Kind::kRemoveHostIpc}),
            "services:\r\n  web:\r\n    image: a\r\n");
}

TEST(ComposeEdits, SettingsAreTakenAway) {
  std::string_view text =
      "services:\n  web:\n    network_mode: host # for mDNS\n    pid: host\n    ipc: host\n    uts: host\n    userns_mode: \"host\"\n    "
      "privileged: true # why\n"
      "    cap_add:\n      - SYS_ADMIN # fuse\n      - NET_ADMIN\n    security_opt: [seccomp=unconfined, apparmor=unconfined]\n    image: "
      "a\n";
  auto without = [&](std::string_view part, std::string_view instead = "") {
    std::string out(text);
    out.replace(out.find(part), part.size(), instead);
    return out;
  };
  EXPECT_EQ(changed(text, {.kind = Kind::kRemoveHostNetwork}), without("network_mode: host "));
  EXPECT_EQ(changed(text, {.kind = Kind::kRemoveHostPid}), without("    pid: host\n"));
  EXPECT_EQ(changed(text, {.kind = Kind::kRemoveHostIpc}), without("    ipc: host\n"));
  EXPECT_EQ(changed(text, {.kind = Kind::kRemoveHostUts}), without("    uts: host\n"));
  EXPECT_EQ(changed(text, {.kind = Kind::kRemoveHostUserNamespace}), without("    userns_mode: \"host\"\n"));
  EXPECT_EQ(changed(text, {.kind = Kind::kRemovePrivileged}), without("privileged: true", "privileged: false"));
  EXPECT_EQ(changed(text, {.kind = Kind::kRemoveCapability, .value = "SYS_ADMIN", .place = place_of(text, "SYS_ADMIN")}),
            without("- SYS_ADMIN "));
  EXPECT_EQ(changed(text, {.kind = Kind::kRemoveCapability, .value = "NET_ADMIN", .place = place_of(text, "NET_ADMIN")}),
            without("      - NET_ADMIN\n"));
  EXPECT_EQ(changed(text, {.kind = Kind::kSeccompDefault}), without("seccomp=unconfined, "));
  EXPECT_EQ(changed(text, {.kind = Kind::kRemoveSecurityOption, .value = "apparmor=unconfined"}), without(", apparmor=unconfined"));
  // With its last item goes the list.
  EXPECT_EQ(changed("services:\n  web:\n    cap_add:\n      - ALL\n    image: a\n", {.kind = Kind::kRemoveCapability, .value = "ALL"}),
            "services:\n  web:\n    image: a\n");
}

TEST(ComposeEdits, MountsAndPorts) {
  std::string_view text =
      "services:\n  web:\n    image: a\n    volumes:\n      - ./a:/a\n      - '/b:/b:rw,z' # b\n      - ${C:-/c}:/c\n      - type: bind\n  "
      "      source: /d\n"
      "        target: /d\n      - {type: bind, source: /e, target: /e, read_only: false}\n      - /anonymous\n"
      "    ports:\n      - 80:80\n      - \"81\"\n      - 0.0.0.0:82:82/udp\n      - '[::]:83:83'\n      - ${P:-84}:84\n      - target: "
      "85\n        published: 85\n";
  auto with = [&](std::string_view part, std::string_view instead) {
    std::string out(text);
    out.replace(out.find(part), part.size(), instead);
    return out;
  };
  auto mount = [&](std::string_view written) { return changed(text, {.kind = Kind::kMountReadOnly, .place = place_of(text, written)}); };
  EXPECT_EQ(mount("./a:/a"), with("./a:/a", "./a:/a:ro"));
  EXPECT_EQ(mount("'/b:/b"), with("'/b:/b:rw,z'", "'/b:/b:ro,z'"));
  EXPECT_EQ(mount("${C"), with("${C:-/c}:/c", "${C:-/c}:/c:ro"));
  EXPECT_EQ(mount("type: bind\n"), with("target: /d\n", "target: /d\n        read_only: true\n"));
  EXPECT_EQ(mount("{type: bind, source: /e"), with("read_only: false", "read_only: true"));
  EXPECT_EQ(mount("/anonymous"), "");
  auto port = [&](std::string_view written) {
    return changed(text, {.kind = Kind::kBindPortToLoopback, .place = place_of(text, written)});
  };
  EXPECT_EQ(port("80:80"), with("80:80", "127.0.0.1:80:80"));
  EXPECT_EQ(port("\"81\""), with("\"81\"", "\"127.0.0.1::81\""));
  EXPECT_EQ(port("0.0.0.0:82"), with("0.0.0.0:82", "127.0.0.1:82"));
  EXPECT_EQ(port("'[::]"), with("[::]:83", "127.0.0.1:83"));
  EXPECT_EQ(port("${P"), with("${P:-84}", "127.0.0.1:${P:-84}"));
  EXPECT_EQ(port("target: 85"), with("published: 85\n", "published: 85\n        host_ip: \"127.0.0.1\"\n"));
}

TEST(ComposeEdits, SecretsMoveOutOfTheEnvironment) {
  std::string_view list = "services:\n  web:\n    image: a\n    environment:\n      - A=1\n      - DB_PASSWORD=hunter2 # bad\n";
  Change change{.kind = Kind::kSecretFromFile, .value = "DB_PASSWORD"};
  EXPECT_EQ(changed(list, change),
            "services:\n  web:\n    image: a\n    environment:\n      - A=1\n      - DB_PASSWORD_FILE=/run/secrets/db_password # bad\n    "
            "secrets:\n"
            "      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password\n");
  auto file = compose_secret_file(list, web_of(list), change);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->path, "secrets/db_password");
  EXPECT_EQ(file->value, "hunter2");
  std::string_view map =
      "services:\n  web:\n    image: a\n    secrets: [x]\n    environment: {DB_PASSWORD: \"hunter2\"}\nsecrets:\n  x:\n    file: x\n# "
      "end\n";
  EXPECT_EQ(changed(map, change),
            "services:\n  web:\n    image: a\n    secrets: [x, db_password]\n    environment: {DB_PASSWORD_FILE: "
            "/run/secrets/db_password}\nsecrets:\n  x:\n"
            "    file: x\n  db_password:\n    file: ./secrets/db_password\n# end\n");
  // To where it is kept already.
  Change kept{.kind = Kind::kSecretFromFile, .value = "DB_PASSWORD", .values = {"db-password", "vault:secret/app#password"}};
  EXPECT_EQ(changed(list, kept),
            "services:\n  web:\n    image: a\n    environment:\n      - A=1\n      - DB_PASSWORD_FILE=/run/secrets/db-password # bad\n    "
            "x-batten-secrets:\n      - db-password\n\nx-batten-secrets:\n  db-password: \"vault:secret/app#password\"\n");
  file = compose_secret_file(list, web_of(list), kept);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->reference, "vault:secret/app#password");
  EXPECT_EQ(file->path + file->value, "");
  std::string other = "x-batten-secrets: {db-password: vault:secret/other}\n" + std::string(list);
  EXPECT_EQ(changed(other, kept), "") << "the name is taken";
  std::string same = "x-batten-secrets: {db-password: {ref: vault:secret/app#password}}\n" + std::string(list);
  EXPECT_EQ(changed(same, kept),
            "x-batten-secrets: {db-password: {ref: vault:secret/app#password}}\n"
            "services:\n  web:\n    image: a\n    environment:\n      - A=1\n      - "
            "DB_PASSWORD_FILE=/run/secrets/db-password # bad\n    x-batten-secrets:\n      - db-password\n");
  // Nothing to move, or nowhere to.
  EXPECT_EQ(changed("services:\n  web:\n    image: a\n    environment: [DB_PASSWORD]\n", change), "");
  EXPECT_EQ(changed("services:\n  web:\n    image: a\n    environment: ['DB_PASSWORD=${P}']\n", change), "");
  EXPECT_EQ(changed("services:\n  web:\n    image: a\n    environment: ['DB_PASSWORD=x', DB_PASSWORD_FILE=y]\n", change), "");
  EXPECT_FALSE(compose_secret_file(map, web_of(map), {.kind = Kind::kUser, .value = "1"}));
}

TEST(ComposeEdits, WhatIsSharedIsLeftAlone) {
  auto refuses = [](std::string_view text, const Change& change) { EXPECT_EQ(changed(text, change), "") << text; };
  Change drop{.kind = Kind::kDropAllCapabilities}, user{.kind = Kind::kUser, .value = "1"}, privileged{.kind = Kind::kRemovePrivileged};
  refuses("services:\n  web: &web\n    image: a\n  two:\n    <<: *web\n", user);
  refuses("services:\n  two: &two\n    image: a\n  web: *two\n", user);
  refuses("x-b: &b\n  cap_drop: [KILL]\nservices:\n  web:\n    <<: *b\n    image: a\n", drop);
  refuses("x-c: &c [KILL]\nservices:\n  web:\n    cap_drop: *c\n    image: a\n", drop);
  refuses("services:\n  web:\n    cap_drop: &c [KILL]\n    image: a\n  two: {image: b, cap_drop: *c}\n", drop);
  refuses("x-h: &h {network_mode: host}\nservices:\n  web:\n    <<: *h\n    image: a\n", {.kind = Kind::kRemoveHostNetwork});
  refuses("services:\n  web: {image: a}\n---\nservices:\n  web: {privileged: true}\n", privileged);
  // An own value over a merged one changes nobody else.
  EXPECT_EQ(changed("x-h: &h {privileged: true}\nservices:\n  web:\n    <<: *h\n    image: a\n", privileged),
            "x-h: &h {privileged: true}\nservices:\n  web:\n    <<: *h\n    image: a\n    privileged: false\n");
}

TEST(ComposeEdits, WhatIsSoAlreadyHasNoEdit) {
  std::string_view text =
      "services:\n  web:\n    image: a@sha256:ab\n    cap_drop: [all]\n    security_opt: [no-new-privileges]\n    read_only: true\n    "
      "user: \"1\"\n    volumes: ['/a:/a:ro']\n"
      "    logging: {driver: syslog}\n    deploy: {resources: {limits: {memory: 1g}}, restart_policy: {condition: any}}\n    healthcheck: "
      "{test: x}\n";
  for (Change change :
       {Change{.kind = Kind::kDropAllCapabilities}, Change{.kind = Kind::kNoNewPrivileges}, Change{.kind = Kind::kReadOnlyRoot},
        Change{.kind = Kind::kUser, .value = "1"}, Change{.kind = Kind::kRemovePrivileged}, Change{.kind = Kind::kRemoveHostNetwork},
        Change{.kind = Kind::kMountReadOnly, .place = place_of(text, "'/a:/a:ro'")},
        Change{.kind = Kind::kImageDigest, .value = "sha256:ab"}, Change{.kind = Kind::kHealthCheck, .values = {"x"}},
        Change{.kind = Kind::kRestartOnFailure, .value = "5"}, Change{.kind = Kind::kSeccompDefault}, Change{.kind = Kind::kLogLimits},
        Change{.kind = Kind::kNoServiceAccountToken}}) {
    EXPECT_EQ(changed(text, change), "") << static_cast<int>(change.kind);
  }
  std::string expected(text);
  expected.replace(expected.find("memory: 1g"), 10, "memory: \"512m\"");
  EXPECT_EQ(changed(text, {.kind = Kind::kMemoryLimit, .value = "512m"}), expected);
}

TEST(ComposeEdits, HealthThatIsSwitchedOff) {
  EXPECT_EQ(changed("services:\n  web:\n    image: a\n    healthcheck:\n      disable: true\n",
                    {.kind = Kind::kHealthCheck, .values = {"CMD-SHELL", "x"}}),
            "services:\n  web:\n    image: a\n    healthcheck:\n      disable: false\n      test: [\"CMD-SHELL\", \"x\"]\n");
  EXPECT_EQ(
      changed("services:\n  web:\n    image: a\n    healthcheck: {test: [\"NONE\"]}\n", {.kind = Kind::kHealthCheck, .values = {"x"}}),
      "services:\n  web:\n    image: a\n    healthcheck: {test: [\"CMD\", \"x\"]}\n");
}

TEST(ComposeEdits, AfterALiteralBlockAndBeforeAComment) {
  EXPECT_EQ(changed("services:\n  web:\n    image: a\n    command: |\n      sh\n      -c\n\n  # next\n  db: {image: b}\n",
                    {.kind = Kind::kPidsLimit, .value = "9"}),
            "services:\n  web:\n    image: a\n    command: |\n      sh\n      -c\n    pids_limit: 9\n\n  # next\n  db: {image: b}\n");
  EXPECT_EQ(changed("services:\n  web:\n    image: a\n    volumes:\n  db: {image: b}\n", {.kind = Kind::kPidsLimit, .value = "9"}),
            "services:\n  web:\n    image: a\n    volumes:\n    pids_limit: 9\n  db: {image: b}\n");
}

}  // namespace
}  // namespace batten::manifest
