// SPDX-License-Identifier: Apache-2.0
//
// image::Parser that keeps what another one has read of an image's documents, by their bytes, in the layer cache. When the layers are there
// too, a scan needs no worker.
#pragma once

#include <functional>
#include <utility>

#include "image/layer_cache.h"
#include "image/parser.h"

namespace batten::image {

// Thread-safe where the other one is. Both must outlive it.
class CachedParser final : public Parser {
 public:
  CachedParser(Parser& parser, const LayerCache& cache) : parser_(parser), cache_(cache) {}
  // A configuration that may not be kept on disk, because a secret stands in it: asked before one is kept.
  void never_keep(std::function<bool(const model::ImageConfig&)> holds_secret) { holds_secret_ = std::move(holds_secret); }

  Result<model::Manifest> manifest(std::string_view json) override;
  Result<model::ImageConfig> config(std::string_view json) override;
  Result<std::vector<DockerArchiveEntry>> docker_manifest(std::string_view json) override;
  Result<ArchiveIndex> archive_index(int fd) override { return parser_.archive_index(fd); }
  Result<ArchiveContents> archive_contents(const LayerBytes& bytes, const Tick& tick) override {
    return parser_.archive_contents(bytes, tick);
  }
  Result<model::LayerFacts> layer(const LayerBytes& bytes, const std::vector<Alias>& aliases, const Tick& tick) override {
    return parser_.layer(bytes, aliases, tick);
  }
  bool with_files() const override { return parser_.with_files(); }
  std::string extra_search() const override { return parser_.extra_search(); }
  Result<model::Inventory> sbom(std::string_view text) override { return parser_.sbom(text); }

 private:
  template <typename T>
  Result<T> known_or_read(std::string_view kind, std::string_view json, Result<T> (Parser::*read)(std::string_view));

  Parser& parser_;
  const LayerCache& cache_;
  std::function<bool(const model::ImageConfig&)> holds_secret_;
};

}  // namespace batten::image
