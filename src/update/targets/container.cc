// SPDX-License-Identifier: Apache-2.0
//
// One container of a Docker engine (or Podman's service), re-created with every setting that it has.
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "engine/container_changes.h"
#include "engine/image_changes.h"
#include "image/registry_auth.h"
#include "model/reference.h"
#include "update/json_value.h"
#include "update/replacement.h"
#include "update/target.h"

namespace batten::update::targets {
namespace {

std::string platform_text(const model::Platform& platform) {
  if (platform.os.empty() || platform.arch.empty()) return {};
  std::string out = format("{}/{}", platform.os, platform.arch);
  return platform.variant.empty() ? out : out + "/" + platform.variant;
}

// The image is in the engine, and is the one that was ordered. Gives its configuration's id.
Result<std::string> fetch(const Order& order, World& world, Swap& swap) {
  if (order.digest.empty()) {
    engine::EngineImage image = TRY(world.engine->image(order.image));
    return image.id.text();
  }
  model::Reference reference = TRY_IN("image", model::parse_reference(order.image));
  const std::string repository = format("{}/{}", reference.registry, reference.repository);
  const std::string exact = format("{}@{}", repository, order.digest.text());
  image::Credentials credentials = TRY_IN("credentials for " + reference.registry, image::find_credentials(reference.registry));
  if (world.tell) world.tell(format("{}: pulling {}", order.subject.name, exact));
  engine::Pull pull{.repository = repository, .digest = order.digest, .platform = platform_text(order.subject.platform)};
  if (!credentials.empty())
    pull.authorization =
        engine::registry_auth_header(reference.registry, credentials.user, credentials.password, credentials.identity_token);
  TRY(engine::pull_image(*world.engine, pull));
  engine::EngineImage image = TRY(world.engine->image(exact));
  swap.new_digest = order.digest.text();
  swap.repository = repository;
  if (auto named = model::parse_reference(order.reference); named && named->digest.empty()) swap.tag = named->tag;
  return image.id.text();
}

Result<void> check_old(const JsonValue& inspect, const std::string& name) {
  const JsonValue& state = inspect["State"];
  if (state.is_true("Paused")) return Error{Code::kConflict, format("container '{}' is paused: 'docker unpause {}' first", name, name)};
  if (!state.is_true("Running"))
    return Error{Code::kConflict, format("container '{}' does not run, so that nothing could be proved healthy: start it first", name)};
  return {};
}

// One that lived in the namespace of another that was replaced before is there under its name, with another id.
Result<std::string> inspect_subject(engine::Client& client, const Subject& subject) {
  Result<std::string> out = engine::inspect_container(client, subject.containers.front());
  if (out || out.error().code != Code::kNotFound || subject.name.empty()) return out;
  return engine::inspect_container(client, subject.name);
}

void choose_start_first(const Order& order, Swap& swap, std::vector<std::string>& messages) {
  const Exclusive& exclusive = swap.fresh.exclusive;
  const bool forced = order.settings.start_first.value_or(false);
  swap.start_first = order.settings.start_first.value_or(true) && exclusive.hard.empty() && (forced || exclusive.soft.empty());
  if (forced && !swap.start_first)
    messages.push_back(format("both can't run side by side ({}): the old one is stopped first", base::join(exclusive.hard, ", ")));
  if (forced && swap.start_first && !exclusive.soft.empty())
    messages.push_back(format("both run side by side, as it was asked for, and use {}", base::join(exclusive.soft, ", ")));
}

Result<Redeployed> redeploy(const Order& order, World& world) {
  if (world.engine == nullptr) return Error{Code::kUnavailable, format("{}: there is no engine to ask", order.subject.name)};
  if (order.subject.containers.size() != 1)
    return Error{Code::kInvalidArgument,
                 format("{}: it has {} containers, one was expected", order.subject.name, order.subject.containers.size())};
  if (order.subject.is_batten) {
    return Error{Code::kUnsupported,
                 format("{}: this program runs in it and can't replace itself; do it from outside ('docker pull', then start it anew)",
                        order.subject.name)};
  }
  std::string inspect = TRY(inspect_subject(*world.engine, order.subject));
  JsonValue old = TRY_IN("container", JsonValue::parse(inspect));
  Swap swap;
  swap.old_id = old.text_of("Id");
  swap.old_copy = TRY(copy_with_same_image(*world.engine, inspect));
  swap.name = swap.old_copy.name;
  TRY(check_old(old, swap.name));
  const std::string new_image = TRY(fetch(order, world, swap));
  Redeployed nothing{.outcome = Outcome::kNothingDone, .why = "it runs this image already", .running = order.digest};
  if (new_image == old.text_of("Image")) return nothing;

  Result<std::string> old_image = engine::inspect_image(*world.engine, old.text_of("Image"));
  if (!old_image && old_image.error().code != Code::kNotFound) return old_image.error();
  swap.fresh = TRY(copy_container({.container = inspect,
                                   .old_image = old_image ? std::string_view(*old_image) : std::string_view(),
                                   .image = order.image,
                                   .says_chosen_mac = says_chosen_mac(*world.engine)}));
  std::vector<std::string> messages;
  if (!old_image)
    messages.emplace_back(
        "the image it runs is gone, so that what it took from it (environment, command, labels) can't be told from what was chosen: all is "
        "kept");
  choose_start_first(order, swap, messages);
  swap.platform = platform_text(order.subject.platform);
  swap.grace_seconds = static_cast<int>(order.settings.stop_grace.count());
  swap.health = order.settings.health;
  swap.old_digest = order.subject.digest.text();

  Operation operation = TRY(world.journal->begin(
      order.subject.id, "container",
      {{"from", order.subject.image}, {"image", order.image}, {"reference", order.reference}, {"digest", order.digest.text()}}));
  swap.new_name = format("{}-batten-new-{}", swap.name, operation.id);
  swap.kept_name = format("{}-batten-old-{}", swap.name, operation.id);
  if (swap.needs_spare()) swap.spare_name = format("{}-batten-spare-{}", swap.name, operation.id);
  Redeployed done = TRY(Replacement(operation, swap, world).replace());
  done.messages.insert(done.messages.begin(), messages.begin(), messages.end());
  return done;
}

Result<Redeployed> resume(const Operation& operation, World& world) {
  Operation going_on = operation;
  const JournalStep* create = going_on.last("create");
  if (create == nullptr) {
    TRY(world.journal->end(going_on));
    return Redeployed{.outcome = Outcome::kNothingDone, .why = "it ended before anything was done"};
  }
  if (world.engine == nullptr) return Error{Code::kUnavailable, format("{}: there is no engine to ask", operation.subject)};
  Swap swap = TRY(swap_from_values(create->values));
  return Replacement(going_on, swap, world).go_on();
}

constexpr std::string_view kExamples[] = {"container/web"};

}  // namespace

extern constinit const Target container;
constinit const Target container = {
    .name = "container", .kind = SubjectKind::kContainer, .examples = kExamples, .redeploy = redeploy, .resume = resume};

}  // namespace batten::update::targets
