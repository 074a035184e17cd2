// SPDX-License-Identifier: Apache-2.0
#include "share/simple_signing.h"

#include "base/hash.h"
#include "base/json.h"

namespace batten::share {
namespace {

constexpr std::string_view kPayloadType = "application/vnd.dev.cosign.simplesigning.v1+json";
constexpr std::string_view kConfigType = "application/vnd.oci.image.config.v1+json";
constexpr std::string_view kSignatureName = "dev.cosignproject.cosign/signature";
constexpr std::string_view kPurpose = "cosign container image signature";
constexpr std::size_t kMaxSignatures = 100;
constexpr json::Limits kLimits{.max_bytes = 4u << 20, .max_depth = 20};

}  // namespace

std::string signature_tag(const model::Digest& digest) { return "sha256-" + std::string(digest.hex()) + ".sig"; }

std::string signing_payload(std::string_view repository, const model::Digest& digest) {
  json::Writer out(0);
  out.begin_object().key("critical").begin_object();
  out.key("identity").begin_object().member("docker-reference", repository).end_object();
  out.key("image").begin_object().member("docker-manifest-digest", digest.text()).end_object();
  out.member("type", kPurpose).end_object();
  out.key("optional").null().end_object();
  return out.take();
}

Result<model::Digest> digest_in_payload(std::string_view payload) {
  json::Document document = TRY_IN("signed payload", json::Document::parse(payload, kLimits));
  json::View critical = document["critical"];
  if (critical["type"].string() != kPurpose) return Error{Code::kCorrupt, "signed payload: not about an image"};
  return TRY_IN("signed payload", model::Digest::parse(critical["image"]["docker-manifest-digest"].string()));
}

SignatureManifest signature_manifest(const std::vector<SignatureLayer>& layers) {
  SignatureManifest out;
  json::Writer config(0);
  config.begin_object().member("architecture", "").member("created", "0001-01-01T00:00:00Z").member("os", "");
  config.key("config").begin_object().end_object();
  config.key("rootfs").begin_object().member("type", "layers").key("diff_ids").begin_array();
  for (const SignatureLayer& layer : layers) config.value(layer.payload.text());
  config.end_array().end_object().end_object();
  out.config = config.take();

  json::Writer manifest(0);
  manifest.begin_object().member("schemaVersion", 2).member("mediaType", kSignatureManifestType);
  manifest.key("config").begin_object().member("mediaType", kConfigType);
  manifest.member("size", static_cast<std::uint64_t>(out.config.size()));
  manifest.member("digest", "sha256:" + base::sha256_hex(out.config)).end_object();
  manifest.key("layers").begin_array();
  for (const SignatureLayer& layer : layers) {
    manifest.begin_object().member("mediaType", kPayloadType).member("size", layer.payload_bytes).member("digest", layer.payload.text());
    manifest.key("annotations").begin_object().member(kSignatureName, layer.signature).end_object().end_object();
  }
  manifest.end_array().end_object();
  out.bytes = manifest.take();
  return out;
}

Result<std::vector<SignatureLayer>> signature_layers(std::string_view manifest) {
  json::Document document = TRY_IN("signatures", json::Document::parse(manifest, kLimits));
  std::vector<SignatureLayer> out;
  for (json::View item : document["layers"].elements()) {
    std::string_view signature = item["annotations"][kSignatureName].string();
    if (item["mediaType"].string() != kPayloadType || signature.empty() || out.size() >= kMaxSignatures) continue;
    std::int64_t size = item["size"].integer().value_or(0);
    out.push_back({TRY_IN("signatures", model::Digest::parse(item["digest"].string())),
                   size > 0 ? static_cast<std::uint64_t>(size) : std::uint64_t{0}, std::string(signature)});
  }
  return out;
}

}  // namespace batten::share
