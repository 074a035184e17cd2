// SPDX-License-Identifier: Apache-2.0
//
// Streams of a feed's pairs: what is refused leaves no file behind.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "advisory/temporary_directory.h"
#include "advisory/transfer.h"
#include "base/file.h"

int transfer_fuzz(const std::uint8_t* data, std::size_t size);

int transfer_fuzz(const std::uint8_t* data, std::size_t size) {
  static const batten::advisory::TemporaryDirectory directory;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto stream = batten::archive::memory_source(bytes, 7);
  auto done = batten::advisory::receive_feed(directory.path(), {.feed = "kev", .digest = "0", .bytes = size}, *stream,
                                             batten::base::silent_progress());
  // Nothing has "0" as its SHA-256.
  if (done || batten::base::is_regular_file(directory.path() + "/kev.mdb")) std::abort();
  return 0;
}
