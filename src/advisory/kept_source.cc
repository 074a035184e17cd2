// SPDX-License-Identifier: Apache-2.0
#include "advisory/kept_source.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "archive/byte_source.h"
#include "archive/compress.h"
#include "archive/tar.h"
#include "archive/tar_writer.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"

namespace batten::advisory {
namespace {

constexpr std::uint64_t kMostArchiveBytes = 1u << 30;
constexpr std::uint64_t kMostNewerBytes = 512u << 20;

Result<std::string> hash_of(const std::string& path) {
  base::Fd fd = TRY(base::open_read(path));
  auto source = archive::pipe_source(fd.get());
  base::Sha256 hash;
  while (true) {
    std::string_view chunk = TRY_IN(path, source->next());
    if (chunk.empty()) return hash.finish_hex();
    hash.update(chunk);
  }
}

Result<std::string> pack(const Records& records) {
  std::string out;
  archive::ZstdWriter zstd([&](std::string_view bytes) -> Result<void> {
    out += bytes;
    return {};
  });
  archive::TarWriter tar([&](std::string_view bytes) { return zstd.add(bytes); });
  for (const auto& [name, content] : records) {
    archive::TarEntry entry;
    entry.name = name;
    entry.size_bytes = content.size();
    entry.mode = 0644;
    TRY(tar.add_header(entry));
    TRY(tar.add_content(content));
  }
  TRY(tar.finish());
  TRY(zstd.finish());
  return out;
}

Result<Records> unpack_records(std::string_view packed) {
  auto memory = archive::memory_source(packed);
  auto inflated = archive::inflated_source(*memory, archive::Compression::kZstd, {.max_bytes = kMostNewerBytes, .max_ratio = 0});
  archive::TarReader tar(*inflated);
  Records out;
  while (auto entry = TRY(tar.next())) out[entry->name] = TRY(tar.content_all(kMostNewerBytes));
  return out;
}

}  // namespace

SourceStore::SourceStore(const std::string& directory, std::string_view feed) : directory_(format("{}/sources/{}", directory, feed)) {}

Result<std::string> SourceStore::keep_archive(const std::string& path) const {
  TRY(base::make_directories(directory_));
  std::string name = TRY(hash_of(path)) + ".zip";
  std::string target = directory_ + "/" + name;
  // Its bytes are on the disk before the feed's file speaks of them.
  base::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid() || ::fsync(fd.get()) != 0 || ::rename(path.c_str(), target.c_str()) != 0) return base::errno_error(target, errno);
  return name;
}

Result<std::string> SourceStore::keep_records(const Records& records) const {
  std::string packed = TRY(pack(records));
  std::string name = base::sha256_hex(packed) + ".tar.zst";
  TRY(base::write_file_atomic(directory_ + "/" + name, packed, true));
  return name;
}

Result<Records> SourceStore::records(const std::string& name) const {
  if (name.empty()) return Records();
  std::string packed = TRY(base::read_file(path(name), kMostNewerBytes));
  if (base::sha256_hex(packed) + ".tar.zst" != name) return Error{Code::kCorrupt, path(name) + ": its bytes have changed"};
  return TRY_IN(path(name), unpack_records(packed));
}

Result<void> SourceStore::check(const std::string& name) const {
  if (TRY(hash_of(path(name))) + ".zip" != name) return Error{Code::kCorrupt, path(name) + ": its bytes have changed"};
  return {};
}

void SourceStore::forget_others(std::span<const Download> downloads) const {
  auto names = base::list_directory(directory_);
  if (!names) return;
  for (const std::string& name : *names) {
    bool used = std::any_of(downloads.begin(), downloads.end(),
                            [&](const Download& download) { return download.kept.base == name || download.kept.newer == name; });
    if (!used) ::unlink(path(name).c_str());
  }
}

bool can_be_kept(const std::string& path) {
  auto fd = base::open_read(path);
  struct stat info{};
  if (!fd || ::fstat(fd->get(), &info) != 0 || static_cast<std::uint64_t>(info.st_size) > kMostArchiveBytes) return false;
  auto head = base::read_at(fd->get(), 0, 4);
  return head && *head == "PK\x03\x04";
}

}  // namespace batten::advisory
