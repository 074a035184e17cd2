// SPDX-License-Identifier: Apache-2.0
#include "monitor/process_table.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace batten::monitor {

using model::Event;
using model::Process;
using model::ProcessKey;
using model::Program;

namespace {

constexpr std::size_t kMaxOlder = 64;
constexpr std::size_t kMaxWalk = 10'000;
constexpr std::size_t kCutArguments = 256;  // when texts take more than they may
constexpr std::size_t kLooksPerTidy = 256;
constexpr std::uint64_t kLookInterval = 5'000'000'000;  // from one round of looks to the next

std::size_t text_bytes(const Program& program) {
  return program.exe.size() + program.path.size() + program.arguments.size() + program.environment.size();
}

// Whether process is above, or is, the one.
bool is_ancestor(const Process& process, const Process* one) {
  for (std::size_t i = 0; one != nullptr && i < kMaxWalk; ++i, one = one->parent.get()) {
    if (one == &process) return true;
  }
  return one != nullptr;  // too long to tell
}

}  // namespace

struct ProcessTable::Memory {
  std::atomic<std::size_t> processes{0}, text_bytes{0};
};

ProcessTable::ProcessTable(Options options, ProcReader* reader)
    : options_(options), reader_(reader), memory_(std::make_shared<Memory>()), no_program_(std::make_shared<const Program>()) {
  if (reader_ != nullptr) tick_ns_ = reader_->tick_ns();
}

ProcessTable::~ProcessTable() = default;

std::shared_ptr<Process> ProcessTable::make(Process process) const {
  memory_->processes.fetch_add(1, std::memory_order_relaxed);
  return {new Process(std::move(process)), [memory = memory_](Process* gone) {
            memory->processes.fetch_sub(1, std::memory_order_relaxed);
            // A line of ancestors that only this one held ends step by step: as deep a recursion could leave the stack.
            std::shared_ptr<Process> next = std::move(gone->parent);
            delete gone;
            while (next && next.use_count() == 1) {
              std::shared_ptr<Process> above = std::move(next->parent);
              next = std::move(above);
            }
          }};
}

std::shared_ptr<const Program> ProcessTable::make_program(Program program) const {
  if (memory_->text_bytes.load(std::memory_order_relaxed) + text_bytes(program) > options_.max_text_bytes) {
    if (program.arguments.size() > kCutArguments) program.arguments.resize(kCutArguments);
    if (program.exe.size() > kCutArguments) program.exe.resize(kCutArguments);
    program.environment.clear();
  }
  memory_->text_bytes.fetch_add(text_bytes(program), std::memory_order_relaxed);
  return {new Program(std::move(program)), [memory = memory_](const Program* gone) {
            memory->text_bytes.fetch_sub(text_bytes(*gone), std::memory_order_relaxed);
            delete gone;
          }};
}

ProcessTable::Entry* ProcessTable::look_up(ProcessKey key) {
  const auto found = by_pid_.find(key.pid);
  if (found == by_pid_.end()) return nullptr;
  Entry& entry = found->second;
  const std::uint64_t start = entry.process->key.start_ns;
  if (start == key.start_ns) return &entry;
  if (entry.coarse && start / tick_ns_ == key.start_ns / tick_ns_) {
    entry.process->key.start_ns = key.start_ns;
    entry.process->clone_ns = options_.boot_ns + key.start_ns;
    entry.coarse = false;
    return &entry;
  }
  const auto older = std::ranges::find_if(older_, [&](const Entry& one) { return one.process->key == key; });
  return older == older_.end() ? nullptr : &*older;
}

std::shared_ptr<const Process> ProcessTable::share(ProcessKey key) const {
  const auto found = by_pid_.find(key.pid);
  if (found == by_pid_.end()) return nullptr;
  const Entry& entry = found->second;
  const std::uint64_t start = entry.process->key.start_ns;
  if (start == key.start_ns || (entry.coarse && start / tick_ns_ == key.start_ns / tick_ns_)) return entry.process;
  const auto older = std::ranges::find_if(older_, [&](const Entry& one) { return one.process->key == key; });
  return older == older_.end() ? nullptr : older->process;
}

