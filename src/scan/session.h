// SPDX-License-Identifier: Apache-2.0
//
// What several scans of one run share: the worker sandbox, the layer cache, which files are wanted.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/progress.h"
#include "base/result.h"
#include "image/cached_parser.h"
#include "image/layer_cache.h"
#include "image/worker.h"
#include "sandbox/sandbox.h"

namespace batten::scan {

class Session {
 public:
  // Starts the sandbox's zygote: before the program has threads. cache_directory empty: nothing is kept.
  static Result<std::unique_ptr<Session>> start(std::string cache_directory, base::Progress& progress);

  image::Parser& parser() { return parser_; }
  // Facts of layers then name the files that packages own.
  void want_files() { worker_.set_with_files(true); }
  // Facts of layers then hold the secrets of all files. Before start(): leaks::Patterns::all() must be there.
  void want_leaks(const std::string& fingerprint_key);
  const std::string& leak_key() const { return leak_key_; }
  bool wants_leaks() const { return !worker_.extra_search().empty(); }
  const image::LayerCache& cache() const { return cache_; }
  base::Progress& progress() { return progress_; }
  // Feeds and repositories that could not be reached in this run, with why: they are not asked again for the next image.
  std::map<std::string, std::string>& unreachable() { return unreachable_; }
  const base::Notes& sandbox_notes() const { return sandbox_.missing(); }

 private:
  Session(sandbox::Sandbox sandbox, std::string cache_directory, base::Progress& progress);

  sandbox::Sandbox sandbox_;
  image::SandboxParser worker_;
  image::LayerCache cache_;
  image::CachedParser parser_;
  base::Progress& progress_;
  std::map<std::string, std::string> unreachable_;
  std::string leak_key_;
};

}  // namespace batten::scan
