// SPDX-License-Identifier: Apache-2.0
//
// A small bounded HTTP/1.1 server over Boost.Beast (the one file that includes it is server.cc), on TCP or a unix socket, for pages that
// programs ask for: metrics, the REST API. Whole requests in, whole answers out; what is too large, too slow or wrong is turned away
// before the handler sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace batten::http {

struct ServerRequest {
  std::string method;                                        // "GET"
  std::string target;                                        // as it came: "/metrics?x=1"
  std::vector<std::pair<std::string, std::string>> headers;  // lower-case names, in their order
  std::string body;

  std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
  std::string_view query() const;  // behind the question mark; empty
  // The values of all headers of that name, joined by ", "; empty when there is none.
  std::string header(std::string_view lower_name) const;
};

struct ServerResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // beside Content-Type, Content-Length, Connection
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

struct ServerOptions {
  std::string address = "127.0.0.1:0";  // "host:port" with an address of digits, "[::1]:port", or "unix:/path"; port 0: a free one
  unsigned unix_mode = 0660;            // of the socket file
  int threads = 1;                      // handlers run in them: one that waits keeps its thread
  std::size_t max_connections = 64;     // more are closed at once
  std::size_t max_header_bytes = 16u << 10;
  std::size_t max_body_bytes = 1u << 20;
  std::size_t max_requests = 1000;  // of one connection
  int header_timeout_ms = 10'000;   // from the end of the last answer to the end of the next head, however slowly bytes come
  int body_timeout_ms = 10'000;
  int write_timeout_ms = 10'000;
};

class Server {
 public:
  // Called from the server's threads, by several at once when there are several. What it throws is a 500.
  using Handler = std::function<ServerResponse(const ServerRequest&)>;

  struct Counts {
    std::uint64_t connections = 0, refused = 0;  // refused: over max_connections
    std::uint64_t requests = 0;                  // that the handler saw
    std::uint64_t bad = 0;                       // answered 4xx by the server itself
    std::uint64_t timeouts = 0;
  };

  // Listens when it comes back. invalid_argument (an address that is none), conflict (in use), denied, internal. A unix socket that
  // nobody listens on any more is replaced.
  static Result<Server> start(const ServerOptions& options, Handler handler);
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  // Closes all connections and waits for handlers under way.
  ~Server();

  // "127.0.0.1:9870", with the port that was given; "unix:/path".
  const std::string& address() const;
  Counts counts() const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace batten::http
