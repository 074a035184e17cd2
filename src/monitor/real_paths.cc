// SPDX-License-Identifier: Apache-2.0
#include "monitor/real_paths.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/format.h"
#include "monitor/system_calls.h"
#include "monitor/tree_root.h"

namespace batten::monitor {
namespace {

constexpr int kMaxAncestors = 8;
constexpr int kMaxLooks = 64;                // for links one by one, which takes the longer the deeper a path is
constexpr std::size_t kMaxPath = 16u << 10;  // of directory and path together, and of what comes out
constexpr model::EventType kLinking[] = {BATTEN_SYMLINK, BATTEN_SYMLINKAT};

bool is_rename(model::EventType type) { return type == BATTEN_RENAME || type == BATTEN_RENAMEAT || type == BATTEN_RENAMEAT2; }
bool is_link(model::EventType type) { return type == BATTEN_LINK || type == BATTEN_LINKAT; }
bool is_unlink(model::EventType type) { return type == BATTEN_UNLINK || type == BATTEN_UNLINKAT; }
bool is_symlink(model::EventType type) { return type == BATTEN_SYMLINK || type == BATTEN_SYMLINKAT; }

bool follows_last(const model::Event& event) {
  const batten_follows follows = followed_links(event.type());
  if (follows <= BATTEN_FOLLOWS_ALL) return follows == BATTEN_FOLLOWS_ALL;
  const auto flags = event.number(static_cast<unsigned>(model::find_param(event.info(), "flags")));
  return follows == BATTEN_FOLLOWS_UNLESS_4 ? (flags & AT_SYMLINK_NOFOLLOW) == 0 : (flags & AT_SYMLINK_FOLLOW) != 0;
}

// Whether a link may lie on the way: there is a directory in the text, or the last component is followed.
bool may_have_links(std::string_view path, bool follow_last) {
  if (follow_last || path.ends_with('/')) return true;
  while (path.starts_with('/')) path.remove_prefix(1);
  return path.contains('/');
}

// Of a path with a slash in front of its last component.
std::string_view directory_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }
std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string link_text(const std::string& path) {
  std::array<char, 4096> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const ssize_t size = ::readlink(path.c_str(), buffer.data(), buffer.size());
  return size <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(size));
}

// Worked out as text alone.
std::string text_path(std::string_view path) {
  return resolve_links(path, false, [](const std::string&) { return std::nullopt; });
}

// The links that the kernel makes of a process are nobody else's to follow: "/proc/self/root" and "/proc/12/root" are taken for the root,
// as processes that are seen there mostly have the same. None: it is no such path.
std::optional<std::string> process_link(std::string_view path, const std::string& proc, const model::Process& process) {
  if (!path.starts_with("/proc/")) return std::nullopt;
  path.remove_prefix(6);
  const std::string_view whose = path.substr(0, path.find('/'));
  const bool self = whose == "self" || whose == "thread-self";
  if (!self && whose.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  if (path.size() == whose.size()) return self ? std::optional(std::string(".")) : std::nullopt;
  path.remove_prefix(whose.size() + 1);
  if (path == "root") return "/";
  if (self && path == "cwd") return process.directory.empty() ? "/" : process.directory;
  if (self && path.starts_with("fd/") && path.find('/', 3) == std::string_view::npos)
    return link_text(format("{}/{}/{}", proc, process.key.pid, path));
  return std::nullopt;
}

std::string key_of(const Attributed& whose, std::string_view path) {
  return format("{}:{}", whose.container == nullptr ? std::string_view() : std::string_view(whose.container->id), path);
}

}  // namespace

void RealPaths::widen(model::Prefilter& filter) {
  bool any = false, host = false;
  for (unsigned type = 0; type < BATTEN_EVENT_TYPES; ++type) {
    const model::EventFilter& one = filter.types[type];
    if (!one.wanted || followed_links(static_cast<model::EventType>(type)) == BATTEN_FOLLOWS_TOLD) continue;
    any = true;
    host = host || one.any.empty() ||
           std::ranges::any_of(one.any, [](const auto& clause) { return clause.where != model::EventClause::Where::kContainer; });
  }
  if (!any) return;
  const model::EventClause clause{.where = host ? model::EventClause::Where::kAnywhere : model::EventClause::Where::kContainer,
                                  .outcome = model::EventClause::Outcome::kSuccess};
  for (const model::EventType type : kLinking) {
    model::EventFilter& one = filter.types[type];
    if (!one.wanted || !one.any.empty()) one.any.push_back(clause);
    one.wanted = true;
  }
}

