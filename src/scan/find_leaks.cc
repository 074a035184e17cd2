// SPDX-License-Identifier: Apache-2.0
#include "scan/find_leaks.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "audit/containers.h"
#include "audit/host_files.h"
#include "base/file.h"
#include "engine/client.h"
#include "leaks/ending.h"
#include "leaks/file_search.h"
#include "leaks/git_history.h"
#include "leaks/patterns.h"
#include "scan/container_leaks.h"
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

// Is the file or directory an image: an archive or an OCI layout?
bool is_image(const std::string& path, const LeakOptions& options) {
  constexpr std::string_view kOfFiles[] = {"docker-archive", "oci"};
  return std::ranges::any_of(image::all_sources(), [&](const image::Source* source) {
    return std::ranges::find(kOfFiles, source->name) != std::end(kOfFiles) && source->claims(path, options.scan.source);
  });
}

void add_processes(const std::string& name, const LeakOptions& options, model::LeakReport& out) {
  Result<engine::Client> client = engine::Client::connect(options.scan.source.docker_host);
  Result<audit::HostFiles> files = audit::HostFiles::open();
  Result<audit::RunningContainers> running = Error{Code::kUnavailable, "no engine answers"};
  if (client && files) running = audit::containers(*client, *files, {name}, out.notes);
  if (!running) {
    out.notes.push_back({base::Note::Kind::kSkipped, "container " + name, "its processes: " + running.error().message, ""});
    return;
  }
  for (const model::Container& container : running->containers) {
    std::vector<model::Leak> leaks = process_leaks(container, options.fingerprint_key, out.notes);
    std::ranges::move(leaks, std::back_inserter(out.leaks));
  }
}

Result<model::LeakReport> of_image(const std::string& target, const LeakOptions& options, Session& session) {
  session.want_leaks(options.fingerprint_key);
  Inventoried found = TRY(take_inventory(target, options.scan.source, session));
  model::LeakReport out;
  out.target = target;
  out.leaks = std::move(found.leaks);
  out.notes = std::move(found.inventory.notes);
  out.files = found.files;
  if (found.source.kind == "container") add_processes(found.source.name, options, out);
  return out;
}

// Of the history, what the files themselves do not show.
Result<void> add_history(const std::string& directory, const LeakOptions& options, Session& session, model::LeakReport& out) {
  model::LeakReport history = TRY(leaks::search_history(directory, leaks::Patterns::all(), options.fingerprint_key, session.progress()));
  std::set<std::pair<std::string, std::string>> shown;
  for (const model::Leak& leak : out.leaks) shown.emplace(leak.kind, leak.fingerprint);
  for (model::Leak& leak : history.leaks) {
    if (leak.place.removed || !shown.contains({leak.kind, leak.fingerprint})) out.leaks.push_back(std::move(leak));
  }
  out.files += history.files;
  out.bytes += history.bytes;
  std::ranges::move(history.notes, std::back_inserter(out.notes));
  return {};
}

Result<model::LeakReport> found_in(const std::string& target, const LeakOptions& options, Session& session) {
  if (target == "-") return of_input(options);
  leaks::DirectoryOptions how = options.directory;
  how.fingerprint_key = options.fingerprint_key;
  std::string directory = target;
  if (directory.starts_with("dir:")) {
    directory.erase(0, 4);
    how.honour_ignores = false;
  }
  bool here = base::is_directory(directory) || base::is_regular_file(directory);
  if (here && !is_image(target, options)) {
    model::LeakReport out = TRY(leaks::search_directory(directory, leaks::Patterns::all(), how, session.progress()));
    if (options.history) TRY(add_history(directory, options, session, out));
    return out;
  }
  return of_image(target, options, session);
}

}  // namespace

Result<model::LeakReport> find_leaks(const std::string& target, const LeakOptions& options, Session& session) {
  model::LeakReport out = TRY(found_in(target, options, session));
  leaks::mark_ended(out.leaks, options.scan.date);
  return out;
}

}  // namespace batten::scan
