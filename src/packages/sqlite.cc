// SPDX-License-Identifier: Apache-2.0
#include "packages/sqlite.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "base/format.h"

namespace batten::packages {
namespace {

// An rpm header is at most a few MiB; rpm itself refuses more than 256 MiB.
constexpr int kMaxRowBytes = 128 << 20;
constexpr sqlite3_int64 kMaxHeapBytes = 300 << 20;
constexpr int kStepsPerCheck = 1000, kMaxChecks = 100'000;

constexpr std::size_t kHeaderBytes = 100;

// At offset 16, big-endian; 1 stands for 65536.
std::size_t page_bytes(std::string_view header) {
  auto size = static_cast<std::size_t>(static_cast<unsigned char>(header[16]) << 8 | static_cast<unsigned char>(header[17]));
  return size <= 1 ? 65536 : size;
}

struct MemoryFile {
  sqlite3_file base;
  const std::string_view* bytes;
};

std::string_view bytes_of(sqlite3_file* file) { return *reinterpret_cast<MemoryFile*>(file)->bytes; }

int file_read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
  std::string_view bytes = bytes_of(file);
  auto want = static_cast<std::size_t>(size);
  std::size_t have = offset < 0 || static_cast<std::uint64_t>(offset) >= bytes.size()
                         ? 0
                         : std::min(want, bytes.size() - static_cast<std::size_t>(offset));
  if (have > 0) std::memcpy(out, bytes.data() + offset, have);
  std::memset(static_cast<char*>(out) + have, 0, want - have);
  // Bytes 18 and 19 say 2 for WAL mode, which needs shared memory; 1 is a plain database of the same layout.
  for (sqlite3_int64 at : {18, 19}) {
    if (offset <= at && at < offset + static_cast<sqlite3_int64>(have)) static_cast<char*>(out)[at - offset] = 1;
  }
  return have == want ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(bytes_of(file).size());
  return SQLITE_OK;
}

constexpr sqlite3_io_methods kFileMethods = {
    .iVersion = 1,
    .xClose = [](sqlite3_file*) { return SQLITE_OK; },
    .xRead = file_read,
    .xWrite = [](sqlite3_file*, const void*, int, sqlite3_int64) { return SQLITE_READONLY; },
    .xTruncate = [](sqlite3_file*, sqlite3_int64) { return SQLITE_READONLY; },
    .xSync = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xFileSize = file_size,
    .xLock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xCheckReservedLock =
        [](sqlite3_file*, int* out) {
          *out = 0;
          return SQLITE_OK;
        },
    .xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    .xSectorSize = [](sqlite3_file*) { return 4096; },
    .xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_IMMUTABLE; },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int vfs_open(sqlite3_vfs* vfs, const char*, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
  auto* memory = reinterpret_cast<MemoryFile*>(file);
  memory->base.pMethods = &kFileMethods;
  memory->bytes = static_cast<const std::string_view*>(vfs->pAppData);
  if (out_flags != nullptr) *out_flags = SQLITE_OPEN_READONLY;
  return SQLITE_OK;
}

// The file system of one database; registered while it lives.
class MemoryVfs {
 public:
  explicit MemoryVfs(std::string_view bytes) : bytes_(bytes), name_(format("batten-{}", static_cast<const void*>(this))) {
    vfs_.iVersion = 1;
    vfs_.szOsFile = sizeof(MemoryFile);
    vfs_.mxPathname = 64;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = &bytes_;
    vfs_.xOpen = vfs_open;
    vfs_.xDelete = [](sqlite3_vfs*, const char*, int) { return SQLITE_READONLY; };
    vfs_.xAccess = [](sqlite3_vfs*, const char*, int, int* out) {
      *out = 0;
      return SQLITE_OK;
    };
    vfs_.xFullPathname = [](sqlite3_vfs*, const char* name, int size, char* out) {
      sqlite3_snprintf(size, out, "%s", name);
      return SQLITE_OK;
    };
    vfs_.xRandomness = [](sqlite3_vfs*, int size, char* out) {
      std::memset(out, 0, static_cast<std::size_t>(size));
      return size;
    };
    vfs_.xSleep = [](sqlite3_vfs*, int) { return 0; };
    vfs_.xCurrentTime = [](sqlite3_vfs*, double* out) {
      *out = 0;
      return SQLITE_OK;
    };
    vfs_.xGetLastError = [](sqlite3_vfs*, int, char*) { return 0; };
    registered_ = sqlite3_vfs_register(&vfs_, 0) == SQLITE_OK;
  }
  MemoryVfs(const MemoryVfs&) = delete;
  MemoryVfs& operator=(const MemoryVfs&) = delete;
  ~MemoryVfs() {
    if (registered_) sqlite3_vfs_unregister(&vfs_);
  }

