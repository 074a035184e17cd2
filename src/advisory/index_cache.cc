// SPDX-License-Identifier: Apache-2.0
#include "advisory/index_cache.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

constexpr std::uint64_t kMaxBytes = 512u << 20;
constexpr std::int64_t kKeepSeconds = 14 * 86400;

}  // namespace

struct IndexCache::Entry {
  bool present = false;
  std::string body, etag, last_modified;
  std::int64_t asked = 0;
};

IndexCache::Entry IndexCache::load(const std::string& stem) const {
  Entry out;
  if (directory_.empty()) return out;
  auto meta = base::read_file(stem + ".json", 65536);
  if (!meta) return out;
  auto document = json::Document::parse(*meta);
  auto body = base::read_file(stem + ".body", kMaxBytes);
  if (!document || !body || base::sha256_hex(*body) != (*document)["sha256"].string()) return out;
  out.present = true;
  out.body = *std::move(body);
  out.etag = (*document)["etag"].string();
  out.last_modified = (*document)["last_modified"].string();
  out.asked = (*document)["asked"].integer().value_or(0);
  return out;
}

void IndexCache::store(const std::string& stem, const std::string& url, const http::Response& answer) const {
  if (directory_.empty()) return;
  json::Writer meta(0);
  meta.begin_object().member("url", url).member("etag", answer.header("etag")).member("last_modified", answer.header("last-modified"));
  meta.member("asked", base::now_seconds()).member("sha256", base::sha256_hex(answer.body)).end_object();
  // A cache that can't be written costs time, not the answer.
  if (base::write_file_atomic(stem + ".body", answer.body)) (void)base::write_file_atomic(stem + ".json", meta.text());
}

Result<std::string> IndexCache::get(const std::string& url, std::uint64_t max_bytes) {
  std::string stem = directory_ + "/" + base::sha256_hex(url).substr(0, 24);
  Entry known = load(stem);
  std::int64_t age = base::now_seconds() - known.asked;
  if (known.present && age >= 0 && age < max_age_seconds_) return std::move(known.body);

  http::Request request;
  request.url = url;
  request.max_bytes = max_bytes;
  request.connect_timeout_ms = 5000;
  request.retries = 1;
  if (!known.etag.empty()) request.headers.emplace_back("If-None-Match", known.etag);
  if (!known.last_modified.empty()) request.headers.emplace_back("If-Modified-Since", known.last_modified);
  auto answer = client_.send(request);
  if (answer && answer->status == 200) {
    store(stem, url, *answer);
    return std::move(answer->body);
  }
  if (answer && answer->status == 304 && known.present) {
    answer->body = known.body;
    if (answer->header("etag").empty()) answer->headers["etag"] = known.etag;
    if (answer->header("last-modified").empty()) answer->headers["last-modified"] = known.last_modified;
    store(stem, url, *answer);
    return std::move(known.body);
  }
  Error error = answer ? http::status_error(request, *answer) : answer.error();
  bool may_serve = error.code == Code::kUnavailable || error.code == Code::kTimeout;
  if (!known.present || !may_serve) return error;
  notes_.push_back({base::Note::Kind::kDegraded, url,
                    format("can't be reached, the copy of {} is used: {}", base::format_time(known.asked), error.message), ""});
  return std::move(known.body);
}

Result<std::string> IndexCache::get_by_digest(const std::string& url, std::string_view sha256, std::uint64_t size_bytes) {
  std::string path = format("{}/sha256-{}", directory_, sha256);
  if (!directory_.empty()) {
    auto kept = base::read_file(path, kMaxBytes);
    if (kept && base::sha256_hex(*kept) == sha256) return kept;
  }
  http::Request request;
  request.url = url;
  request.max_bytes = size_bytes;
  http::Response answer = TRY(client_.send(request));
  if (answer.status != 200) return http::status_error(request, answer);
  if (answer.body.size() != size_bytes || base::sha256_hex(answer.body) != sha256) {
    return Error{Code::kCorrupt, url + ": not the bytes that the release file lists"};
  }
  if (!directory_.empty()) {
    remove_old();
    (void)base::write_file_atomic(path, answer.body);
  }
  return std::move(answer.body);
}

void IndexCache::remove_old() const {
  auto names = base::list_directory(directory_);
  if (!names) return;
  for (const std::string& name : *names) {
    struct stat info{};
    std::string path = directory_ + "/" + name;
    if (!name.starts_with("sha256-") || ::stat(path.c_str(), &info) != 0) continue;
    if (info.st_mtime < base::now_seconds() - kKeepSeconds) ::unlink(path.c_str());
  }
}

}  // namespace batten::advisory
