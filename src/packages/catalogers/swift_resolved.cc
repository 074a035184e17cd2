// SPDX-License-Identifier: Apache-2.0
//
// Package.resolved of the Swift package manager. Version 1: "object" -> "pins", each with "repositoryURL"; versions 2 and 3: "pins", each
// with "identity", "kind" and "location". A package is named by where it comes from, "github.com/apple/swift-nio"; one from a registry by
// its identity ("apple.swift-nio"). A pin without a version (a branch, a revision) is left out, as is what lies on the developer's disk.
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

// "https://user@github.com/A/B.git", "ssh://git@github.com:22/A/B", "git@github.com:A/B.git" -> "github.com/A/B".
std::string name_of_address(std::string_view address) {
  std::size_t scheme = address.find("://");
  if (scheme != std::string_view::npos) address.remove_prefix(scheme + 3);
  if (std::size_t at = address.find('@'); at < address.find('/')) address.remove_prefix(at + 1);
  while (address.ends_with('/')) address.remove_suffix(1);
  if (address.ends_with(".git")) address.remove_suffix(4);
  std::string out(address);
  std::size_t slash = out.find('/'), colon = out.find(':');
  if (colon >= slash) return out;
  // A port behind a scheme; else what scp calls the path begins here.
  if (scheme != std::string_view::npos && slash != std::string::npos) out.erase(colon, slash - colon);
  if (scheme == std::string_view::npos) out[colon] = '/';
  return out;
}

void add_pin(json::View pin, PackageList& list) {
  std::string_view version = pin["state"]["version"].string(), kind = pin["kind"].string();
  if (version.empty() || kind.starts_with("local")) return;
  std::string_view address = pin["location"].string(pin["repositoryURL"].string());
  list.add(kind == "registry" || address.empty() ? std::string(pin["identity"].string()) : name_of_address(address), version);
}

Result<void> parse_resolved(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  json::Document document = TRY(json_object(content));
  PackageList list("swift", path, facts, notes);
  document["object"]["pins"].each([&](json::View pin) { add_pin(pin, list); });
  document["pins"].each([&](json::View pin) { add_pin(pin, list); });
  return {};
}

constexpr std::string_view kClaims[] = {"**/Package.resolved"};
constexpr std::string_view kMatches[] = {"app/Package.resolved", "app/App.xcworkspace/xcshareddata/swiftpm/Package.resolved"};
constexpr std::string_view kMatchesNot[] = {"app/Package.swift"};
constexpr CatalogerExample kExamples[] = {
    {"app/Package.resolved",
     R"({"pins":[{"identity":"swift-nio","kind":"remoteSourceControl","location":"https://github.com/apple/swift-nio.git",
"state":{"revision":"0123","version":"2.41.1"}},{"identity":"x","kind":"remoteSourceControl","location":"git@github.com:Org/X.git",
"state":{"version":"1.0.0"}},{"identity":"mona.list","kind":"registry","location":"","state":{"version":"1.1.0"}},
{"identity":"head","kind":"remoteSourceControl","location":"https://github.com/a/head","state":{"branch":"main","revision":"4567"}}],
"version":2})",
     "github.com/apple/swift-nio 2.41.1, github.com/Org/X 1.0.0, mona.list 1.1.0"},
    {"app/Package.resolved",
     R"({"object":{"pins":[{"package":"Alamofire","repositoryURL":"https://github.com/Alamofire/Alamofire","state":{"branch":null,
"revision":"0123","version":"5.4.3"}}]},"version":1})",
     "github.com/Alamofire/Alamofire 5.4.3"},
    {"app/Package.resolved", R"({"originHash":"0","pins":[],"version":3})", ""},
};

}  // namespace

extern constinit const Cataloger swift_resolved;
constinit const Cataloger swift_resolved = {
    .name = "swift_resolved",
    .summary = "Swift packages of Package.resolved",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 16u << 20,
    .parse = parse_resolved,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
