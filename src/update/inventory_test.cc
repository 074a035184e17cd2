// SPDX-License-Identifier: Apache-2.0
#include "update/inventory.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "fuzz/replay.h"

int update_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::update {
namespace {

std::string id(char c) { return std::string(64, c); }
std::string digest(char c) { return "sha256:" + id(c); }
model::Digest parsed(char c) { return *model::Digest::parse(digest(c)); }

// As Docker answers to inspect, cut to what is looked at. host: members with a comma behind each; the first of one name counts.
std::string docker_container(char which, const std::string& name, const std::string& image, char image_id, const std::string& labels = "",
                             const std::string& host = "", const std::string& mounts = "", const std::string& state = R"("running")") {
  return format(R"({{"Id":"{}","Created":"2026-11-0{}T10:00:00.123456789Z","State":{{"Status":{},"Running":true,"Pid":42}},
    "Image":"{}","Name":"/{}","HostConfig":{{{}"NetworkMode":"default","IpcMode":"private","PidMode":"","Links":null,"VolumesFrom":null}},
    "Mounts":[{}],"Config":{{"Image":"{}","Labels":{{{}}}}}}})",
                id(which), which == 'a' ? 1 : 2, state, digest(image_id), name, host, mounts, image, labels);
}

std::string compose(const std::string& project, const std::string& service, const std::string& more = "") {
  return format(R"("com.docker.compose.project":"{}","com.docker.compose.service":"{}","com.docker.compose.oneoff":"False",
    "com.docker.compose.project.working_dir":"/srv/{}","com.docker.compose.project.config_files":"/srv/{}/compose.yaml,more.yaml"{})",
                project, service, project, project, more);
}

EngineFacts facts_of(const std::vector<std::string>& containers) {
  EngineFacts out;
  for (const std::string& text : containers) {
    auto container = parse_container_facts(text);
    EXPECT_TRUE(container) << container.error().message;
    if (container) out.containers.push_back(std::move(*container));
  }
  auto image = [&](char which, std::vector<std::string> digests) {
    out.images[parsed(which)] = {parsed(which), std::move(digests), {}, {.os = "linux", .arch = "amd64", .variant = ""}};
  };
  image('1', {"nginx@" + digest('7'), "mirror.example/nginx@" + digest('8')});
  image('2', {});
  return out;
}

const Subject* find(const Inventory& inventory, std::string_view subject) {
  auto at = std::ranges::find(inventory.subjects, subject, &Subject::id);
  return at == inventory.subjects.end() ? nullptr : &*at;
}

TEST(Inventory, APlainContainer) {
  Inventory found = subjects_of(facts_of({docker_container('a', "web", "nginx:1.25", '1')}));
  ASSERT_EQ(found.subjects.size(), 1u);
  const Subject& web = found.subjects[0];
  EXPECT_EQ(web.id, "container/web");
  EXPECT_EQ(web.kind, SubjectKind::kContainer);
  EXPECT_EQ(web.image, "nginx:1.25");
  EXPECT_EQ(web.image_id, parsed('1'));
  EXPECT_EQ(web.digest, parsed('7'));
  EXPECT_FALSE(web.built_here);
  EXPECT_EQ(web.health, Health::kNone);
  EXPECT_EQ(web.platform.text(), "linux/amd64");
  EXPECT_EQ(web.containers, std::vector<std::string>{id('a')});
  EXPECT_EQ(web.created, 1793527200);
}

TEST(Inventory, WhichDigestRuns) {
  Inventory found = subjects_of(
      facts_of({docker_container('a', "one", "mirror.example/nginx", '1'), docker_container('b', "two", digest('1'), '1'),
                docker_container('c', "three", id('1').substr(0, 12), '1'), docker_container('d', "four", "other.example/nginx:1", '1'),
                docker_container('e', "five", "shop-web", '2'), docker_container('f', "six", "gone:1", '3')}));
  EXPECT_EQ(find(found, "container/one")->digest, parsed('8'));
  EXPECT_EQ(find(found, "container/two")->image, digest('1'));
  EXPECT_EQ(find(found, "container/three")->image, digest('1'));
  EXPECT_TRUE(find(found, "container/four")->digest.empty());
  EXPECT_FALSE(find(found, "container/four")->built_here);
  EXPECT_TRUE(find(found, "container/five")->built_here);
  ASSERT_EQ(found.notes.size(), 1u);
  EXPECT_EQ(found.notes[0].where, "six");
}

