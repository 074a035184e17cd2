// SPDX-License-Identifier: Apache-2.0
#include "update/plan_json.h"

#include "base/json.h"
#include "base/time.h"
#include "update/settings_read.h"

namespace batten::update {
namespace {

void write_vulnerabilities(std::string_view name, const std::vector<Vulnerability>& all, json::Writer& out) {
  out.key(name).begin_array();
  for (const Vulnerability& one : all) {
    out.begin_object().member("id", one.id).member("package", one.package).member("severity", model::severity_name(one.severity));
    out.member_if("fixed_version", one.fixed_version);
    if (one.in_base) out.member("in_base", true);
    out.end_object();
  }
  out.end_array();
}

void write_facts(const ImageFacts& facts, json::Writer& out) {
  out.member("packages", static_cast<std::uint64_t>(facts.packages)).member("size", facts.size);
  if (facts.created != 0) out.member("created", base::format_time(facts.created));
  out.member_if("base", facts.base_name).member("complete", facts.complete).member_if("unread", facts.unread);
  out.member_if("advisories", facts.advisories);
}

std::string_view verified_name(Verified state) {
  return state == Verified::kVerified ? "verified" : state == Verified::kFailed ? "failed" : "not-checked";
}

void write_candidate(const Candidate& candidate, json::Writer& out) {
  out.begin_object().member_if("tag", candidate.tag).member("reference", candidate.reference);
  out.member_if("digest", candidate.digest.text()).member_if("manifest", candidate.manifest.text());
  out.member("same_tag", candidate.same_tag).member_if("unusable", candidate.unusable);
  out.member("signature", verified_name(candidate.verification.state)).member_if("signed_by", candidate.verification.by);
  if (candidate.size > 0) out.member("size", candidate.size);
  if (candidate.created != 0) out.member("created", base::format_time(candidate.created));
  out.member("scanned", candidate.facts.has_value());
  if (candidate.facts) {
    out.member("packages", static_cast<std::uint64_t>(candidate.facts->packages)).member("complete", candidate.facts->complete);
    write_vulnerabilities("removes", candidate.removes, out);
    write_vulnerabilities("brings", candidate.brings, out);
  }
  out.end_object();
}

void write_subject(const Subject& subject, json::Writer& out) {
  out.member("subject", subject.id).member("name", subject.name).member("kind", kind_name(subject.kind)).member("image", subject.image);
  out.member_if("image_id", subject.image_id.text()).member_if("digest", subject.digest.text());
  out.member("platform", subject.platform.text()).member("built_here", subject.built_here).member("health", health_name(subject.health));
  out.key("containers").strings(subject.containers).key("dependents").strings(subject.dependents);
  out.key("shares_volumes").strings(subject.shares_volumes);
  if (subject.is_batten) out.member("is_batten", true);
  if (subject.compose) {
    out.key("compose").begin_object().member("project", subject.compose->project).member("service", subject.compose->service);
    out.member_if("directory", subject.compose->directory).key("files").strings(subject.compose->files).end_object();
  }
}

// Of arguments the names alone: what they are set to may be secret.
void write_rebuild(const Rebuild& rebuild, json::Writer& out) {
  out.key("rebuild").begin_object().member_if("base", rebuild.base).member_if("base_before", rebuild.base_before.text());
  out.member_if("base_now", rebuild.base_now.text())
      .member("no_cache", rebuild.no_cache)
      .member("pull", rebuild.pull)
      .member("can_build", rebuild.source.has_value());
  out.member_if("problem", rebuild.problem);
  if (rebuild.source) {
    const BuildSource& source = *rebuild.source;
    out.member("by", source.by_compose ? "compose" : "docker").member("context", source.context);
    out.member_if("dockerfile", source.dockerfile).member_if("target", source.target);
    std::vector<std::string> names;
    for (const std::string& one : source.args) names.push_back(one.substr(0, one.find('=')));
    if (!names.empty()) out.key("args").strings(names);
  }
  out.end_object();
}

void write_proposal(const Proposal& proposal, json::Writer& out) {
  out.begin_object();
  write_subject(proposal.subject, out);
  out.member("decision", decision_name(proposal.decision)).member("why", proposal.why).key("advice").strings(proposal.advice);
  if (proposal.chosen) out.member("chosen", static_cast<std::uint64_t>(*proposal.chosen));
  if (proposal.rebuild) write_rebuild(*proposal.rebuild, out);
  out.member("policy", settings_hash(proposal.settings)).member("tags", tags_text(proposal.settings));
  out.member("cares_about", model::severity_name(proposal.settings.cares_about)).member("gate", gate_name(proposal.settings.gate));
  if (proposal.running) {
    out.key("running").begin_object();
    write_facts(*proposal.running, out);
    write_vulnerabilities("vulnerabilities", proposal.running->vulnerabilities, out);
    out.end_object();
  }
  out.key("candidates").begin_array();
  for (const Candidate& candidate : proposal.candidates) write_candidate(candidate, out);
  out.end_array();
  write_vulnerabilities("fixable_in_place", proposal.fixable_in_place, out);
  out.end_object();
}

}  // namespace

std::string_view decision_name(Decision decision) {
  switch (decision) {
    case Decision::kCurrent: return "current";
    case Decision::kUpdate: return "update";
    case Decision::kRebuild: return "rebuild";
    case Decision::kWait: return "wait";
    case Decision::kRefused: return "refused";
    case Decision::kNoImageYet: return "no-image-yet";
    case Decision::kUnknown: break;
  }
  return "unknown";
}

std::string_view health_name(Health health) {
  switch (health) {
    case Health::kNone: return "running";
    case Health::kStarting: return "starting";
    case Health::kHealthy: return "healthy";
    case Health::kUnhealthy: return "unhealthy";
    case Health::kStopped: break;
  }
  return "stopped";
}

std::string_view kind_name(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::kContainer: return "container";
    case SubjectKind::kComposeService: return "compose-service";
    case SubjectKind::kWorkload: return "workload";
    case SubjectKind::kSwarmService: break;
  }
  return "swarm-service";
}

std::string plan_json(const Plan& plan) {
  json::Writer out;
  out.begin_object().member("plan", plan.id).member("made", base::format_time(plan.made)).member("policy", plan.policy);
  out.key("proposals").begin_array();
  for (const Proposal& proposal : plan.proposals) write_proposal(proposal, out);
  out.end_array().key("notes").begin_array();
  for (const base::Note& note : plan.notes) {
    out.begin_object().member("kind", base::note_kind_name(note.kind)).member("where", note.where).member("message", note.message);
    out.member_if("hint", note.hint).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

}  // namespace batten::update
