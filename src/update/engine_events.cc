// SPDX-License-Identifier: Apache-2.0
#include "update/engine_events.h"

#include <algorithm>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "http/client.h"

namespace batten::update {
namespace {

constexpr std::size_t kMaxImages = 1000;
constexpr json::Limits kLimits{.max_bytes = 1u << 20, .max_depth = 32};

}  // namespace

Result<std::vector<std::string>> parse_started_images(std::string_view events) {
  std::vector<std::string> out;
  json::Parser parser(kLimits);
  Result<void> read;
  base::each_line(events, [&](std::string_view line) {
    if (!read || base::trim(line).empty() || out.size() >= kMaxImages) return;
    const Result<json::View> event = parser.parse(line);
    if (!event) {
      read = Error{event.error().code, "the engine's events: " + event.error().message};
      return;
    }
    const json::View root = *event;
    if (root["Type"].string() != "container" || root["Action"].string() != "start") return;
    std::string image(root["Actor"]["Attributes"]["image"].string());
    if (!image.empty() && std::ranges::find(out, image) == out.end()) out.push_back(std::move(image));
  });
  if (!read) return read.error();
  return out;
}

Result<std::vector<std::string>> started_images(engine::Client& engine, std::int64_t since, std::int64_t until) {
  const std::string filters = http::percent_encode(R"({"type":["container"],"event":["start"]})");
  return parse_started_images(TRY(engine.answer(format("/events?since={}&until={}&filters={}", since, until, filters), "events")));
}

}  // namespace batten::update
