// SPDX-License-Identifier: Apache-2.0
#include "manifest/yaml_edits.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace batten::manifest {
namespace {

using Kind = AddedYaml::Kind;

bool is_plain(std::string_view text) {
  constexpr std::string_view kReserved[] = {"true", "false", "yes", "no", "on", "off", "y", "n", "null"};
  if (text.empty() || !(std::isalpha(static_cast<unsigned char>(text[0])) != 0 || text[0] == '/')) return false;
  if (std::ranges::find(kReserved, base::lower(text)) != std::end(kReserved)) return false;
  return std::ranges::all_of(
      text, [](unsigned char c) { return std::isalnum(c) != 0 || std::string_view("/_.-").contains(static_cast<char>(c)); });
}

std::string scalar(const AddedYaml& value, bool json) {
  if (value.kind == Kind::kWord || (!json && is_plain(value.text))) return value.text;
  return json::quote(value.text);
}

std::string flow(const AddedYaml& value, bool json);

std::string flow_members(const AddedYaml& value, bool json) {
  std::string out;
  for (const auto& [key, member] : value.members) {
    if (!out.empty()) out += ", ";
    out += (json ? json::quote(key) : key) + ": " + flow(member, json);
  }
  return out;
}

std::string flow_items(const AddedYaml& value, bool json) {
  std::string out;
  for (const AddedYaml& item : value.items) {
    if (!out.empty()) out += ", ";
    out += flow(item, json);
  }
  return out;
}

std::string flow(const AddedYaml& value, bool json) {
  if (value.kind == Kind::kMapping) return "{" + flow_members(value, json) + "}";
  if (value.kind == Kind::kList) return "[" + flow_items(value, json) + "]";
  return scalar(value, json);
}

bool is_list_of_mappings(const AddedYaml& value) {
  return value.kind == Kind::kList && !value.items.empty() && value.items[0].kind == Kind::kMapping;
}

// Members of a block mapping, a line each; first: what stands before the first in place of its indentation ("  - ").
void append_block(const AddedYaml& mapping, std::size_t indent, std::string first, std::string& out) {
  for (const auto& [key, member] : mapping.members) {
    out += first.empty() ? std::string(indent, ' ') : std::exchange(first, {});
    out += key + ":";
    if (member.kind == Kind::kMapping && !member.members.empty()) {
      out += '\n';
      append_block(member, indent + 2, {}, out);
    } else if (is_list_of_mappings(member)) {
      out += '\n';
      for (const AddedYaml& item : member.items) append_block(item, indent + 4, std::string(indent + 2, ' ') + "- ", out);
    } else {
      out += " " + flow(member, false) + "\n";
    }
  }
}

// Written here and for this place alone.
bool is_own(yaml::View value) { return value.alias().empty() && value.anchor().empty() && value.tag().empty(); }

bool is_inside(yaml::View inner, yaml::View outer) {
  return inner.start().offset >= outer.start().offset && inner.end().offset <= outer.end().offset;
}

bool has_quoted_keys(yaml::View mapping) {
  bool quoted = false;
  mapping.each_member([&](yaml::View key, yaml::View) { quoted = quoted || key.style() == yaml::Style::kDoubleQuoted; });
  return quoted;
}

bool in_json(std::string_view text) { return text.substr(0, text.find_first_not_of(" \t\r\n") + 1).ends_with('{'); }

}  // namespace

AddedYaml AddedYaml::list(const std::vector<std::string>& texts) {
  AddedYaml out = {Kind::kList};
  for (const std::string& text : texts) out.items.push_back(words(text));
  return out;
}

bool YamlEdits::merge(yaml::View mapping, const AddedYaml& wanted) {
  if (!mapping.is_mapping() || !is_own(mapping)) return false;
  AddedYaml missing;
  for (const auto& [name, want] : wanted.members) {
    yaml::View have = mapping[name], key = mapping.key(name);
    if (have && !is_inside(key, mapping)) {
      if (want.kind == Kind::kMapping || want.kind == Kind::kList) return false;
      have = {};
    }
    if (!have) {
      missing.members.emplace_back(name, want);
    } else if (have.is_null()) {
      if (!is_own(have)) return false;
      bool is_flow = mapping.style() == yaml::Style::kFlow || want.kind != Kind::kMapping;
      std::string lines;
      if (is_flow) {
        lines = " " + flow(want, has_quoted_keys(mapping));
      } else {
        append_block(want, indent_of(key.start().offset) + 2, {}, lines);
        lines = "\n" + lines.substr(0, lines.size() - 1);
      }
      // The words null and ~ have a blank before them already.
      std::size_t begin = have.start().offset, end = have.end().offset;
      if (is_flow && end > begin) lines.erase(0, 1);
      edit(begin, end - begin, lines);
    } else if (want.kind == Kind::kMapping) {
      if (!merge(have, want)) return false;
    } else if (want.kind == Kind::kList) {
      if (!append(have, want)) return false;
    } else if (!replace(have, want)) {
      return false;
    }
  }
  return missing.members.empty() || insert_members(mapping, missing);
}

bool YamlEdits::replace(yaml::View value, const AddedYaml& wanted) {
  if (!value.is_scalar() || !is_own(value)) return false;
  if (value.style() == yaml::Style::kLiteral || value.style() == yaml::Style::kFolded) return false;
  if (value.string() == wanted.text && (wanted.kind == Kind::kText || value.style() == yaml::Style::kPlain)) return true;
  edit(value.start().offset, value.end().offset - value.start().offset, scalar(wanted, value.style() == yaml::Style::kDoubleQuoted));
  return true;
}

