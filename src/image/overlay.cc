// SPDX-License-Identifier: Apache-2.0
#include "image/overlay.h"

#include <sys/stat.h>

#include <algorithm>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"

namespace batten::image {

std::vector<model::Digest> chain_ids(const std::vector<model::Digest>& diff_ids) {
  std::vector<model::Digest> out;
  for (const model::Digest& diff_id : diff_ids) {
    out.push_back(out.empty() ? diff_id : model::Digest::of_sha256_hex(base::sha256_hex(out.back().text() + " " + diff_id.text())));
  }
  return out;
}

Result<std::string> overlay_config(const std::string& engine_root, const model::Digest& image_id) {
  std::string path = engine_root + "/image/overlay2/imagedb/content/sha256/" + std::string(image_id.hex());
  std::string bytes = TRY(base::read_file(path, 8u << 20));
  if (base::sha256_hex(bytes) != image_id.hex()) return Error{Code::kCorrupt, path + ": its bytes are not those of its name"};
  return bytes;
}

namespace {

// A rootless engine keeps its marks where a user may write them. Its root is a user's; so is <root>/<uid>.<gid> of an engine that runs as
// root and maps the users of its containers.
bool is_rootless(const std::string& engine_root) {
  struct stat info{};
  if (::stat(engine_root.c_str(), &info) != 0 || info.st_uid == 0) return false;
  return !engine_root.ends_with(format("/{}.{}", info.st_uid, info.st_gid));
}

}  // namespace

TreeOptions overlay_tree(const std::string& engine_root, const SourceOptions& options) {
  TreeOptions out;
  out.claimed = options.claimed;
  out.claimed_by_head = options.claimed_by_head;
  out.marks = is_rootless(engine_root) ? OverlayMarks::kUser : OverlayMarks::kTrusted;
  return out;
}

Result<std::vector<LayerHandle>> overlay_layers(const std::string& engine_root, const std::vector<model::Digest>& diff_ids,
                                                const SourceOptions& options) {
  std::vector<LayerHandle> out;
  std::vector<model::Digest> chain = chain_ids(diff_ids);
  for (std::size_t i = 0; i < diff_ids.size(); ++i) {
    std::string record = engine_root + "/image/overlay2/layerdb/sha256/" + std::string(chain[i].hex());
    std::string diff = TRY(base::read_file(record + "/diff", 200));
    if (base::trim(diff) != diff_ids[i].text()) return Error{Code::kCorrupt, record + ": is of another layer"};
    std::string cache_id(base::trim(TRY(base::read_file(record + "/cache-id", 200))));
    bool plain = !cache_id.empty() && std::all_of(cache_id.begin(), cache_id.end(),
                                                  [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-'; });
    if (!plain) return Error{Code::kCorrupt, record + "/cache-id: not a plain name"};
    std::string directory = engine_root + "/overlay2/" + cache_id + "/diff";
    if (auto listed = base::list_directory(directory); !listed) return listed.error();
    LayerHandle handle = tree_layer(directory, overlay_tree(engine_root, options));
    handle.diff_id = diff_ids[i];
    handle.cache_realm = "engine";
    out.push_back(std::move(handle));
  }
  return out;
}

}  // namespace batten::image
