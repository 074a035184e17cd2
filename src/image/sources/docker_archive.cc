// SPDX-License-Identifier: Apache-2.0
//
// What `docker save` and `podman save` write: a tar with manifest.json, plain or compressed, from a file or standard input ("-").
// Engines from 25 on put an OCI layout into the same tar; a tar with an OCI layout alone is read as such.
#include "image/docker_archive.h"

#include <unistd.h>

#include <algorithm>
#include <string>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "image/archive_file.h"
#include "image/oci_layout.h"
#include "image/source.h"

namespace batten::image {
namespace {

Result<DockerArchiveEntry> choose(const std::vector<DockerArchiveEntry>& entries, std::string_view wanted) {
  if (entries.empty()) return Error{Code::kNotFound, "manifest.json names no image"};
  std::vector<std::string> names;
  for (const DockerArchiveEntry& entry : entries) {
    for (const std::string& tag : entry.repo_tags) {
      if (!wanted.empty() && (tag == wanted || tag == std::string(wanted) + ":latest")) return entry;
      names.push_back(tag);
    }
    // The configuration's member is named by its digest.
    if (!wanted.empty() && entry.config.contains(wanted.substr(wanted.starts_with("sha256:") ? 7 : 0)) && wanted.size() >= 12) return entry;
  }
  if (wanted.empty() && entries.size() == 1) return entries.front();
  if (wanted.empty()) {
    return Error{Code::kInvalidArgument,
                 format("{} images in the archive; say which, as in PATH:NAME:TAG: {}", entries.size(), base::join(names, ", "))};
  }
  return Error{Code::kNotFound, format("no image '{}' in the archive; there is: {}", wanted, base::join(names, ", "))};
}

Result<OpenedImage> open_entry(const std::shared_ptr<ArchiveFile>& archive, std::string_view wanted, Parser& parser) {
  std::string list = TRY(archive->document("manifest.json"));
  DockerArchiveEntry entry = TRY(choose(TRY(parser.docker_manifest(list)), wanted));
  OpenedImage out;
  out.source.kind = "docker-archive";
  out.source.repo_tags = entry.repo_tags;
  std::string config = TRY(archive->document(entry.config));
  out.source.config_digest = model::Digest::of_sha256_hex(base::sha256_hex(config));
  // "<digest>.json" or "blobs/sha256/<digest>": the name is what the image is called by, so the bytes must be those.
  std::string_view stem = std::string_view(entry.config).substr(entry.config.rfind('/') + 1);
  if (stem.ends_with(".json")) stem.remove_suffix(5);
  if (auto named = model::Digest::parse("sha256:" + std::string(stem)); named && *named != out.source.config_digest) {
    return Error{Code::kCorrupt, format("configuration {}: its bytes have the digest {}", entry.config, out.source.config_digest.text())};
  }
  out.config = TRY(parser.config(config));
  if (out.config.diff_ids.size() != entry.layers.size()) {
    return Error{Code::kCorrupt,
                 format("manifest.json has {} layers, the configuration {}", entry.layers.size(), out.config.diff_ids.size())};
  }
  for (std::size_t i = 0; i < entry.layers.size(); ++i) {
    LayerHandle handle = TRY_IN(format("layer {}", i + 1), ArchiveFile::layer(archive, entry.layers[i]));
    handle.diff_id = out.config.diff_ids[i];
    out.layers.push_back(std::move(handle));
  }
  out.notes = archive->notes();
  out.keep_alive = archive;
  return out;
}

// PATH, PATH:NAME or PATH:NAME:TAG.
PathAndTag split_archive_reference(std::string_view reference) {
  std::string whole(reference);
  for (std::size_t colon = whole.find(':', 1); colon != std::string::npos && !base::is_regular_file(whole);
       colon = whole.find(':', colon + 1)) {
    if (base::is_regular_file(whole.substr(0, colon))) return {whole.substr(0, colon), whole.substr(colon + 1)};
  }
  return {whole, ""};
}

}  // namespace

Result<OpenedImage> open_docker_archive_fd(base::Fd fd, std::string_view wanted, const SourceOptions& options, Parser& parser) {
  auto archive = TRY(ArchiveFile::open(std::move(fd), options, parser));
  if (!archive->has("manifest.json") && archive->has("index.json"))
    return open_oci_layout(archive_layout(archive), wanted, options, parser);
  if (!archive->has("manifest.json")) {
    Error error{Code::kUnsupported, "neither a docker-archive (manifest.json) nor an OCI layout (index.json)"};
    if (!archive->notes().empty()) error.message += "; " + archive->notes().front().where + ": " + archive->notes().front().message;
    return error;
  }
  return open_entry(archive, wanted, parser);
}

namespace sources {
namespace {

bool claims(std::string_view reference, const SourceOptions&) { return looks_like_archive(split_archive_reference(reference).path); }

Result<OpenedImage> open(std::string_view reference, const SourceOptions& options, Parser& parser) {
  PathAndTag what = split_archive_reference(reference);
  base::Fd fd = what.path == "-" ? base::Fd(::dup(0)) : TRY(base::open_read(what.path));
  return TRY_IN(what.path, open_docker_archive_fd(std::move(fd), what.tag, options, parser));
}

constexpr SourceExample kExamples[] = {{"-", true}, {"no/such/file.tar", false}, {"ubuntu:22.04", false}};

}  // namespace

extern constinit const Source docker_archive;
constinit const Source docker_archive{
    .name = "docker-archive",
    .summary = "a docker-archive tar (docker save), plain or compressed, PATH[:NAME:TAG]; - for standard input",
    .order = 20,
    .claims = claims,
    .open = open,
    .examples = kExamples,
};

}  // namespace sources
}  // namespace batten::image
