// SPDX-License-Identifier: Apache-2.0
//
// An image out of an archive file that is already open: what `docker save` and `podman save` write.
#pragma once

#include <string_view>

#include "base/fd.h"
#include "base/result.h"
#include "image/source.h"

namespace batten::image {

// A docker-archive (manifest.json) in a seekable, uncompressed file. wanted: "name:tag" among several images in it; empty: the only
// one. Owns the file from here on. SourceInfo::kind is "docker-archive"; the caller may change it.
Result<OpenedImage> open_docker_archive_fd(base::Fd fd, std::string_view wanted, const SourceOptions& options, Parser& parser);

}  // namespace batten::image
