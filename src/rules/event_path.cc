// SPDX-License-Identifier: Apache-2.0
#include "rules/event_path.h"

#include <fcntl.h>

#include <cstring>

#include "rules/event_socket.h"

namespace batten::rules {
namespace {

constexpr std::string_view kTypesByLetter[] = {"ffile",     "ddirectory", "4ipv4",      "6ipv6",    "uunix",    "ppipe",
                                               "eevent",    "ssignalfd",  "leventpoll", "iinotify", "ttimerfd", "bbpf",
                                               "rio_uring", "mmemfd",     "nnetlink",   "Ppidfd"};

DescriptorKind kind_of(char letter) {
  for (std::string_view one : kTypesByLetter) {
    if (one.front() == letter) return {letter, one.substr(1)};
  }
  return {'o', "unknown"};
}

// What the kernel shows of a descriptor that has no file: "pipe:[4711]", "anon_inode:[eventfd]", "/memfd:x (deleted)".
char letter_of(std::string_view shown) {
  if (shown.starts_with("pipe:")) return 'p';
  if (shown.starts_with("/memfd:")) return 'm';
  if (shown.starts_with("socket:")) return 'o';
  constexpr std::string_view kAnonymous = "anon_inode:";
  if (!shown.starts_with(kAnonymous)) return 'f';
  shown.remove_prefix(kAnonymous.size());
  constexpr std::pair<std::string_view, char> kKinds[] = {{"[eventfd]", 'e'}, {"[signalfd]", 's'},    {"[eventpoll]", 'l'},
                                                          {"inotify", 'i'},   {"[timerfd]", 't'},     {"[io_uring]", 'r'},
                                                          {"bpf-", 'b'},      {"[userfaultfd]", 'u'}, {"[pidfd]", 'P'}};
  for (const auto& [name, letter] : kKinds) {
    if (shown.starts_with(name)) return letter;
  }
  return 'o';
}

// Nothing to work out: begins with a slash, no empty, "." or ".." component, no slash at the end.
bool is_normal(std::string_view path) {
  if (path.empty() || path.front() != '/') return false;
  if (path.size() == 1) return true;
  for (std::size_t at = 0; at != std::string_view::npos;) {
    const std::size_t next = path.find('/', at + 1);
    const std::string_view part = path.substr(at + 1, next == std::string_view::npos ? next : next - at - 1);
    if (part.empty() || part == "." || part == "..") return false;
    at = next;
  }
  return true;
}

// Appends path's components to what is in [root, at) of out.
std::size_t append(char* out, std::size_t root, std::size_t at, std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (part.empty() || part == ".") continue;
    if (part == ".." && root == 1) {
      while (at > 0 && out[at - 1] != '/') --at;
      if (at > 0) --at;
      continue;
    }
    if (root == 1 || at > 0) out[at++] = '/';
    std::memcpy(out + at, part.data(), part.size());
    at += part.size();
  }
  return at;
}

std::optional<std::string_view> text_of(const model::Event& event, std::int8_t path, std::int8_t base, Scratch& scratch) {
  std::optional<std::string_view> text = event.role_text(path);
  if (!text) return std::nullopt;
  return joined_path(event.role_text(base).value_or(std::string_view()), *text, scratch);
}

bool differs(const model::Event& event, std::int8_t real_role, std::int8_t path, std::int8_t base, Scratch& scratch) {
  const std::optional<std::string_view> real = event.role_text(real_role);
  if (!real || path < 0 || real_role == path) return false;
  const std::optional<std::string_view> raw = event.role_text(path);
  if (!raw || *raw == *real) return !raw;
  return text_of(event, path, base, scratch) != real;
}

}  // namespace

std::string_view joined_path(std::string_view base, std::string_view path, Scratch& scratch) {
  if (is_normal(path)) return path;
  if (path.starts_with('/')) base = {};
  const bool absolute = path.starts_with('/') || base.starts_with('/');
  char* out = scratch.space(base.size() + path.size() + 2).data();
  const std::size_t root = absolute ? 1 : 0;
  std::size_t at = append(out, root, 0, base);
  at = append(out, root, at, path);
  if (at == 0 && absolute) out[at++] = '/';
  return {out, at};
}

