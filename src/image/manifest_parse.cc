// SPDX-License-Identifier: Apache-2.0
#include "image/manifest_parse.h"

#include "base/format.h"
#include "base/json.h"
#include "base/path.h"

namespace batten::image {
namespace {

constexpr json::Limits kLimits{.max_bytes = 8u << 20, .max_depth = 64};

Result<json::Document> parse_object(std::string_view what, std::string_view text) {
  json::Document document = TRY_IN(what, json::Document::parse(text, kLimits));
  if (!document.root().is_object()) return Error{Code::kCorrupt, format("{}: not a JSON object", what)};
  return document;
}

model::Platform parse_platform(json::View view) {
  model::Platform platform;
  platform.os = std::string(view["os"].string("linux"));
  platform.arch = std::string(view["architecture"].string());
  platform.variant = std::string(view["variant"].string());
  return platform;
}

std::map<std::string, std::string> parse_annotations(json::View view) {
  std::map<std::string, std::string> out;
  view.each_member([&](std::string_view key, json::View value) {
    if (out.size() < kMaxListed && value.is_string()) out.emplace(key, value.string());
  });
  return out;
}

Result<model::Descriptor> parse_descriptor(json::View view) {
  model::Descriptor out;
  out.media_type = std::string(view["mediaType"].string());
  out.digest = TRY_IN("digest", model::Digest::parse(view["digest"].string()));
  std::int64_t size = view["size"].integer().value_or(-1);
  if (size < 0) return Error{Code::kCorrupt, "size: missing or negative"};
  out.size_bytes = static_cast<std::uint64_t>(size);
  if (view["platform"].is_object()) out.platform = parse_platform(view["platform"]);
  out.annotations = parse_annotations(view["annotations"]);
  out.artifact_type = std::string(view["artifactType"].string());
  return out;
}

Result<std::vector<model::Descriptor>> parse_descriptors(std::string_view name, json::View list) {
  std::vector<model::Descriptor> out;
  std::vector<json::View> items = list.elements();
  if (items.size() > kMaxListed) return Error{Code::kLimit, format("{}: {} entries, {} allowed", name, items.size(), kMaxListed)};
  for (std::size_t i = 0; i < items.size(); ++i) {
    out.push_back(TRY_IN(format("manifest: {}[{}]", name, i), parse_descriptor(items[i])));
  }
  return out;
}

// The keys of {"80/tcp":{}}: how the configuration writes a set.
std::vector<std::string> keys(json::View view) {
  std::vector<std::string> out;
  view.each_member([&](std::string_view key, json::View) {
    if (out.size() < kMaxListed) out.emplace_back(key);
  });
  return out;
}

}  // namespace

Result<model::Manifest> parse_manifest(std::string_view text) {
  json::Document document = TRY(parse_object("manifest", text));
  json::View root = document.root();
  if (root["schemaVersion"].integer() == 1) {
    return Error{Code::kUnsupported,
                 "manifest: Docker schema 1 (deprecated since 2017) is not read; push the image again with a current engine"};
  }
  model::Manifest out;
  out.media_type = std::string(root["mediaType"].string());
  out.annotations = parse_annotations(root["annotations"]);
  out.artifact_type = std::string(root["artifactType"].string());
  if (auto subject = model::Digest::parse(root["subject"]["digest"].string())) out.subject = *subject;
  if (root["manifests"].is_array()) {
    out.is_index = true;
    out.manifests = TRY(parse_descriptors("manifests", root["manifests"]));
    return out;
  }
  if (!root["config"].is_object() || !root["layers"].is_array()) {
    return Error{Code::kCorrupt, "manifest: neither an image manifest (config, layers) nor an index (manifests)"};
  }
  out.config = TRY_IN("manifest: config", parse_descriptor(root["config"]));
  out.layers = TRY(parse_descriptors("layers", root["layers"]));
  return out;
}

Result<model::ImageConfig> parse_config(std::string_view text) {
  json::Document document = TRY(parse_object("image configuration", text));
  json::View root = document.root();
  model::ImageConfig out;
  out.platform = parse_platform(root);
  out.created = std::string(root["created"].string());
  json::View run = root["config"];
  out.user = std::string(run["User"].string());
  out.env = run["Env"].strings();
  out.entrypoint = run["Entrypoint"].strings();
  out.cmd = run["Cmd"].strings();
  out.exposed_ports = keys(run["ExposedPorts"]);
  out.volumes = keys(run["Volumes"]);
  out.working_dir = std::string(run["WorkingDir"].string());
  out.labels = parse_annotations(run["Labels"]);
  out.healthcheck = run["Healthcheck"]["Test"].strings();

  std::vector<json::View> diff_ids = root["rootfs"]["diff_ids"].elements();
  if (diff_ids.size() > kMaxListed)
    return Error{Code::kLimit, format("image configuration: {} layers, {} allowed", diff_ids.size(), kMaxListed)};
  for (std::size_t i = 0; i < diff_ids.size(); ++i) {
    out.diff_ids.push_back(TRY_IN(format("image configuration: rootfs.diff_ids[{}]", i), model::Digest::parse(diff_ids[i].string())));
  }
  for (json::View item : root["history"].elements()) {
    if (out.history.size() == kMaxListed) break;
    out.history.push_back({.created_by = std::string(item["created_by"].string()),
                           .comment = std::string(item["comment"].string()),
                           .created = std::string(item["created"].string()),
                           .empty_layer = item["empty_layer"].boolean()});
  }
  return out;
}

Result<std::vector<DockerArchiveEntry>> parse_docker_manifest(std::string_view text) {
  json::Document document = TRY_IN("manifest.json", json::Document::parse(text, kLimits));
  if (!document.root().is_array()) return Error{Code::kCorrupt, "manifest.json: not a JSON array"};
  std::vector<DockerArchiveEntry> out;
  for (json::View item : document.root().elements()) {
    DockerArchiveEntry entry;
    auto member = [&](std::string_view name) -> Result<std::string> {
      std::optional<std::string> path = base::normal_path(name);
      if (!path || path->empty())
        return Error{Code::kCorrupt, format("manifest.json: member name '{}' leaves the archive", name.substr(0, 200))};
      return *path;
    };
    entry.config = TRY(member(item["Config"].string()));
    for (const std::string& layer : item["Layers"].strings()) entry.layers.push_back(TRY(member(layer)));
    entry.repo_tags = item["RepoTags"].strings();
    if (out.size() == kMaxListed || entry.layers.size() > kMaxListed)
      return Error{Code::kLimit, "manifest.json: too many images or layers"};
    out.push_back(std::move(entry));
  }
  return out;
}

std::vector<std::string> layer_history(const model::ImageConfig& config) {
  std::vector<std::string> out;
  for (const model::HistoryEntry& entry : config.history) {
    if (entry.empty_layer) continue;
    out.push_back(entry.created_by.empty() ? entry.comment : entry.created_by);
  }
  if (out.size() != config.diff_ids.size()) out.assign(config.diff_ids.size(), "");
  return out;
}

}  // namespace batten::image
