// SPDX-License-Identifier: Apache-2.0
#include "update/rebuild.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "update/gate.h"
#include "update/vulnerabilities.h"

namespace batten::update {
namespace {

std::string build_command(const Subject& subject, std::string_view flag) {
  if (!subject.compose) return format("docker build {} -t {} DIRECTORY", flag, base::printable(subject.image));
  std::string files;
  for (const std::string& file : subject.compose->files) files += " -f " + base::printable(file);
  return format("docker compose{} -p {} build {} {}", files, base::printable(subject.compose->project), flag,
                base::printable(subject.compose->service));
}

std::string rebuild_text(const std::string& name, const std::vector<Vulnerability>& gone) {
  return format("the base image {} was patched: a new build removes {}", base::printable(name), named(gone));
}

void propose(Proposal& proposal, const BaseNow& base, bool no_cache) {
  proposal.decision = Decision::kRebuild;
  proposal.rebuild = Rebuild{.base = base.name,
                             .base_before = model::Digest::parse(proposal.running->base_digest).value_or(model::Digest()),
                             .base_now = base.digest,
                             .no_cache = no_cache,
                             .pull = base.problem.empty()};
  std::vector<std::string> flags;
  if (proposal.rebuild->pull) flags.emplace_back("--pull");
  if (no_cache) flags.emplace_back("--no-cache");
  proposal.advice.push_back(build_command(proposal.subject, base::join(flags, " ")));
}

}  // namespace

const model::Digest& build_key(const Proposal& proposal) {
  return proposal.rebuild && !proposal.rebuild->base_now.empty() ? proposal.rebuild->base_now : proposal.subject.image_id;
}

std::string refusal_of_build(const Proposal& proposal, Candidate& candidate) {
  const std::vector<Vulnerability>& before = proposal.running->vulnerabilities;
  candidate.removes = without(before, candidate.facts->vulnerabilities);
  candidate.brings = without(candidate.facts->vulnerabilities, before);
  // What was not read may hold what seems to be gone.
  if (!candidate.facts->complete && proposal.settings.gate != GateMode::kReportOnly) candidate.removes.clear();
  if (std::string refusal = vulnerability_refusal(candidate, proposal.settings); !refusal.empty()) return refusal;
  const std::vector<Vulnerability> wanted = wanted_gone(*proposal.running, proposal.settings);
  const bool helps = std::ranges::any_of(wanted, [&](const Vulnerability& one) { return has(candidate.removes, one); });
  return helps ? "" : format("it removes nothing of {}", named(wanted));
}

void judge_rebuild(Proposal& proposal, const BaseNow& base) {
  std::vector<Vulnerability> wanted = wanted_gone(*proposal.running, proposal.settings);
  if (wanted.empty()) {
    proposal.decision = proposal.running->complete ? Decision::kCurrent : Decision::kUnknown;
    proposal.why = proposal.running->complete
                       ? format("built here; nothing of severity {} or worse", model::severity_name(proposal.settings.cares_about))
                       : "built here; it was not read as a whole";
    return;
  }
  std::vector<Vulnerability> of_base, own;
  for (const Vulnerability& one : wanted) (one.in_base ? of_base : own).push_back(one);
  std::vector<Vulnerability> patched;
  if (base.facts && base.facts->complete) patched = without(of_base, base.facts->vulnerabilities);
  std::vector<Vulnerability> own_fixed = own;
  std::erase_if(own_fixed, [](const Vulnerability& one) { return one.fixed_version.empty(); });
  for (const Vulnerability& one : wanted) {
    if (!one.fixed_version.empty() && !has(patched, one)) proposal.fixable_in_place.push_back(one);
  }
  if (!base.problem.empty()) proposal.advice.push_back(format("the base image {} could not be asked about: {}", base.name, base.problem));
  if (!patched.empty()) {
    proposal.why = rebuild_text(base.name, patched);
    // Layers of an own package manager step would come from the build cache and stay old.
    propose(proposal, base, !own_fixed.empty());
  } else if (!own_fixed.empty()) {
    proposal.why =
        format("built here; fixed versions are in the repositories that it installs from: a new build can remove {}", named(own_fixed));
    propose(proposal, base, true);
  } else if (!proposal.fixable_in_place.empty()) {
    proposal.decision = Decision::kNoImageYet;
    proposal.why = format("{} is fixed in the distribution, but the base image{} does not have it yet", named(proposal.fixable_in_place),
                          base.name.empty() ? "" : " " + base::printable(base.name));
    proposal.advice.emplace_back("until then a step of the Dockerfile can upgrade the packages (apt-get upgrade, apk upgrade, dnf update)");
  } else {
    proposal.decision = Decision::kCurrent;
    proposal.why = format("built here; there is no fix for {}", named(wanted));
  }
}

}  // namespace batten::update
