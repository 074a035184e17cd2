// SPDX-License-Identifier: Apache-2.0
#include "share/artifact.h"

#include <algorithm>

#include "base/format.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::share {
namespace {

constexpr std::string_view kArtifactType = "application/vnd.batten.db.v1";
constexpr std::string_view kLayerType = "application/vnd.batten.db.feed.v1+zstd";
constexpr std::string_view kEmptyType = "application/vnd.oci.empty.v1+json";
constexpr std::size_t kMaxFeeds = 1000;

void write_descriptor(json::Writer& out, std::string_view type, std::string_view digest, std::uint64_t size) {
  out.begin_object().member("mediaType", type).member("digest", digest).member("size", size);
}

void write_layer(json::Writer& out, const SharedFeed& feed) {
  const advisory::FeedStatus& status = feed.status;
  write_descriptor(out, kLayerType, feed.blob.text(), feed.blob_bytes);
  out.key("annotations").begin_object();
  out.member("org.opencontainers.image.title", status.name).member("vnd.batten.db.feed", status.name);
  out.member("vnd.batten.db.data-date", status.data_date).member("vnd.batten.db.built", status.fetched);
  out.member("vnd.batten.db.checked", status.checked).member("vnd.batten.db.revision", std::to_string(status.revision));
  out.member("vnd.batten.db.rows", std::to_string(status.advisories));
  out.member("vnd.batten.db.records", std::to_string(status.vulnerabilities));
  out.member("vnd.batten.db.refused", std::to_string(status.refused));
  out.member("vnd.batten.db.content", "sha256:" + status.digest).member("vnd.batten.db.bytes", std::to_string(feed.stream_bytes));
  out.end_object().end_object();
}

// A feed's name becomes a file's name.
bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

Result<SharedFeed> read_layer(json::View layer) {
  SharedFeed out;
  out.blob = TRY(model::Digest::parse(layer["digest"].string()));
  json::View says = layer["annotations"];
  auto number = [&](std::string_view name) -> Result<std::uint64_t> {
    auto value = base::parse_unsigned(says[name].string());
    if (!value) return Error{Code::kCorrupt, format("annotation {}: no number", name)};
    return *value;
  };
  advisory::FeedStatus& status = out.status;
  status.name = says["vnd.batten.db.feed"].string();
  if (!is_name(status.name)) return Error{Code::kCorrupt, "annotation vnd.batten.db.feed: no feed's name"};
  status.digest = TRY_IN("annotation vnd.batten.db.content", model::Digest::parse(says["vnd.batten.db.content"].string())).hex();
  status.data_date = says["vnd.batten.db.data-date"].string().substr(0, 40);
  status.fetched = says["vnd.batten.db.built"].string().substr(0, 40);
  status.checked = says["vnd.batten.db.checked"].string().substr(0, 40);
  status.revision = static_cast<int>(std::min<std::uint64_t>(TRY(number("vnd.batten.db.revision")), 1'000'000));
  status.advisories = TRY(number("vnd.batten.db.rows"));
  status.vulnerabilities = TRY(number("vnd.batten.db.records"));
  status.refused = TRY(number("vnd.batten.db.refused"));
  out.stream_bytes = TRY(number("vnd.batten.db.bytes"));
  out.blob_bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(layer["size"].integer().value_or(0), 0));
  return out;
}

}  // namespace

std::string encode_artifact(const std::vector<SharedFeed>& feeds) {
  std::string newest;
  for (const SharedFeed& feed : feeds) newest = std::max(newest, feed.status.fetched);
  json::Writer out(0);
  out.begin_object().member("schemaVersion", 2).member("mediaType", kManifestType).member("artifactType", kArtifactType);
  out.key("config");
  write_descriptor(out, kEmptyType, "sha256:" + base::sha256_hex(kEmptyConfig), kEmptyConfig.size());
  out.end_object();
  out.key("layers").begin_array();
  for (const SharedFeed& feed : feeds) write_layer(out, feed);
  out.end_array();
  out.key("annotations").begin_object().member("org.opencontainers.image.created", newest).end_object();
  return out.end_object().take();
}

Result<std::vector<SharedFeed>> decode_artifact(std::string_view manifest) {
  json::Document document = TRY_IN("manifest", json::Document::parse(manifest, {.max_bytes = 8u << 20, .max_depth = 20}));
  if (document["artifactType"].string() != kArtifactType) {
    return Error{Code::kUnsupported, format("no advisory database: artifactType is \"{}\", not {}",
                                            base::printable(document["artifactType"].string().substr(0, 100)), kArtifactType)};
  }
  std::vector<SharedFeed> out;
  std::size_t index = 0;
  for (json::View layer : document["layers"].elements()) {
    std::size_t place = index++;
    if (layer["mediaType"].string() != kLayerType) continue;
    if (out.size() >= kMaxFeeds) return Error{Code::kLimit, format("more than {} layers", kMaxFeeds)};
    SharedFeed feed = TRY_IN(format("layers[{}]", place), read_layer(layer));
    bool twice = std::ranges::any_of(out, [&](const SharedFeed& known) { return known.status.name == feed.status.name; });
    if (twice) return Error{Code::kCorrupt, format("layers[{}]: a second feed {}", place, feed.status.name)};
    out.push_back(std::move(feed));
  }
  return out;
}

}  // namespace batten::share
