// SPDX-License-Identifier: Apache-2.0
//
// The one file that includes libcurl. The library is opened on first use: it brings thirty others, which cost every start 3 ms, and most
// runs send no request.
#include "http/client.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <string.h>  // NOLINT: explicit_bzero is not in <cstring>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "base/file.h"
#include "base/format.h"
#include "base/late_library.h"
#include "base/secret_bytes.h"
#include "base/text.h"

namespace batten::http {
namespace {

constexpr std::size_t kErrorBodyBytes = 64 << 10;
constexpr std::size_t kMaxHeaderBytes = 256 << 10;  // of all answers on the way
constexpr int kMaxRetryAfterSeconds = 20;
constexpr std::uint64_t kMaxAuthorityBytes = 16u << 20;

// libcurl's functions as they are declared.
struct Library {
  decltype(&::curl_global_init) global_init = nullptr;
  decltype(&::curl_easy_init) easy_init = nullptr;
  decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&::curl_easy_reset) easy_reset = nullptr;
  decltype(&::curl_easy_setopt) easy_setopt = nullptr;
  decltype(&::curl_easy_perform) easy_perform = nullptr;
  decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&::curl_easy_strerror) easy_strerror = nullptr;
  decltype(&::curl_slist_append) slist_append = nullptr;
  decltype(&::curl_slist_free_all) slist_free_all = nullptr;
  std::string problem = {};
};

Library open_library() {
  Library out;
  base::LateLibrary library("libcurl.so.4");
  library.find("curl_global_init", out.global_init);
  library.find("curl_easy_init", out.easy_init);
  library.find("curl_easy_cleanup", out.easy_cleanup);
  library.find("curl_easy_reset", out.easy_reset);
  library.find("curl_easy_setopt", out.easy_setopt);
  library.find("curl_easy_perform", out.easy_perform);
  library.find("curl_easy_getinfo", out.easy_getinfo);
  library.find("curl_easy_strerror", out.easy_strerror);
  library.find("curl_slist_append", out.slist_append);
  library.find("curl_slist_free_all", out.slist_free_all);
  out.problem = library.problem();
  if (out.problem.empty() && out.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) out.problem = "libcurl can't be started";
  return out;
}

const Library& curl() {
  static const Library library = open_library();
  return library;
}

// What the callbacks of one transfer share.
struct Transfer {
  CURL* handle = nullptr;
  const Request* request = nullptr;
  const std::function<Result<void>(std::string_view)>* sink = nullptr;
  Response response;
  std::uint64_t received = 0;
  std::size_t header_bytes = 0;
  bool enough = false;  // of an error's text: the rest is not waited for
  std::optional<Error> failed;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  std::string_view bytes(data, size);
  long status = 0;
  curl().easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
  bool good = status >= 200 && status < 300;
  bool to_sink = transfer.sink != nullptr && good;
  if (!good) {  // an error's text: a little of it
    transfer.response.body += bytes.substr(0, kErrorBodyBytes - transfer.response.body.size());
    transfer.enough = transfer.response.body.size() == kErrorBodyBytes;
    return transfer.enough ? 0 : size;
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
  transfer.header_bytes += size;
  if (transfer.header_bytes > kMaxHeaderBytes) {
    transfer.failed = Error{Code::kLimit, format("more than the allowed {} bytes of headers", kMaxHeaderBytes)};
    return 0;
  }
  std::string_view line = base::trim(std::string_view(data, size));
  if (line.starts_with("HTTP/")) {  // a new answer: the one before was a redirect or 100
    transfer.response.headers.clear();
    transfer.response.body.clear();
    return size;
  }
  if (line.empty() && transfer.request->on_answer) transfer.request->on_answer();
  std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || transfer.response.headers.size() > 200) return size;
  std::string name = base::lower(line.substr(0, colon));
  std::string_view value = base::trim(line.substr(colon + 1));
  std::string& held = transfer.response.headers[name];
  if (name == "www-authenticate" && !held.empty()) {  // one line for each way to log in
    held += ", ";
    held += value;
  } else {
    held = value;
  }
  return size;
}

