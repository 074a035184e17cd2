// SPDX-License-Identifier: Apache-2.0
//
// Registries as a plan sees them: each thing is asked for once in a run, and what is remembered from earlier runs is not asked again unless
// it can change. When nothing changed that is one HEAD for each tag, and one list of tags for each repository that needs it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/parser.h"
#include "image/registry_client.h"
#include "model/image.h"
#include "model/reference.h"
#include "update/registry_memory.h"

namespace batten::update {

struct RegistryViewOptions {
  image::RegistryOptions registry;
  std::string cache_directory;  // empty: nothing is kept
  bool offline = false;         // only what is remembered
};

// The image of one platform behind a digest.
struct PlatformImage {
  model::Digest manifest, config;
  std::uint64_t size = 0;
  std::int64_t created = 0;
};

struct Prefetch {
  model::Reference reference;  // its tag is asked for, if it has one
  bool tags = false;           // and the list of tags
};

// Not for several threads (it has its own). What was learnt is written when it ends.
class RegistryView {
 public:
  RegistryView(RegistryViewOptions options, image::Parser& parser);
  ~RegistryView();
  RegistryView(const RegistryView&) = delete;
  RegistryView& operator=(const RegistryView&) = delete;

  // Asks for all of it, several repositories side by side. What fails does so again for whoever asks.
  void prefetch(const std::vector<Prefetch>& wanted);
  // Of the reference's repository. Errors as image::RegistryTags has them; a registry that can't be reached is not asked again.
  Result<std::vector<std::string>> tags(const model::Reference& reference);
  // There are more tags than were read.
  bool tags_cut(const model::Reference& reference);
  // What the reference's tag points to now.
  Result<model::Digest> digest(const model::Reference& reference);
  // not_found lists the platforms that there are.
  Result<PlatformImage> image(const model::Reference& reference, const model::Digest& digest, const model::Platform& platform);
  // After a 429 of that registry: the seconds that it asks to wait. It is asked nothing more in this run.
  std::optional<std::int64_t> must_wait(const std::string& registry) const;

 private:
  struct Repository;
  Repository& repository_of(const model::Reference& reference);
  std::optional<Error> closed(const std::string& registry) const;
  Error close(const std::string& registry, const Error& error, std::optional<std::int64_t> wait);
  Result<ManifestFacts> manifest(const model::Reference& reference, const model::Digest& digest);
  // Runs ask with a client of each endpoint until one answers.
  template <typename T, typename Ask>
  Result<T> ask_endpoints(const model::Reference& reference, const Ask& ask);

  RegistryViewOptions options_;
  image::Parser& parser_;
  std::map<std::string, std::unique_ptr<Repository>> repositories_;
  mutable std::mutex mutex_;             // of the two below
  std::map<std::string, Error> closed_;  // registries that can't be reached, or want us to wait
  std::map<std::string, std::int64_t> must_wait_;
};

}  // namespace batten::update
