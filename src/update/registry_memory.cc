// SPDX-License-Identifier: Apache-2.0
#include "update/registry_memory.h"

#include <algorithm>

#include "base/hash.h"
#include "base/json.h"
#include "image/registry_tags.h"

namespace batten::update {
namespace {

constexpr int kForm = 1;  // of the file
constexpr std::size_t kMaxPlatforms = 100;

model::Digest digest_of(std::string_view text) { return model::Digest::parse(text).value_or(model::Digest()); }

void write_manifest(const ManifestFacts& manifest, json::Writer& out) {
  out.begin_object();
  if (manifest.is_index()) {
    out.key("platforms").begin_object();
    for (const auto& [platform, digest] : manifest.platforms) out.member(platform, digest.text());
    out.end_object();
  } else {
    out.member("config", manifest.config.text()).member("size", manifest.size).member("created", manifest.created);
    out.member_if("platform", manifest.platform);
  }
  out.end_object();
}

ManifestFacts read_manifest(json::View view) {
  ManifestFacts out;
  view["platforms"].each_member([&](std::string_view platform, json::View digest) {
    model::Digest parsed = digest_of(digest.string());
    if (!parsed.empty() && out.platforms.size() < kMaxPlatforms) out.platforms.emplace(platform, std::move(parsed));
  });
  out.config = digest_of(view["config"].string());
  out.platform = view["platform"].string();
  out.size = static_cast<std::uint64_t>(std::max<std::int64_t>(view["size"].integer().value_or(0), 0));
  out.created = view["created"].integer().value_or(0);
  return out;
}

}  // namespace

std::string write_memory(const RegistryMemory& memory) {
  json::Writer out(0);
  out.begin_object().member("form", kForm).member("repository", memory.repository);
  if (memory.tags_known) {
    out.key("tags").strings(memory.tags);
    out.member("tags_cut", memory.tags_cut).member_if("tags_etag", memory.tags_etag);
  }
  out.key("targets").begin_object();
  for (const auto& [tag, target] : memory.targets) {
    out.key(tag).begin_object().member("digest", target.digest.text()).member_if("etag", target.etag).end_object();
  }
  out.end_object().key("manifests").begin_object();
  for (const auto& [digest, manifest] : memory.manifests) {
    out.key(digest.text());
    write_manifest(manifest, out);
  }
  out.end_object().end_object();
  return out.take();
}

Result<RegistryMemory> parse_memory(std::string_view text) {
  json::Document document = TRY(json::Document::parse(text, {.max_bytes = 16u << 20, .max_depth = 10}));
  if (document["form"].integer() != kForm) return Error{Code::kCorrupt, "memory of a repository: another form"};
  RegistryMemory out;
  out.repository = document["repository"].string();
  out.tags_known = document["tags"].is_array();
  document["tags"].each([&](json::View tag) {
    if (image::is_tag(tag.string()) && out.tags.size() < image::kMaxTags) out.tags.emplace_back(tag.string());
  });
  out.tags_cut = document["tags_cut"].boolean();
  out.tags_etag = document["tags_etag"].string();
  document["targets"].each_member([&](std::string_view tag, json::View target) {
    model::Digest digest = digest_of(target["digest"].string());
    if (!digest.empty() && image::is_tag(tag) && out.targets.size() < kMostRemembered)
      out.targets[std::string(tag)] = {std::move(digest), std::string(target["etag"].string())};
  });
  document["manifests"].each_member([&](std::string_view key, json::View view) {
    model::Digest digest = digest_of(key);
    ManifestFacts manifest = read_manifest(view);
    bool whole = !manifest.config.empty() || !manifest.platforms.empty();
    if (!digest.empty() && whole && out.manifests.size() < kMostRemembered) out.manifests.emplace(std::move(digest), std::move(manifest));
  });
  return out;
}

std::string memory_path(const std::string& cache_directory, const std::string& repository) {
  return cache_directory + "/update/registry/" + base::sha256_hex(repository) + ".json";
}

}  // namespace batten::update
