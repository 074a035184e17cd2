// SPDX-License-Identifier: Apache-2.0
#include "advisory/feed_addresses.h"

#include <optional>

#include "base/format.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kMaxFiles = 2000;
constexpr int kMaxSteps = 4;
constexpr std::uint64_t kMaxIndexBytes = 4u << 20;

class Walk {
 public:
  Walk(http::Client& client, const Feed& feed) : client_(client), feed_(feed) {}

  Result<void> add(const FeedFile& file, int steps) {
    if (file.url.empty()) return {};
    if (out_.size() >= kMaxFiles || steps > kMaxSteps)
      return Error{Code::kLimit, format("feed {}: {}: leads too far", feed_.name, file.url)};
    if (!file.index || feed_.follow == nullptr) {
      out_.push_back(file);
      return {};
    }
    http::Request request;
    request.url = file.url;
    request.max_bytes = kMaxIndexBytes;
    request.connect_timeout_ms = 5000;
    request.retries = 1;
    http::Response answer = TRY(client_.send(request));
    if (answer.status != 200) {
      Error error = http::status_error(request, answer);
      if (error.code != Code::kNotFound) return error;
      missing_ = std::move(error);
      return {};
    }
    for (const FeedFile& next : feed_.follow(file.url, answer.body)) TRY(add(next, steps + 1));
    return {};
  }

  Result<std::vector<FeedFile>> result() {
    if (out_.empty()) return missing_.value_or(Error{Code::kNotFound, format("feed {}: nothing to download", feed_.name)});
    return std::move(out_);
  }

 private:
  http::Client& client_;
  const Feed& feed_;
  std::vector<FeedFile> out_;
  std::optional<Error> missing_;
};

}  // namespace

Result<std::vector<FeedFile>> file_addresses(http::Client& client, const Feed& feed) {
  Walk walk(client, feed);
  for (const FeedFile& file : feed.files(nullptr)) TRY(walk.add(file, 0));
  return walk.result();
}

}  // namespace batten::advisory