  const char* name() const { return name_.c_str(); }

 private:
  std::string_view bytes_;
  std::string name_;
  sqlite3_vfs vfs_{};
  bool registered_ = false;
};

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

Error sqlite_error(int status, std::string_view detail) {
  int primary = status & 0xff;
  Code code = primary == SQLITE_TOOBIG || primary == SQLITE_NOMEM || primary == SQLITE_INTERRUPT ? Code::kLimit : Code::kCorrupt;
  return Error{code, format("SQLite: {}", detail)};
}

struct Guard {
  std::string table;
  int checks = 0;
};

// Reading columns of one table, by no view and no trigger; nothing else.
int authorize(void* context, int action, const char* first, const char*, const char*, const char* view) {
  if (view != nullptr) return SQLITE_DENY;
  if (action == SQLITE_SELECT) return SQLITE_OK;
  bool ours = action == SQLITE_READ && first != nullptr && sqlite3_stricmp(first, static_cast<Guard*>(context)->table.c_str()) == 0;
  return ours ? SQLITE_OK : SQLITE_DENY;
}

int too_many_steps(void* context) { return ++static_cast<Guard*>(context)->checks > kMaxChecks ? 1 : 0; }

void set_limits(sqlite3* database) {
  constexpr std::pair<int, int> kLimits[] = {
      {SQLITE_LIMIT_LENGTH, kMaxRowBytes}, {SQLITE_LIMIT_SQL_LENGTH, 100'000}, {SQLITE_LIMIT_COLUMN, 100},
      {SQLITE_LIMIT_EXPR_DEPTH, 50},       {SQLITE_LIMIT_COMPOUND_SELECT, 2},  {SQLITE_LIMIT_VDBE_OP, 25'000},
      {SQLITE_LIMIT_FUNCTION_ARG, 8},      {SQLITE_LIMIT_ATTACHED, 0},         {SQLITE_LIMIT_VARIABLE_NUMBER, 0},
      {SQLITE_LIMIT_TRIGGER_DEPTH, 0},     {SQLITE_LIMIT_WORKER_THREADS, 0}};
  for (auto [limit, value] : kLimits) sqlite3_limit(database, limit, value);
  constexpr std::pair<int, int> kSettings[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                               {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                               {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
                                               {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                                               {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}};
  for (auto [setting, value] : kSettings) sqlite3_db_config(database, setting, value, nullptr);
}

}  // namespace

Result<void> read_sqlite_table(std::string_view bytes, std::string_view table, std::string_view number_column,
                               std::string_view bytes_column, const std::function<void(const SqliteRow&)>& visit) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  if (!bytes.starts_with(kMagic)) return Error{Code::kCorrupt, "not a SQLite database"};
  // SQLite reads a last page that is cut as if zeros followed.
  if (bytes.size() < kHeaderBytes || bytes.size() % page_bytes(bytes) != 0)
    return Error{Code::kCorrupt, "SQLite: the database ends within a page"};
  sqlite3_hard_heap_limit64(kMaxHeapBytes);
  Guard guard{.table = std::string(table)};
  MemoryVfs vfs(bytes);
  sqlite3* opened = nullptr;
  int status = sqlite3_open_v2("memory", &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, vfs.name());
  std::unique_ptr<sqlite3, Close> database(opened);
  if (status != SQLITE_OK) return sqlite_error(status, sqlite3_errstr(status));
  set_limits(database.get());
  for (const char* pragma : {"PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0", "PRAGMA temp_store=MEMORY"}) {
    sqlite3_exec(database.get(), pragma, nullptr, nullptr, nullptr);
  }
  sqlite3_set_authorizer(database.get(), authorize, &guard);
  sqlite3_progress_handler(database.get(), kStepsPerCheck, too_many_steps, &guard);

  std::string query = format("SELECT {}, {} FROM {}", number_column, bytes_column, table);
  sqlite3_stmt* prepared = nullptr;
  status = sqlite3_prepare_v2(database.get(), query.c_str(), -1, &prepared, nullptr);
  std::unique_ptr<sqlite3_stmt, Close> statement(prepared);
  if (status != SQLITE_OK) return sqlite_error(status, sqlite3_errmsg(database.get()));
  while ((status = sqlite3_step(statement.get())) == SQLITE_ROW) {
    const void* data = sqlite3_column_blob(statement.get(), 1);
    auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), 1));
    std::string_view row = data == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(data), size);
    visit({.number = sqlite3_column_int64(statement.get(), 0), .bytes = row});
  }
  if (status != SQLITE_DONE) return sqlite_error(status, sqlite3_errmsg(database.get()));
  return {};
}

}  // namespace batten::packages
