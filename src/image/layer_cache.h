// SPDX-License-Identifier: Apache-2.0
//
// Facts of layers once read, on disk: <cache>/layers/<version>/<realm>-<diff ID>. A layer's diff ID names its content, so an entry is good
// as long as the analysers are the same; their revision is in the directory's name. Any number of processes may read and write: entries are
// written beside and renamed, after the SHA-256 of their bytes. A broken entry is as good as none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "image/source.h"
#include "model/facts.h"

namespace batten::image {

class LayerCache {
 public:
  // directory empty: never finds, never keeps.
  LayerCache(std::string directory, std::uint64_t analyser_revision);

  std::optional<model::LayerFacts> find(const LayerHandle& layer, const std::string& variant) const;
  // Failing to write is no error: the next scan reads the layer again.
  void keep(const LayerHandle& layer, const std::string& variant, const model::LayerFacts& facts) const;

  // The bytes of an entry, whatever it is about.
  std::optional<std::string> read(const std::string& name) const;
  void write(const std::string& name, std::string_view body) const;

 private:
  std::string directory_;
};

}  // namespace batten::image
