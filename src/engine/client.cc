// SPDX-License-Identifier: Apache-2.0
#include "engine/client.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::engine {
namespace {

constexpr json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 100};
constexpr std::size_t kMaxVersionLength = 20;

std::string called(std::string_view kind, std::string_view name) { return format("{} '{}'", kind, base::printable(name.substr(0, 300))); }

std::string container_path(std::string_view name, std::string_view what) {
  return format("/containers/{}/{}", http::percent_encode(name), what);
}

std::string image_path(std::string_view name, std::string_view what) { return format("/images/{}/{}", http::percent_encode(name), what); }

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
  for (const std::string& layer : item["RootFS"]["Layers"].strings()) out.diff_ids.push_back(digest_or_none(layer));
  return out;
}

}  // namespace

Result<Client> Client::connect(const std::string& given, int answer_timeout_ms) {
  std::string host = given.empty() ? base::environment("DOCKER_HOST") : given;
  Client out;
  out.answer_timeout_ms_ = answer_timeout_ms;
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
    out.base_ = "http://engine";
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
  while (address.ends_with('/')) address.pop_back();
  out.base_ = std::move(address);
  return out;
}

Error Client::refusal(const http::Request& request, const http::Response& response, const std::string& what) const {
  if (response.status == 404 && !what.empty()) return {Code::kNotFound, "the Docker engine has no " + what};
  return base::in_context("Docker engine", http::status_error(request, response));
}

Result<http::Response> Client::get(const std::string& path, const std::string& what) {
  http::Request request;
  request.url = base_ + path;
  request.unix_socket = socket_;
  request.connect_timeout_ms = 2000;
  request.total_timeout_ms = answer_timeout_ms_;
  request.retries = 0;
  http::Response response = TRY_IN("Docker engine at " + where_, http_.send(request));
  if (response.status != 200) return refusal(request, response, what);
  return response;
}

Result<void> Client::post(const std::string& path, const std::string& what, int timeout_ms) {
  http::Request request;
  request.method = "POST";
  request.url = base_ + path;
  request.unix_socket = socket_;
  request.connect_timeout_ms = 2000;
  request.total_timeout_ms = request.idle_timeout_ms = timeout_ms;
  request.retries = 0;
  http::Response response = TRY_IN("Docker engine at " + where_, http_.send(request));
  if (response.status == 409) return Error{Code::kConflict, what + " does not run"};
  if (response.status / 100 != 2 && response.status != 304) return refusal(request, response, what);
  return {};
}

