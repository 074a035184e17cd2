// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kFixed[] = {"6.18.22", "6.19.12", "7.0.0"};
constexpr Escape kOpen = {.component = "kernel", .introduced = "4.14.0", .fixed = kFixed};
constexpr Escape kFiltered = {.component = "kernel", .introduced = "4.14.0", .fixed = kFixed, .blocked_by = kBySeccomp};
constexpr ComponentVersion kFilterSince{29, 4, 2};

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (host.kernel.algorithm_sockets == false)
    return passed(hits, "protected because this kernel has no AF_ALG sockets, and can't load them");
  auto engine = host.engine.components.find("engine");
  auto version = engine == host.engine.components.end() ? std::nullopt : component_version(engine->second.version);
  bool is_docker = host.engine.kind == model::Engine::Kind::kDocker;
  // What the engine's own profile refuses, every container with a filter is refused, unless it may do everything anyway.
  bool filters = is_docker && version && *version >= kFilterSince;
  judge_escape(filters ? kFiltered : kOpen, host, hits);
}

constexpr std::string_view kReferences[] = {"CVE-2026-31431"};
constexpr HostExample kExamples[] = {
    {"kernel 6.18.10 6.18.10; component engine 28.0.0; security seccomp,profile=default", model::Outcome::kFail},
    {"kernel 6.18.22 6.18.22", model::Outcome::kPass},
    {"kernel 7.0.1 7.0.1", model::Outcome::kPass},
    {"kernel 4.9.0 4.9.0", model::Outcome::kPass},
    {"kernel 6.18.10 6.18.10; kernel-has no-alg", model::Outcome::kPass},
    {"kernel 6.18.10 6.18.10; component engine 29.4.2; security seccomp,profile=default", model::Outcome::kPass},
    {"kernel 6.18.10 6.18.10; component engine 29.4.2; container web seccomp=off", model::Outcome::kFail},
    {"kernel 6.18.10 6.18.10; component engine 29.4.2; container web", model::Outcome::kPass},
    {"kernel 6.18.10 6.18.10; podman; component engine 5.4.0; security seccomp,profile=default", model::Outcome::kFail},
    {"kernel 6.18.10-1-amd64 6.18.10 distribution; component engine 28.0.0; security seccomp,profile=default", model::Outcome::kUnknown},
    {"kernel 6.12.10 6.12.10; component engine 28.0.0", model::Outcome::kUnknown},
    {"kernel-unread", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck escape_cve_2026_31431;
constinit const HostCheck escape_cve_2026_31431 = {
    .info =
        {.id = "escape-cve-2026-31431",
         .title = "A container can write to files that it may only read, by the kernel's crypto sockets",
         .severity = model::Severity::kCritical,
         .practice = model::PracticeId::kUpToDate,
         .why = "A socket of the family AF_ALG and splice() write into the page cache of files that can only be read: programs of an image "
                "that other containers share, and then of the host (\"Copy Fail\"). Filters refuse such sockets only since Docker 29.4.2.",
         .fix = "Update the kernel; until then update the engine to 29.4.2 or later and restart the containers, or keep modprobe from "
                "loading af_alg (install af_alg /bin/false).",
         .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
