// SPDX-License-Identifier: Apache-2.0
//
// NAME.deps.json beside a .NET program (.NET SDK, "runtime-configuration-file"): "libraries" has "NAME/VERSION" -> {"type": ..}; "targets"
// has for the runtime target which files each of them brings. A package whose entry there brings no file to load is not shipped: it was
// needed to build only, or the framework's newer assemblies took its place. The runtime pack of a self-contained program is listed under
// its package's name. The program's own projects are listed as well.
#include <unordered_set>

#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::string_view kRuntimePack = "runtimepack.";

bool brings_files(json::View entry) {
  for (std::string_view kind : {"runtime", "runtimeTargets", "native", "resources"}) {
    if (entry[kind].size() > 0) return true;
  }
  return false;
}

// The libraries that the program's own target names without any file to load.
std::unordered_set<std::string_view> without_files(const json::Document& document) {
  std::unordered_set<std::string_view> out;
  json::View target = document["targets"][document["runtimeTarget"]["name"].string()];
  target.each_member([&](std::string_view library, json::View entry) {
    if (!brings_files(entry)) out.insert(library);
  });
  return out;
}

Result<void> parse_deps(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  json::Document document = TRY(json_object(content));
  std::unordered_set<std::string_view> not_shipped = without_files(document);
  PackageList list("nuget", path, facts, notes);
  document["libraries"].each_member([&](std::string_view library, json::View entry) {
    std::string_view type = entry["type"].string();
    if ((type != "package" && type != "runtimepack" && type != "project") || not_shipped.contains(library)) return;
    if (type == "runtimepack" && library.starts_with(kRuntimePack)) library.remove_prefix(kRuntimePack.size());
    std::size_t slash = library.rfind('/');
    list.add(library.substr(0, slash), slash == std::string_view::npos ? std::string_view() : library.substr(slash + 1));
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/*.deps.json"};
constexpr std::string_view kMatches[] = {"app/Shop.deps.json",
                                         "usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1/Microsoft.NETCore.App.deps.json"};
constexpr std::string_view kMatchesNot[] = {"app/Shop.runtimeconfig.json", "app/deps.json"};
constexpr CatalogerExample kExamples[] = {
    {"app/Shop.deps.json",
     R"({"runtimeTarget":{"name":".NETCoreApp,Version=v6.0","signature":""},"targets":{".NETCoreApp,Version=v6.0":{
"Shop/1.0.0":{"runtime":{"Shop.dll":{}}},"Newtonsoft.Json/13.0.1":{"runtime":{"lib/netstandard2.0/Newtonsoft.Json.dll":{}}},
"System.Net.Http/4.3.0":{"dependencies":{"System.IO":"4.3.0"}},"sqlite/3.1.0":{"runtimeTargets":{"runtimes/linux-x64/native/l.so":{}}}}},
"libraries":{"Shop/1.0.0":{"type":"project"},"Newtonsoft.Json/13.0.1":{"type":"package"},"System.Net.Http/4.3.0":{"type":"package"},
"sqlite/3.1.0":{"type":"package"}}})",
     "Shop 1.0.0, Newtonsoft.Json 13.0.1, sqlite 3.1.0"},
    {"app/Shop.deps.json",
     R"({"libraries":{"runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/6.0.1":{"type":"runtimepack"},"a":{"type":"package"}}})",
     "Microsoft.NETCore.App.Runtime.linux-x64 6.0.1"},
    {"app/Shop.deps.json", R"({"libraries":{"Shop/1.0.0":{"type":"project"},"Shop.Data/2.0.0":{"type":"reference"}},"targets":[]})",
     "Shop 1.0.0"},
};

}  // namespace

extern constinit const Cataloger dotnet_deps;
constinit const Cataloger dotnet_deps = {
    .name = "dotnet_deps",
    .summary = ".NET packages of a program (deps.json)",
    .revision = 2,
    .claims = kClaims,
    .max_bytes = 32u << 20,
    .parse = parse_deps,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