TEST(Inventory, ComposeServicesAreOneSubject) {
  Inventory found = subjects_of(facts_of(
      {docker_container('a', "shop-web-1", "nginx:1.25", '1',
                        compose("shop", "web", R"(,"com.docker.compose.depends_on":"db:service_healthy:false")")),
       docker_container('b', "shop-web-2", "nginx:1.25", '1',
                        compose("shop", "web", R"(,"com.docker.compose.depends_on":"db:service_healthy:false")")),
       docker_container('c', "shop-db-1", "shop-db", '2', compose("shop", "db")),
       docker_container('d', "shop-web-run-1", "nginx:1.25", '1',
                        R"("com.docker.compose.project":"shop","com.docker.compose.service":"web","com.docker.compose.oneoff":"True")")}));
  ASSERT_EQ(found.subjects.size(), 2u);
  const Subject* web = find(found, "compose/shop/web");
  ASSERT_NE(web, nullptr);
  EXPECT_EQ(web->name, "shop/web");
  EXPECT_EQ(web->containers, (std::vector<std::string>{id('a'), id('b')}));
  EXPECT_EQ(web->compose->directory, "/srv/shop");
  EXPECT_EQ(web->compose->files, (std::vector<std::string>{"/srv/shop/compose.yaml", "/srv/shop/more.yaml"}));
  EXPECT_EQ(find(found, "compose/shop/db")->dependents, std::vector<std::string>{"compose/shop/web"});
}

TEST(Inventory, WhoDependsOnWhom) {
  const std::string volume = R"({"Type":"volume","Name":"data","Source":"/v","Destination":"/data","RW":true})";
  Inventory found =
      subjects_of(facts_of({docker_container('a', "vpn", "nginx:1", '1', "", "", volume),
                            docker_container('b', "by-network", "nginx:1", '1', "", format(R"("NetworkMode":"container:{}",)", id('a'))),
                            docker_container('c', "by-ipc", "nginx:1", '1', "", R"("IpcMode":"container:vpn",)"),
                            docker_container('d', "by-link", "nginx:1", '1', "", R"("Links":["/vpn:/by-link/gate"],)"),
                            docker_container('e', "by-volumes", "nginx:1", '1', "", R"("VolumesFrom":["vpn:ro"],)"),
                            docker_container('f', "sharing", "nginx:1", '1', "", "", volume)}));
  const Subject* vpn = find(found, "container/vpn");
  EXPECT_EQ(vpn->shares_volumes, std::vector<std::string>{"container/sharing"});
  EXPECT_EQ(base::join(vpn->dependents, " "), "container/by-ipc container/by-link container/by-network container/by-volumes");
}

TEST(Inventory, SwarmServicesAndKubernetes) {
  EngineFacts facts =
      facts_of({docker_container('a', "web.1.x1", "nginx:1.25@" + digest('7'), '1',
                                 R"("com.docker.swarm.service.name":"web","com.docker.swarm.task.id":"x1")"),
                docker_container('b', "web.2.x2", "nginx:1.25@" + digest('7'), '1', R"("com.docker.swarm.service.name":"web")"),
                docker_container('c', "k8s_app", "nginx:1.25", '1', R"("io.kubernetes.pod.name":"app-1")")});
  auto services = parse_swarm_services(format(
      R"([{{"ID":"s","Spec":{{"Name":"web","Labels":{{"batten.update.tags":"minor"}},"TaskTemplate":{{"ContainerSpec":{{"Image":"nginx:1.26@{}"}}}}}}}},
          {{"ID":"t","Spec":{{"Name":"elsewhere","TaskTemplate":{{"ContainerSpec":{{"Image":"x"}}}}}}}}])",
      digest('7')));
  ASSERT_TRUE(services);
  facts.services = *services;
  Inventory found = subjects_of(facts);
  ASSERT_EQ(found.subjects.size(), 1u);
  EXPECT_EQ(found.subjects[0].id, "swarm/web");
  EXPECT_EQ(found.subjects[0].image, "nginx:1.26@" + digest('7'));
  EXPECT_EQ(found.subjects[0].containers.size(), 2u);
  EXPECT_EQ(found.subjects[0].labels.at("batten.update.tags"), "minor");
  ASSERT_EQ(found.notes.size(), 1u);
  EXPECT_NE(found.notes[0].message.find("Kubernetes"), std::string::npos);
}

