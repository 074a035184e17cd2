// SPDX-License-Identifier: Apache-2.0
#include "update/registry_event.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace batten::update {
namespace {

constexpr json::Limits kLimits{.max_bytes = 1u << 20, .max_depth = 32};
constexpr std::size_t kMaxEvents = 1000;
constexpr std::size_t kMaxText = 512;

std::string text_of(json::View view) {
  const std::string_view text = view.string();
  return text.size() > kMaxText ? std::string() : std::string(text);
}

model::Digest digest_of(std::string_view text) {
  const auto digest = model::Digest::parse(text);
  return digest ? *digest : model::Digest{};
}

void add(std::vector<PushedImage>& out, PushedImage image) {
  if (image.repository.empty() || (image.tag.empty() && image.digest.empty()) || out.size() >= kMaxEvents) return;
  if (std::ranges::find(out, image) == out.end()) out.push_back(std::move(image));
}

// "registry.example:5000/team/app:1.2" or "...@sha256:...": Harbor's resource_url.
std::string registry_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const std::size_t slash = url.find('/');
  return slash == std::string_view::npos ? std::string() : std::string(url.substr(0, slash));
}

// {"events": [{"action": "push", "target": {...}, "request": {"host": ...}}]}
void distribution(json::View root, std::vector<PushedImage>& out) {
  root["events"].each([&](json::View event) {
    if (event["action"].string() != "push") return;
    const json::View target = event["target"];
    std::string registry = text_of(event["request"]["host"]);
    if (registry.empty()) registry = registry_of(target["url"].string());
    // Layers are told of too; only manifests have a tag or a manifest's type.
    const std::string_view type = target["mediaType"].string();
    const bool manifest = type.contains("manifest") || type.contains("image.index");
    if (manifest)
      add(out, {std::move(registry), text_of(target["repository"]), text_of(target["tag"]), digest_of(target["digest"].string())});
  });
}

// {"type": "PUSH_ARTIFACT", "event_data": {"resources": [...], "repository": {"repo_full_name": ...}}}
void harbor(json::View root, std::vector<PushedImage>& out) {
  const std::string_view type = root["type"].string();
  if (type != "PUSH_ARTIFACT" && type != "pushImage") return;
  const json::View data = root["event_data"];
  data["resources"].each([&](json::View resource) {
    const model::Digest digest = digest_of(resource["digest"].string());
    std::string tag = text_of(resource["tag"]);
    if (tag.starts_with("sha256:")) tag.clear();  // pushed without a tag: Harbor repeats the digest
    add(out, {registry_of(resource["resource_url"].string()), text_of(data["repository"]["repo_full_name"]), std::move(tag), digest});
  });
}

// {"push_data": {"tag": ...}, "repository": {"repo_name": "namespace/name"}}
void docker_hub(json::View root, std::vector<PushedImage>& out) {
  std::string repository = text_of(root["repository"]["repo_name"]);
  if (!repository.empty() && !repository.contains('/')) repository.insert(0, "library/");
  add(out, {"docker.io", std::move(repository), text_of(root["push_data"]["tag"]), {}});
}

// {"action": "published", "registry_package": {"package_type": "CONTAINER", ...}} or {"package": ...}
void github(json::View root, std::string_view key, std::vector<PushedImage>& out) {
  const std::string_view action = root["action"].string();
  if (action != "published" && action != "updated") return;
  const json::View package = root[key];
  if (base::lower(package["package_type"].string()) != "container") return;
  std::string owner = text_of(package["namespace"]);
  if (owner.empty()) owner = text_of(package["owner"]["login"]);
  const json::View version = package["package_version"];
  const json::View tag = version["container_metadata"]["tag"];
  std::string name = text_of(package["name"]);
  std::string repository = owner.empty() || name.starts_with(owner + "/") ? name : owner + "/" + name;
  model::Digest digest = digest_of(tag["digest"].string());
  if (digest.empty()) digest = digest_of(version["version"].string());
  if (digest.empty()) digest = digest_of(version["name"].string());
  add(out, {"ghcr.io", base::lower(repository), text_of(tag["name"]), digest});
}

// {"repository": "team/app", "docker_url": "quay.io/team/app", "updated_tags": ["1.2"]}
void quay(json::View root, std::vector<PushedImage>& out) {
  for (const std::string& tag : root["updated_tags"].strings())
    add(out, {registry_of(root["docker_url"].string()), text_of(root["repository"]), tag.size() > kMaxText ? std::string() : tag, {}});
}

}  // namespace

Result<std::vector<PushedImage>> parse_registry_event(std::string_view body) {
  const json::Document document = TRY(json::Document::parse(body, kLimits));
  const json::View root = document.root();
  std::vector<PushedImage> out;
  if (root["events"].is_array())
    distribution(root, out);
  else if (root["event_data"].is_object())
    harbor(root, out);
  else if (root["push_data"].is_object() && root["repository"].is_object())
    docker_hub(root, out);
  else if (root["registry_package"].is_object())
    github(root, "registry_package", out);
  else if (root["package"].is_object())
    github(root, "package", out);
  else if (root["updated_tags"].is_array())
    quay(root, out);
  else if (!root["zen"].is_string())  // GitHub's ping
    return Error{Code::kUnsupported,
                 "no notice of a registry that is known here: Docker Hub, Harbor, GitHub, Quay and the distribution's notifications are"};
  return out;
}

}  // namespace batten::update
