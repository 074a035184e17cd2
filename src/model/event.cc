// SPDX-License-Identifier: Apache-2.0
#include "model/event.h"

#include <cstring>
#include <string>

#include "base/format.h"

namespace batten::model {
namespace {

Error corrupt(std::string_view what) { return Error{Code::kCorrupt, format("event: {}", what)}; }

}  // namespace

Result<Event> Event::read(std::string_view record) {
  if (record.size() < sizeof(batten_event) || record.size() % 8 != 0) return corrupt("shorter than its header, or of an odd size");
  if (reinterpret_cast<std::uintptr_t>(record.data()) % alignof(batten_event) != 0) return corrupt("not aligned");
  const auto* header = reinterpret_cast<const batten_event*>(record.data());
  if (header->size != record.size()) return corrupt("says another size than it has");
  const EventTypeInfo* info = event_type_info(header->type);
  if (info == nullptr) return corrupt(format("type {} is not known", header->type));
  const std::size_t begin = sizeof(batten_event) + std::size_t{header->slots} * 8;
  if (header->slots != info->slots || begin > record.size()) return corrupt(format("{} has {} slots", info->name, header->slots));
  if (header->comm[BATTEN_COMM_SIZE - 1] != '\0') return corrupt("comm does not end");
  Event event(header, info);
  unsigned slot = 0;
  for (const Param& param : info->params) {
    if (!has_slot(param.kind)) continue;
    const batten_u64 value = event.slots()[slot++];
    if (!is_text(param.kind) || value == BATTEN_ABSENT) continue;
    const std::size_t offset = value >> 32, length = value & 0xffffffffu;
    if (offset < begin || offset > record.size() || length > record.size() - offset)
      return corrupt(format("{}.{} lies outside of it", info->name, param.name));
  }
  return event;
}

std::string_view Event::comm() const { return {header_->comm, strnlen(header_->comm, BATTEN_COMM_SIZE)}; }

std::int64_t Event::number(unsigned index) const {
  if (!has_slot(info_->params[index].kind)) return header_->result;
  return static_cast<std::int64_t>(slots()[slot_of(*info_, index)]);
}

std::optional<std::string_view> Event::text(unsigned index) const {
  if (!is_text(info_->params[index].kind)) return std::nullopt;
  const batten_u64 value = slots()[slot_of(*info_, index)];
  if (value == BATTEN_ABSENT) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(header_) + (value >> 32), value & 0xffffffffu);
}

std::optional<batten_socket> Event::socket(unsigned index) const {
  std::optional<std::string_view> bytes = text(index);
  if (!bytes || bytes->size() < sizeof(batten_socket)) return std::nullopt;
  batten_socket out;
  std::memcpy(&out, bytes->data(), sizeof out);
  return out;
}

std::optional<batten_event_clauses> Event::clauses() const {
  const std::size_t begin = sizeof(batten_event) + std::size_t{header_->slots} * 8;
  batten_event_clauses out;
  if ((header_->flags & BATTEN_EVENT_CLAUSES) == 0 || header_->size < begin + sizeof out) return std::nullopt;
  std::memcpy(&out, reinterpret_cast<const char*>(header_) + header_->size - sizeof out, sizeof out);
  return out;
}

}  // namespace batten::model
