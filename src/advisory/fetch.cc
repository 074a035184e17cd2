// SPDX-License-Identifier: Apache-2.0
//
// The partial file is DIRECTORY/<hash of the URL>.part; its validator (strong ETag, or Last-Modified) is asked for with HEAD before the
// first byte comes and stands beside it in .meta. To go on, the last few kilobytes are asked for again with If-Range: when the
// answer begins with them it is a continuation, else the server sent the whole file anew.
#include "advisory/fetch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"

namespace batten::advisory {
namespace {

constexpr std::uint64_t kOverlap = 4096;
constexpr int kOk = 200, kPartialContent = 206, kNotModified = 304, kNotFound = 404, kGone = 410, kRangeNotSatisfiable = 416;

std::uint64_t size_of(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

class Transfer {
 public:
  Transfer(const std::string& url, const FetchOptions& options, base::Progress& progress)
      : url_(url), options_(options), progress_(progress) {
    std::string stem = options.directory + "/" + base::sha256_hex(url).substr(0, 24);
    part_ = stem + ".part";
    meta_ = stem + ".meta";
  }

  Result<Fetched> run(http::Client& client) {
    TRY(base::make_directories(options_.directory));
    Error last{Code::kUnavailable, url_};
    for (int attempt = 0; attempt <= options_.retries; ++attempt) {
      auto done = once(client);
      if (done) return done;
      last = done.error();
      // Only what a broken line explains is worth another try.
      if (last.code != Code::kUnavailable && last.code != Code::kTimeout && last.code != Code::kConflict) break;
      if (last.code != Code::kConflict && received_ == 0) break;
    }
    return last;
  }

 private:
  Result<Fetched> once(http::Client& client) {
    received_ = 0;
    http::Request request;
    request.url = url_;
    request.max_bytes = options_.max_bytes;
    // A scan may be waiting for this: where nobody answers it shall not wait long.
    request.connect_timeout_ms = 5000;
    request.idle_timeout_ms = options_.idle_timeout_ms;
    request.retries = 1;
    std::string validator = stored_validator();
    std::uint64_t have = validator.empty() ? 0 : size_of(part_);
    std::uint64_t overlap = std::min(have, kOverlap);
    if (have > 0) {
      request.headers.emplace_back("Range", format("bytes={}-", have - overlap));
      request.headers.emplace_back("If-Range", validator);
      tail_ = TRY(tail_of(have, overlap));
    } else {
      tail_.clear();
      forget();
      add_conditions(request);
      if (auto settled = TRY(ask_first(client, request))) return *std::move(settled);
    }
    fd_ = base::Fd(::open(part_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd_.valid()) return base::errno_error(part_, errno);
    position_ = have;
    continues_.reset();
    head_.clear();
    auto answer = client.send(request, [&](std::string_view bytes) { return take(bytes); });
    if (!answer) return answer.error();
    return finish(request, *answer);
  }

  // HEAD: is there something new, how long is it, by what is it known? Nothing: the body has to be asked for.
  Result<std::optional<Fetched>> ask_first(http::Client& client, const http::Request& get) {
    http::Request request = get;
    request.method = "HEAD";
    http::Response answer = TRY(client.send(request));
    if (answer.status == kNotModified && options_.known) return std::optional(unchanged());
    if (answer.status == kNotFound || answer.status == kGone) return http::status_error(request, answer);
    if (answer.status == kOk) {
      remember(answer);
      total_ = base::parse_unsigned(answer.header("content-length")).value_or(0);
    }
    // A server that does not know HEAD only costs the ability to go on after a break.
    return std::optional<Fetched>();
  }

  Fetched unchanged() const {
    Fetched out;
    out.unchanged = true;
    out.validators = *options_.known;
    return out;
  }

  void add_conditions(http::Request& request) const {
    if (!options_.known) return;
    if (!options_.known->etag.empty()) request.headers.emplace_back("If-None-Match", options_.known->etag);
    if (!options_.known->last_modified.empty()) request.headers.emplace_back("If-Modified-Since", options_.known->last_modified);
  }

  Result<std::string> tail_of(std::uint64_t have, std::uint64_t overlap) const {
    base::Fd fd = TRY(base::open_read(part_));
    return base::read_at(fd.get(), have - overlap, static_cast<std::size_t>(overlap));
  }

  // Bytes of the body. Until as many are there as the tail has it is open which kind of answer this is.
  Result<void> take(std::string_view bytes) {
    received_ += bytes.size();
    if (!continues_) {
      head_ += bytes;
      if (head_.size() < tail_.size()) return {};
      continues_ = !tail_.empty() && head_.starts_with(tail_);
      if (!*continues_) TRY(restart());
      std::string_view fresh = std::string_view(head_).substr(*continues_ ? tail_.size() : 0);
      return append(fresh);
    }
    return append(bytes);
  }

  Result<void> restart() {
    position_ = 0;
    if (::ftruncate(fd_.get(), 0) != 0) return base::errno_error(part_, errno);
    return {};
  }

  Result<void> append(std::string_view bytes) {
    if (position_ + bytes.size() > options_.max_bytes)
      return Error{Code::kLimit, format("{}: more than {} bytes", url_, options_.max_bytes)};
    while (!bytes.empty()) {
      ssize_t done = ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(position_));
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) return base::errno_error(part_, errno);
      position_ += static_cast<std::uint64_t>(done);
      bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    progress_.update(options_.task, position_, std::max(total_, position_));
    return {};
  }

  Result<Fetched> finish(const http::Request& request, const http::Response& answer) {
    Fetched out;
    out.validators = {url_, answer.header("etag"), answer.header("last-modified")};
    if (answer.status == kNotModified && options_.known) {
      forget();
      return unchanged();
    }
    if (answer.status == kRangeNotSatisfiable) {
      forget();
      return Error{Code::kConflict, url_ + ": changed while it was downloaded"};
    }
    if (answer.status != kOk && answer.status != kPartialContent) {
      return http::status_error(request, answer);
    }
    if (!continues_) TRY(settle_short_answer());
    // A range that does not follow what we have, or a whole file that looked like one.
    if ((answer.status == kPartialContent) != continues_.value_or(false)) {
      forget();
      return Error{Code::kConflict, url_ + ": the server's answer does not fit to the range that was asked for"};
    }
    if (std::string type = answer.header("content-length"); !type.empty() && answer.status == kOk) {
      auto length = base::parse_unsigned(type);
      bool encoded = !answer.header("content-encoding").empty();
      if (length && !encoded && *length != position_) {
        return Error{Code::kUnavailable, format("{}: {} of {} bytes came", url_, position_, *length)};
      }
    }
    progress_.finish(options_.task);
    fd_.reset();
    ::unlink(meta_.c_str());
    out.path = part_;
    return out;
  }

  // The body ended before it was as long as the tail: it is a short whole file.
  Result<void> settle_short_answer() {
    continues_ = false;
    TRY(restart());
    return append(head_);
  }

  std::string stored_validator() const {
    auto text = base::read_file(meta_, 4096);
    return text && size_of(part_) > 0 ? *text : std::string();
  }

  void remember(const http::Response& answer) const {
    // A weak ETag does not promise equal bytes.
    std::string validator = answer.header("etag");
    if (validator.empty() || validator.starts_with("W/")) validator = answer.header("last-modified");
    if (!validator.empty()) (void)base::write_file_atomic(meta_, validator);
  }

  void forget() const {
    ::unlink(part_.c_str());
    ::unlink(meta_.c_str());
  }

  std::string url_;
  const FetchOptions& options_;
  base::Progress& progress_;
  std::string part_, meta_;
  base::Fd fd_;
  std::string tail_, head_;
  std::optional<bool> continues_;
  std::uint64_t position_ = 0, total_ = 0, received_ = 0;
};

}  // namespace

Result<Fetched> fetch(http::Client& client, const std::string& url, const FetchOptions& options, base::Progress& progress) {
  return Transfer(url, options, progress).run(client);
}

}  // namespace batten::advisory
