// SPDX-License-Identifier: Apache-2.0
//
// A name of this engine that is to mean another image: one that was built here has no other way to be what a container is started by. As
// long as it is not sure, the name can be put back.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/client.h"

namespace batten::update {

struct TagMove {
  std::string repository, tag;  // "shop_web", "latest"
  std::string before, after;    // ids of images; before empty: the name was nobody's

  std::string name() const { return repository + ":" + tag; }
  TagMove inverse() const { return {.repository = repository, .tag = tag, .before = after, .after = before}; }
  bool operator==(const TagMove&) const = default;
};

struct NameAndTag {
  std::string repository, tag;
};
// "127.0.0.1:5000/app" -> itself and "latest". A digest behind it is left away.
NameAndTag split_name(std::string_view name);

// The id of what the name means; empty: nothing.
Result<std::string> meaning_of(engine::Client& client, const std::string& name);
// Of a name as a container is started by it, to the image with that id. Nothing is changed.
Result<TagMove> tag_move(engine::Client& client, std::string_view name, const std::string& after);

enum class Toward : bool { kBefore, kAfter };
// Nothing happens when it is there already. conflict: somebody has given the name to a third image meanwhile; it is left.
Result<void> point_tag(engine::Client& client, const TagMove& move, Toward toward);

// For journals; from values without them: nothing.
void tag_move_to_values(const std::optional<TagMove>& move, std::map<std::string, std::string>& values);
std::optional<TagMove> tag_move_from_values(const std::map<std::string, std::string>& values);

}  // namespace batten::update
