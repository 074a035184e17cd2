// SPDX-License-Identifier: Apache-2.0
#include "watch/baseline_file.h"

#include <algorithm>

#include "base/format.h"
#include "base/json.h"

namespace batten::watch {
namespace {

constexpr std::string_view kSchema = "batten.baseline/1";
constexpr std::size_t kMaxEntries = 10'000;

void write_items(json::Writer& out, std::string_view name, const model::BaselineItems& items) {
  out.key(name).begin_array();
  for (const std::string& one : items.all()) out.value(one);
  out.end_array();
  if (items.full()) out.member(format("{}_full", name), true);
}

void read_items(json::View image, std::string_view name, model::BaselineItems& out) {
  image[name].each([&](json::View one) {
    if (one.is_string()) out.add(one.string());
  });
  if (image[format("{}_full", name)].boolean()) out.set_full();
}

}  // namespace

std::string baseline_file_text(const BaselineEntries& entries) {
  json::Writer out;
  out.begin_object().member("schema", kSchema).key("images").begin_array();
  for (const auto& [name, entry] : entries) {
    out.begin_object().member("image", name).member("learned", entry.learned);
    out.member("learned_for_ns", static_cast<std::int64_t>(entry.learned_for_ns));
    write_items(out, "listeners", entry.baseline.listeners);
    write_items(out, "destinations", entry.baseline.destinations);
    write_items(out, "programs", entry.baseline.programs);
    out.end_object();
  }
  return out.end_array().end_object().take() + "\n";
}

Result<BaselineEntries> parse_baseline_file(std::string_view text) {
  json::Document document = TRY(json::Document::parse(text, {.max_bytes = kMaxBaselineFile, .max_depth = 16}));
  const json::View root = document.root();
  if (root["schema"].string() != kSchema)
    return Error{Code::kCorrupt, format("this is no file of baselines: \"schema\": \"{}\" is expected", kSchema)};
  if (root["images"].size() > kMaxEntries) return Error{Code::kLimit, format("there are more than {} images", kMaxEntries)};
  BaselineEntries out;
  root["images"].each([&](json::View image) {
    const std::string_view name = image["image"].string();
    if (name.empty()) return;
    BaselineEntry entry;
    entry.learned = image["learned"].boolean();
    entry.learned_for_ns = static_cast<std::uint64_t>(std::max<std::int64_t>(image["learned_for_ns"].integer().value_or(0), 0));
    read_items(image, "listeners", entry.baseline.listeners);
    read_items(image, "destinations", entry.baseline.destinations);
    read_items(image, "programs", entry.baseline.programs);
    out.insert_or_assign(std::string(name), std::move(entry));
  });
  return out;
}

}  // namespace batten::watch
