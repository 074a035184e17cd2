// SPDX-License-Identifier: Apache-2.0
//
// One service of a Compose project: its image is written into the project's file, then its containers alone are replaced by the engine's
// API, with every setting that they have. Compose itself is asked only for the hash by which it finds that there is nothing to do.
#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "engine/container_changes.h"
#include "update/compose_hash.h"
#include "update/prepare_swap.h"
#include "update/service_update.h"
#include "update/target.h"

namespace batten::update::targets {
namespace {

constexpr std::string_view kProject = "com.docker.compose.project", kService = "com.docker.compose.service",
                           kOneOff = "com.docker.compose.oneoff";

struct Member {
  std::string id, name, inspect;
  JsonValue value;
};

std::string label(const std::map<std::string, std::string>& labels, std::string_view name) {
  const auto at = labels.find(std::string(name));
  return at == labels.end() ? std::string() : at->second;
}

// By label: one that lived in the namespace of another that was replaced before is there with another id.
Result<std::vector<std::string>> ids_of(const Order& order, engine::Client& client) {
  std::vector<std::string> out;
  for (const engine::EngineContainer& one : TRY(client.containers(true))) {
    if (label(one.labels, kProject) != order.subject.compose->project || label(one.labels, kService) != order.subject.compose->service)
      continue;
    if (base::lower(label(one.labels, kOneOff)) != "true") out.push_back(one.id);
  }
  return out.empty() ? order.subject.containers : out;  // Podman's own have other labels
}

// Those that run; in the order of their names.
Result<std::vector<Member>> members_of(const Order& order, World& world, std::vector<std::string>& messages) {
  std::vector<Member> out;
  for (const std::string& id : TRY(ids_of(order, *world.engine))) {
    Result<std::string> inspect = engine::inspect_container(*world.engine, id);
    if (!inspect && inspect.error().code == Code::kNotFound) continue;
    if (!inspect) return inspect.error();
    JsonValue value = TRY_IN("container", JsonValue::parse(*inspect));
    std::string name(value.text_of("Name"));
    if (name.starts_with('/')) name.erase(0, 1);
    const bool rests = !value["State"].is_true("Running");
    if (rests) {
      messages.push_back(format("container '{}' does not run: it is left as it is, and the next 'up' makes it anew", name));
      continue;
    }
    TRY(check_runs(value));
    out.push_back({.id = id, .name = std::move(name), .inspect = *std::move(inspect), .value = std::move(value)});
  }
  std::ranges::sort(out, [](const Member& left, const Member& right) {
    return std::pair(left.name.size(), left.name) < std::pair(right.name.size(), right.name);
  });
  if (out.empty())
    return Error{Code::kConflict,
                 format("{}: none of its containers runs, so that nothing could be proved healthy: start it first", order.subject.name)};
  return out;
}

Result<std::optional<FileChange>> file_change(const Order& order) {
  if (!order.write_files || order.tag_move) return std::optional<FileChange>();
  Result<FileChange> change = compose_image_change(*order.subject.compose, order.image);
  if (change) return std::optional(*std::move(change));
  const bool says_it = change.error().message.contains("--no-write");
  return Error{change.error().code,
               says_it ? change.error().message
                       : format("{}; nothing was begun (--no-write updates what runs, and leaves files alone)", change.error().message)};
}

std::string about_next_up(const Order& order, const Member& member, const std::string& hash) {
  if (!order.write_files && !order.tag_move)
    return format("the project's files still name {}: the next 'docker compose up' goes back to it", order.subject.image);
  if (!hash.empty() || member.value["Config"]["Labels"].find(kComposeHashLabel) == nullptr) return {};
  return "the next 'docker compose up' makes the containers of this service anew, with the same image: the program that started them is "
         "not here, or reads the project otherwise";
}

std::map<std::string, std::string> labels_of(const JsonValue& container) {
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : container["Config"]["Labels"].members) out.emplace(name, value.text);
  return out;
}

Result<Redeployed> redeploy(const Order& order, World& world) {
  if (!order.subject.compose)
    return Error{Code::kInvalidArgument, format("{}: its containers do not say of which Compose service they are", order.subject.name)};
  if (world.engine == nullptr) return Error{Code::kUnavailable, format("{}: there is no engine to ask", order.subject.name)};
  if (order.subject.is_batten) {
    return Error{Code::kUnsupported,
                 format("{}: this program runs in it and can't replace itself; do it from outside ('docker compose pull', "
                        "then 'up -d')",
                        order.subject.name)};
  }
  std::vector<std::string> messages;
  const std::vector<Member> members = TRY(members_of(order, world, messages));
  const std::optional<FileChange> change = TRY(file_change(order));
  const FetchedImage image = TRY(fetch_image(order, world));
  if (std::ranges::all_of(members, [&](const Member& one) { return one.value.text_of("Image") == image.id; }))
    return Redeployed{.outcome = Outcome::kNothingDone, .why = "it runs this image already", .running = order.digest};
  std::vector<std::string> ids;
  for (const Member& one : members) {
    // What can't be replaced is found before anything is changed.
    TRY(prepare_swap(order, one.inspect, image, *world.engine));
    ids.push_back(one.id);
  }
  const ComposeHash hash(change || order.tag_move ? *order.subject.compose : ComposeOrigin(), labels_of(members.front().value),
                         world.engine->where());

  Operation operation = TRY(world.journal->begin(order.subject.id, "compose", service_order_values(order, ids)));
  ServiceUpdate update(operation, {.order = order, .containers = ids}, world);
  TRY(update.write(change));
  // An older Compose puts the image's id into its hash.
  TRY(update.take_name());
  const std::string new_hash = hash.now();
  TRY(update.begin_containers(image.id, new_hash));
  Redeployed done = TRY(update.go_on());
  done.messages.insert(done.messages.begin(), messages.begin(), messages.end());
  const std::string next_up = about_next_up(order, members.front(), new_hash);
  if (done.outcome == Outcome::kKept && !next_up.empty()) done.messages.push_back(next_up);
  return done;
}

Result<Redeployed> resume(const Operation& operation, World& world) {
  if (world.engine == nullptr) return Error{Code::kUnavailable, format("{}: there is no engine to ask", operation.subject)};
  Operation going_on = operation;
  ServiceOrder what = TRY(read_service_order(going_on));
  return ServiceUpdate(going_on, std::move(what), world).go_on();
}

constexpr std::string_view kExamples[] = {"compose/shop/web"};

}  // namespace

extern constinit const Target compose;
constinit const Target compose = {
    .name = "compose", .kind = SubjectKind::kComposeService, .examples = kExamples, .redeploy = redeploy, .resume = resume};

}  // namespace batten::update::targets
