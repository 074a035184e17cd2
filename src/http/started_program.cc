// SPDX-License-Identifier: Apache-2.0
#include "http/started_program.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "base/fd.h"
#include "base/file.h"
#include "base/text.h"

namespace batten::http {

StartedProgram::StartedProgram(const std::vector<std::string>& argv, const std::string& log) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  std::vector<char*> args;
  for (const std::string& arg : argv) args.push_back(const_cast<char*>(arg.c_str()));
  args.push_back(nullptr);
  if (::posix_spawnp(&pid_, args[0], &actions, nullptr, args.data(), environ) != 0) pid_ = 0;
  posix_spawn_file_actions_destroy(&actions);
}

StartedProgram::~StartedProgram() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

bool is_installed(const std::string& program) {
  std::string path = base::environment("PATH");
  for (std::string_view directory : base::split(path, ':')) {
    if (::access((std::string(directory) + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

int free_port() {
  base::Fd probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof name;
  ::bind(probe.get(), reinterpret_cast<sockaddr*>(&name), sizeof name);
  ::getsockname(probe.get(), reinterpret_cast<sockaddr*>(&name), &size);
  return ntohs(name.sin_port);
}

std::string wait_for(const std::string& url, std::chrono::milliseconds timeout, const std::function<bool(const Response&)>& satisfies) {
  auto deadline = std::chrono::steady_clock::now() + timeout;
  Client client;
  Request request;
  request.url = url;
  request.retries = 0;
  std::string last;
  while (std::chrono::steady_clock::now() < deadline) {
    auto answer = client.send(request);
    last = answer ? answer->body : answer.error().message;
    if (answer && satisfies(*answer)) return last;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return last;
}

}  // namespace batten::http
