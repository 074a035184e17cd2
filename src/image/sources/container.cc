// SPDX-License-Identifier: Apache-2.0
//
// A container of the local engine, running or not: its image's layers and, on top, what it changed itself.
#include <algorithm>
#include <string>

#include "base/file.h"
#include "base/format.h"
#include "engine/client.h"
#include "image/engine_image.h"
#include "image/overlay.h"
#include "image/source.h"

namespace batten::image::sources {
namespace {

bool claims(std::string_view reference, const SourceOptions& options) {
  bool plain = !reference.empty() && reference.size() <= 200 &&
               std::all_of(reference.begin(), reference.end(),
                           [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-'; }) &&
               !reference.starts_with('.') && !reference.starts_with('-');
  return plain && engine::Client::connect(options.docker_host).has_value();
}

// The whole file system as one layer: where the engine's directories can't be read.
Result<OpenedImage> exported(const std::string& host, const engine::EngineContainer& container) {
  OpenedImage out;
  LayerHandle layer;
  layer.description = "container file system";
  layer.open = [host, id = container.id]() -> Result<LayerInput> {
    auto client = std::make_shared<engine::Client>(TRY(engine::Client::connect(host)));
    std::shared_ptr<StreamedExport> stream =
        TRY(StreamedExport::start([client, id](const auto& sink) { return client->export_container(id, sink); }));
    LayerInput input;
    input.fd = stream->take_read_end();
    input.feed = [stream] { return stream->wait(); };
    return input;
  };
  out.layers.push_back(std::move(layer));
  return out;
}

Result<OpenedImage> from_directories(engine::Client& client, const engine::EngineContainer& container, const SourceOptions& options,
                                     Parser& parser) {
  std::string upper = TRY(client.container_upper_dir(container.id));
  if (upper.empty()) return Error{Code::kUnsupported, "no overlay2 directories"};
  if (auto listed = base::list_directory(upper); !listed) return listed.error();
  engine::EngineImage image;
  image.id = container.image_id;
  engine::EngineInfo info = TRY(client.info());
  OpenedImage out;
  out.config = TRY(parser.config(TRY(overlay_config(info.root_dir, image.id))));
  out.layers = TRY(overlay_layers(info.root_dir, out.config.diff_ids, options));
  LayerHandle changes = tree_layer(upper, overlay_tree(info.root_dir, options));
  changes.description = "changes made in the container";
  out.layers.push_back(std::move(changes));
  return out;
}

Result<OpenedImage> open(std::string_view reference, const SourceOptions& options, Parser& parser) {
  engine::Client client = TRY(engine::Client::connect(options.docker_host));
  engine::EngineContainer container = TRY(client.container(reference));
  Result<OpenedImage> opened = from_directories(client, container, options, parser);
  if (!opened) {
    std::string why = opened.error().message;
    opened = TRY(exported(options.docker_host, container));
    opened->notes.push_back(
        {base::Note::Kind::kInfo, "engine", "the container was exported, its directories could not be read: " + why, ""});
  }
  opened->source.kind = "container";
  opened->source.name = container.name;
  opened->source.config_digest = container.image_id;
  opened->source.repo_tags = {container.image};
  return opened;
}

constexpr SourceExample kExamples[] = {{"localhost:5000/app:1", false}, {"./app", false}, {"-x", false}};

}  // namespace

extern constinit const Source container;
constinit const Source container{
    .name = "container",
    .summary = "a container of the local engine, by name or id, with its own changes",
    .order = 60,
    .claims = claims,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::image::sources
