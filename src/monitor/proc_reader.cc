// SPDX-License-Identifier: Apache-2.0
#include "monitor/proc_reader.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>

#include "base/format.h"
#include "base/text.h"
#include "monitor/proc_files.h"

namespace batten::monitor {
namespace {

constexpr std::size_t kMaxText = 16u << 10;       // of stat, status, cgroup
constexpr std::size_t kMaxArguments = 32u << 10;  // as exec events have them
constexpr std::size_t kMaxEnvironment = 4u << 10;
constexpr std::size_t kMaxCgroupPaths = 4096;

// What read(2) gives, cut at limit; empty when it can't be read.
std::string_view read_small(int folder, const char* name, std::string& buffer, std::size_t limit) {
  const base::Fd file(::openat(folder, name, O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return {};
  if (buffer.size() < limit) buffer.resize(limit);
  std::size_t size = 0;
  while (size < limit) {
    const ssize_t got = ::read(file.get(), buffer.data() + size, limit - size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
    // These files come whole in one read as long as the buffer is larger than they are.
    if (size < 4096) break;
  }
  return std::string_view(buffer).substr(0, size);
}

std::string read_link(int folder, const char* name) {
  std::array<char, 4096> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const ssize_t size = ::readlinkat(folder, name, buffer.data(), buffer.size());
  return size <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(size));
}

std::uint64_t nanoseconds(const timespec& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(time.tv_nsec);
}

void read_program_file(int process, model::Program& out) {
  out.path = read_link(process, "exe");
  if (out.path.starts_with("/memfd:")) {
    out.path.erase(0, 1);
    out.flags |= model::kExeFromMemfd;
  }
  struct stat file{};
  if (out.path.empty() || ::fstatat(process, "exe", &file, 0) != 0) return;
  out.device = file.st_dev;
  out.inode = file.st_ino;
  out.changed_ns = nanoseconds(file.st_ctim);
  out.modified_ns = nanoseconds(file.st_mtim);
}

void read_arguments(std::string_view text, model::Program& out) {
  const std::size_t end = std::min(text.find('\0'), text.size());
  out.exe = text.substr(0, end);
  out.arguments = text.substr(std::min(end + 1, text.size()));
  if (!out.arguments.empty() && out.arguments.back() != '\0') out.arguments += '\0';
}

}  // namespace

Result<ProcReader> ProcReader::open(Options options, const CgroupTree* tree) {
  ProcReader out;
  out.root_ = base::Fd(::open(options.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!out.root_.valid())
    return Error{Code::kUnavailable, format("{} can't be read: processes that run now are not known", options.folder)};
  if (const long ticks = ::sysconf(_SC_CLK_TCK); ticks > 0) out.tick_ns_ = 1'000'000'000u / static_cast<std::uint64_t>(ticks);
  out.options_ = std::move(options);
  out.tree_ = tree;
  return out;
}

bool ProcReader::exists(std::uint32_t pid) const {
  struct stat found{};
  return ::fstatat(root_.get(), format("{}", pid).c_str(), &found, 0) == 0;
}

std::uint64_t ProcReader::cgroup_of(int process) {
  if (tree_ == nullptr) return 0;
  const std::optional<std::string_view> path = tree_->path_in(read_small(process, "cgroup", buffer_, kMaxText));
  if (!path) return 0;
  std::string key(*path);
  if (auto known = cgroups_.find(key); known != cgroups_.end()) return known->second;
  const std::uint64_t id = tree_->id_of(*path).value_or(0);
  if (id == 0) return 0;
  if (cgroups_.size() >= kMaxCgroupPaths) cgroups_.clear();
  cgroups_.emplace(std::move(key), id);
  return id;
}

Result<model::Process> ProcReader::read(std::uint32_t pid) {
  const base::Fd folder(::openat(root_.get(), format("{}", pid).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid()) return Error{Code::kNotFound, format("process {} is gone", pid)};
  const int at = folder.get();
  const std::optional<ProcStat> stat = parse_proc_stat(read_small(at, "stat", buffer_, kMaxText));
  const std::optional<ProcStatus> status = parse_proc_status(read_small(at, "status", buffer_, kMaxText));
  if (!stat || !status) {
    if (!exists(pid)) return Error{Code::kNotFound, format("process {} is gone", pid)};
    return Error{Code::kCorrupt, format("{}/{}: stat or status is of another form than proc(5) says", options_.folder, pid)};
  }
  if (status->thread_group != pid) return Error{Code::kNotFound, format("{} is a thread, not a process", pid)};

  model::Process out;
  auto program = std::make_shared<model::Program>();
  read_arguments(read_small(at, "cmdline", buffer_, kMaxArguments), *program);
  read_program_file(at, *program);
  if (options_.environment) program->environment = read_small(at, "environ", buffer_, kMaxEnvironment);
  out.program = std::move(program);
  out.key = {pid, stat->start_ticks * tick_ns_};
  out.comm = stat->comm;
  out.directory = read_link(at, "cwd");
  out.parent_pid = stat->parent;
  out.group = stat->group;
  out.session = stat->session;
  out.terminal = stat->terminal;
  out.virtual_pid = status->virtual_pid;
  out.virtual_group = status->virtual_group;
  out.virtual_session = status->virtual_session;
  out.uid = status->uid;
  out.gid = status->gid;
  // 4294967295: nobody has logged in.
  const std::optional<std::uint64_t> login = base::parse_unsigned(base::trim(read_small(at, "loginuid", buffer_, kMaxText)));
  out.login_uid = !login || *login >= 0xffffffffu ? -1 : static_cast<std::int64_t>(*login);
  out.capabilities_inheritable = status->inheritable;
  out.capabilities_permitted = status->permitted;
  out.capabilities_effective = status->effective;
  out.cgroup = cgroup_of(at);
  out.clone_ns = options_.boot_ns + out.key.start_ns;
  return out;
}

void ProcReader::each_pid(const std::function<bool(std::uint32_t)>& visit) const {
  // The position of the folder's descriptor is shared by all its copies: this one is of its own.
  const int fd = ::openat(root_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const list = fd < 0 ? nullptr : ::fdopendir(fd);
  if (list == nullptr) return;
  while (const dirent* entry = ::readdir(list)) {  // NOLINT(concurrency-mt-unsafe)
    const std::optional<std::uint64_t> pid = base::parse_unsigned(entry->d_name);
    if (pid && *pid <= 0xffffffffu && !visit(static_cast<std::uint32_t>(*pid))) break;
  }
  ::closedir(list);
}

std::size_t ProcReader::scan(const std::function<void(model::Process)>& visit) {
  std::size_t count = 0;
  each_pid([&](std::uint32_t pid) {
    Result<model::Process> process = read(pid);
    if (!process) return true;
    visit(*std::move(process));
    return ++count < options_.max_seen;
  });
  return count;
}

void ProcReader::scan_named(const std::vector<std::string_view>& names, const std::function<void(model::Process)>& visit) {
  each_pid([&](std::uint32_t pid) {
    const std::string_view comm = base::trim(read_small(root_.get(), format("{}/comm", pid).c_str(), buffer_, kMaxText));
    if (std::ranges::find(names, comm) == names.end()) return true;
    if (Result<model::Process> process = read(pid)) visit(*std::move(process));
    return true;
  });
}

std::uint64_t boot_time_ns() {
  timespec real{}, boot{};
  ::clock_gettime(CLOCK_REALTIME, &real);
  ::clock_gettime(CLOCK_BOOTTIME, &boot);
  return nanoseconds(real) - nanoseconds(boot);
}

}  // namespace batten::monitor
