// SPDX-License-Identifier: Apache-2.0
//
// Prometheus Alertmanager, API v2 (POST /api/v2/alerts). Few labels, since alerts are grouped and silenced by them: what changes from event
// to event is in the annotations. An alert ends some time after its event (resolve=5m); the same again prolongs it.
#include <algorithm>
#include <array>
#include <chrono>
#include <map>

#include "alert/output.h"
#include "alert/webhook.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "model/alert_json.h"

namespace batten::alert::outputs {
namespace {

constexpr std::size_t kBatch = 64;

std::string_view severity_of(model::Priority priority) {
  if (priority <= model::Priority::kCritical) return "critical";
  return priority <= model::Priority::kWarning ? "warning" : "information";
}

struct Settings {
  std::map<std::string, std::string> labels;  // of every alert
  std::string link;
  std::chrono::milliseconds resolve{};
};

void write_alert(json::Writer& writer, const model::Alert& alert, const Settings& settings, std::uint64_t now_ns) {
  auto resolve_ns = static_cast<std::uint64_t>(std::chrono::nanoseconds(settings.resolve).count());
  writer.begin_object().key("labels").begin_object();
  for (const auto& [name, value] : settings.labels) writer.member(name, value);
  writer.member("alertname", alert.rule).member("severity", severity_of(alert.priority));
  writer.member("priority", base::lower(model::priority_name(alert.priority))).member_if("source", alert.source);
  writer.member_if("hostname", alert.hostname).member_if("container", alert.container_name).member_if("image", alert.image);
  writer.member_if("namespace", alert.pod_namespace).member_if("pod", alert.pod_name);
  writer.end_object().key("annotations").begin_object();
  writer.member("summary", alert.rule).member("description", alert.output);
  writer.member_if("container_id", alert.container_id).member_if("tags", base::join(alert.tags, ", "));
  writer.end_object().member("startsAt", model::alert_time(alert.time_ns));
  // Events of a queue that waited for long have not ended before they were told.
  writer.member("endsAt", model::alert_time(std::max(alert.time_ns, now_ns) + resolve_ns));
  writer.member_if("generatorURL", settings.link).end_object();
}

class Alertmanager final : public Receiver {
 public:
  Alertmanager(Webhook webhook, Settings settings) : webhook_(std::move(webhook)), settings_(std::move(settings)) {}

  Delivery deliver(std::span<const model::Alert> alerts) override {
    auto now = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch());
    json::Writer writer(0);
    writer.begin_array();
    for (const model::Alert& alert : alerts) write_alert(writer, alert, settings_, static_cast<std::uint64_t>(now.count()));
    writer.end_array();
    return webhook_.post(writer.take(), "application/json");
  }

 private:
  Webhook webhook_;
  Settings settings_;
};

bool is_label(std::string_view name) {
  return !name.empty() &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos &&
         (name[0] < '0' || name[0] > '9');
}

constexpr std::array<std::string_view, 9> kOwnLabels = {"alertname", "severity", "priority",  "source", "hostname",
                                                        "container", "image",    "namespace", "pod"};

Result<std::unique_ptr<Receiver>> open(const OutputConfig& config) {
  Settings settings;
  settings.resolve = TRY_IN("resolve", parse_duration(config.option("resolve", "5m")));
  settings.link = config.option("link");
  for (const auto& [option, value] : config.options) {
    if (option != "label") continue;
    std::string_view name = std::string_view(value).substr(0, value.find('='));
    bool own = std::ranges::find(kOwnLabels, name) != kOwnLabels.end();
    if (!value.contains('=') || !is_label(name) || own)
      return Error{Code::kInvalidArgument,
                   format("label={}: NAME=VALUE, with a name that is not one of Batten's own", base::printable(value))};
    settings.labels[std::string(name)] = value.substr(name.size() + 1);
  }
  return std::make_unique<Alertmanager>(TRY(Webhook::open(config, "/api/v2/alerts")), std::move(settings));
}

constexpr std::array<std::string_view, 3> kOptions = {"resolve", "label", "link"};
constexpr OutputExample kExamples[] = {{"alertmanager=http://127.0.0.1:9093", ""},
                                       {"alertmanager=https://am.example.org/team/api/v2/alerts,resolve=1h,label=team=a,label=site=b", ""},
                                       {"alertmanager=127.0.0.1:9093", "no URL"},
                                       {"alertmanager=http://a,resolve=never", "no duration"},
                                       {"alertmanager=http://a,label=x", "NAME=VALUE"},
                                       {"alertmanager=http://a,label=severity=x", "Batten's own"}};

}  // namespace

extern constinit const Output alertmanager;
constinit const Output alertmanager = {
    .name = "alertmanager",
    .summary = "Prometheus Alertmanager, API v2",
    .syntax = "alertmanager=URL[,resolve=5m][,label=NAME=VALUE][,link=URL]",
    .options = kOptions,
    .remote = true,
    .batch = kBatch,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::alert::outputs
