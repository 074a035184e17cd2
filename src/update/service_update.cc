// SPDX-License-Identifier: Apache-2.0
#include "update/service_update.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include "base/format.h"
#include "engine/container_changes.h"
#include "engine/image_changes.h"
#include "update/compose_hash.h"
#include "update/patience.h"
#include "update/prepare_swap.h"
#include "update/replacement.h"

namespace batten::update {
namespace {

constexpr std::string_view kImageLabel = "com.docker.compose.image";

bool has_failed(const ServicePart& part) {
  return !part.back && part.has_ended() && (part.outcome() == Outcome::kRolledBack || part.outcome() == Outcome::kNeedsHelp);
}

std::string why_of(const ServicePart& part) {
  const JournalStep* rollback = part.operation.last("rollback");
  return rollback == nullptr ? "one of its containers could not be replaced" : rollback->values.at("why");
}

// The old image in the place of the new one again.
Result<Swap> inverse_of(const ServicePart& part) {
  Swap out = TRY(swap_from_values(part.operation.last("create")->values));
  out.old_id = part.operation.last("commit")->values.at("id");
  std::swap(out.fresh, out.old_copy);
  std::swap(out.new_digest, out.old_digest);
  if (out.tag_move) out.tag_move = out.tag_move->inverse();
  out.platform.clear();
  out.repository.clear();
  out.tag.clear();
  out.spare_name.clear();
  name_swap(out, part.operation.id + "-back");
  return out;
}

}  // namespace

Result<void> ServiceUpdate::write(const std::optional<FileChange>& change) {
  if (!change || change->before == change->after) return {};
  Result<void> done = world_.journal->step(
      operation_, "file", {{"path", change->path}, {"before", change->before}, {"after", change->after}, {"beside", change->beside}});
  if (done && world_.tell) world_.tell(format("{}: writing the image into {}", what_.order.subject.name, change->path));
  if (done) done = write_change(*change);
  if (!done) TRY(world_.journal->end(operation_));
  return done;
}

Result<void> ServiceUpdate::take_name() {
  if (!what_.order.tag_move) return {};
  Result<void> done = point_tag(*world_.engine, *what_.order.tag_move, Toward::kAfter);
  if (done) return done;
  settle_tag(Toward::kBefore);
  TRY(world_.journal->end(operation_));
  return done;
}

void ServiceUpdate::settle_tag(Toward toward) {
  if (!what_.order.tag_move) return;
  const Result<void> done = with_patience([&] { return point_tag(*world_.engine, *what_.order.tag_move, toward); });
  if (!done) messages_.push_back(format("the name {}: {}", what_.order.tag_move->name(), done.error().message));
}

Result<void> ServiceUpdate::begin_containers(const std::string& image_id, const std::string& hash) {
  Result<void> done = world_.journal->step(operation_, "labels", {{"image", image_id}, {"hash", hash}});
  if (done) return done;
  settle_tag(Toward::kBefore);
  if (Result<void> back = put_file_back(); !back && back.error().code != Code::kConflict)
    return Error{done.error().code, format("{}; and {}", done.error().message, back.error().message)};
  TRY(world_.journal->end(operation_));
  return done;
}

Result<Redeployed> ServiceUpdate::go_on() {
  if (const std::optional<FileChange> file = journaled_change()) remove_beside(*file);
  if (operation_.last("labels") == nullptr) {
    if (std::optional<Redeployed> stuck = leave_file_behind()) return *stuck;
    return end(Outcome::kNothingDone, "it was interrupted before one of its containers was touched");
  }
  std::vector<ServicePart> parts = parts_of(operation_);
  if (!parts.empty() && parts.back().was_begun() && !parts.back().has_ended()) {
    const Swap swap = TRY(swap_from_values(parts.back().operation.last("create")->values));
    const Redeployed done = *carry_out(parts.back(), [&](Operation& operation) -> Result<Redeployed> {
      return Replacement(operation, swap, world_, Ends::kPart).go_on();
    });
    if (is_stuck(done)) return later(done);
    parts = parts_of(operation_);
  }
  if (const JournalStep* back_step = operation_.last("back")) return back(back_step->values.at("why"));
  if (const auto failed = std::ranges::find_if(parts, has_failed); failed != parts.end()) return back(why_of(*failed));
  return forward();
}

Result<Redeployed> ServiceUpdate::forward() {
  for (const std::string& container : what_.containers) {
    const std::vector<ServicePart> parts = parts_of(operation_);
    const auto is_this = [&](const ServicePart& part) { return !part.back && part.container == container && part.has_ended(); };
    if (std::ranges::any_of(parts, is_this)) continue;
    const Result<std::optional<Swap>> swap = with_patience([&] { return next_swap(container); });
    if (!swap) return back(swap.error().message);
    if (!*swap) continue;
    Result<Redeployed> done = replace(container, **swap, false);
    if (!done && std::ranges::none_of(parts, &ServicePart::is_kept)) {
      settle_tag(Toward::kBefore);
      if (std::optional<Redeployed> stuck = leave_file_behind()) return *stuck;
      TRY(world_.journal->end(operation_));
      return done;
    }
    if (!done) return back(done.error().message);
    if (is_stuck(*done)) return later(*done);
    if (done->outcome == Outcome::kRolledBack || done->outcome == Outcome::kNeedsHelp) return back(done->why);
  }
  const std::vector<ServicePart> parts = parts_of(operation_);
  const auto kept = std::ranges::find_if(std::views::reverse(parts), &ServicePart::is_kept);
  if (kept == std::views::reverse(parts).end()) {
    if (std::optional<Redeployed> stuck = leave_file_behind()) return *stuck;
    return end(Outcome::kNothingDone, "none of its containers is there and runs any more");
  }
  move_tag();
  return end(Outcome::kKept, kept->operation.last("commit")->values.at("why"));
}

Result<Redeployed> ServiceUpdate::back(const std::string& why) {
  // On a full disk the journal can't take it: what it has so far is taken back as well.
  if (operation_.last("back") == nullptr) static_cast<void>(world_.journal->step(operation_, "back", {{"why", why}}));
  const std::vector<ServicePart> parts = parts_of(operation_);
  bool whole =
      std::ranges::none_of(parts, [](const ServicePart& part) { return part.has_ended() && part.outcome() == Outcome::kNeedsHelp; });
  for (const ServicePart& part : std::views::reverse(parts)) {
    if (part.back || !part.is_kept()) continue;
    const Swap swap = TRY(inverse_of(part));
    const auto is_its_way_back = [&](const ServicePart& one) { return one.back && one.container == swap.old_id && one.has_ended(); };
    if (const auto gone = std::ranges::find_if(parts, is_its_way_back); gone != parts.end()) {
      whole = whole && gone->outcome() != Outcome::kRolledBack;
      continue;
    }
    const Result<Redeployed> done = replace(swap.old_id, swap, true);
    if (!done && done.error().code == Code::kUnavailable) return later({.outcome = Outcome::kNeedsHelp, .why = done.error().message});
    if (done && is_stuck(*done)) return later(*done);
    if (done && (done->outcome == Outcome::kKept || done->outcome == Outcome::kNothingDone)) continue;
    whole = false;
    messages_.push_back(format("container '{}' stays on the new image: {}", swap.name, done ? done->why : done.error().message));
  }
  if (std::optional<Redeployed> stuck = leave_file_behind()) return *stuck;
  return end(whole ? Outcome::kRolledBack : Outcome::kNeedsHelp, why);
}

Result<std::optional<Swap>> ServiceUpdate::next_swap(const std::string& container) {
  Result<std::string> inspect = engine::inspect_container(*world_.engine, container);
  if (!inspect && inspect.error().code != Code::kNotFound) return inspect.error();
  if (!inspect) {
    messages_.push_back(format("container {} was removed by somebody else meanwhile, and is not made again", container.substr(0, 12)));
    return std::optional<Swap>();
  }
  const JsonValue old = TRY_IN("container", JsonValue::parse(*inspect));
  const JournalStep& labels = *operation_.last("labels");
  if (old.text_of("Image") == labels.values.at("image")) return std::optional<Swap>();
  if (Result<void> runs = check_runs(old); !runs) {
    messages_.push_back(runs.error().message);
    return std::optional<Swap>();
  }
  auto [swap, said] = TRY(prepare_swap(what_.order, *inspect, TRY(fetched_image(what_.order, labels.values.at("image"))), *world_.engine));
  messages_.insert(messages_.end(), said.begin(), said.end());
  swap.tag.clear();  // it moves when all are kept: others may still have to go back to the image that has it
  TRY(set_labels(swap, old));
  name_swap(swap, operation_.id);
  return std::optional(swap);
}

// Those of Compose stay, even where the old image has the same ones, as images that Compose has built do.
Result<void> ServiceUpdate::set_labels(Swap& swap, const JsonValue& old) const {
  JsonValue body = TRY_IN("the new container", JsonValue::parse(swap.fresh.body));
  JsonValue labels = body["Labels"].type == json::Type::kObject ? body["Labels"] : JsonValue::object();
  const JournalStep& known = *operation_.last("labels");
  for (const auto& [name, value] : old["Config"]["Labels"].members) {
    if (!name.starts_with("com.docker.compose.") && !name.starts_with("io.podman.compose.")) continue;
    const std::string& hash = known.values.at("hash");
    if (name == kImageLabel) {
      labels.set(name, JsonValue::string(known.values.at("image")));
    } else if (name == kComposeHashLabel && !hash.empty()) {
      labels.set(name, JsonValue::string(hash));
    } else {
      labels.set(name, value);
    }
  }
  body.set("Labels", std::move(labels));
  swap.fresh.body = body.written();
  return {};
}

Result<Redeployed> ServiceUpdate::replace(const std::string& container, const Swap& swap, bool is_back) {
  TRY(world_.journal->step(operation_, "part", {{"container", container}, {"back", is_back ? "yes" : "no"}}));
  ServicePart part = parts_of(operation_).back();
  return carry_out(part, [&](Operation& operation) { return Replacement(operation, swap, world_, Ends::kPart).replace(); });
}

Result<Redeployed> ServiceUpdate::carry_out(ServicePart& part, const std::function<Result<Redeployed>(Operation&)>& action) {
  Result<Redeployed> done = action(part.operation);
  const bool stuck = done && done->outcome == Outcome::kNeedsHelp && !part.has_ended();
  // The journal may not have taken it; what was done is known all the same.
  if (!stuck && !part.has_ended()) {
    const Outcome outcome = done ? done->outcome : Outcome::kRolledBack;
    part.operation.steps.push_back({.name = "ended", .values = {{"outcome", std::string(outcome_name(outcome))}}, .at_ms = 0});
  }
  const auto marks = std::views::reverse(operation_.steps);
  const auto mark = std::ranges::find(marks, "part", &JournalStep::name);
  operation_.steps.erase(mark.base(), operation_.steps.end());
  operation_.steps.insert(operation_.steps.end(), part.operation.steps.begin(), part.operation.steps.end());
  if (done) messages_.insert(messages_.end(), done->messages.begin(), done->messages.end());
  if (done) gap_seconds_ = std::max(gap_seconds_, done->gap_seconds);
  return done;
}

// The journal still has what was begun.
bool ServiceUpdate::is_stuck(const Redeployed& done) const {
  const std::vector<ServicePart> parts = parts_of(operation_);
  return done.outcome == Outcome::kNeedsHelp && !parts.empty() && !parts.back().has_ended();
}

std::optional<FileChange> ServiceUpdate::journaled_change() const {
  const JournalStep* file = operation_.last("file");
  if (file == nullptr) return std::nullopt;
  const auto value = [&](const std::string& key) {
    const auto at = file->values.find(key);
    return at == file->values.end() ? std::string() : at->second;
  };
  FileChange out{.path = value("path"), .before = value("before"), .after = value("after"), .beside = value("beside")};
  if (out.beside.empty()) out.beside = format("{}.batten-{}", out.path, operation_.id);  // a journal of an earlier version
  return out;
}

Result<void> ServiceUpdate::put_file_back() {
  const std::optional<FileChange> file = journaled_change();
  return file ? update::take_back(*file) : Result<void>();
}

// Something: it could not be put back now, but can be later.
std::optional<Redeployed> ServiceUpdate::leave_file_behind() {
  const Result<void> done = put_file_back();
  if (done) return std::nullopt;
  const bool is_final = done.error().code == Code::kConflict || done.error().code == Code::kNotFound;
  if (!is_final) return later({.outcome = Outcome::kNeedsHelp, .why = done.error().message});
  messages_.push_back(format("the file is left as it is, the service's image may have to be put right there: {}", done.error().message));
  return std::nullopt;
}

void ServiceUpdate::move_tag() {
  const Result<FetchedImage> image = fetched_image(what_.order, operation_.last("labels")->values.at("image"));
  if (!image || image->tag.empty()) return;
  const Result<void> tagged =
      engine::tag_image(*world_.engine, format("{}@{}", image->repository, image->digest), image->repository, image->tag);
  if (!tagged)
    messages_.push_back(format("the image could not be called {}:{}: {}", image->repository, image->tag, tagged.error().message));
}

Redeployed ServiceUpdate::end(Outcome outcome, const std::string& why) {
  settle_tag(outcome == Outcome::kKept ? Toward::kAfter : Toward::kBefore);
  if (Result<void> ended = world_.journal->end(operation_); !ended) messages_.push_back(ended.error().message);
  const auto is_unhealthy = [](const ServicePart& part) {
    const JournalStep* rollback = part.back ? nullptr : part.operation.last("rollback");
    return rollback != nullptr && rollback->values.contains("unhealthy");
  };
  return {.outcome = outcome,
          .why = why,
          .running = outcome == Outcome::kKept ? what_.order.digest : what_.order.subject.digest,
          .gap_seconds = what_.containers.size() == 1 ? gap_seconds_ : 0,  // of several, the others answer
          .unhealthy = outcome != Outcome::kKept && std::ranges::any_of(parts_of(operation_), is_unhealthy),
          .messages = messages_};
}

Redeployed ServiceUpdate::later(Redeployed stuck) {
  messages_.emplace_back("the journal keeps what was begun: 'batten update resume' goes on");
  stuck.messages = messages_;
  return stuck;
}

}  // namespace batten::update
