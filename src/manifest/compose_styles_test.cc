// SPDX-License-Identifier: Apache-2.0
//
// Files as people write them, in the styles of several years: nothing in them is unknown, and what matters is read.
#include <gtest/gtest.h>

#include <algorithm>

#include "manifest/compose.h"

namespace batten::manifest {
namespace {

Compose read(std::string_view text, std::map<std::string, std::string> environment = {}) {
  ComposeWorld world;
  world.directory = "/srv/stack";
  world.environment = std::move(environment);
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

std::string skipped(const Compose& compose) {
  std::string out;
  for (const base::Note& note : compose.notes) {
    if (note.kind != base::Note::Kind::kInfo) out += note.where + ": " + note.message + "\n";
  }
  return out;
}

TEST(ComposeStyles, AMonitoringStackOfVersionThree) {
  Compose compose = read(R"yaml(version: "3.7"

volumes:
    prometheus_data: {}

networks:
  monitor-net:
    driver: bridge

services:

  prometheus:
    image: prom/prometheus:v2.55.0
    container_name: prometheus
    volumes:
      - ./prometheus:/etc/prometheus
      - prometheus_data:/prometheus
    command:
      - '--config.file=/etc/prometheus/prometheus.yml'
      - '--web.enable-lifecycle'
    restart: unless-stopped
    expose:
      - 9090
    networks:
      - monitor-net
    labels:
      org.label-schema.group: "monitoring"

  cadvisor:
    image: gcr.io/cadvisor/cadvisor:v0.49.1
    privileged: true
    devices:
      - /dev/kmsg:/dev/kmsg
    volumes:
      - /:/rootfs:ro
      - /var/run:/var/run:ro
      #- /cgroup:/cgroup:ro #doesn't work on MacOS only for Linux
    deploy:
      mode: global
      placement:
        constraints: [node.role == manager]
      resources:
        limits:
          memory: 128M
)yaml");
  EXPECT_EQ(skipped(compose), "");
  const model::Container& cadvisor = container(compose, "cadvisor");
  EXPECT_TRUE(cadvisor.privileged->value);
  ASSERT_EQ(cadvisor.mounts.size(), 2u);
  EXPECT_EQ(cadvisor.mounts[0].source, "/");
  EXPECT_TRUE(cadvisor.mounts[0].read_only);
  EXPECT_EQ(cadvisor.memory_limit_bytes->value, 128 << 20);
  EXPECT_EQ(cadvisor.memory_limit_bytes->place.line, 44u);
  EXPECT_EQ(container(compose, "prometheus").mounts[0].source, "/srv/stack/prometheus");
  EXPECT_FALSE(container(compose, "prometheus").ports[0].published);
}

TEST(ComposeStyles, AReverseProxyWithLabelsAndVariables) {
  Compose compose = read(R"yaml(name: edge
x-logging: &logging
  logging:
    driver: "json-file"
    options: {max-size: "10m", max-file: "3"}
services:
  traefik:
    <<: *logging
    image: "traefik:${TRAEFIK_VERSION:-v3.2}"
    security_opt: [no-new-privileges:true]
    ports:
      - target: 443
        published: "443"
        mode: host
      - "127.0.0.1:8080:8080"
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
    labels:
      - "traefik.http.routers.api.rule=Host(`traefik.${DOMAIN}`)"
      - "traefik.http.middlewares.auth.basicauth.users=admin:$$2y$$05$$abc"
    healthcheck: {test: traefik healthcheck --ping, interval: 10s}
  db:
    <<: *logging
    image: postgres:17-alpine
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
      POSTGRES_USER: ${DB_USER:?set DB_USER}
    secrets: [db_password]
    tmpfs: [/tmp, "/run:mode=1777"]
    read_only: true
    stop_grace_period: 1m
    shm_size: 256mb
    develop: {watch: [{path: ./src, action: sync, target: /app}]}
secrets:
  db_password: {file: ./secrets/db_password.txt}
)yaml",
                         {{"DOMAIN", "example.org"}, {"DB_USER", "app"}});
  EXPECT_EQ(skipped(compose), "");
  EXPECT_EQ(compose.name, "edge");
  const model::Container& traefik = container(compose, "traefik");
  EXPECT_EQ(traefik.image.value, "traefik:v3.2");
  EXPECT_EQ(traefik.mounts[0].source, "/var/run/docker.sock");
  EXPECT_EQ(traefik.labels.at("traefik.http.routers.api.rule").value, "Host(`traefik.example.org`)");
  EXPECT_EQ(traefik.labels.at("traefik.http.middlewares.auth.basicauth.users").value, "admin:$2y$05$abc");
  EXPECT_EQ(traefik.ports[0].host_first, 443);
  EXPECT_EQ(traefik.log_options.at("max-size"), "10m");
  const model::Container& db = container(compose, "db");
  EXPECT_TRUE(db.read_only_root->value);
  EXPECT_EQ(db.environment[1].value, "app");
  EXPECT_TRUE(db.environment[1].from_outside);
  EXPECT_EQ(compose.secrets.at("db_password").value, "/srv/stack/secrets/db_password.txt");
}

TEST(ComposeStyles, AnOldFileWithLinesOfWindows) {
  Compose compose = read(
      "version: '2'\r\nservices:\r\n  wordpress:\r\n    depends_on:\r\n    - db\r\n    image: wordpress\r\n    links:\r\n    - "
      "db:mysql\r\n    ports:\r\n    - 80:80\r\n"
      "    mem_limit: 256M\r\n    cpu_shares: 512\r\n    memswap_limit: 512M\r\n    volumes_from:\r\n    - db\r\n  db:\r\n    image: "
      "mysql:5.7\r\n    environment:\r\n"
      "    - MYSQL_ROOT_PASSWORD=secret\r\n    volumes:\r\n    - /data/mysql:/var/lib/mysql\r\n");
  EXPECT_EQ(skipped(compose), "");
  const model::Container& wordpress = container(compose, "wordpress");
  EXPECT_EQ(wordpress.memory_limit_bytes->value, 256 << 20);
  ASSERT_EQ(wordpress.mounts.size(), 1u);
  EXPECT_EQ(wordpress.mounts[0].place.line, 15u);
  EXPECT_EQ(container(compose, "db").environment[0].value, "secret");
  EXPECT_EQ(container(compose, "db").environment[0].place.length, std::string_view("MYSQL_ROOT_PASSWORD=secret").size());
}

TEST(ComposeStyles, Json) {
  Compose compose =
      read("{\"services\": {\"web\": {\"image\": \"nginx\", \"cap_add\": [\"SYS_ADMIN\"], \"ports\": [\"80:80\"], \"privileged\": true}}}");
  EXPECT_EQ(skipped(compose), "");
  EXPECT_TRUE(container(compose, "web").privileged->value);
  EXPECT_EQ(container(compose, "web").privileged->place.line, 1u);
}

}  // namespace
}  // namespace batten::manifest
