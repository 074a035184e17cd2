// SPDX-License-Identifier: Apache-2.0
#include "update/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ranges>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "update/journal_text.h"

namespace batten::update {
namespace {

constexpr std::string_view kSuffix = ".journal";
constexpr std::string_view kUnfinished = ".journal.tmp.";  // write_file_atomic's

std::int64_t now_ms() {
  using std::chrono::milliseconds;
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string new_id() {
  std::uint32_t chance = 0;
  if (::getrandom(&chance, sizeof chance, 0) != sizeof chance) chance = static_cast<std::uint32_t>(::getpid());
  return format("{:012x}-{:08x}", now_ms(), chance);
}

Result<void> sync_directory(const std::string& directory) {
  base::Fd fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid() || ::fsync(fd.get()) != 0) return base::errno_error(directory, errno);
  return {};
}

// At the end of what is whole, on the disk when it comes back; all or nothing.
Result<void> append(const std::string& path, std::size_t whole_bytes, std::string_view line) {
  base::Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd.valid()) return base::errno_error(path, errno);
  const auto cut = [&] { return ::ftruncate(fd.get(), static_cast<off_t>(whole_bytes)) == 0; };
  if (!cut() || ::lseek(fd.get(), 0, SEEK_END) < 0) return base::errno_error(path, errno);
  Result<void> written = base::write_all(fd.get(), line);
  if (written && ::fdatasync(fd.get()) != 0) written = base::errno_error(path, errno);
  if (!written) static_cast<void>(cut());
  return written;
}

}  // namespace

struct Journal::State {
  std::string directory;
  base::Fd lock;
  std::string last_begun = {};
  std::map<std::string, std::size_t, std::less<>> whole_bytes;  // by operation

  std::string path(std::string_view id) const { return format("{}/{}{}", directory, id, kSuffix); }
};

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

const JournalStep* Operation::last(std::string_view name) const {
  const auto backwards = std::views::reverse(steps);
  const auto at = std::ranges::find(backwards, name, &JournalStep::name);
  return at == backwards.end() ? nullptr : &*at;
}

Result<Journal> Journal::open(const std::string& directory) {
  TRY_IN("journal", base::make_directories(directory));
  if (::chmod(directory.c_str(), 0700) != 0) return base::errno_error(directory, errno);
  auto state = std::make_unique<State>();
  state->directory = directory;
  const std::string path = directory + "/lock";
  state->lock = base::Fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!state->lock.valid()) return base::errno_error(path, errno);
  if (::flock(state->lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return base::errno_error(path, errno);
    return Error{Code::kConflict,
                 format("another process of this program is updating containers (it holds {}): wait until it has ended", path)};
  }
  // A beginning that was cut: nothing was done yet, and nobody else writes here.
  for (const std::string& name : TRY_IN("journal", base::list_directory(directory))) {
    if (name.contains(kUnfinished)) ::unlink(format("{}/{}", directory, name).c_str());
  }
  return Journal(std::move(state));
}

Result<Operation> Journal::begin(const std::string& subject, const std::string& target, std::map<std::string, std::string> order) {
  Operation out{.id = new_id(), .subject = subject, .target = target, .order = std::move(order), .steps = {}};
  const std::string line = begin_line(out);
  TRY_IN("journal", base::write_file_atomic(state_->path(out.id), line, true));
  TRY_IN("journal", sync_directory(state_->directory));
  state_->whole_bytes[out.id] = line.size();
  state_->last_begun = out.id;
  return out;
}

const std::string& Journal::last_begun() const { return state_->last_begun; }

Result<void> Journal::step(Operation& operation, std::string name, std::map<std::string, std::string> values) {
  const auto whole = state_->whole_bytes.find(operation.id);
  if (whole == state_->whole_bytes.end()) return Error{Code::kInternal, format("journal: operation {} is not open", operation.id)};
  JournalStep step{.name = std::move(name), .values = std::move(values), .at_ms = now_ms()};
  const std::string line = step_line(step);
  if (whole->second + line.size() > kMaxJournalBytes) return Error{Code::kLimit, format("journal: operation {} is too long", operation.id)};
  TRY_IN("journal", append(state_->path(operation.id), whole->second, line));
  whole->second += line.size();
  operation.steps.push_back(std::move(step));
  return {};
}

Result<void> Journal::end(const Operation& operation) {
  const std::string path = state_->path(operation.id);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return base::errno_error(path, errno);
  state_->whole_bytes.erase(operation.id);
  return sync_directory(state_->directory);
}

Result<std::vector<Operation>> Journal::unfinished() const {
  std::vector<Operation> out;
  for (const std::string& name : TRY_IN("journal", base::list_directory(state_->directory))) {
    if (!name.ends_with(kSuffix)) continue;
    const std::string path = format("{}/{}", state_->directory, name), id = name.substr(0, name.size() - kSuffix.size());
    std::string text = TRY_IN("journal", base::read_file(path, kMaxJournalBytes));
    Result<ReadOperation> read = read_operation(text);
    if (read && read->operation.id != id) read = Error{Code::kCorrupt, "it is named otherwise"};
    if (!read) {
      return Error{read.error().code,
                   format("journal: {}: {}; look with 'docker ps -a' for containers named *-batten-*, then move the file away", path,
                          read.error().message)};
    }
    state_->whole_bytes[id] = read->whole_bytes;
    out.push_back(std::move(read->operation));
  }
  return out;
}

}  // namespace batten::update
