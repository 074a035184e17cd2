// SPDX-License-Identifier: Apache-2.0
//
// An image that the local Docker engine (or Podman's service) holds, by name or id.
#include <string>

#include "engine/client.h"
#include "image/engine_image.h"
#include "image/source.h"

namespace batten::image::sources {
namespace {

// Only whether there is an engine to ask; whether it has the image is told by opening.
bool claims(std::string_view reference, const SourceOptions& options) {
  if (reference.empty() || reference.starts_with('/') || reference.starts_with('.')) return false;
  return engine::Client::connect(options.docker_host).has_value();
}

Result<OpenedImage> open(std::string_view reference, const SourceOptions& options, Parser& parser) {
  engine::Client client = TRY(engine::Client::connect(options.docker_host));
  engine::EngineImage image = TRY(client.image(reference));
  return open_engine_image(client, image, options, parser);
}

constexpr SourceExample kExamples[] = {{"/etc/passwd", false}, {"./image.tar", false}};

}  // namespace

extern constinit const Source docker;
constinit const Source docker{
    .name = "docker",
    .summary = "an image of the local engine, by name or id",
    .order = 50,
    .claims = claims,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::image::sources
