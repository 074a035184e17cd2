// SPDX-License-Identifier: Apache-2.0
//
// How one Compose file goes over another, and a service over what it extends (compose-spec, 13-merge.md): maps are merged, lists are
// joined, single values are replaced; what has two forms is brought into one. Of what may be there once (a port, a target of a mount)
// the reader of the setting takes the last.
#include <algorithm>
#include <unordered_map>

#include "manifest/compose_node.h"

namespace batten::manifest {
namespace {

using Kind = ComposeNode::Kind;
using Path = std::vector<std::string_view>;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

// Of a setting of a service or job: its key and the one below; else empty.
struct Setting {
  std::string_view key, below;
};
Setting setting_of(const Path& path) {
  if (path.size() < 3 || path.size() > 4 || (path[0] != "services" && path[0] != "jobs")) return {};
  return {path[2], path.size() == 4 ? path[3] : std::string_view()};
}

bool is_replaced(const Setting& setting) {
  if (setting.key == "healthcheck") return setting.below == "test";
  if (setting.key == "ulimits") return !setting.below.empty();
  return setting.below.empty() && is_one_of(setting.key, {"command", "entrypoint"});
}

bool is_map_or_list(const Setting& setting) {
  if (setting.key == "build") return is_one_of(setting.below, {"args", "additional_contexts", "labels"});
  if (setting.key == "deploy") return setting.below == "labels";
  return setting.below.empty() &&
         is_one_of(setting.key, {"annotations", "environment", "labels", "sysctls", "depends_on", "models", "networks"});
}

bool is_text_or_list(const Setting& setting) {
  return setting.below.empty() && is_one_of(setting.key, {"dns", "dns_opt", "dns_search", "env_file", "label_file", "tmpfs"});
}

void text_to_list(ComposeNode& node) {
  if (!node.is_scalar()) return;
  ComposeNode list;
  list.kind = Kind::kList;
  list.rule = node.rule;
  list.file = node.file;
  list.name = std::move(node.name);
  list.key = node.key;
  list.place = node.place;
  node.name.clear();
  node.key = {};
  list.children.push_back(std::move(node));
  node = std::move(list);
}

void build_to_map(ComposeNode& node) {
  if (!node.is_scalar()) return;
  ComposeNode context = node;
  context.name = "context";
  node.kind = Kind::kMap;
  node.text.clear();
  node.children.push_back(std::move(context));
}

void replace(ComposeNode& node, ComposeNode other) {
  other.name = node.name;
  other.rule = ComposeNode::Rule::kMerge;
  node = std::move(other);
}

void merge_members(ComposeNode& node, ComposeNode& other, Path& path) {
  std::unordered_map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < node.children.size(); ++i) index.emplace(node.children[i].name, i);
  std::vector<bool> removed(node.children.size());
  for (ComposeNode& child : other.children) {
    auto found = index.find(child.name);
    if (child.rule == ComposeNode::Rule::kReset) {
      if (found != index.end()) removed[found->second] = true;
    } else if (found == index.end()) {
      node.children.push_back(std::move(child));
      removed.push_back(false);
    } else {
      std::string key = child.name;
      path.push_back(key);
      merge_node(node.children[found->second], std::move(child), path);
      path.pop_back();
    }
  }
  std::size_t at = 0;
  std::erase_if(node.children, [&](const ComposeNode&) { return removed[at++]; });
}

// Lists of paths, which mean something else in another directory.
bool has_paths(const Setting& setting) { return is_one_of(setting.key, {"volumes", "env_file", "label_file"}); }

// What a value says, without its place.
void append_meaning(const ComposeNode& node, bool paths, std::string& out) {
  if (paths) out += std::to_string(node.directory);
  out += static_cast<char>('0' + static_cast<int>(node.kind));
  out.append(node.name).append(1, '\0').append(node.text).append(1, '\0');
  for (const ComposeNode& child : node.children) append_meaning(child, paths, out);
  out += ')';
}

// Items that are there already do not come again. Of two that say the same the one stays whose place is known.
void join(ComposeNode& list, ComposeNode& other, bool paths) {
  std::unordered_map<std::string, std::size_t> known;
  auto meaning_of = [&](const ComposeNode& item) {
    std::string out;
    append_meaning(item, paths, out);
    return out;
  };
  for (std::size_t i = 0; i < list.children.size(); ++i) known.emplace(meaning_of(list.children[i]), i);
  for (ComposeNode& item : other.children) {
    auto [old, is_new] = known.emplace(meaning_of(item), list.children.size());
    if (is_new) {
      list.children.push_back(std::move(item));
    } else if (list.children[old->second].file != 0) {
      list.children[old->second] = std::move(item);
    }
  }
}

bool is_other_log_driver(const ComposeNode& node, const ComposeNode& other) {
  std::string_view was = node.string("driver"), is = other.string("driver");
  return !was.empty() && !is.empty() && was != is;
}

}  // namespace

void list_to_map(ComposeNode& node) {
  if (!node.is_list()) return;
  node.kind = Kind::kMap;
  std::erase_if(node.children, [](const ComposeNode& item) { return !item.is_scalar(); });
  for (ComposeNode& item : node.children) {
    std::size_t equals = item.text.find('=');
    item.name = item.text.substr(0, equals);
    item.key = item.place;
    item.quoted = true;
    if (equals == std::string::npos) {
      item.kind = Kind::kNull;
      item.text.clear();
    } else {
      item.text.erase(0, equals + 1);
    }
  }
}

void merge_node(ComposeNode& node, ComposeNode other, Path& path) {
  if (other.rule == ComposeNode::Rule::kOverride || node.rule == ComposeNode::Rule::kReset) return replace(node, std::move(other));
  Setting setting = setting_of(path);
  if (is_replaced(setting)) {
    // A part of a ulimit goes over a part.
    if (setting.key != "ulimits" || !node.is_map() || !other.is_map()) return replace(node, std::move(other));
  }
  // A variable or label without a value has its meaning.
  if (other.kind == Kind::kNull && is_map_or_list({setting.key, ""}) && !setting.below.empty()) return replace(node, std::move(other));
  if (other.kind == Kind::kNull) return;
  if (setting.key == "build" && setting.below.empty()) {
    build_to_map(node);
    build_to_map(other);
  } else if (is_map_or_list(setting)) {
    list_to_map(node);
    list_to_map(other);
  } else if (is_text_or_list(setting)) {
    text_to_list(node);
    text_to_list(other);
  } else if (setting.key == "logging" && setting.below.empty() && is_other_log_driver(node, other)) {
    return replace(node, std::move(other));
  }
  if (node.is_map() && other.is_map()) {
    merge_members(node, other, path);
  } else if (node.is_list() && other.is_list()) {
    join(node, other, has_paths(setting));
  } else {
    replace(node, std::move(other));
  }
}

}  // namespace batten::manifest
