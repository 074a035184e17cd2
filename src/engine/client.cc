// SPDX-License-Identifier: Apache-2.0
#include "engine/client.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::engine {
namespace {

constexpr json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 100};

bool is_socket(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && S_ISSOCK(info.st_mode);
}

std::vector<std::string> usual_sockets() {
  std::vector<std::string> out{"/var/run/docker.sock"};
  if (std::string runtime = base::environment("XDG_RUNTIME_DIR"); !runtime.empty()) {
    out.push_back(runtime + "/docker.sock");
    out.push_back(runtime + "/podman/podman.sock");
  }
  out.emplace_back("/run/podman/podman.sock");
  return out;
}

model::Digest digest_or_none(std::string_view text) {
  auto parsed = model::Digest::parse(text.starts_with("sha256:") ? std::string(text) : "sha256:" + std::string(text));
  return parsed ? *parsed : model::Digest();
}

EngineContainer container_of(json::View item) {
  EngineContainer out;
  out.id = item["Id"].string();
  std::vector<std::string> names = item["Names"].strings();
  std::string name = names.empty() ? std::string(item["Name"].string()) : names.front();
  out.name = name.starts_with('/') ? name.substr(1) : name;
  // The list says Image and ImageID; inspect says Config.Image and Image.
  bool inspected = item["Config"].is_object();
  out.image = inspected ? item["Config"]["Image"].string() : item["Image"].string();
  out.image_id = digest_or_none(inspected ? item["Image"].string() : item["ImageID"].string());
  out.state = inspected ? item["State"]["Status"].string() : item["State"].string();
  (inspected ? item["Config"]["Labels"] : item["Labels"]).each_member([&](std::string_view key, json::View value) {
    if (out.labels.size() < 1000) out.labels.emplace(key, value.string());
  });
  return out;
}

EngineImage image_of(json::View item) {
  EngineImage out;
  out.id = digest_or_none(item["Id"].string());
  out.repo_tags = item["RepoTags"].strings();
  out.repo_digests = item["RepoDigests"].strings();
  return out;
}

}  // namespace

Result<Client> Client::connect(const std::string& given) {
  std::string host = given.empty() ? base::environment("DOCKER_HOST") : given;
  Client out;
  if (host.empty()) {
    for (const std::string& path : usual_sockets()) {
      if (!is_socket(path)) continue;
      host = "unix://" + path;
      break;
    }
    if (host.empty())
      return Error{Code::kUnavailable,
                   "no Docker engine: there is no socket at /var/run/docker.sock; is it running? (DOCKER_HOST names another)"};
  }
  out.where_ = host;
  if (host.starts_with("unix://")) {
    out.socket_ = host.substr(7);
    out.base_ = "http://engine/v1.41";
    if (!is_socket(out.socket_)) return Error{Code::kUnavailable, format("no Docker engine at {}: is it running?", host)};
    if (::access(out.socket_.c_str(), R_OK | W_OK) != 0) {
      return Error{Code::kDenied,
                   format("the Docker engine's socket {} may not be used: run as root, or as a member of its group", out.socket_)};
    }
    return out;
  }
  std::string address = host.starts_with("tcp://") ? "http://" + host.substr(6) : host;
  http::Url url = TRY_IN("DOCKER_HOST", http::parse_url(address));
  if (url.scheme != "https" && !http::is_loopback(url.host)) {
    return Error{Code::kDenied, format("{}: an engine on another machine is asked by https only", host)};
  }
  out.base_ = address + "/v1.41";
  return out;
}

Result<http::Response> Client::get(const std::string& path) {
  http::Request request;
  request.url = base_ + path;
  request.unix_socket = socket_;
  request.connect_timeout_ms = 2000;
  request.retries = 0;
  http::Response response = TRY_IN("Docker engine at " + where_, http_.send(request));
  if (response.status == 404)
    return Error{Code::kNotFound, format("the Docker engine has no {}", path.substr(path.rfind('/', path.rfind('/') - 1) + 1))};
  if (response.status != 200) return base::in_context("Docker engine", http::status_error(request, response));
  return response;
}

Result<void> Client::stream(const std::string& path, const std::function<Result<void>(std::string_view)>& sink) {
  http::Request request;
  request.url = base_ + path;
  request.unix_socket = socket_;
  request.retries = 0;
  request.idle_timeout_ms = 120'000;
  request.max_bytes = ~std::uint64_t{0};
  http::Response response = TRY_IN("Docker engine at " + where_, http_.send(request, sink));
  if (response.status != 200) return base::in_context("Docker engine", http::status_error(request, response));
  return {};
}

Result<EngineInfo> Client::info() {
  http::Response response = TRY(get("/info"));
  json::Document info = TRY_IN("Docker engine: info", json::Document::parse(response.body, kLimits));
  EngineInfo out;
  out.version = info["ServerVersion"].string();
  out.driver = info["Driver"].string();
  out.root_dir = info["DockerRootDir"].string();
  out.api_version = "1.41";
  return out;
}

Result<std::vector<EngineImage>> Client::images() {
  http::Response response = TRY(get("/images/json"));
  json::Document list = TRY_IN("Docker engine: images", json::Document::parse(response.body, kLimits));
  std::vector<EngineImage> out;
  list.root().each([&](json::View item) { out.push_back(image_of(item)); });
  return out;
}

Result<std::vector<EngineContainer>> Client::containers(bool all) {
  http::Response response = TRY(get(all ? "/containers/json?all=1" : "/containers/json"));
  json::Document list = TRY_IN("Docker engine: containers", json::Document::parse(response.body, kLimits));
  std::vector<EngineContainer> out;
  list.root().each([&](json::View item) { out.push_back(container_of(item)); });
  return out;
}

Result<EngineImage> Client::image(std::string_view name) {
  http::Response response = TRY(get("/images/" + http::percent_encode(name) + "/json"));
  json::Document image = TRY_IN("Docker engine: image", json::Document::parse(response.body, kLimits));
  EngineImage out = image_of(image.root());
  if (out.id.empty()) return Error{Code::kCorrupt, "Docker engine: an image without an id"};
  return out;
}

Result<EngineContainer> Client::container(std::string_view name) {
  http::Response response = TRY(get("/containers/" + http::percent_encode(name) + "/json"));
  json::Document container = TRY_IN("Docker engine: container", json::Document::parse(response.body, kLimits));
  EngineContainer out = container_of(container.root());
  if (out.id.empty()) return Error{Code::kCorrupt, "Docker engine: a container without an id"};
  return out;
}

Result<std::string> Client::container_upper_dir(std::string_view id) {
  http::Response response = TRY(get("/containers/" + http::percent_encode(id) + "/json"));
  json::Document container = TRY_IN("Docker engine: container", json::Document::parse(response.body, kLimits));
  json::View driver = container["GraphDriver"];
  return driver["Name"].string() == "overlay2" ? std::string(driver["Data"]["UpperDir"].string()) : std::string();
}

Result<void> Client::export_image(std::string_view name, const std::function<Result<void>(std::string_view)>& sink) {
  return stream("/images/" + http::percent_encode(name) + "/get", sink);
}

Result<void> Client::export_container(std::string_view id, const std::function<Result<void>(std::string_view)>& sink) {
  return stream("/containers/" + http::percent_encode(id) + "/export", sink);
}

}  // namespace batten::engine
