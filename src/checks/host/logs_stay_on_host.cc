// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  const std::string& driver = host.engine.logging_driver;
  if (driver.empty()) return could_not_look(hits, "the log driver is not known");
  if (driver == "json-file" || driver == "local" || driver == "none" || driver == "k8s-file")
    return failed(hits, format("the log driver is {}", driver));
  passed(hits, format("the log driver is {}", driver));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 2.13"};
constexpr HostExample kExamples[] = {
    {"logging json-file", model::Outcome::kFail}, {"logging none", model::Outcome::kFail}, {"logging syslog", model::Outcome::kPass},
    {"logging journald", model::Outcome::kPass},  {"docker", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck logs_stay_on_host;
constinit const HostCheck logs_stay_on_host = {
    .info = {.id = "logs-stay-on-host",
             .title = "Logs of containers stay on this host",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Who takes over the host removes the traces. Logs elsewhere remain.",
             .fix = "Set a log-driver that sends (journald with forwarding, syslog, fluentd, gelf), or collect the files.",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
