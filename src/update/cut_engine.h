// SPDX-License-Identifier: Apache-2.0
//
// For tests: stands between a child process and an engine's socket, and kills at a chosen request, before the engine has it or before the
// child has the answer. Or answers itself what an engine answers that is in trouble. One request at a time, no threads: the child asks one
// after the other.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/fd.h"
#include "base/text.h"

namespace batten::update {

struct Cut {
  int request = 0;  // the how manieth, from 1; 0: none
  bool before = true;
  std::chrono::microseconds after{0};  // 0: not by time
};

class CutEngine {
 public:
  CutEngine(std::string path, std::string engine) : path_(std::move(path)), engine_(std::move(engine)) {
    ::unlink(path_.c_str());
    listener_ = base::Fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address = address_of(path_);
    if (::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(listener_.get(), 16) != 0)
      listener_.reset();
  }
  bool valid() const { return listener_.valid(); }

  // Serves the child until it ends, which it does by itself or by kill (what to kill at the cut). The number of its requests.
  int serve(pid_t child, const Cut& cut, const std::function<void()>& kill) {
    begin_ = std::chrono::steady_clock::now();
    cut_ = cut;
    kill_ = kill;
    cut_done_ = false;
    requests_ = 0;
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
      pollfd waits{.fd = listener_.get(), .events = POLLIN, .revents = 0};
      if (::poll(&waits, 1, kSliceMs) != 1) {
        tick();
        continue;
      }
      base::Fd connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (connection.valid()) serve_one(connection.get());
    }
    return requests_;
  }
  bool was_cut() const { return cut_done_; }
  // What comes instead of the engine's answer; empty: the engine's.
  void answer_by(std::function<std::string(std::string_view request)> answer) { answer_ = std::move(answer); }

 private:
  static constexpr int kSliceMs = 2;

  static sockaddr_un address_of(const std::string& path) {
    sockaddr_un out{};
    out.sun_family = AF_UNIX;
    path.copy(out.sun_path, sizeof out.sun_path - 1);
    return out;
  }
  void tick() {
    if (cut_.after.count() > 0 && std::chrono::steady_clock::now() - begin_ >= cut_.after) cut_now();
  }
  void cut_now() {
    if (!cut_done_) kill_();
    cut_done_ = true;
  }
  // Bytes that are there; empty at the end, or when the cut was made meanwhile.
  std::string take(int fd) {
    char buffer[65536];
    for (;;) {
      pollfd waits{.fd = fd, .events = POLLIN, .revents = 0};
      int ready = ::poll(&waits, 1, kSliceMs);
      tick();
      if (cut_done_) return {};
      if (ready != 1) continue;
      ssize_t got = ::read(fd, buffer, sizeof buffer);
      return got > 0 ? std::string(buffer, static_cast<std::size_t>(got)) : std::string();
    }
  }
  static void send(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
      ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  std::string request_of(int fd) {
    std::string text;
    for (;;) {
      std::size_t end = text.find("\r\n\r\n");
      if (end != std::string::npos) {
        std::size_t length = 0, at = base::lower(text.substr(0, end)).find("content-length:");
        if (at != std::string::npos) length = std::strtoul(text.c_str() + at + 15, nullptr, 10);
        if (text.size() >= end + 4 + length) return text;
      }
      std::string more = take(fd);
      if (more.empty()) return {};
      text += more;
    }
  }
  void serve_one(int client) {
    std::string request = request_of(client);
    if (request.empty()) return;
    ++requests_;
    if (requests_ == cut_.request && cut_.before) return cut_now();
    if (std::string own = answer_ ? answer_(request) : std::string(); !own.empty()) return send(client, own);
    base::Fd engine(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address = address_of(engine_);
    if (::connect(engine.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
    request.insert(request.find("\r\n") + 2, "Connection: close\r\n");
    send(engine.get(), request);
    const bool cuts_here = requests_ == cut_.request;
    for (std::string bytes = take(engine.get()); !bytes.empty(); bytes = take(engine.get())) {
      if (!cuts_here) send(client, bytes);
    }
    if (cuts_here) cut_now();
  }

  std::string path_, engine_;
  base::Fd listener_;
  Cut cut_;
  std::function<void()> kill_;
  std::function<std::string(std::string_view request)> answer_;
  bool cut_done_ = false;
  int requests_ = 0;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace batten::update
