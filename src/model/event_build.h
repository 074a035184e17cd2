// SPDX-License-Identifier: Apache-2.0
//
// Makes records of events (event_wire.h) from values by the names of their params: for events that come from elsewhere than the kernel's
// buffer, in text forms and in tests.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"

namespace batten::model {

// A record with its bytes.
class OwnedEvent {
 public:
  // As Event::read; the bytes are copied to where they are aligned.
  static Result<OwnedEvent> copy(std::string_view record);

  std::string_view record() const { return {reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof(batten_u64)}; }
  // Good as long as this object is where it is.
  Event event() const;

 private:
  friend class EventBuilder;
  std::vector<batten_u64> words_;
};

// Numbers that are not given are 0, texts that are not given are absent. A name that the type does not have, a text for a number or the
// other way round is remembered, and said by build().
class EventBuilder {
 public:
  explicit EventBuilder(EventType type);

  // time_ns, start_ns, pid, tid, cgroup, uid, gid, flags may be set at will; size, type, slots and comm are the builder's.
  batten_event header{};

  EventBuilder& process(ProcessKey key, std::uint32_t tid = 0);  // tid 0: the first thread, its number is the pid
  EventBuilder& time(std::uint64_t ns);
  EventBuilder& cgroup(std::uint64_t id);
  EventBuilder& owner(std::uint32_t uid, std::uint32_t gid);
  EventBuilder& comm(std::string_view name);  // cut at 15 bytes
  EventBuilder& result(std::int64_t value);
  // A param without a slot (res, fd) is the result.
  EventBuilder& number(std::string_view param, std::int64_t value);
  EventBuilder& text(std::string_view param, std::string_view value);
  EventBuilder& strings(std::string_view param, const std::vector<std::string_view>& values);
  EventBuilder& socket(std::string_view param, const batten_socket& value, std::string_view unix_path = {});

  const EventTypeInfo& info() const { return *info_; }
  // invalid_argument: the first thing that was wrong; limit: longer than kMaxRecordBytes.
  Result<OwnedEvent> build() const;

 private:
  // Index of the param; none: there is no such, or it is of the other sort, which is remembered.
  std::optional<unsigned> param(std::string_view name, bool text);

  const EventTypeInfo* info_;
  std::array<batten_u64, BATTEN_MAX_SLOTS> numbers_{};
  std::array<std::optional<std::string>, BATTEN_MAX_SLOTS> texts_;
  std::string wrong_;
};

// No record of any origin is longer.
inline constexpr std::size_t kMaxRecordBytes = 1u << 20;

}  // namespace batten::model
