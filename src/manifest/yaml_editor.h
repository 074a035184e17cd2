// SPDX-License-Identifier: Apache-2.0
//
// Changes members of block and flow mappings of a YAML text by editing the text itself: what is not changed keeps its bytes, comments
// included. Whatever is shared through an anchor, an alias or a merge key is refused rather than changed for somebody else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "model/place.h"

namespace batten::manifest {

// A value to be written: a scalar as it shall stand in the text, a list, or a map (its children have names).
struct YamlValue {
  std::string name = {};
  std::string scalar = {};
  std::vector<YamlValue> children = {};
  bool is_list = false;
};
YamlValue yaml_scalar(std::string name, std::string scalar);
YamlValue yaml_list(std::string name, const std::vector<std::string>& scalars);
YamlValue yaml_map(std::string name, std::vector<YamlValue> members);
// "text" with escapes where they are needed.
std::string yaml_quoted(std::string_view text);

// How the text is laid out, in columns.
struct YamlLayout {
  std::size_t step = 2;       // of a map in a map
  std::size_t list_step = 2;  // of the dashes of a list below its key
};

class YamlEditor {
 public:
  // text and the views that are given to it must outlive it.
  YamlEditor(std::string_view text, YamlLayout layout);

  // Each says whether it could; what could not be done leaves no edit.
  bool set_scalar(yaml::View map, std::string_view key, std::string_view scalar);  // replaces, or adds the member
  bool add_member(yaml::View map, const YamlValue& value);
  bool remove_member(yaml::View map, std::string_view key);
  bool add_items(yaml::View map, std::string_view key, const std::vector<std::string>& scalars);  // makes the list when there is none
  bool remove_item(yaml::View map, std::string_view key, std::uint32_t offset);                   // and the list with its last item
  bool replace_scalar(yaml::View scalar, std::string_view text);
  void replace(std::size_t offset, std::size_t length, std::string text);
  void append(const YamlValue& value);  // to the mapping that the text is

  // Whether a member is written in this very mapping, not merged into it.
  static bool is_own(yaml::View map, std::string_view key);
  bool is_shared(yaml::View view) const;
  // Bytes of a scalar without the blanks behind it.
  std::string_view written(yaml::View view) const;

  // In the order of the text; empty when two of them touch the same bytes.
  std::vector<model::Edit> take();

 private:
  std::size_t content_end(yaml::View view) const;
  bool line_end(std::size_t from, std::size_t& end) const;
  bool begins_line(std::size_t offset) const;
  std::string indent_of(std::size_t offset) const;
  void remove_lines(std::size_t begin, std::size_t end);
  bool remove_flow(std::size_t begin, std::size_t end);
  std::string block(const YamlValue& value, const std::string& indent) const;
  std::string flow(const YamlValue& value) const;

  std::string_view text_;
  YamlLayout layout_;
  std::string newline_;
  std::vector<model::Edit> edits_;
};

}  // namespace batten::manifest
