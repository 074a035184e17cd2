// SPDX-License-Identifier: Apache-2.0
#include "alert/webhook.h"

#include <algorithm>
#include <array>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::alert {
namespace {

constexpr std::size_t kMaxHeaderFile = 64u << 10;
constexpr std::uint64_t kMaxAnswer = 1u << 20;
constexpr std::chrono::milliseconds kMaxWait = std::chrono::hours(1);
constexpr std::array kPassing = {401, 403, 404, 407, 408, 425, 429};

Result<void> add_header(http::Request& request, std::string_view line) {
  std::size_t colon = line.find(':');
  std::string name(base::trim(line.substr(0, colon)));
  if (colon == std::string_view::npos || name.empty()) return Error{Code::kInvalidArgument, "a header is written 'Name: value'"};
  request.headers.emplace_back(std::move(name), std::string(base::trim(line.substr(colon + 1))));
  return {};
}

Result<void> add_header_file(http::Request& request, const std::string& path) {
  std::string text = TRY(base::read_file(path, kMaxHeaderFile));
  for (std::string_view line : base::split(text, '\n')) {
    if (!base::trim(line).empty()) TRY_IN(path, add_header(request, base::trim(line)));
  }
  return {};
}

Result<std::string> readable(std::string_view path) {
  std::string out(path);
  if (!out.empty()) TRY(base::open_read(out));
  return out;
}

std::chrono::milliseconds retry_after(const http::Response& response) {
  std::string text = response.header("retry-after");
  std::int64_t seconds = 0;
  if (auto number = base::parse_unsigned(text)) {
    seconds = static_cast<std::int64_t>(std::min<std::uint64_t>(*number, 1u << 20));
  } else if (auto time = base::parse_http_time(text)) {
    seconds = *time - base::now_seconds();
  }
  return std::clamp(std::chrono::milliseconds(seconds * 1000), std::chrono::milliseconds(0), kMaxWait);
}

}  // namespace

Result<Webhook> Webhook::open(const OutputConfig& config, std::string_view path) {
  Webhook out;
  http::Url url = TRY(http::parse_url(config.target));
  if (url.scheme != "http" && url.scheme != "https")
    return Error{Code::kInvalidArgument, format("'{}' is neither http nor https", http::shown_url(config.target))};
  out.request_.method = "POST";
  out.request_.url = config.target;
  if (url.path.empty() || url.path == "/") {
    if (out.request_.url.ends_with('/')) out.request_.url.pop_back();
    if (url.query.empty()) out.request_.url += path;
  }
  auto timeout = TRY_IN("timeout", parse_duration(config.option("timeout", "5s")));
  if (timeout.count() < 10 || timeout > std::chrono::minutes(2)) return Error{Code::kInvalidArgument, "timeout: from 10ms to 2m"};
  out.request_.total_timeout_ms = out.request_.connect_timeout_ms = static_cast<int>(timeout.count());
  out.request_.max_redirects = 0;  // a POST that is led on becomes a GET
  out.request_.retries = 0;
  out.request_.max_bytes = kMaxAnswer;
  for (const auto& [name, value] : config.options) {
    if (name == "header") TRY(add_header(out.request_, value));
    if (name == "header-file") TRY(add_header_file(out.request_, value));
  }
  out.request_.client_certificate = TRY_IN("cert", readable(config.option("cert")));
  out.request_.client_key = TRY_IN("key", readable(config.option("key")));
  std::string authority = TRY_IN("ca", readable(config.option("ca")));
  if (!authority.empty()) out.request_.ca_files = {authority};
  out.request_.verify_tls = !config.flag("insecure");
  return out;
}

Delivery Webhook::post(std::string body, std::string_view content_type, std::string* answer) {
  http::Request request = request_;
  request.body = std::move(body);
  bool has_type = std::ranges::any_of(request.headers, [](const auto& one) { return base::lower(one.first) == "content-type"; });
  if (!has_type) request.headers.emplace_back("Content-Type", std::string(content_type));
  auto response = client_.send(request);
  if (!response) {
    bool hopeless = response.error().code == Code::kInvalidArgument || response.error().code == Code::kUnsupported;
    return hopeless ? Delivery::refused(response.error().message) : Delivery::later(response.error().message);
  }
  if (response->status >= 200 && response->status < 300) {
    if (answer != nullptr) *answer = std::move(response->body);
    return Delivery::taken();
  }
  std::string why = http::status_error(request, *response).message;
  bool passes = response->status >= 500 || std::ranges::find(kPassing, response->status) != kPassing.end();
  return passes ? Delivery::later(std::move(why), retry_after(*response)) : Delivery::refused(std::move(why));
}

}  // namespace batten::alert
