// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>

#include "base/fd.h"
#include "monitor/watched.h"

namespace batten::monitor {
namespace {

using base::Fd;
using model::Event;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in out = {};
  out.sin_family = AF_INET;
  out.sin_port = htons(port);
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return out;
}

const sockaddr* plain(const sockaddr_in& address) { return reinterpret_cast<const sockaddr*>(&address); }

// A TCP server on loopback, and one connection to it.
struct Connection {
  Fd listener{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  Fd client{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  Fd server;
  std::uint16_t port = 0;

  void open() {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (bind(listener.get(), plain(address), sizeof address) != 0 || listen(listener.get(), 7) != 0) return;
    getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    if (connect(client.get(), plain(address), sizeof address) == 0) server = Fd(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }
};

bool is_loopback(const batten_u8* address) { return address[0] == 127 && address[3] == 1; }

TEST(CaptureNetwork, TellsBothSidesOfAConnection) {
  std::optional<Watched> watched =
      Watched::open({BATTEN_SOCKET, BATTEN_BIND, BATTEN_LISTEN, BATTEN_CONNECT, BATTEN_ACCEPT4, BATTEN_TCP_STATE});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  Connection made;
  std::array<int, BATTEN_EVENT_TYPES> seen = {};
  watched->count([&] { made.open(); },
                 [&](const Event& event) {
                   std::optional<batten_socket> ends;
                   if (event.info().roles.socket >= 0) ends = socket_of(event);
                   if (event.header().pid != static_cast<std::uint32_t>(getpid()) && event.type() != BATTEN_TCP_STATE) return false;
                   switch (event.type()) {
                     case BATTEN_BIND: break;
                     case BATTEN_LISTEN:
                       EXPECT_TRUE(ends && ends->local_port == made.port && ends->server == 1 && is_loopback(ends->local));
                       EXPECT_EQ(number_of(event, "backlog"), 7);
                       break;
                     case BATTEN_CONNECT:
                       EXPECT_TRUE(ends && ends->remote_port == made.port && ends->server == 0 && is_loopback(ends->remote));
                       EXPECT_TRUE(ends && ends->family == AF_INET && ends->protocol == IPPROTO_TCP && ends->local_port != 0);
                       break;
                     case BATTEN_ACCEPT4:
                       EXPECT_TRUE(ends && ends->local_port == made.port && ends->server == 1 && ends->remote_port != 0);
                       EXPECT_EQ(event.result(), made.server.get());
                       break;
                     case BATTEN_TCP_STATE:
                       if (!ends || (ends->remote_port != made.port && ends->local_port != made.port)) return false;
                       break;
                     default: break;
                   }
                   ++seen[event.type()];
                   return true;
                 });
  for (model::EventType type : {BATTEN_BIND, BATTEN_LISTEN, BATTEN_CONNECT, BATTEN_ACCEPT4, BATTEN_TCP_STATE})
    EXPECT_GE(seen[type], 1) << model::event_type_info(type)->name;
  EXPECT_EQ(watched->corrupt, "");
}

// By what the kernel keeps of a socket, also long after the accept.
TEST(CaptureNetwork, KnowsWhoAccepted) {
  std::optional<Watched> watched = Watched::open({BATTEN_CONNECT, BATTEN_SENDTO, BATTEN_RECVFROM});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  Connection made;
  made.open();
  ASSERT_GE(made.server.get(), 0);
  char byte = 'x';
  const auto from = [&](std::uint16_t local, int server) {
    return [=](const Event& event) {
      const std::optional<batten_socket> ends = socket_of(event);
      return ends && ends->local_port == local && ends->server == server && ends->remote_port != 0;
    };
  };
  sockaddr_in own{};
  socklen_t size = sizeof own;
  getsockname(made.client.get(), reinterpret_cast<sockaddr*>(&own), &size);
  EXPECT_TRUE(watched->find(BATTEN_SENDTO, [&] { send(made.client.get(), &byte, 1, 0); }, from(ntohs(own.sin_port), 0)));
  EXPECT_TRUE(watched->find(BATTEN_RECVFROM, [&] { recv(made.server.get(), &byte, 1, 0); }, from(made.port, 1)));
  EXPECT_TRUE(watched->find(BATTEN_SENDTO, [&] { send(made.server.get(), &byte, 1, 0); }, from(made.port, 1)));
  // A port that it asked for does not make it a server.
  Fd bound(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = loopback(0);
  std::uint16_t port = 0;
  for (port = 40000; port < 40100; ++port) {
    address = loopback(port);
    if (bind(bound.get(), plain(address), sizeof address) == 0) break;
  }
  address = loopback(made.port);
  EXPECT_TRUE(watched->find(BATTEN_CONNECT, [&] { connect(bound.get(), plain(address), sizeof address); }, from(port, 0)));
  EXPECT_TRUE(watched->find(BATTEN_SENDTO, [&] { send(bound.get(), &byte, 1, 0); }, from(port, 0)));
}

TEST(CaptureNetwork, TellsAConnectionThatFailed) {
  std::optional<Watched> watched = Watched::open({BATTEN_CONNECT});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  const auto act = [] {
    Fd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(1);
    EXPECT_NE(connect(fd.get(), plain(address), sizeof address), 0);
  };
  EXPECT_TRUE(watched->find(BATTEN_CONNECT, act, [](const Event& event) {
    const std::optional<batten_socket> ends = socket_of(event);
    return ends && ends->remote_port == 1 && is_loopback(ends->remote) && event.result() == -ECONNREFUSED;
  }));
}

TEST(CaptureNetwork, TellsThePathOfAUnixSocket) {
  std::optional<Watched> watched = Watched::open({BATTEN_CONNECT, BATTEN_BIND});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  for (const std::string& name : {std::string("/tmp/batten-test.sock"), std::string("\0abstract", 9)}) {
    const auto act = [&] {
      sockaddr_un address = {};
      address.sun_family = AF_UNIX;
      std::memcpy(address.sun_path, name.data(), name.size());
      const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size() + (name[0] != '\0' ? 1 : 0));
      Fd server(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)), client(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
      EXPECT_EQ(bind(server.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
      EXPECT_EQ(listen(server.get(), 1), 0);
      EXPECT_EQ(connect(client.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
      if (name[0] != '\0') unlink(name.c_str());
    };
    const std::string shown = name[0] == '\0' ? "@abstract" : name;
    EXPECT_TRUE(watched->find(BATTEN_CONNECT, act, [&](const Event& event) {
      const std::optional<std::string_view> bytes = text_of(event, "tuple");
      return bytes && socket_of(event)->family == AF_UNIX && bytes->substr(sizeof(batten_socket)) == shown;
    })) << shown;
  }
}

TEST(CaptureNetwork, TellsWhatIsAskedOfANameServer) {
  std::optional<Watched> watched = Watched::open({BATTEN_DNS, BATTEN_SENDTO});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  const std::string question("\x12\x34\x01\0\0\1\0\0\0\0\0\0\3www\7example\3org\0\0\x1c\0\1", 33);
  const auto act = [&] {
    Fd fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(53);
    sendto(fd.get(), question.data(), question.size(), 0, plain(address), sizeof address);
  };
  EXPECT_TRUE(watched->find(BATTEN_DNS, act, [](const Event& event) {
    EXPECT_EQ(text_of(event, "name"), "www.example.org");
    EXPECT_EQ(number_of(event, "type"), 28);
    EXPECT_EQ(event.header().pid, static_cast<std::uint32_t>(getpid()));
    const std::optional<batten_socket> ends = socket_of(event);
    return ends && ends->remote_port == 53 && is_loopback(ends->remote);
  }));
  EXPECT_TRUE(watched->find(BATTEN_SENDTO, act, [&](const Event& event) {
    const std::optional<batten_socket> ends = socket_of(event);
    return ends && ends->remote_port == 53 && number_of(event, "size") == static_cast<std::int64_t>(question.size());
  }));
  // Names that run beyond the packet, or point elsewhere.
  for (const std::string& bad : {question.substr(0, 20), std::string("\x12\x34\x01\0\0\1\0\0\0\0\0\0\xc0\x0c\0\1\0\1", 18),
                                 std::string("\x12\x34\x01\0\0\1\0\0\0\0\0\0\x3f", 13) + std::string(30, 'a')}) {
    EXPECT_EQ(watched->count(
                  [&] {
                    Fd fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
                    const sockaddr_in address = loopback(53);
                    sendto(fd.get(), bad.data(), bad.size(), 0, plain(address), sizeof address);
                  },
                  [](const Event& event) { return event.type() == BATTEN_DNS; }),
              0);
  }
}

TEST(CaptureNetwork, TellsQuestionsOverTcp) {
  std::optional<Watched> watched = Watched::open({BATTEN_DNS});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  sockaddr_in address = loopback(53);
  address.sin_addr.s_addr = htonl(0x7f003501);  // an address of loopback that nobody serves
  Fd listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listener.get(), plain(address), sizeof address) != 0 || listen(listener.get(), 8) != 0) GTEST_SKIP() << "port 53 is taken";
  std::string length("\0\x21", 2), question("\x12\x34\x01\0\0\1\0\0\0\0\0\0\3www\7example\3org\0\0\x1c\0\1", 33);
  std::string whole = length + question;
  iovec one = {whole.data(), whole.size()}, two[2] = {{length.data(), length.size()}, {question.data(), question.size()}};
  msghdr message = {};
  message.msg_iov = two;
  message.msg_iovlen = 2;
  const std::function<void(int)> ways[] = {
      [&](int fd) { EXPECT_EQ(write(fd, whole.data(), whole.size()), 35); },
      [&](int fd) { EXPECT_EQ(send(fd, whole.data(), whole.size(), 0), 35); },
      [&](int fd) { EXPECT_EQ(writev(fd, &one, 1), 35); },
      [&](int fd) { EXPECT_EQ(writev(fd, two, 2), 35); },
      [&](int fd) { EXPECT_EQ(sendmsg(fd, &message, 0), 35); },
      [&](int fd) { EXPECT_EQ(write(fd, length.data(), 2) + write(fd, question.data(), question.size()), 35); },
  };
  int way = 0;
  for (const auto& act : ways) {
    Fd client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ASSERT_EQ(connect(client.get(), plain(address), sizeof address), 0);
    const auto suits = [](const Event& event) {
      if (event.type() != BATTEN_DNS) return false;
      const std::optional<batten_socket> ends = socket_of(event);
      return text_of(event, "name") == "www.example.org" && number_of(event, "type") == 28 && ends && ends->remote_port == 53 &&
             ends->protocol == IPPROTO_TCP && event.header().pid == static_cast<std::uint32_t>(getpid());
    };
    EXPECT_EQ(watched->count([&] { act(client.get()); }, suits), 1) << "way " << way;
    ++way;
  }
  EXPECT_EQ(watched->corrupt, "");
}

TEST(CaptureNetwork, TellsWhatIsSentWhenAsked) {
  model::Prefilter filter = Watched::wanting({BATTEN_SENDTO, BATTEN_RECVFROM});
  filter.needs_data = true;
  std::optional<Watched> watched = Watched::open(filter, {.data_bytes = 16});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  Connection made;
  made.open();
  const std::string said = "more than sixteen bytes";
  EXPECT_TRUE(watched->find(
      BATTEN_SENDTO, [&] { send(made.client.get(), said.data(), said.size(), 0); },
      [&](const Event& event) { return text_of(event, "data") == said.substr(0, 16) && (event.header().flags & BATTEN_EVENT_CUT) != 0; }));
}

TEST(CaptureNetwork, AsksForPortsAndFamilies) {
  model::EventClause clause;
  clause.ports = {1};
  clause.families = {AF_INET};
  model::Prefilter filter = Watched::wanting({BATTEN_CONNECT});
  filter.types[BATTEN_CONNECT].any = {clause};
  std::optional<Watched> watched = Watched::open(filter);
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  const auto to = [](std::uint16_t port) {
    return [port] {
      Fd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
      const sockaddr_in address = loopback(port);
      (void)connect(fd.get(), plain(address), sizeof address);
    };
  };
  const auto is_ours = [](const Event& event) {
    return event.type() == BATTEN_CONNECT && event.header().pid == static_cast<std::uint32_t>(getpid());
  };
  EXPECT_EQ(watched->count(to(1), is_ours), 1);
  EXPECT_EQ(watched->count(to(2), is_ours), 0);
}

TEST(Capture, TellsCgroupsOfTheHierarchyThatNamesContainers) {
  std::optional<Watched> watched = Watched::open({});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  std::string directory;
  for (const char* one : {"/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids", "/sys/fs/cgroup"}) {
    if (std::filesystem::exists(std::string(one) + "/cgroup.procs")) {
      directory = std::string(one) + "/batten-capture-test";
      break;
    }
  }
  if (directory.empty() || mkdir(directory.c_str(), 0755) != 0) GTEST_SKIP() << "no cgroup can be made here";
  rmdir(directory.c_str());
  struct stat found = {};
  std::uint64_t id = 0;
  EXPECT_TRUE(watched->find(
      BATTEN_CGROUP_MKDIR,
      [&] {
        mkdir(directory.c_str(), 0755);
        stat(directory.c_str(), &found);
        rmdir(directory.c_str());
      },
      [&](const Event& event) {
        if (!text_of(event, "path").value_or("").ends_with("/batten-capture-test")) return false;
        id = static_cast<std::uint64_t>(number_of(event, "id"));
        return id == found.st_ino;
      }));
}

}  // namespace
}  // namespace batten::monitor