Error transfer_error(const Transfer& transfer, CURLcode code, const char* text) {
  const Request& request = *transfer.request;
  std::string where = format("{} {}", request.method, shown_url(request.url));
  if (transfer.failed) return base::in_context(where, *transfer.failed);
  std::string why = text[0] != '\0' ? text : curl().easy_strerror(code);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return Error{Code::kTimeout, format("{}: {}", where, why)};
    case CURLE_UNSUPPORTED_PROTOCOL: {
      // Of the address that was given, of one that it leads to, or of the answer (which is not HTTP at all).
      std::string scheme = base::lower(std::string_view(request.url).substr(0, request.url.find(':')));
      if (scheme != "http" && scheme != "https") return Error{Code::kInvalidArgument, format("{}: {}", where, why)};
      long redirects = 0;
      curl().easy_getinfo(transfer.handle, CURLINFO_REDIRECT_COUNT, &redirects);
      if (redirects == 0 || !why.starts_with("Protocol")) return Error{Code::kUnavailable, format("{}: {}", where, why)};
      return Error{Code::kDenied, format("{}: a redirect to what is not {}; refused", where, scheme)};
    }
    case CURLE_URL_MALFORMAT: return Error{Code::kInvalidArgument, format("{}: {}", where, why)};
    case CURLE_PEER_FAILED_VERIFICATION: return Error{Code::kUnavailable, format("{}: the certificate can't be trusted: {}", where, why)};
    case CURLE_TOO_MANY_REDIRECTS: return Error{Code::kUnavailable, format("{}: too many redirects", where)};
    default: return Error{Code::kUnavailable, format("{}: {}", where, why)};
  }
}

struct HeaderList {
  curl_slist* list = nullptr;
  ~HeaderList() {
    for (curl_slist* one = list; one != nullptr; one = one->next) ::explicit_bzero(one->data, ::strlen(one->data));  // a token, perhaps
    if (list != nullptr) curl().slist_free_all(list);
  }
  void add(const std::string& name, const std::string& value) {
    std::string line = name + ": " + value;
    list = curl().slist_append(list, line.c_str());
    base::wipe(line);
  }
};

// What can't be sent as it is: a line break in a header would start another one.
Result<void> check_request(const Request& request) {
  TRY(parse_url(request.url));
  auto has_control = [](std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == 127; });
  };
  if (has_control(request.url)) return Error{Code::kInvalidArgument, format("'{}' has control characters", shown_url(request.url))};
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || has_control(name) || has_control(value) || name.find_first_of(": ") != std::string::npos)
      return Error{Code::kInvalidArgument, format("{}: the header {} can't be sent", shown_url(request.url), base::printable(name))};
  }
  return {};
}

// The system's authorities and those of the request, as one PEM text.
Result<std::string> authorities(const std::vector<std::string>& files) {
  std::string system = base::environment("SSL_CERT_FILE");
  auto out = base::read_file(system.empty() ? "/etc/ssl/certs/ca-certificates.crt" : system, kMaxAuthorityBytes);
  if (!out && out.error().code != Code::kNotFound) return out.error();
  std::string text = out ? std::move(*out) : "";
  for (const std::string& file : files) text += "\n" + TRY(base::read_file(file, kMaxAuthorityBytes));
  return text;
}

using Clock = std::chrono::steady_clock;

}  // namespace

struct Client::Impl {
  CURL* handle = nullptr;
  ~Impl() {
    if (handle != nullptr) curl().easy_cleanup(handle);
  }

