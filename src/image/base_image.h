// SPDX-License-Identifier: Apache-2.0
//
// Which of an image's layers are its base image's. Best evidence first: what the user names; what the manifest's annotations or the
// configuration's labels name (org.opencontainers.image.base.name and .base.digest, image-spec "Pre-Defined Annotation Keys"), asked for
// in its registry; images of the local engine; the history. Except by the last, layers are compared: those of a base are the lowest ones.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "image/source.h"
#include "model/base_image.h"

namespace batten::image {

struct BaseQuery {
  const model::SourceInfo& source;
  const model::ImageConfig& config;
  const std::map<std::string, std::string>& annotations;  // of the manifest
  std::vector<model::Digest> layers;                      // diff IDs, bottom first; empty for one that has none
  std::string given;                                      // by the user; any reference that a scan takes
  bool offline = false;                                   // ask no registry for what nobody has named but the image
};

struct FoundBase {
  std::optional<model::BaseImage> base;
  base::Notes notes;  // what could not be asked, and why
};

// An error only about what is given: it is not there, or its layers are not the lowest of the image (invalid_argument). Of what the image
// itself names, only its own registry and well-known public ones are asked: an image must not be able to send us anywhere.
Result<FoundBase> find_base(const BaseQuery& query, const SourceOptions& options, Parser& parser);

// Of an image, or an SBOM that names them.
std::vector<model::Digest> layer_digests(const OpenedImage& image);

}  // namespace batten::image
