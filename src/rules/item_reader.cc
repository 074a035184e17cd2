// SPDX-License-Identifier: Apache-2.0
#include "rules/item_reader.h"

#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/text.h"
#include "rules/engine_version.h"

namespace batten::rules {
namespace {

constexpr std::size_t kMaxName = 1000;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_macro_name(std::string_view name) {
  auto word = [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, word);
}

bool is_list_name(std::string_view name) { return name.find_first_of(" \t\n\r\b\v\f()\"'=,") == std::string_view::npos; }

}  // namespace

void ItemReader::read(yaml::View document, std::vector<Item>& out) {
  item_.clear();
  if (document.is_null()) return;
  if (!document.is_sequence())
    return fail(document, "a rule file is a sequence of items, each beginning with '- rule:', '- macro:' or '- list:'");
  document.each([&](yaml::View view) {
    item_.clear();
    if (view.is_null()) return;
    if (!view.is_mapping()) return fail(view, "an item has to be a mapping that begins with 'rule:', 'macro:' or 'list:'");
    if (std::optional<Item> one = item(view)) out.push_back(*std::move(one));
  });
}

std::optional<Item> ItemReader::item(yaml::View view) {
  if (view["required_engine_version"]) return engine_version(view), std::nullopt;
  if (view["required_plugin_versions"]) return plugin_versions(view), std::nullopt;
  for (std::string_view kind : {"list", "macro", "rule"}) {
    if (!view[kind]) continue;
    std::optional<PlacedText> name = text(view, kind);
    if (!name) return std::nullopt;
    if (name->size() > kMaxName) return fail(view[kind], format("a name of more than {} bytes", kMaxName)), std::nullopt;
    item_ = format("{} '{}'", kind, base::printable(name->text()));
    std::optional<Item> out = kind == "list" ? list(view) : kind == "macro" ? macro(view) : rule(view);
    if (!out) broken_.insert(format("{} {}", kind, name->text()));
    return out;
  }
  report(DiagnosticCode::kUnknownItem, view,
         "an item of no known kind; there are rule, macro, list, required_engine_version and required_plugin_versions");
  return std::nullopt;
}

void ItemReader::engine_version(yaml::View view) {
  unknown_keys(view, std::array<std::string_view, 1>{"required_engine_version"});
  std::optional<PlacedText> version = text(view, "required_engine_version");
  if (!version) return;
  Result<void> checked = check_engine_version(version->text());
  if (checked) return;
  bool is_newer = checked.error().code == Code::kUnsupported;
  report(is_newer ? DiagnosticCode::kErrValidate : DiagnosticCode::kErrYamlValidate, view["required_engine_version"],
         checked.error().message);
}

bool ItemReader::plugin(yaml::View view, std::string& name, std::string& version) {
  if (!view.is_mapping()) return fail(view, "a needed plugin is a mapping with 'name' and 'version'"), false;
  std::optional<PlacedText> name_text = text(view, "name");
  std::optional<PlacedText> version_text = name_text ? text(view, "version") : std::nullopt;
  if (!version_text) return false;
  name = name_text->text();
  version = version_text->text();
  return true;
}

void ItemReader::plugin_versions(yaml::View view) {
  unknown_keys(view, std::array<std::string_view, 1>{"required_plugin_versions"});
  yaml::View plugins = view["required_plugin_versions"];
  if (!plugins.is_sequence()) return fail(plugins, "'required_plugin_versions' has to be a sequence");
  plugins.each([&](yaml::View one) {
    std::vector<PluginRequirement> alternatives(1);
    if (!plugin(one, alternatives[0].name, alternatives[0].version)) return;
    unknown_keys(one, std::array<std::string_view, 3>{"name", "version", "alternatives"});
    if (yaml::View others = one["alternatives"]) {
      if (!others.is_sequence()) return fail(others, "'alternatives' has to be a sequence");
      bool good = true;
      others.each([&](yaml::View other) {
        PluginRequirement next;
        if (!plugin(other, next.name, next.version)) {
          good = false;
        } else if (std::ranges::find(alternatives, next.name, &PluginRequirement::name) != alternatives.end()) {
          good = false;
          report(DiagnosticCode::kErrValidate, other, format("the plugin '{}' is named more than once", base::printable(next.name)));
        } else {
          alternatives.push_back(std::move(next));
        }
      });
      if (!good) return;
    }
    if (Result<void> checked = check_plugins(alternatives); !checked)
      report(DiagnosticCode::kErrValidate, one["name"], checked.error().message);
  });
}

// Of an item that has one key to change.
std::optional<Change> ItemReader::change_of(yaml::View view, std::string_view only_key) {
  Change change = Change::kDefine;
  if (view["append"]) {
    std::optional<bool> append = boolean(view, "append");
    if (!append) return std::nullopt;
    if (*append) {
      report(DiagnosticCode::kDeprecatedItem, view.key("append"),
             format("'append' is deprecated; write 'override: {{{}: append}}'", only_key));
      change = Change::kAppend;
    }
  }
  yaml::View overrides = view["override"];
  if (!overrides || overrides.is_null()) return change;
  if (!overrides.is_mapping()) return fail(overrides, "'override' has to be a mapping of keys to 'append' or 'replace'"), std::nullopt;
  if (change == Change::kAppend) return fail(overrides, "'append' and 'override' can't both be given; keep 'override'"), std::nullopt;
  bool good = true;
  overrides.each_member([&](yaml::View key, yaml::View value) {
    RuleKeyInfo info{key.string(), RuleKey::kCondition, true};
    std::optional<Change> one = override_change(key, value, key.string() == only_key ? &info : nullptr);
    if (one) change = *one;
    good = good && one;
  });
  if (!good) return std::nullopt;
  return change;
}

std::optional<Item> ItemReader::list(yaml::View view) {
  unknown_keys(view, std::array<std::string_view, 4>{"list", "items", "append", "override"});
  ListItem out{.name = std::string(view["list"].string()), .spot = spot(view["list"]), .change = Change::kDefine, .items = {}};
  if (!is_list_name(out.name)) {
    report(DiagnosticCode::kInvalidListName, view["list"],
           "a list's name can't hold blanks, quotes or any of ( ) , =: no condition can name it");
  }
  std::optional<Change> change = change_of(view, "items");
  std::optional<std::vector<PlacedText>> items = texts(view, "items");
  if (!change || !items) return std::nullopt;
  out.change = *change;
  out.items = *std::move(items);
  return out;
}

std::optional<Item> ItemReader::macro(yaml::View view) {
  unknown_keys(view, std::array<std::string_view, 4>{"macro", "condition", "append", "override"});
  MacroItem out{.name = std::string(view["macro"].string()), .spot = spot(view["macro"]), .change = Change::kDefine, .condition = {}};
  if (!is_macro_name(out.name)) {
    report(DiagnosticCode::kInvalidMacroName, view["macro"],
           "a macro's name is a letter, then letters, digits and '_': no condition can name it");
  }
  std::optional<Change> change = change_of(view, "condition");
  std::optional<PlacedText> condition = text(view, "condition");
  if (!change || !condition) return std::nullopt;
  out.change = *change;
  out.condition = *std::move(condition);
  return out;
}

}  // namespace batten::rules