// The process itself knows best where its root is; those that it descends from in the same container mostly have the same.
std::optional<TreeRoot> RealPaths::find_root(const Attributed& whose) const {
  const auto of_process = [&](std::uint32_t pid) -> std::optional<TreeRoot> {
    if (pid == 0) return std::nullopt;
    Result<TreeRoot> root = TreeRoot::open(format("{}/{}/root", options_.proc, pid), TreeRoot::Lookups::kCached);
    return root ? std::optional(*std::move(root)) : std::nullopt;
  };
  const model::Process* process = whose.process;
  for (int i = 0; i < kMaxAncestors && process != nullptr && process->cgroup == whose.process->cgroup; ++i) {
    if (auto root = of_process(process->key.pid)) return root;
    process = process->parent.get();
  }
  if (whose.container != nullptr) {
    if (auto root = of_process(whose.container->first_pid)) return root;
    if (whose.container->root.empty()) return std::nullopt;
  }
  Result<TreeRoot> root =
      TreeRoot::open(whose.container == nullptr ? options_.host_root : whose.container->root, TreeRoot::Lookups::kCached);
  return root ? std::optional(*std::move(root)) : std::nullopt;
}

// Null: nobody is left to ask.
const TreeRoot* RealPaths::root_of(const Attributed& whose) {
  if (!root_ || root_process_ != whose.process->key) {
    root_ = find_root(whose);
    root_process_ = whose.process->key;
  }
  return root_ ? &*root_ : nullptr;
}

std::string RealPaths::resolve(const std::string& path, bool follow_last, const Attributed& whose) {
  const TreeRoot* root = root_of(whose);
  if (!root) ++counts_.rootless;
  bool known = false;
  const auto known_link = [&](const std::string& here) -> std::optional<std::string> {
    if (auto made = process_link(here, options_.proc, *whose.process)) {
      known = true;
      return made == "." ? std::nullopt : made;
    }
    if (links_.empty()) return std::nullopt;
    const auto made = links_.find(key_of(whose, here));
    if (made == links_.end()) return std::nullopt;
    known = true;
    return made->second.target;
  };
  const bool may_be_known = !links_.empty() || path.starts_with("/proc/") || root == nullptr;
  std::string out = may_be_known ? resolve_links(path, follow_last, known_link) : std::string();
  if (root == nullptr) return out;
  // The file system alone can be asked for all at once.
  if (!known) {
    const std::string_view asked = follow_last ? std::string_view(path) : directory_of(path);
    if (!root->has_links(asked)) return {};
    if (std::optional<std::string> real = root->real_path(asked)) {
      if (follow_last) return *real;
      const std::string_view name = name_of(path);
      return (*real == "/" ? std::string() : *real) + "/" + std::string(name);
    }
  }
  int looks = 0;
  return resolve_links(path, follow_last, [&](const std::string& here) -> std::optional<std::string> {
    if (auto made = known_link(here)) return made;
    if (here.starts_with("/proc/") || ++looks > kMaxLooks) return std::nullopt;
    return root->link_at(here);
  });
}

// None: as the text says.
std::optional<std::string> RealPaths::real_of(const model::Event& event, const Path& which, const Attributed& whose) {
  const std::optional<std::string_view> given = event.role_text(which.path);
  if (!given || given->empty() || which.real < 0 || event.role_text(which.real) || !may_have_links(*given, which.follow_last))
    return std::nullopt;
  std::string path;
  if (!given->starts_with('/')) {
    const std::optional<std::string_view> base = event.role_text(which.base);
    if (!base || !base->starts_with('/')) return std::nullopt;
    path = format("{}/", *base);
  }
  path += *given;
  if (path.size() > kMaxPath || path.contains('\0')) return std::nullopt;
  ++counts_.looked;
  std::string real = resolve(path, which.follow_last || path.ends_with('/'), whose);
  if (real.empty() || real.size() > kMaxPath || real == text_path(path)) return std::nullopt;
  ++counts_.linked;
  return real;
}

