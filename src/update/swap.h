// SPDX-License-Identifier: Apache-2.0
//
// One container that takes another one's place: all that is needed to finish it or to take it back, as the journal has it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/client.h"
#include "update/container_copy.h"
#include "update/journal.h"
#include "update/settings.h"
#include "update/tag_move.h"

namespace batten::update {

struct Swap {
  std::string old_id;
  std::string name;       // of the service: the old one has it before, the new one after
  std::string new_name;   // of the new one until it takes the other; both have the operation's id in them, so that nobody has them
  std::string kept_name;  // of the old one while it is kept
  // The old one is started with --rm and is gone once it stops: a second one with its settings is kept ready by this name.
  std::string spare_name;
  ContainerCopy fresh;     // the new one
  ContainerCopy old_copy;  // the old one, should it be gone
  std::string platform;
  bool start_first = false;
  int drain_seconds = 0;  // start first: between the commit and the end of the old one
  int grace_seconds = 10;
  HealthSettings health;
  std::string new_digest, old_digest;  // of manifests; empty: not from a registry
  std::string repository, tag;         // what the new image is called when it is kept; empty: nothing
  std::optional<TagMove> tag_move;     // of an image that was built here: what `fresh` is started by

  bool needs_spare() const { return old_copy.auto_remove && !start_first; }
};

std::map<std::string, std::string> swap_to_values(const Swap& swap);
Result<Swap> swap_from_values(const std::map<std::string, std::string>& values);

// What the engine has now.
struct Standing {
  std::string id, name;
  bool running = false;  // or restarting
  bool ever_started = false;
};
// Nothing: there is none. By id or whole name.
Result<std::optional<Standing>> look_for(engine::Client& client, const std::string& id_or_name);

// Nothing happens when it has that name. conflict: somebody else's has it.
Result<void> ensure_name(engine::Client& client, const Standing& container, const std::string& name);
// The copy of a container with the image it has, by name where that name still means this image, or means it again when `moved` is put
// back.
Result<ContainerCopy> copy_with_same_image(engine::Client& client, std::string_view inspect,
                                           const std::map<std::string, std::string>& replaced = {},
                                           const std::optional<TagMove>& moved = {});
// Whether the engine tells a MAC address that was chosen from one that it gave (CopyRequest::says_chosen_mac).
bool says_chosen_mac(engine::Client& client);
// Created and put into all its networks; a part that fails takes the container away again.
Result<std::string> create_copy(engine::Client& client, const ContainerCopy& copy, const std::string& name, const std::string& platform);

// Removed, and known to be gone: an engine that removes one whose health check ends at that moment leaves it "dead", and has to be told
// again. None of that id or name: that is as good.
Result<void> remove_for_good(engine::Client& client, const std::string& id_or_name, bool with_anonymous_volumes);

}  // namespace batten::update
