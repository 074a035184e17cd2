// SPDX-License-Identifier: Apache-2.0
#include "rules/output_text.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::rules {
namespace {

constexpr unsigned kMaxDepth = 32;
constexpr std::uint32_t kMaxWidth = 1024;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

// Reads fields and transformers at a place of a text.
class Reader {
 public:
  Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}
  std::size_t at() const { return at_; }
  const std::string& problem() const { return problem_; }

  bool read(Operand& out, unsigned depth = 0) {
    if (depth > kMaxDepth) return fail("transformers are nested too deep");
    const std::size_t end = word_end(at_, false);
    if (end > at_ && end < text_.size() && text_[end] == '(') return read_transformer(out, end, depth);
    return read_field(out);
  }

 private:
  bool fail(std::string what) {
    problem_ = std::move(what);
    return false;
  }
  std::size_t word_end(std::size_t from, bool dots) const {
    while (from < text_.size() && (is_word(text_[from]) || (dots && text_[from] == '.'))) ++from;
    return from;
  }
  void skip_blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  bool read_field(Operand& out) {
    std::string_view name = text_.substr(at_, word_end(at_, true) - at_);
    while (name.ends_with('.')) name.remove_suffix(1);
    while (!name.empty() && find_field(name) == nullptr) {
      const std::size_t cut = name.rfind('.');
      name = name.substr(0, cut == std::string_view::npos ? 0 : cut);
    }
    if (name.empty()) return fail(format("no field is called '{}'", base::printable(text_.substr(at_, word_end(at_, true) - at_))));
    out.kind = Operand::Kind::kField;
    out.text = name;
    at_ += name.size();
    const Field& field = *find_field(name);
    const bool dotted = name.size() > field.name.size();
    if (at_ < text_.size() && text_[at_] == '[' && !dotted && field.argument != ArgumentRule::kNone) return read_argument(out);
    const bool needs = field.argument == ArgumentRule::kIndex || field.argument == ArgumentRule::kKey;
    return dotted || !needs || fail(format("{} needs an argument in brackets", name));
  }

  bool read_argument(Operand& out) {
    const std::size_t end = text_.find(']', at_);
    if (end == std::string_view::npos) return fail(format("the argument of {} has no ']'", out.text));
    std::string_view argument = base::trim(text_.substr(at_ + 1, end - at_ - 1));
    const bool quoted =
        argument.size() >= 2 && (argument.front() == '"' || argument.front() == '\'') && argument.back() == argument.front();
    if (quoted) argument = argument.substr(1, argument.size() - 2);
    out.has_argument = true;
    out.argument = argument;
    at_ = end + 1;
    return true;
  }

  bool read_transformer(Operand& out, std::size_t open, unsigned depth) {
    out.kind = Operand::Kind::kTransformer;
    out.text = text_.substr(at_, open - at_);
    at_ = open + 1;
    while (true) {
      skip_blanks();
      Operand part;
      if (!read_part(part, depth)) return false;
      out.parts.push_back(std::move(part));
      skip_blanks();
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      if (at_ >= text_.size() || text_[at_] != ')') return fail(format("{}( has no ')'", out.text));
      ++at_;
      return true;
    }
  }

  bool read_part(Operand& out, unsigned depth) {
    if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      const std::size_t end = text_.find(text_[at_], at_ + 1);
      if (end == std::string_view::npos) return fail("a quote does not end");
      out.kind = Operand::Kind::kText;
      out.text = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return true;
    }
    return read(out, depth + 1);
  }

  std::string_view text_;
  std::size_t at_;
  std::string problem_;
};

void add_text(std::vector<OutputPart>& parts, std::string_view text) {
  if (text.empty()) return;
  if (parts.empty() || parts.back().reading != kNoReading) parts.emplace_back();
  parts.back().text += text;
}

}  // namespace

Result<std::vector<OutputPart>> parse_output(std::string_view text, ReadingTable& readings) {
  std::vector<OutputPart> out;
  if (text.starts_with('*')) text.remove_prefix(1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t percent = std::min(text.find('%', at), text.size());
    add_text(out, text.substr(at, percent - at));
    at = percent + 1;
    if (percent == text.size()) break;
    if (at < text.size() && text[at] == '%') {
      add_text(out, "%");
      ++at;
      continue;
    }
    std::uint32_t width = 0;
    for (; at < text.size() && is_digit(text[at]); ++at)
      width = std::min(kMaxWidth, width * 10 + static_cast<std::uint32_t>(text[at] - '0'));
    Reader reader(text, at);
    Operand operand;
    std::string problem;
    const bool read = reader.read(operand);
    const ReadingId id = read ? readings.add(operand, problem) : kNoReading;
    if (id == kNoReading)
      return Error{Code::kInvalidArgument,
                   format("output: what stands behind a '%' is no field: {}; write %% for a '%'", read ? problem : reader.problem())};
    out.push_back({std::string(text.substr(at, reader.at() - at)), id, width});
    at = reader.at();
  }
  return out;
}

std::string appended_text(std::string_view field) {
  std::string out(field);
  std::ranges::replace(out, '.', '_');
  return out + "=%" + std::string(field);
}

}  // namespace batten::rules
