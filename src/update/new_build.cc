// SPDX-License-Identifier: Apache-2.0
#include "update/new_build.h"

#include <sys/random.h>

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "engine/container_changes.h"
#include "update/build_leftovers.h"
#include "update/image_build.h"
#include "update/inventory.h"
#include "update/rebuild.h"
#include "update/tag_move.h"
#include "update/vulnerabilities.h"

namespace batten::update {
namespace {

constexpr std::uint64_t kMaxFile = 4u << 20;

Result<std::string> name_of_its_own(std::string_view name) {
  std::uint64_t chance = 0;
  if (::getrandom(&chance, sizeof chance, 0) != sizeof chance) return Error{Code::kInternal, "no random numbers"};
  return format("{}:batten-next-{:012x}", split_name(name).repository, chance & 0xffffffffffff);
}

// What the project's files say; another text when one of them is edited.
std::string state_of(const Subject& subject) {
  std::string all;
  if (!subject.compose) return all;
  for (const std::string& file : subject.compose->files) all += base::read_file(file, kMaxFile).value_or("(gone)") + '\0';
  return base::sha256_hex(all);
}

bool is_for(const model::Platform& wanted, const model::Platform& has) {
  if (wanted.os.empty() || wanted.arch.empty()) return true;
  const bool variants = !wanted.variant.empty() && !has.variant.empty();
  return wanted.os == has.os && wanted.arch == has.arch && (!variants || wanted.variant == has.variant);
}

Redeployed nothing(std::string why) { return {.outcome = Outcome::kNothingDone, .why = std::move(why)}; }

class NewBuild {
 public:
  NewBuild(const Proposal& proposal, BuildWorld& builds, World& world, HistoryEntry& entry)
      : proposal_(proposal), subject_(proposal.subject), builds_(builds), world_(world), entry_(entry) {}

  Result<Redeployed> run(const std::function<Result<Redeployed>(const Order&)>& redeploy) {
    if (world_.engine == nullptr) return Error{Code::kUnavailable, format("{}: there is no engine to ask", subject_.name)};
    if (subject_.is_batten)
      return Error{Code::kUnsupported, format("{}: this program runs in it and can't replace itself; do it from outside", subject_.name)};
    if (const BuiltImage* known = builds_.find(subject_); known != nullptr) {
      tell(format("it gets what was built for {} before", base::printable(subject_.image)));
      if (std::string why = look_at(known->id, known->facts); !why.empty()) return nothing(std::move(why));
      return redeploy(TRY(order_of(known->id)));
    }
    const std::string before = state_of(subject_);
    operation_ = TRY(begin());
    Result<std::string> image = build();
    if (!image) return ended(image.error());
    if (*image == subject_.image_id.text()) return ended(nothing("the new build is the image that runs: there is nothing new"));
    const Result<std::string> refusal = judge(*image);
    if (!refusal) return ended(refusal.error());
    if (!refusal->empty()) return ended(nothing(*refusal));
    if (state_of(subject_) != before)
      return ended(Error{Code::kConflict, "the project's files were edited while it was built: look at them and begin again"});
    if (world_.stopped && world_.stopped()) return ended(Error{Code::kConflict, "it was stopped before anything was replaced"});
    Result<Order> order = order_of(*image);
    if (order)
      if (Result<void> journaled = world_.journal->step(operation_, "redeploy", {{"image", *image}}); !journaled) order = journaled.error();
    if (!order) return ended(order.error());
    Result<Redeployed> done = redeploy(*order);
    if (done && done->outcome == Outcome::kKept)
      builds_.images[subject_.image] = {.from = subject_.image_id.text(), .id = *image, .facts = facts_};
    return ended(std::move(done));
  }

 private:
  void tell(const std::string& what) const {
    if (world_.tell) world_.tell(format("{}: {}", subject_.name, what));
  }

  Result<Operation> begin() {
    image_ = TRY(name_of_its_own(subject_.image));
    const Rebuild& rebuild = *proposal_.rebuild;
    std::map<std::string, std::string> order = {{"from", entry_.from}, {"image", subject_.image}, {"next", image_}};
    directory_ = format("{}/{}", builds_.directory, image_.substr(image_.rfind('-') + 1));
    order["directory"] = directory_;
    order["base_from"] = rebuild.base_before.text();
    order["base_to"] = rebuild.base_now.text();
    // A base that is pinned does not move.
    if (!rebuild.base.empty() && !rebuild.base.contains('@')) {
      const NameAndTag base = split_name(rebuild.base);
      order["base"] = base.repository + ":" + base.tag;
      order["base_before"] = TRY(meaning_of(*world_.engine, order["base"]));
      const std::string pulled = rebuild.base_now.empty() ? "" : format("{}@{}", base.repository, rebuild.base_now.text());
      if (!pulled.empty() && TRY(meaning_of(*world_.engine, pulled)).empty()) order["base_pulled"] = pulled;
    }
    return world_.journal->begin(subject_.id, std::string(kBuildOperation), std::move(order));
  }

