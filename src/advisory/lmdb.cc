// SPDX-License-Identifier: Apache-2.0
#include "advisory/lmdb.h"

#include <fcntl.h>
#include <lmdb.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"

namespace batten::advisory {
namespace {

Error lmdb_error(const std::string& path, int rc) {
  Code code = Code::kCorrupt;
  if (rc == ENOENT) code = Code::kNotFound;
  if (rc == EACCES || rc == EPERM) code = Code::kDenied;
  if (rc == MDB_MAP_FULL || rc == MDB_BAD_VALSIZE) code = Code::kLimit;
  if (rc == ENOSPC || rc == EIO || rc == ENOMEM) code = Code::kInternal;
  return Error{code, path + ": " + mdb_strerror(rc)};
}

MDB_val value_of(std::string_view bytes) {
  // LMDB's interface has no const; it does not write through what it is given for reading.
  return MDB_val{bytes.size(), const_cast<char*>(bytes.data())};
}

std::string_view view_of(const MDB_val& value) { return {static_cast<const char*>(value.mv_data), value.mv_size}; }

constexpr std::string_view kSeal = "sha256:";
constexpr std::size_t kSealBytes = kSeal.size() + 64;

Result<std::string> hash_of(int fd, std::uint64_t size) {
  base::Sha256 hash;
  std::string buffer(1 << 20, '\0');
  for (std::uint64_t at = 0; at < size;) {
    ssize_t got = ::pread(fd, buffer.data(), std::min<std::uint64_t>(buffer.size(), size - at), static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::errno_error("read", errno);
    if (got == 0) break;
    hash.update(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)));
    at += static_cast<std::uint64_t>(got);
  }
  return hash.finish_hex();
}

using Environment = std::shared_ptr<MDB_env>;

Result<Environment> make_environment(const std::string& path) {
  MDB_env* env = nullptr;
  if (int rc = mdb_env_create(&env); rc != 0) return lmdb_error(path, rc);
  return Environment(env, mdb_env_close);
}

}  // namespace

// Threads have transactions of their own over one map: pages are mapped, and let go at the end, once.
struct LmdbFile::Impl {
  Environment env;
  std::string path;
  std::uint64_t size = 0;
  MDB_txn* txn = nullptr;
  MDB_dbi dbi = 0;

  ~Impl() {
    if (txn != nullptr) mdb_txn_abort(txn);
  }
  Result<void> begin() {
    if (int rc = mdb_txn_begin(env.get(), nullptr, MDB_RDONLY, &txn); rc != 0) return lmdb_error(path, rc);
    if (int rc = mdb_dbi_open(txn, nullptr, 0, &dbi); rc != 0) return lmdb_error(path, rc);
    return {};
  }
};

LmdbFile::LmdbFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LmdbFile::LmdbFile(LmdbFile&&) noexcept = default;
LmdbFile& LmdbFile::operator=(LmdbFile&&) noexcept = default;
LmdbFile::~LmdbFile() = default;

Result<LmdbFile> LmdbFile::open(const std::string& path) {
  // LMDB would wait for nothing and create nothing in read-only mode, but it opens a fifo or a directory happily.
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return base::errno_error(path, errno);
  if (!S_ISREG(info.st_mode)) return Error{Code::kCorrupt, path + ": not a regular file"};
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->size = static_cast<std::uint64_t>(info.st_size);
  impl->env = TRY(make_environment(path));
  if (int rc = mdb_env_open(impl->env.get(), path.c_str(), MDB_RDONLY | MDB_NOLOCK | MDB_NOSUBDIR | MDB_NOTLS, 0); rc != 0) {
    return lmdb_error(path, rc);
  }
  // Reading a page behind the end of the file would be a SIGBUS: a truncated copy is found here.
  MDB_envinfo environment{};
  MDB_stat stat{};
  mdb_env_info(impl->env.get(), &environment);
  mdb_env_stat(impl->env.get(), &stat);
  std::uint64_t needed = (static_cast<std::uint64_t>(environment.me_last_pgno) + 1) * stat.ms_psize;
  if (needed > impl->size || needed > environment.me_mapsize) {
    return Error{Code::kCorrupt, format("{}: {} bytes, its header says {}", path, impl->size, needed)};
  }
  TRY(impl->begin());
  return LmdbFile(std::move(impl));
}

std::optional<std::string_view> LmdbFile::get(std::string_view key) const {
  if (key.empty() || key.size() > kMaxKeyBytes) return std::nullopt;
  MDB_val name = value_of(key);
  MDB_val value{};
  if (mdb_get(impl_->txn, impl_->dbi, &name, &value) != 0) return std::nullopt;
  return view_of(value);
}

bool LmdbFile::has_prefix(std::string_view prefix) const {
  if (prefix.empty() || prefix.size() > kMaxKeyBytes) return false;
  MDB_cursor* cursor = nullptr;
  if (mdb_cursor_open(impl_->txn, impl_->dbi, &cursor) != 0) return false;
  MDB_val key = value_of(prefix);
  MDB_val value{};
  bool found = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE) == 0 && view_of(key).starts_with(prefix);
  mdb_cursor_close(cursor);
  return found;
}

