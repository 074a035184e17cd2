// SPDX-License-Identifier: Apache-2.0
#include "scan/find_leaks.h"

#include <utility>

#include "base/file.h"
#include "leaks/file_search.h"
#include "leaks/patterns.h"

namespace batten::scan {
namespace {

model::LeakReport of_input(const LeakOptions& options) {
  model::LeakReport out;
  out.target = "standard input";
  leaks::FileSearch search(leaks::Patterns::all(), options.fingerprint_key);
  out.leaks = search.search("-", options.standard_input, out.notes);
  for (model::Leak& leak : out.leaks) leak.place.where = model::LeakPlace::Where::kInput;
  out.files = 1;
  out.bytes = options.standard_input.size();
  return out;
}

}  // namespace

Result<model::LeakReport> find_leaks(const std::string& target, const LeakOptions& options, Session& session) {
  if (target == "-") return of_input(options);
  leaks::DirectoryOptions how = options.directory;
  how.fingerprint_key = options.fingerprint_key;
  std::string directory = target;
  if (directory.starts_with("dir:")) {
    directory.erase(0, 4);
    how.honour_ignores = false;
  }
  if (base::is_directory(directory) || base::is_regular_file(directory))
    return leaks::search_directory(directory, leaks::Patterns::all(), how, session.progress());
  return Error{Code::kNotFound, target + ": no such file or directory"};
}

}  // namespace batten::scan
