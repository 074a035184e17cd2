// SPDX-License-Identifier: Apache-2.0
//
// A directory that holds a root file system: an unpacked image, a mounted disk, or this machine ("/"). Images and containers that an engine
// keeps inside it are left out: they are scanned by their own names.
#include <algorithm>
#include <iterator>
#include <string>

#include "base/file.h"
#include "image/source.h"
#include "image/tree_feed.h"

namespace batten::image::sources {
namespace {

// Where engines keep the files of their images and containers: what is installed there is not installed in this root.
bool is_engine_storage(std::string_view directory) {
  constexpr std::string_view kPlaces[] = {"var/lib/docker",  "var/lib/containerd", "var/lib/containers", "var/lib/rancher",
                                          "var/lib/kubelet", "var/lib/lxc",        "var/lib/machines"};
  constexpr std::string_view kOfUsers[] = {".local/share/docker", ".local/share/containers", ".local/share/containerd"};
  if (std::ranges::find(kPlaces, directory) != std::end(kPlaces)) return true;
  return std::ranges::any_of(kOfUsers, [&](std::string_view place) { return directory.ends_with(place); });
}

bool claims(std::string_view reference, const SourceOptions&) { return base::is_directory(std::string(reference)); }

Result<OpenedImage> open(std::string_view reference, const SourceOptions& options, Parser&) {
  std::string path(reference);
  if (!base::is_directory(path)) return Error{Code::kNotFound, path + ": no such directory"};
  OpenedImage out;
  out.source.kind = "dir";
  TreeOptions tree;
  tree.claimed = options.claimed;
  tree.claimed_by_head = options.claimed_by_head;
  tree.may_hold_claims = [inner = options.may_hold_claims](std::string_view directory) {
    return !is_engine_storage(directory) && (!inner || inner(directory));
  };
  tree.follow = options.exact_claims;
  tree.leave_out_virtual = true;
  out.layers.push_back(tree_layer(path, std::move(tree)));
  return out;
}

constexpr SourceExample kExamples[] = {{"/", true}, {"no/such/directory", false}, {"ubuntu:22.04", false}};

}  // namespace

extern constinit const Source dir;
constinit const Source dir{
    .name = "dir",
    .summary = "a directory with a root file system",
    .order = 40,
    .claims = claims,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::image::sources
