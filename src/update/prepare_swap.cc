// SPDX-License-Identifier: Apache-2.0
#include "update/prepare_swap.h"

#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "engine/container_changes.h"
#include "engine/image_changes.h"
#include "image/registry_auth.h"
#include "model/reference.h"

namespace batten::update {
namespace {

void choose_start_first(const Order& order, Swap& swap, std::vector<std::string>& messages) {
  const Exclusive& exclusive = swap.fresh.exclusive;
  const bool forced = order.settings.start_first.value_or(false);
  swap.start_first = order.settings.start_first.value_or(true) && exclusive.hard.empty() && (forced || exclusive.soft.empty());
  if (forced && !swap.start_first)
    messages.push_back(format("both can't run side by side ({}): the old one is stopped first", base::join(exclusive.hard, ", ")));
  if (forced && swap.start_first && !exclusive.soft.empty())
    messages.push_back(format("both run side by side, as it was asked for, and use {}", base::join(exclusive.soft, ", ")));
}

}  // namespace

std::string platform_text(const model::Platform& platform) {
  if (platform.os.empty() || platform.arch.empty()) return {};
  std::string out = format("{}/{}", platform.os, platform.arch);
  return platform.variant.empty() ? out : out + "/" + platform.variant;
}

Result<FetchedImage> fetched_image(const Order& order, const std::string& id) {
  FetchedImage out{.id = id, .digest = {}, .repository = {}, .tag = {}};
  if (order.digest.empty()) return out;
  const model::Reference reference = TRY_IN("image", model::parse_reference(order.image));
  out.digest = order.digest.text();
  out.repository = format("{}/{}", reference.registry, reference.repository);
  if (auto named = model::parse_reference(order.reference); named && named->digest.empty()) out.tag = named->tag;
  return out;
}

Result<FetchedImage> fetch_image(const Order& order, World& world) {
  FetchedImage out = TRY(fetched_image(order, {}));
  if (order.tag_move) {
    out.id = order.tag_move->after;
    return out;
  }
  if (order.digest.empty()) {
    const engine::EngineImage image = TRY(world.engine->image(order.image));
    out.id = image.id.text();
    return out;
  }
  const model::Reference reference = TRY_IN("image", model::parse_reference(order.image));
  const std::string exact = format("{}@{}", out.repository, out.digest);
  image::Credentials credentials = TRY_IN("credentials for " + reference.registry, image::find_credentials(reference.registry));
  if (world.tell) world.tell(format("{}: pulling {}", order.subject.name, exact));
  engine::Pull pull{.repository = out.repository, .digest = order.digest, .platform = platform_text(order.subject.platform)};
  if (!credentials.empty())
    pull.authorization =
        engine::registry_auth_header(reference.registry, credentials.user, credentials.password, credentials.identity_token);
  TRY(engine::pull_image(*world.engine, pull));
  const engine::EngineImage image = TRY(world.engine->image(exact));
  out.id = image.id.text();
  return out;
}

Result<void> check_runs(const JsonValue& inspect) {
  const JsonValue& state = inspect["State"];
  std::string_view name = inspect.text_of("Name");
  if (name.starts_with('/')) name.remove_prefix(1);
  if (state.is_true("Paused")) return Error{Code::kConflict, format("container '{}' is paused: 'docker unpause {}' first", name, name)};
  if (!state.is_true("Running"))
    return Error{Code::kConflict, format("container '{}' does not run, so that nothing could be proved healthy: start it first", name)};
  return {};
}

Result<Prepared> prepare_swap(const Order& order, std::string_view inspect, const FetchedImage& image, engine::Client& client) {
  const JsonValue old = TRY_IN("container", JsonValue::parse(inspect));
  Prepared out;
  Swap& swap = out.swap;
  swap.old_id = old.text_of("Id");
  swap.old_copy = TRY(copy_with_same_image(client, inspect, {}, order.tag_move));
  swap.name = swap.old_copy.name;
  Result<std::string> old_image = engine::inspect_image(client, old.text_of("Image"));
  if (!old_image && old_image.error().code != Code::kNotFound) return old_image.error();
  swap.fresh = TRY(copy_container({.container = inspect,
                                   .old_image = old_image ? std::string_view(*old_image) : std::string_view(),
                                   .image = order.image,
                                   .says_chosen_mac = says_chosen_mac(client)}));
  if (!old_image)
    out.messages.emplace_back(
        "the image it runs is gone, so that what it took from it (environment, command, labels) can't be told from what was chosen: all is "
        "kept");
  choose_start_first(order, swap, out.messages);
  swap.platform = platform_text(order.subject.platform);
  swap.drain_seconds = static_cast<int>(order.settings.drain.count());
  swap.grace_seconds = static_cast<int>(order.settings.stop_grace.count());
  swap.health = order.settings.health;
  swap.new_digest = image.digest;
  swap.old_digest = order.subject.digest.text();
  swap.repository = image.repository;
  swap.tag = image.tag;
  swap.tag_move = order.tag_move;
  return out;
}

void name_swap(Swap& swap, std::string_view unique) {
  swap.new_name = format("{}-batten-new-{}", swap.name, unique);
  swap.kept_name = format("{}-batten-old-{}", swap.name, unique);
  if (swap.needs_spare()) swap.spare_name = format("{}-batten-spare-{}", swap.name, unique);
}

}  // namespace batten::update
