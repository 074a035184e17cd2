// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"
#include "http/client.h"
#include "update/inventory.h"

namespace batten::update {
namespace {

std::string own_container() {
  for (const char* path : {"/proc/self/cgroup", "/proc/self/mountinfo"}) {
    auto text = base::read_file(path, 4u << 20);
    std::string id = text ? container_in(*text) : std::string();
    if (!id.empty()) return id;
  }
  return "";
}

}  // namespace

Result<Inventory> read_inventory(engine::Client& engine) {
  EngineFacts facts;
  facts.own_container = own_container();
  for (const engine::EngineContainer& listed : TRY(engine.containers(true))) {
    Result<std::string> inspected = engine.answer("/containers/" + http::percent_encode(listed.id) + "/json", "container");
    if (!inspected && inspected.error().code == Code::kNotFound) continue;
    EngineContainerFacts container = TRY(parse_container_facts(TRY(std::move(inspected))));
    const model::Digest& image = container.image_id;
    if (!image.empty() && !facts.images.contains(image)) {
      auto answer = engine.answer("/images/" + http::percent_encode(image.text()) + "/json", "image");
      auto parsed = answer ? parse_image_facts(*answer) : Result<EngineImageFacts>(answer.error());
      if (parsed) facts.images.emplace(image, std::move(*parsed));
    }
    facts.containers.push_back(std::move(container));
  }
  // Only a manager knows them, and one that is none says 503.
  if (auto services = engine.answer("/services", "services")) {
    if (auto parsed = parse_swarm_services(*services)) facts.services = std::move(*parsed);
  }
  return subjects_of(facts);
}

}  // namespace batten::update
