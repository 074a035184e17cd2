// SPDX-License-Identifier: Apache-2.0
#include "rules/reading.h"

#include <algorithm>
#include <utility>

#include "base/format.h"

namespace batten::rules {
namespace {

constexpr std::pair<std::string_view, Transformer> kTransformers[] = {
    {"tolower", Transformer::kLower},     {"toupper", Transformer::kUpper}, {"b64", Transformer::kBase64},
    {"basename", Transformer::kBasename}, {"len", Transformer::kLength},    {"join", Transformer::kJoin},
    {"concat", Transformer::kConcat},     {"getopt", Transformer::kGetopt}};

// Equal for readings that are the same, whatever the texts in them.
std::string key_of(const Reading& reading) {
  std::string out = format("{} {} {} {}", static_cast<int>(reading.kind), reading.field == nullptr ? "" : reading.field->name,
                           reading.has_argument, static_cast<int>(reading.transformer));
  for (ReadingId part : reading.parts) out += format(" {}", part);
  return out + " " + reading.text;
}

bool read_field(const Operand& operand, Reading& out, std::string& problem) {
  out.field = find_field(operand.text);
  if (out.field == nullptr) {
    problem = format("no field is called '{}'", operand.text);
    return false;
  }
  const std::string_view dotted = dotted_argument(*out.field, operand.text);
  out.text = operand.has_argument ? operand.argument : std::string(dotted);
  out.has_argument = operand.has_argument || !dotted.empty();
  out.index = out.has_argument ? make_argument(out.text).number : 0;
  out.real = out.field->real_path_matters;
  return true;
}

}  // namespace

ReadingId ReadingTable::add(const Operand& operand, std::string& problem) {
  if (operand.kind == Operand::Kind::kTransformer && operand.text == "val" && operand.parts.size() == 1)
    return add(operand.parts.front(), problem);
  Reading made;
  switch (operand.kind) {
    case Operand::Kind::kField:
      if (!read_field(operand, made, problem)) return kNoReading;
      break;
    case Operand::Kind::kText:
      made.kind = Reading::Kind::kLiteral;
      made.text = operand.text;
      break;
    case Operand::Kind::kTransformer: {
      const auto* found = std::ranges::find(kTransformers, operand.text, &std::pair<std::string_view, Transformer>::first);
      if (found == std::end(kTransformers)) {
        problem = format("no transformer is called '{}'", operand.text);
        return kNoReading;
      }
      made.kind = Reading::Kind::kTransformer;
      made.transformer = found->second;
      break;
    }
    case Operand::Kind::kList: made.kind = Reading::Kind::kList; break;
  }
  for (const Operand& part : operand.parts) {
    const ReadingId id = add(part, problem);
    if (id == kNoReading) return kNoReading;
    made.parts.push_back(id);
    made.real = made.real || readings_[id].real;
  }
  const auto [place, fresh] = by_text_.emplace(key_of(made), static_cast<ReadingId>(readings_.size()));
  if (fresh) readings_.push_back(std::move(made));
  return place->second;
}

bool ReadingTable::may_have(ReadingId id, const model::EventTypeInfo& info) const {
  const Reading& reading = readings_[id];
  if (reading.kind == Reading::Kind::kField)
    return reading.field->may_have == nullptr || reading.field->may_have(info, argument_of(reading));
  // A transformer of nothing is nothing, but for those of several parts.
  return reading.kind != Reading::Kind::kTransformer || reading.parts.size() != 1 || may_have(reading.parts.front(), info);
}

Several ReadingTable::several(ReadingId id) const {
  const Reading& reading = readings_[id];
  if (reading.kind == Reading::Kind::kField) return reading.field->several;
  const bool passes =
      reading.kind == Reading::Kind::kTransformer && reading.parts.size() == 1 && reading.transformer != Transformer::kLength;
  return passes ? several(reading.parts.front()) : Several::kSet;
}

FieldArgument argument_of(const Reading& reading) { return {.given = reading.has_argument, .text = reading.text, .number = reading.index}; }

}  // namespace batten::rules
