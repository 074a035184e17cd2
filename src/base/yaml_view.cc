// SPDX-License-Identifier: Apache-2.0
//
// Reading of a YAML tree: look-ups, and what a plain scalar means.
#include <algorithm>
#include <charconv>

#include "base/format.h"
#include "base/yaml_tree.h"

namespace batten::yaml {
namespace {

bool any_of(std::string_view text, std::initializer_list<std::string_view> words) { return std::ranges::find(words, text) != words.end(); }

}  // namespace

std::string to_text(const Place& place) { return format("line {}, column {}", place.line, place.column); }

Type View::type() const { return tree_ == nullptr ? Type::kAbsent : tree_->content(index_).type; }

Place View::start() const { return tree_ == nullptr ? Place{} : tree_->nodes[index_].start; }
Place View::end() const { return tree_ == nullptr ? Place{} : tree_->nodes[index_].end; }
Style View::style() const { return tree_ == nullptr ? Style::kPlain : tree_->content(index_).style; }

std::string_view View::tag() const {
  return tree_ == nullptr ? std::string_view() : std::string_view(tree_->names[tree_->content(index_).tag]);
}

std::string_view View::anchor() const {
  return tree_ == nullptr ? std::string_view() : std::string_view(tree_->names[tree_->content(index_).anchor]);
}

std::string_view View::alias() const {
  if (tree_ == nullptr || tree_->nodes[index_].target == index_) return {};
  return tree_->names[tree_->nodes[index_].anchor];
}

bool View::is_null() const {
  if (!is_scalar() || style() != Style::kPlain) return false;
  return tag().empty() ? any_of(string(), {"", "~", "null", "Null", "NULL"}) : tag() == "tag:yaml.org,2002:null";
}

View View::find(std::string_view key, bool want_key) const {
  if (!is_mapping()) return {};
  const Node& node = tree_->content(index_);
  auto give = [&](const Member& member) { return View(tree_, want_key ? member.key : member.value); };
  if (node.sorted != Node::kNoIndex) {
    auto text_of = [&](std::uint32_t index) { return tree_->scalar(tree_->members[index].key); };
    auto begin = tree_->sorted.begin() + node.sorted + 1;
    auto end = begin + tree_->sorted[node.sorted];
    auto found = std::ranges::lower_bound(begin, end, key, {}, text_of);
    return found != end && text_of(*found) == key ? give(tree_->members[*found]) : View();
  }
  for (std::uint32_t i = node.begin; i < node.begin + node.size; ++i) {
    const Member& member = tree_->members[i];
    if (tree_->is_scalar(member.key) && tree_->scalar(member.key) == key) return give(member);
  }
  return {};
}

View View::operator[](std::string_view key) const { return find(key, false); }
View View::key(std::string_view key) const { return find(key, true); }

std::string_view View::string(std::string_view fallback) const { return is_scalar() ? tree_->scalar(index_) : fallback; }

std::optional<std::int64_t> View::as_integer() const {
  if (!is_scalar() || (tag().empty() ? style() != Style::kPlain : tag() != "tag:yaml.org,2002:int")) return std::nullopt;
  std::string_view text = string();
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0o")) {
    base = text[1] == 'x' ? 16 : 8;
    text.remove_prefix(2);
    if (text.starts_with('-')) return std::nullopt;
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<bool> View::as_bool(Booleans words) const {
  if (!is_scalar() || (tag().empty() ? style() != Style::kPlain : tag() != "tag:yaml.org,2002:bool")) return std::nullopt;
  std::string_view text = string();
  if (any_of(text, {"true", "True", "TRUE"})) return true;
  if (any_of(text, {"false", "False", "FALSE"})) return false;
  if (words == Booleans::kCore) return std::nullopt;
  if (any_of(text, {"yes", "Yes", "YES", "on", "On", "ON"})) return true;
  if (any_of(text, {"no", "No", "NO", "off", "Off", "OFF"})) return false;
  return std::nullopt;
}

void View::each(const std::function<void(View)>& visit) const {
  if (!is_sequence()) return;
  const Node& node = tree_->content(index_);
  for (std::uint32_t i = node.begin; i < node.begin + node.size; ++i) visit(View(tree_, tree_->items[i]));
}

void View::each_member(const std::function<void(View, View)>& visit) const {
  if (!is_mapping()) return;
  const Node& node = tree_->content(index_);
  for (std::uint32_t i = node.begin; i < node.begin + node.size; ++i) {
    const Member& member = tree_->members[i];
    visit(View(tree_, member.key), View(tree_, member.value));
  }
}

std::vector<View> View::elements() const {
  std::vector<View> out;
  each([&](View item) { out.push_back(item); });
  return out;
}

std::size_t View::size() const { return is_sequence() || is_mapping() ? tree_->content(index_).size : 0; }

std::vector<std::string> View::strings() const {
  std::vector<std::string> out;
  each([&](View item) {
    if (item.is_scalar()) out.emplace_back(item.string());
  });
  return out;
}

Document::Document() : tree_(std::make_unique<Tree>()) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

View Document::root() const { return tree_->roots.empty() ? View() : View(tree_.get(), tree_->roots.front()); }

std::vector<View> Document::roots() const {
  std::vector<View> out;
  for (std::uint32_t root : tree_->roots) out.push_back(View(tree_.get(), root));
  return out;
}

const std::vector<Remark>& Document::remarks() const { return tree_->remarks; }

}  // namespace batten::yaml