const Process* ProcessTable::find(ProcessKey key) const { return share(key).get(); }

void ProcessTable::each(const std::function<void(const Process&)>& visit) const {
  for (const auto& [pid, entry] : by_pid_) {
    if (!entry.process->ended) visit(*entry.process);
  }
}

ProcessTable::Entry& ProcessTable::put(std::shared_ptr<Process> process, bool coarse, std::uint64_t time_ns) {
  make_room();
  Entry entry{.process = std::move(process), .touched_ns = time_ns, .depth = 0, .coarse = coarse};
  const std::uint32_t pid = entry.process->key.pid;
  const auto found = by_pid_.find(pid);
  if (found == by_pid_.end()) return by_pid_.emplace(pid, std::move(entry)).first->second;
  // The pid has another process: the one that began first goes to those that were.
  Entry& other = found->second;
  const bool is_newer = entry.process->key.start_ns >= other.process->key.start_ns;
  if (is_newer) std::swap(entry, other);
  if (!entry.process->ended) end(entry, time_ns);
  if (older_.size() >= kMaxOlder) older_.erase(older_.begin());
  older_.push_back(std::move(entry));
  return is_newer ? other : older_.back();
}

bool ProcessTable::may_read(std::uint64_t time_ns) {
  if (reader_ == nullptr) return false;
  if (const std::uint64_t second = time_ns / 1'000'000'000u; second != read_second_) {
    read_second_ = second;
    reads_left_ = options_.reads_per_second;
  }
  if (reads_left_ == 0) return false;
  --reads_left_;
  ++counts_.proc_reads;
  return true;
}

// start_ns 0: whichever process has that pid now.
ProcessTable::Entry* ProcessTable::read(ProcessKey key, std::uint64_t time_ns) {
  if (key.pid == 0 || !may_read(time_ns)) return nullptr;
  Result<Process> process = reader_->read(key.pid);
  if (!process) return nullptr;
  if (key.start_ns != 0 && process->key.start_ns / tick_ns_ != key.start_ns / tick_ns_) return nullptr;
  if (key.start_ns != 0) process->key.start_ns = key.start_ns;
  process->program = make_program(*process->program);
  const std::uint32_t parent_pid = process->parent_pid;
  const std::shared_ptr<Process> kept = make(*std::move(process));
  set_parent(put(kept, key.start_ns % tick_ns_ == 0, time_ns), parent_pid, 0, time_ns);
  return look_up(kept->key);
}

ProcessTable::Entry* ProcessTable::look_up_coarse(ProcessKey key) {
  const auto found = by_pid_.find(key.pid);
  if (found == by_pid_.end()) return nullptr;
  const auto fits = [&](const Entry& one) { return one.process->key.start_ns / tick_ns_ == key.start_ns / tick_ns_; };
  if (key.start_ns == 0 || fits(found->second)) return &found->second;
  const auto older = std::ranges::find_if(older_, [&](const Entry& one) { return one.process->key.pid == key.pid && fits(one); });
  return older == older_.end() ? nullptr : &*older;
}

