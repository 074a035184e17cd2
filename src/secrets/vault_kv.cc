// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_kv.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include "base/base64.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "http/client.h"
#include "secrets/json_edit.h"
#include "secrets/json_field.h"
#include "secrets/vault_fields.h"

namespace batten::secrets {
namespace {

std::string v2_path(const VaultPlace& place, std::string_view what) { return format("{}{}/{}", place.mount.path, what, place.inner); }

std::string path_of(const VaultPlace& place) {
  return place.mount.kv_version == 2 ? v2_path(place, "data") : place.mount.path + place.inner;
}

// A 404 of version 2 tells what became of the version.
Error gone(const VaultAnswer& answer) {
  Error out = answer.error(Code::kUnsupported);
  json::View metadata = answer.data()["metadata"];
  if (!metadata.is_object()) return out;
  std::int64_t number = metadata["version"].integer().value_or(0);
  if (metadata["destroyed"].boolean()) {
    out.message = format("{}: version {} was destroyed", answer.call, number);
  } else if (std::string_view at = metadata["deletion_time"].string(); !at.empty()) {
    out.message = format("{}: version {} was deleted at {}", answer.call, number, base::printable(at.substr(0, 40)));
  }
  return out;
}

Result<std::string> version_query(const Reference& reference, const VaultPlace& place) {
  auto wanted = reference.options.find("version");
  if (wanted == reference.options.end()) return std::string();
  if (place.mount.kv_version != 2) return Error{Code::kInvalidArgument, "?version=N is for a key/value engine of version 2"};
  std::optional<std::uint64_t> number = base::parse_unsigned(wanted->second);
  if (!number || *number == 0) return Error{Code::kInvalidArgument, "?version=N: N is a number from 1 on"};
  return format("version={}", *number);
}

}  // namespace

Result<VaultPlace> VaultKv::place_of(const std::string& path) {
  auto taken_apart = [&](const VaultMount& mount) {
    VaultPlace out{.mount = mount, .inner = path.substr(mount.path.size())};
    if (mount.kv_version == 2 && out.inner.starts_with("data/")) out.inner.erase(0, 5);
    return out;
  };
  for (const VaultMount& mount : mounts_) {
    if (path.starts_with(mount.path) && path.size() > mount.path.size()) return taken_apart(mount);
  }
  VaultCall call{.path = "sys/internal/ui/mounts/" + path};
  VaultAnswer answer = TRY(access_.ask(call));
  if (answer.is_ok()) {
    VaultMount mount = TRY_IN(answer.call, vault_mount(answer.data(), answer.data()["path"].string()));
    if (!path.starts_with(mount.path)) return Error{Code::kCorrupt, answer.call + ": the answer tells of another mount"};
    if (path.size() == mount.path.size()) return Error{Code::kInvalidArgument, "the path names a mount, not a secret"};
    mounts_.push_back(mount);
    return taken_apart(mount);
  }
  std::size_t data = path.find("/data/");
  if (data == path.npos || data + 6 == path.size()) {
    Error untold = answer.error(Code::kDenied);
    untold.message += "; write NAME/data/PATH for a key/value engine of version 2";
    return VaultPlace{.mount = {}, .inner = path, .untold = std::move(untold)};
  }
  return VaultPlace{.mount = {.path = path.substr(0, data + 1), .type = "kv", .kv_version = 2}, .inner = path.substr(data + 6)};
}

Result<base::SecretBytes> vault_value(const Reference& reference, std::string_view object) {
  if (object.empty() || object == "{}") return Error{Code::kNotFound, "there are no fields in it"};
  base::SecretBytes out;
  if (reference.field.empty()) {
    if (object.size() > kMaxSecretBytes) return Error{Code::kLimit, "larger than 16 MiB"};
    out = base::SecretBytes(object);
  } else {
    out = TRY(json_field(object, reference.field));
  }
  if (!TRY(is_base64(reference))) return out;
  std::optional<std::string> bytes = base::unbase64(base::trim(out.view()));
  if (!bytes || bytes->empty()) return Error{Code::kCorrupt, "the field is no base64"};
  return base::SecretBytes::taken_from(*bytes);
}

Result<Secret> VaultKv::get(const Reference& reference, const VaultPlace& place) {
  std::string query = TRY(version_query(reference, place));
  VaultCall call{.path = path_of(place), .query = std::move(query)};
  VaultAnswer answer = TRY(access_.ask(call));
  if (answer.status() == 404) return gone(answer);
  if (!answer.is_ok()) return answer.error(Code::kUnsupported);
  const bool is_v2 = place.mount.kv_version == 2;
  std::string_view object = answer.data_text(is_v2 ? "data" : "");
  if (object.empty()) return Error{Code::kCorrupt, answer.call + ": the answer has no data in it"};
  Secret out{.value = TRY(vault_value(reference, object)), .version = {}, .lease = {}};
  std::int64_t version = answer.data()["metadata"]["version"].integer().value_or(0);
  if (is_v2 && version > 0) out.version = std::to_string(version);
  return out;
}

Result<VaultKv::Stored> VaultKv::stored(const VaultPlace& place) {
  VaultCall call{.path = path_of(place)};
  VaultAnswer answer = TRY(access_.ask(call));
  if (!answer.is_ok() && answer.status() != 404) return answer.error(Code::kUnsupported);
  Stored out;
  const bool is_v2 = place.mount.kv_version == 2;
  // Of a deleted version the number still counts.
  if (is_v2)
    out.version = static_cast<std::uint64_t>(std::max<std::int64_t>(0, answer.data()["metadata"]["version"].integer().value_or(0)));
  if (!answer.is_ok()) {
    if (!answer.said().empty()) return answer.error(Code::kUnsupported);  // no engine is mounted there
    return out;
  }
  std::string_view object = answer.data_text(is_v2 ? "data" : "");
  if (object.empty() || (is_v2 && out.version == 0)) return Error{Code::kCorrupt, answer.call + ": the answer has no data in it"};
  out.members = base::SecretBytes(object);
  return out;
}

Result<std::string> VaultKv::put(const Reference& reference, const VaultPlace& place, std::string_view value) {
  if (reference.options.contains("version")) return Error{Code::kInvalidArgument, "a version can't be written: a new one is made"};
  WipedText field = TRY(written_field(reference, value));
  Stored before = TRY(stored(place));
  std::string_view object = before.members.empty() ? "{}" : before.members.view();
  WipedText members = reference.field.empty() ? std::move(field) : TRY(with_member(object, reference.field, field.view()));
  VaultCall call{.method = "POST", .path = path_of(place), .may_repeat = false};
  const bool is_v2 = place.mount.kv_version == 2;
  std::string head = is_v2 ? format("{{\"options\":{{\"cas\":{}}},\"data\":", before.version) : "";
  call.body.reserve(head.size() + members.view().size() + 1);
  call.body += head;
  call.body += members.view();
  if (is_v2) call.body += '}';
  call.hidden = {value};
  VaultAnswer answer = TRY(access_.ask(call));
  if (answer.status() == 400 && answer.said().contains("check-and-set")) {
    return Error{Code::kConflict,
                 format("{}: somebody else wrote it meanwhile; version {} is not the current one", answer.call, before.version)};
  }
  if (!answer.is_ok()) return answer.error(Code::kUnsupported);
  if (!is_v2) return std::string();
  std::int64_t version = answer.data()["version"].integer().value_or(0);
  if (version <= 0) return Error{Code::kCorrupt, answer.call + ": the answer does not tell the new version"};
  return std::to_string(version);
}

Result<std::uint64_t> VaultKv::current_version(const VaultPlace& place) {
  VaultCall call{.path = v2_path(place, "metadata")};
  VaultAnswer answer = TRY(access_.ask(call));
  if (answer.is_ok()) return TRY(vault_versions(answer)).current;
  if (answer.status() != 403) return answer.error(Code::kUnsupported);
  return TRY(stored(place)).version;  // a policy for the data alone
}

Result<void> VaultKv::retire_previous(const Reference&, const VaultPlace& place) {
  if (place.mount.kv_version != 2) return Error{Code::kUnsupported, "only key/value engines of version 2 keep versions"};
  std::uint64_t current = TRY(current_version(place));
  if (current < 2) return {};
  VaultAnswer answer =
      TRY(access_.asked({.method = "PUT", .path = v2_path(place, "destroy"), .body = format("{{\"versions\":[{}]}}", current - 1)}));
  return {};
}

}  // namespace batten::secrets
