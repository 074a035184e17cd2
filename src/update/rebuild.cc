// SPDX-License-Identifier: Apache-2.0
#include "update/rebuild.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
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

}  // namespace

void judge_rebuild(Proposal& proposal, const BaseNow& base) {
  const Subject& subject = proposal.subject;
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
    proposal.decision = Decision::kRebuild;
    proposal.why = rebuild_text(base.name, patched);
    // Layers of an own package manager step would come from the build cache and stay old.
    proposal.advice.push_back(build_command(subject, own_fixed.empty() ? "--pull" : "--pull --no-cache"));
  } else if (!own_fixed.empty()) {
    proposal.decision = Decision::kRebuild;
    proposal.why =
        format("built here; fixed versions are in the repositories that it installs from: a new build can remove {}", named(own_fixed));
    proposal.advice.push_back(build_command(subject, "--pull --no-cache"));
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
