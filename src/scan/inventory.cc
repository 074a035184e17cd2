// SPDX-License-Identifier: Apache-2.0
#include "scan/inventory.h"

#include <memory>
#include <set>

#include "base/format.h"
#include "image/manifest_parse.h"
#include "image/squash.h"
#include "packages/claims.h"
#include "packages/purl.h"
#include "scan/catalog_visitor.h"
#include "scan/image_leaks.h"
#include "scan/layers.h"

namespace batten::scan {
namespace {

void append(base::Notes& to, const base::Notes& from) { to.insert(to.end(), from.begin(), from.end()); }

// Files behind links that lead from claimed names: their layers are read again under those names. extra: what a directory walk
// must also hand out.
void follow_links(const image::OpenedImage& image, LayersRead& layers, std::set<std::string>& extra, Session& session) {
  for (const image::LayerAliases& found : image::unresolved_links(layers.facts, exact_claims(), packages::claimed_alike)) {
    for (const image::Alias& alias : found.aliases) extra.insert(alias.path);
    Result<model::LayerFacts> again = read_layer_again(image.layers[found.layer_index], found.aliases, session.parser(), session.cache());
    if (again) {
      layers.facts[found.layer_index] = std::move(*again);
      continue;
    }
    for (const image::Alias& alias : found.aliases) {
      layers.notes.push_back({base::Note::Kind::kSkipped, alias.claimed_path,
                              format("leads to {}, which could not be read: {}", alias.path, again.error().message), ""});
    }
  }
}

std::vector<model::LayerInfo> layer_infos(const image::OpenedImage& image) {
  std::vector<std::string> history = image::layer_history(image.config);
  std::vector<model::LayerInfo> out;
  for (std::size_t i = 0; i < image.layers.size(); ++i) {
    bool described = i < history.size();
    out.push_back({image.layers[i].diff_id, described ? history[i] : image.layers[i].description});
  }
  return out;
}

}  // namespace

Result<Inventoried> take_inventory(std::string_view reference, const image::SourceOptions& given, Session& session) {
  auto extra = std::make_shared<std::set<std::string>>();
  image::SourceOptions options = given;
  options.progress = &session.progress();
  if (!session.wants_leaks()) {  // else all files are read
    options.claimed = [extra](std::string_view path) { return packages::wanted_bytes(path) > 0 || extra->contains(std::string(path)); };
    options.claimed_by_head = packages::begins_as_program;
    options.may_hold_claims = [](std::string_view directory) { return packages::may_hold_claims(directory); };
  }
  options.exact_claims = exact_claims();

  // The image is found, its manifest and configuration are read, no layer is.
  image::OpenedImage image = TRY(image::open_image(reference, options, session.parser()));
  Inventoried out;
  out.source = image.source;
  out.config = image.config;
  out.annotations = image.annotations;
  out.attached_vex = image.attached_vex;
  out.layers = layer_infos(image);

  // An SBOM is its own inventory; everything else has layers. Now every layer's facts are known, or a note says why not.
  if (image.inventory) {
    out.inventory = std::move(*image.inventory);
    for (const model::Digest& layer : out.inventory.layers) out.layers.push_back({layer, ""});
  } else {
    LayersRead layers = TRY(read_layers(image, session.parser(), session.cache(), session.progress()));
    follow_links(image, layers, *extra, session);
    out.unread_layers = layers.unread;
    out.cached_layers = layers.from_cache;
    if (layers.unread > 0 && layers.unread == image.layers.size()) {
      return Error{Code::kCorrupt, format("no layer could be read; {}: {}", layers.notes.front().where, layers.notes.front().message)};
    }
    for (const model::LayerFacts& facts : layers.facts) out.files += facts.entry_count;
    out.leaks_searched = session.wants_leaks();
    if (session.wants_leaks()) out.leaks = image_leaks(layers.facts, out.layers, out.config, session.leak_key());
    // Merged: what a process in the container would see.
    out.inventory = image::squash(std::move(layers.facts));
    append(out.inventory.notes, layers.notes);
    for (const image::LayerHandle& layer : image.layers) {
      if (layer.feed_notes) append(out.inventory.notes, layer.feed_notes());
    }
  }
  append(out.inventory.notes, image.notes);
  append(out.inventory.notes, session.sandbox_notes());
  for (model::Package& package : out.inventory.packages) {
    if (package.purl.empty()) package.purl = packages::purl(package, out.inventory.distro);
  }
  return out;
}

}  // namespace batten::scan
