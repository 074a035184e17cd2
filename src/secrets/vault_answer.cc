// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_answer.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "secrets/json_field.h"
#include "secrets/json_member.h"

namespace batten::secrets {
namespace {

constexpr std::size_t kMaxSaidBytes = 300, kMaxVersions = 10'000, kMaxMounts = 10'000, kMaxNameBytes = 2000;
constexpr std::int64_t kHundredYears = 100ll * 365 * 24 * 3600;

std::string errors_of(json::View list) {
  std::string out;
  list.each([&](json::View one) {
    std::string_view text = base::trim(one.string());
    if (text.empty() || out.size() >= kMaxSaidBytes) return;
    if (!out.empty()) out += "; ";
    out += text.substr(0, kMaxSaidBytes - std::min(out.size(), kMaxSaidBytes));
  });
  std::ranges::replace(out, '\n', ' ');
  std::string line;
  for (std::string_view word : base::words(out)) line += (line.empty() ? "" : " ") + std::string(word);
  return base::printable(line);
}

std::string_view status_name(int status) {
  switch (status) {
    case 400: return "bad request";
    case 403: return "permission denied";
    case 404: return "not found";
    case 405: return "not allowed";
    case 412: return "the node has not yet seen what was written";
    case 429: return "too many requests, or a standby";
    case 472: return "a standby of another data center";
    case 473: return "a standby";
    case 500: return "an error inside the server";
    case 501: return "the server is not initialised";
    case 502: return "a bad gateway";
    case 503: return "sealed, or in maintenance";
    default: return "an unexpected answer";
  }
}

}  // namespace

void hide_secret(std::string& message, std::string_view secret) {
  if (secret.size() < 4) return;
  for (std::size_t at = message.find(secret); at != message.npos; at = message.find(secret, at + 3))
    message.replace(at, secret.size(), "***");
}

Result<VaultAnswer> VaultAnswer::parse(int status, WipedText body) {
  VaultAnswer out;
  out.status_ = status;
  out.body_ = std::move(body);
  std::string_view text = base::trim(out.body_.view());
  if (text.empty() && status != 200) return out;
  Result<json::Document> document = json::Document::parse(text, {.max_bytes = kMaxJsonBytes, .max_depth = 100, .wipes = true});
  if (document && document->root().is_object()) {
    out.document_ = std::move(*document);
    if (!out.is_ok()) out.said_ = errors_of(out["errors"]);
    if (!out.is_ok() && out.said_.empty()) out.said_ = errors_of(out["warnings"]);  // "Invalid path for a versioned K/V secrets engine.."
    return out;
  }
  if (!out.is_ok()) return out;  // a proxy's page: its status says enough
  if (!document && document.error().code == Code::kLimit) return document.error();
  return Error{Code::kCorrupt, "the answer is no JSON object; is this the address of the server?"};
}

std::string_view VaultAnswer::data_text(std::string_view member) const {
  std::optional<std::string_view> text = raw_member(body_.view(), "data");
  if (text && !member.empty()) text = raw_member(*text, member);
  return text && text->starts_with('{') ? *text : std::string_view();
}

void VaultAnswer::hide(std::string_view secret) { hide_secret(said_, secret); }

Error VaultAnswer::error(Code of_others) const {
  Code code = of_others;
  if (status_ == 401 || status_ == 403) code = Code::kDenied;
  if (status_ == 404) code = Code::kNotFound;
  if (status_ == 412 || status_ == 429 || status_ == 472 || status_ == 473 || status_ >= 500) code = Code::kUnavailable;
  if (status_ == 413 || said_.contains("exceeds allowed length")) code = Code::kLimit;  // Vault takes 1 MiB since 1.20
  return {code, format("{}: {}: {}", call, status_, said_.empty() ? status_name(status_) : std::string_view(said_))};
}

std::chrono::seconds vault_seconds(json::View number) {
  std::int64_t seconds = number.integer().value_or(0);
  return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kHundredYears));
}

Lease vault_lease(const VaultAnswer& answer) {
  Lease out;
  std::string_view id = answer["lease_id"].string();
  if (id.size() <= kMaxNameBytes) out.id = id;
  out.ttl = vault_seconds(answer["lease_duration"]);
  out.renewable = !out.id.empty() && answer["renewable"].boolean();
  json::View data = answer.data();
  bool is_static_role = out.id.empty() && data["last_vault_rotation"];
  if (is_static_role && data["ttl"].integer()) out.ttl = std::max(std::chrono::seconds(1), vault_seconds(data["ttl"]));  // 0: right now
  return out;
}

Result<VaultToken> vault_token(const VaultAnswer& answer) {
  json::View auth = answer["auth"];
  std::string_view token = auth["client_token"].string();
  bool is_sendable = std::ranges::all_of(token, [](char c) { return c > ' ' && c < 127; });
  if (token.empty() || token.size() > (16u << 10) || !is_sendable)
    return Error{Code::kCorrupt, answer.call + ": the answer has no token in it"};
  return VaultToken{
      .value = base::SecretBytes(token), .ttl = vault_seconds(auth["lease_duration"]), .renewable = auth["renewable"].boolean()};
}

Result<VaultMount> vault_mount(json::View entry, std::string_view path) {
  VaultMount out{.path = std::string(path), .type = std::string(entry["type"].string().substr(0, 100))};
  bool is_path = path.size() > 1 && path.size() <= kMaxNameBytes && path.ends_with('/') && !path.starts_with('/');
  if (!is_path || out.type.empty()) return Error{Code::kCorrupt, "the answer does not tell of a mount"};
  if (out.type == "kv" || out.type == "generic") out.kv_version = entry["options"]["version"].string() == "2" ? 2 : 1;
  return out;
}

std::vector<VaultMount> vault_kv_mounts(const VaultAnswer& answer) {
  std::vector<VaultMount> out;
  answer.data()["secret"].each_member([&](std::string_view path, json::View entry) {
    if (out.size() >= kMaxMounts) return;
    Result<VaultMount> mount = vault_mount(entry, path);
    if (mount && mount->kv_version != 0) out.push_back(std::move(*mount));
  });
  return out;
}

Result<VaultVersions> vault_versions(const VaultAnswer& answer) {
  VaultVersions out;
  std::int64_t current = answer.data()["current_version"].integer().value_or(-1);
  if (current < 0) return Error{Code::kCorrupt, answer.call + ": the answer has no current_version"};
  out.current = static_cast<std::uint64_t>(current);
  answer.data()["versions"].each_member([&](std::string_view number, json::View version) {
    std::optional<std::uint64_t> parsed = base::parse_unsigned(number);
    if (parsed && out.all.size() < kMaxVersions) out.all.push_back({.number = *parsed, .destroyed = version["destroyed"].boolean()});
  });
  return out;
}

std::vector<std::string> vault_keys(const VaultAnswer& answer, std::string_view folder, base::Notes& notes) {
  std::vector<std::string> out;
  answer.data()["keys"].each([&](json::View one) {
    std::string_view name = one.string(), part = name;
    if (part.ends_with('/')) part.remove_suffix(1);
    bool has_control = std::ranges::any_of(part, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; });
    if (part.empty() || part == "." || part == ".." || part.contains('/') || part.size() > kMaxNameBytes || has_control) {
      if (notes.size() < 100)
        notes.push_back({.kind = base::Note::Kind::kSkipped,
                         .where = std::string(folder),
                         .message = format("'{}' can't be part of a path", base::printable(name.substr(0, 100))),
                         .hint = {}});
      return;
    }
    out.emplace_back(name);
  });
  return out;
}

}  // namespace batten::secrets
