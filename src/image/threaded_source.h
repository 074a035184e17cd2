// SPDX-License-Identifier: Apache-2.0
//
// Pulls another source in a thread of its own, a few chunks ahead: inflating goes on while the chunks before are hashed and walked.
#pragma once

#include <memory>

#include "archive/byte_source.h"

namespace batten::image {

// inner must outlive it and is used by the thread alone until the end or the destruction.
std::unique_ptr<archive::ByteSource> threaded_source(archive::ByteSource& inner);

}  // namespace batten::image
