// SPDX-License-Identifier: Apache-2.0
//
// The one file that includes libyaml: its events, made into a tree. The parser itself keeps no tree and does not recurse; what is
// bounded here is what grows out of the events. Costs that libyaml does not bound are: handles of %TAG, which it searches one by one,
// and tags, of which every use copies the whole prefix.
#include "base/yaml.h"

#include <yaml.h>

#include <algorithm>
#include <unordered_map>

#include "base/format.h"
#include "base/yaml_tree.h"

namespace batten::yaml {
namespace {

constexpr std::size_t kMaxTagDirectives = 32;
constexpr std::size_t kMaxRemarks = 100;
constexpr std::size_t kIndexedFrom = 9;  // members of a mapping
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Event : yaml_event_t {
  Event() : yaml_event_t{} {}
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { yaml_event_delete(this); }
};

std::string_view view_of(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

// Byte offsets of libyaml's character counts, by a cursor that walks there from where it was.
class Offsets {
 public:
  Offsets(std::string_view text, std::size_t skipped) : text_(text), skipped_(skipped) {}
  Place place(const yaml_mark_t& mark) {
    while (index_ < mark.index && at_ < text_.size()) {
      ++at_;
      while (at_ < text_.size() && continues(text_[at_])) ++at_;
      ++index_;
    }
    while (index_ > mark.index) {
      --at_;
      while (continues(text_[at_])) --at_;
      --index_;
    }
    return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1),
            static_cast<std::uint32_t>(at_ + skipped_)};
  }

 private:
  static bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
  std::string_view text_;
  std::size_t skipped_;
  std::size_t at_ = 0;
  std::size_t index_ = 0;
};

class Builder {
 public:
  Builder(Tree& tree, std::string_view text, std::size_t skipped, Limits limits) : tree_(tree), limits_(limits), offsets_(text, skipped) {}

  Result<void> take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT: anchors_.clear(); return {};
      case YAML_SCALAR_EVENT: return scalar(event);
      case YAML_SEQUENCE_START_EVENT: {
        const auto& data = event.data.sequence_start;
        return open(event, Type::kSequence, data.style == YAML_FLOW_SEQUENCE_STYLE, data.anchor, data.tag);
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& data = event.data.mapping_start;
        return open(event, Type::kMapping, data.style == YAML_FLOW_MAPPING_STYLE, data.anchor, data.tag);
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: return close(event);
      case YAML_ALIAS_EVENT: return alias(event);
      default: return {};
    }
  }

  Place place(const yaml_mark_t& mark) { return offsets_.place(mark); }

 private:
  struct Open {
    std::uint32_t node;
    std::vector<std::uint32_t> children;
  };

  Error limit(const Place& at, std::string_view what) const { return Error{Code::kLimit, format("YAML: {}: {}", to_text(at), what)}; }

  std::uint32_t name(std::string_view text) {
    if (text.empty()) return 0;
    tree_.names.emplace_back(text);
    return static_cast<std::uint32_t>(tree_.names.size() - 1);
  }

  Result<std::uint32_t> add(const yaml_event_t& event, const yaml_char_t* anchor, const yaml_char_t* tag) {
    Node node;
    node.start = place(event.start_mark);
    node.end = place(event.end_mark);
    if (tree_.nodes.size() >= limits_.max_nodes) return limit(node.start, format("more than {} nodes", limits_.max_nodes));
    tag_bytes_ += view_of(tag).size();
    if (tag_bytes_ > limits_.max_bytes) return limit(node.start, "tags too long");
    node.target = static_cast<std::uint32_t>(tree_.nodes.size());
    node.tag = name(view_of(tag));
    node.anchor = name(view_of(anchor));
    tree_.nodes.push_back(node);
    return node.target;
  }

  // The node is complete: a root, or a child of what is open.
  Result<void> attach(std::uint32_t index) {
    const Node& node = tree_.nodes[index];
    std::size_t cost = open_.empty() ? roots_cost_ : tree_.nodes[open_.back().node].cost;
    cost += node.cost;
    if (cost > limits_.max_nodes) return limit(node.start, format("aliases and text come to more than {} nodes", limits_.max_nodes));
    if (open_.empty()) {
      roots_cost_ = cost;
      tree_.roots.push_back(index);
    } else {
      tree_.nodes[open_.back().node].cost = static_cast<std::uint32_t>(cost);
      open_.back().children.push_back(index);
    }
    return {};
  }

