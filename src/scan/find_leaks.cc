// SPDX-License-Identifier: Apache-2.0
#include "scan/find_leaks.h"

#include <utility>

#include "base/file.h"
#include "leaks/file_search.h"
#include "leaks/patterns.h"
#include "scan/inventory.h"

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

// Could it be an image rather than a tree of files? An archive or OCI layout that some source takes.
bool is_image(const std::string& target, const LeakOptions& options) {
  for (const image::Source* source : image::all_sources()) {
    if (source->name != "dir" && source->claims(target, options.scan.source)) return true;
  }
  return false;
}

Result<model::LeakReport> of_image(const std::string& target, const LeakOptions& options, Session& session) {
  session.want_leaks(options.fingerprint_key);
  Inventoried found = TRY(take_inventory(target, options.scan.source, session));
  model::LeakReport out;
  out.target = target;
  out.leaks = std::move(found.leaks);
  out.notes = std::move(found.inventory.notes);
  out.files = found.files;
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
  bool here = base::is_directory(directory) || base::is_regular_file(directory);
  if (here && !is_image(target, options)) return leaks::search_directory(directory, leaks::Patterns::all(), how, session.progress());
  return of_image(target, options, session);
}

}  // namespace batten::scan
