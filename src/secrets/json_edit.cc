// SPDX-License-Identifier: Apache-2.0
#include "secrets/json_edit.h"

#include <optional>
#include <string>

#include "base/json.h"

namespace batten::secrets {
namespace {

struct Range {
  std::size_t from = 0, to = 0;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Walks a text that is known to be JSON.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  // The value of the first member of that name; nullopt when there is none. end() is then where the object's } stands.
  std::optional<Range> member(std::string_view name) {
    blanks();
    ++at_;  // {
    for (blanks(); text_[at_] != '}'; blanks()) {
      if (text_[at_] == ',') {
        ++at_;
        blanks();
      }
      Range key = value();
      blanks();
      ++at_;  // :
      blanks();
      Range found = value();
      if (is_name(key, name)) return found;
      is_empty_ = false;
    }
    return std::nullopt;
  }
  std::size_t end() const { return at_; }
  bool is_empty() const { return is_empty_; }

 private:
  void blanks() {
    while (is_blank(text_[at_])) ++at_;
  }

  Range value() {
    Range out{at_, at_};
    int depth = 0;
    do {
      char c = text_[at_];
      if (c == '"') {
        string();
      } else if (c == '{' || c == '[') {
        ++depth, ++at_;
      } else if (c == '}' || c == ']') {
        --depth, ++at_;
      } else if (depth > 0) {
        ++at_;
      } else {
        while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != ',' && text_[at_] != '}') ++at_;
      }
    } while (depth > 0);
    out.to = at_;
    return out;
  }

  void string() {
    for (++at_; text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }

  bool is_name(Range key, std::string_view name) const {
    Result<json::Document> read = json::Document::parse(text_.substr(key.from, key.to - key.from), {.wipes = true});
    return read && read->root().string() == name;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool is_empty_ = true;
};

}  // namespace

Result<base::SecretBytes> with_member(std::string_view json, std::string_view name, std::string_view value) {
  json::Document document = TRY(json::Document::parse(json, {.wipes = true}));
  if (!document.root().is_object()) return Error{Code::kCorrupt, "no JSON object, so it has no fields"};
  Walk walk(json);
  std::optional<Range> old = walk.member(name);
  std::string out;
  out.reserve(json.size() + 6 * (name.size() + value.size()) + 16);  // grown once: what it holds is wiped
  if (old) {
    out += json.substr(0, old->from);
    json::append_quoted(out, value);
    out += json.substr(old->to);
  } else {
    out += json.substr(0, walk.end());
    if (!walk.is_empty()) out += ',';
    json::append_quoted(out, name);
    out += ':';
    json::append_quoted(out, value);
    out += json.substr(walk.end());
  }
  return base::SecretBytes::taken_from(out);
}

}  // namespace batten::secrets
