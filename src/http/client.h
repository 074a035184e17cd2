// SPDX-License-Identifier: Apache-2.0
//
// HTTP client over libcurl (the one file that includes it is client.cc): HTTP/1.1 and 2, TLS, unix sockets, redirects, streaming.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace batten::http {

struct Request {
  std::string method = "GET";
  std::string url;                                           // http:// or https://
  std::vector<std::pair<std::string, std::string>> headers;  // Authorization is not sent on to another host after a redirect
  std::string body;
  std::string unix_socket;  // path; the URL's host is then only a name
  int connect_timeout_ms = 10'000;
  int idle_timeout_ms = 30'000;           // no byte for so long: timeout
  int total_timeout_ms = 0;               // with all tries and waits; 0: no limit beside the idle one
  std::uint64_t max_bytes = 64ull << 20;  // of the answer's body: limit beyond
  int max_redirects = 5;                  // 0: a redirect is an answer
  int retries = 2;        // after connection failures, 429 and 503 (Retry-After is honoured up to 20 s); only for GET and HEAD
  bool use_proxy = true;  // false: never, for addresses that only this machine's own network has
  bool verify_tls = true;
  std::vector<std::string> ca_files;  // PEM, beside the system's ($SSL_CERT_FILE)
  std::string client_certificate;     // PEM files for servers that ask who calls; may be empty
  std::string client_key;
  std::function<void()> on_answer = {};  // is told once the head of an answer is there, before its body
};

struct Response {
  int status = 0;
  std::map<std::string, std::string> headers;  // lower-case names; the last one wins, but www-authenticate lines are joined by ", "
  std::string body;                            // empty when a sink took it
  std::string effective_url;

  std::string header(const std::string& lower_name) const {
    auto at = headers.find(lower_name);
    return at == headers.end() ? std::string() : at->second;
  }
};

// One client per thread; connections are kept and used again. http_proxy, https_proxy and no_proxy are followed, never for this machine.
class Client {
 public:
  Client();
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  // An answer with any status is a Response; no answer is an Error: unavailable (can't connect, DNS, TLS; says which), timeout, limit,
  // denied (a redirect from https to http, or to neither), invalid_argument (a URL or header that can't be sent). Of other statuses than
  // 2xx at most 64 KiB of the body are kept. Bodies come as they are served: no content encoding is asked for or undone.
  Result<Response> send(const Request& request);
  // The body goes to sink as it comes, for status 2xx only. An error of the sink ends the transfer and is the error that comes back.
  Result<Response> send(const Request& request, const std::function<Result<void>(std::string_view)>& sink);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The error that a status stands for: 401/403 denied, 404/410 not_found, 408/429/5xx unavailable, else unsupported. With what the body
// says, where that is JSON as registries, engines and token servers write it, or a line of text.
// "GET https://r.example/v2/x: 404 Not Found: manifest unknown"
Error status_error(const Request& request, const Response& response);

struct Url {
  std::string scheme, host, port, path, query;  // port may be empty; path starts with / or is empty
};
Result<Url> parse_url(std::string_view text);
// For people: without a user name and password in it, control characters replaced.
std::string shown_url(std::string_view text);
std::string percent_encode(std::string_view text);
// 127.0.0.0/8, ::1, localhost and names below it.
bool is_loopback(std::string_view host);

}  // namespace batten::http
