// SPDX-License-Identifier: Apache-2.0
#include "alert/record.h"

#include <bit>
#include <type_traits>

#include "base/format.h"
#include "base/reader.h"
#include "base/writer.h"

namespace batten::alert {
namespace {

using model::Alert;
using model::AlertValue;

constexpr std::uint8_t kVersion = 1;

// All texts of an alert, in the order of the record.
template <typename A, typename Visit>
void each_text(A& alert, Visit&& visit) {
  visit(alert.rule), visit(alert.source), visit(alert.hostname), visit(alert.output), visit(alert.message);
  visit(alert.container_id), visit(alert.container_name), visit(alert.image), visit(alert.pod_name), visit(alert.pod_namespace);
}

void encode_value(base::Writer& writer, const AlertValue& value) {
  writer.u8(static_cast<std::uint8_t>(value.index()));
  std::visit(
      [&](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, bool>) {
          writer.u8(held ? 1 : 0);
        } else if constexpr (std::is_same_v<Held, double>) {
          writer.u64le(std::bit_cast<std::uint64_t>(held));
        } else if constexpr (std::is_integral_v<Held>) {
          writer.u64le(static_cast<std::uint64_t>(held));
        } else if constexpr (std::is_same_v<Held, std::string>) {
          writer.sized(held);
        } else if constexpr (std::is_same_v<Held, std::vector<std::string>>) {
          writer.varint(held.size());
          for (const std::string& one : held) writer.sized(one);
        }
      },
      value);
}

std::vector<std::string> decode_list(base::Reader& reader) {
  std::vector<std::string> out;
  for (std::size_t left = reader.count(1); left > 0 && reader.ok(); --left) out.emplace_back(reader.sized());
  return out;
}

AlertValue decode_value(base::Reader& reader) {
  switch (reader.u8()) {
    case 0: return std::monostate{};
    case 1: return reader.u8() != 0;
    case 2: return static_cast<std::int64_t>(reader.u64le());
    case 3: return reader.u64le();
    case 4: return std::bit_cast<double>(reader.u64le());
    case 5: return std::string(reader.sized());
    case 6: return decode_list(reader);
    default: reader.fail(); return std::monostate{};
  }
}

}  // namespace

std::string encode_alert(const Alert& alert) {
  base::Writer writer;
  writer.u8(kVersion);
  writer.u64le(alert.time_ns);
  writer.u8(static_cast<std::uint8_t>(alert.priority));
  each_text(alert, [&](const std::string& text) { writer.sized(text); });
  writer.varint(alert.tags.size());
  for (const std::string& tag : alert.tags) writer.sized(tag);
  writer.varint(alert.fields.size());
  for (const auto& [name, value] : alert.fields) {
    writer.sized(name);
    encode_value(writer, value);
  }
  return writer.take();
}

Result<Alert> decode_alert(std::string_view bytes) {
  base::Reader reader(bytes);
  std::uint8_t version = reader.u8();
  if (reader.ok() && version != kVersion)
    return Error{Code::kUnsupported, format("an alert of version {} of its record, {} is known", version, kVersion)};
  Alert out;
  out.time_ns = reader.u64le();
  std::uint8_t priority = reader.u8();
  if (priority > static_cast<std::uint8_t>(model::Priority::kDebug)) reader.fail();
  out.priority = reader.ok() ? static_cast<model::Priority>(priority) : model::Priority::kDebug;
  each_text(out, [&](std::string& text) { text = reader.sized(); });
  out.tags = decode_list(reader);
  for (std::size_t left = reader.count(2); left > 0 && reader.ok(); --left) {
    std::string name(reader.sized());
    out.fields.emplace_back(std::move(name), decode_value(reader));
  }
  TRY(reader.finish("an alert"));
  if (!reader.at_end()) return Error{Code::kCorrupt, "an alert: bytes behind its end"};
  return out;
}

}  // namespace batten::alert
