// SPDX-License-Identifier: Apache-2.0
#include "audit/run.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "audit/containers.h"
#include "audit/host.h"
#include "audit/host_files.h"
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/host_check.h"
#include "engine/client.h"

namespace batten::audit {
namespace {

constexpr std::size_t kShortId = 12;

bool is_asked_for(const model::CheckInfo& info, const checks::Settings& settings) { return settings.strict || !info.strict; }

void add_results(const model::CheckInfo& info, const std::string& subject, checks::Hits& hits, model::Assessment& out) {
  ++out.checks_run;
  if (hits.empty()) hits.push_back({.place = {}, .subject = {}, .message = {}, .outcome = model::Outcome::kPass});
  for (checks::Hit& hit : hits) {
    model::CheckResult result;
    result.check = &info;
    result.outcome = hit.outcome;
    result.severity = info.severity;
    result.subject = hit.subject.empty() ? subject : hit.subject;
    result.message = base::printable(hit.message);
    result.evidence = base::printable(hit.evidence);
    result.fix = std::move(hit.fix);
    out.results.push_back(std::move(result));
  }
}

void check_host(const model::Host& host, const checks::Settings& settings, model::Assessment& out) {
  for (const checks::HostCheck* check : checks::all_host_checks()) {
    if (!is_asked_for(check->info, settings)) continue;
    checks::Hits hits;
    check->check(host, settings, hits);
    add_results(check->info, "this host", hits, out);
  }
}

void check_container(const model::Container& container, const checks::Settings& settings, model::Assessment& out) {
  std::string subject = format("container {} ({})", base::printable(container.name), base::printable(container.id.substr(0, kShortId)));
  for (const checks::ContainerCheck* check : checks::all_container_checks()) {
    if (!is_asked_for(check->info, settings) || (check->forms & checks::kEngine) == 0) continue;
    checks::Hits hits;
    check->check(container, settings, hits);
    checks::use_words(*check, container, hits);
    for (checks::Hit& hit : hits) hit.subject = subject;
    add_results(check->info, subject, hits, out);
  }
}

// What could not be read of the host is the same for all of them, and said once.
void note_unread(const std::vector<model::Container>& containers, model::Assessment& out) {
  std::map<std::string, std::vector<std::string>> unread;
  for (const model::Container& container : containers) {
    if (!container.process) continue;
    for (const std::string& why : container.process->unread) unread[why].push_back(container.name);
  }
  for (const auto& [why, names] : unread) {
    std::string where = names.size() == 1 ? "container " + base::printable(names[0]) : format("{} containers", names.size());
    out.notes.push_back({base::Note::Kind::kSkipped, where, base::printable(why), ""});
  }
}

}  // namespace

Result<model::Assessment> run(const Options& options) {
  model::Assessment out;
  HostFiles files = TRY(HostFiles::open(options.root));
  auto client = engine::Client::connect(options.engine);
  bool of_host = options.containers.empty();
  if (!client && !of_host) return client.error();

  // What runs, by the engine's word and the kernel's.
  RunningContainers running;
  std::string why = client ? "" : client.error().message;
  if (client) {
    auto looked = containers(*client, files, options.containers, out.notes);
    if (!looked && !of_host) return looked.error();
    if (looked) running = std::move(*looked);
    if (!looked) why = looked.error().message;
  }
  if (!why.empty()) out.notes.push_back({base::Note::Kind::kSkipped, "containers", why, ""});

  // The host, with its containers: what protects from an escape depends on them.
  if (of_host) {
    model::Host host = look_at_host(files, client ? &*client : nullptr, why, out.notes);
    host.containers = running.containers;
    host.engine.execs = running.execs;
    out.target = host.name.empty() ? "this host" : host.name;
    check_host(host, options.settings, out);
  } else {
    out.target = base::join(options.containers, " ");
  }
  for (const model::Container& container : running.containers) check_container(container, options.settings, out);
  note_unread(running.containers, out);
  std::ranges::stable_sort(out.results, [](const model::CheckResult& a, const model::CheckResult& b) {
    return std::tie(a.check->id, a.subject) < std::tie(b.check->id, b.subject);
  });
  return out;
}

}  // namespace batten::audit