  // Gives the id of the image.
  Result<std::string> build() {
    TRY(world_.journal->step(operation_, "build"));
    const Rebuild& rebuild = *proposal_.rebuild;
    tell(format("building {}", source_text(*rebuild.source)));
    BuildRequest request{.source = *rebuild.source,
                         .image = image_,
                         .no_cache = rebuild.no_cache,
                         .pull = rebuild.pull,
                         .compose = subject_.compose.value_or(ComposeOrigin()),
                         .labels = subject_.labels,
                         .engine = world_.engine->where(),
                         .directory = directory_,
                         .time_limit = proposal_.settings.build.timeout};
    TRY(build_image(request, {.tell = [&](const std::string& line) { tell(line); }, .stopped = world_.stopped}));
    const std::string id = TRY(meaning_of(*world_.engine, image_));
    if (id.empty())
      return Error{Code::kNotFound, format("the builder has ended well, but the engine at {} has no {}: it builds for another one",
                                           world_.engine->where(), image_)};
    TRY(world_.journal->step(operation_, "built", {{"image", id}}));
    return id;
  }

  // Why it is refused.
  Result<std::string> judge(const std::string& image) {
    const std::string inspect = TRY(engine::inspect_image(*world_.engine, image));
    const EngineImageFacts built = TRY(parse_image_facts(inspect));
    if (!is_for(subject_.platform, built.platform))
      return format("refused: it was built for {}, and {} is wanted", built.platform.text(), subject_.platform.text());
    tell("scanning what was built");
    const ImageFacts facts = TRY_IN("what was built could not be scanned", builds_.scan("docker:" + image, subject_.platform));
    return look_at(image, facts);
  }

  std::string look_at(const std::string& image, const ImageFacts& facts) {
    facts_ = facts;
    Candidate candidate;
    candidate.reference = subject_.image;
    candidate.same_tag = true;
    candidate.facts = facts;
    std::string why = refusal_of_build(proposal_, candidate);
    entry_.to = built_text(subject_.image, image);
    entry_.removed = names_of(candidate.removes);
    entry_.brought = names_of(candidate.brings);
    if (!facts.base_digest.empty()) entry_.base_to = facts.base_digest;
    if (why.empty() && builds_.failed) why = builds_.failed(subject_.id, model::Digest::parse(image).value_or(model::Digest()));
    return why.empty() ? why : "the new build is refused: " + why;
  }

  Result<Order> order_of(const std::string& image) const {
    return Order{.subject = subject_,
                 .settings = proposal_.settings,
                 .image = subject_.image,
                 .reference = subject_.image,
                 .digest = {},
                 .write_files = false,
                 .tag_move = TRY(tag_move(*world_.engine, subject_.image, image))};
  }

  Result<Redeployed> ended(Result<Redeployed> done) {
    // The journal still has the redeployment, too.
    if (done && done->outcome == Outcome::kNeedsHelp) return done;
    const bool kept = done && done->outcome == Outcome::kKept;
    const std::vector<std::string> left = remove_leftovers(operation_, *world_.engine, kept);
    if (done) done->messages.insert(done->messages.end(), left.begin(), left.end());
    if (!done && world_.tell) std::ranges::for_each(left, [&](const std::string& one) { tell(one); });
    if (Result<void> over = world_.journal->end(operation_); !over && done) done->messages.push_back(over.error().message);
    return done;
  }

  const Proposal& proposal_;
  const Subject& subject_;
  BuildWorld& builds_;
  World& world_;
  HistoryEntry& entry_;
  Operation operation_;
  std::string image_, directory_;
  ImageFacts facts_;
};

}  // namespace

const BuiltImage* BuildWorld::find(const Subject& subject) const {
  const auto known = images.find(subject.image);
  return known != images.end() && known->second.from == subject.image_id.text() ? &known->second : nullptr;
}

std::string built_text(std::string_view name, std::string_view id) {
  return id.empty() ? std::string(name) : format("{}@{}", name.substr(0, name.find('@')), id);
}

Result<Redeployed> build_and_redeploy(const Proposal& proposal, BuildWorld& builds, World& world, HistoryEntry& entry,
                                      const std::function<Result<Redeployed>(const Order& order)>& redeploy) {
  return NewBuild(proposal, builds, world, entry).run(redeploy);
}

}  // namespace batten::update
