// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "base/fd.h"
#include "base/format.h"
#include "base/text.h"
#include "http/client.h"

namespace batten::http {
namespace {

using Clock = std::chrono::steady_clock;

ServerResponse echo(const ServerRequest& request) {
  ServerResponse out;
  out.body = format("{} {} [{}]", request.method, request.target, request.body);
  out.headers = {{"X-Seen", request.header("x-many")}, {"X-Bad", "a\r\nInjected: 1"}};
  return out;
}

Server started(ServerOptions options = {}, Server::Handler handler = echo) {
  auto server = Server::start(options, std::move(handler));
  EXPECT_TRUE(server) << server.error().message;
  return std::move(*server);
}

base::Fd connected(const Server& server) {
  base::Fd out(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string port = server.address().substr(server.address().rfind(':') + 1);
  name.sin_port = htons(static_cast<std::uint16_t>(*base::parse_unsigned(port)));
  EXPECT_EQ(::connect(out.get(), reinterpret_cast<sockaddr*>(&name), sizeof name), 0);
  return out;
}

void say(const base::Fd& connection, std::string_view text) {
  while (!text.empty()) {
    ssize_t sent = ::send(connection.get(), text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

// Everything until the other side closes, or nothing comes for so long.
std::string heard(const base::Fd& connection, int timeout_ms = 5000) {
  std::string out;
  char buffer[4096];
  pollfd ready{connection.get(), POLLIN, 0};
  while (::poll(&ready, 1, timeout_ms) > 0) {
    ssize_t got = ::recv(connection.get(), buffer, sizeof buffer, 0);
    if (got <= 0) return out;
    out.append(buffer, static_cast<std::size_t>(got));
  }
  return out + "(still open)";
}

std::string talk(const Server& server, std::string_view text) {
  base::Fd connection = connected(server);
  say(connection, text);
  return heard(connection);
}

int status_of(std::string_view answer) {
  if (!answer.starts_with("HTTP/1.1 ")) return 0;
  return static_cast<int>(base::parse_unsigned(answer.substr(9, 3)).value_or(0));
}

TEST(Server, AnswersAClient) {
  Server server = started();
  Client client;
  for (int i = 0; i < 3; ++i) {
    Request request;
    request.method = "POST";
    request.url = "http://" + server.address() + "/a?b=c";
    request.body = "text";
    request.headers = {{"X-Many", "1"}, {"x-many", "2"}};
    auto answer = client.send(request);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "POST /a?b=c [text]");
    EXPECT_EQ(answer->header("x-seen"), "1, 2");
    EXPECT_EQ(answer->header("content-type"), "text/plain; charset=utf-8");
    EXPECT_EQ(answer->header("injected"), "");
  }
  EXPECT_EQ(server.counts().requests, 3u);
  EXPECT_EQ(server.counts().connections, 1u);
}

TEST(Server, OnAUnixSocket) {
  std::string path = testing::TempDir() + format("batten_server_{}.sock", ::getpid());
  {
    Server server = started({.address = "unix:" + path, .unix_mode = 0600});
    struct stat there{};
    ASSERT_EQ(::stat(path.c_str(), &there), 0);
    EXPECT_EQ(there.st_mode & 0777u, 0600u);
    auto second = Server::start({.address = "unix:" + path}, echo);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::kConflict);
    Request request;
    request.url = "http://here/x";
    request.unix_socket = path;
    auto answer = Client().send(request);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "GET /x []");
  }
  EXPECT_NE(::access(path.c_str(), F_OK), 0);
}

TEST(Server, AddressesThatAreNone) {
  for (const char* address : {"", "127.0.0.1", "127.0.0.1:70000", "example.org:80", "[::1:80", "unix:", "127.0.0.1:x"}) {
    auto server = Server::start({.address = address}, echo);
    ASSERT_FALSE(server) << address;
    EXPECT_EQ(server.error().code, Code::kInvalidArgument) << address;
  }
  Server first = started();
  auto second = Server::start({.address = first.address()}, echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::kConflict);
}

TEST(Server, KeepsAConnectionAndAnswersPipelinedRequestsInOrder) {
  Server server = started();
  std::string answer = talk(server,
                            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
                            "GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  std::size_t one = answer.find("GET /1 []"), two = answer.find("GET /2 []"), three = answer.find("GET /3 []");
  ASSERT_NE(three, std::string::npos) << answer;
  EXPECT_LT(one, two);
  EXPECT_LT(two, three);
  EXPECT_EQ(server.counts().connections, 1u);
}

TEST(Server, HeadHasTheLengthAndNoBody) {
  std::string answer = talk(started(), "HEAD /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_NE(answer.find("Content-Length: 10\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(Server, ChunksAreJoined) {
  std::string answer = talk(started(),
                            "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
  EXPECT_TRUE(answer.ends_with("POST / [abcde]")) << answer;
}

TEST(Server, ExpectContinue) {
  Server server = started();
  base::Fd connection = connected(server);
  say(connection, "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  std::string first = heard(connection, 500);
  EXPECT_TRUE(first.starts_with("HTTP/1.1 100 Continue\r\n\r\n")) << first;
  say(connection, "ok");
  EXPECT_TRUE(heard(connection).ends_with("POST / [ok]"));
}

struct Hostile {
  const char* what;
  std::string text;
  int status;
};

TEST(Server, HostileRequestsAreTurnedAway) {
  Server server = started({.max_header_bytes = 4096, .max_body_bytes = 1000});
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
  const Hostile cases[] = {
      {"no HTTP", "\x16\x03\x01 hello\r\n\r\n", 400},
      {"a version that is none", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"a huge header", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n", 431},
      {"a thousand headers",
       "GET / HTTP/1.1\r\nHost: a\r\n" +
           [] {
             std::string out;
             for (int i = 0; i < 1000; ++i) out += format("X-{}: {}\r\n", i, i);
             return out;
           }() +
           "\r\n",
       431},
      {"a huge target", "GET /" + std::string(100'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", 431},
      {"a blank in a name", "GET / HTTP/1.1\r\nHost: a\r\nX y: 1\r\n\r\n", 400},
      {"a blank before the colon", "GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n", 400},
      {"a zero byte", "GET / HTTP/1.1\r\nHost: a\r\nX: 1" + std::string(1, '\0') + "\r\n\r\n", 400},
      {"a length that is none", post + "Content-Length: -1\r\n\r\n", 400},
      {"two lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
      {"a length and chunks", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"chunks and a length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
      {"a body over the limit", post + "Content-Length: 1001\r\n\r\n", 413},
      {"a length that overflows", post + "Content-Length: 99999999999999999999999\r\n\r\n", 400},
      {"chunks over the limit", post + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n", 413},
      {"a chunk's size that is none", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", 400},
      {"a chunk's size that overflows", post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nab\r\n", 400},
      {"a chunk without its end", post + "Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n", 400},
  };
  for (const Hostile& one : cases) {
    std::string answer = talk(server, one.text);
    EXPECT_EQ(status_of(answer), one.status) << one.what << ": " << answer;
    EXPECT_FALSE(answer.ends_with("(still open)")) << one.what;
  }
  EXPECT_EQ(server.counts().requests, 0u);
  EXPECT_EQ(server.counts().bad, std::size(cases));
  EXPECT_EQ(status_of(talk(server, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")), 200);
}

TEST(Server, ASlowHeadHasADeadlineAsAWhole) {
  Server server = started({.header_timeout_ms = 400});
  base::Fd slow = connected(server);
  auto begun = Clock::now();
  say(slow, "GET / HTTP/1.1\r\nHost: a\r\n");
  std::string answer;
  for (int i = 0; i < 100; ++i) {  // a byte every 50 ms for 5 s
    say(slow, "X");
    pollfd ready{slow.get(), POLLIN, 0};
    if (::poll(&ready, 1, 50) > 0) break;
  }
  EXPECT_EQ(heard(slow, 3000), "");
  EXPECT_LT(Clock::now() - begun, std::chrono::seconds(4));
  // The connection is closed first, counted after.
  for (int i = 0; i < 100 && server.counts().timeouts == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(server.counts().timeouts, 1u);
}

TEST(Server, ASlowBodyHasOneToo) {
  Server server = started({.body_timeout_ms = 300});
  base::Fd slow = connected(server);
  say(slow, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab");
  EXPECT_EQ(heard(slow), "");
  EXPECT_EQ(server.counts().requests, 0u);
}

TEST(Server, WhoDoesNotReadIsLeft) {
  Server server = started({.write_timeout_ms = 300}, [](const ServerRequest&) {
    ServerResponse out;
    out.body.assign(64u << 20, 'x');
    return out;
  });
  base::Fd deaf = connected(server);
  say(deaf, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  for (int i = 0; i < 100 && server.counts().timeouts == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(server.counts().timeouts, 1u);
}

TEST(Server, ConnectionsAreBounded) {
  Server server = started({.max_connections = 2});
  base::Fd first = connected(server), second = connected(server);
  for (int i = 0; i < 100 && server.counts().connections < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  base::Fd third = connected(server);
  EXPECT_EQ(heard(third), "");
  EXPECT_EQ(server.counts().refused, 1u);
  say(first, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(status_of(heard(first)), 200);
}

TEST(Server, ADeafOneDoesNotHoldUpOthers) {
  Server server = started();
  base::Fd idle = connected(server);
  say(idle, "GET / HT");
  auto begun = Clock::now();
  EXPECT_EQ(status_of(talk(server, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")), 200);
  EXPECT_LT(Clock::now() - begun, std::chrono::seconds(2));
}

TEST(Server, AHandlerThatThrowsIsA500) {
  Server server = started({}, [](const ServerRequest&) -> ServerResponse { throw 1; });
  EXPECT_EQ(status_of(talk(server, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")), 500);
}

TEST(Server, RequestsOfOneConnectionAreBounded) {
  Server server = started({.max_requests = 2});
  std::string three;
  for (int i = 0; i < 3; ++i) three += format("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", i);
  std::string answer = talk(server, three);
  EXPECT_NE(answer.find("GET /1 []"), std::string::npos);
  EXPECT_EQ(answer.find("GET /2 []"), std::string::npos) << answer;
}

}  // namespace
}  // namespace batten::http
