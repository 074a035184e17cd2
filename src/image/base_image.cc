// SPDX-License-Identifier: Apache-2.0
#include "image/base_image.h"

#include <algorithm>
#include <ranges>

#include "base/format.h"
#include "base/text.h"
#include "engine/client.h"
#include "image/base_history.h"
#include "model/reference.h"

namespace batten::image {
namespace {

using base::Note;
using model::BaseEvidence;
using model::BaseImage;
using model::Digest;

constexpr const char* kBaseName = "org.opencontainers.image.base.name";
constexpr const char* kBaseDigest = "org.opencontainers.image.base.digest";
constexpr std::size_t kMostEngineImages = 500, kMaxName = 500;
constexpr std::string_view kPublicRegistries[] = {"docker.io",
                                                  "ghcr.io",
                                                  "quay.io",
                                                  "gcr.io",
                                                  "mcr.microsoft.com",
                                                  "public.ecr.aws",
                                                  "registry.k8s.io",
                                                  "registry.gitlab.com",
                                                  "registry.access.redhat.com",
                                                  "registry.fedoraproject.org",
                                                  "registry.opensuse.org",
                                                  "registry.suse.com",
                                                  "cgr.dev"};

bool lowest_of(const std::vector<Digest>& layers, const std::vector<Digest>& base) {
  return !base.empty() && base.size() <= layers.size() && std::equal(base.begin(), base.end(), layers.begin()) &&
         std::ranges::none_of(base, &Digest::empty);
}

Result<BaseImage> base_given(const BaseQuery& query, const SourceOptions& options, Parser& parser) {
  OpenedImage opened = TRY_IN("--base", open_image(query.given, options, parser));
  std::vector<Digest> layers = layer_digests(opened);
  if (lowest_of(query.layers, layers))
    return BaseImage{query.given, opened.source.manifest_digest, layers.size(), BaseEvidence::kGiven, {}};
  std::string why = "it has no layers";
  auto [ours, theirs] = std::ranges::mismatch(query.layers, layers);
  if (!layers.empty() && theirs == layers.end()) {
    why = "its layers have no digests";
  } else if (!layers.empty() && ours == query.layers.end()) {
    why = format("it has {} layers, the image only {}", layers.size(), query.layers.size());
  } else if (!layers.empty()) {
    why = format("layer {} is {} in it and {} in the image", theirs - layers.begin() + 1, theirs->short_text(),
                 ours->empty() ? "none" : ours->short_text());
  }
  return Error{Code::kInvalidArgument, format("--base {}: the image is not built from that: {}", base::printable(query.given), why)};
}

// What an image says of its own base.
struct NamedBase {
  std::string name;
  Digest digest;
  BaseEvidence evidence = BaseEvidence::kAnnotation;
};

std::optional<NamedBase> base_named(const BaseQuery& query) {
  for (auto [from, evidence] : {std::pair(&query.annotations, BaseEvidence::kAnnotation), {&query.config.labels, BaseEvidence::kLabel}}) {
    auto name = from->find(kBaseName), digest = from->find(kBaseDigest);
    if (name == from->end() || name->second.empty() || name->second.size() > kMaxName) continue;
    NamedBase out{name->second, {}, evidence};
    if (digest != from->end()) out.digest = Digest::parse(digest->second).value_or(Digest());
    return out;
  }
  return std::nullopt;
}

bool may_be_asked(const std::string& registry, const model::SourceInfo& source) {
  if (std::ranges::find(kPublicRegistries, registry) != std::end(kPublicRegistries)) return true;
  if (source.kind != "registry") return false;
  auto own = model::parse_reference(source.name);
  return own && own->registry == registry;
}

Result<BaseImage> ask_registry(const NamedBase& named, const BaseQuery& query, const SourceOptions& options, Parser& parser) {
  model::Reference reference = TRY(model::parse_reference(named.name));
  if (!may_be_asked(reference.registry, query.source)) {
    return Error{Code::kDenied, format("{} is neither the image's own registry nor a well-known one", reference.registry)};
  }
  if (query.offline) return Error{Code::kUnavailable, "offline"};
  if (!named.digest.empty()) reference.digest = named.digest;
  OpenedImage opened = TRY(open_image("registry:" + reference.text(), options, parser));
  std::vector<Digest> layers = layer_digests(opened);
  if (!lowest_of(query.layers, layers)) return Error{Code::kConflict, "the layers that it has there are not the lowest ones here"};
  return BaseImage{named.name, opened.source.manifest_digest, layers.size(), named.evidence, {}};
}

std::string engine_name(const engine::EngineImage& image) {
  auto tag = std::ranges::find_if(image.repo_tags, [](const std::string& name) { return !name.starts_with("<none>"); });
  return tag == image.repo_tags.end() ? "" : *tag;
}

Digest digest_of(const engine::EngineImage& image) {
  for (const std::string& text : image.repo_digests) {
    if (auto digest = Digest::parse(std::string_view(text).substr(text.rfind('@') + 1))) return *digest;
  }
  return {};
}

// The named image of the engine with the most layers that are the lowest ones here and not all of the image. One without a name is a step
// of a build, as the classic builder leaves them.
std::optional<BaseImage> base_in_engine(const BaseQuery& query, const SourceOptions& options, base::Notes& notes) {
  auto client = engine::Client::connect(options.docker_host, 10'000);
  auto images = client ? client->images() : Result<std::vector<engine::EngineImage>>(client.error());
  if (!images) return std::nullopt;
  // A container has a layer more than its image.
  std::size_t all = query.config.diff_ids.empty() ? query.layers.size() : query.config.diff_ids.size();
  std::optional<BaseImage> best;
  std::size_t asked = 0;
  for (const engine::EngineImage& listed : *images) {
    std::string name = engine_name(listed);
    if (listed.id.empty() || name.empty() || listed.id == query.source.config_digest) continue;
    if (++asked > kMostEngineImages) {
      notes.push_back({Note::Kind::kInfo, "base image", format("only the first {} images of the engine were compared", kMostEngineImages),
                       "--base names it"});
      break;
    }
    auto image = client->image(listed.id.text());
    if (!image || image->diff_ids.size() >= all || (best && best->layers >= image->diff_ids.size())) continue;
    if (!lowest_of(query.layers, image->diff_ids)) continue;
    best = BaseImage{std::move(name), digest_of(*image), image->diff_ids.size(), BaseEvidence::kEngine, {}};
  }
  return best;
}

}  // namespace

std::vector<Digest> layer_digests(const OpenedImage& image) {
  if (!image.config.diff_ids.empty()) return image.config.diff_ids;
  if (image.inventory) return image.inventory->layers;
  std::vector<Digest> out;
  for (const LayerHandle& layer : image.layers) out.push_back(layer.diff_id);
  return out;
}

Result<FoundBase> find_base(const BaseQuery& query, const SourceOptions& given_options, Parser& parser) {
  FoundBase out;
  SourceOptions options = given_options;
  options.progress = nullptr;
  if (options.platform.arch.empty() && !query.config.platform.arch.empty()) options.platform = query.config.platform;
  if (!query.given.empty()) {
    out.base = TRY(base_given(query, options, parser));
    return out;
  }
  if (query.layers.size() < 2) return out;
  std::optional<NamedBase> named = base_named(query);
  if (named) {
    Result<BaseImage> base = ask_registry(*named, query, options, parser);
    if (base) {
      out.base = *std::move(base);
    } else {
      out.notes.push_back(
          {Note::Kind::kInfo, "base image",
           format("{} is named as the base and could not be compared: {}", base::printable(named->name), base.error().message),
           "--base asks any registry"});
    }
  }
  // A label is inherited by whoever builds upon the image that has it, so a nearer base may be here.
  if (!out.base || out.base->evidence == BaseEvidence::kLabel) {
    std::optional<BaseImage> local = base_in_engine(query, options, out.notes);
    if (local && (!out.base || local->layers > out.base->layers)) out.base = std::move(local);
  }
  if (out.base) return out;
  if (std::size_t layers = guess_base_layers(query.config); layers > 0 && layers < query.layers.size()) {
    bool annotated = named && named->evidence == BaseEvidence::kAnnotation;
    out.base =
        BaseImage{annotated ? base::printable(named->name) : "", annotated ? named->digest : Digest(), layers, BaseEvidence::kHistory, {}};
  }
  return out;
}

}  // namespace batten::image
