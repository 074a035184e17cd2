// SPDX-License-Identifier: Apache-2.0
#include "monitor/capture.h"

#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <map>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "monitor/bpf/shared.h"
#include "monitor/bpf_object.h"
#include "monitor/cgroup_source.h"
#include "monitor/hooks.h"
#include "monitor/kernel_filter.h"
#include "monitor/narrow_calls.h"
#include "monitor/ring.h"
#include "monitor/system_calls.h"

namespace batten::monitor {
namespace {

using model::EventType;
using std::chrono::milliseconds;

constexpr std::size_t kMaxBatch = 65536;  // records of one poll
constexpr std::size_t kMany = 4;          // so many in a nap: the next nap is worth it

std::size_t ring_size(std::size_t wanted) { return std::bit_ceil(std::clamp<std::size_t>(wanted, 4096, 1u << 30)); }

// The inode number of the host's mount namespace: of the first process, or where that is not shown of the kernel's own, which are in the
// same. 0: neither is shown, as in a container with processes of its own.
std::uint32_t host_mounts() {
  struct stat found = {};
  if (stat("/proc/1/ns/mnt", &found) == 0) return static_cast<std::uint32_t>(found.st_ino);
  Result<std::string> name = base::read_file("/proc/2/comm", 64);
  if (name && *name == "kthreadd\n" && stat("/proc/2/ns/mnt", &found) == 0) return static_cast<std::uint32_t>(found.st_ino);
  return 0;
}

std::int64_t clock_ns(clockid_t clock) {
  timespec now = {};
  clock_gettime(clock, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

// A system call's number where this processor has the call.
#ifdef SYS_fork
constexpr std::uint32_t kFork = SYS_fork, kVfork = SYS_vfork;
#else
constexpr std::uint32_t kFork = ~0u, kVfork = ~0u;
#endif

bool is_release_at_least(int major, int minor) {
  utsname name = {};
  int has_major = 0, has_minor = 0;
  if (uname(&name) != 0 || std::sscanf(name.release, "%d.%d", &has_major, &has_minor) != 2) return false;
  return has_major > major || (has_major == major && has_minor >= minor);
}

batten_settings settings_of(const CaptureOptions& options) {
  batten_settings out = {};
  out.cpus = static_cast<batten_u32>(BpfObject::possible_cpus());
  out.cgroups = cgroup_source();
  out.host_mounts = host_mounts();
  out.own_pid = options.own_events ? 0 : static_cast<batten_u32>(getpid());
  out.wake_bytes = static_cast<batten_u32>(ring_size(options.buffer_bytes) / 4);
  out.urgent_wake_bytes = static_cast<batten_u32>(ring_size(options.urgent_bytes) / 4);
  out.call_clone = SYS_clone;
  out.call_clone3 = SYS_clone3;
  out.call_fork = kFork;
  out.call_vfork = kVfork;
  out.rate_per_second = options.container_rate;
  out.rate_burst = options.container_burst == 0 ? options.container_rate : options.container_burst;
  out.can_cast = is_release_at_least(6, 2);
  out.data_bytes = std::min<batten_u32>(options.data_bytes, 4096);
  return out;
}

BpfPlan plan_of(const CaptureOptions& options, const batten_settings& settings) {
  BpfPlan out;
  for (const Hook& one : all_hooks()) {
    out.programs.emplace_back(one.program);
    if (!one.otherwise.empty()) out.otherwise.emplace_back(one.program, one.otherwise);
  }
  out.programs.emplace_back(kCallProgram);
  const auto buffer = static_cast<std::uint32_t>(ring_size(options.buffer_bytes));
  const auto urgent = static_cast<std::uint32_t>(ring_size(options.urgent_bytes));
  out.map_entries = {{"events", buffer}, {"urgent_events", urgent}};
  for (const char* name : {"scratch_calls", "scratch_process", "scratch_other", "scratch_network", "turned_away", "path_answers"})
    out.map_entries.emplace_back(name, settings.cpus);
  out.settings = {reinterpret_cast<const char*>(&settings), sizeof settings};
  return out;
}

// Of an exec, what the call's end is asked for: that it failed.
bool is_exec(EventType type) { return type == BATTEN_EXECVE || type == BATTEN_EXECVEAT; }

bool is_wanted(const SystemCall& call, const model::Prefilter& filter) {
  const model::EventFilter& type = filter.types[call.type()];
  if (!type.wanted || !is_exec(call.type())) return type.wanted;
  return type.any.empty() ||
         std::ranges::any_of(type.any, [](const auto& clause) { return clause.outcome != model::EventClause::Outcome::kSuccess; });
}

// Both bytes of how a call is looked at; what is new counts.
batten_u16 merged(batten_u16 before, batten_u16 now) {
  const batten_u16 low = (now & 0xff) != 0 ? now & 0xff : before & 0xff, high = (now | before) & 0xff00;
  return static_cast<batten_u16>(low | high);
}

const SystemCall* call_of(std::string_view name) {
  const auto found = std::ranges::find(all_system_calls(), name, &SystemCall::name);
  return found == all_system_calls().end() ? nullptr : &*found;
}

// Event types that nobody can see, collected by why.
class Blindness {
 public:
  void add(EventType type, const std::string& reason) { types_[reason].push_back(model::event_type_info(type)->name); }
  void tell(base::Notes& notes) const {
    for (const auto& [reason, names] : types_) {
      std::string list;
      for (std::string_view name : names) list += format("{}{}", list.empty() ? "" : ", ", name);
      notes.push_back({.kind = base::Note::Kind::kDegraded,
                       .where = "kernel",
                       .message = format("not seen: {} ({})", list, reason),
                       .hint = "rules on these events stay silent; run as root on a kernel that has the hook"});
    }
  }

 private:
  std::map<std::string, std::vector<std::string_view>> types_;
};

}  // namespace

struct Capture::State {
  CaptureOptions options;
  BpfObject object;
  Ring normal, urgent;
  base::Fd waiter;
  std::map<std::string_view, BpfLink> hooks;        // by program
  std::map<std::string_view, std::string> refused;  // programs that were not loaded, and why
  std::array<bool, BATTEN_EVENT_TYPES> seen = {};
  batten_filter* filters = nullptr;  // two
  batten_switches* switches = nullptr;
  batten_generation* generation = nullptr;
  batten_calls* calls = nullptr;
  batten_verdicts* verdicts = nullptr;  // one for each processor
  bool busy = false, settled = false;
  std::int64_t last_ns = 0;
  std::uint64_t filter_number = 0;

  ~State() {
    if (filters != nullptr) munmap(filters, 2 * sizeof(batten_filter));
    if (switches != nullptr) munmap(switches, sizeof(batten_switches));
    if (generation != nullptr) munmap(generation, sizeof(batten_generation));
    if (calls != nullptr) munmap(calls, sizeof(batten_calls));
    if (verdicts != nullptr) munmap(verdicts, verdicts_size());
  }

  static std::size_t verdicts_size() { return sizeof(batten_verdicts) * static_cast<std::size_t>(BpfObject::possible_cpus()); }
  Result<void*> map_shared(std::string_view name, std::size_t size) const;
  Result<void> map_memory();
  Result<void> write_recipes();
  Result<void> write_narrow_recipes(std::span<const NarrowCall> list, std::uint32_t from, std::uint32_t room);
  void attach(const model::Prefilter& filter, base::Notes& notes);
  void attach_hook(const Hook& hook, const model::Prefilter& filter, Blindness& blind);
  void attach_calls(const model::Prefilter& filter, Blindness& blind);
  void look_at(const model::Prefilter& filter, bool keep) const;
  void renew() const;
  std::size_t drain(const Sink& sink);
  void wait(milliseconds timeout) const;
  void let_wake(bool waits) const { __atomic_store_n(&switches->reader_waits, waits ? 1u : 0u, __ATOMIC_SEQ_CST); }
};

Result<void*> Capture::State::map_shared(std::string_view name, std::size_t size) const {
  void* out = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, object.map(name), 0);
  if (out == MAP_FAILED) return base::errno_error(name, errno);
  return out;
}

Result<void> Capture::State::map_memory() {
  filters = static_cast<batten_filter*>(TRY(map_shared("filters", 2 * sizeof(batten_filter))));
  switches = static_cast<batten_switches*>(TRY(map_shared(".data.switches", sizeof(batten_switches))));
  generation = static_cast<batten_generation*>(TRY(map_shared(".data.generation", sizeof(batten_generation))));
  verdicts = static_cast<batten_verdicts*>(TRY(map_shared("turned_away", verdicts_size())));
  calls = static_cast<batten_calls*>(TRY(map_shared(".data.calls", sizeof(batten_calls))));
  normal = TRY(Ring::open(object.map("events"), ring_size(options.buffer_bytes)));
  urgent = TRY(Ring::open(object.map("urgent_events"), ring_size(options.urgent_bytes)));
  waiter = base::Fd(epoll_create1(EPOLL_CLOEXEC));
  for (const char* name : {"events", "urgent_events"}) {
    // By edge: what lies in a buffer without having woken anybody does not wake now.
    epoll_event event = {.events = EPOLLIN | EPOLLET, .data = {}};
    if (epoll_ctl(waiter.get(), EPOLL_CTL_ADD, object.map(name), &event) != 0) return base::errno_error("epoll", errno);
  }
  return {};
}

Result<void> Capture::State::write_recipes() {
  for (const SystemCall& one : all_system_calls()) {
    if (one.number >= BATTEN_SYSTEM_CALLS) continue;
    TRY(object.update("recipes", &one.number, &one.recipe));
  }
  TRY(write_narrow_recipes(narrow_calls(), BATTEN_SYSTEM_CALLS, BATTEN_NARROW_CALLS));
  return write_narrow_recipes(narrow_socket_calls(), BATTEN_SYSTEM_CALLS + BATTEN_NARROW_CALLS, BATTEN_SOCKET_CALLS);
}

Result<void> Capture::State::write_narrow_recipes(std::span<const NarrowCall> list, std::uint32_t from, std::uint32_t room) {
  for (const NarrowCall& one : list) {
    const SystemCall* call = call_of(one.name);
    if (call == nullptr || one.number >= room) continue;
    const std::uint32_t key = from + one.number;
    TRY(object.update("recipes", &key, &call->recipe));
  }
  return {};
}

void Capture::State::attach_hook(const Hook& hook, const model::Prefilter& filter, Blindness& blind) {
  const bool wanted = hook.always || std::ranges::any_of(hook.types, [&](EventType type) { return filter.types[type].wanted; });
  if (!wanted) {
    hooks.erase(hook.program);
    for (EventType type : hook.types) seen[type] = false;
    return;
  }
  if (!hooks.contains(hook.program)) {
    std::string reason;
    const auto why = refused.find(hook.program);
    const bool replaced = why != refused.end() && !hook.otherwise.empty() && object.has(hook.otherwise);
    if (why != refused.end() && !replaced) {
      reason = why->second;
    } else if (Result<BpfLink> link = object.attach(replaced ? hook.otherwise : hook.program)) {
      hooks.emplace(hook.program, *std::move(link));
    } else {
      reason = link.error().message;
    }
    if (!reason.empty()) {
      for (EventType type : hook.types) blind.add(type, reason);
      return;
    }
  }
  for (EventType type : hook.types) seen[type] = true;
}

void Capture::State::attach_calls(const model::Prefilter& filter, Blindness& blind) {
  const auto wanted = [&](const SystemCall& call) { return is_wanted(call, filter); };
  const bool any = std::ranges::any_of(all_system_calls(), wanted);
  std::string reason;
  if (auto why = refused.find(kCallProgram); why != refused.end()) reason = why->second;
  if (any && reason.empty() && !hooks.contains(kCallProgram)) {
    if (Result<BpfLink> link = object.attach(kCallProgram)) {
      hooks.emplace(kCallProgram, *std::move(link));
    } else {
      reason = link.error().message;
    }
  }
  if (!any) hooks.erase(kCallProgram);
  for (const SystemCall& call : all_system_calls()) {
    if (is_exec(call.type())) continue;  // has a hook of its own
    seen[call.type()] = wanted(call) && reason.empty();
    if (wanted(call) && !reason.empty()) blind.add(call.type(), reason);
  }
  look_at(filter, false);
}

// keep: also at those that were looked at before.
void Capture::State::look_at(const model::Prefilter& filter, bool keep) const {
  const bool any = std::ranges::any_of(all_system_calls(), [&](const SystemCall& call) { return is_wanted(call, filter); });
  const auto is_needed = [&](const SystemCall& call) {
    return is_wanted(call, filter) || (any && (is_state(call.type()) || call.recipe.moves != 0));
  };
  std::array<batten_u16, BATTEN_SYSTEM_CALLS> how = {};
  for (const SystemCall& call : all_system_calls()) {
    if (call.number >= BATTEN_SYSTEM_CALLS || !is_needed(call)) continue;
    const bool opens = call.type() == BATTEN_OPEN || call.type() == BATTEN_OPENAT || call.type() == BATTEN_CREAT;
    how[call.number] = static_cast<batten_u16>(how[call.number] | (opens ? BATTEN_CALL_OPENS + call.recipe.type : BATTEN_CALL));
  }
  for (const NarrowCall& one : narrow_calls()) {
    const SystemCall* call = call_of(one.name);
    if (call != nullptr && is_needed(*call)) how[one.number] |= BATTEN_CALL << 8;
  }
  for (const NarrowCall& one : narrow_socket_calls()) {
    const SystemCall* call = call_of(one.name);
    if (call != nullptr && is_needed(*call)) how[BATTEN_NARROW_SOCKETCALL] |= BATTEN_CALL << 8;
  }
  for (std::size_t number = 0; number < how.size(); ++number) {
    if (keep) how[number] = merged(calls->wanted[number], how[number]);
    __atomic_store_n(&calls->wanted[number], how[number], __ATOMIC_RELAXED);
  }
}

// What kernel programs remember of their answers is void.
void Capture::State::renew() const { __atomic_fetch_add(&generation->number, 1, __ATOMIC_SEQ_CST); }

void Capture::State::attach(const model::Prefilter& filter, base::Notes& notes) {
  Blindness blind;
  for (const Hook& hook : all_hooks()) attach_hook(hook, filter, blind);
  attach_calls(filter, blind);
  blind.tell(notes);
}

std::size_t Capture::State::drain(const Sink& sink) {
  std::size_t count = 0;
  const auto time_of = [](std::string_view record) { return reinterpret_cast<const batten_event*>(record.data())->time_ns; };
  while (count < kMaxBatch) {
    // What a thread wrote into the other buffer before is visible once its later record is: so the other is looked at again.
    std::string_view high = urgent.front();
    const std::string_view low = normal.front();
    if (high.empty() && !low.empty()) high = urgent.front();
    const bool take_high = !high.empty() && (low.empty() || time_of(high) <= time_of(low));
    if (!take_high && low.empty()) break;
    sink(take_high ? high : low);
    (take_high ? urgent : normal).pop();
    ++count;
  }
  return count;
}

void Capture::State::wait(milliseconds timeout) const {
  epoll_event events[2];
  epoll_wait(waiter.get(), events, 2, static_cast<int>(timeout.count()));
}

Capture::Capture(std::unique_ptr<State> state) : state_(std::move(state)) {}
Capture::Capture(Capture&&) noexcept = default;
Capture& Capture::operator=(Capture&&) noexcept = default;
Capture::~Capture() = default;

Result<Capture> Capture::open(const CaptureOptions& options, const model::Prefilter& filter, base::Notes& notes) {
  auto state = std::make_unique<State>();
  state->options = options;
  const batten_settings settings = settings_of(options);
  std::vector<BpfRefusal> refused;
  state->object = TRY(BpfObject::load(BpfObject::built_in(), plan_of(options, settings), refused));
  for (const BpfRefusal& one : refused) {
    for (const Hook& hook : all_hooks()) {
      if (hook.program == one.program) state->refused[hook.program] = one.reason;
    }
    if (one.program == kCallProgram) state->refused[kCallProgram] = one.reason;
  }
  TRY(state->map_memory());
  TRY(state->write_recipes());
  Capture out(std::move(state));
  TRY(out.set_filter(filter, notes));
  if (std::ranges::none_of(out.state_->seen, [](bool seen) { return seen; }))
    return Error{Code::kDenied, "no kernel program could be attached: run as root, or with CAP_BPF and CAP_PERFMON"};
  return out;
}

Result<void> Capture::set_filter(const model::Prefilter& filter, base::Notes& notes) {
  State& s = *state_;
  const batten_u32 next = 1 - (s.switches->filter & 1);
  compile_filter(filter, s.filters[next]);
  s.filters[next].number = ++s.filter_number;
  __atomic_store_n(&s.switches->needs_environment, filter.needs_environment ? 1u : 0u, __ATOMIC_SEQ_CST);
  __atomic_store_n(&s.switches->needs_data, filter.needs_data ? 1u : 0u, __ATOMIC_SEQ_CST);
  s.look_at(filter, true);
  __atomic_store_n(&s.switches->filter, next, __ATOMIC_SEQ_CST);
  s.renew();
  s.attach(filter, notes);
  return {};
}

std::uint64_t Capture::filter_number() const { return state_->filter_number; }

std::size_t Capture::poll(milliseconds timeout, const Sink& sink) {
  State& s = *state_;
  if (s.busy && timeout.count() > 0) s.wait(std::min(timeout, s.options.nap));
  std::size_t count = s.drain(sink);
  if (count == 0) {
    s.let_wake(true);
    count = s.drain(sink);
    if (count == 0 && timeout.count() == 0) return 0;
    if (count == 0) {
      // A program that looked before the switch was set does not wake: the first wait is short.
      s.wait(s.settled ? timeout : std::min(timeout, s.options.nap));
      s.settled = true;
    }
    s.let_wake(false);
    if (count == 0) count = s.drain(sink);
  }
  if (count == 0) return s.busy = false;
  s.settled = false;
  const std::int64_t now = clock_ns(CLOCK_MONOTONIC);
  s.busy = count >= kMany || now - s.last_ns < s.options.nap.count() * 1'000'000;
  s.last_ns = now;
  return count;
}

int Capture::descriptor() const { return state_->waiter.get(); }

void Capture::tell_cgroup(std::uint64_t cgroup, bool container) {
  const batten_u32 place = container ? BATTEN_PLACE_CONTAINER : BATTEN_PLACE_HOST;
  (void)state_->object.update("places", &cgroup, &place).has_value();
  state_->renew();
}

void Capture::forget_cgroup(std::uint64_t cgroup) {
  (void)state_->object.remove("places", &cgroup).has_value();
  state_->renew();
}

void Capture::all_cgroups_told() {
  __atomic_store_n(&state_->switches->containers_known, 1u, __ATOMIC_SEQ_CST);
  state_->renew();
}

EventCounts Capture::counts(EventType type) const {
  std::vector<batten_counts> each(static_cast<std::size_t>(BpfObject::possible_cpus()));
  EventCounts out;
  if (!state_->object.read_per_cpu("counts", type, std::as_writable_bytes(std::span(each)))) return out;
  for (const batten_counts& one : each) {
    out.filtered += one.filtered;
    out.sent += one.sent;
    out.dropped += one.dropped;
    out.limited += one.limited;
  }
  for (std::size_t cpu = 0; cpu < each.size(); ++cpu)
    out.filtered += __atomic_load_n(&state_->verdicts[cpu].counts[type & (BATTEN_FILTER_TYPES - 1)], __ATOMIC_RELAXED);
  out.seen = out.filtered + out.sent + out.dropped + out.limited;
  return out;
}

std::array<EventCounts, BATTEN_EVENT_TYPES> Capture::all_counts() const {
  std::array<EventCounts, BATTEN_EVENT_TYPES> out;
  for (unsigned type = 0; type < BATTEN_EVENT_TYPES; ++type) out[type] = counts(static_cast<EventType>(type));
  return out;
}

bool Capture::sees(EventType type) const { return state_->seen[type]; }

std::int64_t Capture::clock_offset_ns() { return clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_BOOTTIME); }

}  // namespace batten::monitor
