// SPDX-License-Identifier: Apache-2.0
#include "scan/layers.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <optional>
#include <string>
#include <thread>

#include "base/format.h"

namespace batten::scan {
namespace {

// What went wrong with one layer, and whether the rest of the image can still be spoken of.
struct LayerFailure {
  Error error;
  bool fatal = false;
};

struct LayerOutcome {
  model::LayerFacts facts;
  std::optional<LayerFailure> failure;
  bool cached = false;
};

std::string layer_name(const image::LayerHandle& layer, std::size_t index, std::size_t count) {
  std::string out = format("layer {}/{}", index + 1, count);
  const model::Digest& digest = layer.diff_id.empty() ? layer.blob_digest : layer.diff_id;
  if (!digest.empty()) out += " " + digest.short_text();
  return out;
}

// Runs a layer's feeder beside the worker. Its error tells more than the short stream that the worker saw.
class Feeder {
 public:
  explicit Feeder(std::function<Result<void>()> feed) {
    if (feed) thread_ = std::jthread([this, feed = std::move(feed)] { result_ = feed(); });
  }
  Result<void> wait() {
    if (thread_.joinable()) thread_.join();
    return std::move(result_);
  }

 private:
  Result<void> result_;
  std::jthread thread_;
};

std::optional<LayerFailure> check_digest(std::string_view what, const model::Digest& wanted, const model::Digest& found) {
  if (wanted.empty() || wanted == found) return std::nullopt;
  return LayerFailure{
      {Code::kCorrupt, format("{} is {}, the image says {}: these are not the bytes of this image", what, found.text(), wanted.text())},
      true};
}

LayerOutcome read_one(const image::LayerHandle& layer, const std::vector<image::Alias>& aliases, image::Parser& parser,
                      const image::Parser::Tick& tick) {
  LayerOutcome out;
  if (layer.facts) {
    out.facts = *layer.facts;
  } else {
    Result<image::LayerInput> input = layer.open();
    if (!input) {
      out.failure = LayerFailure{input.error(), true};
      return out;
    }
    Feeder feeder(std::move(input->feed));
    Result<model::LayerFacts> facts = parser.layer({input->fd.get(), input->offset, input->size_bytes}, aliases, tick);
    input->fd.reset();  // a feeder that still writes gets EPIPE and ends
    Result<void> fed = feeder.wait();
    // When the worker failed first, the feeder's broken pipe is its consequence.
    if (!fed &&
        (facts || fed.error().code == Code::kUnavailable || fed.error().code == Code::kTimeout || fed.error().code == Code::kDenied)) {
      out.failure = LayerFailure{fed.error(), true};
      return out;
    }
    if (!facts) {
      out.failure = LayerFailure{facts.error(), false};
      return out;
    }
    out.facts = std::move(*facts);
  }
  // Directories of the engine are no tar streams: they have no digest to check.
  if (layer.cache_realm.empty()) {
    out.failure = check_digest("blob digest", layer.blob_digest, out.facts.blob_digest);
    if (!out.failure) out.failure = check_digest("diff ID", layer.diff_id, out.facts.diff_id);
  } else {
    out.facts.diff_id = layer.diff_id;
    out.facts.blob_digest = {};
  }
  return out;
}

// What makes two readings of one layer differ: part of the cache's key.
std::string variant_of(const image::Parser& parser, const std::vector<image::Alias>& aliases) {
  std::string key = parser.with_files() ? "files" : "";
  key += parser.extra_search();
  for (const image::Alias& alias : aliases) key += alias.path + '\0' + alias.claimed_path + '\0';
  return key;
}

}  // namespace

Result<LayersRead> read_layers(const image::OpenedImage& image, image::Parser& parser, const image::LayerCache& cache,
                               base::Progress& progress) {
  std::size_t count = image.layers.size();
  std::vector<LayerOutcome> outcomes(count);
  std::vector<std::size_t> unread;
  for (std::size_t i = 0; i < count; ++i) {
    if (auto known = cache.find(image.layers[i], variant_of(parser, {}))) {
      outcomes[i] = {.facts = std::move(*known), .failure = std::nullopt, .cached = true};
    } else {
      unread.push_back(i);
    }
  }
  // The largest first: a large layer that starts last would leave the other cores idle.
  std::sort(unread.begin(), unread.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(image.layers[b].size_bytes, a) < std::pair(image.layers[a].size_bytes, b);
  });
  // All of the work is known from the start, so that what is done of it only grows.
  for (std::size_t i : unread) progress.update(layer_name(image.layers[i], i, count), 0, image.layers[i].size_bytes);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  auto work = [&] {
    for (std::size_t at = next.fetch_add(1); at < unread.size(); at = next.fetch_add(1)) {
      std::size_t i = unread[at];
      const image::LayerHandle& layer = image.layers[i];
      std::string name = layer_name(layer, i, count);
      if (stop) {
        progress.finish(name);
        continue;
      }
      progress.update(name, 0, layer.size_bytes);
      outcomes[i] = read_one(layer, {}, parser, [&](std::uint64_t done) { progress.update(name, done, layer.size_bytes); });
      progress.finish(name);
      if (!outcomes[i].failure) cache.keep(layer, variant_of(parser, {}), outcomes[i].facts);
      if (outcomes[i].failure && outcomes[i].failure->fatal) stop = true;
    }
  };
  if (!unread.empty()) {
    std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
    std::vector<std::jthread> threads;
    for (std::size_t t = 1; t < std::min(cores, unread.size()); ++t) threads.emplace_back(work);
    work();
  }

  LayersRead out;
  for (std::size_t i = 0; i < count; ++i) {
    LayerOutcome& outcome = outcomes[i];
    std::string name = layer_name(image.layers[i], i, count);
    if (outcome.failure && outcome.failure->fatal) return base::in_context(name, outcome.failure->error);
    if (outcome.failure) {
      ++out.unread;
      out.notes.push_back(
          {base::Note::Kind::kSkipped, name, outcome.failure->error.message, "what this layer adds or removes is not known"});
      outcome.facts = {};
    }
    out.from_cache += outcome.cached ? 1 : 0;
    out.facts.push_back(std::move(outcome.facts));
  }
  return out;
}

Result<model::LayerFacts> read_layer_again(const image::LayerHandle& layer, const std::vector<image::Alias>& aliases, image::Parser& parser,
                                           const image::LayerCache& cache) {
  std::string key = variant_of(parser, aliases);
  if (auto known = cache.find(layer, key)) return std::move(*known);
  if (layer.facts)
    return Error{Code::kUnsupported, "a link leads to a file that a stream can't be asked for again; use an uncompressed archive"};
  LayerOutcome outcome = read_one(layer, aliases, parser, {});
  if (outcome.failure) return outcome.failure->error;
  cache.keep(layer, key, outcome.facts);
  return std::move(outcome.facts);
}

}  // namespace batten::scan
