// SPDX-License-Identifier: Apache-2.0
//
// A directory that holds a root file system: an unpacked image, a mounted disk, or this machine ("/").
#include <string>

#include "base/file.h"
#include "image/source.h"
#include "image/tree_feed.h"

namespace batten::image::sources {
namespace {

bool claims(std::string_view reference, const SourceOptions&) { return base::is_directory(std::string(reference)); }

Result<OpenedImage> open(std::string_view reference, const SourceOptions& options, Parser&) {
  std::string path(reference);
  if (!base::is_directory(path)) return Error{Code::kNotFound, path + ": no such directory"};
  OpenedImage out;
  out.source.kind = "dir";
  TreeOptions tree;
  tree.claimed = options.claimed;
  tree.may_hold_claims = options.may_hold_claims;
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
