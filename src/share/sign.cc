// SPDX-License-Identifier: Apache-2.0
#include "share/sign.h"

#include "base/base64.h"
#include "base/format.h"
#include "base/hash.h"
#include "image/registry_upload.h"
#include "share/simple_signing.h"

namespace batten::share {
namespace {

constexpr std::uint64_t kMaxPayloadBytes = 64 << 10;

// None where there is no such tag.
Result<std::vector<SignatureLayer>> signatures_of(image::RegistryClient& client, const model::Digest& digest) {
  auto manifest = client.manifest(signature_tag(digest));
  if (!manifest && manifest.error().code == Code::kNotFound) return std::vector<SignatureLayer>();
  return signature_layers(TRY(std::move(manifest)).bytes);
}

// Is this a signature of that key under a payload about that manifest? What is signed by others, and may be anything, is no error.
bool is_signature(image::RegistryClient& client, const SignatureLayer& layer, const model::Digest& digest, const PublicKey& key) {
  auto payload = client.blob(layer.payload, kMaxPayloadBytes);
  auto signature = base::unbase64(layer.signature);
  if (!payload || !signature || !key.verifies(*payload, *signature)) return false;
  auto about = digest_in_payload(*payload);
  return about && *about == digest;
}

}  // namespace

Result<void> sign_manifest(image::RegistryClient& client, const model::Reference& reference, const model::Digest& digest,
                           const PrivateKey& key) {
  std::vector<SignatureLayer> layers = TRY(signatures_of(client, digest));
  PublicKey own = key.public_key();
  for (const SignatureLayer& layer : layers) {
    if (is_signature(client, layer, digest, own)) return {};
  }
  std::string payload = signing_payload(reference.registry + "/" + reference.repository, digest);
  std::string signature = TRY(key.sign(payload));
  layers.push_back({model::Digest::of_sha256_hex(base::sha256_hex(payload)), payload.size(), base::base64(signature)});
  SignatureManifest manifest = signature_manifest(layers);
  image::RegistryUpload upload(client);
  (void)TRY(upload.put_blob(layers.back().payload, payload));
  (void)TRY(upload.put_blob(model::Digest::of_sha256_hex(base::sha256_hex(manifest.config)), manifest.config));
  return upload.put_manifest(signature_tag(digest), kSignatureManifestType, manifest.bytes);
}

Result<void> check_signature(image::RegistryClient& client, const model::Digest& digest, const PublicKey& key) {
  std::vector<SignatureLayer> layers = TRY(signatures_of(client, digest));
  for (const SignatureLayer& layer : layers) {
    if (is_signature(client, layer, digest, key)) return {};
  }
  return Error{Code::kDenied, layers.empty() ? format("{} is not signed", digest.text())
                                             : format("none of the {} signatures of {} is of the key {}", layers.size(), digest.text(),
                                                      key.fingerprint())};
}

}  // namespace batten::share
