// SPDX-License-Identifier: Apache-2.0
//
// Docker Engine API over the engine's unix socket; Podman's service speaks it too. Paths name no version: each engine answers in its own,
// and what is read here is the same in all from 1.41 on.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "engine/types.h"
#include "http/client.h"

namespace batten::engine {

// A request beyond those that Client has a name for.
struct Call {
  std::string method = "GET";
  std::string path;  // "/containers/create?name=web"
  std::string body;  // JSON
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string what = {};               // for the message when it is not there: "container 'web'"
  int timeout_ms = 0;                  // 0: the client's; below 0: as long as bytes come
  std::uint64_t max_bytes = 64 << 20;  // of the answer
  bool in_its_words = false;           // an error says what the engine says, whole and without the request
};

class Client {
 public:
  // host: "unix:///path", "http://127.0.0.1:port" (tcp:// is the same; loopback only); empty: $DOCKER_HOST, else the first of the usual
  // sockets that exists. unavailable when there is none. An answer that is not there after answer_timeout_ms is a timeout; exports may take
  // as long as they go on.
  static Result<Client> connect(const std::string& host = {}, int answer_timeout_ms = 60'000);

  Result<EngineInfo> info();
  Result<std::vector<EngineImage>> images();
  Result<std::vector<EngineContainer>> containers(bool all);
  // By name, id or unambiguous start of an id. not_found.
  Result<EngineImage> image(std::string_view name);
  Result<EngineContainer> container(std::string_view name);
  // The upper directory of a container's overlay mount; empty for other drivers.
  Result<std::string> container_upper_dir(std::string_view id);
  // Both: the bytes of a tar as they come. not_found; an error of the sink ends it and comes back.
  // The image as docker save writes it; the container's file system as docker export does.
  Result<void> export_image(std::string_view name, const std::function<Result<void>(std::string_view)>& sink);
  Result<void> export_container(std::string_view id, const std::function<Result<void>(std::string_view)>& sink);
  // What containers do from here on. not_found; conflict when it does not run. signal: its number.
  Result<void> signal_container(std::string_view id, int signal);
  // Conflict when it is so already.
  Result<void> pause_container(std::string_view id);
  Result<void> unpause_container(std::string_view id);
  // SIGTERM (or its own stop signal), SIGKILL after the time of grace; and a new start.
  Result<void> stop_container(std::string_view id, int grace_seconds);
  Result<void> restart_container(std::string_view id, int grace_seconds);
  // True: it does not run, or is gone; false: it still ran after so long.
  Result<bool> wait_container(std::string_view id, int milliseconds);
  // Until it is removed, however long that takes; gives the exit status that it had. waiting: is told once the engine has begun to wait.
  Result<int> wait_removed(std::string_view id, const std::function<void()>& waiting);
  const std::string& where() const { return where_; }
  // The body of any other GET, at most 64 MiB: "/swarm". what: for the message when it is not there.
  Result<std::string> answer(const std::string& path, const std::string& what = {});
  // The answer when its status is below 400. not_found; conflict with what the engine says; unavailable when nothing answers.
  Result<http::Response> call(const Call& call);
  // The process at the other end of a unix socket, or that made it (systemd's, when it hands the socket on); 0: not known.
  int peer_process() const;

 private:
  // what: for the message when it is not there ("image 'nginx'").
  Result<http::Response> get(const std::string& path, const std::string& what = {});
  Result<void> post(const std::string& path, const std::string& what, int timeout_ms);
  Error refusal(const http::Request& request, const http::Response& response, const std::string& what) const;
  Result<void> stream(const std::string& path, const std::string& what, const std::function<Result<void>(std::string_view)>& sink);

  http::Client http_;
  std::string where_;   // for messages
  std::string socket_;  // or empty
  std::string base_;    // URL prefix
  int answer_timeout_ms_ = 0;
};

}  // namespace batten::engine
