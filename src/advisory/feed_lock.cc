// SPDX-License-Identifier: Apache-2.0
#include "advisory/feed_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <thread>

#include "base/file.h"
#include "base/format.h"

namespace batten::advisory {

Result<FeedLock> FeedLock::take(const std::string& directory, std::string_view feed, std::chrono::milliseconds patience,
                                base::Progress& progress) {
  TRY(base::make_directories(directory));
  std::string path = format("{}/{}.lock", directory, feed);
  base::Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd.valid()) return base::errno_error(path, errno);
  auto end = std::chrono::steady_clock::now() + patience;
  bool told = false;
  while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return base::errno_error(path, errno);
    if (std::chrono::steady_clock::now() >= end) {
      return Error{Code::kConflict, format("feed {}: another process is updating it", feed)};
    }
    if (!told) progress.message(format("feed {}: another process is updating it, waiting", feed));
    told = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  std::string built = format("{}.mdb.tmp.", feed), checked = format("{}.checked.tmp.", feed);
  if (auto names = base::list_directory(directory)) {
    for (const std::string& name : *names) {
      if (name.starts_with(built) || name.starts_with(checked)) ::unlink((directory + "/" + name).c_str());
    }
  }
  return FeedLock(std::move(fd));
}

}  // namespace batten::advisory
