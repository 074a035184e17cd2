// SPDX-License-Identifier: Apache-2.0
#include "manifest/compose_node.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "manifest/container_syntax.h"

namespace batten::manifest {
namespace {

constexpr yaml::Limits kLimits = {.max_bytes = 4u << 20, .max_depth = 64, .max_nodes = 200'000};
constexpr std::size_t kMaxNotes = 200;
constexpr std::size_t kMaxExpandedBytes = 16u << 20;

using Kind = ComposeNode::Kind;

class NodeReader {
 public:
  NodeReader(std::string_view text, const NodeSource& source, ComposeNotes& notes) : source_(source), notes_(notes), places_(text) {}

  Result<ComposeNode> node(yaml::View view, bool extension) {
    ComposeNode out;
    out.file = source_.file;
    out.directory = source_.directory;
    out.place = place(view);
    if (view.tag() == "!reset") out.rule = ComposeNode::Rule::kReset;
    if (view.tag() == "!override") out.rule = ComposeNode::Rule::kOverride;
    if (view.is_mapping()) {
      out.kind = Kind::kMap;
      TRY(members(view, extension, out));
    } else if (view.is_sequence()) {
      out.kind = Kind::kList;
      out.children.reserve(view.size());
      for (yaml::View item : view.elements()) out.children.push_back(TRY(node(item, extension)));
    } else if (!view.is_null()) {
      out.kind = Kind::kScalar;
      out.quoted = view.style() != yaml::Style::kPlain;
      TRY(scalar(view, extension, out));
    }
    return out;
  }

  std::string where(const yaml::Place& at) const { return format("{}line {}", source_.label, at.line); }

 private:
  model::Place place(yaml::View view) const {
    if (!source_.placed) return {};
    model::Place out = places_.at(view.start().offset, view.end().offset - view.start().offset);
    out.line += source_.lines_before;
    out.offset += source_.bytes_before;
    return out;
  }

  Result<void> members(yaml::View view, bool extension, ComposeNode& out) {
    out.children.reserve(view.size());
    std::vector<std::pair<yaml::View, yaml::View>> pairs;
    view.each_member([&](yaml::View key, yaml::View value) { pairs.emplace_back(key, value); });
    for (auto& [key, value] : pairs) {
      if (!key.is_scalar()) {
        notes_.skipped(where(key.start()), "a key that is no word is left out");
        continue;
      }
      bool is_extension = extension || key.string().starts_with("x-");
      ComposeNode child = TRY(node(value, is_extension));
      child.name = key.string();
      child.key = place(key);
      out.children.push_back(std::move(child));
    }
    return {};
  }

  Result<void> scalar(yaml::View view, bool extension, ComposeNode& out) {
    out.text = view.string();
    if (extension || !out.text.contains('$')) return {};
    std::vector<MissingVariable> missing;
    auto expansion = expand_compose(out.text, *source_.variables, missing);
    if (!expansion) {
      notes_.skipped(where(view.start()), expansion.error().message, "the value is taken as it is written");
      return {};
    }
    expanded_bytes_ += expansion->text.size();
    if (expanded_bytes_ > kMaxExpandedBytes)
      return Error{Code::kLimit, format("{}: values become too long with their variables", where(view.start()))};
    for (const MissingVariable& variable : missing) {
      std::string message =
          variable.required ? format("variable {} is required{}{}", variable.name, variable.message.empty() ? "" : ": ", variable.message)
                            : format("variable {} has no value and is read as empty", variable.name);
      notes_.add(base::Note::Kind::kDegraded, where(view.start()), std::move(message), "set it in .env or in the environment");
    }
    out.text = std::move(expansion->text);
    out.from_outside = expansion->from_outside;
    return {};
  }

  const NodeSource& source_;
  ComposeNotes& notes_;
  TextPlaces places_;
  std::size_t expanded_bytes_ = 0;
};

bool is_template(std::string_view text) { return text.contains("{{") || text.contains("{%") || text.contains("<%"); }

}  // namespace

const ComposeNode* ComposeNode::find(std::string_view member) const {
  if (kind != Kind::kMap) return nullptr;
  auto found = std::ranges::find(children, member, &ComposeNode::name);
  return found == children.end() ? nullptr : &*found;
}

std::string_view ComposeNode::string(std::string_view member) const {
  const ComposeNode* found = find(member);
  return found != nullptr && found->is_scalar() ? std::string_view(found->text) : std::string_view();
}

std::size_t ComposeNode::count() const {
  std::size_t out = 1;
  for (const ComposeNode& child : children) out += child.count();
  return out;
}

model::Place setting_place(const ComposeNode& node) {
  if (!node.key || !node.place || node.place.offset < node.key.offset) return node.key ? node.key : node.place;
  model::Place out = node.key;
  out.length = node.place.offset + node.place.length - node.key.offset;
  return out;
}

void ComposeNotes::add(base::Note::Kind kind, std::string where, std::string message, std::string hint) {
  if (std::ranges::find(said_, message) != said_.end()) return;
  if (said_.size() < kMaxNotes) {
    notes_.push_back({kind, std::move(where), message, std::move(hint)});
    said_.push_back(std::move(message));
    return;
  }
  if (left_out_++ == 0) notes_.push_back({base::Note::Kind::kSkipped, "", "there are more notes than are shown", ""});
}

Result<std::vector<ComposeNode>> read_nodes(std::string_view text, const NodeSource& source, ComposeNotes& notes) {
  auto document = yaml::Document::parse(text, kLimits);
  if (!document) {
    Error error = std::move(document).error();
    if (error.code == Code::kCorrupt && text.size() <= kLimits.max_bytes && is_template(text)) {
      return Error{Code::kUnsupported, format("{}a template, not a Compose file (render it first): {}", source.label, error.message)};
    }
    return Error{error.code, source.label + error.message};
  }
  for (const yaml::Remark& remark : document->remarks()) {
    notes.skipped(format("{}line {}", source.label, remark.place.line), remark.message, "what comes later is left out");
  }
  NodeReader reader(text, source, notes);
  std::vector<ComposeNode> out;
  for (yaml::View root : document->roots()) {
    if (root.is_null()) continue;
    if (!root.is_mapping()) return Error{Code::kCorrupt, format("{}: no mapping", reader.where(root.start()))};
    out.push_back(TRY(reader.node(root, false)));
  }
  return out;
}

}  // namespace batten::manifest
