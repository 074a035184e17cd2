// SPDX-License-Identifier: Apache-2.0
//
// The OCI image layout (image-spec, image-layout.md): index.json and blobs by digest, in a directory or in a tar.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "image/archive_file.h"
#include "image/source.h"

namespace batten::image {

// Where the layout's files are.
class LayoutFiles {
 public:
  virtual ~LayoutFiles() = default;
  virtual Result<std::string> document(const std::string& name) = 0;
  virtual Result<LayerHandle> layer(const std::string& name) = 0;
};

// wanted: a tag (org.opencontainers.image.ref.name), a digest, or empty for the only image. SourceInfo::kind is "oci".
Result<OpenedImage> open_oci_layout(std::shared_ptr<LayoutFiles> files, std::string_view wanted, const SourceOptions& options,
                                    Parser& parser);

std::shared_ptr<LayoutFiles> directory_layout(const std::string& path);
std::shared_ptr<LayoutFiles> archive_layout(std::shared_ptr<ArchiveFile> archive);

// "path:tag" or "path@sha256:..": a path that exists as it stands has no tag.
struct PathAndTag {
  std::string path, tag;
};
PathAndTag split_path_and_tag(std::string_view reference);

}  // namespace batten::image
