// SPDX-License-Identifier: Apache-2.0
#include "monitor/network_denial.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

#include "monitor/sleeper.h"

namespace batten::monitor {
namespace {

// A process with a network of its own, in which it tries to reach itself by an address.
class OwnNetwork {
 public:
  OwnNetwork() {
    if (::pipe2(orders_.data(), O_CLOEXEC) != 0 || ::pipe2(answers_.data(), O_CLOEXEC) != 0) return;
    pid_ = ::fork();
    if (pid_ == 0) serve();
    works_ = ask("") == 'y';
  }
  ~OwnNetwork() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  OwnNetwork(const OwnNetwork&) = delete;
  OwnNetwork& operator=(const OwnNetwork&) = delete;

  bool works() const { return works_; }
  bool reaches(const std::string& address) { return ask(address) == 'y'; }
  std::uint32_t pid() const { return static_cast<std::uint32_t>(pid_); }

 private:
  char ask(const std::string& address) {
    std::array<char, 32> order{};
    address.copy(order.data(), order.size() - 1);
    char out = 0;
    if (!address.empty() && ::write(orders_[1], order.data(), order.size()) != static_cast<ssize_t>(order.size())) return 0;
    return ::read(answers_[0], &out, 1) == 1 ? out : '\0';
  }
  [[noreturn]] void serve() {
    char answer = ::unshare(CLONE_NEWNET) == 0 && loopback_up() ? 'y' : 'n';
    std::array<char, 32> address{};
    while (::write(answers_[1], &answer, 1) == 1 && ::read(orders_[0], address.data(), address.size()) > 0)
      answer = sends_to(address.data()) ? 'y' : 'n';
    ::_exit(0);
  }
  static bool loopback_up() {
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
    return ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
  }
  // By loopback to itself, which must always go.
  static bool sends_to(const char* where) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ::inet_pton(AF_INET, where, &address.sin_addr);
    const int receiver = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t size = sizeof address;
    bool out = ::bind(receiver, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
               ::getsockname(receiver, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
               ::sendto(receiver, "x", 1, 0, reinterpret_cast<sockaddr*>(&address), size) == 1;
    char got = 0;
    out = out && ::recv(receiver, &got, 1, MSG_DONTWAIT) == 1;
    ::close(receiver);
    return out;
  }

  std::array<int, 2> orders_{-1, -1}, answers_{-1, -1};
  pid_t pid_ = -1;
  bool works_ = false;
};

TEST(NetworkDenial, NeverTheHosts) {
  const Sleeper sleeper;
  const auto network = open_network(static_cast<std::uint32_t>(sleeper.pid()), "");
  ASSERT_FALSE(network);
  EXPECT_EQ(network.error().code, Code::kDenied);
}

TEST(NetworkDenial, NobodyOutsideTheContainer) {
  const OwnNetwork own;
  if (!own.works()) GTEST_SKIP() << "no network namespace can be made here";
  const auto network = open_network(own.pid(), std::string(64, 'e'));
  ASSERT_FALSE(network);
  EXPECT_EQ(network.error().code, Code::kNotFound);
}

// That nothing else goes is seen between containers (tests/monitor/responses).
TEST(NetworkDenial, LoopbackStaysAndAllCanBeRepeated) {
  OwnNetwork own;
  if (!own.works()) GTEST_SKIP() << "no network namespace can be made here";
  const auto network = open_network(own.pid(), "");
  ASSERT_TRUE(network) << network.error().message;
  EXPECT_TRUE(own.reaches("127.0.0.1"));
  EXPECT_TRUE(own.reaches("127.0.0.11"));
  for (int i = 0; i < 2; ++i) {
    const Result<void> denied = deny_network(*network);
    if (!denied && denied.error().code == Code::kUnsupported) GTEST_SKIP() << denied.error().message;
    ASSERT_TRUE(denied) << denied.error().message;
    EXPECT_TRUE(own.reaches("127.0.0.1"));
    EXPECT_FALSE(own.reaches("127.0.0.11"));
  }
  for (int i = 0; i < 2; ++i) {
    const Result<void> allowed = allow_network(*network);
    ASSERT_TRUE(allowed) << allowed.error().message;
  }
  EXPECT_TRUE(own.reaches("127.0.0.1"));
  EXPECT_TRUE(own.reaches("127.0.0.11"));
}

}  // namespace
}  // namespace batten::monitor
