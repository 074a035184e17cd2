// SPDX-License-Identifier: Apache-2.0
#include "manifest/compose_project.h"

#include <algorithm>

#include "base/format.h"
#include "base/path.h"
#include "base/text.h"
#include "manifest/container_syntax.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxFiles = 100;
constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxFileBytes = 4u << 20;
constexpr std::size_t kMaxServices = 5000;
// Of all files together: what include and extends bring in again and again.
constexpr std::size_t kMaxNodes = 500'000;
constexpr std::size_t kMaxReads = 500;
constexpr std::size_t kMaxReadBytes = 32u << 20;

// Without "." and, as far as possible, "..".
std::string joined_path(std::string_view directory, std::string_view path) {
  std::string all = path.starts_with('/') || directory.empty() ? std::string(path) : format("{}/{}", directory, path);
  std::vector<std::string_view> parts;
  bool absolute = all.starts_with('/');
  for (std::string_view part : base::split(all, '/')) {
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (part == "..") {
      if (!absolute) parts.push_back(part);
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  std::string out;
  for (std::string_view part : parts) out.append(out.empty() && !absolute ? "" : "/").append(part);
  return out.empty() && absolute ? "/" : out;
}

void drop_reset(ComposeNode& node) {
  std::erase_if(node.children, [](const ComposeNode& child) { return child.rule == ComposeNode::Rule::kReset; });
  for (ComposeNode& child : node.children) drop_reset(child);
}

std::vector<const ComposeNode*> scalars(const ComposeNode* node) {
  std::vector<const ComposeNode*> out;
  if (node == nullptr) return out;
  if (node->is_scalar()) return {node};
  for (const ComposeNode& child : node->children) {
    if (node->is_list() && child.is_scalar()) out.push_back(&child);
  }
  return out;
}

}  // namespace

ComposeProject::ComposeProject(const ComposeWorld& outside, ComposeNotes& collected) : world(outside), notes(collected) {}

std::string ComposeProject::path_from(const ComposeNode& node, std::string_view path) const {
  return joined_path(origins[node.file].directory, path);
}

std::string ComposeProject::host_path(const ComposeNode& node, std::string_view path) const {
  auto home = variables(node).find("HOME");
  SourceRoot place{world.directory, home == variables(node).end() ? std::string() : home->second};
  if (!place.directory.empty()) place.directory = joined_path(place.directory, origins[node.file].directory);
  return absolute_path(path, place);
}

Result<std::string> ComposeProject::read(const std::string& path) const {
  if (!world.read) return Error{Code::kNotFound, "other files are not read here"};
  if (++reads_ > kMaxReads) return Error{Code::kLimit, format("{}: more than {} other files", path, kMaxReads)};
  std::string text = TRY(world.read(path));
  read_bytes_ += text.size();
  if (read_bytes_ > kMaxReadBytes) return Error{Code::kLimit, format("{}: more than {} bytes of other files", path, kMaxReadBytes)};
  if (text.size() > kMaxFileBytes) return Error{Code::kLimit, format("{}: more than {} bytes", path, kMaxFileBytes)};
  return text;
}

Result<void> ComposeProject::count_nodes(const ComposeNode& node) {
  nodes_ += node.count();
  if (nodes_ > kMaxNodes) return Error{Code::kLimit, format("more than {} values with all that is included and extended", kMaxNodes)};
  return {};
}

const ComposeNode* ComposeProject::volume(const std::string& name) const {
  const ComposeNode* all = root.find("volumes");
  if (all == nullptr) return nullptr;
  if (volumes_.empty()) {
    for (const ComposeNode& one : all->children) volumes_.emplace(one.name, &one);
  }
  auto found = volumes_.find(name);
  return found == volumes_.end() ? nullptr : found->second;
}

std::string ComposeProject::where(const ComposeNode& node) const {
  const std::string& label = origins[node.file].label;
  std::uint32_t line = node.key ? node.key.line : node.place.line;
  if (line != 0) return format("{}line {}", label, line - origins[node.file].lines_before);
  return label.ends_with(": ") ? label.substr(0, label.size() - 2) : label;
}

Result<std::uint16_t> ComposeProject::add_origin(ComposeOrigin origin) {
  if (origins.size() >= kMaxFiles) return Error{Code::kLimit, format("more than {} files", kMaxFiles)};
  origins.push_back(std::move(origin));
  return static_cast<std::uint16_t>(origins.size() - 1);
}

Result<void> ComposeProject::load(std::span<const ComposeFile> files) {
  auto values = std::make_shared<Variables>(world.environment);
  if (!world.directory.empty()) values->emplace("PWD", world.directory);
  values->emplace("COMPOSE_PROJECT_NAME", base::base_name(world.directory));
  root.kind = ComposeNode::Kind::kMap;
  model::Place begin;
  for (const ComposeFile& file : files) {
    bool first = origins.empty();
    std::uint16_t origin =
        TRY(add_origin({first ? "" : file.path, "", first ? "" : file.path + ": ", values, true, begin.line, begin.offset}));
    begin = after(begin, file);
    ComposeNode loaded = TRY(load_text(file.text, origin, 0));
    if (first) {
      root = std::move(loaded);
    } else {
      std::vector<std::string_view> path;
      merge_node(root, std::move(loaded), path);
    }
  }
  drop_reset(root);
  return {};
}

NodeSource ComposeProject::source_of(std::uint16_t origin) const {
  auto same = std::ranges::find(origins, origins[origin].directory, &ComposeOrigin::directory);
  const ComposeOrigin& from = origins[origin];
  return {origin,           static_cast<std::uint16_t>(same - origins.begin()),
          from.label,       from.variables.get(),
          from.placed,      from.lines_before,
          from.bytes_before};
}

Result<ComposeNode> ComposeProject::load_text(std::string_view text, std::uint16_t origin, std::size_t depth) {
  NodeSource source = source_of(origin);
  std::vector<ComposeNode> documents = TRY(read_nodes(text, source, notes));
  ComposeNode out;
  out.kind = ComposeNode::Kind::kMap;
  out.file = origin;
  for (ComposeNode& document : documents) {
    TRY(count_nodes(document));
    TRY(extend_all(document));
    TRY(include_all(document, depth));
    std::vector<std::string_view> path;
    merge_node(out, std::move(document), path);
  }
  return out;
}

Result<void> ComposeProject::extend_all(ComposeNode& tree) {
  for (std::string_view kind : {"services", "jobs"}) {
    ComposeNode* all = tree.find(kind);
    if (all == nullptr || !all->is_map()) continue;
    if (all->children.size() > kMaxServices) return Error{Code::kLimit, format("more than {} services", kMaxServices)};
    for (ComposeNode& service : all->children) TRY(extend(tree, kind, service));
  }
  return {};
}

Result<void> ComposeProject::extend(ComposeNode& tree, std::string_view kind, ComposeNode& service) {
  const ComposeNode* written = service.find("extends");
  if (written == nullptr) return {};
  ComposeNode extends = *written;
  std::string mark = format("{} {} {}", service.file, kind, service.name);
  if (extending_.contains(mark) || extending_.size() >= kMaxDepth) {
    notes.skipped(where(extends), format("{} extends itself, or too many one after the other", service.name));
    std::erase_if(service.children, [](const ComposeNode& child) { return child.name == "extends"; });
    return {};
  }
  auto base = base_of(tree, kind, extends);
  if (!base) {
    if (base.error().code == Code::kLimit) return base.error();
    notes.skipped(where(extends), format("service {}: what it extends could not be read: {}", service.name, base.error().message));
    std::erase_if(service.children, [](const ComposeNode& child) { return child.name == "extends"; });
    return {};
  }
  extending_.insert(mark);
  auto done = extend(*base->tree, kind, *base->service);
  extending_.erase(mark);
  TRY(std::move(done));
  std::erase_if(service.children, [](const ComposeNode& child) { return child.name == "extends"; });
  TRY(count_nodes(*base->service));
  ComposeNode merged = *base->service;
  merged.rule = ComposeNode::Rule::kMerge;
  std::vector<std::string_view> path = {kind, "*"};
  ComposeNode own = service;
  own.rule = ComposeNode::Rule::kMerge;
  merge_node(merged, std::move(own), path);
  service.kind = merged.kind;
  service.children = std::move(merged.children);
  return {};
}

Result<ComposeProject::Base> ComposeProject::base_of(ComposeNode& tree, std::string_view kind, const ComposeNode& extends) {
  std::string name = extends.is_scalar() ? extends.text : std::string(extends.string("service"));
  std::string_view file = extends.string("file");
  ComposeNode* from = &tree;
  if (!file.empty()) from = TRY(foreign(extends, path_from(extends, file)));
  ComposeNode* services = from->find(kind);
  ComposeNode* base = services == nullptr ? nullptr : services->find(name);
  if (base == nullptr) return Error{Code::kNotFound, format("there is no service {}{}{}", name, file.empty() ? "" : " in ", file)};
  return Base{from, base};
}

Result<ComposeNode*> ComposeProject::foreign(const ComposeNode& extends, const std::string& path) {
  auto known = foreign_.find(path);
  if (known != foreign_.end()) {
    if (known->second == nullptr) return Error{Code::kCorrupt, format("{} could not be read", path)};
    return known->second.get();
  }
  foreign_[path] = nullptr;
  std::string text = TRY(read(path));
  std::uint16_t origin = TRY(add_origin({path, std::string(base::parent_path(path)), path + ": ", origins[extends.file].variables}));
  NodeSource source = source_of(origin);
  auto out = std::make_unique<ComposeNode>();
  out->kind = ComposeNode::Kind::kMap;
  for (ComposeNode& document : TRY(read_nodes(text, source, notes))) {
    TRY(count_nodes(document));
    std::vector<std::string_view> merged;
    merge_node(*out, std::move(document), merged);
  }
  foreign_[path] = std::move(out);
  return foreign_[path].get();
}

Result<void> ComposeProject::include_all(ComposeNode& tree, std::size_t depth) {
  const ComposeNode* list = tree.find("include");
  if (list == nullptr) return {};
  ComposeNode entries = *list;
  if (entries.is_scalar()) {
    TRY(include(tree, entries, depth));
  } else if (entries.is_list()) {
    for (const ComposeNode& entry : entries.children) TRY(include(tree, entry, depth));
  }
  std::erase_if(tree.children, [](const ComposeNode& child) { return child.name == "include"; });
  return {};
}

std::shared_ptr<const Variables> ComposeProject::included_variables(const ComposeNode& entry, const std::string& directory) {
  auto out = std::make_shared<Variables>(variables(entry));
  std::vector<std::string> files;
  for (const ComposeNode* file : scalars(entry.find("env_file"))) files.push_back(path_from(*file, file->text));
  bool named = !files.empty();
  if (!named) files.push_back(joined_path(directory, ".env"));
  for (const std::string& path : files) {
    auto text = read(path);
    auto values = text ? parse_dotenv(*text, variables(entry)) : Result<VariablesFile>(text.error());
    if (!values) {
      if (named || values.error().code != Code::kNotFound) notes.skipped(where(entry), format("{}: {}", path, values.error().message));
      continue;
    }
    for (FileVariable& variable : values->variables) {
      if (variable.value && !variables(entry).contains(variable.name)) out->insert_or_assign(variable.name, *variable.value);
    }
  }
  return out;
}

Result<void> ComposeProject::include(ComposeNode& tree, const ComposeNode& entry, std::size_t depth) {
  std::vector<const ComposeNode*> paths = scalars(entry.is_map() ? entry.find("path") : &entry);
  if (paths.empty() || depth >= kMaxDepth) {
    notes.skipped(where(entry), paths.empty() ? "include names no path" : "includes are nested too deep");
    return {};
  }
  std::string first = path_from(entry, paths.front()->text);
  std::string_view project = entry.string("project_directory");
  std::string directory = project.empty() ? std::string(base::parent_path(first)) : path_from(entry, project);
  auto values = included_variables(entry, directory);
  ComposeNode all;
  all.kind = ComposeNode::Kind::kMap;
  for (const ComposeNode* path : paths) {
    std::string name = path_from(*path, path->text);
    auto text = read(name);
    if (!text) {
      notes.skipped(where(*path), format("include {}: {}", path->text, text.error().message));
      continue;
    }
    std::uint16_t origin = TRY(add_origin({name, directory, name + ": ", values}));
    auto loaded = load_text(*text, origin, depth + 1);
    if (!loaded) {
      if (loaded.error().code == Code::kLimit) return loaded.error();
      notes.skipped(where(*path), format("include {}: {}", path->text, loaded.error().message));
      continue;
    }
    std::vector<std::string_view> keys;
    merge_node(all, std::move(*loaded), keys);
  }
  // What the including file says itself goes over what it includes.
  std::erase_if(all.children, [](const ComposeNode& child) { return child.name == "name" || child.name == "version"; });
  ComposeNode own = std::move(tree);
  tree = std::move(all);
  tree.file = own.file;
  tree.place = own.place;
  std::vector<std::string_view> keys;
  merge_node(tree, std::move(own), keys);
  return {};
}

model::Place after(const model::Place& begin, const ComposeFile& file) {
  model::Place out = begin;
  out.line += static_cast<std::uint32_t>(std::ranges::count(file.text, '\n')) + 1;
  out.offset += static_cast<std::uint32_t>(file.text.size()) + 1;
  return out;
}

bool has_foreign_part(const ComposeNode& node) { return node.file != 0 || std::ranges::any_of(node.children, has_foreign_part); }

}  // namespace batten::manifest
