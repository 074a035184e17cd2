// SPDX-License-Identifier: Apache-2.0
//
// The one file that includes libcurl.
#include "http/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>

#include "base/format.h"
#include "base/text.h"

namespace batten::http {
namespace {

constexpr std::size_t kErrorBodyBytes = 64 << 10;
constexpr int kMaxRetryAfterSeconds = 20;

void initialise_once() {
  static std::once_flag done;
  std::call_once(done, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

// What the callbacks of one transfer share.
struct Transfer {
  CURL* handle = nullptr;
  const Request* request = nullptr;
  const std::function<Result<void>(std::string_view)>* sink = nullptr;
  Response response;
  std::uint64_t received = 0;
  std::optional<Error> failed;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  std::string_view bytes(data, size);
  long status = 0;
  curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
  bool to_sink = transfer.sink != nullptr && status >= 200 && status < 300;
  if (transfer.sink != nullptr && !to_sink) {  // an error's text: a little of it
    transfer.response.body += bytes.substr(0, kErrorBodyBytes - std::min(kErrorBodyBytes, transfer.response.body.size()));
    return size;
  }
  transfer.received += size;
  if (transfer.received > transfer.request->max_bytes) {
    transfer.failed = Error{Code::kLimit, format("more than the allowed {} bytes", transfer.request->max_bytes)};
    return 0;
  }
  if (to_sink) {
    Result<void> taken = (*transfer.sink)(bytes);
    if (!taken) {
      transfer.failed = taken.error();
      return 0;
    }
  } else {
    transfer.response.body += bytes;
  }
  return size;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  std::string_view line = base::trim(std::string_view(data, size));
  if (line.starts_with("HTTP/")) {  // a new answer: the one before was a redirect or 100
    transfer.response.headers.clear();
    transfer.response.body.clear();
    return size;
  }
  std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || transfer.response.headers.size() > 200) return size;
  transfer.response.headers[base::lower(line.substr(0, colon))] = base::trim(line.substr(colon + 1));
  return size;
}

Error transfer_error(const Transfer& transfer, CURLcode code, const char* text) {
  const Request& request = *transfer.request;
  std::string where = format("{} {}", request.method, request.url);
  if (transfer.failed) return base::in_context(where, *transfer.failed);
  std::string why = text[0] != '\0' ? text : curl_easy_strerror(code);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return Error{Code::kTimeout, format("{}: {}", where, why)};
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return Error{Code::kInvalidArgument, format("{}: {}", where, why)};
    case CURLE_PEER_FAILED_VERIFICATION: return Error{Code::kUnavailable, format("{}: the certificate can't be trusted: {}", where, why)};
    case CURLE_TOO_MANY_REDIRECTS: return Error{Code::kUnavailable, format("{}: too many redirects", where)};
    default: return Error{Code::kUnavailable, format("{}: {}", where, why)};
  }
}

struct HeaderList {
  curl_slist* list = nullptr;
  ~HeaderList() { curl_slist_free_all(list); }
};

}  // namespace

struct Client::Impl {
  CURL* handle = nullptr;
  ~Impl() {
    if (handle != nullptr) curl_easy_cleanup(handle);
  }

  // One try.
  Result<Response> attempt(const Request& request, const std::function<Result<void>(std::string_view)>* sink, std::uint64_t& received) {
    if (handle == nullptr) {
      initialise_once();
      handle = curl_easy_init();
    }
    curl_easy_reset(handle);  // keeps connections
    Transfer transfer;
    transfer.handle = handle;
    transfer.request = &request;
    transfer.sink = sink;
    char text[CURL_ERROR_SIZE] = {};
    HeaderList headers;
    for (const auto& [name, value] : request.headers) headers.list = curl_slist_append(headers.list, (name + ": " + value).c_str());
    headers.list = curl_slist_append(headers.list, "Expect:");
    auto set = [&](CURLoption option, auto value) { curl_easy_setopt(handle, option, value); };
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_ERRORBUFFER, text);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, request.max_redirects > 0 ? 1L : 0L);
    set(CURLOPT_MAXREDIRS, static_cast<long>(request.max_redirects));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout_ms));
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(std::max(1, request.idle_timeout_ms / 1000)));
    if (request.total_timeout_ms > 0) set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout_ms));
    set(CURLOPT_HTTPHEADER, headers.list);
    set(CURLOPT_USERAGENT, "batten/0.1");
    set(CURLOPT_WRITEFUNCTION, on_body);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, on_header);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_SSL_VERIFYPEER, request.verify_tls ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, request.verify_tls ? 2L : 0L);
    if (!request.ca_file.empty()) set(CURLOPT_CAINFO, request.ca_file.c_str());
    if (!request.unix_socket.empty()) set(CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
    if (request.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    } else if (request.method != "GET" || !request.body.empty()) {
      set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_POSTFIELDS, request.body.data());
    }
    CURLcode code = curl_easy_perform(handle);
    received = transfer.received;
    if (code != CURLE_OK) return transfer_error(transfer, code, text);
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    char* url = nullptr;
    curl_easy_getinfo(handle, CURLINFO_EFFECTIVE_URL, &url);
    transfer.response.status = static_cast<int>(status);
    if (url != nullptr) transfer.response.effective_url = url;
    return std::move(transfer.response);
  }

  Result<Response> send(const Request& request, const std::function<Result<void>(std::string_view)>* sink) {
    bool may_repeat = request.method == "GET" || request.method == "HEAD";
    for (int again = may_repeat ? request.retries : 0;; --again) {
      std::uint64_t received = 0;
      Result<Response> answer = attempt(request, sink, received);
      bool busy = answer && (answer->status == 429 || answer->status == 503);
      bool unreachable = !answer && answer.error().code == Code::kUnavailable && received == 0;
      if (again <= 0 || (!busy && !unreachable)) return answer;
      int seconds = 1;
      if (busy) {
        auto wanted = base::parse_unsigned(answer->header("retry-after"));
        if (wanted && *wanted > kMaxRetryAfterSeconds) return answer;
        if (wanted) seconds = static_cast<int>(*wanted);
      }
      std::this_thread::sleep_for(unreachable ? std::chrono::milliseconds(200) : std::chrono::milliseconds(seconds * 1000));
    }
  }
};

Client::Client() : impl_(std::make_unique<Impl>()) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Result<Response> Client::send(const Request& request) { return impl_->send(request, nullptr); }
Result<Response> Client::send(const Request& request, const std::function<Result<void>(std::string_view)>& sink) {
  return impl_->send(request, &sink);
}

}  // namespace batten::http