bool YamlEdits::insert_members(yaml::View mapping, const AddedYaml& missing) {
  if (mapping.style() == yaml::Style::kFlow) {
    return insert_flow(mapping, flow_members(missing, has_quoted_keys(mapping) || in_json(text_)));
  }
  if (mapping.size() == 0) return false;
  std::string lines;
  append_block(missing, indent_of(mapping.start().offset), {}, lines);
  insert_lines(mapping.end().offset, lines);
  return true;
}

bool YamlEdits::append(yaml::View list, const AddedYaml& wanted) {
  if (!list.is_sequence() || !is_own(list)) return false;
  std::vector<std::string> there = list.strings();
  AddedYaml missing = {Kind::kList};
  for (const AddedYaml& item : wanted.items) {
    bool is_there = item.kind == Kind::kText && std::ranges::find(there, item.text) != there.end();
    if (!is_there) missing.items.push_back(item);
  }
  if (missing.items.empty()) return true;
  if (list.style() == yaml::Style::kFlow) {
    return insert_flow(list, flow_items(missing, in_json(text_)));
  }
  std::size_t dash = list.start().offset;
  if (list.size() == 0 || dash >= text_.size() || text_[dash] != '-') return false;
  std::size_t indent = indent_of(dash);
  std::string lines;
  for (const AddedYaml& item : missing.items) {
    std::string first = std::string(indent, ' ') + "- ";
    if (item.kind == Kind::kMapping) {
      append_block(item, indent + 2, first, lines);
    } else {
      lines += first + scalar(item, false) + "\n";
    }
  }
  insert_lines(list.end().offset, lines);
  return true;
}

bool YamlEdits::remove_item(yaml::View mapping, std::string_view name, std::size_t index) {
  yaml::View list = mapping[name];
  std::vector<yaml::View> items = list.elements();
  if (!list.is_sequence() || !is_own(list) || index >= items.size()) return false;
  yaml::View item = items[index];
  std::size_t begin = item.start().offset, end = item.end().offset;
  bool is_flow = list.style() == yaml::Style::kFlow;
  if (!is_flow && items.size() == 1) {
    std::size_t colon = text_.find(':', mapping.key(name).end().offset);
    if (colon >= begin || text_.substr(colon, begin - colon).contains('#')) return false;
    edit(colon + 1, end - colon - 1, " []");
    return true;
  }
  if (is_flow && index + 1 < items.size()) {
    end = items[index + 1].start().offset;
  } else if (is_flow && index > 0) {
    begin = items[index - 1].end().offset;
  } else if (!is_flow) {
    std::size_t line = text_.rfind('\n', begin);
    begin = line == std::string_view::npos ? 0 : line + 1;
    end = std::min(text_.find('\n', end), text_.size() - 1) + 1;
    if (base::trim(text_.substr(begin, item.start().offset - begin)) != "-") return false;
  }
  edit(begin, end - begin, {});
  return true;
}

// Lines after the one in which something ends. A literal text ends where the next line begins.
void YamlEdits::insert_lines(std::size_t after, const std::string& lines) {
  if (after > 0 && after <= text_.size() && text_[after - 1] == '\n') return edit(after, 0, lines);
  std::size_t line_end = text_.find('\n', after);
  if (line_end != std::string_view::npos) return edit(line_end + 1, 0, lines);
  edit(text_.size(), 0, "\n" + lines.substr(0, lines.size() - 1));
}

// Behind the last item of {..} or [..]. A single pair in [..] is a mapping without braces: nothing can be added there.
bool YamlEdits::insert_flow(yaml::View collection, const std::string& items) {
  std::size_t last = collection.start().offset + 1;
  if (last > text_.size() || !std::string_view("{[").contains(text_[last - 1])) return false;
  collection.each([&](yaml::View item) { last = std::max<std::size_t>(last, item.end().offset); });
  collection.each_member([&](yaml::View key, yaml::View value) {
    if (is_inside(key, collection)) last = std::max<std::size_t>({last, key.end().offset, value.end().offset});
  });
  std::size_t next = text_.find_first_not_of(" \t\r\n", last);
  if (collection.size() == 0) {
    edit(last, 0, items);
  } else if (next != std::string_view::npos && text_[next] == ',') {
    edit(next + 1, 0, " " + items);
  } else {
    edit(last, 0, ", " + items);
  }
  return true;
}

void YamlEdits::edit(std::size_t offset, std::size_t length, std::string text) {
  if (text_.contains("\r\n")) {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) text.insert(at, 1, '\r');
  }
  edits_.push_back({static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length), std::move(text)});
}

std::size_t YamlEdits::indent_of(std::size_t offset) const {
  std::size_t line = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
  return offset - (line == std::string_view::npos ? 0 : line + 1);
}

std::vector<model::Edit> YamlEdits::take() {
  std::ranges::stable_sort(edits_, {}, &model::Edit::offset);
  // What goes in at one place goes in as one, the deeper first: so it was asked for.
  std::vector<model::Edit> out;
  for (model::Edit& edit : edits_) {
    if (!out.empty() && out.back().offset == edit.offset && out.back().length == 0 && edit.length == 0) {
      out.back().text += edit.text;
    } else {
      out.push_back(std::move(edit));
    }
  }
  edits_.clear();
  return out;
}

}  // namespace batten::manifest
