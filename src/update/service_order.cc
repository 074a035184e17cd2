// SPDX-License-Identifier: Apache-2.0
#include "update/service_order.h"

#include "base/format.h"
#include "base/text.h"
#include "update/health_gate.h"
#include "update/prepare_swap.h"

namespace batten::update {
namespace {

std::string value_of(const std::map<std::string, std::string>& values, const std::string& key) {
  const auto at = values.find(key);
  return at == values.end() ? std::string() : at->second;
}

model::Platform platform_of(std::string_view text) {
  model::Platform out;
  const std::vector<std::string_view> words = base::split(text, '/');
  if (words.size() < 2) return out;
  out.os = words[0];
  out.arch = words[1];
  if (words.size() > 2) out.variant = words[2];
  return out;
}

}  // namespace

std::map<std::string, std::string> service_order_values(const Order& order, const std::vector<std::string>& containers) {
  std::string first;
  if (order.settings.start_first) first = *order.settings.start_first ? "yes" : "no";
  std::map<std::string, std::string> out = {{"from", order.subject.image},
                                            {"image", order.image},
                                            {"reference", order.reference},
                                            {"digest", order.digest.text()},
                                            {"old_digest", order.subject.digest.text()},
                                            {"name", order.subject.name},
                                            {"platform", platform_text(order.subject.platform)},
                                            {"start_first", first},
                                            {"drain_seconds", std::to_string(order.settings.drain.count())},
                                            {"grace_seconds", std::to_string(order.settings.stop_grace.count())},
                                            {"health", health_to_json(order.settings.health)},
                                            {"containers", base::join(containers, ",")}};
  tag_move_to_values(order.tag_move, out);
  return out;
}

Result<ServiceOrder> read_service_order(const Operation& operation) {
  const auto value = [&](const std::string& key) { return value_of(operation.order, key); };
  ServiceOrder out;
  Order& order = out.order;
  order.subject.kind = SubjectKind::kComposeService;
  order.subject.id = operation.subject;
  order.subject.name = value("name");
  order.subject.image = value("from");
  order.subject.platform = platform_of(value("platform"));
  order.image = value("image");
  order.reference = value("reference");
  if (auto digest = model::Digest::parse(value("digest"))) order.digest = *digest;
  if (auto digest = model::Digest::parse(value("old_digest"))) order.subject.digest = *digest;
  if (const std::string first = value("start_first"); !first.empty()) order.settings.start_first = first == "yes";
  order.settings.drain = std::chrono::seconds(base::parse_unsigned(value("drain_seconds")).value_or(0));
  order.settings.stop_grace = std::chrono::seconds(base::parse_unsigned(value("grace_seconds")).value_or(10));
  order.settings.health = health_from_json(value("health"));
  order.tag_move = tag_move_from_values(operation.order);
  const std::string ids = value("containers");
  for (const std::string_view id : base::split(ids, ',')) {
    if (!id.empty()) out.containers.emplace_back(id);
  }
  if (order.image.empty() || out.containers.empty())
    return Error{Code::kCorrupt, format("the journal's operation {} has no image or no containers", operation.id)};
  return out;
}

Outcome ServicePart::outcome() const {
  const JournalStep* ended = operation.last("ended");
  if (ended == nullptr) return Outcome::kNeedsHelp;
  return parse_outcome(value_of(ended->values, "outcome")).value_or(Outcome::kNeedsHelp);
}

std::vector<ServicePart> parts_of(const Operation& operation) {
  std::vector<ServicePart> out;
  for (const JournalStep& step : operation.steps) {
    if (step.name == "part") {
      ServicePart part{.container = value_of(step.values, "container"), .back = value_of(step.values, "back") == "yes", .operation = {}};
      part.operation.id = operation.id;
      part.operation.subject = operation.subject;
      part.operation.target = operation.target;
      out.push_back(std::move(part));
    } else if (!out.empty() && step.name != "back") {
      out.back().operation.steps.push_back(step);
    }
  }
  return out;
}

}  // namespace batten::update