  // One try, at most this long (0: no limit).
  Result<Response> attempt(const Request& request, const std::function<Result<void>(std::string_view)>* sink, long timeout_ms,
                           std::uint64_t& received) {
    if (handle == nullptr) {
      if (!curl().problem.empty()) return Error{Code::kUnsupported, curl().problem};
      handle = curl().easy_init();
    }
    curl().easy_reset(handle);  // keeps connections
    Transfer transfer;
    transfer.handle = handle;
    transfer.request = &request;
    transfer.sink = sink;
    char text[CURL_ERROR_SIZE] = {};
    HeaderList headers;
    for (const auto& [name, value] : request.headers) headers.add(name, value);
    headers.list = curl().slist_append(headers.list, "Expect:");
    auto set = [&](CURLoption option, auto value) { curl().easy_setopt(handle, option, value); };
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_ERRORBUFFER, text);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, base::lower(request.url).starts_with("https:") ? "https" : "http,https");
    set(CURLOPT_FOLLOWLOCATION, request.max_redirects > 0 ? 1L : 0L);
    set(CURLOPT_MAXREDIRS, static_cast<long>(request.max_redirects));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout_ms));
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(std::max(1, request.idle_timeout_ms / 1000)));
    if (timeout_ms > 0) set(CURLOPT_TIMEOUT_MS, timeout_ms);
    set(CURLOPT_HTTPHEADER, headers.list);
    set(CURLOPT_USERAGENT, "batten/0.1");
    set(CURLOPT_WRITEFUNCTION, on_body);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, on_header);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_SSL_VERIFYPEER, request.verify_tls ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, request.verify_tls ? 2L : 0L);
    std::string trusted;
    if (!request.ca_files.empty() || !base::environment("SSL_CERT_FILE").empty()) {
      trusted = TRY(authorities(request.ca_files));
      curl_blob blob{trusted.data(), trusted.size(), CURL_BLOB_NOCOPY};
      set(CURLOPT_CAINFO_BLOB, &blob);
    }
    if (!request.client_certificate.empty()) set(CURLOPT_SSLCERT, request.client_certificate.c_str());
    if (!request.client_key.empty()) set(CURLOPT_SSLKEY, request.client_key.c_str());
    if (!request.unix_socket.empty()) set(CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
    bool is_here = !request.unix_socket.empty() || is_loopback(TRY(parse_url(request.url)).host);
    if (is_here || !request.use_proxy) set(CURLOPT_PROXY, "");
    if (request.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    } else if (request.method != "GET" || !request.body.empty()) {
      set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_POSTFIELDS, request.body.data());
    }
    CURLcode code = curl().easy_perform(handle);
    received = transfer.received;
    if (code != CURLE_OK && !transfer.enough) return transfer_error(transfer, code, text);
    long status = 0;
    curl().easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    char* url = nullptr;
    curl().easy_getinfo(handle, CURLINFO_EFFECTIVE_URL, &url);
    transfer.response.status = static_cast<int>(status);
    if (url != nullptr) transfer.response.effective_url = url;
    return std::move(transfer.response);
  }

  Result<Response> send(const Request& request, const std::function<Result<void>(std::string_view)>* sink) {
    TRY(check_request(request));
    bool may_repeat = request.method == "GET" || request.method == "HEAD";
    auto begun = Clock::now();
    auto milliseconds_left = [&] {
      auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
      return request.total_timeout_ms - static_cast<long>(spent);
    };
    for (int again = may_repeat ? request.retries : 0;; --again) {
      std::uint64_t received = 0;
      long allowed = request.total_timeout_ms > 0 ? std::max(1L, milliseconds_left()) : 0;
      Result<Response> answer = attempt(request, sink, allowed, received);
      bool busy = answer && (answer->status == 429 || answer->status == 503);
      bool unreachable = !answer && answer.error().code == Code::kUnavailable && received == 0;
      if (again <= 0 || (!busy && !unreachable)) return answer;
      long wait_ms = unreachable ? 200 : 1000;
      if (busy) {
        auto wanted = base::parse_unsigned(answer->header("retry-after"));
        if (wanted && *wanted > kMaxRetryAfterSeconds) return answer;
        if (wanted) wait_ms = static_cast<long>(*wanted) * 1000;
      }
      if (request.total_timeout_ms > 0 && wait_ms >= milliseconds_left()) return answer;
      std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
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
