// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_container.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

constexpr std::size_t kMaxTokenBytes = 64 << 10;

bool is_allowed(const std::string& address) {
  static constexpr std::string_view kAllowed[] = {"169.254.170.2", "169.254.170.23", "fd00:ec2::23"};
  return http::is_loopback(address) || std::ranges::find(kAllowed, std::string_view(address)) != std::end(kAllowed);
}

Result<WipedText> authorization(const AwsSettings& settings) {
  std::string text;
  std::string file = settings.environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  if (file.empty()) {
    text = settings.environment("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  } else {  // read each time: it is replaced while we run
    text = TRY_IN("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", base::read_file(file, kMaxTokenBytes));
  }
  WipedText out;
  out.append(base::trim(text));
  base::wipe(text);
  if (out.view().find_first_of("\r\n") != std::string_view::npos)
    return Error{Code::kInvalidArgument, "the container's authorization token has more than one line"};
  if (out.view().empty() && !file.empty()) return Error{Code::kInvalidArgument, base::printable(file) + ": no token in it"};
  return out;
}

}  // namespace

Result<std::vector<std::string>> resolve_host(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  int failed = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (failed != 0) return Error{Code::kUnavailable, format("{}: {}", base::printable(host), ::gai_strerror(failed))};
  std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(found, &::freeaddrinfo);
  std::vector<std::string> out;
  for (const addrinfo* one = found; one != nullptr && out.size() < 100; one = one->ai_next) {
    char text[NI_MAXHOST] = {};
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0) out.emplace_back(text);
  }
  if (out.empty()) return Error{Code::kUnavailable, base::printable(host) + " has no address"};
  return out;
}

Result<ContainerTarget> container_target(const std::string& uri, const Resolver& resolver) {
  http::Url url = TRY_IN("AWS_CONTAINER_CREDENTIALS_FULL_URI", http::parse_url(uri));
  if (url.scheme == "https") return ContainerTarget{.url = uri, .host = {}};
  if (url.scheme != "http") return Error{Code::kDenied, "AWS_CONTAINER_CREDENTIALS_FULL_URI is neither http:// nor https://"};
  std::vector<std::string> addresses = TRY(resolver(url.host));
  for (const std::string& address : addresses) {
    if (is_allowed(address)) continue;
    return Error{Code::kDenied,
                 format("AWS_CONTAINER_CREDENTIALS_FULL_URI: {} is {}, which is neither this machine nor an address of ECS or EKS; "
                        "over http:// no token is sent there",
                        base::printable(url.host), base::printable(address))};
  }
  std::string address = addresses.front().contains(':') ? "[" + addresses.front() + "]" : addresses.front();
  std::string port = url.port.empty() ? "" : ":" + url.port;
  std::string host = url.host.contains(':') ? "[" + url.host + "]" : url.host;
  std::string rest = (url.path.empty() ? "/" : url.path) + (url.query.empty() ? "" : "?" + url.query);
  return ContainerTarget{.url = "http://" + address + port + rest, .host = host + port};
}

PossibleCredentials credentials_of_container(const AwsSettings& settings, AwsClient& client) {
  std::string relative = settings.environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  std::string full = settings.environment("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  ContainerTarget target;
  if (!relative.empty()) {
    if (relative[0] != '/') return Error{Code::kInvalidArgument, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with /"};
    target.url = "http://169.254.170.2" + relative;
  } else if (!full.empty()) {
    target = TRY(container_target(full, resolve_host));
  } else {
    return std::nullopt;
  }
  const int tries = std::max(1, client.surroundings().tries);
  for (int attempt = 1;; ++attempt) {
    http::Request request;
    request.url = target.url;
    request.connect_timeout_ms = request.idle_timeout_ms = request.total_timeout_ms = std::min(2000, client.surroundings().timeout_ms);
    if (!target.host.empty()) request.headers.emplace_back("Host", target.host);
    WipedText token = TRY(authorization(settings));
    if (!token.view().empty()) request.headers.emplace_back("Authorization", token.view());
    Result<WipedAnswer> answer = client.ask(std::move(request));
    if (answer && answer->status == 200) {
      AwsCredentials out = TRY_IN("container credentials", credentials_from_json(answer->body.view()));
      out.source = "the container's credentials";
      return out;
    }
    bool again = !answer || answer->status >= 500 || answer->status == 429;
    if (again && attempt < tries) {
      client.surroundings().sleep(std::chrono::milliseconds(200 * attempt));
      continue;
    }
    if (!answer) return base::in_context("container credentials", answer.error());
    AwsFailure failure = failure_from(answer->rest.body, {});
    return aws_error("container credentials from " + http::shown_url(target.url), answer->status, failure);
  }
}

}  // namespace batten::secrets
