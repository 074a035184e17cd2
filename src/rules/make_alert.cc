// SPDX-License-Identifier: Apache-2.0
#include "rules/make_alert.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::rules {
namespace {

using model::AlertValue;

void add_shown(std::string& out, std::string_view text) {
  for (char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (c == '\r')
      out += "\\r";
    else if ((c >= 0 && c < 0x20) || c == 0x7f)
      out += format("\\x{:02x}", static_cast<unsigned>(c));
    else
      out += c;
  }
}

// Cut or filled with blanks to so many columns.
void fit(std::string& text, std::uint32_t width) {
  const std::size_t columns = base::display_width(base::to_utf8(text));
  if (columns < width) text.append(width - columns, ' ');
  while (base::display_width(base::to_utf8(text)) > width) {
    text.pop_back();
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0) == 0x80) text.pop_back();
  }
}

std::string_view text_of(const Reading& reading, const Value& value, Scratch& scratch) {
  if (value.kind == Value::Kind::kBytes) return bytes_text(value.text, scratch);
  return reading.kind == Reading::Kind::kField ? field_text(*reading.field, value, scratch) : value_text(value, scratch);
}

AlertValue alert_value(const Reading& reading, const Value& value, Scratch& scratch) {
  // Falco gives evt.arg and its like as texts, whatever they are.
  const bool as_text = reading.kind == Reading::Kind::kField && reading.field->kind == Value::Kind::kText;
  switch (value.kind) {
    case Value::Kind::kNone: return std::monostate();
    case Value::Kind::kBool: return value.number != 0;
    case Value::Kind::kNumber:
      if (as_text || !value.text.empty()) break;
      return value.number;
    case Value::Kind::kList: {
      std::vector<std::string> out;
      for (std::string_view one : value.list) {
        const bool bytes = reading.kind == Reading::Kind::kField &&
                           (reading.field->kind == Value::Kind::kAddress || reading.field->kind == Value::Kind::kNetwork);
        out.emplace_back(bytes ? address_text(one, scratch) : one);
      }
      return out;
    }
    default: break;
  }
  return std::string(text_of(reading, value, scratch));
}

}  // namespace

std::string output_of(const OutputText& output, bool whole, const Program& program, Evaluator& evaluator) {
  std::string out;
  for (std::size_t i = 0; i < (whole ? output.parts.size() : output.own); ++i) {
    const OutputPart& part = output.parts[i];
    if (part.reading == kNoReading) {
      out += part.text;
      continue;
    }
    const Value& value = evaluator.read(part.reading, PathView::kText);
    std::string shown;
    add_shown(shown, value.has_value() ? text_of(program.readings[part.reading], value, evaluator.scratch()) : "<NA>");
    if (part.width != 0) fit(shown, part.width);
    out += shown;
  }
  return out;
}

model::Alert make_alert(const Definition& rule, const OutputText& output, const Program& program, const Moment& moment,
                        Evaluator& evaluator) {
  model::Alert out;
  out.time_ns = moment.time_ns;
  out.rule = rule.name;
  out.priority = rule.priority;
  out.source = rule.source;
  out.hostname = moment.surroundings->hostname();
  out.output = output_of(output, true, program, evaluator);
  out.message = output_of(output, false, program, evaluator);
  out.tags = rule.tags;
  out.fields.emplace_back("evt.time", static_cast<std::int64_t>(moment.time_ns));
  for (const OutputPart& part : output.parts) {
    if (part.reading == kNoReading || part.text == "evt.time") continue;
    const Value& value = evaluator.read(part.reading, PathView::kText);
    out.fields.emplace_back(part.text, alert_value(program.readings[part.reading], value, evaluator.scratch()));
  }
  const auto name = [](const auto& field) -> const std::string& { return field.first; };
  std::ranges::stable_sort(out.fields, {}, name);
  out.fields.erase(std::ranges::unique(out.fields, {}, name).begin(), out.fields.end());
  if (moment.container != nullptr) {
    out.container_id = moment.container->id.substr(0, 12);
    out.container_name = moment.container->name;
    out.image = moment.container->image;
    out.pod_name = moment.container->pod_name;
    out.pod_namespace = moment.container->pod_namespace;
  }
  return out;
}

}  // namespace batten::rules
