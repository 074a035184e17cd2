// SPDX-License-Identifier: Apache-2.0
//
// The one file that includes simdjson. A View is simdjson's (document, tape index) pair.
#include "base/json.h"

#include <simdjson.h>
#include <string.h>  // NOLINT: explicit_bzero is not in <cstring>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "base/format.h"
#include "base/text.h"

namespace batten::json {

namespace dom = simdjson::dom;

// dom::element is exactly a tape reference; it is taken apart and put together here only.
struct Access {
  struct Parts {
    const void* document;
    std::size_t index;
  };
  static_assert(sizeof(dom::element) == sizeof(Parts));
  static_assert(std::is_trivially_copyable_v<dom::element>);
  static dom::element element(const View& view) {
    Parts parts{view.document_, view.index_};
    dom::element out;
    std::memcpy(static_cast<void*>(&out), &parts, sizeof parts);
    return out;
  }
  static View view(const dom::element& element) {
    Parts parts{};
    std::memcpy(&parts, static_cast<const void*>(&element), sizeof parts);
    return View(parts.document, parts.index);
  }
};

Type View::type() const {
  if (document_ == nullptr) return Type::kAbsent;
  switch (Access::element(*this).type()) {
    case dom::element_type::ARRAY: return Type::kArray;
    case dom::element_type::OBJECT: return Type::kObject;
    case dom::element_type::STRING: return Type::kString;
    case dom::element_type::BOOL: return Type::kBool;
    case dom::element_type::NULL_VALUE: return Type::kNull;
    default: return Type::kNumber;
  }
}

View View::operator[](std::string_view key) const {
  if (document_ == nullptr) return {};
  dom::object object;
  if (Access::element(*this).get(object) != simdjson::SUCCESS) return {};
  dom::element member;
  if (object.at_key(key).get(member) != simdjson::SUCCESS) return {};
  return Access::view(member);
}

std::string_view View::string(std::string_view fallback) const {
  if (document_ == nullptr) return fallback;
  std::string_view text;
  return Access::element(*this).get(text) == simdjson::SUCCESS ? text : fallback;
}

std::optional<std::int64_t> View::integer() const {
  if (document_ == nullptr) return std::nullopt;
  std::int64_t value = 0;
  if (Access::element(*this).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::optional<double> View::number() const {
  if (document_ == nullptr) return std::nullopt;
  double value = 0;
  if (Access::element(*this).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

bool View::boolean(bool fallback) const {
  if (document_ == nullptr) return fallback;
  bool value = false;
  return Access::element(*this).get(value) == simdjson::SUCCESS ? value : fallback;
}

void View::each(const std::function<void(View)>& visit) const {
  if (document_ == nullptr) return;
  dom::array array;
  if (Access::element(*this).get(array) != simdjson::SUCCESS) return;
  for (dom::element item : array) visit(Access::view(item));
}

void View::each_member(const std::function<void(std::string_view, View)>& visit) const {
  if (document_ == nullptr) return;
  dom::object object;
  if (Access::element(*this).get(object) != simdjson::SUCCESS) return;
  for (dom::key_value_pair field : object) visit(field.key, Access::view(field.value));
}

std::vector<View> View::elements() const {
  std::vector<View> out;
  each([&](View item) { out.push_back(item); });
  return out;
}

std::size_t View::size() const {
  std::size_t count = 0;
  each([&](View) { ++count; });
  each_member([&](std::string_view, View) { ++count; });
  return count;
}

std::vector<std::string> View::strings() const {
  std::vector<std::string> out;
  each([&](View item) {
    if (item.is_string()) out.emplace_back(item.string());
  });
  return out;
}

struct Parser::Impl {
  explicit Impl(Limits wanted) : limits(wanted), parser(wanted.max_bytes + simdjson::SIMDJSON_PADDING) {}
  ~Impl() { wipe(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  // simdjson holds at least as much as this for a capacity: a word of the tape and 5/3 bytes of strings for each byte.
  void wipe() {
    std::size_t capacity = limits.wipes ? parser.doc.capacity() : 0;
    if (capacity == 0) return;
    ::explicit_bzero(parser.doc.tape.get(), capacity * sizeof(std::uint64_t));
    ::explicit_bzero(parser.doc.string_buf.get(), 5 * capacity / 3);
  }

  simdjson::simdjson_result<dom::element> parse(std::string_view text) {
    if (!limits.wipes) return parser.parse(text.data(), text.size());
    wipe();  // a larger text gets other buffers
    auto padded = std::make_unique_for_overwrite<char[]>(text.size() + simdjson::SIMDJSON_PADDING);
    std::ranges::copy(text, padded.get());
    std::memset(padded.get() + text.size(), 0, simdjson::SIMDJSON_PADDING);
    auto out = parser.parse(padded.get(), text.size(), false);
    ::explicit_bzero(padded.get(), text.size());
    return out;
  }

  Limits limits;
  dom::parser parser;
};

Parser::Parser(Limits limits) : impl_(std::make_unique<Impl>(limits)) {}
Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;

Result<View> Parser::parse(std::string_view text) {
  if (text.size() > impl_->limits.max_bytes) {
    return Error{Code::kLimit, format("JSON: {} bytes, {} allowed", text.size(), impl_->limits.max_bytes)};
  }
  if (impl_->parser.max_depth() != impl_->limits.max_depth) {
    if (impl_->parser.allocate(std::max<std::size_t>(text.size(), 4096), impl_->limits.max_depth) != simdjson::SUCCESS) {
      return Error{Code::kLimit, "JSON: no memory"};
    }
  }
  dom::element root;
  simdjson::error_code error = impl_->parse(text).get(root);
  if (error == simdjson::DEPTH_ERROR) {
    return Error{Code::kLimit, format("JSON: nested deeper than {}", impl_->limits.max_depth)};
  }
  if (error != simdjson::SUCCESS) return Error{Code::kCorrupt, format("not JSON: {}", simdjson::error_message(error))};
  return Access::view(root);
}

Result<Document> Document::parse(std::string_view text, Limits limits) {
  Document out;
  out.parser_ = Parser(limits);
  out.root_ = TRY(out.parser_.parse(text));
  return out;
}

void Writer::newline() {
  if (indent_ == 0) return;
  out_.push_back('\n');
  out_.append(has_items_.size() * static_cast<std::size_t>(indent_), ' ');
}

void Writer::before_item() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (has_items_.empty()) return;
  if (has_items_.back()) out_.push_back(',');
  has_items_.back() = true;
  newline();
}

Writer& Writer::begin_object() {
  before_item();
  out_.push_back('{');
  has_items_.push_back(false);
  return *this;
}

Writer& Writer::end_object() {
  bool any = has_items_.back();
  has_items_.pop_back();
  if (any) newline();
  out_.push_back('}');
  return *this;
}

Writer& Writer::begin_array() {
  before_item();
  out_.push_back('[');
  has_items_.push_back(false);
  return *this;
}

Writer& Writer::end_array() {
  bool any = has_items_.back();
  has_items_.pop_back();
  if (any) newline();
  out_.push_back(']');
  return *this;
}

Writer& Writer::key(std::string_view name) {
  before_item();
  append_quoted(out_, name);
  out_ += indent_ == 0 ? ":" : ": ";
  after_key_ = true;
  return *this;
}

Writer& Writer::value(std::string_view text) {
  before_item();
  append_quoted(out_, text);
  return *this;
}

Writer& Writer::value(std::int64_t number) {
  before_item();
  out_ += std::to_string(number);
  return *this;
}

Writer& Writer::value(std::uint64_t number) {
  before_item();
  out_ += std::to_string(number);
  return *this;
}

Writer& Writer::value(double number) {
  if (!std::isfinite(number)) return null();
  before_item();
  char buffer[40];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  out_.append(buffer, end);
  return *this;
}

Writer& Writer::value(bool flag) {
  before_item();
  out_ += flag ? "true" : "false";
  return *this;
}

Writer& Writer::null() {
  before_item();
  out_ += "null";
  return *this;
}

Writer& Writer::strings(const std::vector<std::string>& list) {
  begin_array();
  for (const std::string& item : list) value(item);
  return end_array();
}

namespace {

// Eight bytes at a time: the words of a report are many, and few need an escape.
constexpr std::uint64_t kOnes = 0x0101010101010101, kHighBits = kOnes << 7;

std::uint64_t eight_at(std::string_view text, std::size_t at) {
  std::uint64_t out;
  std::memcpy(&out, text.data() + at, sizeof out);
  return out;
}

// A high bit in the place of each byte that is that one; places above the first one may be wrong.
constexpr std::uint64_t places_of(std::uint64_t eight, unsigned char byte) {
  std::uint64_t zero_there = eight ^ (kOnes * byte);
  return (zero_there - kOnes) & ~zero_there & kHighBits;
}

constexpr bool needs_escape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\' || c == 0x7f; }

constexpr bool any_needs_escape(std::uint64_t eight) {
  std::uint64_t control = (eight - kOnes * 0x20) & ~eight & kHighBits;
  return (control | places_of(eight, '"') | places_of(eight, '\\') | places_of(eight, 0x7f)) != 0;
}

// Where the next one is from there on, or the text's size.
std::size_t next_escape(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size() && !any_needs_escape(eight_at(text, at))) at += 8;
  while (at < text.size() && !needs_escape(static_cast<unsigned char>(text[at]))) ++at;
  return at;
}

bool is_ascii(std::string_view text) {
  std::uint64_t all = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) all |= eight_at(text, at);
  for (; at < text.size(); ++at) all |= static_cast<unsigned char>(text[at]);
  return (all & kHighBits) == 0;
}

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default: out += format("\\u{:04x}", static_cast<unsigned>(c)); break;
  }
}

}  // namespace

std::string quote(std::string_view raw) {
  std::string out;
  out.reserve(raw.size() + 2);
  append_quoted(out, raw);
  return out;
}

void append_quoted(std::string& out, std::string_view raw) {
  std::string fixed;
  if (!is_ascii(raw) && !simdjson::validate_utf8(raw.data(), raw.size())) {
    fixed = base::to_utf8(raw);
    raw = fixed;
  }
  out.push_back('"');
  for (std::size_t plain = 0;;) {
    std::size_t at = next_escape(raw, plain);
    out.append(raw, plain, at - plain);
    if (at == raw.size()) break;
    append_escaped(out, raw[at]);
    plain = at + 1;
  }
  out.push_back('"');
}

}  // namespace batten::json
