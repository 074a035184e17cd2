// SPDX-License-Identifier: Apache-2.0
#include "rules/evaluator.h"

#include <algorithm>

namespace batten::rules {
namespace {

constexpr std::uint32_t kLastEpoch = 0x7ffffffe;
constexpr std::size_t kLongestKnown = 512;

// A text, or a list with a NUL behind each of its texts (none has one inside).
bool is_same(std::string_view known, const Value& value) {
  if (value.kind == Value::Kind::kText) return known == value.text;
  for (std::string_view one : value.list) {
    if (!known.starts_with(one) || known.size() == one.size() || known[one.size()] != 0) return false;
    known.remove_prefix(one.size() + 1);
  }
  return known.empty();
}

// False: it is too long to be kept, or could be taken for another.
bool keep(const Value& value, std::string& known) {
  known.clear();
  if (value.kind == Value::Kind::kText) {
    if (value.text.size() <= kLongestKnown) known = value.text;
    return value.text.size() <= kLongestKnown;
  }
  for (std::string_view one : value.list) {
    if (known.size() + one.size() > kLongestKnown || one.contains('\0')) return false;
    known.append(one).push_back('\0');
  }
  return true;
}

}  // namespace

Evaluator::Evaluator(const Program& program) : program_(program) {
  for (ReadingId id = 0; id < program.readings.size(); ++id) is_real_.push_back(program.readings[id].real ? 1 : 0);
  for (Memo& memo : memo_) memo.resize(program.nodes.size());
  for (auto& values : values_) values.resize(program.readings.size());
  for (auto& hits : hits_) hits.resize(program.index_numbers);
}

void Evaluator::begin(const Moment& moment) {
  moment_ = &moment;
  scratch_.clear();
  if (epoch_ == kLastEpoch) {
    for (Memo& memo : memo_) std::ranges::fill(memo, 0u);
    for (auto& values : values_) std::ranges::fill(values, Slot{});
    for (auto& hits : hits_) std::ranges::fill(hits, 0u);
    epoch_ = 0;
  }
  ++epoch_;
}

bool Evaluator::holds(NodeId id, PathView view) {
  const Node& node = program_.nodes[id];
  if (node.kind == Node::Kind::kFalse || node.kind == Node::Kind::kTrue) return node.kind == Node::Kind::kTrue;
  std::uint32_t& memo = memo_[node.real ? static_cast<std::size_t>(view) : 0][id];
  if (memo >> 1 == epoch_) return (memo & 1) != 0;
  const bool answer = evaluate(node, view);
  memo = epoch_ << 1 | (answer ? 1u : 0u);
  return answer;
}

bool Evaluator::evaluate(const Node& node, PathView view) {
  switch (node.kind) {
    case Node::Kind::kAnd:
      for (std::uint32_t i = 0; i < node.count; ++i) {
        if (!holds(program_.children[node.first + i], view)) return false;
      }
      return true;
    case Node::Kind::kOr: return or_holds(node, view);
    case Node::Kind::kNot: return !holds(node.first, view);
    default: break;
  }
  return check_holds(node.first, view);
}

bool Evaluator::or_holds(const Node& node, PathView view) {
  if (node.quick != 0) {
    if (const std::optional<bool> known = quick_holds(program_.quick_ors[node.quick - 1], view)) return *known;
  }
  for (std::uint32_t i = 0; i < node.count; ++i) {
    if (holds(program_.children[node.first + i], view)) return true;
  }
  return false;
}

std::optional<bool> Evaluator::quick_holds(const QuickOr& quick, PathView view) {
  bool unsure = false;
  for (const QuickOr::Part& part : quick.parts) {
    Slot& slot = slot_of(part.left, view);
    if (slot.value.kind != Value::Kind::kText && !(slot.value.kind == Value::Kind::kList && part.lists)) {
      // No value: none of its checks holds.
      unsure = unsure || slot.value.has_value();
      continue;
    }
    if (!is_found(part.left, part.number, slot, hits_[part.real ? static_cast<std::size_t>(view) : 0])) continue;
    if (part.decides) return true;
    unsure = true;
  }
  return unsure ? std::nullopt : std::optional(false);
}

bool Evaluator::check_holds(std::uint32_t number, PathView view) {
  static const Value kNothing;
  const Check& check = program_.checks[number];
  Slot& slot = slot_of(check.left, view);
  const Value::Kind kind = slot.value.kind;
  if (check.lookup != Lookup::kNone && (kind == Value::Kind::kText || (kind == Value::Kind::kList && may_look_up_lists(check)))) {
    const bool found = is_found(check.left, number, slot, hits_[check.real ? static_cast<std::size_t>(view) : 0]);
    if (!found || check.lookup == Lookup::kDecides) return found;
  }
  const Value& right = check.right == kNoReading ? kNothing : read(check.right, view);
  return rules::holds(check, slot.value, right, *moment_, scratch_);
}

void Evaluator::look_up(ReadingId left, Slot& slot) {
  slot.found.clear();
  const auto visit = [&](std::uint32_t hit) { slot.found.push_back(hit); };
  const TextIndex& index = program_.indexes[left];
  if (slot.value.kind == Value::Kind::kText) index.each(slot.value.text, visit);
  for (std::string_view one : slot.value.list) index.each(one, visit);
}

bool Evaluator::is_found(ReadingId left, std::uint32_t number, Slot& slot, std::vector<std::uint32_t>& hits) {
  if (slot.indexed != epoch_) {
    slot.indexed = epoch_;
    if (slot.known_kind != slot.value.kind || !is_same(slot.known, slot.value)) {
      look_up(left, slot);
      slot.known_kind = keep(slot.value, slot.known) ? slot.value.kind : Value::Kind::kNone;
    }
    for (std::uint32_t hit : slot.found) hits[hit] = epoch_;
  }
  return hits[number] == epoch_;
}

const Value& Evaluator::read(ReadingId id, PathView view) { return slot_of(id, view).value; }

Evaluator::Slot& Evaluator::fill(Slot& slot, ReadingId id, PathView view) {
  slot.value = compute(program_.readings[id], view);
  slot.epoch = epoch_;
  return slot;
}

Value Evaluator::compute(const Reading& reading, PathView view) {
  switch (reading.kind) {
    case Reading::Kind::kField: return reading.field->get({*moment_, argument_of(reading), view, scratch_});
    case Reading::Kind::kLiteral: return Value::of_text(reading.text);
    default: break;
  }
  std::vector<Value> parts;
  parts.reserve(reading.parts.size());
  for (ReadingId part : reading.parts) parts.push_back(read(part, view));
  if (reading.kind == Reading::Kind::kTransformer) return transform(reading.transformer, parts, scratch_);
  const std::span<std::string_view> list = scratch_.texts(parts.size());
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = value_text(parts[i], scratch_);
  return Value::of_list(list);
}

}  // namespace batten::rules
