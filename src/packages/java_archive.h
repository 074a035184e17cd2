// SPDX-License-Identifier: Apache-2.0
//
// A Java archive as a stream: the packages that it is and holds, and those of the archives in it, to any depth within limits. Archives
// in archives are read from the stream of their member; nothing is unpacked or held.
#pragma once

#include <string_view>

#include "archive/byte_source.h"
#include "base/note.h"
#include "base/result.h"
#include "model/facts.h"
#include "packages/java_fingerprints.h"

namespace batten::packages {

// Endings of the names of Java archives, with their dot.
bool is_java_archive(std::string_view name);

// Adds the packages to facts. corrupt when the file as a whole is no zip; what else could not be read, or is not to be relied on, is a
// note with the place "path!/inner". known: libraries that are recognised by their classes.
Result<void> read_java_archive(std::string_view path, archive::ByteSource& content, model::FileFacts& facts, base::Notes& notes,
                               const FingerprintTable& known = FingerprintTable::built_in());

}  // namespace batten::packages
