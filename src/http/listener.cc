// SPDX-License-Identifier: Apache-2.0
#include "http/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/format.h"
#include "base/text.h"

namespace batten::http {
namespace {

constexpr int kBacklog = 128;

Error socket_error(const std::string& address, int number) {
  Error error = base::errno_error(format("can't listen on {}", address), number);
  if (number == EADDRINUSE) error.code = Code::kConflict;
  if (number == EACCES || number == EPERM) error.code = Code::kDenied;
  if (number == EADDRNOTAVAIL) error.code = Code::kInvalidArgument;
  return error;
}

Result<void> bind_and_listen(int fd, const sockaddr* name, socklen_t size, const std::string& address) {
  if (::bind(fd, name, size) != 0 || ::listen(fd, kBacklog) != 0) return socket_error(address, errno);
  return {};
}

bool somebody_listens(const sockaddr_un& name) {
  base::Fd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // EAGAIN: the queue of one who listens is full.
  return ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 || errno == EAGAIN;
}

Result<Listener> listen_on_unix(const std::string& path, unsigned mode) {
  Listener out;
  out.address = "unix:" + path;
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof name.sun_path)
    return Error{Code::kInvalidArgument, format("'{}': the path of a unix socket has 1 to {} bytes", path, sizeof name.sun_path - 1)};
  std::memcpy(name.sun_path, path.data(), path.size());
  struct stat there{};
  if (::lstat(path.c_str(), &there) == 0) {
    if (!S_ISSOCK(there.st_mode)) return Error{Code::kConflict, format("{} is there and is no socket", path)};
    if (somebody_listens(name)) return socket_error(out.address, EADDRINUSE);
    ::unlink(path.c_str());
  }
  out.family = AF_UNIX;
  out.fd = base::Fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // Nobody may connect before listen(), so that the mode is in place in time.
  if (::bind(out.fd.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) != 0) return socket_error(out.address, errno);
  if (::chmod(path.c_str(), mode) != 0 || ::listen(out.fd.get(), kBacklog) != 0) return socket_error(out.address, errno);
  if (::lstat(path.c_str(), &there) == 0) out.inode = there.st_ino;
  out.file = path;
  return out;
}

template <typename Name>
Result<Listener> listen_on_tcp(Name name, std::uint16_t Name::* port, const std::string& host, const std::string& address) {
  Listener out;
  out.family = reinterpret_cast<const sockaddr*>(&name)->sa_family;
  out.fd = base::Fd(::socket(out.family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!out.fd.valid()) return socket_error(address, errno);
  int on = 1;
  ::setsockopt(out.fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  TRY(bind_and_listen(out.fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name, address));
  socklen_t size = sizeof name;
  ::getsockname(out.fd.get(), reinterpret_cast<sockaddr*>(&name), &size);
  out.address = format("{}:{}", host, ntohs(name.*port));
  return out;
}

}  // namespace

Listener::~Listener() {
  if (file.empty() || inode == 0) return;
  struct stat there{};
  if (::lstat(file.c_str(), &there) == 0 && there.st_ino == inode) ::unlink(file.c_str());
}

Result<Listener> listen_on(const std::string& address, unsigned unix_mode) {
  if (address.starts_with("unix:")) return listen_on_unix(address.substr(5), unix_mode);
  std::size_t colon = address.rfind(':');
  constexpr std::uint64_t kNone = 65536;
  std::uint64_t port = kNone;
  if (colon != std::string::npos) port = base::parse_unsigned(std::string_view(address).substr(colon + 1)).value_or(kNone);
  std::string host = address.substr(0, colon);
  auto wrong = Error{Code::kInvalidArgument,
                     format("'{}' is no address to listen on: 127.0.0.1:9870, [::1]:9870 or unix:/path", base::printable(address))};
  if (port >= kNone) return wrong;
  if (host.starts_with('[') && host.ends_with(']')) {
    sockaddr_in6 name{};
    name.sin6_family = AF_INET6;
    name.sin6_port = htons(static_cast<std::uint16_t>(port));
    if (::inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &name.sin6_addr) != 1) return wrong;
    return listen_on_tcp(name, &sockaddr_in6::sin6_port, host, address);
  }
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host.c_str(), &name.sin_addr) != 1) return wrong;
  return listen_on_tcp(name, &sockaddr_in::sin_port, host, address);
}

}  // namespace batten::http
