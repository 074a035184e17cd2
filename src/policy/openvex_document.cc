// SPDX-License-Identifier: Apache-2.0
#include "policy/openvex_document.h"

#include <algorithm>

#include "base/format.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "model/purl.h"
#include "model/reference.h"
#include "policy/json_copy.h"

namespace batten::policy {
namespace {

constexpr json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 64};
constexpr std::string_view kContext = "https://openvex.dev/ns/v0.2";
constexpr std::string_view kJustifications[] = {"component_not_present", "vulnerable_code_not_present",
                                                "vulnerable_code_not_in_execute_path", "vulnerable_code_cannot_be_controlled_by_adversary",
                                                "inline_mitigations_already_exist"};

void write_statement(json::Writer& out, const VexDecision& decision) {
  out.begin_object();
  out.key("vulnerability").begin_object().member("name", decision.id);
  if (!decision.aliases.empty()) out.key("aliases").strings(decision.aliases);
  out.end_object();
  out.member("timestamp", base::format_time(decision.time));
  out.key("products").begin_array();
  for (const std::string& product : decision.products) {
    out.begin_object().member("@id", product);
    if (!decision.subcomponents.empty()) {
      out.key("subcomponents").begin_array();
      for (const std::string& part : decision.subcomponents) out.begin_object().member("@id", part).end_object();
      out.end_array();
    }
    out.end_object();
  }
  out.end_array();
  out.member("status", vex_status_name(decision.status));
  out.member_if("justification", decision.justification);
  out.member_if("impact_statement", decision.impact);
  out.member_if("action_statement", decision.action);
  out.end_object();
}

std::int64_t version_of(json::View root) {
  json::View version = root["version"];
  if (auto number = version.integer()) return std::clamp<std::int64_t>(*number, 0, 1'000'000'000);
  auto number = base::parse_unsigned(version.string());
  return number && *number < 1'000'000'000 ? static_cast<std::int64_t>(*number) : 1;
}

}  // namespace

Result<void> check_decision(const VexDecision& decision) {
  auto wrong = [](std::string message) { return Error{Code::kInvalidArgument, std::move(message)}; };
  bool not_affected = decision.status == VexStatus::kNotAffected, affected = decision.status == VexStatus::kAffected;
  if (decision.id.empty() || decision.products.empty()) return wrong("a decision wants a vulnerability and a product");
  if (not_affected && decision.justification.empty() && decision.impact.empty())
    return wrong("not_affected wants a justification, or an impact statement that says why");
  if (!not_affected && !(decision.justification.empty() && decision.impact.empty()))
    return wrong(format("{} has neither justification nor impact statement: they say why something is not_affected",
                        vex_status_name(decision.status)));
  if (affected && decision.action.empty()) return wrong("affected wants an action: what is to be done about it");
  if (!affected && !decision.action.empty()) return wrong(format("{} has no action, only affected has", vex_status_name(decision.status)));
  if (!decision.justification.empty() && std::ranges::find(kJustifications, decision.justification) == std::end(kJustifications)) {
    std::vector<std::string> known(std::begin(kJustifications), std::end(kJustifications));
    return wrong(format("'{}' is no justification: there is {}", decision.justification, base::join(known, ", ")));
  }
  return {};
}

std::string new_openvex(const VexDecision& decision) {
  json::Writer statement(0);
  write_statement(statement, decision);
  json::Writer out;
  out.begin_object().member("@context", "https://openvex.dev/ns/v0.2.0");
  out.member("@id", "https://openvex.dev/docs/public/vex-" + base::sha256_hex(decision.author + "\n" + statement.text()));
  out.member("author", decision.author.empty() ? "Unknown Author" : decision.author);
  out.member("timestamp", base::format_time(decision.time)).member("version", 1).member_if("tooling", decision.tooling);
  out.key("statements").begin_array();
  write_statement(out, decision);
  out.end_array().end_object();
  return out.take();
}

Result<std::string> add_to_openvex(std::string_view text, const VexDecision& decision) {
  json::Document document = TRY(json::Document::parse(text, kLimits));
  json::View root = document.root();
  if (!root["@context"].string().starts_with(kContext) || !root["statements"].is_array())
    return Error{Code::kUnsupported, "no OpenVEX document of version 0.2"};
  json::Writer out;
  out.begin_object();
  // Statements without a time have the document's "timestamp", so that one stays.
  root.each_member([&](std::string_view key, json::View item) {
    if (key == "version" || key == "last_updated" || key == "statements") return;
    out.key(key);
    copy_json(item, out);
  });
  out.member("last_updated", base::format_time(decision.time)).member("version", version_of(root) + 1);
  out.key("statements").begin_array();
  root["statements"].each([&](json::View item) { copy_json(item, out); });
  write_statement(out, decision);
  out.end_array().end_object();
  return out.take();
}

Result<std::string> product_purl(std::string_view text) {
  if (text.starts_with("pkg:")) {
    auto purl = model::parse_purl(text);
    if (!purl) return Error{Code::kInvalidArgument, purl.error().message};
    return std::string(text);
  }
  model::Reference image = TRY(model::parse_reference(text));
  model::Purl out;
  out.type = "oci";
  out.name = image.repository.substr(image.repository.rfind('/') + 1);
  out.version = image.digest.text();
  out.qualifiers["repository_url"] = image.registry + "/" + image.repository;
  std::string_view named = text.substr(0, text.find('@'));
  if (named.ends_with(":" + image.tag)) out.qualifiers["tag"] = image.tag;
  return out.text();
}

}  // namespace batten::policy
