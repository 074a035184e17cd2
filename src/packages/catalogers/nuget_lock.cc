// SPDX-License-Identifier: Apache-2.0
//
// NuGet's packages.lock.json: for each framework NAME -> {"type": "Direct" | "Transitive" | "CentralTransitive" | "Project",
// "resolved": VERSION}. Projects of the same solution are left out.
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  json::Document document = TRY(json_object(content));
  PackageList list("nuget", path, facts, notes);
  document["dependencies"].each_member([&](std::string_view, json::View framework) {
    framework.each_member([&](std::string_view name, json::View entry) {
      if (entry["type"].string() != "Project") list.add(name, entry["resolved"].string());
    });
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/packages.lock.json"};
constexpr std::string_view kMatches[] = {"src/Shop/packages.lock.json"};
constexpr std::string_view kMatchesNot[] = {"src/Shop/packages.json", "src/Shop/Shop.packages.lock.json"};
constexpr CatalogerExample kExamples[] = {
    {"src/packages.lock.json",
     R"({"version":1,"dependencies":{"net6.0":{"Serilog":{"type":"Direct","requested":"[2.10.0]","resolved":"2.10.0"},
"shop.core":{"type":"Project","dependencies":{}}},"net8.0":{"Serilog":{"type":"Direct","resolved":"2.10.0"},
"System.Memory":{"type":"Transitive","resolved":"4.5.4"}}}})",
     "Serilog 2.10.0, System.Memory 4.5.4"},
    {"src/packages.lock.json", R"({"dependencies":{"net6.0":{"a":{"type":"Direct"},"b":{"resolved":"1.0.0-beta.1"}}}})", "b 1.0.0-beta.1"},
    {"src/packages.lock.json", R"({"version":1,"dependencies":{"net6.0":{}}})", ""},
};

}  // namespace

extern constinit const Cataloger nuget_lock;
constinit const Cataloger nuget_lock = {
    .name = "nuget_lock",
    .summary = ".NET packages of packages.lock.json",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 32u << 20,
    .parse = parse_lock,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
