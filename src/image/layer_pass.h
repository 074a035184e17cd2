// SPDX-License-Identifier: Apache-2.0
//
// One pass over the tar stream of a layer: the stored bytes are hashed while they are inflated, the inflated bytes are hashed
// while the tar entries go by, claimed files are handed to the visitor. Nothing is written, nothing larger than one claimed file is held.
// Runs in the worker.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "archive/byte_source.h"
#include "archive/tar.h"
#include "base/note.h"
#include "base/result.h"
#include "image/parser.h"
#include "model/facts.h"

namespace batten::image {

inline constexpr std::size_t kHeadBytes = 8 << 10;

// A regular file as it passes by.
struct FileShown {
  std::string_view path;
  std::uint32_t mode = 0;  // permission bits
  std::uint64_t size_bytes = 0;
};

// What is wanted of an executable file.
struct WantedByHead {
  std::uint64_t bytes = 0;    // the longest content; 0: not interested
  std::string_view left_out;  // what is not looked for in it although it might be there; empty: nothing
};

// Who wants which files. The packages room stands behind it; this room does not know it.
class LayerVisitor {
 public:
  virtual ~LayerVisitor() = default;
  // The longest content that is wanted of the file of that name; 0: not interested, as far as its name tells.
  virtual std::uint64_t wanted(std::string_view path) = 0;
  // The same by how the content begins: its first kHeadBytes, fewer only when it is shorter. Asked of executable files.
  virtual WantedByHead wanted_by_head([[maybe_unused]] const FileShown& file, [[maybe_unused]] std::string_view head) { return {}; }
  // Could a file of that name be wanted for its head?
  virtual bool may_be_wanted([[maybe_unused]] std::string_view path) { return false; }
  // One wanted file. Adds to facts and notes what was found.
  virtual void file(const FileShown& file, std::string_view content, model::FileFacts& facts, base::Notes& notes) = 0;
  // Is the file of that name to be handed over as a stream, because it may be larger than what should be held?
  virtual bool wants_stream([[maybe_unused]] std::string_view path) { return false; }
  virtual void stream([[maybe_unused]] const FileShown& file, [[maybe_unused]] archive::ByteSource& content,
                      [[maybe_unused]] model::FileFacts& facts, [[maybe_unused]] base::Notes& notes) {}
  // Is the content of every file to be shown, wanted or not? Then for each: its beginning, its bytes as they go by, its end.
  virtual bool sees_everything() { return false; }
  virtual void content_begins([[maybe_unused]] const FileShown& file) {}
  virtual void content([[maybe_unused]] std::string_view bytes) {}
  virtual void content_ends([[maybe_unused]] model::LayerFacts& facts, [[maybe_unused]] base::Notes& notes) {}
};

struct LayerPassOptions {
  const std::vector<Alias>* aliases = nullptr;
  archive::InflateLimits inflate;
  archive::TarLimits tar;
  std::size_t max_notes = 200;
  // Inflate in a thread of its own. Off for streams inside another stream.
  bool threaded = true;
  // Keep the names of the files that packages own; else only their number.
  bool with_files = false;
};

// Whiteouts and opaque directories as the OCI image-spec (layer.md) writes them. Names that leave the root are notes, not entries.
// corrupt / limit when the stream as a whole can't be read to its end: then nothing of the layer counts.
Result<model::LayerFacts> read_layer(archive::ByteSource& stored, LayerVisitor& visitor, const LayerPassOptions& options,
                                     const std::function<void(std::uint64_t)>& tick);

}  // namespace batten::image
