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

// Hashes lie evenly, so one is found near the place that its size says; everywhere when somebody has made them uneven.
bool LayerTree::has(const Layer& layer, std::uint64_t path_hash) {
  const std::vector<std::uint64_t>& hashes = *layer.hashes;
  if (hashes.empty()) return false;
  auto guess = static_cast<std::size_t>(static_cast<double>(path_hash) / 0x1p64 * static_cast<double>(hashes.size() - 1));
  constexpr std::size_t kNear = 256;
  std::size_t from = guess > kNear ? guess - kNear : 0, to = std::min(guess + kNear, hashes.size());
  if (from > 0 && hashes[from] > path_hash) from = 0;
  if (to < hashes.size() && hashes[to] < path_hash) to = hashes.size();
  auto begin = hashes.begin();
  return std::binary_search(begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(std::min(to + 1, hashes.size())),
                            path_hash);
}

bool LayerTree::hidden(std::size_t layer, std::string_view path, std::size_t end) const {
  end = std::min(end, layers_.size());
  if (layer + 1 >= end || path.empty()) return false;
  // Files come directory by directory: what is above one was just looked at.
  std::string_view directory = base::parent_path(path);
  if (!last_.known || last_.layer != layer || last_.end != end || last_.directory != directory) {
    bool above = hidden(layer, directory, end);
    last_ = {.known = true, .hidden = above, .layer = layer, .end = end, .directory = std::string(directory)};
  }
  if (last_.hidden) return true;
  // Removed, replaced, or in a directory that was emptied.
  std::uint64_t hash = base::sha256_prefix(path);
  for (std::size_t above = layer + 1; above < end; ++above) {
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

std::optional<LayerTree::PlacedLink> LayerTree::link(std::string_view path) const {
  std::optional<std::size_t> layer = owner(path);
  if (!layer) return std::nullopt;
  auto at = layers_[*layer].links.find(path);
  if (at == layers_[*layer].links.end()) return std::nullopt;
  return PlacedLink{*layer, at->second};
}

bool LayerTree::above_has(std::size_t layer, std::string_view path) const {
  std::uint64_t hash = base::sha256_prefix(path);
  for (++layer; layer < layers_.size(); ++layer) {
    if (has(layers_[layer], hash)) return true;
  }
  return false;
}

std::optional<LayerTree::Place> LayerTree::resolve(std::string_view path) const {
  constexpr int kMaxLinks = 40;
  std::string done, rest(path);
  int followed = 0;
  while (!rest.empty()) {
    std::size_t slash = rest.find('/');
    std::string next = done.empty() ? rest.substr(0, slash) : done + "/" + rest.substr(0, slash);
    rest = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
    std::optional<PlacedLink> found = link(next);
    // A layer that has something below that name has made a directory of it.
    if (!found || (!rest.empty() && (found->link->hard || above_has(found->layer, next + "/" + rest)))) {
      done = std::move(next);
      continue;
    }
    const Layer& layer = layers_[found->layer];
    const model::Link* last = found->link;
    while (last->hard) {
      if (++followed > kMaxLinks) return std::nullopt;
      auto at = layer.links.find(last->target);
      if (at == layer.links.end()) {
        if (!has(layer, base::sha256_prefix(last->target))) return std::nullopt;
        return Place{found->layer, last->target};
      }
      last = at->second;
    }
    if (++followed > kMaxLinks) return std::nullopt;
    std::string target = base::link_target(next, last->target);
    if (!rest.empty()) target = target.empty() ? rest : target + "/" + rest;
    rest = std::move(target);
    done.clear();
    if (rest.size() > 16384) return std::nullopt;  // links that grow
  }
  std::optional<std::size_t> layer = owner(done);
  if (!layer) return std::nullopt;
  return Place{*layer, std::move(done)};
}

}  // namespace batten::image
