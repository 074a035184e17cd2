// SPDX-License-Identifier: Apache-2.0
#include "policy/attestation.h"

#include "base/base64.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "model/digest.h"
#include "policy/json_copy.h"

namespace batten::policy {
namespace {

constexpr json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 64};
constexpr std::size_t kMostSubjects = 1000;

bool is_statement(json::View root) { return root["_type"].string().starts_with("https://in-toto.io/Statement/"); }

Attestation statement_of(json::View root) {
  Attestation out;
  out.predicate_type = std::string(root["predicateType"].string());
  root["subject"].each([&](json::View subject) {
    auto digest = model::Digest::parse("sha256:" + base::lower(subject["digest"]["sha256"].string()));
    if (digest && out.subjects.size() < kMostSubjects) out.subjects.push_back(digest->text());
  });
  json::View predicate = root["predicate"];
  // cosign writes a predicate of a type that it does not know as {"Data": ..., "Timestamp": ...}.
  if (json::View data = predicate["Data"]; data && predicate["Timestamp"]) predicate = data;
  if (predicate.is_string()) {
    out.predicate = std::string(predicate.string());
    return out;
  }
  json::Writer writer(0);
  copy_json(predicate, writer);
  out.predicate = writer.take();
  return out;
}

}  // namespace

Result<std::optional<Attestation>> read_attestation(std::string_view text) {
  json::Document document = TRY(json::Document::parse(text, kLimits));
  json::View root = document.root();
  if (is_statement(root)) return std::optional(statement_of(root));
  json::View envelope = root["dsseEnvelope"] ? root["dsseEnvelope"] : root;
  if (!envelope["payloadType"].is_string() || !envelope["payload"].is_string()) return std::optional<Attestation>();
  if (std::string_view type = envelope["payloadType"].string(); type != "application/vnd.in-toto+json")
    return Error{Code::kUnsupported, format("an envelope around '{}', no attestation", base::printable(type.substr(0, 100)))};
  std::optional<std::string> payload = base::unbase64(envelope["payload"].string());
  if (!payload) return Error{Code::kCorrupt, "payload: not base64"};
  json::Document statement = TRY_IN("payload", json::Document::parse(*payload, kLimits));
  if (!is_statement(statement.root())) return Error{Code::kUnsupported, "payload: no in-toto statement"};
  return std::optional(statement_of(statement.root()));
}

}  // namespace batten::policy