void RealPaths::rewrite(const model::Event& event, std::int8_t role, const std::string& real) {
  if (words_.empty()) {
    const std::string_view record = event.record();
    words_.resize(record.size() / 8);
    std::memcpy(words_.data(), record.data(), record.size());
    auto* header = reinterpret_cast<batten_event*>(words_.data());
    header->flags = static_cast<batten_u8>(header->flags & ~BATTEN_EVENT_CLAUSES);  // they do not end it any more
  }
  const std::size_t at = words_.size() * 8;
  words_.resize(words_.size() + (real.size() + 7) / 8);
  std::memcpy(reinterpret_cast<char*>(words_.data()) + at, real.data(), real.size());
  words_[sizeof(batten_event) / 8 + model::slot_of(event.info(), static_cast<unsigned>(role))] = at << 32 | real.size();
  const auto size = static_cast<std::uint32_t>(words_.size() * 8);
  std::memcpy(words_.data(), &size, sizeof size);
}

void RealPaths::forget_old(std::uint64_t time_ns) {
  while (!order_.empty() && (order_.size() > options_.max_links || order_.front().first + options_.link_life_ns < time_ns)) {
    const auto found = links_.find(order_.front().second);
    if (found != links_.end() && found->second.time_ns == order_.front().first) links_.erase(found);
    order_.pop_front();
  }
}

void RealPaths::add_link(std::string key, std::string target, std::uint64_t time_ns) {
  order_.emplace_back(time_ns, key);
  links_.insert_or_assign(std::move(key), Made{.target = std::move(target), .time_ns = time_ns});
  forget_old(time_ns);
}

// event: with its real paths.
void RealPaths::remember(const model::Event& event, const Attributed& whose) {
  const model::EventRoles& roles = event.info().roles;
  const auto place = [&](std::int8_t real, std::int8_t path, std::int8_t base) {
    if (const auto known = event.role_text(real)) return key_of(whose, *known);
    const std::string_view given = event.role_text(path).value_or(std::string_view());
    const std::string_view from = given.starts_with('/') ? std::string_view() : event.role_text(base).value_or(std::string_view());
    return key_of(whose, text_path(format("{}/{}", from, given)));
  };
  if (is_symlink(event.type()))
    return add_link(place(roles.real, roles.path, roles.base), std::string(event.text(1).value_or("")), whose.time_ns);
  if (links_.empty()) return;
  if (is_unlink(event.type())) links_.erase(place(roles.real, roles.path, roles.base));
  if (!is_rename(event.type()) && !is_link(event.type())) return;
  const auto found = links_.find(place(roles.real_old, roles.path, roles.base));
  if (found == links_.end()) return;
  const Made made = found->second;
  if (is_rename(event.type())) links_.erase(found);
  add_link(place(roles.real, roles.path2, roles.base2), made.target, whose.time_ns);
}

std::string_view RealPaths::complete(const model::Event& event, const Attributed& whose) {
  if (event.type() == BATTEN_CHROOT || event.type() == BATTEN_PIVOT_ROOT || event.type() == BATTEN_SETNS) rest();
  const batten_follows follows = followed_links(event.type());
  if (follows == BATTEN_FOLLOWS_TOLD || event.result() < 0) return {};
  forget_old(whose.time_ns);
  words_.clear();
  const model::EventRoles& roles = event.info().roles;
  const bool two = roles.path2 >= 0;
  const auto look = [&](const Path& which) {
    if (const auto real = real_of(event, which, whose)) rewrite(event, which.real, *real);
  };
  look({.path = roles.path, .base = roles.base, .real = two ? roles.real_old : roles.real, .follow_last = follows_last(event)});
  if (two) look({.path = roles.path2, .base = roles.base2, .real = roles.real, .follow_last = false});
  const std::string_view record{reinterpret_cast<const char*>(words_.data()), words_.size() * 8};
  const Result<model::Event> completed = record.empty() ? event : model::Event::read(record);
  if (!completed) return {};
  remember(*completed, whose);
  return record;
}

}  // namespace batten::monitor
