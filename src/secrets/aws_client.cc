// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_client.h"

#include <algorithm>
#include <random>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "secrets/aws_answers.h"

namespace batten::secrets {
namespace {

constexpr std::size_t kMaxAnswerBytes = 1u << 20;     // of 64 KiB, which AWS allows, base64 and escapes make less
constexpr std::int64_t kMaxClockDifference = 4 * 60;  // AWS allows five minutes
constexpr std::int64_t kFirstWaitMs = 200, kMaxWaitMs = 10'000;
constexpr std::uint64_t kMaxRetryAfterSeconds = 20;

// As the header Host has it: without the port that the scheme has anyway.
std::string host_header(const http::Url& url) {
  std::string host = url.host.contains(':') ? "[" + url.host + "]" : url.host;
  bool usual = url.port.empty() || url.port == (url.scheme == "https" ? "443" : "80");
  return usual ? host : host + ":" + url.port;
}

}  // namespace

std::int64_t AwsClient::now() const {
  return std::chrono::duration_cast<std::chrono::seconds>(surroundings_.now().time_since_epoch()).count() + clock_offset_;
}

Result<WipedAnswer> AwsClient::send_once(const AwsCall& call, const AwsKeys* keys) {
  http::Url url = TRY(http::parse_url(call.endpoint));
  AwsRequest request{.path = url.path.empty() ? "/" : url.path, .query = {}, .headers = call.headers, .body = call.body};
  request.headers.emplace_back("Host", host_header(url));
  if (keys != nullptr) sign(request, *keys, {.region = call.region, .service = call.service, .time = now()});
  http::Request out{.method = "POST",
                    .url = call.endpoint + (url.path.empty() ? "/" : ""),
                    .headers = std::move(request.headers),
                    .body = std::string(call.body),
                    .unix_socket = {},
                    .max_redirects = 0,
                    .retries = 0,
                    .ca_files = {},
                    .client_certificate = {},
                    .client_key = {}};
  out.connect_timeout_ms = out.idle_timeout_ms = out.total_timeout_ms = surroundings_.timeout_ms;
  if (std::string bundle = surroundings_.environment("AWS_CA_BUNDLE"); !bundle.empty()) out.ca_files.push_back(std::move(bundle));
  Result<WipedAnswer> answer = send_wiped(client_, out, kMaxAnswerBytes);
  base::wipe(out.body);
  return answer;
}

Result<WipedAnswer> AwsClient::ask(http::Request request) {
  request.max_redirects = 0;
  request.retries = 0;
  request.use_proxy = false;
  return send_wiped(client_, request, kMaxAnswerBytes);
}

bool AwsClient::learn_clock(const http::Response& answer) {
  std::optional<std::int64_t> server = base::parse_http_time(answer.header("date"));
  if (!server || clock_offset_ != 0) return false;
  std::int64_t difference = *server - now();
  if (std::abs(difference) < kMaxClockDifference) return false;
  clock_offset_ = difference;
  return true;
}

void AwsClient::wait(int attempt, const http::Response* answer) {
  thread_local std::minstd_rand random{std::random_device{}()};
  std::int64_t most = std::min(kMaxWaitMs, kFirstWaitMs << std::min(attempt, 10));
  std::int64_t ms = std::uniform_int_distribution<std::int64_t>(most / 2, most)(random);
  auto wanted = answer == nullptr ? std::nullopt : base::parse_unsigned(answer->header("retry-after"));
  if (wanted && *wanted <= kMaxRetryAfterSeconds) ms = std::max(ms, static_cast<std::int64_t>(*wanted) * 1000);
  surroundings_.sleep(std::chrono::milliseconds(ms));
}

Result<WipedText> AwsClient::send(const AwsCall& call, const AwsSigner* signer) {
  bool is_new = false;  // the credentials were asked for anew
  for (int attempt = 0;; ++attempt) {
    const AwsKeys* keys = signer == nullptr ? nullptr : TRY(signer->keys());
    const bool is_last = attempt + 1 >= surroundings_.tries;
    Result<WipedAnswer> answer = send_once(call, keys);
    if (!answer) {
      bool silent = answer.error().code == Code::kUnavailable || answer.error().code == Code::kTimeout;
      if (!silent || is_last) return base::in_context(call.name, answer.error());
      wait(attempt, nullptr);
      continue;
    }
    if (answer->status >= 200 && answer->status < 300) return std::move(answer->body);
    AwsFailure failure = failure_from(answer->rest.body, answer->rest.header("x-amzn-errortype"));
    if (may_be_clock_skew(failure.type) && learn_clock(answer->rest)) continue;
    if (signer != nullptr && is_expired_token(failure.type) && !is_new) {
      signer->forget();
      is_new = true;
      continue;
    }
    bool busy = answer->status == 429 || answer->status >= 500 || is_throttling(failure.type);
    if (busy && !is_last) {
      wait(attempt, &answer->rest);
      continue;
    }
    base::wipe(answer->rest.body);
    std::string where = format("{} at {}", call.name, http::shown_url(call.endpoint));
    if (answer->status >= 300 && answer->status < 400) return Error{Code::kDenied, where + ": a redirect, which is not followed"};
    Error error = aws_error(where, answer->status, failure);
    bool may_repeat_it = error.code == Code::kInvalidArgument || error.code == Code::kUnsupported || error.code == Code::kConflict;
    if (!call.carries_value || !may_repeat_it || failure.message.empty()) return error;
    base::wipe(error.message);
    failure.message.clear();
    return aws_error(where, answer->status, failure);
  }
}

}  // namespace batten::secrets
