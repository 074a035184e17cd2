// SPDX-License-Identifier: Apache-2.0
//
// Installed conda packages: PREFIX/conda-meta/NAME-VERSION-BUILD.json, the package's entry of the channel's index and what was done with
// it.
#include "base/path.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

// "https://conda.anaconda.org/conda-forge/linux-64", "conda-forge" -> "conda-forge"; "https://repo.anaconda.com/pkgs/main/linux-64" ->
// "main".
std::string_view channel_name(std::string_view channel, std::string_view subdir) {
  while (channel.ends_with('/')) channel.remove_suffix(1);
  if (!subdir.empty() && base::base_name(channel) == subdir) channel = base::parent_path(channel);
  return base::base_name(channel);
}

Result<void> parse_meta(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  json::Document document = TRY(json_object(content));
  PackageList list("conda", path, facts, notes);
  std::string_view name = document["name"].string();
  // Other tools keep their state in this folder too.
  if (name.empty() && !document["version"]) return {};
  model::Package* package = list.add(name, document["version"].string());
  if (package == nullptr) return {};
  std::string_view subdir = document["subdir"].string(), channel = channel_name(document["channel"].string(), subdir);
  if (subdir.size() <= PackageList::kMaxName) package->arch = subdir;
  if (channel.size() <= PackageList::kMaxName) package->origin = channel;
  add_licence(document["license"].string(), *package);
  return {};
}

constexpr std::string_view kClaims[] = {"**/conda-meta/*.json"};
constexpr std::string_view kMatches[] = {"opt/conda/conda-meta/zlib-1.2.13-h5eee18b_0.json", "opt/conda/envs/a/conda-meta/x-1-0.json"};
constexpr std::string_view kMatchesNot[] = {"opt/conda/conda-meta/history", "opt/conda/pkgs/zlib-1.2.13-h5eee18b_0/info/index.json"};
constexpr CatalogerExample kExamples[] = {
    {"opt/conda/conda-meta/zlib-1.2.13-h5eee18b_0.json",
     R"({"build":"h5eee18b_0","channel":"https://repo.anaconda.com/pkgs/main/linux-64","files":["lib/libz.so"],"license":"Zlib","name":"zlib",
"subdir":"linux-64","version":"1.2.13"})",
     "zlib 1.2.13"},
    {"opt/conda/conda-meta/a-2024a-0.json", R"({"name":"a","version":"2024a","channel":"conda-forge"})", "a 2024a"},
    {"opt/conda/conda-meta/state.json", R"({"env_vars":{}})", ""},
};

}  // namespace

extern constinit const Cataloger conda_meta;
constinit const Cataloger conda_meta = {
    .name = "conda_meta",
    .summary = "installed conda packages",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 64u << 20,
    .parse = parse_meta,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