ProcessTable::Entry& ProcessTable::find_or_make(const Event& event, std::uint64_t time_ns) {
  const ProcessKey key = event.process();
  if (Entry* known = look_up(key)) return *known;
  if (event.type() == BATTEN_FILE_CHANGE) {
    if (Entry* known = look_up_coarse(key)) return *known;
  }
  // An exec says all that there is to know.
  const bool is_exec = (event.type() == BATTEN_EXECVE || event.type() == BATTEN_EXECVEAT) && event.result() >= 0;
  if (!is_exec) {
    // Whoever has the number of one that has ended is somebody else.
    const bool ended = event.type() == BATTEN_FILE_CHANGE && key.start_ns == 0;
    if (Entry* found = ended ? nullptr : read(key, time_ns)) return *found;
    ++counts_.unknown;
  }
  Process process;
  process.key = key;
  process.program = no_program_;
  process.comm = event.comm();
  process.uid = event.header().uid;
  process.gid = event.header().gid;
  process.cgroup = event.header().cgroup;
  process.clone_ns = options_.boot_ns + key.start_ns;
  process.known = false;
  return put(make(std::move(process)), event.type() == BATTEN_FILE_CHANGE, time_ns);
}

void ProcessTable::set_parent(Entry& entry, std::uint32_t parent_pid, std::uint64_t parent_start, std::uint64_t time_ns) {
  const std::shared_ptr<Process> process = entry.process;  // entry may be gone once another is put in
  process->parent_pid = parent_pid;
  if (parent_pid == 0 || parent_pid == process->key.pid) return;
  Entry* parent = nullptr;
  if (parent_start != 0) {
    parent = look_up({parent_pid, parent_start});
  } else if (const auto found = by_pid_.find(parent_pid); found != by_pid_.end()) {
    // Whoever began after its child is somebody else with that number.
    const bool fits = found->second.process->key.start_ns / tick_ns_ <= process->key.start_ns / tick_ns_;
    if (fits) parent = &found->second;
  }
  if (parent == nullptr) parent = read({parent_pid, parent_start}, time_ns);
  if (parent == nullptr || is_ancestor(*process, parent->process.get())) return;
  process->parent = parent->process;
  const std::uint32_t depth = parent->depth + 1;
  if (Entry* still = look_up(process->key)) {
    still->depth = depth;
    if (depth > kMaxDepth) limit_depth(*still);
  }
}

// Each of a line of processes may fork the next and end: nobody asks for ancestors that far, and they would never go.
void ProcessTable::limit_depth(Entry& entry) {
  entry.depth = kKeptDepth;
  Process* one = entry.process.get();
  for (std::uint32_t i = 0; one != nullptr && i < 4 * kMaxDepth; ++i, one = one->parent.get()) {
    if (i < kKeptDepth || !one->ended) continue;
    one->parent.reset();
    return;
  }
}

void ProcessTable::end(Entry& entry, std::uint64_t time_ns) {
  if (entry.process->ended) return;
  entry.process->ended = true;
  ended_.push_back({entry.process->key, time_ns});
}

void ProcessTable::remove(ProcessKey key) {
  if (const auto found = by_pid_.find(key.pid); found != by_pid_.end() && found->second.process->key == key) {
    by_pid_.erase(found);
    return;
  }
  std::erase_if(older_, [&](const Entry& one) { return one.process->key == key; });
}

void ProcessTable::drop_ended(std::uint64_t time_ns) {
  while (!ended_.empty()) {
    const Ended first = ended_.front();
    const bool too_many = ended_.size() > options_.max_ended;
    if (!too_many && first.time_ns + options_.keep_ended_ns > time_ns) return;
    ended_.pop_front();
    const Entry* entry = look_up(first.key);
    // Its first thread may have ended and others not, or events come late.
    const bool active = entry != nullptr && entry->touched_ns > first.time_ns && entry->touched_ns + options_.keep_ended_ns > time_ns;
    if (active && !too_many) {
      ended_.push_back({first.key, entry->touched_ns});
    } else {
      remove(first.key);
    }
  }
}

void ProcessTable::cut_ended_ancestors() {
  for (auto& [pid, entry] : by_pid_) {
    if (entry.process->parent && entry.process->parent->ended) entry.process->parent.reset();
    entry.depth = 0;
  }
}