  Result<void> scalar(const yaml_event_t& event) {
    const auto& data = event.data.scalar;
    std::uint32_t index = TRY(add(event, data.anchor, data.tag));
    Node& node = tree_.nodes[index];
    switch (data.style) {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: node.style = Style::kSingleQuoted; break;
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: node.style = Style::kDoubleQuoted; break;
      case YAML_LITERAL_SCALAR_STYLE: node.style = Style::kLiteral; break;
      case YAML_FOLDED_SCALAR_STYLE: node.style = Style::kFolded; break;
      default: break;
    }
    node.begin = static_cast<std::uint32_t>(tree_.text.size());
    node.size = static_cast<std::uint32_t>(data.length);
    node.cost = 1 + node.size / 64;
    tree_.text.append(reinterpret_cast<const char*>(data.value), data.length);
    if (data.anchor != nullptr) anchors_[std::string(view_of(data.anchor))] = index;
    return attach(index);
  }

  Result<void> open(const yaml_event_t& event, Type type, bool flow, const yaml_char_t* anchor, const yaml_char_t* tag) {
    std::uint32_t index = TRY(add(event, anchor, tag));
    Node& node = tree_.nodes[index];
    if (open_.size() >= limits_.max_depth) return limit(node.start, format("nested deeper than {}", limits_.max_depth));
    node.type = type;
    node.style = flow ? Style::kFlow : Style::kBlock;
    if (anchor != nullptr) anchors_[std::string(view_of(anchor))] = index;
    open_.push_back({index, {}});
    return {};
  }

  Result<void> close(const yaml_event_t& event) {
    Open done = std::move(open_.back());
    open_.pop_back();
    Node& node = tree_.nodes[done.node];
    if (node.style == Style::kFlow) {
      node.end = place(event.end_mark);
    } else if (!done.children.empty()) {
      node.end = tree_.nodes[done.children.back()].end;
    }
    if (node.type == Type::kSequence) {
      node.begin = static_cast<std::uint32_t>(tree_.items.size());
      node.size = static_cast<std::uint32_t>(done.children.size());
      tree_.items.insert(tree_.items.end(), done.children.begin(), done.children.end());
    } else {
      set_members(node, done.children);
    }
    return attach(done.node);
  }

  Result<void> alias(const yaml_event_t& event) {
    std::string wanted(view_of(event.data.alias.anchor));
    std::uint32_t index = TRY(add(event, event.data.alias.anchor, nullptr));
    Node& node = tree_.nodes[index];
    auto found = anchors_.find(wanted);
    if (found == anchors_.end()) return Error{Code::kCorrupt, format("not YAML: {}: no anchor &{}", to_text(node.start), wanted)};
    for (const Open& above : open_) {
      if (above.node == found->second) {
        return Error{Code::kCorrupt, format("not YAML: {}: *{} stands for what it is a part of", to_text(node.start), wanted)};
      }
    }
    node.target = found->second;
    node.cost = tree_.nodes[node.target].cost;
    return attach(index);
  }

  void remark(std::uint32_t at, std::string message) {
    if (tree_.remarks.size() < kMaxRemarks) tree_.remarks.push_back({tree_.nodes[at].start, std::move(message)});
  }

  bool is_merge_key(std::uint32_t key) const {
    const Node& node = tree_.content(key);
    if (node.type != Type::kScalar || node.style != Style::kPlain || tree_.scalar(key) != "<<") return false;
    return node.tag == 0 || tree_.names[node.tag] == "tag:yaml.org,2002:merge";
  }

  void merge(std::uint32_t value, std::vector<Member>& into) {
    const Node& node = tree_.content(value);
    if (node.type == Type::kMapping) {
      auto first = tree_.members.begin() + node.begin;
      into.insert(into.end(), first, first + node.size);
    } else if (node.type == Type::kSequence) {
      for (std::uint32_t i = node.begin; i < node.begin + node.size; ++i) {
        const Node& item = tree_.content(tree_.items[i]);
        if (item.type == Type::kMapping) {
          merge(tree_.items[i], into);
        } else {
          remark(tree_.items[i], "only mappings can be merged");
        }
      }
    } else {
      remark(value, "only mappings can be merged");
    }
  }

  // Own members, then merged ones; of a key that comes again only the first.
  void set_members(Node& node, const std::vector<std::uint32_t>& children) {
    std::vector<Member> all, merged;
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
      if (is_merge_key(children[i])) {
        merge(children[i + 1], merged);
      } else {
        all.push_back({children[i], children[i + 1]});
      }
    }
    std::size_t own = all.size();
    all.insert(all.end(), merged.begin(), merged.end());

