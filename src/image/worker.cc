// SPDX-License-Identifier: Apache-2.0
#include "image/worker.h"

#include <sys/stat.h>

#include <limits>

#include "archive/byte_source.h"
#include "base/format.h"
#include "base/heap.h"
#include "image/archive_pass.h"
#include "image/fields.h"
#include "image/manifest_parse.h"
#include "image/sbom_parse.h"

namespace batten::image {
namespace {

enum class Work : std::uint8_t { kManifest, kConfig, kDockerManifest, kArchiveIndex, kArchiveContents, kLayer, kSbom };

// Of a request: what to do, the text to parse or where the bytes are.
struct Order {
  Work work = Work::kManifest;
  std::string text;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> size_bytes;
  std::vector<Alias> aliases;
  bool with_files = false;
  std::string leak_key = {};
};

template <typename C>
void fields(C& codec, Order& order) {
  codec(order.work, order.text, order.offset, order.size_bytes, order.aliases, order.with_files, order.leak_key);
}

template <typename T>
Result<std::string> encoded(Result<T> value) {
  if (!value) return value.error();
  return encode(*value);
}

std::unique_ptr<archive::ByteSource> source_of(const Order& order, int fd) {
  return order.size_bytes ? archive::file_source(fd, order.offset, *order.size_bytes) : archive::pipe_source(fd);
}

template <typename T>
Result<T> ask(sandbox::Sandbox& sandbox, const Order& order, std::span<const int> fds, const Parser::Tick& tick,
              const sandbox::Limits& limits = {}) {
  std::string answer = TRY(sandbox.run(encode(order), fds, limits, tick));
  return decode<T>("worker's answer", answer);
}

// Documents are small: a worker that takes long or much memory over one is being abused.
constexpr sandbox::Limits kDocumentLimits{.memory_bytes = 1ull << 30, .cpu = std::chrono::seconds(20), .idle = std::chrono::seconds(30)};

}  // namespace

Result<std::string> handle_request(std::string_view request, std::span<const int> fds, const sandbox::Tick& tick,
                                   VisitorFactory make_visitor) {
  Order order = TRY(decode<Order>("request", request));
  bool needs_fd = order.work == Work::kArchiveIndex || order.work == Work::kArchiveContents || order.work == Work::kLayer;
  if (needs_fd && fds.size() != 1) return Error{Code::kInternal, "request without its file"};
  // Programs are held one after the other, each in what the one before has left.
  if (order.work == Work::kArchiveContents || order.work == Work::kLayer) base::expect_large_heap();
  switch (order.work) {
    case Work::kManifest: return encoded(parse_manifest(order.text));
    case Work::kConfig: return encoded(parse_config(order.text));
    case Work::kDockerManifest: return encoded(parse_docker_manifest(order.text));
    case Work::kSbom: return encoded(parse_sbom(order.text));
    case Work::kArchiveIndex: return encoded(index_archive(fds[0], order.size_bytes.value_or(0)));
    case Work::kArchiveContents: {
      auto source = source_of(order, fds[0]);
      return encoded(read_archive(*source, *make_visitor(order.leak_key), order.with_files, tick));
    }
    case Work::kLayer: {
      auto source = source_of(order, fds[0]);
      LayerPassOptions options;
      options.aliases = &order.aliases;
      options.with_files = order.with_files;
      return encoded(read_layer(*source, *make_visitor(order.leak_key), options, tick));
    }
  }
  return Error{Code::kInternal, "request for unknown work"};
}

Result<model::Manifest> SandboxParser::manifest(std::string_view json) {
  return ask<model::Manifest>(
      sandbox_, {.work = Work::kManifest, .text = std::string(json), .offset = 0, .size_bytes = {}, .aliases = {}, .with_files = false}, {},
      {}, kDocumentLimits);
}

Result<model::ImageConfig> SandboxParser::config(std::string_view json) {
  return ask<model::ImageConfig>(
      sandbox_, {.work = Work::kConfig, .text = std::string(json), .offset = 0, .size_bytes = {}, .aliases = {}, .with_files = false}, {},
      {}, kDocumentLimits);
}

Result<std::vector<DockerArchiveEntry>> SandboxParser::docker_manifest(std::string_view json) {
  return ask<std::vector<DockerArchiveEntry>>(
      sandbox_,
      {.work = Work::kDockerManifest, .text = std::string(json), .offset = 0, .size_bytes = {}, .aliases = {}, .with_files = false}, {}, {},
      kDocumentLimits);
}

Result<model::Inventory> SandboxParser::sbom(std::string_view text) {
  return ask<model::Inventory>(
      sandbox_, {.work = Work::kSbom, .text = std::string(text), .offset = 0, .size_bytes = {}, .aliases = {}, .with_files = false}, {}, {},
      {});
}

Result<ArchiveIndex> SandboxParser::archive_index(int fd) {
  struct stat info{};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) return Error{Code::kUnsupported, "not a regular file: it can't be sought in"};
  Order order{.work = Work::kArchiveIndex,
              .text = {},
              .offset = 0,
              .size_bytes = static_cast<std::uint64_t>(info.st_size),
              .aliases = {},
              .with_files = false};
  return ask<ArchiveIndex>(sandbox_, order, std::span(&fd, 1), {});
}

Result<ArchiveContents> SandboxParser::archive_contents(const LayerBytes& bytes, const Tick& tick) {
  Order order{.work = Work::kArchiveContents,
              .text = {},
              .offset = bytes.offset,
              .size_bytes = bytes.size_bytes,
              .aliases = {},
              .with_files = with_files_,
              .leak_key = leak_key_};
  return ask<ArchiveContents>(sandbox_, order, std::span(&bytes.fd, 1), tick);
}

Result<model::LayerFacts> SandboxParser::layer(const LayerBytes& bytes, const std::vector<Alias>& aliases, const Tick& tick) {
  Order order{.work = Work::kLayer,
              .text = {},
              .offset = bytes.offset,
              .size_bytes = bytes.size_bytes,
              .aliases = aliases,
              .with_files = with_files_,
              .leak_key = leak_key_};
  return ask<model::LayerFacts>(sandbox_, order, std::span(&bytes.fd, 1), tick);
}

}  // namespace batten::image
