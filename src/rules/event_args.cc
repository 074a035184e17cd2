// SPDX-License-Identifier: Apache-2.0
#include "rules/event_args.h"

#include <fcntl.h>

#include <algorithm>
#include <string>

#include "base/format.h"
#include "model/flag_names.h"
#include "rules/event_path.h"
#include "rules/event_socket.h"

namespace batten::rules {
namespace {

using model::FlagSet;
using model::Param;
using model::ParamKind;

constexpr std::uint32_t kUnchanged = 0xffffffff;  // of setresuid and such: that id stays

std::string_view ends_replaced(std::string_view strings, Scratch& scratch) {
  std::span<char> out = scratch.space(strings.size());
  std::ranges::replace_copy(strings, out.begin(), '\0', '.');
  return {out.data(), out.size()};
}

// "<f>/etc/passwd", "<4t>10.0.0.2:4000->1.1.1.1:443".
std::string_view descriptor_text(const Question& question) {
  const DescriptorKind kind = descriptor_kind(*question.moment.event);
  if (kind.letter == 0) return {};
  std::string out = "<";
  out += kind.letter;
  if (kind.letter == '4' || kind.letter == '6') {
    const auto socket = event_socket(*question.moment.event);
    const std::string_view protocol = socket ? protocol_name(socket->protocol) : std::string_view();
    if (!protocol.empty()) out += protocol.front();
  }
  out += '>';
  out += descriptor_name(question).value_or(std::string_view());
  return question.scratch.copy(out);
}

std::string_view errno_text(std::int64_t result) {
  return result < 0 && result > -4096 ? model::errno_name(static_cast<int>(-result)) : "";
}

Value number_value(const Question& question, unsigned index, const Param& param) {
  const model::Event& event = *question.moment.event;
  const model::EventRoles& roles = event.info().roles;
  const std::int64_t number = event.number(index);
  const auto bits = static_cast<std::uint64_t>(number);
  switch (param.kind) {
    case ParamKind::kResult: return Value::of_number(number, errno_text(number));
    case ParamKind::kResultFd: return Value::of_number(number, number < 0 ? errno_text(number) : descriptor_text(question));
    case ParamKind::kFd:
      if (number == AT_FDCWD) return Value::of_number(number, "AT_FDCWD");
      return Value::of_number(number, roles.fd == static_cast<int>(index) ? descriptor_text(question) : std::string_view());
    case ParamKind::kUid: {
      if (static_cast<std::uint32_t>(number) == kUnchanged) return Value::of_number(-1, "<NONE>");
      const auto name = question.moment.surroundings->user_name(question.moment.container, static_cast<std::uint32_t>(number));
      return Value::of_number(number, name.value_or(std::string_view()));
    }
    case ParamKind::kGid: {
      if (static_cast<std::uint32_t>(number) == kUnchanged) return Value::of_number(-1, "<NONE>");
      const auto name = question.moment.surroundings->group_name(question.moment.container, static_cast<std::uint32_t>(number));
      return Value::of_number(number, name.value_or(std::string_view()));
    }
    case ParamKind::kHex: return Value::of_number(number, question.scratch.copy(format("{:X}", bits)));
    case ParamKind::kMode: return Value::of_flags(FlagSet::kMode, bits & 07777);
    case ParamKind::kSignal: return Value::of_flags(FlagSet::kSignal, bits);
    case ParamKind::kFlags:
    case ParamKind::kName: return Value::of_flags(param.names, bits);
    default: return Value::of_number(number);
  }
}

Value text_value(const Question& question, unsigned index, const Param& param) {
  const model::Event& event = *question.moment.event;
  const model::EventRoles& roles = event.info().roles;
  if (param.kind == ParamKind::kSocket) {
    const std::optional<batten_socket> socket = event.socket(index);
    if (!socket) return Value::none();
    return Value::of_text(socket_name(event, *socket, question.scratch));
  }
  const std::optional<std::string_view> text = event.text(index);
  if (!text) return Value::none();
  if (param.kind == ParamKind::kBytes) return Value::of(Value::Kind::kBytes, *text);
  if (param.kind == ParamKind::kStrings) return Value::of_text(ends_replaced(*text, question.scratch));
  if (param.kind == ParamKind::kPath && roles.path == static_cast<int>(index)) return Value::of_text(event_path(question).value_or(*text));
  if (param.kind == ParamKind::kPath && roles.path2 == static_cast<int>(index))
    return Value::of_text(event_path2(question).value_or(*text));
  return Value::of_text(*text);
}

// The part in front of the parentheses.
std::string plain_text(const model::Event& event, unsigned index, const Param& param) {
  const std::int64_t number = event.number(index);
  switch (param.kind) {
    case ParamKind::kMode: return number == 0 ? "0" : format("0{:o}", static_cast<std::uint64_t>(number));
    case ParamKind::kHex: return format("{:X}", static_cast<std::uint64_t>(number));
    case ParamKind::kUnsigned:
    case ParamKind::kTime: return std::to_string(static_cast<std::uint64_t>(number));
    case ParamKind::kUid:
    case ParamKind::kGid: return static_cast<std::uint32_t>(number) == kUnchanged ? "-1" : std::to_string(number);
    default: return std::to_string(number);
  }
}

std::string shown(const Question& question, unsigned index, const Param& param) {
  const model::Event& event = *question.moment.event;
  const Value value = argument_value(question, index);
  if (!model::is_text(param.kind)) {
    const std::string plain = plain_text(event, index, param);
    const std::string_view text = value_text(value, question.scratch);
    return text.empty() || text == plain ? plain : format("{}({})", plain, text);
  }
  if (!value.has_value()) return "<NA>";
  if (value.kind == Value::Kind::kBytes) return std::string(bytes_text(value.text, question.scratch));
  if (param.kind != ParamKind::kPath) return std::string(value.text);
  const std::string_view raw = event.text(index).value_or(std::string_view());
  return raw == value.text || raw.starts_with('/') ? std::string(raw) : format("{}({})", raw, value.text);
}

}  // namespace

Value argument_value(const Question& question, unsigned index) {
  const Param& param = question.moment.event->info().params[index];
  return model::is_text(param.kind) ? text_value(question, index, param) : number_value(question, index, param);
}

Value raw_argument(const Question& question, unsigned index) {
  const model::Event& event = *question.moment.event;
  const Param& param = event.info().params[index];
  if (param.kind == ParamKind::kSocket) return text_value(question, index, param);
  if (!model::is_text(param.kind)) return Value::of_number(event.number(index));
  const std::optional<std::string_view> text = event.text(index);
  if (!text) return Value::none();
  return param.kind == ParamKind::kBytes ? Value::of(Value::Kind::kBytes, *text) : Value::of_text(*text);
}

std::string_view all_arguments(const Question& question) {
  std::string out;
  const std::span<const Param> params = question.moment.event->info().params;
  for (unsigned i = 0; i < params.size(); ++i) {
    if (params[i].hidden) continue;
    if (!out.empty()) out += ' ';
    out += params[i].name;
    out += '=';
    out += shown({question.moment, {}, PathView::kText, question.scratch}, i, params[i]);
  }
  return question.scratch.copy(out);
}

}  // namespace batten::rules
