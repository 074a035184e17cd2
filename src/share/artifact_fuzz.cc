// SPDX-License-Identifier: Apache-2.0
//
// Manifests of databases and of signatures, and signed payloads.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "share/artifact.h"
#include "share/simple_signing.h"

int artifact_fuzz(const std::uint8_t* data, std::size_t size);

int artifact_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto feeds = batten::share::decode_artifact(text);
  // What was read is written so that it reads back.
  if (feeds && batten::share::decode_artifact(batten::share::encode_artifact(*feeds))->size() != feeds->size()) std::abort();
  (void)batten::share::signature_layers(text);
  (void)batten::share::digest_in_payload(text);
  return 0;
}
