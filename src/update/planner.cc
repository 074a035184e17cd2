// SPDX-License-Identifier: Apache-2.0
#include "update/planner.h"

#include <algorithm>

#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "update/choice.h"
#include "update/gate.h"
#include "update/rebuild.h"
#include "update/tag_choice.h"
#include "update/vulnerabilities.h"

namespace batten::update {
namespace {

using base::Note;

// Of many newer tags so many are looked at: the nearest, and the newest.
constexpr std::size_t kNearest = 8, kNewest = 4;

class Proposer {
 public:
  Proposer(PlanWorld& world, base::Notes& notes) : world_(world), notes_(notes) {}

  Proposal propose(const Subject& subject) {
    Proposal out;
    out.subject = subject;
    Result<Settings> settings = settings_for(world_.section, subject);
    if (!settings) return unknown(std::move(out), settings.error().message);
    out.settings = std::move(*settings);
    if (world_.override_settings) world_.override_settings(out.settings);
    if (out.settings.tags == TagPolicy::kNone) {
      out.decision = Decision::kCurrent;
      out.why = "its settings pin it";
      return out;
    }
    Result<std::string> image = where_it_is(subject);
    if (!image) return unknown(std::move(out), image.error().message);
    Result<ImageFacts> running = world_.scan(*image, subject.platform);
    if (!running) return unknown(std::move(out), "what runs could not be scanned: " + running.error().message);
    out.running = std::move(*running);
    if (subject.built_here) return rebuild(std::move(out));
    return from_registry(std::move(out));
  }

 private:
  // What runs: the engine has it, or, of nodes that can't be asked, its registry.
  static Result<std::string> where_it_is(const Subject& subject) {
    if (subject.kind != SubjectKind::kWorkload) {
      if (subject.image_id.empty()) return Error{Code::kNotFound, "the engine does not say which image it runs"};
      return "docker:" + subject.image_id.text();
    }
    if (subject.digest.empty()) return Error{Code::kNotFound, "the cluster does not say by which digest of its registry it runs"};
    return address(TRY(model::parse_reference(subject.image)), subject.digest);
  }

  static Proposal unknown(Proposal out, std::string why) {
    out.decision = Decision::kUnknown;
    out.why = std::move(why);
    return out;
  }

  // A registry that wants us to wait is no fault of the image.
  Proposal failed(Proposal out, const model::Reference& reference, const Error& error) {
    if (auto seconds = world_.registry.must_wait(reference.registry)) {
      out.decision = Decision::kWait;
      out.why = format("{} limits requests and wants {} seconds of patience", reference.registry, *seconds);
      return out;
    }
    return unknown(std::move(out), error.message);
  }

  Proposal rebuild(Proposal out) {
    BaseNow base;
    base.name = out.running->base_name;
    if (!base.name.empty() && !wanted_gone(*out.running, out.settings).empty()) {
      Result<ImageFacts> facts = base_facts(base.name, out.subject.platform, base.digest);
      if (facts) {
        base.facts = std::move(*facts);
      } else {
        base.problem = facts.error().message;
      }
    }
    judge_rebuild(out, base);
    if (out.rebuild) complete_rebuild(out);
    return out;
  }

  // Whether it can be done here, and now.
  void complete_rebuild(Proposal& out) {
    if (world_.find_build) {
      Result<BuildSource> source = world_.find_build(out.subject, out.settings);
      if (source) {
        out.rebuild->source = std::move(*source);
      } else {
        out.rebuild->problem = source.error().message;
        out.advice.push_back("apply --build can't do it: " + out.rebuild->problem);
      }
    }
    const std::string failed = world_.failed.refusal_of_build(out.subject.id, out.subject.image_id, out.rebuild->base_now);
    if (!failed.empty()) {
      out.decision = Decision::kRefused;
      out.why += "; but is refused: " + failed;
      return;
    }
    const std::string held =
        hold(out.settings, world_.now, world_.approvals.has(out.subject.id, build_key(out), settings_hash(out.settings)));
    if (out.rebuild->source)
      out.advice.push_back(format("batten update apply --build {} does it{}, {}", base::printable(out.subject.id),
                                  held.empty() ? "" : " then", source_text(*out.rebuild->source)));
    if (held.empty()) return;
    out.decision = Decision::kWait;
    out.why += "; " + held;
  }

