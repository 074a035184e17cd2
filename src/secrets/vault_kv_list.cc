// SPDX-License-Identifier: Apache-2.0
//
// The paths below a prefix: LIST MOUNT/FOLDER of version 1, MOUNT/metadata/FOLDER of version 2, folder by folder, with limits on both.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/format.h"
#include "base/text.h"
#include "secrets/vault_kv.h"

namespace batten::secrets {
namespace {

constexpr std::size_t kMaxListed = 10'000, kMaxFolders = 10'000, kMaxNotes = 1000;

void skip(base::Notes& notes, std::string where, std::string message) {
  if (notes.size() < kMaxNotes)
    notes.push_back({.kind = base::Note::Kind::kSkipped, .where = std::move(where), .message = std::move(message), .hint = {}});
}

}  // namespace

Result<void> VaultKv::list_folder(const VaultMount& mount, const std::string& folder, bool is_first, std::vector<std::string>& folders,
                                  std::vector<Reference>& out, base::Notes& notes) {
  const bool is_v2 = mount.kv_version == 2;
  VaultCall call{.path = mount.path + (is_v2 ? "metadata/" : "") + folder, .query = "list=true"};
  VaultAnswer answer = TRY(access_.ask(call));
  const std::string where = access_.server().provider + ":" + mount.path + folder;
  if (answer.status() == 404 && answer.said().empty()) return {};  // nothing is there
  if (!answer.is_ok()) {
    if (is_first) return answer.error(Code::kUnsupported);
    skip(notes, base::printable(where), answer.error(Code::kUnsupported).message);
    return {};
  }
  if (!answer.data()["keys"].is_array()) return Error{Code::kCorrupt, answer.call + ": the answer has no keys"};
  for (const std::string& key : vault_keys(answer, base::printable(where), notes)) {
    if (key.ends_with('/')) {
      folders.push_back(folder + key);
    } else if (out.size() < kMaxListed) {
      out.push_back(
          {.provider = access_.server().provider, .path = mount.path + (is_v2 ? "data/" : "") + folder + key, .field = {}, .options = {}});
    } else {
      skip(notes, base::printable(where), format("more than {} secrets: the rest is left out", kMaxListed));
      folders.clear();
      return {};
    }
  }
  return {};
}

Result<std::vector<Reference>> VaultKv::list(const std::string& prefix, base::Notes& notes) {
  std::vector<VaultMount> mounts;
  std::string first_folder;
  if (prefix.empty()) {
    mounts = vault_kv_mounts(TRY(access_.asked({.path = "sys/internal/ui/mounts"})));
  } else {
    // One name more, for it is a folder: a mount alone is one too.
    std::string folder = prefix.ends_with('/') ? prefix : prefix + "/";
    std::vector<std::string_view> parts = base::split(std::string_view(folder).substr(0, folder.size() - 1), '/');
    if (std::ranges::any_of(parts, [](std::string_view part) { return part.empty() || part == "." || part == ".."; }))
      return Error{Code::kInvalidArgument, "the prefix has an empty part, \".\" or \"..\""};
    VaultPlace place = TRY(place_of(folder + "*"));
    if (place.mount.kv_version == 0) {
      if (place.untold) return *place.untold;
      return Error{Code::kUnsupported, format("{} holds no keys and values", base::printable(place.mount.path))};
    }
    first_folder = place.inner.substr(0, place.inner.size() - 1);
    mounts.push_back(std::move(place.mount));
  }
  if (access_.server().is_plain)
    notes.push_back({.kind = base::Note::Kind::kDegraded,
                     .where = access_.server().provider,
                     .message = "secrets cross the network unencrypted: the address is http://",
                     .hint = {}});
  std::vector<Reference> out;
  for (const VaultMount& mount : mounts) {
    std::vector<std::string> folders{first_folder};
    std::size_t asked = 0;
    while (!folders.empty()) {
      std::string folder = std::move(folders.back());
      folders.pop_back();
      if (++asked > kMaxFolders) {
        skip(notes, base::printable(mount.path), format("more than {} folders: the rest is left out", kMaxFolders));
        break;
      }
      bool is_first = asked == 1 && mounts.size() == 1;
      TRY(list_folder(mount, folder, is_first, folders, out, notes));
    }
  }
  std::ranges::sort(out, {}, &Reference::path);
  return out;
}

}  // namespace batten::secrets
