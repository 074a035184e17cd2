// SPDX-License-Identifier: Apache-2.0
#include "image/layer_cache.h"

#include <filesystem>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "image/fields.h"

namespace batten::image {
namespace {

constexpr std::uint64_t kMaxEntryBytes = 512u << 20;

// Entries of other versions serve nobody who runs this version; they go when this version first writes.
void remove_other_versions(const std::string& layers_directory, const std::string& ours) {
  auto names = base::list_directory(layers_directory);
  if (!names) return;
  for (const std::string& name : *names) {
    std::error_code ignored;
    if (name != ours) std::filesystem::remove_all(layers_directory + "/" + name, ignored);
  }
}

std::string entry_name(const LayerHandle& layer, const std::string& variant) {
  std::string name = layer.cache_realm.empty() ? "tar" : layer.cache_realm;
  name += "-" + std::string(layer.diff_id.hex());
  if (!variant.empty()) name += "-" + base::sha256_hex(variant).substr(0, 16);
  return name;
}

}  // namespace

LayerCache::LayerCache(std::string directory, std::uint64_t analyser_revision) : directory_(std::move(directory)) {
  if (!directory_.empty()) directory_ += format("/layers/{}-{:016x}", kFactsVersion, analyser_revision);
}

std::optional<std::string> LayerCache::read(const std::string& name) const {
  constexpr std::size_t kHash = 64;
  if (directory_.empty()) return std::nullopt;
  auto bytes = base::read_file(directory_ + "/" + name, kMaxEntryBytes);
  if (!bytes || bytes->size() < kHash) return std::nullopt;
  if (base::sha256_hex(std::string_view(*bytes).substr(kHash)) != std::string_view(*bytes).substr(0, kHash)) return std::nullopt;
  bytes->erase(0, kHash);
  return *std::move(bytes);
}

void LayerCache::write(const std::string& name, std::string_view body) const {
  if (directory_.empty()) return;
  if (!base::is_directory(directory_)) {
    std::size_t slash = directory_.rfind('/');
    remove_other_versions(directory_.substr(0, slash), directory_.substr(slash + 1));
  }
  (void)base::write_file_atomic(directory_ + "/" + name, base::sha256_hex(body) + std::string(body));
}

std::optional<model::LayerFacts> LayerCache::find(const LayerHandle& layer, const std::string& variant) const {
  if (layer.diff_id.empty()) return std::nullopt;
  auto body = read(entry_name(layer, variant));
  if (!body) return std::nullopt;
  auto facts = decode<model::LayerFacts>("cache", *body);
  if (!facts) return std::nullopt;
  return *std::move(facts);
}

void LayerCache::keep(const LayerHandle& layer, const std::string& variant, const model::LayerFacts& facts) const {
  if (!directory_.empty() && !layer.diff_id.empty()) write(entry_name(layer, variant), encode(facts));
}

}  // namespace batten::image