  Result<ImageFacts> base_facts(const std::string& name, const model::Platform& platform, model::Digest& digest) {
    model::Reference reference = TRY(model::parse_reference(name));
    digest = reference.digest.empty() ? TRY(world_.registry.digest(reference)) : reference.digest;
    PlatformImage image = TRY(world_.registry.image(reference, digest, platform));
    return world_.scan(address(reference, image.manifest), platform);
  }

  static std::string address(const model::Reference& reference, const model::Digest& manifest) {
    return format("registry:{}/{}@{}", reference.registry, reference.repository, manifest.text());
  }

  Proposal from_registry(Proposal out) {
    if (out.subject.image.starts_with("sha256:"))
      return unknown(std::move(out), "it was started by an image's id, which names no repository: start it by a name");
    Result<model::Reference> parsed = model::parse_reference(out.subject.image);
    if (!parsed) return unknown(std::move(out), parsed.error().message);
    model::Reference reference = std::move(*parsed);
    if (reference.tag.empty() && out.settings.tags != TagPolicy::kRegex)
      return unknown(std::move(out), format("it is pinned by a digest and names no tag: NAME:TAG@{}... says what to follow",
                                            reference.digest.short_text()));
    if (std::string why = registry_refusal(reference, out.settings); !why.empty()) {
      out.decision = Decision::kRefused;
      out.why = std::move(why);
      return out;
    }
    reference.digest = model::Digest();
    if (Result<void> found = find_candidates(reference, out); !found) {
      // Its official images are public: another one of that form never was there.
      bool is_none = reference.registry == "docker.io" && reference.repository.starts_with("library/") &&
                     (found.error().code == Code::kDenied || found.error().code == Code::kNotFound);
      if (!is_none) return failed(std::move(out), reference, found.error());
      out.subject.built_here = true;
      out.advice.push_back(format("docker.io has no {}: taken for an image that was built here", reference.repository));
      return rebuild(std::move(out));
    }
    ChoiceWorld choice;
    choice.resolve = [&](Candidate& candidate) { resolve(reference, out.subject, candidate); };
    choice.scan = [&](const Candidate& candidate) { return world_.scan(address(reference, candidate.manifest), out.subject.platform); };
    choice.verify = world_.verify;
    choice.approved = [&](const Candidate& candidate) {
      return world_.approvals.has(out.subject.id, candidate.digest, settings_hash(out.settings));
    };
    choice.failed = [&](const Candidate& candidate) { return world_.failed.refusal(out.subject.id, candidate.digest); };
    choice.now = world_.now;
    choose(out, choice);
    // What was passed over because the registry stopped answering is not "refused".
    if (!out.chosen && out.decision == Decision::kUnknown && world_.registry.must_wait(reference.registry))
      return failed(std::move(out), reference, Error{Code::kUnavailable, ""});
    return out;
  }

  Result<void> find_candidates(const model::Reference& reference, Proposal& out) {
    bool lists = wants_tags(reference.tag, out.settings);
    if (!reference.tag.empty()) {
      Candidate same = candidate_of(reference, reference.tag);
      same.same_tag = true;
      Result<model::Digest> digest = world_.registry.digest(reference);
      if (!digest && !(lists && digest.error().code == Code::kNotFound)) return digest.error();
      if (!digest) {
        out.advice.push_back(format("the registry does not have the tag {} any more", reference.tag));
      } else if (*digest != out.subject.digest) {
        same.digest = *digest;
        resolve(reference, out.subject, same);
        if (!is_running(out.subject, same)) out.candidates.push_back(std::move(same));
      }
    }
    if (!lists) return {};
    std::vector<std::string> tags = TRY(world_.registry.tags(reference));
    if (world_.registry.tags_cut(reference))
      notes_.push_back(
          {Note::Kind::kDegraded, out.subject.name, "its repository has more tags than are read", "a pattern does not help; name the tag"});
    std::vector<NewerTag> newer = TRY(newer_tags(reference.tag, tags, out.settings));
    if (newer.size() > kNearest + kNewest) {
      out.advice.push_back(format("{} newer tags; the {} nearest and the {} newest are looked at", newer.size(), kNearest, kNewest));
      newer.erase(newer.begin() + kNearest, newer.end() - kNewest);
    }
    for (const NewerTag& tag : newer) out.candidates.push_back(candidate_of(reference, tag.tag));
    return {};
  }

  static Candidate candidate_of(const model::Reference& reference, const std::string& tag) {
    model::Reference its = reference;
    its.tag = tag;
    Candidate out;
    out.tag = tag;
    out.reference = its.text();
    return out;
  }

