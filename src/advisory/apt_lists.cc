// SPDX-License-Identifier: Apache-2.0
//
// The indexes that apt keeps in /var/lib/apt/lists:
// "<host>_<path>_dists_<suite>_<component>_binary-<arch>_Packages", plain or
// compressed
// (.gz, .xz; .lz4 where apt was told so, as container images do: then apt's own
// helper unpacks it).
#include <sys/stat.h>

#include <algorithm>

#include "advisory/packages_index.h"
#include "advisory/repository_parts.h"
#include "archive/byte_source.h"
#include "base/file.h"
#include "base/format.h"
#include "base/process.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

constexpr std::uint64_t kMaxListBytes = 512u << 20;
constexpr std::int64_t kOldSeconds = 7 * 86400;

bool is_security_list(const std::string &name, const std::string &arch) {
  std::size_t packages = name.find("_binary-" + arch + "_Packages");
  if (packages == std::string::npos) return false;
  std::string_view suite = std::string_view(name).substr(0, packages);
  return suite.find("-security_") != std::string_view::npos || suite.find("_updates_main") != std::string_view::npos;
}

Result<std::string> content_of(const std::string &path) {
  if (path.ends_with(".lz4")) {
    base::ProcessOutput output =
        TRY(base::run_process({"/usr/lib/apt/apt-helper", "cat-file", path}, "", std::chrono::seconds(30), kMaxListBytes));
    if (output.exit_status != 0) return Error{Code::kUnsupported, path + ": lz4, and apt-helper can't unpack it"};
    return std::move(output.out);
  }
  std::string bytes = TRY(base::read_file(path, kMaxListBytes));
  auto source = archive::memory_source(bytes);
  auto inflated = archive::sniffed_source(*source, {.max_bytes = kMaxListBytes, .max_ratio = 1100});
  return archive::read_all(*inflated, kMaxListBytes);
}

// "deb.debian.org_debian-security_dists_bookworm-security_main_binary-amd64_Packages.lz4"
// without what follows the component.
std::string origin_of(const std::string &name) {
  std::string out = "apt list " + name.substr(0, name.find("_binary-"));
  std::replace(out.begin(), out.end(), '_', '/');
  return out;
}

}  // namespace

Result<RepositoryAnswer> read_apt_lists(const std::string &directory, const std::string &arch) {
  RepositoryAnswer answer;
  for (const std::string &name : TRY(base::list_directory(directory))) {
    if (!is_security_list(name, arch)) continue;
    std::string path = directory + "/" + name;
    auto text = content_of(path);
    if (!text) {
      answer.notes.push_back({base::Note::Kind::kSkipped, path, text.error().message, ""});
      continue;
    }
    IndexReading reading = read_packages(*text, origin_of(name));
    answer.origins.push_back(origin_of(name));
    answer.packages.insert(answer.packages.end(), std::make_move_iterator(reading.packages.begin()),
                           std::make_move_iterator(reading.packages.end()));
    // apt keeps the server's time of the index as the file's.
    struct stat info{};
    if (::stat(path.c_str(), &info) == 0) note_date(info.st_mtime, answer);
  }
  if (answer.origins.empty()) return Error{Code::kNotFound, format("{}: no list of a security suite for {}", directory, arch)};
  // The directory changes whenever apt update runs.
  struct stat info{};
  if (::stat(directory.c_str(), &info) == 0 && info.st_mtime < base::now_seconds() - kOldSeconds) {
    answer.notes.push_back({base::Note::Kind::kDegraded, directory, "apt's lists were last updated " + base::format_time(info.st_mtime),
                            "run: apt-get update"});
  }
  return answer;
}

}  // namespace batten::advisory
