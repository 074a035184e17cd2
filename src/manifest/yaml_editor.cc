// SPDX-License-Identifier: Apache-2.0
#include "manifest/yaml_editor.h"

#include <algorithm>

#include "base/format.h"

namespace batten::manifest {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_space(char c) { return is_blank(c) || c == '\n' || c == '\r'; }

std::vector<std::pair<yaml::View, yaml::View>> own_members(yaml::View map) {
  std::vector<std::pair<yaml::View, yaml::View>> out;
  map.each_member([&](yaml::View key, yaml::View value) {
    if (YamlEditor::is_own(map, key.string())) out.emplace_back(key, value);
  });
  return out;
}

}  // namespace

YamlValue yaml_scalar(std::string name, std::string scalar) { return {.name = std::move(name), .scalar = std::move(scalar)}; }
YamlValue yaml_list(std::string name, const std::vector<std::string>& scalars) {
  YamlValue out{.name = std::move(name), .is_list = true};
  for (const std::string& scalar : scalars) out.children.push_back({.scalar = scalar});
  return out;
}
YamlValue yaml_map(std::string name, std::vector<YamlValue> members) { return {.name = std::move(name), .children = std::move(members)}; }

std::string yaml_quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.append({'\\', c});
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

YamlEditor::YamlEditor(std::string_view text, YamlLayout layout)
    : text_(text), layout_(layout), newline_(text.contains("\r\n") ? "\r\n" : "\n") {}

bool YamlEditor::is_own(yaml::View map, std::string_view key) {
  yaml::View name = map.key(key);
  if (!name || !map.alias().empty()) return false;
  if (name.start().offset < map.start().offset || name.start().offset >= map.end().offset) return false;
  return map.style() == yaml::Style::kFlow || name.start().column == map.start().column;
}

bool YamlEditor::is_shared(yaml::View view) const {
  if (!view.alias().empty()) return true;
  if (view.anchor().empty()) return false;
  // A comment that mentions it counts as well.
  return text_.contains("*" + std::string(view.anchor()));
}

std::size_t YamlEditor::content_end(yaml::View view) const {
  std::size_t begin = view.start().offset, end = view.end().offset;
  while (end > begin && is_space(text_[end - 1])) --end;
  return end;
}

std::string_view YamlEditor::written(yaml::View view) const {
  return text_.substr(view.start().offset, content_end(view) - view.start().offset);
}

// The end of the line, before its break. False when more than a comment is in between.
bool YamlEditor::line_end(std::size_t from, std::size_t& end) const {
  std::size_t at = from;
  while (at < text_.size() && is_blank(text_[at])) ++at;
  if (at < text_.size() && !is_space(text_[at]) && (text_[at] != '#' || at == from)) return false;
  end = std::min(text_.find('\n', at), text_.size());
  if (end > from && text_[end - 1] == '\r') --end;
  return true;
}

bool YamlEditor::begins_line(std::size_t offset) const {
  std::size_t line = offset == 0 ? 0 : text_.rfind('\n', offset - 1) + 1;
  return text_.substr(line, offset - line).find_first_not_of(' ') == std::string_view::npos;
}

// Blanks that put something below what is written at offset.
std::string YamlEditor::indent_of(std::size_t offset) const {
  std::size_t begin = offset == 0 ? 0 : text_.rfind('\n', offset - 1) + 1;
  std::size_t columns = 0;
  for (std::size_t i = begin; i < offset; ++i) columns += (static_cast<unsigned char>(text_[i]) & 0xC0) == 0x80 ? 0 : 1;
  return std::string(columns, ' ');
}

std::string YamlEditor::flow(const YamlValue& value) const {
  if (value.children.empty()) return value.scalar;
  std::string out;
  for (const YamlValue& child : value.children) {
    out += out.empty() ? "" : ", ";
    out += child.name.empty() ? flow(child) : format("{}: {}", child.name, flow(child));
  }
  return value.is_list ? format("[{}]", out) : format("{{{}}}", out);
}

// "name: value" and what goes below it; the first line without its indentation.
std::string YamlEditor::block(const YamlValue& value, const std::string& indent) const {
  if (value.children.empty()) return format("{}: {}", value.name, value.scalar);
  std::string out = value.name + ":";
  std::string below = indent + std::string(value.is_list ? layout_.list_step : layout_.step, ' ');
  for (const YamlValue& child : value.children) {
    out.append(newline_).append(below);
    out += value.is_list ? "- " + flow(child) : block(child, below);
  }
  return out;
}

bool YamlEditor::add_member(yaml::View map, const YamlValue& value) {
  auto members = own_members(map);
  if (!map.is_mapping() || members.empty() || is_shared(map)) return false;
  auto last = std::ranges::max_element(members, {}, [](const auto& member) { return member.first.start().offset; });
  std::size_t end = std::max<std::size_t>(content_end(last->second), last->first.end().offset);
  if (map.style() == yaml::Style::kFlow) {
    replace(end, 0, format(", {}: {}", value.name, flow(value)));
    return true;
  }
  if (last->second.is_null() && text_.substr(end).starts_with(':')) ++end;
  if (!line_end(end, end)) return false;
  std::string indent = indent_of(members.front().first.start().offset);
  replace(end, 0, newline_ + indent + block(value, indent));
  return true;
}

bool YamlEditor::replace_scalar(yaml::View scalar, std::string_view text) {
  if (!scalar.is_scalar() || is_shared(scalar) || !scalar.anchor().empty() || !scalar.tag().empty()) return false;
  std::string_view old = written(scalar);
  if (old.empty() || old == text) return false;
  replace(scalar.start().offset, old.size(), std::string(text));
  return true;
}

