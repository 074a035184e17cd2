// SPDX-License-Identifier: Apache-2.0
//
// AWS Secrets Manager: aws-sm:prod/db#password, by name or by full ARN. The version that is asked for is AWSCURRENT; ?stage=AWSPREVIOUS is
// the one before, which stays good while a rotation is under way. AWSPENDING, which a rotation has not tried yet, is never given.
#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/base64.h"
#include "base/format.h"
#include "base/json.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "secrets/aws_client.h"
#include "secrets/aws_credentials.h"
#include "secrets/aws_metadata.h"
#include "secrets/aws_secret.h"
#include "secrets/aws_settings.h"
#include "secrets/json_edit.h"
#include "secrets/json_field.h"
#include "secrets/provider.h"

namespace batten::secrets::providers {
namespace {

constexpr std::size_t kMaxStoredBytes = 65'536;  // AWS's own limit
constexpr std::size_t kMaxListed = 10'000;
constexpr int kMaxPages = 1000;

// 32 hex digits with dashes: names the version that a put makes, so that the same put sent twice makes one.
std::string new_version_id() {
  std::random_device random;  // the kernel's
  std::string out;
  for (int i = 0; i < 8; ++i) out += format("{:04x}{}", random() & 0xffffu, i >= 1 && i <= 4 ? "-" : "");
  return out;
}

bool is_text(std::string_view value) { return base::to_utf8(value) == value && !value.contains('\0'); }

class AwsSession final : public Session {
 public:
  explicit AwsSession(AwsSettings settings) : settings_(std::move(settings)), client_(settings_.surroundings), chain_(settings_, client_) {}

  Result<Secret> get(const Reference& reference) override {
    AwsSecretValue read = TRY(value(reference, option(reference, "version"), option(reference, "stage")));
    Secret out{.value = {}, .version = std::move(read.version), .lease = {}};
    out.value = reference.field.empty() ? std::move(read.value) : TRY(json_field(read.value.view(), reference.field));
    return out;
  }

  Result<std::string> put(const Reference& reference, std::string_view value_to_put) override {
    if (!reference.options.empty() && !(reference.options.size() == 1 && reference.options.contains("region")))
      return Error{Code::kInvalidArgument, "a value is stored as the current version: no stage, no version"};
    if (value_to_put.empty()) return Error{Code::kInvalidArgument, "an empty value is not stored"};
    if (reference.field.empty()) return store(reference, value_to_put, !is_text(value_to_put));
    if (!is_text(value_to_put)) return Error{Code::kInvalidArgument, "a field of JSON can hold text only"};
    AwsSecretValue before = TRY(value(reference, {}, {}));
    WipedText whole = TRY(with_member(before.value.view(), reference.field, quoted_json(value_to_put).view()));
    std::string version = TRY(store(reference, whole.view(), before.is_binary));
    // Secrets Manager can't be told which version to replace. What it calls the previous one shows whether somebody was faster.
    Result<Versions> versions = describe(reference);
    if (!versions) return version;  // one who may store and not describe
    std::string previous = version_with_stage(*versions, "AWSPREVIOUS");
    if (version_with_stage(*versions, "AWSCURRENT") == version && !previous.empty() && previous != before.version)
      return Error{Code::kConflict,
                   format("version {} was stored in the meantime and is now AWSPREVIOUS; what it changed in other fields is not "
                          "in version {}, which is current",
                          base::printable(previous), version)};
    return version;
  }

  Result<void> retire_previous(const Reference& reference) override {
    std::string previous = version_with_stage(TRY(describe(reference)), "AWSPREVIOUS");
    if (previous.empty()) return {};
    json::Writer body(0);
    body.begin_object().member("SecretId", reference.path).member("VersionStage", "AWSPREVIOUS");
    body.member("RemoveFromVersionId", previous).end_object();
    TRY(call("UpdateSecretVersionStage", TRY(region_for(reference)), body.text(), false));
    return {};
  }

