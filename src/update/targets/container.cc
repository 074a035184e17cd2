// SPDX-License-Identifier: Apache-2.0
//
// One container of a Docker engine (or Podman's service), re-created with every setting that it has.
#include <utility>

#include "base/format.h"
#include "engine/container_changes.h"
#include "update/prepare_swap.h"
#include "update/replacement.h"
#include "update/target.h"

namespace batten::update::targets {
namespace {

// One that lived in the namespace of another that was replaced before is there under its name, with another id.
Result<std::string> inspect_subject(engine::Client& client, const Subject& subject) {
  Result<std::string> out = engine::inspect_container(client, subject.containers.front());
  if (out || out.error().code != Code::kNotFound || subject.name.empty()) return out;
  return engine::inspect_container(client, subject.name);
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
  const JsonValue old = TRY_IN("container", JsonValue::parse(inspect));
  TRY(check_runs(old));
  const FetchedImage image = TRY(fetch_image(order, world));
  Redeployed nothing{.outcome = Outcome::kNothingDone, .why = "it runs this image already", .running = order.digest};
  if (image.id == old.text_of("Image")) return nothing;
  auto [swap, messages] = TRY(prepare_swap(order, inspect, image, *world.engine));

  Operation operation = TRY(world.journal->begin(
      order.subject.id, "container",
      {{"from", order.subject.image}, {"image", order.image}, {"reference", order.reference}, {"digest", order.digest.text()}}));
  name_swap(swap, operation.id);
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
