// SPDX-License-Identifier: Apache-2.0
//
// The one file that includes toml++. A View is a pointer to its node.
#include "base/toml.h"

namespace batten::toml {
struct BrokenAssumption {};
constexpr void check(bool holds) {
  if (!holds) throw BrokenAssumption();
}
}  // namespace batten::toml

// What its parser takes for granted it asserts, and in a build without assertions the compiler may do so too: here it is always checked.
#undef NDEBUG
#define TOML_ASSERT(...) ::batten::toml::check(static_cast<bool>(__VA_ARGS__))
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>

#include "base/format.h"
#include "base/toml_bounds.h"

namespace batten::toml {
namespace {

const ::toml::node* node_of(const void* node) { return static_cast<const ::toml::node*>(node); }

Place place_of(const ::toml::source_region& region) { return {region.begin.line, region.begin.column}; }

}  // namespace

struct Document::Impl {
  ::toml::table root;
};

Type View::type() const {
  if (node_ == nullptr) return Type::kAbsent;
  switch (node_of(node_)->type()) {
    case ::toml::node_type::table: return Type::kTable;
    case ::toml::node_type::array: return Type::kArray;
    case ::toml::node_type::string: return Type::kString;
    case ::toml::node_type::integer: return Type::kInteger;
    case ::toml::node_type::floating_point: return Type::kFloat;
    case ::toml::node_type::boolean: return Type::kBool;
    default: return Type::kDateTime;
  }
}

Place View::place() const { return node_ == nullptr ? Place{} : place_of(node_of(node_)->source()); }

Place View::key_place(std::string_view key) const {
  if (!is_table()) return {};
  const ::toml::table& table = *node_of(node_)->as_table();
  auto found = table.find(key);
  return found == table.end() ? Place{} : place_of(found->first.source());
}

View View::operator[](std::string_view key) const { return is_table() ? View(node_of(node_)->as_table()->get(key)) : View(); }

std::string_view View::string(std::string_view fallback) const {
  return is_string() ? std::string_view(node_of(node_)->as_string()->get()) : fallback;
}

std::optional<std::int64_t> View::integer() const {
  if (type() != Type::kInteger) return std::nullopt;
  return node_of(node_)->as_integer()->get();
}

std::optional<double> View::number() const {
  if (type() == Type::kInteger) return static_cast<double>(node_of(node_)->as_integer()->get());
  if (type() == Type::kFloat) return node_of(node_)->as_floating_point()->get();
  return std::nullopt;
}

bool View::boolean(bool fallback) const { return type() == Type::kBool ? node_of(node_)->as_boolean()->get() : fallback; }

void View::each(const std::function<void(View)>& visit) const {
  if (!is_array()) return;
  for (const ::toml::node& item : *node_of(node_)->as_array()) visit(View(&item));
}

void View::each_member(const std::function<void(std::string_view, View)>& visit) const {
  if (!is_table()) return;
  struct Member {
    const ::toml::key* key;
    const ::toml::node* value;
  };
  std::vector<Member> members;
  for (const auto& [key, value] : *node_of(node_)->as_table()) members.push_back({&key, &value});
  std::ranges::stable_sort(members, {}, [](const Member& member) {
    Place place = place_of(member.key->source());
    return std::pair(place.line, place.column);
  });
  for (const Member& member : members) visit(member.key->str(), View(member.value));
}

std::vector<View> View::elements() const {
  std::vector<View> out;
  each([&](View item) { out.push_back(item); });
  return out;
}

std::size_t View::size() const {
  if (is_array()) return node_of(node_)->as_array()->size();
  return is_table() ? node_of(node_)->as_table()->size() : 0;
}

std::vector<std::string> View::strings() const {
  std::vector<std::string> out;
  each([&](View item) {
    if (item.is_string()) out.emplace_back(item.string());
  });
  return out;
}

Document::Document() : impl_(std::make_unique<Impl>()) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

View Document::root() const { return View(static_cast<const ::toml::node*>(&impl_->root)); }

Result<Document> Document::parse(std::string_view text, Limits limits) {
  if (text.size() > limits.max_bytes) {
    return Error{Code::kLimit, format("TOML: line 1, column 1: {} bytes, {} allowed", text.size(), limits.max_bytes)};
  }
  // Of toml++ itself a value may be 256 deep.
  limits.max_depth = std::min<std::size_t>(limits.max_depth, 250);
  TRY(check_bounds(text, limits));
  ::toml::parse_result parsed;
  try {
    parsed = ::toml::parse(text);
  } catch (const BrokenAssumption&) {
    return Error{Code::kCorrupt, "not TOML: line 1, column 1: something that its parser does not expect"};
  }
  if (!parsed) {
    const ::toml::parse_error& error = parsed.error();
    Place at = place_of(error.source());
    return Error{Code::kCorrupt, format("not TOML: line {}, column {}: {}", at.line, at.column, error.description())};
  }
  Document out;
  out.impl_->root = std::move(parsed).table();
  return out;
}

}  // namespace batten::toml