  Result<std::vector<Reference>> list(const std::string& prefix, base::Notes& notes) override {
    std::string region = TRY(default_region());
    std::vector<Reference> out;
    std::set<std::string> tokens;
    std::string token;
    for (int page = 0; page < kMaxPages; ++page) {
      AwsSecretNames names = TRY(read_secret_names(TRY(call("ListSecrets", region, list_body(prefix, token), false)).view()));
      for (std::string& name : names.names) {
        if (!name.starts_with(prefix)) continue;
        if (out.size() == kMaxListed) {
          notes.push_back({.kind = base::Note::Kind::kSkipped,
                           .where = "aws-sm:" + prefix,
                           .message = format("more than {} secrets; the rest are not listed", kMaxListed),
                           .hint = "use a longer prefix"});
          return out;
        }
        out.push_back({.provider = "aws-sm", .path = std::move(name), .field = {}, .options = {}});
      }
      token = std::move(names.next_token);
      if (token.empty()) return out;
      if (!tokens.insert(token).second) return Error{Code::kCorrupt, "ListSecrets: the same page again and again"};
    }
    return Error{Code::kLimit, format("ListSecrets: more than {} pages", kMaxPages)};
  }

  std::optional<std::chrono::seconds> session_ttl() const override {
    std::optional<std::int64_t> left = chain_.seconds_left();
    return left ? std::optional(std::chrono::seconds(*left)) : std::nullopt;
  }
  Result<void> renew_session() override {
    (void)TRY(chain_.current());
    return {};
  }

 private:
  using Versions = std::map<std::string, std::vector<std::string>>;

  static std::string option(const Reference& reference, const std::string& name) {
    auto at = reference.options.find(name);
    return at == reference.options.end() ? std::string() : at->second;
  }

  Result<std::string> default_region() {
    if (settings_.region.empty()) {
      Result<std::string> here = region_of_instance(settings_, client_);
      if (!here) return Error{Code::kInvalidArgument, "no region: set AWS_REGION, or write ?region=NAME (" + here.error().message + ")"};
      settings_.region = std::move(*here);
    }
    return settings_.region;
  }

  // ?region=, that of an ARN, the usual one.
  Result<std::string> region_for(const Reference& reference) {
    std::string region = option(reference, "region");
    if (region.empty()) region = region_of_arn(reference.path);
    if (region.empty()) return default_region();
    TRY(check_aws_region(region));
    return region;
  }

  Result<WipedText> call(const std::string& name, const std::string& region, std::string_view body, bool carries_value) {
    AwsCall call{.name = name,
                 .endpoint = TRY(aws_endpoint(settings_, kSecretsManager, region)),
                 .service = std::string(kSecretsManager.host),
                 .region = region,
                 .headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "secretsmanager." + name}},
                 .body = body,
                 .carries_value = carries_value};
    AwsSigner signer{.keys = [this]() -> Result<const AwsKeys*> { return &TRY(chain_.current())->keys; },
                     .forget = [this] { chain_.forget(); }};
    return client_.send(call, &signer);
  }

  Result<AwsSecretValue> value(const Reference& reference, const std::string& version, const std::string& stage) {
    if (stage == "AWSPENDING") return Error{Code::kUnsupported, "AWSPENDING is not given: a rotation has not finished it"};
    json::Writer body(0);
    body.begin_object().member("SecretId", reference.path).member_if("VersionId", version).member_if("VersionStage", stage).end_object();
    WipedText answer = TRY(call("GetSecretValue", TRY(region_for(reference)), body.text(), false));
    AwsSecretValue out = TRY(read_secret_value(answer.view()));
    bool is_asked = version.empty() || out.version == version;
    if (!stage.empty()) is_asked = is_asked && std::ranges::find(out.stages, stage) != out.stages.end();
    if (!is_asked) return Error{Code::kCorrupt, "GetSecretValue gave another version than the one that was asked for"};
    return out;
  }