Result<void> LmdbFile::each(const std::function<void(std::string_view, std::string_view)>& visit) const {
  MDB_cursor* cursor = nullptr;
  if (int rc = mdb_cursor_open(impl_->txn, impl_->dbi, &cursor); rc != 0) return lmdb_error(impl_->path, rc);
  MDB_val key{};
  MDB_val value{};
  int rc = mdb_cursor_get(cursor, &key, &value, MDB_FIRST);
  for (; rc == 0; rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) visit(view_of(key), view_of(value));
  mdb_cursor_close(cursor);
  if (rc != MDB_NOTFOUND) return lmdb_error(impl_->path, rc);
  return {};
}

std::uint64_t LmdbFile::size_bytes() const { return impl_->size; }

Result<LmdbFile> LmdbFile::another() const {
  auto impl = std::make_unique<Impl>();
  impl->env = impl_->env;
  impl->path = impl_->path;
  impl->size = impl_->size;
  TRY(impl->begin());
  return LmdbFile(std::move(impl));
}

struct LmdbBuilder::Impl {
  Environment env;
  std::string path;
  MDB_txn* txn = nullptr;
  MDB_dbi dbi = 0;
  bool finished = false;

  ~Impl() {
    if (txn != nullptr) mdb_txn_abort(txn);
    if (!finished && !path.empty()) ::unlink(path.c_str());
  }
};

LmdbBuilder::LmdbBuilder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LmdbBuilder::LmdbBuilder(LmdbBuilder&&) noexcept = default;
LmdbBuilder& LmdbBuilder::operator=(LmdbBuilder&&) noexcept = default;
LmdbBuilder::~LmdbBuilder() = default;

Result<LmdbBuilder> LmdbBuilder::create(const std::string& path, std::uint64_t expected_bytes) {
  auto impl = std::make_unique<Impl>();
  impl->env = TRY(make_environment(path));
  std::uint64_t map = ((expected_bytes * 3 + (16u << 20)) / 65536 + 1) * 65536;
  if (int rc = mdb_env_set_mapsize(impl->env.get(), map); rc != 0) return lmdb_error(path, rc);
  // Not synced while it grows: finish() syncs once, and nobody opens the file before that.
  unsigned flags = MDB_NOLOCK | MDB_NOSUBDIR | MDB_NOSYNC | MDB_NOMETASYNC;
  if (int rc = mdb_env_open(impl->env.get(), path.c_str(), flags, 0600); rc != 0) return lmdb_error(path, rc);
  impl->path = path;
  if (int rc = mdb_txn_begin(impl->env.get(), nullptr, 0, &impl->txn); rc != 0) return lmdb_error(path, rc);
  if (int rc = mdb_dbi_open(impl->txn, nullptr, 0, &impl->dbi); rc != 0) return lmdb_error(path, rc);
  return LmdbBuilder(std::move(impl));
}

Result<void> LmdbBuilder::append(std::string_view key, std::string_view value) {
  MDB_val name = value_of(key);
  MDB_val content = value_of(value);
  // The one transaction only ever adds pages at the end, so the file comes out without holes.
  if (int rc = mdb_put(impl_->txn, impl_->dbi, &name, &content, MDB_APPEND); rc != 0) return lmdb_error(impl_->path, rc);
  return {};
}

Result<void> LmdbBuilder::finish() {
  int rc = mdb_txn_commit(impl_->txn);
  impl_->txn = nullptr;
  if (rc != 0) return lmdb_error(impl_->path, rc);
  if (rc = mdb_env_sync(impl_->env.get(), 1); rc != 0) return lmdb_error(impl_->path, rc);
  impl_->env.reset();
  base::Fd fd(::open(impl_->path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC));
  if (!fd.valid()) return base::errno_error(impl_->path, errno);
  std::string hash = TRY_IN(impl_->path, hash_of(fd.get(), UINT64_MAX));
  TRY_IN(impl_->path, base::write_all(fd.get(), std::string(kSeal) + hash));
  if (::fsync(fd.get()) != 0) return base::errno_error(impl_->path, errno);
  impl_->finished = true;
  return {};
}

Result<void> check_seal(const std::string& path) {
  base::Fd fd = TRY(base::open_read(path));
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) return base::errno_error(path, errno);
  auto size = static_cast<std::uint64_t>(info.st_size);
  if (size <= kSealBytes) return Error{Code::kCorrupt, path + ": too short"};
  std::string seal = TRY_IN(path, base::read_at(fd.get(), size - kSealBytes, kSealBytes));
  std::string hash = TRY_IN(path, hash_of(fd.get(), size - kSealBytes));
  if (seal != std::string(kSeal) + hash)
    return Error{Code::kCorrupt, path + ": its bytes do not have the SHA-256 that it was written with"};
  return {};
}

}  // namespace batten::advisory