// A sixteenth at once: finding out who goes is not done for each that comes.
void ProcessTable::make_room() {
  if (memory_->processes.load(std::memory_order_relaxed) < options_.max_processes) return;
  const std::size_t goal = options_.max_processes - std::max<std::size_t>(options_.max_processes / 16, 1);
  const auto too_many = [&] { return memory_->processes.load(std::memory_order_relaxed) > goal; };
  const std::size_t before = memory_->processes.load(std::memory_order_relaxed);
  while (!ended_.empty() && too_many()) {
    remove(ended_.front().key);
    ended_.pop_front();
  }
  if (too_many()) cut_ended_ancestors();
  if (too_many()) {
    std::vector<std::pair<std::uint64_t, ProcessKey>> quiet;
    for (const auto& [pid, entry] : by_pid_) quiet.emplace_back(entry.touched_ns, entry.process->key);
    const std::size_t going = std::min(quiet.size(), memory_->processes.load(std::memory_order_relaxed) - goal);
    std::ranges::nth_element(quiet, quiet.begin() + static_cast<std::ptrdiff_t>(going));
    for (std::size_t i = 0; i < going; ++i) {
      if (const Entry* entry = look_up(quiet[i].second)) entry->process->ended = true;  // nobody looks after it from here on
      remove(quiet[i].second);
    }
    cut_ended_ancestors();
  }
  counts_.removed_for_room += before - std::min(before, memory_->processes.load(std::memory_order_relaxed));
}

std::size_t ProcessTable::scan() {
  if (reader_ == nullptr) return 0;
  std::vector<std::shared_ptr<Process>> found;
  const std::size_t count = reader_->scan([&](Process process) {
    process.program = make_program(*process.program);
    found.push_back(make(std::move(process)));
  });
  for (const std::shared_ptr<Process>& one : found) put(one, true, options_.boot_ns + one->key.start_ns);
  for (const std::shared_ptr<Process>& one : found) {
    const auto parent = by_pid_.find(one->parent_pid);
    if (parent != by_pid_.end() && !is_ancestor(*one, parent->second.process.get())) one->parent = parent->second.process;
  }
  return count;
}

void ProcessTable::add(Process process) {
  if (look_up(process.key) != nullptr) return;
  process.parent.reset();
  process.program = process.program ? make_program(*process.program) : no_program_;
  const std::uint32_t parent_pid = process.parent_pid;
  const std::uint64_t time_ns = process.clone_ns;
  // A file may have been begun with processes out of /proc.
  const bool coarse = process.key.start_ns % tick_ns_ == 0;
  set_parent(put(make(std::move(process)), coarse, time_ns), parent_pid, 0, time_ns);
}

void ProcessTable::look_for_lost_exits(std::uint64_t time_ns) {
  if (reader_ == nullptr) return;
  if (to_look_at_.empty()) {
    if (time_ns < looked_ns_ + kLookInterval) return;
    looked_ns_ = time_ns;
    for (const auto& [pid, entry] : by_pid_) {
      if (!entry.process->ended) to_look_at_.push_back(pid);
    }
  }
  for (std::size_t i = 0; i < kLooksPerTidy && !to_look_at_.empty(); ++i) {
    const std::uint32_t pid = to_look_at_.back();
    to_look_at_.pop_back();
    const auto found = by_pid_.find(pid);
    if (found == by_pid_.end() || found->second.process->ended || reader_->exists(pid)) continue;
    // Its exit may be on its way.
    if (found->second.touched_ns + options_.keep_ended_ns > time_ns) continue;
    end(found->second, time_ns);
    ++counts_.lost_exits;
  }
}

void ProcessTable::tidy(std::uint64_t time_ns) {
  drop_ended(time_ns);
  look_for_lost_exits(time_ns);
}

ProcessTable::Counts ProcessTable::counts() const {
  Counts out = counts_;
  out.processes = by_pid_.size() + older_.size();
  out.ended = ended_.size();
  out.remembered = memory_->processes.load(std::memory_order_relaxed);
  return out;
}

}  // namespace batten::monitor
