// SPDX-License-Identifier: Apache-2.0
//
// An event as the monitor and its rules see it: a view of a record (event_wire.h) that was checked once, so that every question after that
// is an array access. It lives as long as the record's bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/event_types.h"
#include "model/event_wire.h"

namespace batten::model {

struct ProcessKey {
  std::uint32_t pid = 0;
  std::uint64_t start_ns = 0;  // CLOCK_BOOTTIME

  bool operator==(const ProcessKey&) const = default;
  auto operator<=>(const ProcessKey&) const = default;
};

class Event {
 public:
  // record: exactly one record, 8-byte aligned, of any origin. corrupt: sizes that do not fit, a type or number of slots that is not
  // known, a text outside of it.
  static Result<Event> read(std::string_view record);

  EventType type() const { return static_cast<EventType>(header_->type); }
  const EventTypeInfo& info() const { return *info_; }
  const batten_event& header() const { return *header_; }
  std::string_view record() const { return {reinterpret_cast<const char*>(header_), header_->size}; }
  ProcessKey process() const { return {header_->pid, header_->start_ns}; }
  std::string_view comm() const;
  std::int64_t result() const { return header_->result; }

  // index: of info().params, less than its size.
  // Any kind but texts.
  std::int64_t number(unsigned index) const;
  // Texts; none: it could not be read, or the param is a number.
  std::optional<std::string_view> text(unsigned index) const;
  // None: could not be read, or is shorter than the structure.
  std::optional<batten_socket> socket(unsigned index) const;
  // None: the monitor did not say, or there is no room for them.
  std::optional<batten_event_clauses> clauses() const;
  // By role; none where the type has none.
  std::optional<std::string_view> role_text(std::int8_t index) const {
    return index < 0 ? std::nullopt : text(static_cast<unsigned>(index));
  }

 private:
  Event(const batten_event* header, const EventTypeInfo* info) : header_(header), info_(info) {}
  const batten_u64* slots() const { return reinterpret_cast<const batten_u64*>(header_ + 1); }

  const batten_event* header_;
  const EventTypeInfo* info_;
};

}  // namespace batten::model
