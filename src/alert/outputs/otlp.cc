// SPDX-License-Identifier: Apache-2.0
//
// OpenTelemetry logs over HTTP in JSON (OTLP 1, POST /v1/logs). A container is a resource, an alert a record of it; severities are those of
// syslog as the log data model maps them.
#include <array>
#include <chrono>
#include <map>
#include <tuple>
#include <type_traits>

#include "alert/output.h"
#include "alert/webhook.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "model/alert_json.h"

namespace batten::alert::outputs {
namespace {

constexpr std::size_t kBatch = 100;

int severity_number(model::Priority priority) {
  constexpr std::array kNumbers = {21, 19, 18, 17, 13, 10, 9, 5};
  return kNumbers[static_cast<std::size_t>(priority)];
}

void write_text_attribute(json::Writer& writer, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  writer.begin_object().member("key", key).key("value").begin_object().member("stringValue", text).end_object().end_object();
}

void write_value(json::Writer& writer, const model::AlertValue& value) {
  writer.begin_object();
  std::visit(
      [&](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, bool>) {
          writer.member("boolValue", held);
        } else if constexpr (std::is_same_v<Held, double>) {
          writer.member("doubleValue", held);
        } else if constexpr (std::is_integral_v<Held>) {
          // 64-bit numbers are texts in JSON of protocol buffers, and signed; what does not fit is a text.
          bool fits = std::is_signed_v<Held> || held <= static_cast<Held>(INT64_MAX);
          writer.member(fits ? "intValue" : "stringValue", format("{}", held));
        } else if constexpr (std::is_same_v<Held, std::string>) {
          writer.member("stringValue", held);
        } else if constexpr (std::is_same_v<Held, std::vector<std::string>>) {
          writer.key("arrayValue").begin_object().key("values").begin_array();
          for (const std::string& one : held) writer.begin_object().member("stringValue", one).end_object();
          writer.end_array().end_object();
        }
      },
      value);
  writer.end_object();
}

void write_record(json::Writer& writer, const model::Alert& alert, std::uint64_t now_ns) {
  writer.begin_object();
  writer.member("timeUnixNano", format("{}", alert.time_ns)).member("observedTimeUnixNano", format("{}", now_ns));
  writer.member("severityNumber", severity_number(alert.priority)).member("severityText", model::priority_name(alert.priority));
  writer.key("body").begin_object().member("stringValue", alert.output).end_object();
  writer.key("attributes").begin_array();
  write_text_attribute(writer, "rule", alert.rule);
  write_text_attribute(writer, "source", alert.source);
  write_text_attribute(writer, "tags", base::join(alert.tags, ","));
  for (const auto& [name, value] : alert.fields) {
    if (std::holds_alternative<std::monostate>(value)) continue;
    writer.begin_object().member("key", name).key("value");
    write_value(writer, value);
    writer.end_object();
  }
  writer.end_array().end_object();
}

void write_resource(json::Writer& writer, const model::Alert& alert) {
  writer.key("resource").begin_object().key("attributes").begin_array();
  write_text_attribute(writer, "service.name", "batten");
  write_text_attribute(writer, "host.name", alert.hostname);
  write_text_attribute(writer, "container.id", alert.container_id);
  write_text_attribute(writer, "container.name", alert.container_name);
  write_text_attribute(writer, "container.image.name", alert.image);
  write_text_attribute(writer, "k8s.pod.name", alert.pod_name);
  write_text_attribute(writer, "k8s.namespace.name", alert.pod_namespace);
  writer.end_array().end_object();
}

class Otlp final : public Receiver {
 public:
  explicit Otlp(Webhook webhook) : webhook_(std::move(webhook)) {}

  Delivery deliver(std::span<const model::Alert> alerts) override {
    std::string answer;
    Delivery delivery = webhook_.post(body(alerts), "application/json", &answer);
    if (delivery.fate != Delivery::Fate::kTaken) return delivery;
    // A collector may take some and not others. Which ones it does not say, and it wants none of them again.
    auto document = json::Document::parse(answer);
    if (!document) return delivery;
    json::View partial = document->root()["partialSuccess"];
    std::string rejected(partial["rejectedLogRecords"].string());
    if (auto number = partial["rejectedLogRecords"].integer()) rejected = format("{}", *number);
    if (alerts.size() == 1 && !rejected.empty() && rejected != "0")
      return Delivery::refused(format("the collector took it and said: {}", base::printable(partial["errorMessage"].string())));
    return delivery;
  }

 private:
  static std::string body(std::span<const model::Alert> alerts) {
    auto now = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch());
    using Key = std::tuple<std::string, std::string, std::string, std::string>;
    std::map<Key, std::vector<const model::Alert*>> resources;
    for (const model::Alert& alert : alerts)
      resources[{alert.hostname, alert.container_id, alert.container_name, alert.pod_name}].push_back(&alert);
    json::Writer writer(0);
    writer.begin_object().key("resourceLogs").begin_array();
    for (const auto& [key, members] : resources) {
      writer.begin_object();
      write_resource(writer, *members.front());
      writer.key("scopeLogs").begin_array().begin_object().key("scope").begin_object().member("name", "batten").end_object();
      writer.key("logRecords").begin_array();
      for (const model::Alert* alert : members) write_record(writer, *alert, static_cast<std::uint64_t>(now.count()));
      writer.end_array().end_object().end_array().end_object();
    }
    writer.end_array().end_object();
    return writer.take();
  }

  Webhook webhook_;
};

Result<std::unique_ptr<Receiver>> open(const OutputConfig& config) {
  return std::make_unique<Otlp>(TRY(Webhook::open(config, "/v1/logs")));
}

constexpr OutputExample kExamples[] = {{"otlp=http://127.0.0.1:4318", ""},
                                       {"otlp=https://otel.example.org/v1/logs,header=api-key: x", ""},
                                       {"otlp=127.0.0.1:4318", "no URL"},
                                       {"otlp=http://a,batch=1", "no option 'batch'"}};

}  // namespace

extern constinit const Output otlp;
constinit const Output otlp = {
    .name = "otlp",
    .summary = "OpenTelemetry logs over HTTP, in JSON",
    .syntax = "otlp=URL",
    .options = {},
    .remote = true,
    .batch = kBatch,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::alert::outputs
