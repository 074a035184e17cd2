// SPDX-License-Identifier: Apache-2.0
#include "manifest/compose_variables.h"

#include "base/format.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxBytes = 64u << 10;
constexpr std::size_t kMaxDepth = 16;

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool continues_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

std::string_view name_at(std::string_view text) {
  if (text.empty() || !begins_name(text[0])) return {};
  std::size_t end = 1;
  while (end < text.size() && continues_name(text[end])) ++end;
  return text.substr(0, end);
}

// Length up to the } that closes what a ${ before the text has opened.
std::size_t closing_brace(std::string_view text) {
  std::size_t depth = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("$$")) {
      ++i;
    } else if (text.substr(i).starts_with("${")) {
      ++depth, ++i;
    } else if (text[i] == '}' && --depth == 0) {
      return i;
    }
  }
  return std::string_view::npos;
}

class Expander {
 public:
  Expander(const Variables& values, std::vector<MissingVariable>& missing) : values_(values), missing_(missing) {}

  Result<void> run(std::string_view text, std::size_t depth) {
    if (depth > kMaxDepth) return Error{Code::kLimit, format("variables nested deeper than {}", kMaxDepth)};
    while (!text.empty()) {
      std::size_t dollar = std::min(text.find('$'), text.size());
      TRY(put(text.substr(0, dollar)));
      text.remove_prefix(dollar);
      if (text.empty()) break;
      text.remove_prefix(1);
      if (text.starts_with('$')) {
        TRY(put("$"));
        text.remove_prefix(1);
      } else if (text.starts_with('{')) {
        std::size_t length = closing_brace(text.substr(1));
        if (length == std::string_view::npos) return Error{Code::kCorrupt, "a ${ is not closed"};
        TRY(braced(text.substr(1, length), depth));
        text.remove_prefix(length + 2);
      } else {
        std::string_view name = name_at(text);
        if (name.empty()) return Error{Code::kCorrupt, "a $ without a name behind it ($$ is meant?)"};
        TRY(value_of(name));
        text.remove_prefix(name.size());
      }
    }
    return {};
  }

  Expansion out;

 private:
  Result<void> put(std::string_view text) {
    if (out.text.size() + text.size() > kMaxBytes) return Error{Code::kLimit, format("more than {} bytes with its variables", kMaxBytes)};
    out.text += text;
    return {};
  }

  Result<void> value_of(std::string_view name) {
    out.from_outside = true;
    auto found = values_.find(std::string(name));
    if (found != values_.end()) return put(found->second);
    missing_.push_back({std::string(name), false, {}});
    return {};
  }

  Result<void> braced(std::string_view inside, std::size_t depth) {
    std::string_view name = name_at(inside);
    if (name.empty()) return Error{Code::kCorrupt, "a ${ without a name behind it"};
    inside.remove_prefix(name.size());
    if (inside.empty()) return value_of(name);
    bool also_empty = inside[0] == ':';
    if (also_empty) inside.remove_prefix(1);
    char operation = inside.empty() ? ' ' : inside[0];
    if (operation != '-' && operation != '?' && operation != '+')
      return Error{Code::kCorrupt, format("${{{}..}} is no form of a variable", name)};
    inside.remove_prefix(1);
    auto found = values_.find(std::string(name));
    bool is_set = found != values_.end() && !(also_empty && found->second.empty());
    if (operation == '+') return is_set ? run(inside, depth + 1) : Result<void>();
    if (is_set) return value_of(name);
    if (operation == '-') return run(inside, depth + 1);
    out.from_outside = true;
    missing_.push_back({std::string(name), true, std::string(inside.substr(0, 200))});
    return {};
  }

  const Variables& values_;
  std::vector<MissingVariable>& missing_;
};

}  // namespace

Result<Expansion> expand_compose(std::string_view text, const Variables& values, std::vector<MissingVariable>& missing) {
  if (!text.contains('$')) return Expansion{std::string(text), false};
  Expander expander(values, missing);
  TRY(expander.run(text, 0));
  return std::move(expander.out);
}

}  // namespace batten::manifest
