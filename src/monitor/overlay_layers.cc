// SPDX-License-Identifier: Apache-2.0
#include "monitor/overlay_layers.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/fd.h"
#include "base/format.h"

namespace batten::monitor {
namespace {

constexpr std::size_t kMaxLayers = 1000;

// "\040" -> " ".
std::string unescape_octal(std::string_view text) {
  std::string out;
  const auto digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '7'; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && digit(i + 1) && digit(i + 2) && digit(i + 3)) {
      out += static_cast<char>((text[i + 1] - '0') << 6 | (text[i + 2] - '0') << 3 | (text[i + 3] - '0'));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string_view cut(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return out;
}

// "a:b", where "\:" is a colon of a name.
void add_layers(std::string_view text, std::vector<std::string>& out) {
  std::string one;
  const auto put = [&] {
    if (!one.empty() && out.size() < kMaxLayers) out.push_back(std::exchange(one, {}));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      one += text[++i];
    } else if (text[i] == ':') {
      put();
    } else {
      one += text[i];
    }
  }
  put();
}

base::Fd open_below(const std::string& layer, std::string_view path) {
  const base::Fd top(::open(layer.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!top.valid()) return {};
  const std::string relative(path.substr(std::min(path.find_first_not_of('/'), path.size())));
  const open_how how{.flags = O_PATH | O_NOFOLLOW | O_CLOEXEC, .mode = 0, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
  return base::Fd(static_cast<int>(::syscall(SYS_openat2, top.get(), relative.c_str(), &how, sizeof how)));
}

bool same(const timespec& one, const timespec& other) { return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec; }

}  // namespace

std::vector<MountLine> parse_mountinfo(std::string_view text) {
  std::vector<MountLine> out;
  while (!text.empty()) {
    std::string_view line = cut(text, '\n');
    MountLine one;
    one.id = cut(line, ' ');
    cut(line, ' ');
    one.device = cut(line, ' ');
    one.root = unescape_octal(cut(line, ' '));
    one.point = unescape_octal(cut(line, ' '));
    while (!line.empty() && cut(line, ' ') != "-") {
    }
    one.type = cut(line, ' ');
    cut(line, ' ');
    one.options = line;
    if (!one.type.empty() && one.point.starts_with('/')) out.push_back(std::move(one));
  }
  return out;
}

Result<OverlayLayers> overlay_of_root(std::string_view mountinfo, std::string_view upper) {
  const std::vector<MountLine> mounts = parse_mountinfo(mountinfo);
  const auto root = std::ranges::find(mounts.rbegin(), mounts.rend(), "/", &MountLine::point);
  if (root == mounts.rend() || root->type != "overlay") return Error{Code::kUnsupported, "its root is no overlay"};
  OverlayLayers out;
  std::string_view options = root->options;
  while (!options.empty()) {
    std::string_view value = cut(options, ',');
    const std::string_view name = cut(value, '=');
    if (name == "upperdir") out.upper = unescape_octal(value);
    if (name == "lowerdir" || name == "lowerdir+") add_layers(unescape_octal(value), out.lower);
  }
  if (out.upper.empty() || out.lower.empty()) return Error{Code::kUnsupported, "its overlay has no upper and lower directories"};
  if (!out.upper.starts_with('/')) {
    if (!upper.starts_with('/') || !upper.ends_with("/" + out.upper))
      return Error{Code::kUnsupported, "where the layers of its overlay lie is not known"};
    const std::string before(upper.substr(0, upper.size() - out.upper.size()));
    out.upper = upper;
    for (std::string& one : out.lower) {
      if (!one.starts_with('/')) one.insert(0, before);
    }
  }
  return out;
}

std::optional<std::string> path_in_system(const MountLine& mount, std::string_view path) {
  const std::string_view point = mount.point == "/" ? std::string_view() : std::string_view(mount.point);
  if (!path.starts_with(point) || (path.size() > point.size() && path[point.size()] != '/')) return std::nullopt;
  return (mount.root == "/" ? std::string() : mount.root) + std::string(path.substr(point.size()));
}

bool is_from_image(const OverlayLayers& layers, std::string_view path, int file) {
  struct stat facts{};
  if (!path.starts_with('/') || ::fstat(file, &facts) != 0) return false;
  errno = 0;
  if (open_below(layers.upper, path).valid()) return false;
  // A link or a file where the path has a directory: somebody has put it there.
  if (errno != ENOENT) return false;
  for (const std::string& layer : layers.lower) {
    const base::Fd found = open_below(layer, path);
    struct stat its{};
    if (!found.valid() || ::fstat(found.get(), &its) != 0) continue;
    return its.st_size == facts.st_size && same(its.st_mtim, facts.st_mtim) && same(its.st_ctim, facts.st_ctim);
  }
  return false;
}

}  // namespace batten::monitor
