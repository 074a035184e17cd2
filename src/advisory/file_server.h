// SPDX-License-Identifier: Apache-2.0
//
// For tests: files in memory behind http::LoopbackServer, with ETag, conditions and ranges; it can break off a transfer.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "http/loopback_server.h"

namespace batten::advisory {

class FileServer {
 public:
  FileServer() : server_([this](const std::string& request) { return answer(request); }) {}

  std::string url(std::string_view path) const { return server_.url() + std::string(path); }
  void put(const std::string& path, std::string body) {
    std::lock_guard lock(mutex_);
    files_[path] = std::move(body);
  }
  // The next so many GETs break off after that many bytes of the body.
  void break_off(int times, std::size_t after_bytes) {
    std::lock_guard lock(mutex_);
    breaks_ = times;
    break_after_ = after_bytes;
  }
  // Ranges are not known: every GET gives the whole file.
  void ignore_ranges() {
    std::lock_guard lock(mutex_);
    ignore_ranges_ = true;
  }
  // From now on every answer is that; 0: no more.
  void fail_with(int status) {
    std::lock_guard lock(mutex_);
    failing_ = status;
  }
  void remove(const std::string& path) {
    std::lock_guard lock(mutex_);
    files_.erase(path);
  }
  // "GET /a 200 17": method, path, status, bytes of the body that were sent; since the last call.
  std::vector<std::string> take_requests() {
    std::lock_guard lock(mutex_);
    return std::exchange(requests_, {});
  }

 private:
  struct Asked {
    std::string method, path;
    std::map<std::string, std::string> headers;
  };

  static Asked parse(const std::string& request) {
    Asked out;
    base::each_line(request, [&](std::string_view line) {
      std::size_t colon = line.find(": ");
      if (out.method.empty()) {
        auto words = base::words(line);
        out.method = words[0];
        out.path = words[1];
      } else if (colon != std::string_view::npos) {
        out.headers[base::lower(line.substr(0, colon))] = line.substr(colon + 2);
      }
    });
    return out;
  }

  std::string answer(const std::string& request) {
    Asked asked = parse(request);
    std::lock_guard lock(mutex_);
    if (failing_ != 0) return say(asked, failing_, {"Retry-After: 100"}, "out of order", std::string::npos);
    auto file = files_.find(asked.path);
    if (file == files_.end()) return say(asked, 404, {}, "not here", std::string::npos);
    const std::string& body = file->second;
    std::string etag = "\"" + base::sha256_hex(body).substr(0, 16) + "\"";
    std::vector<std::string> headers{"ETag: " + etag};
    if (asked.headers["if-none-match"] == etag) return say(asked, 304, headers, "", std::string::npos);
    std::string range = asked.headers["range"];
    std::size_t from = 0;
    std::string condition = asked.headers["if-range"];
    bool partial = !ignore_ranges_ && range.starts_with("bytes=") && (condition.empty() || condition == etag);
    std::size_t dash = range.find('-'), size = body.size();
    if (partial) {
      from = static_cast<std::size_t>(base::parse_unsigned(range.substr(6, dash - 6)).value_or(0));
      size = static_cast<std::size_t>(base::parse_unsigned(range.substr(dash + 1)).value_or(size - 1)) + 1;
      size = std::min(size, body.size());
    }
    if (from > body.size() || (partial && from == body.size())) return say(asked, 416, headers, "", std::string::npos);
    if (partial) headers.push_back(format("Content-Range: bytes {}-{}/{}", from, size - 1, body.size()));
    std::size_t cut = std::string::npos;
    if (asked.method == "GET" && breaks_ > 0) {
      --breaks_;
      cut = break_after_;
    }
    return say(asked, partial ? 206 : 200, headers, body.substr(from, size - from), cut);
  }

  std::string say(const Asked& asked, int status, const std::vector<std::string>& headers, const std::string& body, std::size_t cut) {
    std::string out = http::LoopbackServer::answer(status, body, headers);
    std::size_t sent = asked.method == "HEAD" || status == 304 ? 0 : std::min(body.size(), cut);
    requests_.push_back(format("{} {} {} {}", asked.method, asked.path, status, sent));
    return out.substr(0, out.size() - body.size() + sent);
  }

  std::mutex mutex_;
  std::map<std::string, std::string> files_;
  std::vector<std::string> requests_;
  int breaks_ = 0, failing_ = 0;
  std::size_t break_after_ = 0;
  bool ignore_ranges_ = false;
  http::LoopbackServer server_;  // last: it stops before the rest goes
};

}  // namespace batten::advisory
