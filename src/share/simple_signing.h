// SPDX-License-Identifier: Apache-2.0
//
// Signatures of a manifest as cosign keeps them in a registry (its SIGNATURE_SPEC.md): under the tag sha256-<hex>.sig stands an image whose
// layers are "simple signing" payloads that name the manifest's digest, each with its signature in an annotation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/digest.h"

namespace batten::share {

inline constexpr std::string_view kSignatureManifestType = "application/vnd.oci.image.manifest.v1+json";

// "sha256-0123....sig"
std::string signature_tag(const model::Digest& digest);

// What is signed. repository: "registry.example/db", for people.
std::string signing_payload(std::string_view repository, const model::Digest& digest);
// The manifest that a payload is about: corrupt when it is none.
Result<model::Digest> digest_in_payload(std::string_view payload);

struct SignatureLayer {
  model::Digest payload;
  std::uint64_t payload_bytes = 0;
  std::string signature;  // as it stands in the annotation: base64
};

struct SignatureManifest {
  std::string bytes, config;
};
// The image with these layers, and its configuration, which is a blob of its own.
SignatureManifest signature_manifest(const std::vector<SignatureLayer>& layers);
// The layers that are simple signing payloads with a signature, at most 100.
Result<std::vector<SignatureLayer>> signature_layers(std::string_view manifest);

}  // namespace batten::share