Result<http::Response> Client::call(const Call& call) {
  http::Request request;
  request.method = call.method;
  request.url = base_ + call.path;
  request.unix_socket = socket_;
  request.headers = call.headers;
  request.body = call.body;
  if (!call.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.connect_timeout_ms = 2000;
  request.idle_timeout_ms = std::max(call.timeout_ms, answer_timeout_ms_);
  if (call.timeout_ms >= 0) request.total_timeout_ms = call.timeout_ms == 0 ? answer_timeout_ms_ : call.timeout_ms;
  request.max_bytes = call.max_bytes;
  request.retries = 0;
  http::Response response = TRY_IN("Docker engine at " + where_, http_.send(request));
  if (response.status < 400) return response;
  const bool is_missing = response.status == 404 && !call.what.empty();
  Error error = refusal(request, response, response.status == 409 ? std::string() : call.what);
  if (response.status == 409) error.code = Code::kConflict;
  if (!call.in_its_words || is_missing) return error;
  const Result<json::Document> said = json::Document::parse(response.body);
  const std::string words = said ? base::printable((*said)["message"].string().substr(0, 1000)) : std::string();
  if (!words.empty()) error.message = "Docker engine: " + words;
  return error;
}

Result<void> Client::signal_container(std::string_view id, int signal) {
  return post(container_path(id, format("kill?signal={}", signal)), called("container", id), answer_timeout_ms_);
}

Result<void> Client::pause_container(std::string_view id) {
  return post(container_path(id, "pause"), called("container", id), answer_timeout_ms_);
}

Result<void> Client::unpause_container(std::string_view id) {
  return post(container_path(id, "unpause"), called("container", id), answer_timeout_ms_);
}

Result<void> Client::stop_container(std::string_view id, int grace_seconds) {
  return post(container_path(id, format("stop?t={}", grace_seconds)), called("container", id), answer_timeout_ms_ + grace_seconds * 1000);
}

Result<void> Client::restart_container(std::string_view id, int grace_seconds) {
  return post(container_path(id, format("restart?t={}", grace_seconds)), called("container", id),
              answer_timeout_ms_ + grace_seconds * 1000);
}

Result<bool> Client::wait_container(std::string_view id, int milliseconds) {
  Result<void> ended = post(container_path(id, "wait?condition=not-running"), called("container", id), milliseconds);
  if (ended || ended.error().code == Code::kNotFound) return true;
  if (ended.error().code == Code::kTimeout) return false;
  return ended.error();
}

Result<int> Client::wait_removed(std::string_view id, const std::function<void()>& waiting) {
  http::Request request;
  request.method = "POST";
  request.url = base_ + container_path(id, "wait?condition=removed");
  request.unix_socket = socket_;
  request.connect_timeout_ms = 2000;
  request.idle_timeout_ms = std::numeric_limits<int>::max();
  request.retries = 0;
  request.on_answer = waiting;
  http::Response response = TRY_IN("Docker engine at " + where_, http_.send(request));
  if (response.status != 200) return refusal(request, response, called("container", id));
  json::Document answer = TRY_IN("Docker engine: wait", json::Document::parse(response.body, kLimits));
  std::optional<std::int64_t> status = answer["StatusCode"].integer();
  if (!status || *status < 0 || *status > 255) return Error{Code::kCorrupt, "Docker engine: wait: no StatusCode"};
  return static_cast<int>(*status);
}

Result<void> Client::stream(const std::string& path, const std::string& what, const std::function<Result<void>(std::string_view)>& sink) {
  http::Request request;
  request.url = base_ + path;
  request.unix_socket = socket_;
  request.connect_timeout_ms = 2000;
  request.retries = 0;
  request.idle_timeout_ms = 120'000;
  request.max_bytes = ~std::uint64_t{0};
  http::Response response = TRY_IN("Docker engine at " + where_, http_.send(request, sink));
  if (response.status != 200) return refusal(request, response, what);
  return {};
}

Result<EngineInfo> Client::info() {
  http::Response response = TRY(get("/info"));
  json::Document info = TRY_IN("Docker engine: info", json::Document::parse(response.body, kLimits));
  EngineInfo out;
  out.version = info["ServerVersion"].string();
  out.driver = info["Driver"].string();
  out.root_dir = info["DockerRootDir"].string();
  out.api_version = base::printable(response.header("api-version").substr(0, kMaxVersionLength));
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
  http::Response response = TRY(get(image_path(name, "json"), called("image", name)));
  json::Document image = TRY_IN("Docker engine: image", json::Document::parse(response.body, kLimits));
  EngineImage out = image_of(image.root());
  if (out.id.empty()) return Error{Code::kCorrupt, "Docker engine: an image without an id"};
  return out;
}

Result<EngineContainer> Client::container(std::string_view name) {
  http::Response response = TRY(get(container_path(name, "json"), called("container", name)));
  json::Document container = TRY_IN("Docker engine: container", json::Document::parse(response.body, kLimits));
  EngineContainer out = container_of(container.root());
  if (out.id.empty()) return Error{Code::kCorrupt, "Docker engine: a container without an id"};
  return out;
}

Result<std::string> Client::answer(const std::string& path, const std::string& what) {
  http::Response response = TRY(get(path, what));
  return std::move(response.body);
}

int Client::peer_process() const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return 0;
  address.sun_family = AF_UNIX;
  socket_.copy(address.sun_path, sizeof address.sun_path - 1);
  base::Fd connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  ucred peer{};
  socklen_t length = sizeof peer;
  if (!connection.valid() || ::connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::getsockopt(connection.get(), SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) {
    return 0;
  }
  return peer.pid;
}

Result<std::string> Client::container_upper_dir(std::string_view id) {
  http::Response response = TRY(get(container_path(id, "json"), called("container", id)));
  json::Document container = TRY_IN("Docker engine: container", json::Document::parse(response.body, kLimits));
  json::View driver = container["GraphDriver"];
  return driver["Name"].string() == "overlay2" ? std::string(driver["Data"]["UpperDir"].string()) : std::string();
}

Result<void> Client::export_image(std::string_view name, const std::function<Result<void>(std::string_view)>& sink) {
  return stream(image_path(name, "get"), called("image", name), sink);
}

Result<void> Client::export_container(std::string_view id, const std::function<Result<void>(std::string_view)>& sink) {
  return stream(container_path(id, "export"), called("container", id), sink);
}

}  // namespace batten::engine
