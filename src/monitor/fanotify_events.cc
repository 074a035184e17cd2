// SPDX-License-Identifier: Apache-2.0
#include "monitor/fanotify_events.h"

#include <fcntl.h>
#include <sys/fanotify.h>
#include <sys/statfs.h>
#include <sys/vfs.h>

#include <array>
#include <cstring>

#include "base/fd.h"

namespace batten::monitor {
namespace {

constexpr int kHandleFid = 0x200;  // AT_HANDLE_FID: a handle that need not be opened again, which overlays give too (Linux 6.6)
constexpr std::size_t kFsidBytes = 8;

template <typename T>
T load(std::string_view bytes, std::size_t at) {
  T out{};
  std::memcpy(&out, bytes.data() + at, sizeof out);
  return out;
}

// fsid, length and type of the handle, the handle, and for some types a name that ends in NUL.
bool read_place(std::string_view info, std::string_view& place, std::string_view* name) {
  constexpr std::size_t kFixed = sizeof(fanotify_event_info_header) + kFsidBytes + 2 * sizeof(std::uint32_t);
  if (info.size() < kFixed) return false;
  const auto handle_bytes = load<std::uint32_t>(info, sizeof(fanotify_event_info_header) + kFsidBytes);
  if (handle_bytes > info.size() - kFixed) return false;
  place = info.substr(sizeof(fanotify_event_info_header), kFixed - sizeof(fanotify_event_info_header) + handle_bytes);
  if (name == nullptr) return true;
  const std::string_view rest = info.substr(kFixed + handle_bytes);
  *name = rest.substr(0, rest.find('\0'));
  return true;
}

bool read_infos(std::string_view rest, FileNotice& out) {
  while (!rest.empty()) {
    if (rest.size() < sizeof(fanotify_event_info_header)) return false;
    const auto header = load<fanotify_event_info_header>(rest, 0);
    if (header.len < sizeof header || header.len > rest.size()) return false;
    const std::string_view info = rest.substr(0, header.len);
    rest.remove_prefix(header.len);
    bool good = true;
    switch (header.info_type) {
      case FAN_EVENT_INFO_TYPE_FID: good = read_place(info, out.object, nullptr); break;
      case FAN_EVENT_INFO_TYPE_DFID: good = read_place(info, out.directory, nullptr); break;
      case FAN_EVENT_INFO_TYPE_DFID_NAME:
      case FAN_EVENT_INFO_TYPE_OLD_DFID_NAME: good = read_place(info, out.directory, &out.name); break;
      case FAN_EVENT_INFO_TYPE_NEW_DFID_NAME: good = read_place(info, out.new_directory, &out.new_name); break;
      case FAN_EVENT_INFO_TYPE_PIDFD:
        good = info.size() >= sizeof(fanotify_event_info_pidfd);
        if (good) out.pidfd = load<fanotify_event_info_pidfd>(info, 0).pidfd;
        break;
      default: break;
    }
    if (!good) return false;
  }
  return true;
}

}  // namespace

bool read_file_notices(std::string_view bytes, const std::function<void(const FileNotice&)>& visit) {
  while (!bytes.empty()) {
    if (bytes.size() < sizeof(fanotify_event_metadata)) return false;
    const auto head = load<fanotify_event_metadata>(bytes, 0);
    if (head.vers != FANOTIFY_METADATA_VERSION || head.event_len > bytes.size()) return false;
    if (head.metadata_len < sizeof head || head.metadata_len > head.event_len) return false;
    FileNotice notice{.mask = head.mask,
                      .pid = head.pid,
                      .file = head.fd,
                      .directory = {},
                      .name = {},
                      .new_directory = {},
                      .new_name = {},
                      .object = {}};
    if (!read_infos(bytes.substr(head.metadata_len, head.event_len - head.metadata_len), notice)) return false;
    visit(notice);
    bytes.remove_prefix(head.event_len);
  }
  return true;
}

std::string place_of(int directory, const char* path) {
  alignas(file_handle) std::array<char, sizeof(file_handle) + MAX_HANDLE_SZ> room{};
  auto* handle = reinterpret_cast<file_handle*>(room.data());
  struct statfs system{};
  const base::Fd file(*path == '\0' ? -1 : ::openat(directory, path, O_PATH | O_NOFOLLOW | O_CLOEXEC));
  const int at = file.valid() ? file.get() : *path == '\0' ? directory : -1;
  if (at < 0 || ::fstatfs(at, &system) != 0) return {};
  int mount = 0;
  for (const int flags : {AT_EMPTY_PATH | kHandleFid, AT_EMPTY_PATH}) {
    handle->handle_bytes = MAX_HANDLE_SZ;
    if (::name_to_handle_at(at, "", handle, &mount, flags) != 0) continue;
    std::string out(reinterpret_cast<const char*>(&system.f_fsid), kFsidBytes);
    const auto type = static_cast<std::uint32_t>(handle->handle_type);
    out.append(reinterpret_cast<const char*>(&handle->handle_bytes), sizeof handle->handle_bytes);
    out.append(reinterpret_cast<const char*>(&type), sizeof type);
    out.append(reinterpret_cast<const char*>(handle->f_handle), handle->handle_bytes);
    return out;
  }
  return {};
}

}  // namespace batten::monitor
