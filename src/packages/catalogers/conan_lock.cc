// SPDX-License-Identifier: Apache-2.0
//
// conan.lock of Conan (C and C++). Conan 2: lists of references in "requires", "build_requires", "python_requires" and "config_requires".
// Conan 1: "graph_lock" -> "nodes" -> {"ref": ..}; the node of the project itself has a "path". A reference is
// NAME/VERSION@USER/CHANNEL#REVISION%TIME; all but name and version may be missing. User and channel are the package's origin.
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

void add_reference(std::string_view reference, PackageList& list) {
  reference = reference.substr(0, reference.find_first_of("#%:"));
  std::size_t at = reference.find('@');
  std::string_view origin = at == std::string_view::npos ? std::string_view() : reference.substr(at + 1);
  reference = reference.substr(0, at);
  std::size_t slash = reference.find('/');
  model::Package* package =
      list.add(reference.substr(0, slash), slash == std::string_view::npos ? std::string_view() : reference.substr(slash + 1));
  if (package != nullptr && origin.size() <= PackageList::kMaxName && origin != "_/_") package->origin = origin;
}

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  json::Document document = TRY(json_object(content));
  PackageList list("conan", path, facts, notes);
  for (std::string_view kind : {"requires", "build_requires", "python_requires", "config_requires"}) {
    document[kind].each([&](json::View reference) { add_reference(reference.string(), list); });
  }
  document["graph_lock"]["nodes"].each_member([&](std::string_view, json::View node) {
    std::string_view reference = node["ref"].string(node["pref"].string());
    if (!node["path"] && !reference.empty()) add_reference(reference, list);
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/conan.lock"};
constexpr std::string_view kMatches[] = {"src/conan.lock"};
constexpr std::string_view kMatchesNot[] = {"src/conanfile.txt"};
constexpr CatalogerExample kExamples[] = {
    {"src/conan.lock",
     R"({"version":"0.5","requires":["zlib/1.2.13#13c96f538b52e1600c40b88994de240f%1667396813.733","own/0.3@team/stable#1%1"],
"build_requires":["cmake/3.25.1"],"python_requires":[]})",
     "zlib 1.2.13, own 0.3, cmake 3.25.1"},
    {"src/conan.lock",
     R"({"graph_lock":{"nodes":{"0":{"ref":"app/1.0","path":"conanfile.py","requires":["1"]},"1":{"ref":"openssl/1.1.1k#0"},
"2":{"pref":"zlib/1.2.11@_/_#0:5ab84d6#0"},"3":{"options":""}}},"version":"0.4"})",
     "openssl 1.1.1k, zlib 1.2.11"},
    {"src/conan.lock", R"({"version":"0.5","requires":[],"build_requires":{}})", ""},
};

}  // namespace

extern constinit const Cataloger conan_lock;
constinit const Cataloger conan_lock = {
    .name = "conan_lock",
    .summary = "C and C++ packages of conan.lock",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 16u << 20,
    .parse = parse_lock,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