  static bool is_running(const Subject& subject, const Candidate& candidate) {
    return !candidate.digest.empty() && (candidate.digest == subject.digest || candidate.manifest == subject.digest || candidate.runs);
  }

  void resolve(const model::Reference& reference, const Subject& subject, Candidate& candidate) {
    if (!candidate.manifest.empty() || !candidate.unusable.empty()) return;
    auto fail = [&](const Error& error) {
      candidate.unusable = error.message;
      candidate.unknown = error.code != Code::kNotFound;
    };
    if (candidate.digest.empty()) {
      model::Reference its = reference;
      its.tag = candidate.tag;
      Result<model::Digest> digest = world_.registry.digest(its);
      if (!digest) return fail(digest.error());
      candidate.digest = std::move(*digest);
    }
    Result<PlatformImage> image = world_.registry.image(reference, candidate.digest, subject.platform);
    if (!image) return fail(image.error());
    candidate.manifest = image->manifest;
    candidate.size = image->size;
    candidate.created = image->created;
    candidate.runs = (!subject.image_id.empty() && image->config == subject.image_id) || image->manifest == subject.digest;
  }

  PlanWorld& world_;
  base::Notes& notes_;
};

}  // namespace

bool is_target(const Subject& subject, std::string_view target) {
  if (target == subject.id || target == subject.name || target == subject.image) return true;
  if (subject.workload && (target == subject.workload->name_space || target == subject.workload->name)) return true;
  if (subject.compose && (target == subject.compose->project || target == subject.compose->service)) return true;
  bool is_container =
      std::ranges::any_of(subject.containers, [&](const std::string& id) { return target.size() >= 12 && id.starts_with(target); });
  if (is_container) return true;
  auto reference = model::parse_reference(subject.image), wanted = model::parse_reference(target);
  if (!reference || !wanted || subject.image.starts_with("sha256:")) return false;
  bool same = reference->registry == wanted->registry && reference->repository == wanted->repository;
  bool whole = target.substr(target.rfind('/') + 1).contains(':') || target.contains('@');
  return same && (!whole || reference->tag == wanted->tag);
}

std::string plan_id(const Plan& plan) {
  std::string text;
  for (const Proposal& proposal : plan.proposals) {
    text += format("{}\n{}\n{}\n{}\n", proposal.subject.id, proposal.subject.image_id.text(),
                   proposal.chosen    ? proposal.candidates[*proposal.chosen].digest.text()
                   : proposal.rebuild ? build_key(proposal).text()
                                      : "",
                   settings_hash(proposal.settings));
  }
  return base::sha256_hex(text).substr(0, 12);
}

namespace {

// What is going to be asked for in any case. Mistakes in settings and names are said where they are looked at one by one.
void prefetch(const Inventory& inventory, PlanWorld& world) {
  std::vector<Prefetch> wanted;
  for (const Subject& subject : inventory.subjects) {
    Result<Settings> settings = settings_for(world.section, subject);
    auto reference = model::parse_reference(subject.image);
    if (!settings || !reference || subject.built_here || subject.image.starts_with("sha256:")) continue;
    if (world.override_settings) world.override_settings(*settings);
    if (settings->tags == TagPolicy::kNone || !registry_refusal(*reference, *settings).empty()) continue;
    if (reference->tag.empty() && settings->tags != TagPolicy::kRegex) continue;
    reference->digest = model::Digest();
    bool lists = wants_tags(reference->tag, *settings);
    wanted.push_back({std::move(*reference), lists});
  }
  world.registry.prefetch(wanted);
}

}  // namespace

Plan make_plan(const Inventory& inventory, PlanWorld& world) {
  Plan out;
  out.made = world.now;
  out.notes = inventory.notes;
  Proposer proposer(world, out.notes);
  std::string policies;
  prefetch(inventory, world);
  for (const Subject& subject : inventory.subjects) {
    if (world.progress) world.progress(subject);
    Proposal& proposal = out.proposals.emplace_back(proposer.propose(subject));
    policies += settings_hash(proposal.settings);
    if (subject.is_batten) proposal.advice.emplace_back("Batten itself runs in it: another Batten has to update it");
  }
  out.policy = base::sha256_hex(policies).substr(0, 16);
  out.id = plan_id(out);
  return out;
}

}  // namespace batten::update
