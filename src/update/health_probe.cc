// SPDX-License-Identifier: Apache-2.0
#include "update/health_probe.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "base/fd.h"
#include "base/format.h"
#include "base/text.h"
#include "engine/container_output.h"
#include "http/client.h"

namespace batten::update {
namespace {

constexpr int kProbeMs = 3000;
constexpr int kCommandMs = 30'000;
constexpr std::uint64_t kMaxBodyBytes = 1u << 20;

std::string failed_http(const std::string& url) {
  http::Client client;
  http::Request request;
  request.url = url;
  request.connect_timeout_ms = request.idle_timeout_ms = request.total_timeout_ms = kProbeMs;
  request.max_bytes = kMaxBodyBytes;
  request.max_redirects = 0;
  request.retries = 0;
  request.use_proxy = false;
  request.verify_tls = false;  // asked by its address, which no certificate names
  Result<http::Response> answer = client.send(request);
  if (!answer) return answer.error().message;
  return answer->status < 400 ? std::string() : format("{} answers with status {}", url, answer->status);
}

std::string failed_tcp(const std::string& host, const std::string& port) {
  const std::string where = format("{}:{}", host, port);
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (int failed = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found); failed != 0)
    return format("TCP {}: {}", where, ::gai_strerror(failed));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  base::Fd fd(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.valid()) return format("TCP {}: {}", where, std::strerror(errno));
  if (::connect(fd.get(), found->ai_addr, found->ai_addrlen) == 0) return {};
  pollfd waits{.fd = fd.get(), .events = POLLOUT, .revents = 0};
  int error = errno;
  if (error == EINPROGRESS) {
    socklen_t size = sizeof error;
    error = ETIMEDOUT;
    if (::poll(&waits, 1, kProbeMs) == 1) ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  }
  return error == 0 ? std::string() : format("TCP {}: {}", where, std::strerror(error));
}

std::string failed_command(engine::Client& client, const std::string& id, const std::vector<std::string>& command) {
  Result<engine::CommandEnd> ran = engine::run_in_container(client, id, command, kCommandMs);
  if (!ran) return format("the command {} in it: {}", command.front(), ran.error().message);
  if (ran->status == 0) return {};
  return format("the command {} in it ends with status {}: {}", command.front(), ran->status,
                base::printable(base::trim(ran->output).substr(0, 300)));
}

}  // namespace

std::string probe_url(std::string_view url, std::string_view address) {
  const std::size_t host = url.find("://");
  if (host == std::string_view::npos) return std::string(url);
  const std::string_view rest = url.substr(host + 3);
  if (!rest.starts_with(':') && !rest.starts_with('/')) return std::string(url);
  const bool bare_v6 = address.contains(':');
  return format("{}{}{}{}{}", url.substr(0, host + 3), bare_v6 ? "[" : "", address, bare_v6 ? "]" : "", rest);
}

std::string failed_probe(engine::Client& client, const std::string& id, const std::string& address, const HealthSettings& settings) {
  const bool needs_address = settings.http.contains("://:") || settings.http.contains(":///") || settings.tcp.starts_with(':');
  if (needs_address && address.empty()) return "it has no address that could be asked";
  if (!settings.http.empty()) {
    if (std::string failed = failed_http(probe_url(settings.http, address)); !failed.empty()) return failed;
  }
  if (!settings.tcp.empty()) {
    const std::size_t colon = settings.tcp.rfind(':');
    std::string host = colon == std::string::npos ? std::string() : settings.tcp.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    std::string failed = failed_tcp(host.empty() ? address : host, settings.tcp.substr(colon == std::string::npos ? 0 : colon + 1));
    if (!failed.empty()) return failed;
  }
  return settings.command.empty() ? std::string() : failed_command(client, id, settings.command);
}

}  // namespace batten::update
