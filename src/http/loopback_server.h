// SPDX-License-Identifier: Apache-2.0
//
// For tests: a server on a free loopback port that gives scripted answers, one connection at a time.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/fd.h"

namespace batten::http {

class LoopbackServer {
 public:
  // Gets the request's head and body; gives the raw bytes of the answer. Empty: says nothing and keeps the connection (a server that
  // hangs).
  using Handler = std::function<std::string(const std::string& request)>;

  explicit LoopbackServer(Handler handler);
  ~LoopbackServer();

  std::string url() const;   // "http://127.0.0.1:port"
  std::string host() const;  // "127.0.0.1:port"
  int requests() const { return requests_; }

  // "HTTP/1.1 200 OK" with Content-Length and the headers that are given ("Name: value").
  static std::string answer(int status, const std::string& body, const std::vector<std::string>& headers = {});

 private:
  void serve();
  void serve_one(int connection);

  Handler handler_;
  base::Fd listener_;
  int port_ = 0;
  std::atomic<int> requests_ = 0;
  std::atomic<bool> stop_ = false;
  std::vector<base::Fd> hanging_;
  std::jthread thread_;
};

}  // namespace batten::http
