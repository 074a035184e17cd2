// SPDX-License-Identifier: Apache-2.0
//
// For tests: reads here what the worker would of a registry's documents.
#pragma once

#include "image/manifest_parse.h"
#include "image/parser.h"

namespace batten::image {

class DirectParser final : public Parser {
 public:
  Result<model::Manifest> manifest(std::string_view json) override { return parse_manifest(json); }
  Result<model::ImageConfig> config(std::string_view json) override { return parse_config(json); }
  Result<std::vector<DockerArchiveEntry>> docker_manifest(std::string_view) override { return unexpected(); }
  Result<ArchiveIndex> archive_index(int) override { return unexpected(); }
  Result<ArchiveContents> archive_contents(const LayerBytes&, const Tick&) override { return unexpected(); }
  Result<model::LayerFacts> layer(const LayerBytes&, const std::vector<Alias>&, const Tick&) override { return unexpected(); }
  Result<model::Inventory> sbom(std::string_view) override { return unexpected(); }

 private:
  static Error unexpected() { return {Code::kInternal, "not asked of a registry"}; }
};

}  // namespace batten::image
