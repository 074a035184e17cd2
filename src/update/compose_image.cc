// SPDX-License-Identifier: Apache-2.0
#include "update/compose_image.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>
#include <optional>
#include <ranges>

#include "base/file.h"
#include "base/format.h"
#include "manifest/compose.h"
#include "model/edited.h"

namespace batten::update {
namespace {

constexpr std::uint64_t kMaxBytes = 4u << 20;
constexpr std::string_view kBeside = ".batten-";

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
}

manifest::ComposeWorld world_of(const std::string& path) {
  const std::string directory = directory_of(path);
  return {
      .read = [directory](
                  const std::string& name) { return base::read_file(name.starts_with('/') ? name : directory + "/" + name, kMaxBytes); },
      .environment = {},
      .directory = directory};
}

Error cannot_edit(const std::string& path, const std::string& service, const std::string& image) {
  return {
      Code::kUnsupported,
      format(
          "{}: the image of {} can't be replaced in place: it is put together from variables, shared by an anchor, or comes from another "
          "file. Write 'image: {}' there yourself, or update with --no-write",
          path, service, image)};
}

Result<std::string> real_path(const std::string& path) {
  std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  if (!real) return base::errno_error(path, errno);
  return std::string(real.get());
}

Result<void> fill(int file, const std::string& path, const struct stat& like, std::string_view text) {
  if (::fchown(file, like.st_uid, like.st_gid) != 0) return base::errno_error(path, errno);
  if (::fchmod(file, like.st_mode & 07777) != 0) return base::errno_error(path, errno);
  TRY(base::write_all(file, text));
  if (::fsync(file) != 0) return base::errno_error(path, errno);
  return {};
}

Result<std::string> name_beside(const std::string& path) {
  std::uint64_t chance = 0;
  if (::getrandom(&chance, sizeof chance, 0) != sizeof chance) return base::errno_error("random numbers", errno);
  return format("{}{}{:016x}", TRY(real_path(path)), kBeside, chance);
}

Result<void> replace_file(const std::string& path, std::string_view before, std::string_view after, const std::string& beside) {
  const std::string real = TRY(real_path(path));
  const std::string now = TRY(base::read_file(real, kMaxBytes));
  if (now == after) return {};
  if (now != before) return Error{Code::kConflict, format("{}: somebody has edited it meanwhile; look at it and begin again", path)};
  struct stat like{};
  if (::stat(real.c_str(), &like) != 0) return base::errno_error(real, errno);
  base::Fd file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.valid()) return base::errno_error(beside, errno);
  Result<void> done = fill(file.get(), beside, like, after);
  if (done && ::rename(beside.c_str(), real.c_str()) != 0) done = base::errno_error(real, errno);
  if (!done) ::unlink(beside.c_str());
  return done;
}

}  // namespace

Result<std::optional<std::string>> with_image(std::string_view text, const std::string& path, const std::string& service,
                                              const std::string& image) {
  const manifest::Compose compose = TRY_IN(path, manifest::parse_compose(text, world_of(path)));
  for (const manifest::ComposeService& one : compose.services) {
    if (one.container.name != service || one.container.image.value.empty()) continue;
    const std::vector<model::Edit> edits =
        TRY_IN(path, manifest::compose_edits(text, one, {.kind = model::ContainerChange::Kind::kImage, .value = image}));
    if (edits.empty() && one.container.image.value != image) return cannot_edit(path, service, image);
    return model::edited(text, edits);
  }
  return std::optional<std::string>();
}

Result<FileChange> compose_image_change(const ComposeOrigin& origin, const std::string& image) {
  if (origin.files.empty())
    return Error{Code::kNotFound, format("project {}: its containers do not say which files it was started from", origin.project)};
  for (const std::string& file : std::views::reverse(origin.files)) {
    const std::string path = file.starts_with('/') ? file : origin.directory + "/" + file;
    std::string text = TRY(base::read_file(path, kMaxBytes));
    std::optional<std::string> after = TRY(with_image(text, path, origin.service, image));
    if (after) return FileChange{path, std::move(text), std::move(*after), TRY(name_beside(path))};
  }
  return Error{Code::kNotFound,
               format("no file of project {} says which image {} has ({})", origin.project, origin.service, origin.files.front())};
}

Result<void> write_change(const FileChange& change) { return replace_file(change.path, change.before, change.after, change.beside); }
Result<void> take_back(const FileChange& change) { return replace_file(change.path, change.after, change.before, change.beside); }

void remove_beside(const FileChange& change) {
  if (change.beside.contains(kBeside)) ::unlink(change.beside.c_str());
}

}  // namespace batten::update
