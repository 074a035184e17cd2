// SPDX-License-Identifier: Apache-2.0
#include "checks/host_answer.h"

#include "base/format.h"

namespace batten::checks {
namespace {

void answer(Hits& hits, model::Outcome outcome, std::string message, std::string evidence, std::string fix) {
  Hit hit;
  hit.subject = "this host";
  hit.message = std::move(message);
  hit.evidence = std::move(evidence);
  hit.fix = std::move(fix);
  hit.outcome = outcome;
  hits.push_back(std::move(hit));
}

}  // namespace

void passed(Hits& hits, std::string message, std::string evidence) {
  answer(hits, model::Outcome::kPass, std::move(message), std::move(evidence), {});
}

void failed(Hits& hits, std::string message, std::string evidence, std::string fix) {
  answer(hits, model::Outcome::kFail, std::move(message), std::move(evidence), std::move(fix));
}

void not_applicable(Hits& hits, std::string why) { answer(hits, model::Outcome::kNotApplicable, std::move(why), {}, {}); }

void could_not_look(Hits& hits, std::string why) { answer(hits, model::Outcome::kUnknown, std::move(why), {}, {}); }

std::string evidence_of(const model::HostFile& file) { return format("{} {}:{} {:04o}", file.path, file.owner, file.group, file.mode); }

bool is_podman(const model::Host& host, Hits& hits) {
  if (host.engine.kind != model::Engine::Kind::kPodman) return false;
  not_applicable(hits, "Podman has no daemon that this could be set for");
  return true;
}

bool is_no_docker(const model::Host& host, Hits& hits) {
  const model::Engine& engine = host.engine;
  if (is_podman(host, hits)) return true;
  if (engine.answered) return false;
  could_not_look(hits, engine.why.empty() ? "no engine answers" : engine.why);
  return true;
}

std::optional<Told> told(const model::Host& host, const char* option, const char* fallback, Hits& hits) {
  const model::Engine& engine = host.engine;
  Told out;
  auto at = engine.settings.find(option);
  if (at == engine.settings.end() || at->second.empty()) {
    if (!engine.settings_complete) {
      could_not_look(hits, format("what the engine was told can't be read: {}", engine.settings_why));
      return std::nullopt;
    }
    out.value = fallback;
    out.evidence = *fallback == '\0' ? format("{} is not set", option) : format("{} is not set, its default is {}", option, fallback);
    return out;
  }
  out.said = true;
  for (const model::EngineSetting& setting : at->second) out.values.push_back(setting.value);
  out.value = out.values.back();
  out.evidence = format("{} = {} ({})", option, out.value, at->second.back().where);
  return out;
}

}  // namespace batten::checks
