// SPDX-License-Identifier: Apache-2.0
#include "advisory/mirror.h"

#include <sys/stat.h>

#include <optional>

#include "advisory/unpack.h"
#include "archive/byte_source.h"
#include "base/file.h"
#include "base/format.h"
#include "base/glob.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/text.h"

namespace batten::advisory {
namespace {

std::optional<std::string> last_match(const std::string& directory, const std::string& pattern) {
  auto names = base::list_directory(directory);
  if (!names) return std::nullopt;
  for (auto name = names->rbegin(); name != names->rend(); ++name) {
    if (base::glob_match(pattern, *name) && base::is_regular_file(directory + "/" + *name)) return directory + "/" + *name;
  }
  return std::nullopt;
}

std::optional<std::string> find(const std::string& directory, std::string_view mirror_name) {
  for (const std::string& name : names_to_try(mirror_name)) {
    std::string path = directory + "/" + name;
    if (name.find('*') != std::string::npos) {
      std::string parent(base::parent_path(name));
      if (auto found = last_match(parent.empty() ? directory : directory + "/" + parent, std::string(base::base_name(name)))) return found;
    } else if (base::is_regular_file(path)) {
      return path;
    }
  }
  return std::nullopt;
}

std::optional<std::string> find_one(const std::string& directory, const FeedFile& file) {
  std::string_view last = base::base_name(directory);
  for (const std::string& name : file.mirror_names) {
    if (auto found = find(directory, name)) return found;
    // DIR may itself be the feed's folder: /mirror/debian for debian/all.zip.
    std::size_t slash = name.find('/');
    if (slash != std::string::npos && std::string_view(name).substr(0, slash) == last) {
      if (auto found = find(directory, std::string_view(name).substr(slash + 1))) return found;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> names_to_try(std::string_view mirror_name) {
  std::vector<std::string> out{std::string(mirror_name)};
  if (mirror_name.ends_with(".zip")) return out;
  for (std::string_view suffix : {".zst", ".gz", ".xz", ".bz2"}) out.push_back(std::string(mirror_name) + std::string(suffix));
  return out;
}

Result<MirrorFile> mirror_file(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return base::errno_error(path, errno);
  if (!S_ISREG(info.st_mode)) return Error{Code::kInvalidArgument, path + ": not a file"};
  MirrorFile out;
  out.path = path;
  out.name = without_compression(base::base_name(path));
  out.size_bytes = static_cast<std::uint64_t>(info.st_size);
  out.validators.url = path;
  out.validators.etag = format("{}-{}.{}", info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
  return out;
}

Result<void> check_mirror_file(const std::string& path) {
  auto text = base::read_file(path + ".sha256", 64 << 10);
  if (!text && text.error().code == Code::kNotFound) return {};
  if (!text) return text.error();
  auto words = base::words(base::trim(*text));
  if (words.empty() || words[0].size() != 64) return Error{Code::kCorrupt, path + ".sha256: no SHA-256 in it"};
  base::Fd fd = TRY(base::open_read(path));
  auto source = archive::pipe_source(fd.get());
  base::Sha256 hash;
  while (true) {
    std::string_view chunk = TRY_IN(path, source->next());
    if (chunk.empty()) break;
    hash.update(chunk);
  }
  if (std::string actual = hash.finish_hex(); actual != base::lower(words[0])) {
    return Error{Code::kCorrupt, format("{}: it has SHA-256 {}, the file beside it says {}", path, actual, base::printable(words[0]))};
  }
  return {};
}

std::vector<MirrorFile> find_in_mirror(const std::string& directory, const std::vector<FeedFile>& files) {
  std::string root = directory;
  while (root.size() > 1 && root.ends_with('/')) root.pop_back();
  std::vector<MirrorFile> out;
  for (const FeedFile& file : files) {
    auto path = find_one(root, file);
    if (!path) continue;
    if (auto found = mirror_file(*path)) out.push_back(*std::move(found));
  }
  return out;
}

}  // namespace batten::advisory
