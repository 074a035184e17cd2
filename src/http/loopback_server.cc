// SPDX-License-Identifier: Apache-2.0
#include "http/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::http {

LoopbackServer::LoopbackServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = base::Fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::listen(listener_.get(), 16);
  socklen_t size = sizeof address;
  ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this] { serve(); });
}

LoopbackServer::~LoopbackServer() {
  stop_ = true;
  thread_.join();
}

std::string LoopbackServer::url() const { return format("http://127.0.0.1:{}", port_); }
std::string LoopbackServer::host() const { return format("127.0.0.1:{}", port_); }

void LoopbackServer::serve() {
  while (!stop_) {
    pollfd ready{listener_.get(), POLLIN, 0};
    if (::poll(&ready, 1, 20) <= 0) continue;
    base::Fd connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!connection.valid()) continue;
    int number = connection.get();
    hanging_.push_back(std::move(connection));
    serve_one(number);
  }
}

void LoopbackServer::serve_one(int connection) {
  std::string request;
  char buffer[4096];
  while (!stop_) {
    std::size_t head = request.find("\r\n\r\n");
    if (head != std::string::npos) {
      std::size_t length = 0;
      base::each_line(std::string_view(request).substr(0, head), [&](std::string_view line) {
        if (base::lower(line).starts_with("content-length:")) length = base::parse_unsigned(base::trim(line.substr(15))).value_or(0);
      });
      if (request.size() >= head + 4 + length) break;
    }
    pollfd ready{connection, POLLIN, 0};
    if (::poll(&ready, 1, 50) <= 0) continue;
    ssize_t got = ::read(connection, buffer, sizeof buffer);
    if (got <= 0) return;
    request.append(buffer, static_cast<std::size_t>(got));
    if (request.front() == '\x16') {  // a TLS hello, which would wait for an answer
      ::shutdown(connection, SHUT_RDWR);
      return;
    }
  }
  ++requests_;
  std::string answer = handler_(request);
  if (answer.empty()) return;  // kept open, unanswered
  ::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
  ::shutdown(connection, SHUT_RDWR);
}

std::string LoopbackServer::answer(int status, const std::string& body, const std::vector<std::string>& headers) {
  std::string out = format("HTTP/1.1 {} X\r\nContent-Length: {}\r\nConnection: close\r\n", status, body.size());
  for (const std::string& header : headers) out += header + "\r\n";
  return out + "\r\n" + body;
}

}  // namespace batten::http
