// SPDX-License-Identifier: Apache-2.0
#include "checks/container_facts.h"

#include <algorithm>

#include "base/path.h"

namespace batten::checks {
namespace {

constexpr std::string_view kSockets[] = {"/var/run/docker.sock",
                                         "/run/docker.sock",
                                         "/run/containerd/containerd.sock",
                                         "/run/podman/podman.sock",
                                         "/run/crio/crio.sock",
                                         "/var/run/crio/crio.sock",
                                         "/run/k3s/containerd/containerd.sock",
                                         "/var/run/podman/podman.sock",
                                         "/var/run/containerd/containerd.sock",
                                         "/run/cri-dockerd.sock",
                                         "/var/run/cri-dockerd.sock",
                                         "/run/dockershim.sock",
                                         "/var/run/balena-engine.sock",
                                         "/run/buildkit/buildkitd.sock",
                                         "/run/docker/containerd/containerd.sock"};

struct Danger {
  std::string_view name, what;
};
constexpr Danger kDangers[] = {
    {"SYS_ADMIN", "it may mount, and has most of root's powers"},
    {"SYS_MODULE", "it may load code into the kernel"},
    {"SYS_PTRACE", "it may take over other processes"},
    {"SYS_RAWIO", "it may reach memory and disks past the kernel"},
    {"SYS_BOOT", "it may restart or replace the kernel"},
    {"DAC_READ_SEARCH", "it may open any file of the host by its handle"},
    {"BPF", "it may load programs into the kernel"},
    {"PERFMON", "it may watch the kernel and other processes"},
    {"NET_ADMIN", "it may change routes, firewall and interfaces"},
    {"MAC_ADMIN", "it may change the security module's policy"},
    {"MAC_OVERRIDE", "it may pass by the security module"},
    {"SYSLOG", "it may read addresses of the kernel"},
    {"CHECKPOINT_RESTORE", "it may rewrite other processes"},
    {"ALL", "it has all of them"},
};

struct Service {
  std::uint16_t port;
  std::string_view what;
};
constexpr Service kServices[] = {
    {2375, "a container engine without TLS"},
    {2379, "etcd"},
    {3306, "MySQL"},
    {5432, "PostgreSQL"},
    {6379, "Redis"},
    {27017, "MongoDB"},
    {9200, "Elasticsearch"},
    {9300, "Elasticsearch"},
    {11211, "memcached"},
    {5672, "RabbitMQ"},
    {15672, "RabbitMQ's management"},
    {1433, "SQL Server"},
    {1521, "Oracle"},
    {5984, "CouchDB"},
    {7000, "Cassandra"},
    {9042, "Cassandra"},
    {8086, "InfluxDB"},
    {9092, "Kafka"},
    {2181, "ZooKeeper"},
    {7474, "Neo4j"},
    {7687, "Neo4j"},
    {26257, "CockroachDB"},
    {8529, "ArangoDB"},
    {28015, "RethinkDB"},
    {4369, "Erlang's port mapper"},
    {9001, "MinIO's console"},
    {8123, "ClickHouse"},
    {5601, "Kibana"},
    {2376, "a container engine"},
};

}  // namespace

std::string_view capability_danger(std::string_view plain_name) {
  const auto* danger = std::ranges::find(kDangers, plain_name, &Danger::name);
  return danger == std::end(kDangers) ? std::string_view() : danger->what;
}

std::string_view data_store_on(std::uint16_t container_port) {
  const auto* service = std::ranges::find(kServices, container_port, &Service::port);
  return service == std::end(kServices) ? std::string_view() : service->what;
}

bool is_on_all_addresses(const model::ContainerPort& port) {
  std::string_view address = port.host_address;
  return port.published && (address.empty() || address == "0.0.0.0" || address == "::" || address == "[::]");
}

std::string host_path(std::string_view source) {
  if (!source.starts_with('/')) return std::string(source);
  std::optional<std::string> normal = base::normal_path(source);
  return normal ? "/" + *normal : std::string(source);
}

bool is_within(std::string_view path, std::string_view place) {
  if (place == "/") return path.starts_with('/');
  return path.starts_with(place) && (path.size() == place.size() || path[place.size()] == '/');
}

std::string_view engine_socket_in(std::string_view path) {
  std::string normal = host_path(path);
  for (std::string_view socket : kSockets) {
    if (is_within(socket, normal)) return socket;
  }
  // A rootless engine's: /run/user/1000/docker.sock, /run/user/1000/podman/podman.sock.
  if (normal.starts_with("/run/user/") && (normal.ends_with("/docker.sock") || normal.ends_with("/podman.sock"))) return "docker.sock";
  if (normal.ends_with("/docker.sock")) return "docker.sock";
  return {};
}

bool is_privileged(const model::Container& container) { return container.privileged && container.privileged->value; }

bool has_no_new_privileges(const model::Container& container) {
  if (container.process && container.process->no_new_privileges) return *container.process->no_new_privileges;
  return container.no_new_privileges && container.no_new_privileges->value;
}

bool drops_all(const model::Container& container) {
  return std::ranges::any_of(container.capabilities_dropped, [](const auto& name) { return name.value == "ALL"; });
}

bool adds_all(const model::Container& container) {
  return std::ranges::any_of(container.capabilities_added, [](const auto& name) { return name.value == "ALL"; });
}

Hit hit_at(const model::Container& container, const model::Place& place, std::string message, std::string evidence) {
  return {.place = place ? place : container.place, .subject = {}, .message = std::move(message), .evidence = std::move(evidence)};
}

std::string_view image_repository(std::string_view image) {
  image = image.substr(0, image.find('@'));
  std::size_t slash = image.rfind('/');
  std::size_t colon = image.find(':', slash == std::string_view::npos ? 0 : slash);
  return image.substr(0, colon);
}

std::string_view image_tag(std::string_view image) {
  image = image.substr(0, image.find('@'));
  std::string_view repository = image_repository(image);
  return image.size() > repository.size() ? image.substr(repository.size() + 1) : std::string_view();
}

bool has_digest(std::string_view image) { return image.contains("@sha256:") || image.contains("@sha512:"); }

bool is_image_named(std::string_view image, std::string_view name) { return base::base_name(image_repository(image)) == name; }

}  // namespace batten::checks
