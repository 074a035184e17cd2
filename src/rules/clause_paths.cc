// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "rules/clause.h"
#include "rules/pattern.h"

namespace batten::rules {
namespace {

using model::PathTest;
using Kind = PathTest::Kind;
using Tests = std::optional<std::vector<PathTest>>;

enum class Part : std::uint8_t { kNone, kWhole, kDirectory, kName };

// Whether fd.name and its like are the event's path, and not the name of a socket.
bool descriptor_is_path(const model::EventTypeInfo& info) {
  return info.roles.fd >= 0 && info.roles.socket < 0 && (info.roles.path >= 0 || info.roles.real >= 0) && info.type != BATTEN_MEMFD_CREATE;
}

bool is_path_param(const model::EventTypeInfo& info, const FieldArgument& argument) {
  const int index = argument.number < 0 ? model::find_param(info, argument.text) : static_cast<int>(argument.number);
  return index >= 0 && (index == info.roles.path || index == info.roles.path2) &&
         info.params[static_cast<std::size_t>(index)].kind == model::ParamKind::kPath;
}

bool is_symlink(model::EventType type) { return type == BATTEN_SYMLINK || type == BATTEN_SYMLINKAT; }

// Which part of a path role of the event the field is.
Part part_of(const Field& field, const FieldArgument& argument, const model::EventTypeInfo& info) {
  const std::string_view name = field.name;
  if (name == "fd.name") return descriptor_is_path(info) ? Part::kWhole : Part::kNone;
  if (name == "fd.directory") return descriptor_is_path(info) ? Part::kDirectory : Part::kNone;
  if (name == "fd.filename") return descriptor_is_path(info) ? Part::kName : Part::kNone;
  if (name == "fs.path.name" || name == "evt.abspath" || name == "evt.abspath.src" || name == "evt.abspath.dst") return Part::kWhole;
  if (name == "fs.path.source") return info.type == BATTEN_MOUNT ? Part::kNone : Part::kWhole;
  if (name == "fs.path.target") return is_symlink(info.type) ? Part::kNone : Part::kWhole;
  if (name == "evt.arg" && is_path_param(info, argument)) return Part::kWhole;
  return Part::kNone;
}

// What is in front of the first character that is a pattern's.
std::string_view plain_front(std::string_view pattern) { return pattern.substr(0, pattern.find_first_of("*?[\\")); }

std::string with_slash(std::string_view directory) { return std::string(directory) + (directory.ends_with('/') ? "" : "/"); }

Tests of_whole(Operator op, std::string_view text) {
  switch (op) {
    case Operator::kEqual:
    case Operator::kIn:
    case Operator::kIntersects: return Tests({{Kind::kExact, std::string(text)}});
    case Operator::kStartsWith: return Tests({{Kind::kPrefix, std::string(text)}});
    case Operator::kEndsWith: return Tests({{Kind::kSuffix, std::string(text)}});
    case Operator::kContains: return Tests({{Kind::kContains, std::string(text)}});
    case Operator::kGlob: {
      const std::string_view front = plain_front(text);
      if (front.size() == text.size()) return Tests({{Kind::kExact, std::string(text)}});
      return front.empty() ? std::nullopt : Tests({{Kind::kPrefix, std::string(front)}});
    }
    case Operator::kPMatch: {
      if (!is_glob(text)) {
        // The comparison passes over doubled slashes, so must this.
        if (text.empty() || text.front() != '/' || text.contains("//") || text.contains("/.")) return std::nullopt;
        while (text.size() > 1 && text.ends_with('/')) text.remove_suffix(1);
        return Tests({{Kind::kExact, std::string(text)}, {Kind::kPrefix, with_slash(text)}});
      }
      std::string_view front = plain_front(text);
      front = front.substr(0, front.rfind('/') + 1);
      if (front.size() < 2 || front.front() != '/' || front.contains("//") || front.contains("/.")) return std::nullopt;
      return Tests({{Kind::kPrefix, std::string(front)}});
    }
    default: return std::nullopt;
  }
}

Tests of_directory(Operator op, std::string_view text) {
  switch (op) {
    case Operator::kEqual:
    case Operator::kIn:
    case Operator::kIntersects: return Tests({{Kind::kPrefix, with_slash(text)}});
    case Operator::kStartsWith: return Tests({{Kind::kPrefix, std::string(text)}});
    case Operator::kContains: return Tests({{Kind::kContains, std::string(text)}});
    default: return std::nullopt;
  }
}

Tests of_name(Operator op, std::string_view text) {
  switch (op) {
    case Operator::kEqual:
    case Operator::kIn:
    case Operator::kIntersects: return Tests({{Kind::kName, std::string(text)}});
    case Operator::kEndsWith: return Tests({{Kind::kSuffix, std::string(text)}});
    case Operator::kStartsWith:
    case Operator::kContains: return Tests({{Kind::kContains, std::string(text)}});
    default: return std::nullopt;
  }
}

}  // namespace

Tests path_tests_of(const Check& check, const Field& field, const FieldArgument& argument, const model::EventTypeInfo& info) {
  const Part part = part_of(field, argument, info);
  if (part == Part::kNone || check.right != kNoReading || check.quantifier == Quantifier::kAllOf) return std::nullopt;
  Tests out{std::in_place};
  for (const Literal& literal : check.literals) {
    const Tests one = part == Part::kWhole       ? of_whole(check.op, literal.text)
                      : part == Part::kDirectory ? of_directory(check.op, literal.text)
                                                 : of_name(check.op, literal.text);
    if (!one) return std::nullopt;
    out->insert(out->end(), one->begin(), one->end());
  }
  return out->empty() ? std::nullopt : out;
}

}  // namespace batten::rules
