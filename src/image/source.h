// SPDX-License-Identifier: Apache-2.0
//
// Where an image comes from. One file in sources/ per kind. A source finds the manifest, the configuration and the
// layers; it parses none of their bytes itself: bytes of an image go to the worker through image::Parser.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/fd.h"
#include "base/note.h"
#include "base/progress.h"
#include "base/result.h"
#include "image/parser.h"
#include "model/facts.h"
#include "model/image.h"
#include "model/report.h"

namespace batten::image {

// Bytes of one layer for the worker: a regular file part (length known) or a pipe that a feeder thread fills.
struct LayerInput {
  base::Fd fd;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> size_bytes;  // absent: read to the end of the pipe
  // Fills the pipe; joined by wait(). Its error explains a short read better than the worker can ("registry: connection reset").
  std::function<Result<void>()> feed;  // runs on a thread of its own while the worker reads; may be empty
};

struct LayerHandle {
  model::Digest diff_id;         // expected digest of the tar; empty: not known, not checked
  model::Digest blob_digest;     // expected digest of the bytes as stored; empty: not checked
  std::uint64_t size_bytes = 0;  // as stored, for progress and scheduling; 0 not known
  // Part of the cache key beside the diff ID: "" for bytes whose digest is checked while reading, "engine" for directories
  // that are trusted as they are. Empty diff_id: never cached.
  std::string cache_realm;
  std::string description;                  // for people, where no history line describes it: "container changes"
  std::function<base::Notes()> feed_notes;  // what the feeder could not read; asked after the layer was read; may be empty
  std::optional<model::LayerFacts> facts;   // already read, with the archive around it
  std::function<Result<LayerInput>()> open;
};

// An image that was found. The configuration is parsed; the layers are opened when they are needed.
struct OpenedImage {
  model::SourceInfo source;
  model::ImageConfig config;
  std::vector<LayerHandle> layers;            // bottom first
  std::optional<model::Inventory> inventory;  // an SBOM: no layers, but this
  base::Notes notes;
  std::shared_ptr<void> keep_alive;  // whatever the handles refer to
};

struct SourceOptions {
  model::Platform platform;       // wanted; arch empty: this machine's
  bool allow_plain_http = false;  // also for hosts that are not loopback
  bool skip_tls_verify = false;
  std::string docker_host;  // unix:///..., empty: DOCKER_HOST or the default socket
  base::Progress* progress = nullptr;
  // Which regular files' content the scan will want, and which directories can hold such files; empty: all.
  std::function<bool(std::string_view path)> claimed;
  std::function<bool(std::uint32_t mode, std::string_view head)> claimed_by_head;
  std::function<bool(std::string_view directory)> may_hold_claims;
  std::vector<std::string> exact_claims;  // claimed paths without a wildcard: links that lead to one of them are followed
};

struct SourceExample {
  std::string_view reference;
  bool claims;  // does the source take it when nothing forces one?
};

struct Source {
  std::string_view name;     // also the prefix that forces it: "oci"
  std::string_view summary;  // one line
  int order;                 // when several claim a reference the lowest is tried first
  // Could this be mine? By the text and, for paths, a look at the first bytes. Must not use the network beyond the local engine's socket.
  bool (*claims)(std::string_view reference, const SourceOptions& options);
  // not_found when there is nothing of that name, else whatever went wrong.
  Result<OpenedImage> (*open)(std::string_view reference, const SourceOptions& options, Parser& parser);
  // References that need no file or server to decide.
  std::span<const SourceExample> examples;
};

// All of sources/, by order.
std::span<const Source* const> all_sources();

// "oci:path" forces a source; else the claims are asked. The error lists what was tried and why it failed.
Result<OpenedImage> open_image(std::string_view reference, const SourceOptions& options, Parser& parser);

}  // namespace batten::image