std::optional<std::string_view> event_path(const Question& question) {
  const model::Event& event = *question.moment.event;
  const model::EventRoles& roles = event.info().roles;
  const std::int8_t role = roles.path2 < 0 ? roles.real : roles.real_old;
  if (question.view == PathView::kReal) {
    if (auto real = event.role_text(role)) return real;
  }
  if (roles.path < 0) return event.role_text(roles.real);
  return text_of(event, roles.path, roles.base, question.scratch);
}

std::optional<std::string_view> event_path2(const Question& question) {
  if (question.moment.event->info().roles.path2 < 0) return std::nullopt;
  const model::Event& event = *question.moment.event;
  const model::EventRoles& roles = event.info().roles;
  if (question.view == PathView::kReal) {
    if (auto real = event.role_text(roles.real)) return real;
  }
  return text_of(event, roles.path2, roles.base2 < 0 ? roles.base : roles.base2, question.scratch);
}

bool real_path_differs(const model::Event& event, Scratch& scratch) {
  const model::EventRoles& roles = event.info().roles;
  if (roles.path2 < 0) return differs(event, roles.real, roles.path, roles.base, scratch);
  return differs(event, roles.real, roles.path2, roles.base2 < 0 ? roles.base : roles.base2, scratch) ||
         differs(event, roles.real_old, roles.path, roles.base, scratch);
}

std::string_view directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return slash == 0 ? path.substr(0, 1) : path.substr(0, slash);
}

std::string_view filename_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_open(model::EventType type) {
  return type == BATTEN_OPEN || type == BATTEN_OPENAT || type == BATTEN_OPENAT2 || type == BATTEN_OPEN_BY_HANDLE_AT;
}

bool may_have_descriptor(const model::EventTypeInfo& info, const FieldArgument&) { return info.roles.fd >= 0 || info.roles.socket >= 0; }

DescriptorKind descriptor_kind(const model::Event& event) {
  const model::EventTypeInfo& info = event.info();
  if (!may_have_descriptor(info, {})) return {};
  switch (event.type()) {
    case BATTEN_CREAT: return kind_of('f');
    case BATTEN_OPEN:
    case BATTEN_OPENAT:
    case BATTEN_OPENAT2:
    case BATTEN_OPEN_BY_HANDLE_AT: {
      const auto flags = static_cast<std::uint64_t>(event.number(static_cast<unsigned>(info.roles.flags)));
      return kind_of((flags & O_DIRECTORY) != 0 && (flags & O_TMPFILE) != O_TMPFILE ? 'd' : 'f');
    }
    case BATTEN_SOCKET: return socket_kind(static_cast<std::uint16_t>(event.number(1)));
    case BATTEN_BPF: return kind_of('b');
    case BATTEN_MEMFD_CREATE:
    case BATTEN_MEMFD_SECRET: return kind_of('m');
    case BATTEN_IO_URING_ENTER:
    case BATTEN_IO_URING_REGISTER: return kind_of('r');
    case BATTEN_FCHDIR: return kind_of('d');
    default: break;
  }
  if (auto socket = event_socket(event)) return socket_kind(shown_family(*socket));
  const std::optional<std::string_view> real = event.role_text(info.roles.real);
  return real ? kind_of(letter_of(*real)) : kind_of('o');
}

std::optional<std::string_view> descriptor_name(const Question& question) {
  const model::Event& event = *question.moment.event;
  const model::EventRoles& roles = event.info().roles;
  if (!may_have_descriptor(event.info(), {})) return std::nullopt;
  if (roles.socket >= 0) {
    if (auto socket = event_socket(event)) return socket_name(event, *socket, question.scratch);
  }
  if (event.type() == BATTEN_MEMFD_CREATE) return event.text(1);
  return event_path(question);
}

}  // namespace batten::rules
