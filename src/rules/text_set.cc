// SPDX-License-Identifier: Apache-2.0
#include "rules/text_set.h"

#include <algorithm>
#include <cstring>

#include "rules/pattern.h"

namespace batten::rules {
namespace {

constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;

std::uint64_t load(const char* at, std::size_t size) {
  std::uint64_t out = 0;
  std::memcpy(&out, at, size);
  return out;
}

constexpr std::uint64_t length_bit(std::size_t length) { return std::uint64_t{1} << std::min<std::size_t>(length, 63); }

// The part before the next slash; rest becomes what is behind it. Empty parts and "." are passed over.
std::string_view next_component(std::string_view& rest) {
  while (!rest.empty()) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
    if (!part.empty() && part != ".") return part;
  }
  return {};
}

}  // namespace

std::uint64_t text_hash(std::string_view text) {
  std::uint64_t out = text.size() * kOdd;
  while (text.size() > 8) {
    out = (out ^ load(text.data(), 8)) * kOdd;
    out ^= out >> 32;
    text.remove_prefix(8);
  }
  out = (out ^ load(text.data(), text.size())) * kOdd;
  return out ^ (out >> 29);
}

void TextSet::place(std::uint32_t index) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = text_hash(texts_[index]) & mask;
  while (slots_[at] != 0) at = (at + 1) & mask;
  slots_[at] = index + 1;
}

void TextSet::add(std::string_view text) {
  if (contains(text)) return;
  texts_.emplace_back(text);
  lengths_ |= length_bit(text.size());
  if (texts_.size() * 2 <= slots_.size()) return place(static_cast<std::uint32_t>(texts_.size() - 1));
  slots_.assign(std::max<std::size_t>(4, slots_.size() * 2), 0);
  for (std::uint32_t i = 0; i < texts_.size(); ++i) place(i);
}

bool TextSet::contains(std::string_view text) const {
  if ((lengths_ & length_bit(text.size())) == 0) return false;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = text_hash(text) & mask; slots_[at] != 0; at = (at + 1) & mask) {
    if (texts_[slots_[at] - 1] == text) return true;
  }
  return false;
}

void PrefixTree::add(std::string_view prefix) {
  std::uint32_t at = 0;
  for (char c : prefix) {
    const auto found = std::ranges::find(nodes_[at].children, c, &std::pair<char, std::uint32_t>::first);
    if (found != nodes_[at].children.end()) {
      at = found->second;
      continue;
    }
    const auto made = static_cast<std::uint32_t>(nodes_.size());
    nodes_[at].children.emplace_back(c, made);
    nodes_.emplace_back();
    at = made;
  }
  nodes_[at].ends = true;
}

bool PrefixTree::matches(std::string_view text) const {
  const Node* node = &nodes_[0];
  for (char c : text) {
    if (node->ends) return true;
    const auto found = std::ranges::find(node->children, c, &std::pair<char, std::uint32_t>::first);
    if (found == node->children.end()) return false;
    node = &nodes_[found->second];
  }
  return node->ends;
}

void PathTree::add(std::string_view path) {
  if (path.starts_with('/') && absolute_ == 0) {
    absolute_ = static_cast<std::uint32_t>(nodes_.size());
    nodes_.emplace_back();
  }
  std::uint32_t at = path.starts_with('/') ? absolute_ : 0;
  for (std::string_view part = next_component(path); !part.empty(); part = next_component(path)) {
    const auto made = static_cast<std::uint32_t>(nodes_.size());
    if (is_glob(part)) {
      nodes_[at].patterns.emplace_back(part, made);
      nodes_.emplace_back();
      at = made;
    } else if (auto found = nodes_[at].children.find(part); found != nodes_[at].children.end()) {
      at = found->second;
    } else {
      nodes_[at].children.emplace(part, made);
      nodes_.emplace_back();
      at = made;
    }
  }
  nodes_[at].ends = true;
}

bool PathTree::matches(std::string_view path) const {
  if (!path.starts_with('/')) return matches(0, path);
  return absolute_ != 0 && matches(absolute_, path);
}

bool PathTree::matches(std::uint32_t at, std::string_view rest) const {
  const Node& node = nodes_[at];
  if (node.ends) return true;
  const std::string_view part = next_component(rest);
  if (part.empty()) return false;
  if (auto found = node.children.find(part); found != node.children.end() && matches(found->second, rest)) return true;
  return std::ranges::any_of(node.patterns, [&](const auto& one) { return glob_matches(one.first, part) && matches(one.second, rest); });
}

}  // namespace batten::rules
