// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"
#include "checks/secret_words.h"
#include "manifest/compose.h"

namespace batten::checks {
namespace {

constexpr std::string_view kRegistries[] = {"registry.example"};

manifest::ComposeWorld no_world() {
  return {.read = [](const std::string&) -> Result<std::string> { return Error{Code::kNotFound, "no file"}; },
          .environment = {{"API_TOKEN", "x"}},
          .directory = "/srv/project"};
}

Settings settings_for(const ContainerCheck& check) {
  Settings out;
  out.strict = check.info.strict;
  if (check.info.id == "registry-not-allowed") out.allowed_registries.assign(std::begin(kRegistries), std::end(kRegistries));
  return out;
}

// Hits of one check in a Compose file, with the service that each is in.
std::vector<std::pair<const manifest::ComposeService*, Hit>> hits_of(const ContainerCheck& check, const manifest::Compose& file) {
  std::vector<std::pair<const manifest::ComposeService*, Hit>> out;
  for (const manifest::ComposeService& service : file.services) {
    Hits hits;
    check.check(service.container, settings_for(check), hits);
    for (Hit& hit : hits) {
      if (hit.outcome == model::Outcome::kFail) out.emplace_back(&service, std::move(hit));
    }
  }
  return out;
}

TEST(ContainerChecks, EachFindsItsBadExampleAndNotItsGoodOne) {
  ASSERT_GT(all_container_checks().size(), 30u);
  for (const ContainerCheck* check : all_container_checks()) {
    SCOPED_TRACE(check->info.id);
    if ((check->forms & kCompose) == 0) continue;  // tried below, by hand
    ASSERT_FALSE(check->examples.empty());
    for (const Example& example : check->examples) {
      auto bad = manifest::parse_compose(example.bad, no_world()), good = manifest::parse_compose(example.good, no_world());
      ASSERT_TRUE(bad) << bad.error().message;
      ASSERT_TRUE(good) << good.error().message;
      auto found = hits_of(*check, *bad);
      EXPECT_FALSE(found.empty()) << example.bad;
      for (const auto& [service, hit] : found) {
        EXPECT_GT(hit.place.line, 0u) << hit.message;
        EXPECT_FALSE(hit.message.empty());
      }
      for (const auto& [service, hit] : hits_of(*check, *good)) ADD_FAILURE() << hit.message << "\n" << example.good;
      EXPECT_TRUE(good->notes.empty()) << good->notes[0].message;
    }
  }
}

TEST(ContainerChecks, WhatAFixMakesIsClean) {
  std::size_t fixed = 0;
  for (const ContainerCheck* check : all_container_checks()) {
    if (check->fix == nullptr) continue;
    SCOPED_TRACE(check->info.id);
    for (const Example& example : check->examples) {
      std::string text(example.bad);
      auto file = manifest::parse_compose(text, no_world());
      ASSERT_TRUE(file);
      auto found = hits_of(*check, *file);
      ASSERT_FALSE(found.empty());
      // One change after the other, as the lint does.
      for (int round = 0; round < 20 && !found.empty(); ++round) {
        const auto& [service, hit] = found[0];
        std::vector<model::ContainerChange> changes = check->fix(service->container, hit);
        ASSERT_FALSE(changes.empty());
        for (model::ContainerChange& change : changes) {
          if (change.kind == model::ContainerChange::Kind::kImageDigest) change.value = "sha256:" + std::string(64, 'a');
          auto edits = manifest::compose_edits(text, *service, change);
          ASSERT_TRUE(edits) << edits.error().message;
          ASSERT_FALSE(edits->empty()) << text;
          std::ranges::sort(*edits, {}, &model::Edit::offset);
          for (auto edit = edits->rbegin(); edit != edits->rend(); ++edit) text.replace(edit->offset, edit->length, edit->text);
        }
        file = manifest::parse_compose(text, no_world());
        ASSERT_TRUE(file) << file.error().message << "\n" << text;
        found = hits_of(*check, *file);
      }
      EXPECT_TRUE(found.empty()) << text;
      ++fixed;
    }
  }
  EXPECT_GT(fixed, 15u);
}

TEST(ContainerChecks, DescriptorsAreComplete) {
  std::set<std::string_view> ids;
  for (const ContainerCheck* check : all_container_checks()) {
    SCOPED_TRACE(check->info.id);
    EXPECT_TRUE(ids.insert(check->info.id).second);
    EXPECT_GT(check->info.title.size(), 10u);
    EXPECT_LT(check->info.title.size(), 60u);
    EXPECT_GT(check->info.why.size(), 40u);
    EXPECT_GT(check->info.fix.size(), 10u);
    EXPECT_NE(check->forms, 0);
  }
}

const ContainerCheck& check_named(std::string_view id) {
  for (const ContainerCheck* check : all_container_checks()) {
    if (check->info.id == id) return *check;
  }
  throw std::runtime_error("no such check");
}

std::size_t count(std::string_view id, const model::Container& container, model::Outcome outcome = model::Outcome::kFail) {
  Hits hits;
  check_named(id).check(container, {}, hits);
  return static_cast<std::size_t>(std::ranges::count(hits, outcome, &Hit::outcome));
}

// A container whose configuration says nothing, and what the kernel says of it.
TEST(ContainerChecks, TheKernelsWordGoesFirst) {
  model::Container container;
  container.form = model::ContainerForm::kEngine;
  container.name = "web";
  model::ContainerProcess& process = container.process.emplace();
  process.capabilities_effective = process.capabilities_bounding = 0x00000000a80425fb;
  process.seccomp_mode = 2;
  process.no_new_privileges = false;
  process.uid = 0;
  process.root_read_only = false;
  process.memory_limit_bytes = process.pids_limit = -1;
  for (const char* id :
       {"capabilities-not-dropped", "new-privileges", "runs-as-root", "writable-root", "memory-unlimited", "pids-unlimited"})
    EXPECT_EQ(count(id, container), 1u) << id;
  for (const char* id : {"seccomp-off", "dangerous-capability", "host-pid", "host-network", "privileged"})
    EXPECT_EQ(count(id, container), 0u) << id;
  EXPECT_EQ(count("apparmor-off", container, model::Outcome::kNotApplicable), 1u);

  process.seccomp_mode = 0;
  process.capabilities_effective = 0x1ffffffffff;
  process.host_namespaces = {"net", "pid"};
  EXPECT_EQ(count("seccomp-off", container), 1u);
  EXPECT_EQ(count("host-pid", container), 1u);
  EXPECT_EQ(count("host-network", container), 1u);
  EXPECT_GT(count("dangerous-capability", container), 5u);

  // What the configuration asks for and the kernel has.
  container.seccomp = {"unconfined", {}};
  process.seccomp_mode = 2;
  process.capabilities_effective = process.capabilities_bounding = 0;
  process.no_new_privileges = true;
  process.uid = 100000;
  process.root_read_only = true;
  process.memory_limit_bytes = process.pids_limit = 100;
  for (const char* id :
       {"capabilities-not-dropped", "new-privileges", "runs-as-root", "writable-root", "memory-unlimited", "pids-unlimited", "seccomp-off"})
    EXPECT_EQ(count(id, container), 0u) << id;
}

// Checks of images alone: their examples are lines of a history.
TEST(ContainerChecks, ExamplesOfImages) {
  std::size_t tried = 0;
  for (const ContainerCheck* check : all_container_checks()) {
    if (check->forms != kImage) continue;
    SCOPED_TRACE(check->info.id);
    auto found = [&](std::string_view history) {
      model::Container image;
      image.form = model::ContainerForm::kImage;
      base::each_line(history, [&](std::string_view line) { image.history.emplace_back(line); });
      Hits hits;
      check->check(image, {}, hits);
      return hits.size();
    };
    ASSERT_FALSE(check->examples.empty());
    for (const Example& example : check->examples) {
      EXPECT_EQ(found(example.bad), 1u);
      EXPECT_EQ(found(example.good), 0u);
      ++tried;
    }
  }
  EXPECT_GT(tried, 0u);
}

TEST(ContainerChecks, WhatAnImageSaysOfItsUser) {
  model::Container image;
  image.form = model::ContainerForm::kImage;
  EXPECT_EQ(count("runs-as-root", image), 1u);
  image.user = {"app", {}};
  EXPECT_EQ(count("runs-as-root", image), 0u);
}

TEST(ContainerFacts, Images) {
  EXPECT_EQ(image_tag("localhost:5000/a/b"), "");
  EXPECT_EQ(image_tag("localhost:5000/a/b:1.2@sha256:ab"), "1.2");
  EXPECT_EQ(image_repository("localhost:5000/a/b:1.2"), "localhost:5000/a/b");
  EXPECT_TRUE(is_image_named("docker.io/library/nginx:1", "nginx"));
  EXPECT_FALSE(is_image_named("acme/nginx-exporter", "nginx"));
  EXPECT_EQ(engine_socket_in("/var/run/"), "/var/run/docker.sock");
  EXPECT_EQ(engine_socket_in("/run/user/1000/docker.sock"), "docker.sock");
  EXPECT_EQ(engine_socket_in("/run/udev"), "");
  EXPECT_TRUE(is_within("/etc/ssh", "/etc"));
  EXPECT_FALSE(is_within("/etcetera", "/etc"));
}

TEST(SecretSetting, NamesAndValues) {
  for (const char* name : {"DB_PASSWORD", "dbPassword", "API_KEY", "MYSQL_ROOT_PASSWORD", "secretKey", "AWS_SECRET_ACCESS_KEY",
                           "JWT_SECRET", "SMTP_PASS", "token"})
    EXPECT_TRUE(is_secret_name(name)) << name;
  for (const char* name : {"DB_PASSWORD_FILE", "PASSWORD_MIN_LENGTH", "TOKEN_URL", "KEYBOARD", "COMPASS_HOME", "PUBLIC_KEY", "SECRET_NAME",
                           "BYPASS", "PASSENGER_COUNT", "TOKENIZERS_PARALLELISM", "KEY"})
    EXPECT_FALSE(is_secret_setting(name, "abcdefgh1234")) << name;
  for (const char* value : {"", "${DB_PASSWORD}", "/run/secrets/db", "true", "****", "vault:secret/data/app#x", "<your token>"})
    EXPECT_FALSE(is_secret_setting("DB_PASSWORD", value)) << value;
  EXPECT_TRUE(is_secret_setting("DATABASE_URL", "postgres://app:hunter2@db/app"));
  EXPECT_FALSE(is_secret_setting("DATABASE_URL", "postgres://app:${PW}@db/app"));
  EXPECT_FALSE(is_secret_setting("SITE", "https://example.com/a@b:c"));
  EXPECT_TRUE(is_secret_setting("X", "ghp_0123456789012345678901234567890123456"));
}

// The advice that a container of that form would get.
std::string advice(const ContainerCheck& check, model::ContainerForm form) {
  model::Container container;
  container.form = form;
  Hits hits = {{.place = {}, .subject = {}, .message = "x"}};
  use_words(check, container, hits);
  return hits[0].fix.empty() ? std::string(check.info.fix) : hits[0].fix;
}

TEST(ContainerChecks, AdviceSpeaksTheWordsOfTheForm) {
  using Form = model::ContainerForm;
  constexpr std::string_view kComposeKeys[] = {"cap_drop",   "cap_add",     "mem_limit",    "cpus",     "security_opt", "network_mode",
                                               "pids_limit", "userns_mode", "read_only:",   "user: \"", "ipc: ",        "pid: ",
                                               "uts: ",      "restart: ",   "healthcheck:", "logging:", "cgroup: ",     "secrets:"};
  for (const ContainerCheck* check : all_container_checks()) {
    for (Form form : {Form::kKubernetes, Form::kRunLine, Form::kQuadlet, Form::kEngine, Form::kImage}) {
      if ((check->forms & form_bit(form)) == 0) continue;
      std::string text = advice(*check, form);
      EXPECT_TRUE(text.ends_with('.')) << check->info.id << ": " << text;
      for (std::string_view key : kComposeKeys) {
        if (text.contains("--" + std::string(key))) continue;  // a flag of that name
        EXPECT_FALSE(text.contains(key)) << check->info.id << ", form " << static_cast<int>(form) << ": " << text;
      }
    }
  }
}

TEST(ContainerChecks, AFixOfAHitGoesBeforeTheWords) {
  model::Container container;
  container.form = model::ContainerForm::kQuadlet;
  Hits hits = {{.place = {}, .subject = {}, .message = "x", .fix = "Do this."}, {.place = {}, .subject = {}, .message = "y"}};
  ContainerCheck check;
  check.words.quadlet = "ReadOnly=true.";
  use_words(check, container, hits);
  EXPECT_EQ(hits[0].fix, "Do this.");
  EXPECT_EQ(hits[1].fix, "ReadOnly=true.");
  container.form = model::ContainerForm::kCompose;
  hits[1].fix = {};
  use_words(check, container, hits);
  EXPECT_EQ(hits[1].fix, "");
}

}  // namespace
}  // namespace batten::checks
