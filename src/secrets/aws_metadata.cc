// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_metadata.h"

#include "base/format.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

constexpr int kUsualTimeoutMs = 1000, kMaxTimeoutMs = 60'000;
constexpr std::string_view kTokenSeconds = "300";  // used at once, for a few requests

std::string address(const AwsSettings& settings) {
  std::string own = settings.environment("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  while (own.ends_with('/')) own.pop_back();
  if (!own.empty()) return own;
  bool v6 = base::lower(settings.environment("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")) == "ipv6";
  return v6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
}

http::Request request_of(const AwsSettings& settings, std::string method, std::string_view path) {
  http::Request out;
  out.method = std::move(method);
  out.url = address(settings) + std::string(path);
  auto seconds = base::parse_unsigned(settings.environment("AWS_METADATA_SERVICE_TIMEOUT"));
  int ms = seconds && *seconds > 0 && *seconds <= kMaxTimeoutMs / 1000 ? static_cast<int>(*seconds) * 1000 : kUsualTimeoutMs;
  out.connect_timeout_ms = out.idle_timeout_ms = out.total_timeout_ms = ms;
  return out;
}

Result<WipedText> token(const AwsSettings& settings, AwsClient& client) {
  if (settings.is_true("AWS_EC2_METADATA_DISABLED"))
    return Error{Code::kNotFound, "instance metadata is not asked (AWS_EC2_METADATA_DISABLED)"};
  http::Request request = request_of(settings, "PUT", "/latest/api/token");
  request.headers.emplace_back("x-aws-ec2-metadata-token-ttl-seconds", kTokenSeconds);
  Result<WipedAnswer> answer = client.ask(std::move(request));
  if (!answer) {
    std::string hint = answer.error().code == Code::kTimeout ? "; in a container on EC2 the hop limit of the metadata must be 2" : "";
    return Error{Code::kNotFound, "no instance metadata: " + answer.error().message + hint};
  }
  std::string_view text = base::trim(answer->body.view());
  if (answer->status != 200 || text.empty() || text.size() > 1000)
    return Error{Code::kNotFound, format("instance metadata gives no token (status {})", answer->status)};
  WipedText out;
  out.append(text);
  return out;
}

Result<WipedAnswer> get(const AwsSettings& settings, AwsClient& client, const WipedText& token, std::string_view path) {
  http::Request request = request_of(settings, "GET", path);
  request.headers.emplace_back("x-aws-ec2-metadata-token", token.view());
  WipedAnswer answer = TRY_IN("instance metadata", client.ask(std::move(request)));
  if (answer.status == 200) return answer;
  Code code = answer.status == 404 ? Code::kNotFound : answer.status >= 500 ? Code::kUnavailable : Code::kDenied;
  return Error{code, format("instance metadata {}: {}", path, answer.status)};
}

}  // namespace

Result<AwsCredentials> credentials_of_instance(const AwsSettings& settings, AwsClient& client) {
  constexpr std::string_view kRoles = "/latest/meta-data/iam/security-credentials/";
  WipedText token_text = TRY(token(settings, client));
  Result<WipedAnswer> roles = get(settings, client, token_text, kRoles);
  if (!roles && roles.error().code == Code::kNotFound) return Error{Code::kNotFound, "this instance has no role"};
  if (!roles) return roles.error();
  std::string_view first = base::trim(roles->body.view());
  first = base::trim(first.substr(0, first.find('\n')));
  if (first.empty()) return Error{Code::kNotFound, "this instance has no role"};
  if (first.size() > 200) return Error{Code::kCorrupt, "instance metadata: a role with a name of more than 200 bytes"};
  WipedAnswer answer = TRY(get(settings, client, token_text, std::string(kRoles) + http::percent_encode(first)));
  AwsCredentials out = TRY_IN("instance metadata", credentials_from_json(answer.body.view()));
  out.source = "role " + base::printable(first) + " of this instance";
  return out;
}

Result<std::string> region_of_instance(const AwsSettings& settings, AwsClient& client) {
  WipedText token_text = TRY(token(settings, client));
  WipedAnswer answer = TRY(get(settings, client, token_text, "/latest/meta-data/placement/region"));
  std::string region(base::trim(answer.body.view()));
  TRY_IN("instance metadata", check_aws_region(region));
  return region;
}

}  // namespace batten::secrets
