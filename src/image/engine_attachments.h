// SPDX-License-Identifier: Apache-2.0
//
// An image of the local engine has nothing attached to it there; the repositories that it was pulled from may have.
#pragma once

#include <string>
#include <vector>

#include "image/attachments.h"
#include "image/registry_client.h"
#include "model/digest.h"
#include "model/image.h"

namespace batten::image {

// repo_digests: "registry/repository@sha256:..." of manifests or indexes, as the engine says. The first whose registry answers and has the
// image (by its id, which is the digest of its configuration, manifest or index) is asked; the digests that it is known by there come back.
AttachedVex engine_attachments(std::vector<std::string> repo_digests, model::Digest id, model::Platform platform,
                               const RegistryOptions& options);

}  // namespace batten::image
