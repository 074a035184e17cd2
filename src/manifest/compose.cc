// SPDX-License-Identifier: Apache-2.0
#include "manifest/compose.h"

#include <algorithm>

#include "base/format.h"
#include "base/path.h"
#include "manifest/compose_service.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxServices = 5000;

constexpr std::string_view kTopKeys[] = {"configs",  "include", "jobs",     "models",  "name",
                                         "networks", "secrets", "services", "version", "volumes"};

bool is_map_of_images(const ComposeNode& root) {
  if (root.children.empty()) return false;
  return std::ranges::all_of(root.children, [](const ComposeNode& child) {
    return child.is_map() && (child.find("image") != nullptr || child.find("build") != nullptr || child.find("extends") != nullptr);
  });
}

// A file of version 1 has its services at the top.
void wrap_services(ComposeNode& root) {
  ComposeNode services;
  services.kind = ComposeNode::Kind::kMap;
  services.name = "services";
  services.children = std::move(root.children);
  root.children.clear();
  root.children.push_back(std::move(services));
}

model::Placed<std::string> read_secret(const ComposeNode& node, const ComposeProject& project) {
  model::Placed<std::string> out{{}, setting_place(node)};
  if (std::string_view file = node.string("file"); !file.empty()) {
    out.value = project.host_path(node, file);
  } else if (std::string_view variable = node.string("environment"); !variable.empty()) {
    out.value = format("environment:{}", variable);
  } else if (node.find("external") != nullptr || node.find("driver") != nullptr) {
    out.value = "external";
  }
  return out;
}

class ComposeReader {
 public:
  explicit ComposeReader(const ComposeWorld& world) : notes_(out_.notes), project_(world, notes_) {}

  Result<Compose> run(std::span<const ComposeFile> files) {
    TRY(project_.load(files));
    ComposeNode& root = project_.root;
    if (root.find("services") == nullptr && is_map_of_images(root)) {
      notes_.add(base::Note::Kind::kInfo, "line 1", "a file of version 1, without services: Compose has not read these since 2023",
                 "put the services under a key services");
      wrap_services(root);
      TRY(project_.extend_all(root));
    }
    top_level();
    TRY(all_of("services", false));
    TRY(all_of("jobs", true));
    if (out_.services.empty() && root.find("services") == nullptr && root.find("jobs") == nullptr) {
      return Error{Code::kCorrupt, "no Compose file: there are no services"};
    }
    share_volumes();
    mark_one_shots();
    return std::move(out_);
  }

 private:
  void top_level() {
    const ComposeNode& root = project_.root;
    for (const ComposeNode& child : root.children) {
      if (child.name.starts_with("x-") || std::ranges::find(kTopKeys, child.name) != std::end(kTopKeys)) continue;
      notes_.skipped(project_.where(child), with_suggestion(format("unknown key {}", child.name.substr(0, 100)), child.name,
                                                            {std::begin(kTopKeys), std::end(kTopKeys)}));
    }
    if (const ComposeNode* version = root.find("version")) {
      notes_.add(base::Note::Kind::kInfo, project_.where(*version),
                 "version is obsolete: Compose reads every file by its current specification");
    }
    out_.name = root.string("name");
    const ComposeNode* secrets = root.find("secrets");
    if (secrets == nullptr) return;
    for (const ComposeNode& secret : secrets->children) out_.secrets[secret.name] = read_secret(secret, project_);
  }

  Result<void> all_of(std::string_view kind, bool is_init) {
    const ComposeNode* all = project_.root.find(kind);
    if (all == nullptr || all->kind == ComposeNode::Kind::kNull) return {};
    if (!all->is_map()) return Error{Code::kCorrupt, format("{}: {} is no mapping", project_.where(*all), kind)};
    if (all->children.size() > kMaxServices) return Error{Code::kLimit, format("more than {} services", kMaxServices)};
    for (const ComposeNode& node : all->children) {
      if (node.name.starts_with("x-")) continue;
      if (!node.is_map()) {
        notes_.skipped(project_.where(node), format("service {} has no settings", node.name));
        continue;
      }
      if (const ComposeNode* provider = node.find("provider")) {
        notes_.add(base::Note::Kind::kInfo, project_.where(node),
                   format("service {} is run by {}, not as a container", node.name, provider->string("type")));
        continue;
      }
      read_one(node, is_init);
    }
    return {};
  }

