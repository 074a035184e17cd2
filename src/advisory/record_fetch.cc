// SPDX-License-Identifier: Apache-2.0
#include "advisory/record_fetch.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "base/format.h"
#include "base/json.h"
#include "http/client.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kConnections = 8;
constexpr std::uint64_t kMaxRecordBytes = 16u << 20;
constexpr std::uint64_t kMaxBytes = 128u << 20;  // of all

Result<std::string> fetch_record(http::Client& client, const std::string& base, const std::string& id) {
  http::Request request;
  request.url = base + "/" + http::percent_encode(id) + ".json";
  request.max_bytes = kMaxRecordBytes;
  request.connect_timeout_ms = 5000;
  http::Response answer = TRY(client.send(request));
  if (answer.status != 200) return http::status_error(request, answer);
  json::Document document = TRY_IN(request.url, json::Document::parse(answer.body));
  if (std::string_view own = document["id"].string(); own != id) return Error{Code::kCorrupt, request.url + ": it has another id"};
  return std::move(answer.body);
}

class Fetching {
 public:
  Fetching(const std::string& base, const std::vector<std::string>& ids, std::string_view task, base::Progress& progress)
      : base_(base), ids_(ids), task_(task), progress_(progress) {}

  Result<Records> run() {
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < std::min(kConnections, ids_.size()); ++i) threads.emplace_back([this] { work(); });
    }
    progress_.finish(task_);
    if (failed_) return *failed_;
    return std::move(records_);
  }

 private:
  void work() {
    http::Client client;
    while (true) {
      std::size_t at = next_.fetch_add(1);
      if (at >= ids_.size() || stop_) return;
      auto record = fetch_record(client, base_, ids_[at]);
      std::lock_guard lock(mutex_);
      if (record) bytes_ += record->size();
      if (record && bytes_ > kMaxBytes) record = Error{Code::kLimit, format("{}: changed records of more than {} bytes", base_, kMaxBytes)};
      if (!record) {
        if (!failed_) failed_ = record.error();
        stop_ = true;
        return;
      }
      records_[ids_[at] + ".json"] = *std::move(record);
      progress_.update(task_, records_.size(), ids_.size());
    }
  }

  const std::string& base_;
  const std::vector<std::string>& ids_;
  std::string_view task_;
  base::Progress& progress_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  Records records_;
  std::uint64_t bytes_ = 0;
  std::optional<Error> failed_;
};

}  // namespace

Result<Records> fetch_records(const std::string& base, const std::vector<std::string>& ids, std::string_view task,
                              base::Progress& progress) {
  return Fetching(base, ids, task, progress).run();
}

}  // namespace batten::advisory
