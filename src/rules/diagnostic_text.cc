// SPDX-License-Identifier: Apache-2.0
#include "rules/diagnostic_text.h"

#include <algorithm>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::rules {
namespace {

constexpr std::size_t kWidest = 160;  // bytes of a line that are shown

const RuleFile* file_of(const Diagnostic& diagnostic, std::span<const RuleFile> files) {
  auto found = std::ranges::find(files, diagnostic.file, &RuleFile::name);
  return found == files.end() ? nullptr : &*found;
}

struct Excerpt {
  std::string line, caret;
};

// The line of the place, or the part of it around the place, and the caret below.
Excerpt excerpt_of(const Diagnostic& diagnostic, std::span<const RuleFile> files) {
  const RuleFile* file = file_of(diagnostic, files);
  if (file == nullptr || !diagnostic.place || diagnostic.place.offset > file->text.size()) return {};
  std::string_view text = file->text;
  std::size_t offset = diagnostic.place.offset;
  // A line is as long as its author likes: bytes that are not shown are not looked at, for each of many diagnostics.
  const std::size_t least = offset > kWidest ? offset - kWidest : 0;
  std::size_t begin = least + text.substr(least, offset - least).rfind('\n') + 1;
  text = text.substr(0, offset + kWidest + 2);
  std::size_t end = std::min(text.find('\n', offset), text.size());
  if (end > begin && text[end - 1] == '\r') --end;
  offset = std::min(offset, end);
  bool cut_before = offset - begin > kWidest / 2;
  if (cut_before) begin = offset - kWidest / 2;
  bool cut_behind = end - begin > kWidest;
  if (cut_behind) end = begin + kWidest;
  std::string before = base::printable(text.substr(begin, offset - begin));
  std::string marked = base::printable(text.substr(offset, std::min<std::size_t>(diagnostic.place.length, end - offset)));
  std::string shown = base::printable(text.substr(begin, end - begin));
  std::ranges::replace(before, '\t', ' ');
  std::ranges::replace(shown, '\t', ' ');
  std::size_t indent = base::display_width(before) + (cut_before ? 3 : 0);
  std::size_t width = std::max<std::size_t>(1, base::display_width(marked));
  return {.line = format("{}{}{}", cut_before ? "..." : "", shown, cut_behind ? "..." : ""),
          .caret = std::string(indent, ' ') + '^' + std::string(width - 1, '~')};
}

std::string place_text(const Diagnostic& diagnostic) {
  std::string out = base::printable(diagnostic.file.empty() ? std::string_view("rules") : std::string_view(diagnostic.file));
  if (diagnostic.place) out += format(":{}:{}", diagnostic.place.line, diagnostic.place.column);
  return out;
}

// "rule 'x'" as its type and its name.
void write_item(json::Writer& out, std::string_view item) {
  std::size_t quote = item.find(" '");
  bool named = quote != std::string_view::npos && item.ends_with('\'');
  out.member("item_type", named ? item.substr(0, quote) : item);
  out.member("item_name", named ? item.substr(quote + 2, item.size() - quote - 3) : std::string_view());
}

void write_diagnostic(json::Writer& out, const Diagnostic& diagnostic, std::span<const RuleFile> files) {
  Excerpt excerpt = excerpt_of(diagnostic, files);
  out.begin_object();
  out.member("code", diagnostic_code_name(diagnostic.code));
  out.member("message", std::string_view(diagnostic.message));
  out.key("context").begin_object();
  out.key("locations").begin_array().begin_object();
  write_item(out, diagnostic.item);
  out.key("position").begin_object();
  out.member("name", std::string_view(diagnostic.file));
  out.member("line", diagnostic.place.line);
  out.member("column", diagnostic.place.column);
  out.member("offset", diagnostic.place.offset);
  out.end_object();
  out.end_object().end_array();
  out.member("snippet", std::string_view(excerpt.line.empty() ? std::string() : excerpt.line + "\n" + excerpt.caret));
  out.end_object();
  out.end_object();
}

void write_file(json::Writer& out, std::string_view name, const Diagnostics& all, std::span<const RuleFile> files) {
  auto is_here = [&](const Diagnostic& one) { return one.file == name; };
  bool failed = std::ranges::any_of(all, [&](const Diagnostic& one) { return is_here(one) && is_error(one.code); });
  out.begin_object();
  out.member("name", name);
  out.member("successful", !failed);
  for (bool errors : {true, false}) {
    out.key(errors ? "errors" : "warnings").begin_array();
    for (const Diagnostic& one : all) {
      if (is_here(one) && is_error(one.code) == errors) write_diagnostic(out, one, files);
    }
    out.end_array();
  }
  out.end_object();
}

std::string counted(std::size_t count, std::string_view word) { return format("{} {}{}", count, word, count == 1 ? "" : "s"); }

}  // namespace

std::string diagnostic_text(const Diagnostic& diagnostic, std::span<const RuleFile> files) {
  std::string out = format("{}: {}: {} [{}]\n", place_text(diagnostic), is_error(diagnostic.code) ? "error" : "warning",
                           base::printable(diagnostic.message), diagnostic_code_name(diagnostic.code));
  if (!diagnostic.item.empty()) out += format("  in {}\n", base::printable(diagnostic.item));
  Excerpt excerpt = excerpt_of(diagnostic, files);
  if (!excerpt.line.empty()) out += format("  {}\n  {}\n", excerpt.line, excerpt.caret);
  return out;
}

std::string diagnostics_text(const Diagnostics& diagnostics, std::span<const RuleFile> files) {
  std::string out;
  std::size_t errors = 0;
  for (const Diagnostic& one : diagnostics) {
    out += diagnostic_text(one, files);
    if (is_error(one.code)) ++errors;
  }
  if (!diagnostics.empty()) out += format("{}, {}\n", counted(errors, "error"), counted(diagnostics.size() - errors, "warning"));
  return out;
}

std::string diagnostics_json(const Diagnostics& diagnostics, std::span<const RuleFile> files) {
  json::Writer out;
  out.begin_object();
  out.key("falco_load_results").begin_array();
  for (const RuleFile& file : files) write_file(out, file.name, diagnostics, files);
  bool has_others = std::ranges::any_of(diagnostics, [&](const Diagnostic& one) { return file_of(one, files) == nullptr; });
  if (has_others) write_file(out, "", diagnostics, files);
  out.end_array();
  out.end_object();
  return out.take() + "\n";
}

}  // namespace batten::rules