    std::vector<bool> dropped(all.size());
    auto key_of = [&](std::uint32_t member) { return tree_.scalar(all[member].key); };
    std::vector<std::uint32_t> order = sorted(all);
    for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
      if (key_of(order[i]) != key_of(order[first])) {
        first = i;
        continue;
      }
      dropped[order[i]] = true;
      if (order[i] >= own) continue;
      remark(all[order[i]].key, format("key {} again, first at {}", key_of(order[i]), to_text(tree_.nodes[all[order[first]].key].start)));
    }
    if (std::ranges::find(dropped, true) != dropped.end()) {
      std::size_t at = 0;
      std::erase_if(all, [&](const Member&) { return dropped[at++]; });
      order = sorted(all);
    }
    node.begin = static_cast<std::uint32_t>(tree_.members.size());
    node.size = static_cast<std::uint32_t>(all.size());
    tree_.members.insert(tree_.members.end(), all.begin(), all.end());
    if (all.size() < kIndexedFrom) return;
    node.sorted = static_cast<std::uint32_t>(tree_.sorted.size());
    tree_.sorted.push_back(static_cast<std::uint32_t>(order.size()));
    for (std::uint32_t index : order) tree_.sorted.push_back(node.begin + index);
  }

  // Those with scalar keys, by key and then by place.
  std::vector<std::uint32_t> sorted(const std::vector<Member>& members) const {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      if (tree_.is_scalar(members[i].key)) order.push_back(i);
    }
    std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return tree_.scalar(members[i].key); });
    return order;
  }

  Tree& tree_;
  Limits limits_;
  Offsets offsets_;
  std::vector<Open> open_;
  std::unordered_map<std::string, std::uint32_t> anchors_;
  std::size_t roots_cost_ = 0;
  std::size_t tag_bytes_ = 0;
};

struct Parser : yaml_parser_t {
  Parser() : yaml_parser_t{}, ready(yaml_parser_initialize(this) == 1) {}
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() {
    if (ready) yaml_parser_delete(this);
  }
  bool ready;
};

Error syntax_error(const Parser& parser, std::string_view text, Builder& builder) {
  if (parser.error == YAML_MEMORY_ERROR) return Error{Code::kLimit, "YAML: no memory"};
  Place at;
  if (parser.error == YAML_READER_ERROR) {
    std::string_view before = text.substr(0, parser.problem_offset);
    std::size_t line = before.rfind('\n') + 1;
    at.line = static_cast<std::uint32_t>(std::ranges::count(before, '\n') + 1);
    at.column = static_cast<std::uint32_t>(before.size() - line + 1);
  } else {
    at = builder.place(parser.problem_mark);
  }
  std::string message = format("not YAML: {}: {}", to_text(at), parser.problem == nullptr ? "unreadable" : parser.problem);
  if (parser.context != nullptr) message += format(" ({})", parser.context);
  return Error{Code::kCorrupt, message};
}

std::size_t tag_directives(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find("%TAG"); at != std::string_view::npos; at = text.find("%TAG", at + 4)) {
    // The last bytes of the line breaks of YAML 1.1: LF, CR, U+0085, U+2028, U+2029.
    if (at == 0 || std::string_view("\n\r\x85\xA8\xA9").contains(text[at - 1])) ++count;
  }
  return count;
}

}  // namespace

Result<Document> Document::parse(std::string_view text, Limits limits) {
  limits.max_bytes = std::min<std::size_t>(limits.max_bytes, 1u << 30);
  limits.max_nodes = std::min<std::size_t>(limits.max_nodes, 1u << 30);
  if (text.size() > limits.max_bytes) {
    return Error{Code::kLimit, format("YAML: line 1, column 1: {} bytes, {} allowed", text.size(), limits.max_bytes)};
  }
  std::size_t skipped = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  text.remove_prefix(skipped);
  if (tag_directives(text) > kMaxTagDirectives) {
    return Error{Code::kLimit, format("YAML: line 1, column 1: more than {} %TAG directives", kMaxTagDirectives)};
  }
  Parser parser;
  if (!parser.ready) return Error{Code::kLimit, "YAML: no memory"};
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  Document out;
  Builder builder(*out.tree_, text, skipped, limits);
  while (true) {
    Event event;
    if (yaml_parser_parse(&parser, &event) == 0) return syntax_error(parser, text, builder);
    if (event.type == YAML_STREAM_END_EVENT) break;
    TRY(builder.take(event));
  }
  return out;
}

}  // namespace batten::yaml
