// SPDX-License-Identifier: Apache-2.0
//
// Archives that hold an image: an index of a tar that can be sought in, or one pass over a stream. Runs in the worker.
#pragma once

#include <functional>

#include "base/result.h"
#include "image/layer_pass.h"
#include "image/parser.h"

namespace batten::image {

// Members of an uncompressed tar, by hopping from header to header; contents are not read.
Result<ArchiveIndex> index_archive(int fd, std::uint64_t size_bytes);

// Every member of a stream, compressed or not: small JSON documents are kept, members that are layers are read as such.
Result<ArchiveContents> read_archive(archive::ByteSource& stored, LayerVisitor& visitor, bool with_files,
                                     const std::function<void(std::uint64_t)>& tick);

}  // namespace batten::image
