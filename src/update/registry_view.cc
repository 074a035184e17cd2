// SPDX-License-Identifier: Apache-2.0
#include "update/registry_view.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/file.h"
#include "base/format.h"
#include "base/time.h"
#include "image/platform.h"
#include "image/registry_tags.h"

namespace batten::update {
namespace {

constexpr std::uint64_t kMaxMemoryBytes = 16u << 20, kMaxConfigBytes = 8u << 20;
constexpr std::size_t kThreads = 8;
constexpr const char* kOffline = "not known, and nothing is asked with --offline";

bool unreachable(const Error& error) { return error.code == Code::kUnavailable || error.code == Code::kTimeout; }

// What an index offers; parts that are no image (attestations: unknown/unknown) are none of it.
ManifestFacts facts_of_index(const model::Manifest& index) {
  ManifestFacts out;
  for (const model::Descriptor& part : index.manifests) {
    if (part.platform.os != "unknown" && !part.digest.empty()) out.platforms.emplace(part.platform.text(), part.digest);
  }
  return out;
}

// As image::choose_platform does, over what is remembered.
Result<model::Digest> choose(const ManifestFacts& index, const model::Platform& platform) {
  model::Manifest as_manifest;
  as_manifest.is_index = true;
  for (const auto& [text, digest] : index.platforms) {
    model::Descriptor& part = as_manifest.manifests.emplace_back();
    part.digest = digest;
    part.platform = image::parse_platform_text(text).value_or(model::Platform{.os = text, .arch = "", .variant = ""});
  }
  return TRY(image::choose_platform(as_manifest, platform)).digest;
}

}  // namespace

struct RegistryView::Repository {
  RegistryMemory memory;
  std::string path;  // of the memory; empty: not kept
  std::string written;
  std::vector<std::unique_ptr<image::RegistryClient>> clients;
  std::map<std::string, Result<model::Digest>> targets;  // of this run
  std::optional<Result<std::vector<std::string>>> tags;  // of this run
};

RegistryView::RegistryView(RegistryViewOptions options, image::Parser& parser) : options_(std::move(options)), parser_(parser) {}

RegistryView::~RegistryView() {
  for (const auto& [name, repository] : repositories_) {
    if (repository->path.empty()) continue;
    std::string text = write_memory(repository->memory);
    // Failing to keep it costs requests in the next run, nothing else.
    if (text != repository->written) (void)base::write_file_atomic(repository->path, text);
  }
}

RegistryView::Repository& RegistryView::repository_of(const model::Reference& reference) {
  std::string name = reference.registry + "/" + reference.repository;
  std::unique_ptr<Repository>& slot = repositories_[name];
  if (slot) return *slot;
  slot = std::make_unique<Repository>();
  slot->memory.repository = name;
  if (options_.cache_directory.empty()) return *slot;
  slot->path = memory_path(options_.cache_directory, name);
  auto text = base::read_file(slot->path, kMaxMemoryBytes);
  auto memory = text ? parse_memory(*text) : Result<RegistryMemory>(text.error());
  if (memory && memory->repository == name) {
    slot->memory = std::move(*memory);
    slot->written = std::move(*text);
  }
  return *slot;
}

std::optional<Error> RegistryView::closed(const std::string& registry) const {
  std::lock_guard lock(mutex_);
  auto at = closed_.find(registry);
  return at == closed_.end() ? std::nullopt : std::optional(at->second);
}

Error RegistryView::close(const std::string& registry, const Error& error, std::optional<std::int64_t> wait) {
  std::lock_guard lock(mutex_);
  if (wait) must_wait_[registry] = *wait;
  return closed_.emplace(registry, error).first->second;
}

void RegistryView::prefetch(const std::vector<Prefetch>& wanted) {
  if (options_.offline) return;
  // Each repository has a client of its own, so that one thread at a time may ask for it.
  std::map<Repository*, std::vector<const Prefetch*>> by_repository;
  for (const Prefetch& one : wanted) by_repository[&repository_of(one.reference)].push_back(&one);
  std::vector<const std::vector<const Prefetch*>*> work;
  for (const auto& [repository, all] : by_repository) work.push_back(&all);
  std::atomic<std::size_t> next = 0;
  auto take = [&] {
    for (std::size_t i = next++; i < work.size(); i = next++) {
      for (const Prefetch* one : *work[i]) {
        if (!one->reference.tag.empty()) (void)digest(one->reference);
        if (one->tags) (void)tags(one->reference);
      }
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < std::min(kThreads, work.size()); ++i) threads.emplace_back(take);
  take();
}

std::optional<std::int64_t> RegistryView::must_wait(const std::string& registry) const {
  std::lock_guard lock(mutex_);
  auto at = must_wait_.find(registry);
  return at == must_wait_.end() ? std::nullopt : std::optional(at->second);
}

template <typename T, typename Ask>
Result<T> RegistryView::ask_endpoints(const model::Reference& reference, const Ask& ask) {
  if (std::optional<Error> why = closed(reference.registry)) return *why;
  Repository& repository = repository_of(reference);
  if (repository.clients.empty()) {
    for (const std::string& url : TRY(image::registry_endpoints(reference.registry, options_.registry)))
      repository.clients.push_back(std::make_unique<image::RegistryClient>(url, reference, options_.registry));
  }
  std::optional<Error> first;
  for (std::size_t i = 0; i < repository.clients.size(); ++i) {
    image::RegistryTags tags(*repository.clients[i]);
    Result<T> answer = ask(*repository.clients[i], tags);
    if (answer) {
      std::swap(repository.clients[0], repository.clients[i]);
      return answer;
    }
    Error error = answer.error();
    if (auto wait = image::must_wait_seconds(*repository.clients[i])) return close(reference.registry, error, wait);
    // The first endpoint that answered at all explains best.
    if (!first || (unreachable(*first) && !unreachable(error))) first = error;
    if (!unreachable(error) && error.code != Code::kNotFound) break;
  }
  if (!first) return Error{Code::kInvalidArgument, format("{}: no address of it may be asked", reference.registry)};
  if (unreachable(*first)) (void)close(reference.registry, *first, {});
  return *first;
}

Result<std::vector<std::string>> RegistryView::tags(const model::Reference& reference) {
  Repository& repository = repository_of(reference);
  if (repository.tags) return *repository.tags;
  RegistryMemory& memory = repository.memory;
  if (options_.offline) {
    if (!memory.tags_known) return Error{Code::kNotFound, format("tags of {}: {}", memory.repository, kOffline)};
    return memory.tags;
  }
  auto list = ask_endpoints<image::TagList>(reference, [&](image::RegistryClient&, image::RegistryTags& registry) {
    return registry.list(memory.tags_known ? memory.tags_etag : "");
  });
  if (list && !list->unchanged) {
    memory.tags = std::move(list->tags);
    memory.tags_cut = list->cut;
    memory.tags_etag = std::move(list->etag);
    memory.tags_known = true;
  }
  repository.tags = list ? Result<std::vector<std::string>>(memory.tags) : list.error();
  return *repository.tags;
}

bool RegistryView::tags_cut(const model::Reference& reference) { return repository_of(reference).memory.tags_cut; }

Result<model::Digest> RegistryView::digest(const model::Reference& reference) {
  Repository& repository = repository_of(reference);
  if (auto known = repository.targets.find(reference.tag); known != repository.targets.end()) return known->second;
  auto remembered = repository.memory.targets.find(reference.tag);
  bool have = remembered != repository.memory.targets.end();
  if (options_.offline) {
    if (!have) return Error{Code::kNotFound, format("{}: {}", reference.text(), kOffline)};
    return remembered->second.digest;
  }
  auto target = ask_endpoints<image::TagTarget>(reference, [&](image::RegistryClient&, image::RegistryTags& registry) {
    return registry.target(reference.tag, have ? remembered->second.etag : "");
  });
  Result<model::Digest> out = target ? Result<model::Digest>(target->digest) : target.error();
  if (target && target->unchanged) out = remembered->second.digest;
  if (target && !target->unchanged && (have || repository.memory.targets.size() < kMostRemembered))
    repository.memory.targets[reference.tag] = {target->digest, target->etag};
  repository.targets.emplace(reference.tag, out);
  return out;
}

Result<ManifestFacts> RegistryView::manifest(const model::Reference& reference, const model::Digest& digest) {
  RegistryMemory& memory = repository_of(reference).memory;
  if (auto known = memory.manifests.find(digest); known != memory.manifests.end()) return known->second;
  if (options_.offline) return Error{Code::kNotFound, format("{}: {}", digest.short_text(), kOffline)};
  auto facts = ask_endpoints<ManifestFacts>(reference, [&](image::RegistryClient& client, image::RegistryTags&) -> Result<ManifestFacts> {
    model::Manifest parsed = TRY(parser_.manifest(TRY(client.manifest(digest.text())).bytes));
    if (parsed.is_index) return facts_of_index(parsed);
    ManifestFacts out;
    out.config = parsed.config.digest;
    for (const model::Descriptor& layer : parsed.layers) out.size += layer.size_bytes;
    model::ImageConfig config = TRY(parser_.config(TRY(client.blob(parsed.config.digest, kMaxConfigBytes))));
    out.created = base::parse_time(config.created).value_or(0);
    if (!config.platform.arch.empty()) out.platform = config.platform.text();
    return out;
  });
  if (!facts) return facts.error();
  if (memory.manifests.size() >= kMostRemembered) memory.manifests.clear();
  memory.manifests.emplace(digest, *facts);
  return facts;
}

Result<PlatformImage> RegistryView::image(const model::Reference& reference, const model::Digest& digest, const model::Platform& platform) {
  model::Digest at = digest;
  for (int depth = 0; depth < 4; ++depth) {
    ManifestFacts facts = TRY(manifest(reference, at));
    if (!facts.is_index()) {
      auto its = image::parse_platform_text(facts.platform);
      if (its && (its->os != platform.os || (!platform.arch.empty() && its->arch != platform.arch)))
        return Error{Code::kNotFound, format("it is for {} only, {} is wanted", its->text(), platform.text())};
      return PlatformImage{at, facts.config, facts.size, facts.created};
    }
    at = TRY(choose(facts, platform));
  }
  return Error{Code::kLimit, "index: nested deeper than 4"};
}

}  // namespace batten::update
