// SPDX-License-Identifier: Apache-2.0
//
// Reads the JSON documents of an image: OCI image manifest, index and configuration (image-spec 1.1), Docker schema 2
// manifest and manifest list, and the manifest.json of `docker save`. Called in the worker; also by tests and fuzzers.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "image/parser.h"
#include "model/image.h"

namespace batten::image {

// Raise it whenever the result for the same bytes changes: results are kept in the layer cache.
inline constexpr int kDocumentsRevision = 1;

// At most so many layers, manifests of an index, history lines, environment entries.
inline constexpr std::size_t kMaxListed = 4096;

// corrupt "manifest: layers[3]: digest: not a sha256 digest", unsupported for schema 1.
Result<model::Manifest> parse_manifest(std::string_view json);
Result<model::ImageConfig> parse_config(std::string_view json);
Result<std::vector<DockerArchiveEntry>> parse_docker_manifest(std::string_view json);

// The history line of each layer; empty strings when the history does not fit the layers.
std::vector<std::string> layer_history(const model::ImageConfig& config);

}  // namespace batten::image
