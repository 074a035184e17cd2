// SPDX-License-Identifier: Apache-2.0
//
// Variables of a Dockerfile, as BuildKit replaces them.
#include <cctype>

#include "manifest/dockerfile.h"

namespace batten::manifest {
namespace {

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

class Expansion {
 public:
  Expansion(const std::map<std::string, std::string>& values, char escape, std::vector<std::string>& missing)
      : values_(values), escape_(escape), missing_(missing) {}

  // Up to the end of text or, inside braces, to the } that closes them; text is then what is left.
  std::string expand(std::string_view& text, int depth) {
    std::string out;
    while (!text.empty() && out.size() < kMaxExpanded) {
      char c = text[0];
      if (c == '}' && depth > 0) break;
      if (c == escape_ && text.size() > 1 && text[1] == '$') {
        out.push_back('$');
        text.remove_prefix(2);
      } else if (c == '$' && depth < kMaxDepth) {
        out += variable(text, depth);
      } else {
        out.push_back(c);
        text.remove_prefix(1);
      }
    }
    if (out.size() > kMaxExpanded) out.resize(kMaxExpanded);
    return out;
  }

 private:
  std::string variable(std::string_view& text, int depth) {
    bool braces = text.starts_with("${");
    std::string_view rest = text.substr(braces ? 2 : 1);
    std::size_t size = 0;
    while (size < rest.size() && is_name(rest[size])) ++size;
    if (size == 0) {
      text.remove_prefix(1);
      return "$";
    }
    std::string name(rest.substr(0, size));
    rest.remove_prefix(size);
    auto value = values_.find(name);
    text = rest;
    if (!braces) return known(value, std::move(name));

    // ${NAME-other} asks whether it is set, ${NAME:-other} whether it is set and not empty.
    bool set = value != values_.end();
    if (text.starts_with(':')) {
      set = set && !value->second.empty();
      text.remove_prefix(1);
    }
    char modifier = text.empty() ? '\0' : text[0];
    std::string other;
    if (modifier == '-' || modifier == '+') {
      text.remove_prefix(1);
      // What a word that does not count lacks is not missing.
      std::vector<std::string> none;
      bool counts = set == (modifier == '+');
      other = Expansion(values_, escape_, counts ? missing_ : none).expand(text, depth + 1);
    }
    std::size_t close = text.find('}');
    text.remove_prefix(close == std::string_view::npos ? text.size() : close + 1);
    if (modifier == '#' || modifier == '%' || modifier == '/') {
      missing_.push_back(std::move(name));
      return "";
    }
    if (modifier == '-') return set ? value->second : other;
    if (modifier == '+') return set ? other : "";
    return known(value, std::move(name));
  }

  std::string known(std::map<std::string, std::string>::const_iterator value, std::string name) {
    if (value != values_.end()) return value->second;
    missing_.push_back(std::move(name));
    return "";
  }

  // Variables made of variables grow fast; no image has so long a name.
  static constexpr std::size_t kMaxExpanded = 4096;
  static constexpr int kMaxDepth = 20;

  const std::map<std::string, std::string>& values_;
  char escape_;
  std::vector<std::string>& missing_;
};

}  // namespace

std::string expand_variables(std::string_view text, const std::map<std::string, std::string>& values, char escape,
                             std::vector<std::string>& missing) {
  return Expansion(values, escape, missing).expand(text, 0);
}

}  // namespace batten::manifest
