// SPDX-License-Identifier: Apache-2.0
//
// Events of this machine, as they happen: loads the kernel programs, hangs on those hooks that the pre-filter wants, and reads what they
// write. What the kernel refuses is a note that names the event types it blinds. One thread uses a Capture; counts() may be asked from
// others.
//
// Two buffers: state (processes, cgroups, identities) and types that a rule of high priority sees go through one, all else through the
// other, so that a flood of the second can't push out the first. Records come out in the order of their times.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/note.h"
#include "base/result.h"
#include "model/event_types.h"
#include "model/prefilter.h"

namespace batten::monitor {

struct CaptureOptions {
  std::size_t buffer_bytes = 8u << 20;  // rounded up to a power of two, at least a page
  std::size_t urgent_bytes = 2u << 20;
  std::chrono::milliseconds nap{4};   // while events are many: they are fetched this often
  std::uint32_t container_rate = 0;   // events of one container a second that are let through, state apart; 0: all
  std::uint32_t container_burst = 0;  // at once; 0: as container_rate
  std::uint32_t data_bytes = 256;     // of what is sent or received, at most 4,096
  bool own_events = false;            // also those of this process
};

struct EventCounts {
  std::uint64_t seen = 0;      // by a kernel program
  std::uint64_t filtered = 0;  // no rule can match it
  std::uint64_t sent = 0;
  std::uint64_t dropped = 0;  // the buffer was full
  std::uint64_t limited = 0;  // over the rate of its container

  bool operator==(const EventCounts&) const = default;
};

class Capture {
 public:
  using Sink = std::function<void(std::string_view record)>;  // bytes of one record (model/event_wire.h), valid during the call

  // denied, unavailable: no program at all could be loaded; what could not be is in notes.
  static Result<Capture> open(const CaptureOptions& options, const model::Prefilter& filter, base::Notes& notes);
  Capture(Capture&&) noexcept;
  Capture& operator=(Capture&&) noexcept;
  ~Capture();

  // From now on these events. None that both filters want is lost; what the old one alone wanted may still come.
  Result<void> set_filter(const model::Prefilter& filter, base::Notes& notes);
  // Of the one that was set last: events that say which of its clauses they can meet name it (batten_event_clauses).
  std::uint64_t filter_number() const;

  // Hands over what is there, waiting for it for at most that long; says how many. Also returns early with 0.
  std::size_t poll(std::chrono::milliseconds timeout, const Sink& sink);
  // Readable when poll() has something to do, for loops that wait for more than this; only while poll() was called with 0 and gave 0.
  int descriptor() const;

  // Attribution: what a cgroup (by batten_event::cgroup) is. A cgroup that is not told may be either, until all_cgroups_told() says that
  // those not told so far are the host's; one made later is not known again until it is told.
  void tell_cgroup(std::uint64_t cgroup, bool container);
  void forget_cgroup(std::uint64_t cgroup);
  void all_cgroups_told();

  EventCounts counts(model::EventType type) const;
  std::array<EventCounts, BATTEN_EVENT_TYPES> all_counts() const;
  // Whether a hook for that type is in place.
  bool sees(model::EventType type) const;
  // To be added to a record's time_ns (CLOCK_BOOTTIME) for the time since 1970.
  static std::int64_t clock_offset_ns();

 private:
  struct State;
  explicit Capture(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace batten::monitor
