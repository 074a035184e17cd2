// SPDX-License-Identifier: Apache-2.0
#include "update/build_leftovers.h"

#include <chrono>
#include <filesystem>
#include <string_view>
#include <thread>

#include "base/format.h"
#include "engine/image_changes.h"
#include "update/new_build.h"
#include "update/patience.h"
#include "update/tag_move.h"

namespace batten::update {
namespace {

// An engine may be writing down what a builder that is gone had asked for.
constexpr std::chrono::milliseconds kSettle{1500};

std::string value_of(const Operation& operation, const std::string& key) {
  const auto at = operation.order.find(key);
  return at == operation.order.end() ? std::string() : at->second;
}

// Only a name that a build has made for itself.
bool is_own_name(std::string_view name) { return name.contains(":batten-next-"); }

// Back to the image that it meant before, if that is still there; the one that the builder has pulled goes, if nothing else uses it.
Result<void> put_base_back(engine::Client& client, const std::string& base, const std::string& before, const std::string& pulled) {
  if (base.empty() || before.empty()) return {};
  if (TRY(meaning_of(client, base)) != before) {
    const NameAndTag parts = split_name(base);
    const Result<void> done = engine::tag_image(client, before, parts.repository, parts.tag);
    if (!done) return done.error().code == Code::kNotFound ? Result<void>() : done;
  }
  if (pulled.empty()) return {};
  const Result<void> removed = engine::remove_image(client, pulled);
  return !removed && removed.error().code == Code::kConflict ? Result<void>() : removed;
}

}  // namespace

std::vector<std::string> remove_leftovers(const Operation& operation, engine::Client& client, bool kept) {
  std::vector<std::string> out;
  const auto note = [&](const std::string& what, const Result<void>& done) {
    if (!done) out.push_back(format("{}: {}", what, done.error().message));
  };
  const std::string name = value_of(operation, "next"), directory = value_of(operation, "directory"), base = value_of(operation, "base");
  if (is_own_name(name)) note("the name " + name, with_patience([&] { return engine::remove_image(client, name); }));
  const std::string before = value_of(operation, "base_before"), pulled = value_of(operation, "base_pulled");
  if (!kept) note("the name " + base, with_patience([&] { return put_base_back(client, base, before, pulled); }));
  // Made of the same digits: nothing else is removed.
  const bool is_own = is_own_name(name) && directory.ends_with("/" + name.substr(name.rfind('-') + 1));
  std::error_code failed;
  if (is_own) std::filesystem::remove_all(directory, failed);
  if (failed) out.push_back(format("{}: {}", directory, failed.message()));
  return out;
}

Result<Redeployed> end_interrupted_build(const Operation& operation, World& world) {
  if (world.engine == nullptr) return Error{Code::kUnavailable, format("{}: there is no engine to ask", operation.subject)};
  Redeployed out{.outcome = Outcome::kNothingDone, .why = "a new build was interrupted: what it had made was removed"};
  if (!operation.steps.empty() && operation.steps.back().name == "build") std::this_thread::sleep_for(kSettle);
  // The redeployment has ended by itself, or by what was done before this: the name says how.
  if (const JournalStep* redeploy = operation.last("redeploy"); redeploy != nullptr && redeploy->values.contains("image")) {
    const NameAndTag parts = split_name(value_of(operation, "image"));
    const std::string now = TRY(with_patience([&] { return meaning_of(*world.engine, parts.repository + ":" + parts.tag); }));
    if (now == redeploy->values.at("image")) {
      out.outcome = Outcome::kKept;
      out.why = "it was interrupted after the new build had taken its place";
    }
  }
  out.messages = remove_leftovers(operation, *world.engine, out.outcome == Outcome::kKept);
  TRY(world.journal->end(operation));
  return out;
}

}  // namespace batten::update