TEST(Inventory, HealthAndOneself) {
  EngineFacts facts = facts_of({docker_container('a', "ill", "nginx:1", '1', "", "", "", R"("running","Health":{"Status":"unhealthy"})"),
                                docker_container('b', "well", "nginx:1", '1', "", "", "", R"("running","Health":{"Status":"healthy"})"),
                                docker_container('c', "off", "nginx:1", '1', "", "", "", R"("exited")"),
                                docker_container('d', "loop", "nginx:1", '1', "", "", "", R"("restarting")")});
  facts.own_container = id('b');
  Inventory found = subjects_of(facts);
  EXPECT_EQ(find(found, "container/ill")->health, Health::kUnhealthy);
  EXPECT_EQ(find(found, "container/well")->health, Health::kHealthy);
  EXPECT_EQ(find(found, "container/off")->health, Health::kStopped);
  EXPECT_EQ(find(found, "container/loop")->health, Health::kUnhealthy);
  EXPECT_TRUE(find(found, "container/well")->is_batten);
  EXPECT_FALSE(find(found, "container/ill")->is_batten);
}

TEST(Inventory, WhereAProcessRuns) {
  EXPECT_EQ(container_in("1 2 0:1 /var/lib/docker/containers/" + id('a') + "/hostname /etc/hostname rw - ext4 /dev/sda rw"), id('a'));
  EXPECT_EQ(container_in("0::/system.slice/docker-" + id('b') + ".scope"), id('b'));
  EXPECT_EQ(container_in("1 2 0:1 / /var/lib/docker/containers/" + id('a') + "/mounts/shm rw - tmpfs shm rw"), "");
  EXPECT_EQ(container_in("0::/user.slice"), "");
}

TEST(Inventory, BuiltHereAlthoughItHasADigest) {
  auto built = [&](const std::string& more, const std::string& name = "app") {
    auto image = parse_image_facts(format(R"({{"Id":"{}","Os":"linux","Architecture":"amd64",{}}})", digest('1'), more));
    EngineFacts facts = facts_of({docker_container('a', "web", name, '1')});
    facts.images[parsed('1')] = *image;
    return subjects_of(facts).subjects.at(0).built_here;
  };
  const std::string digests = R"("RepoDigests":["app@)" + digest('5') + R"("])";
  EXPECT_FALSE(built(digests));
  const std::string compose_label = R"(,"Config":{"Labels":{"com.docker.compose.service":"web"}})";
  EXPECT_TRUE(built(digests + compose_label));
  EXPECT_FALSE(built(digests + compose_label, "registry.example/app"));
  EXPECT_TRUE(built(digests + R"(,"Identity":{"Build":[{"Ref":"x"}]})"));
  EXPECT_FALSE(built(digests + R"(,"Identity":{"Build":[{"Ref":"x"}],"Pull":[{"Repository":"app"}]})"));
  EXPECT_TRUE(built(R"("RepoDigests":["localhost/app@)" + digest('5') + R"("])"));
}

TEST(Inventory, WrongAnswers) {
  for (std::string_view text : {"", "[]", "{}", R"({"Id":5})", "{\"Id\":\"x\""}) EXPECT_FALSE(parse_container_facts(text)) << text;
  for (std::string_view text : {"", "{}", R"({"Id":"../etc"})"}) EXPECT_FALSE(parse_image_facts(text)) << text;
  auto odd = parse_container_facts(R"({"Id":"x","State":7,"Config":[],"HostConfig":{"Links":[5]},"Mounts":{}})");
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->health, Health::kStopped);
}

TEST(Inventory, Corpus) { REPLAY_CORPUS(update_fuzz); }

}  // namespace
}  // namespace batten::update
