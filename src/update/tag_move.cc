// SPDX-License-Identifier: Apache-2.0
#include "update/tag_move.h"

#include "base/format.h"
#include "engine/image_changes.h"

namespace batten::update {
namespace {

constexpr const char *kRepository = "tag_repository", *kTag = "tag_name", *kBefore = "tag_before", *kAfter = "tag_after";

}  // namespace

NameAndTag split_name(std::string_view name) {
  name = name.substr(0, name.find('@'));
  const std::size_t slash = name.rfind('/'), colon = name.rfind(':');
  const bool has_tag = colon != name.npos && (slash == name.npos || colon > slash);
  if (!has_tag) return {.repository = std::string(name), .tag = "latest"};
  return {.repository = std::string(name.substr(0, colon)), .tag = std::string(name.substr(colon + 1))};
}

Result<std::string> meaning_of(engine::Client& client, const std::string& name) {
  const Result<engine::EngineImage> image = client.image(name);
  if (!image && image.error().code == Code::kNotFound) return std::string();
  if (!image) return image.error();
  return image->id.text();
}

Result<TagMove> tag_move(engine::Client& client, std::string_view name, const std::string& after) {
  NameAndTag parts = split_name(name);
  TagMove out{.repository = std::move(parts.repository), .tag = std::move(parts.tag), .before = {}, .after = after};
  out.before = TRY(meaning_of(client, out.name()));
  return out;
}

Result<void> point_tag(engine::Client& client, const TagMove& move, Toward toward) {
  const std::string& wanted = toward == Toward::kAfter ? move.after : move.before;
  const std::string now = TRY(meaning_of(client, move.name()));
  if (now == wanted) return {};
  if (now != move.before && now != move.after)
    return Error{Code::kConflict, format("somebody has given the name {} to another image meanwhile; it is left as it is", move.name())};
  if (wanted.empty()) return engine::remove_image(client, move.name());
  return engine::tag_image(client, wanted, move.repository, move.tag);
}

void tag_move_to_values(const std::optional<TagMove>& move, std::map<std::string, std::string>& values) {
  if (!move) return;
  values[kRepository] = move->repository;
  values[kTag] = move->tag;
  values[kBefore] = move->before;
  values[kAfter] = move->after;
}

std::optional<TagMove> tag_move_from_values(const std::map<std::string, std::string>& values) {
  const auto value = [&](const char* key) {
    const auto at = values.find(key);
    return at == values.end() ? std::string() : at->second;
  };
  TagMove out{.repository = value(kRepository), .tag = value(kTag), .before = value(kBefore), .after = value(kAfter)};
  if (out.repository.empty() || out.tag.empty()) return std::nullopt;
  return out;
}

}  // namespace batten::update
