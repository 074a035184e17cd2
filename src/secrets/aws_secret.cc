// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_secret.h"

#include <algorithm>
#include <optional>

#include "base/base64.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

constexpr json::Limits kLimits = {.max_bytes = 1u << 20, .max_depth = 20, .wipes = true};

Result<json::Document> object_of(std::string_view text) {
  json::Document out = TRY_IN("the answer", json::Document::parse(text, kLimits));
  if (!out.root().is_object()) return Error{Code::kCorrupt, "the answer is no JSON object"};
  return out;
}

}  // namespace

Result<AwsSecretValue> read_secret_value(std::string_view text) {
  json::Document document = TRY(object_of(text));
  AwsSecretValue out;
  out.version = document["VersionId"].string();
  out.stages = document["VersionStages"].strings();
  auto has = [&](std::string_view stage) { return std::ranges::find(out.stages, stage) != out.stages.end(); };
  if (has("AWSPENDING") && !has("AWSCURRENT"))
    return Error{Code::kUnsupported, "version " + base::printable(out.version) + " is AWSPENDING: a rotation has not finished it"};
  if (json::View string = document["SecretString"]; string.is_string()) {
    out.value = base::SecretBytes(string.string());
  } else if (json::View binary = document["SecretBinary"]; binary.is_string()) {
    std::optional<std::string> bytes = base::unbase64(binary.string());
    if (!bytes) return Error{Code::kCorrupt, "the answer's SecretBinary is no base64"};
    out.value = base::SecretBytes::taken_from(*bytes);
    out.is_binary = true;
  } else {
    return Error{Code::kCorrupt, "the answer has neither SecretString nor SecretBinary"};
  }
  if (out.value.empty()) return Error{Code::kNotFound, "the secret is empty"};
  return out;
}

Result<std::map<std::string, std::vector<std::string>>> read_version_stages(std::string_view text) {
  json::Document document = TRY(object_of(text));
  std::map<std::string, std::vector<std::string>> out;
  document["VersionIdsToStages"].each_member([&](std::string_view id, json::View stages) { out[std::string(id)] = stages.strings(); });
  return out;
}

std::string version_with_stage(const std::map<std::string, std::vector<std::string>>& versions, std::string_view stage) {
  for (const auto& [id, stages] : versions) {
    if (std::ranges::find(stages, stage) != stages.end()) return id;
  }
  return {};
}

Result<std::string> read_version_id(std::string_view text) {
  json::Document document = TRY(object_of(text));
  std::string out(document["VersionId"].string());
  if (out.empty()) return Error{Code::kCorrupt, "the answer has no VersionId"};
  return out;
}

Result<AwsSecretNames> read_secret_names(std::string_view text) {
  json::Document document = TRY(object_of(text));
  if (!document["SecretList"].is_array()) return Error{Code::kCorrupt, "the answer has no SecretList"};
  AwsSecretNames out;
  out.next_token = document["NextToken"].string();
  document["SecretList"].each([&](json::View secret) {
    if (std::string_view name = secret["Name"].string(); !name.empty()) out.names.emplace_back(name);
  });
  return out;
}

}  // namespace batten::secrets
