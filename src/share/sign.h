// SPDX-License-Identifier: Apache-2.0
//
// Signatures of a manifest in its registry, see simple_signing.h.
#pragma once

#include "base/result.h"
#include "image/registry_client.h"
#include "model/reference.h"
#include "share/keys.h"

namespace batten::share {

// Adds a signature to those that are there; nothing to do where one of that key is.
Result<void> sign_manifest(image::RegistryClient& client, const model::Reference& reference, const model::Digest& digest,
                           const PrivateKey& key);
// denied: nobody signed it, or not with that key.
Result<void> check_signature(image::RegistryClient& client, const model::Digest& digest, const PublicKey& key);

}  // namespace batten::share
