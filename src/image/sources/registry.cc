// SPDX-License-Identifier: Apache-2.0
//
// An image in a registry.
#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "image/platform.h"
#include "image/registry_client.h"
#include "image/source.h"
#include "model/reference.h"

namespace batten::image::sources {
namespace {

constexpr std::uint64_t kMaxConfigBytes = 8u << 20;

bool claims(std::string_view reference, const SourceOptions&) { return model::parse_reference(reference).has_value(); }

// The manifest of the image, through indexes.
Result<model::Manifest> image_manifest(RegistryClient& client, const model::Reference& reference, const SourceOptions& options,
                                       Parser& parser, model::SourceInfo& source) {
  RegistryManifest bytes = TRY(client.manifest(reference.target()));
  for (int depth = 0;; ++depth) {
    model::Manifest manifest = TRY(parser.manifest(bytes.bytes));
    source.manifest_digest = bytes.digest;
    if (!manifest.is_index) return manifest;
    if (source.index_digest.empty()) source.index_digest = bytes.digest;
    if (depth == 4) return Error{Code::kLimit, "index: nested deeper than 4"};
    model::Descriptor chosen = TRY(choose_platform(manifest, options.platform));
    bytes = TRY(client.manifest(chosen.digest.text()));
  }
}

LayerHandle layer_handle(const std::string& base_url, const model::Reference& reference, RegistryOptions options,
                         const model::Descriptor& blob) {
  LayerHandle handle;
  handle.blob_digest = blob.digest;
  handle.size_bytes = blob.size_bytes;
  handle.open = [base_url, reference, options, digest = blob.digest]() -> Result<LayerInput> {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return base::errno_error("pipe", errno);
    LayerInput input;
    input.fd = base::Fd(ends[0]);
    (void)::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    auto write_end = std::make_shared<base::Fd>(ends[1]);
    // A client of its own: layers are fetched side by side.
    auto client = std::make_shared<RegistryClient>(base_url, reference, options);
    input.feed = [client, write_end, digest]() -> Result<void> {
      Result<void> done = client->stream_blob(digest, [&](std::string_view bytes) { return base::write_all(write_end->get(), bytes); });
      write_end->reset();
      return done;
    };
    return input;
  };
  return handle;
}

Result<OpenedImage> open_at(const std::string& base_url, const model::Reference& reference, const SourceOptions& options, Parser& parser) {
  RegistryOptions how{options.allow_plain_http, options.skip_tls_verify};
  RegistryClient client(base_url, reference, how);
  OpenedImage out;
  model::Manifest manifest = TRY(image_manifest(client, reference, options, parser, out.source));
  out.source.kind = "registry";
  out.source.name = reference.text();
  out.source.config_digest = manifest.config.digest;
  out.annotations = manifest.annotations;
  out.attached_vex = registry_attachments(base_url, reference, how, {out.source.manifest_digest, out.source.index_digest});
  out.config = TRY(parser.config(TRY(client.blob(manifest.config.digest, kMaxConfigBytes))));
  if (out.config.diff_ids.size() != manifest.layers.size()) {
    return Error{Code::kCorrupt,
                 format("the manifest has {} layers, the configuration {}", manifest.layers.size(), out.config.diff_ids.size())};
  }
  for (std::size_t i = 0; i < manifest.layers.size(); ++i) {
    LayerHandle handle = layer_handle(base_url, reference, how, manifest.layers[i]);
    handle.diff_id = out.config.diff_ids[i];
    out.layers.push_back(std::move(handle));
  }
  return out;
}

Result<OpenedImage> open(std::string_view text, const SourceOptions& options, Parser& parser) {
  model::Reference reference = TRY(model::parse_reference(text));
  std::vector<std::string> endpoints = TRY(registry_endpoints(reference.registry, {options.allow_plain_http, options.skip_tls_verify}));
  std::optional<Error> first;
  for (const std::string& base_url : endpoints) {
    Result<OpenedImage> image = open_at(base_url, reference, options, parser);
    if (image) return image;
    // The first endpoint that answered at all explains best.
    bool unreachable = image.error().code == Code::kUnavailable || image.error().code == Code::kTimeout;
    if (!first || (first->code == Code::kUnavailable && !unreachable)) first = image.error();
    if (!unreachable && base_url != endpoints.back() && image.error().code != Code::kNotFound) break;
  }
  return base::in_context(reference.text(), *first);
}

constexpr SourceExample kExamples[] = {
    {"ubuntu:22.04", true}, {"localhost:5000/app", true}, {"/etc/passwd", false}, {"Not A Reference", false}};

}  // namespace

extern constinit const Source registry;
constinit const Source registry{
    .name = "registry",
    .summary = "an image in a registry",
    .order = 70,
    .claims = claims,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::image::sources