  void read_one(const ComposeNode& node, bool is_init) {
    ComposeService& service = out_.services.emplace_back();
    ServiceReading reading(project_, service);
    read_service(node, reading);
    service.file = project_.origins[node.file].path;
    service.container.is_init = is_init;
    if (const ComposeNode* depends = node.find("depends_on")) {
      for (const ComposeNode& other : depends->children) {
        if (other.string("condition") == "service_completed_successfully") one_shots_.insert(other.name);
      }
    }
    for (auto& [from, place] : reading.volumes_from) borrowed_.push_back({out_.services.size() - 1, std::move(from), place});
    if (service.container.image.value.empty() && service.container.build.empty()) {
      notes_.skipped(project_.where(node), format("service {} has neither image nor build", node.name));
    }
  }

  // "service", "service:ro": the mounts of that one as they are written; "container:name" is not known here.
  void share_volumes() {
    for (const Borrowed& one : borrowed_) {
      std::string_view from = one.from;
      bool read_only = from.ends_with(":ro");
      if (read_only || from.ends_with(":rw")) from.remove_suffix(3);
      auto other =
          std::ranges::find(out_.services, from, [](const ComposeService& service) { return std::string_view(service.container.name); });
      model::Container& to = out_.services[one.service].container;
      if (other == out_.services.end()) {
        notes_.skipped("", format("service {}: volumes_from {} is not known here", to.name, one.from));
        continue;
      }
      if (other->container.name == to.name || borrowed_mounts_ + other->container.mounts.size() > kMaxBorrowed) continue;
      borrowed_mounts_ += other->container.mounts.size();
      for (model::ContainerMount mount : other->container.mounts) {
        if (mount.kind == model::ContainerMount::Kind::kSecret || mount.kind == model::ContainerMount::Kind::kConfig) continue;
        mount.place = one.place;
        mount.read_only |= read_only;
        to.mounts.push_back(std::move(mount));
      }
    }
  }

  void mark_one_shots() {
    for (ComposeService& service : out_.services) service.container.is_init |= one_shots_.contains(service.container.name);
  }

  struct Borrowed {
    std::size_t service;
    std::string from;
    model::Place place;
  };
  static constexpr std::size_t kMaxBorrowed = 100'000;

  Compose out_;
  ComposeNotes notes_;
  ComposeProject project_;
  std::set<std::string> one_shots_;
  std::vector<Borrowed> borrowed_;
  std::size_t borrowed_mounts_ = 0;
};

}  // namespace

bool looks_like_compose(std::string_view path, std::string_view text) {
  std::string_view name = base::base_name(path);
  if (!name.ends_with(".yml") && !name.ends_with(".yaml")) return false;
  if (name.starts_with("compose.") || name.starts_with("docker-compose.") || name.starts_with("compose-") ||
      name.starts_with("docker-compose-") || name.starts_with("podman-compose.")) {
    return true;
  }
  // Others by what is in them: a line "services:" at the margin, and an image or build below.
  bool services = text.starts_with("services:") || text.contains("\nservices:");
  bool kubernetes = text.starts_with("apiVersion:") || text.contains("\napiVersion:");
  return services && !kubernetes && (text.contains(" image:") || text.contains(" build:"));
}

Result<Compose> merge_compose(std::span<const ComposeFile> files, const ComposeWorld& world) { return ComposeReader(world).run(files); }

FilePlace file_place(std::span<const ComposeFile> files, model::Place place) {
  model::Place begin;
  for (std::size_t i = 0; i < files.size(); ++i) {
    model::Place next = after(begin, files[i]);
    if (i + 1 < files.size() && place.line > next.line) {
      begin = next;
      continue;
    }
    if (place.line != 0) {
      place.line -= begin.line;
      place.offset -= begin.offset;
    }
    return {i, place};
  }
  return {0, place};
}

Result<Compose> parse_compose(std::string_view text, const ComposeWorld& world) {
  ComposeFile file{"", std::string(text)};
  return merge_compose(std::span(&file, 1), world);
}

}  // namespace batten::manifest