bool YamlEditor::set_scalar(yaml::View map, std::string_view key, std::string_view scalar) {
  if (!map.is_mapping() || is_shared(map)) return false;
  if (!is_own(map, key)) return add_member(map, yaml_scalar(std::string(key), std::string(scalar)));
  return replace_scalar(map[key], scalar);
}

// Whole lines, but for a comment behind the last one, which stays.
void YamlEditor::remove_lines(std::size_t begin, std::size_t end) {
  std::size_t comment = end;
  while (comment < text_.size() && is_blank(text_[comment])) ++comment;
  if (comment < text_.size() && text_[comment] == '#') {
    replace(begin, comment - begin, "");
    return;
  }
  std::size_t line = begin == 0 ? 0 : text_.rfind('\n', begin - 1) + 1;
  std::size_t after = std::min(text_.find('\n', end), text_.size() - 1) + 1;
  replace(line, after - line, "");
}

// With one comma.
bool YamlEditor::remove_flow(std::size_t begin, std::size_t end) {
  std::size_t after = end;
  while (after < text_.size() && is_space(text_[after])) ++after;
  if (after < text_.size() && text_[after] == ',') {
    ++after;
    while (after < text_.size() && is_blank(text_[after])) ++after;
    replace(begin, after - begin, "");
    return true;
  }
  std::size_t before = begin;
  while (before > 0 && is_space(text_[before - 1])) --before;
  if (before == 0 || text_[before - 1] != ',') return false;
  replace(before - 1, end - before + 1, "");
  return true;
}

bool YamlEditor::remove_member(yaml::View map, std::string_view key) {
  if (!map.is_mapping() || !is_own(map, key) || is_shared(map) || !map[key].anchor().empty()) return false;
  if (own_members(map).size() < 2) return false;
  std::size_t begin = map.key(key).start().offset;
  std::size_t end = std::max<std::size_t>(content_end(map[key]), map.key(key).end().offset);
  if (map.style() == yaml::Style::kFlow) return remove_flow(begin, end);
  if (map[key].is_null() && text_.substr(end).starts_with(':')) ++end;
  std::size_t unused = 0;
  // A member behind a dash ("- key: value") would take the dash with it.
  if (!line_end(end, unused) || !begins_line(begin)) return false;
  remove_lines(begin, end);
  return true;
}

bool YamlEditor::add_items(yaml::View map, std::string_view key, const std::vector<std::string>& scalars) {
  if (!map.is_mapping() || is_shared(map) || scalars.empty()) return false;
  yaml::View list = map[key];
  if (!list) return add_member(map, yaml_list(std::string(key), scalars));
  if (!is_own(map, key) || is_shared(list)) return false;
  std::string joined;
  for (const std::string& scalar : scalars) joined += (joined.empty() ? "" : ", ") + scalar;
  if (list.is_scalar() && !list.is_null()) {
    if (list.style() != yaml::Style::kPlain) return false;
    replace(list.start().offset, written(list).size(), format("[{}, {}]", written(list), joined));
    return true;
  }
  if (!list.is_sequence()) return false;
  std::vector<yaml::View> items = list.elements();
  if (list.style() == yaml::Style::kFlow) {
    if (items.empty()) return written(list) == "[]" && (replace(list.start().offset + 1, 0, joined), true);
    replace(content_end(items.back()), 0, ", " + joined);
    return true;
  }
  std::size_t end = 0;
  if (items.empty() || !line_end(content_end(items.back()), end)) return false;
  std::string indent = indent_of(list.start().offset), added;
  for (const std::string& scalar : scalars) added += newline_ + indent + "- " + scalar;
  replace(end, 0, added);
  return true;
}

bool YamlEditor::remove_item(yaml::View map, std::string_view key, std::uint32_t offset) {
  if (!map.is_mapping() || !is_own(map, key) || is_shared(map) || is_shared(map[key])) return false;
  std::vector<yaml::View> items = map[key].elements();
  auto item = std::ranges::find(items, offset, [](yaml::View view) { return view.start().offset; });
  if (item == items.end() || !item->anchor().empty()) return false;
  if (items.size() == 1) return remove_member(map, key);
  std::size_t end = content_end(*item);
  if (map[key].style() == yaml::Style::kFlow) return remove_flow(offset, end);
  std::size_t dash = text_.find_last_not_of(" \t", offset - 1), unused = 0;
  if (dash == std::string_view::npos || text_[dash] != '-' || !begins_line(dash) || !line_end(end, unused)) return false;
  remove_lines(dash, end);
  return true;
}

void YamlEditor::replace(std::size_t offset, std::size_t length, std::string text) {
  // Two additions at one place are one edit.
  for (model::Edit& edit : edits_) {
    if (edit.offset != offset || edit.length != 0 || length != 0) continue;
    edit.text += text;
    return;
  }
  edits_.push_back({static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length), std::move(text)});
}

void YamlEditor::append(const YamlValue& value) {
  std::string added = text_.empty() || text_.ends_with('\n') ? "" : newline_;
  replace(text_.size(), 0, added + newline_ + block(value, "") + newline_);
}

std::vector<model::Edit> YamlEditor::take() {
  std::ranges::stable_sort(edits_, {}, &model::Edit::offset);
  for (std::size_t i = 1; i < edits_.size(); ++i) {
    if (edits_[i - 1].offset + edits_[i - 1].length > edits_[i].offset) return {};
  }
  return std::move(edits_);
}

}  // namespace batten::manifest
