// SPDX-License-Identifier: Apache-2.0
//
// Each alert as Falco posts it: its JSON as the body, to Falcosidekick or whoever takes the same.
#include "alert/output.h"
#include "alert/webhook.h"
#include "model/alert_json.h"

namespace batten::alert::outputs {
namespace {

class Http final : public Receiver {
 public:
  explicit Http(Webhook webhook) : webhook_(std::move(webhook)) {}
  Delivery deliver(std::span<const model::Alert> alerts) override {
    return webhook_.post(model::alert_json(alerts.front()), "application/json");
  }

 private:
  Webhook webhook_;
};

Result<std::unique_ptr<Receiver>> open(const OutputConfig& config) { return std::make_unique<Http>(TRY(Webhook::open(config, "/"))); }

constexpr OutputExample kExamples[] = {
    {"http=http://127.0.0.1:2801", ""},
    {"http=https://alerts.example.org/in?x=1,header=Authorization: Bearer a,header=X-Team: b,timeout=500ms", ""},
    {"http=http://127.0.0.1:2801,queue=1M,insecure", ""},
    {"http", "no URL"},
    {"http=ftp://a/b", "neither http nor https"},
    {"http=http://a,timeout=soon", "no duration"},
    {"http=http://a,header=nothing", "Name: value"},
    {"http=https://a,cert=/nowhere/cert.pem", "cert"},
};

}  // namespace

extern constinit const Output http;
constinit const Output http = {
    .name = "http",
    .summary = "posts each alert as JSON, as Falco does",
    .syntax = "http=URL",
    .options = {},
    .remote = true,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::alert::outputs