  Result<Versions> describe(const Reference& reference) {
    json::Writer body(0);
    body.begin_object().member("SecretId", reference.path).end_object();
    WipedText answer = TRY(call("DescribeSecret", TRY(region_for(reference)), body.text(), false));
    return read_version_stages(answer.view());
  }

  Result<std::string> store(const Reference& reference, std::string_view bytes, bool is_binary) {
    if (bytes.size() > kMaxStoredBytes)
      return Error{Code::kLimit, format("{} bytes; Secrets Manager stores at most {}", bytes.size(), kMaxStoredBytes)};
    json::Writer body(0);
    body.reserve(6 * bytes.size() + reference.path.size() * 6 + 200);  // grown once: it is wiped
    body.begin_object().member("SecretId", reference.path).member("ClientRequestToken", new_version_id());
    std::string encoded = is_binary ? base::base64(bytes) : std::string();
    body.member(is_binary ? "SecretBinary" : "SecretString", is_binary ? std::string_view(encoded) : bytes).end_object();
    base::wipe(encoded);
    WipedText text(body.take());
    return read_version_id(TRY(call("PutSecretValue", TRY(region_for(reference)), text.view(), true)).view());
  }

  static std::string list_body(const std::string& prefix, const std::string& token) {
    json::Writer body(0);
    body.begin_object().member("MaxResults", 100).member_if("NextToken", token);
    if (!prefix.empty()) {
      body.key("Filters").begin_array().begin_object().member("Key", "name").key("Values").strings({prefix}).end_object().end_array();
    }
    body.end_object();
    return body.take();
  }

  AwsSettings settings_;
  AwsClient client_;
  AwsCredentialChain chain_;
};

Result<std::unique_ptr<Session>> open(const Surroundings& surroundings) {
  return std::make_unique<AwsSession>(TRY(read_aws_settings(surroundings)));
}

constexpr std::string_view kVariables[] = {"AWS_ACCESS_KEY_ID",
                                           "AWS_SECRET_ACCESS_KEY",
                                           "AWS_SESSION_TOKEN",
                                           "AWS_CREDENTIAL_EXPIRATION",
                                           "AWS_WEB_IDENTITY_TOKEN_FILE",
                                           "AWS_ROLE_ARN",
                                           "AWS_ROLE_SESSION_NAME",
                                           "AWS_PROFILE",
                                           "AWS_DEFAULT_PROFILE",
                                           "AWS_CONFIG_FILE",
                                           "AWS_SHARED_CREDENTIALS_FILE",
                                           "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                                           "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                                           "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                                           "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                                           "AWS_EC2_METADATA_DISABLED",
                                           "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                                           "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
                                           "AWS_METADATA_SERVICE_TIMEOUT",
                                           "AWS_REGION",
                                           "AWS_DEFAULT_REGION",
                                           "AWS_ENDPOINT_URL",
                                           "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                                           "AWS_ENDPOINT_URL_STS",
                                           "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                                           "AWS_USE_FIPS_ENDPOINT",
                                           "AWS_USE_DUALSTACK_ENDPOINT",
                                           "AWS_CA_BUNDLE"};
constexpr std::string_view kOptions[] = {"region", "stage", "version"};
constexpr ReferenceExample kExamples[] = {
    {"aws-sm:prod/db#password", "prod/db password"},
    {"aws-sm:prod/db#password?stage=AWSPREVIOUS&region=eu-central-1", "prod/db password"},
    {"aws-sm:arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/db-AbCdEf#user",
     "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/db-AbCdEf user"},
    {"aws-sm:token", "token"},
    {"aws-sm:", ""},
    {"aws-sm:prod/db#", ""},
    {"aws-sm:prod/db?mode=1", ""},
};

}  // namespace

extern constinit const Provider aws_sm;
constinit const Provider aws_sm = {
    .name = "aws-sm",
    .summary = "AWS Secrets Manager",
    .syntax = "aws-sm:NAME_OR_ARN[#FIELD][?stage=AWSPREVIOUS][?version=ID][?region=NAME]",
    .variables = kVariables,
    .options = kOptions,
    .path_is_url = false,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::secrets::providers
