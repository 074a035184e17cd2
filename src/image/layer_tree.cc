// SPDX-License-Identifier: Apache-2.0
#include "image/layer_tree.h"

#include <algorithm>
#include <deque>

#include "base/hash.h"
#include "base/path.h"

namespace batten::image {

LayerTree::LayerTree(const std::vector<model::LayerFacts>& facts) {
  for (const model::LayerFacts& layer : facts) {
    Layer& out = layers_.emplace_back();
    out.whiteouts.insert(layer.whiteouts.begin(), layer.whiteouts.end());
    out.opaque.insert(layer.opaque_dirs.begin(), layer.opaque_dirs.end());
    for (const model::Link& link : layer.links) out.links[link.path] = &link;
    out.hashes = &layer.path_hashes;
  }
}

bool LayerTree::has(const Layer& layer, std::uint64_t path_hash) {
  return std::binary_search(layer.hashes->begin(), layer.hashes->end(), path_hash);
}

bool LayerTree::hidden(std::size_t layer, std::string_view path) const {
  if (layer + 1 >= layers_.size() || path.empty()) return false;
  // Files come directory by directory: what is above one was just looked at.
  std::string_view directory = base::parent_path(path);
  if (!last_.known || last_.layer != layer || last_.directory != directory) {
    bool above = hidden(layer, directory);
    last_ = {.known = true, .hidden = above, .layer = layer, .directory = std::string(directory)};
  }
  if (last_.hidden) return true;
  // Removed, replaced, or in a directory that was emptied.
  std::uint64_t hash = base::sha256_prefix(path);
  for (std::size_t above = layer + 1; above < layers_.size(); ++above) {
    const Layer& upper = layers_[above];
    if (has(upper, hash) || (!upper.whiteouts.empty() && upper.whiteouts.contains(path))) return true;
    if (!upper.opaque.empty() && upper.opaque.contains(directory)) return true;
  }
  return false;
}

std::optional<std::size_t> LayerTree::owner(std::string_view path) const {
  std::uint64_t hash = base::sha256_prefix(path);
  for (std::size_t layer = layers_.size(); layer > 0; --layer) {
    if (!has(layers_[layer - 1], hash)) continue;
    if (hidden(layer - 1, path)) return std::nullopt;
    return layer - 1;
  }
  return std::nullopt;
}

const model::Link* LayerTree::link(std::string_view path) const {
  std::optional<std::size_t> layer = owner(path);
  if (!layer) return nullptr;
  auto at = layers_[*layer].links.find(path);
  return at == layers_[*layer].links.end() ? nullptr : at->second;
}

std::optional<std::string> LayerTree::resolve(std::string_view path) const {
  constexpr int kMaxLinks = 40;
  std::string done, rest(path);
  int followed = 0;
  while (!rest.empty()) {
    std::size_t slash = rest.find('/');
    std::string next = done.empty() ? rest.substr(0, slash) : done + "/" + rest.substr(0, slash);
    rest = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
    const model::Link* found = link(next);
    if (found == nullptr || (found->hard && !rest.empty())) {
      done = std::move(next);
      continue;
    }
    if (++followed > kMaxLinks) return std::nullopt;
    std::string target = found->hard ? found->target : base::link_target(found->path, found->target);
    if (!rest.empty()) target = target.empty() ? rest : target + "/" + rest;
    rest = std::move(target);
    done.clear();
    if (rest.size() > 16384) return std::nullopt;  // links that grow
  }
  return done;
}

}  // namespace batten::image
