// SPDX-License-Identifier: Apache-2.0
#include "cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::cli {
namespace {

// The text is not copied to get its newline: a report has megabytes.
Result<void> write_line(int fd, std::string_view text) {
  TRY(base::write_all(fd, text));
  return text.ends_with('\n') ? Result<void>() : base::write_all(fd, "\n");
}

Result<void> write_to(const std::string& path, int flags, std::string_view text) {
  base::Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | flags, 0666));  // as the umask allows: others read reports
  if (!fd.valid()) return base::errno_error(path, errno);
  Result<void> written = write_line(fd.get(), text);
  return written ? written : base::in_context(path, written.error());
}

// The file that a link leads to, else the path itself.
std::string behind_links(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  std::string out = real == nullptr ? path : real;
  std::free(real);
  return out;
}

Result<void> write_file(const std::string& path, std::string_view text) {
  struct stat info{};
  // A device, a pipe: written to. Renaming over /dev/null would put a file in its place.
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) return write_to(path, 0, text);
  std::string target = behind_links(path), temporary = format("{}.tmp.{}", target, ::getpid());
  Result<void> written = write_to(temporary, O_CREAT | O_EXCL, text);
  // No new file in that directory, or no such directory: the file itself, or the error that names it.
  if (!written && ::access(temporary.c_str(), F_OK) != 0) return write_to(target, O_CREAT | O_TRUNC, text);
  if (written && ::rename(temporary.c_str(), target.c_str()) != 0) written = base::errno_error(target, errno);
  if (!written) ::unlink(temporary.c_str());
  return written;
}

}  // namespace

Result<void> write_output(const std::string& path, std::string_view text) {
  if (!path.empty() && path != "-") return write_file(path, text);
  Result<void> written = write_line(1, text);
  return written ? written : base::in_context("standard output", written.error());
}

void print_notes(const base::Notes& notes) {
  for (const base::Note& note : notes) {
    if (note.kind == base::Note::Kind::kInfo) continue;
    std::string line =
        format("batten: {}: {}: {}", base::note_kind_name(note.kind), base::printable(note.where), base::printable(note.message));
    if (!note.hint.empty()) line += " (" + base::printable(note.hint) + ")";
    (void)base::write_all(2, line + "\n");
  }
}

}  // namespace batten::cli
