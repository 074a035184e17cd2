// SPDX-License-Identifier: Apache-2.0
#include "image/engine_attachments.h"

#include "base/format.h"
#include "base/text.h"
#include "image/platform.h"

namespace batten::image {
namespace {

using base::Note;
using model::Digest;

// The image where it was pulled from.
struct Place {
  std::string base_url;
  model::Reference reference;
  Digest manifest, index;
};

struct Wanted {
  Digest id;
  model::Platform platform;
};

Result<Place> find_at(const std::string& base_url, const model::Reference& reference, const Wanted& wanted, const RegistryOptions& options,
                      Parser& parser) {
  Place out{base_url, reference, {}, {}};
  RegistryClient client(base_url, reference, options);
  RegistryManifest bytes = TRY(client.manifest(reference.target()));
  model::Manifest manifest = TRY(parser.manifest(bytes.bytes));
  if (manifest.is_index) {
    out.index = bytes.digest;
    bytes = TRY(client.manifest(TRY(choose_platform(manifest, wanted.platform)).digest.text()));
    manifest = TRY(parser.manifest(bytes.bytes));
  }
  out.manifest = bytes.digest;
  if (wanted.id != manifest.config.digest && wanted.id != out.manifest && wanted.id != out.index)
    return Error{Code::kConflict, "it is another image there"};
  return out;
}

Result<Place> find(const std::string& repo_digest, const Wanted& wanted, const RegistryOptions& options, Parser& parser) {
  model::Reference reference = TRY(model::parse_reference(repo_digest));
  if (reference.digest.empty()) return Error{Code::kInvalidArgument, "no digest"};
  std::optional<Error> last;
  for (const std::string& base_url : TRY(registry_endpoints(reference.registry, options))) {
    Result<Place> place = find_at(base_url, reference, wanted, options, parser);
    if (place) return place;
    if (!last) last = place.error();
  }
  return *last;
}

}  // namespace

AttachedVex engine_attachments(std::vector<std::string> repo_digests, Digest id, model::Platform platform, const RegistryOptions& options) {
  return [repo_digests = std::move(repo_digests), wanted = Wanted{std::move(id), std::move(platform)}, options](Parser& parser) {
    Attached out;
    for (const std::string& repo_digest : repo_digests) {
      Result<Place> place = find(repo_digest, wanted, options, parser);
      if (!place) {
        out.notes.push_back(
            {Note::Kind::kSkipped, base::printable(repo_digest), "could not be asked what is attached: " + place.error().message, ""});
        continue;
      }
      out = registry_attachments(place->base_url, place->reference, options, {place->manifest, place->index})(parser);
      out.manifest = place->manifest;
      out.index = place->index;
      return out;
    }
    if (repo_digests.empty())
      out.notes.push_back(
          {Note::Kind::kSkipped, "--vex attached", "the engine knows of no registry that has the image", "registry:NAME asks one"});
    return out;
  };
}

}  // namespace batten::image
