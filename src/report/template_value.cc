// SPDX-License-Identifier: Apache-2.0
#include "report/template_value.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "base/text.h"
#include "report/csv_cell.h"
#include "report/markdown_text.h"
#include "report/style.h"
#include "report/xml_writer.h"

namespace batten::report {
namespace {

// Whole numbers without a point.
std::string number_text(double number) {
  if (std::floor(number) == number && std::abs(number) < 1e15) return format("{}", static_cast<std::int64_t>(number));
  return format("{}", number);
}

void write_view(json::Writer& out, json::View view) {
  switch (view.type()) {
    case json::Type::kAbsent:
    case json::Type::kNull: out.null(); break;
    case json::Type::kBool: out.value(view.boolean()); break;
    case json::Type::kNumber: out.value(view.number().value_or(0)); break;
    case json::Type::kString: out.value(view.string()); break;
    case json::Type::kArray:
      out.begin_array();
      view.each([&](json::View item) { write_view(out, item); });
      out.end_array();
      break;
    case json::Type::kObject:
      out.begin_object();
      view.each_member([&](std::string_view key, json::View item) { write_view(out.key(key), item); });
      out.end_object();
      break;
  }
}

void write_value(json::Writer& out, const Value& value) {
  switch (value.kind) {
    case Value::Kind::kAbsent: out.null(); break;
    case Value::Kind::kText: out.value(value.text); break;
    case Value::Kind::kNumber: out.value(value.number); break;
    case Value::Kind::kFlag: out.value(value.number != 0); break;
    case Value::Kind::kView: write_view(out, value.view); break;
    case Value::Kind::kList:
      out.begin_array();
      for (const Value& item : value.items) write_value(out, item);
      out.end_array();
      break;
  }
}

// Also good within a script of a page: nothing in it ends the element.
std::string json_text(const Value& value) {
  json::Writer writer(0);
  write_value(writer, value);
  std::string out;
  for (char c : writer.text()) {
    if (c == '<' || c == '>' || c == '&') {
      out += format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

// RFC 3986: all but unreserved characters as %XX.
std::string url_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-._~").contains(c);
    out += plain ? std::string(1, c) : format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return out;
}

// Lines and tabs stay, other control characters become '?'.
std::string plain_text(std::string_view raw) {
  std::string out = base::to_utf8(raw);
  for (char& c : out) {
    auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f) c = '?';
  }
  return out;
}

std::string html_text(std::string_view raw) {
  std::string out;
  for (char c : plain_text(raw)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      case '`': out += "&#96;"; break;
      default: out.push_back(c);
    }
  }
  return out;
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

// Characters of a text, items of a list.
Value first(const Value& value, double count) {
  auto most = static_cast<std::size_t>(std::clamp(count, 0.0, 1e9));
  bool list = value.kind == Value::Kind::kList || (value.kind == Value::Kind::kView && value.view.is_array());
  if (list) {
    Value out;
    out.kind = Value::Kind::kList;
    out.items = items_of(value);
    if (out.items.size() > most) out.items.resize(most);
    return out;
  }
  std::string text = base::to_utf8(text_of(value));
  std::size_t at = 0;
  for (std::size_t characters = 0; at < text.size(); ++at) {
    bool begins = (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
    if (begins && characters++ == most) break;
  }
  return Value::of(std::string_view(text).substr(0, at));
}

std::string joined(const Value& value, std::string_view separator) {
  std::string out;
  bool begun = false;
  for (const Value& item : items_of(value)) {
    if (begun) out += separator;
    begun = true;
    out += text_of(item);
  }
  return out;
}

std::size_t count(const Value& value) {
  if (value.kind == Value::Kind::kList) return value.items.size();
  if (value.kind == Value::Kind::kView) return value.view.size();
  return base::display_width(base::to_utf8(text_of(value)));
}

}  // namespace

Value Value::of(std::string_view text) {
  Value out;
  out.kind = Kind::kText;
  out.text = text;
  return out;
}

Value Value::of(double number) {
  Value out;
  out.kind = Kind::kNumber;
  out.number = number;
  return out;
}

Value Value::of(bool flag) {
  Value out;
  out.kind = Kind::kFlag;
  out.number = flag ? 1 : 0;
  return out;
}

Value Value::of(json::View view) {
  switch (view.type()) {
    case json::Type::kAbsent:
    case json::Type::kNull: return {};
    case json::Type::kBool: return of(view.boolean());
    case json::Type::kNumber: return of(view.number().value_or(0));
    case json::Type::kString: return of(view.string());
    case json::Type::kArray:
    case json::Type::kObject: break;
  }
  Value out;
  out.kind = Kind::kView;
  out.view = view;
  return out;
}

bool is_true(const Value& value) {
  switch (value.kind) {
    case Value::Kind::kAbsent: return false;
    case Value::Kind::kText: return !value.text.empty();
    case Value::Kind::kNumber:
    case Value::Kind::kFlag: return value.number != 0;
    case Value::Kind::kView: return value.view.size() > 0;
    case Value::Kind::kList: break;
  }
  return !value.items.empty();
}

std::string text_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::kAbsent: return "";
    case Value::Kind::kText: return value.text;
    case Value::Kind::kNumber: return number_text(value.number);
    case Value::Kind::kFlag: return value.number != 0 ? "true" : "false";
    case Value::Kind::kView:
      if (value.view.is_object()) return json_text(value);
      break;
    case Value::Kind::kList: break;
  }
  return joined(value, ", ");
}

std::vector<Value> items_of(const Value& value) {
  if (value.kind == Value::Kind::kList) return value.items;
  std::vector<Value> out;
  if (value.kind == Value::Kind::kView && value.view.is_array()) value.view.each([&](json::View item) { out.push_back(Value::of(item)); });
  return out;
}

Value filtered(Value value, const FilterCall& call) {
  auto text = [&] { return text_of(value); };
  switch (call.filter) {
    case Filter::kHtml: return Value::of(html_text(text()));
    case Filter::kXml: return Value::of(xml_escaped(text()));
    case Filter::kCsv: return Value::of(csv_cell(text()));
    case Filter::kJson: return Value::of(json_text(value));
    case Filter::kUrl: return Value::of(url_text(text()));
    case Filter::kMarkdown: return Value::of(markdown_text(text()));
    case Filter::kRaw: return Value::of(base::to_utf8(text()));
    case Filter::kText: return Value::of(plain_text(text()));
    case Filter::kLine: return Value::of(one_line(text()));
    case Filter::kUpper: return Value::of(upper(text()));
    case Filter::kLower: return Value::of(base::lower(text()));
    case Filter::kFirst: return first(value, call.number);
    case Filter::kDefault: return is_true(value) ? value : Value::of(std::string_view(call.text));
    case Filter::kJoin: return Value::of(joined(value, call.text));
    case Filter::kCount: break;
  }
  return Value::of(static_cast<double>(count(value)));
}

}  // namespace batten::report
