// SPDX-License-Identifier: Apache-2.0
#include "scan/image_digest.h"

#include "base/format.h"
#include "engine/client.h"
#include "model/reference.h"

namespace batten::scan {
namespace {

Result<std::string> from_registry(const model::Reference& reference, const image::RegistryOptions& options) {
  Error last{Code::kUnavailable, "no registry to ask"};
  for (const std::string& endpoint : TRY(image::registry_endpoints(reference.registry, options))) {
    Result<image::RegistryManifest> manifest = image::RegistryClient(endpoint, reference, options).manifest(reference.target());
    if (manifest) return manifest->digest.text();
    last = manifest.error();
  }
  return last;
}

Result<std::string> from_engine(const std::string& text, const model::Reference& reference) {
  engine::Client client = TRY(engine::Client::connect({}, 10'000));
  engine::EngineImage image = TRY(client.image(text));
  for (const std::string& digest : image.repo_digests) {
    auto known = model::parse_reference(digest);
    if (known && known->registry == reference.registry && known->repository == reference.repository && !known->digest.empty())
      return known->digest.text();
  }
  return Error{Code::kNotFound, "the engine's image was made here or pulled from elsewhere: it has no digest of this registry"};
}

}  // namespace

Result<std::string> image_digest(const std::string& text, const image::RegistryOptions& options) {
  model::Reference reference = TRY(model::parse_reference(text));
  if (!reference.digest.empty()) return reference.digest.text();
  Result<std::string> registry = from_registry(reference, options);
  if (registry) return registry;
  Result<std::string> local = from_engine(text, reference);
  if (local) return local;
  return Error{registry.error().code,
               format("the digest of {} is not known: {}; {}", text, registry.error().message, local.error().message)};
}

}  // namespace batten::scan
