// SPDX-License-Identifier: Apache-2.0
//
// Changes of a YAML text by place: settings are added to mappings and lists or replaced, in the style that is there (block or flow, quoted
// keys or plain), and everything else stays as it is written.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/yaml.h"
#include "model/place.h"

namespace batten::manifest {

// Something to be written.
struct AddedYaml {
  enum class Kind : unsigned char {
    kWord,  // true, 1000: never quoted
    kText,  // quoted where it has to be
    kList,
    kMapping,
  };
  Kind kind = Kind::kMapping;
  std::string text = {};
  std::vector<AddedYaml> items = {};
  std::vector<std::pair<std::string, AddedYaml>> members = {};

  static AddedYaml word(std::string_view text) { return {Kind::kWord, std::string(text)}; }
  static AddedYaml words(std::string_view text) { return {Kind::kText, std::string(text)}; }
  static AddedYaml list(const std::vector<std::string>& texts);
  static AddedYaml list(std::vector<AddedYaml> items) { return {Kind::kList, {}, std::move(items)}; }
  static AddedYaml mapping(std::vector<std::pair<std::string, AddedYaml>> members) { return {Kind::kMapping, {}, {}, std::move(members)}; }
};

class YamlEdits {
 public:
  // text: that of the document which the views belong to.
  explicit YamlEdits(std::string_view text) : text_(text) {}

  // Brings what is wanted into a mapping: mappings are merged, missing items appended to lists, other values replaced. What others refer
  // to or what comes from elsewhere (anchors, aliases, merge keys) is not touched: then, and where the text is written in a way that is
  // not known, false, and nothing of it may be used.
  bool merge(yaml::View mapping, const AddedYaml& wanted);
  // Another text for a scalar.
  bool replace(yaml::View scalar, const AddedYaml& wanted);
  // An item of the list with that key leaves it; the last one leaves [].
  bool remove_item(yaml::View mapping, std::string_view name, std::size_t index);

  // By offset.
  std::vector<model::Edit> take();

 private:
  bool insert_members(yaml::View mapping, const AddedYaml& missing);
  bool append(yaml::View list, const AddedYaml& wanted);
  void insert_lines(std::size_t after, const std::string& lines);
  bool insert_flow(yaml::View collection, const std::string& items);
  void edit(std::size_t offset, std::size_t length, std::string text);
  std::size_t indent_of(std::size_t offset) const;

  std::string_view text_;
  std::vector<model::Edit> edits_;
};

}  // namespace batten::manifest
