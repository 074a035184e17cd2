// SPDX-License-Identifier: Apache-2.0
//
// bun.lock of Bun: JSON with comments. "packages" has for each place in the tree a list whose first item is "NAME@VERSION"; instead of
// the version stands "workspace:..", "file:..", "git+ssh:..", "https:.." or the like for what comes from elsewhere, which is left out.
#include "packages/cataloger.h"
#include "packages/jsonc.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

void add_entry(std::string_view place, json::View entry, PackageList& list) {
  std::string_view first;
  entry.each([&](json::View item) {
    if (first.data() == nullptr) first = item.is_string() ? item.string() : std::string_view("");
  });
  // A scope begins with an @ of its own.
  std::size_t at = first.find('@', 1);
  if (at == std::string_view::npos) return list.skipped(format("{}: no NAME@VERSION", place.substr(0, 200)));
  std::string_view version = first.substr(at + 1);
  if (!version.contains(':') && !version.contains('/')) list.add(first.substr(0, at), version);
}

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  json::Document document = TRY(json_object(plain_json(content)));
  PackageList list("npm", path, facts, notes);
  document["packages"].each_member([&](std::string_view place, json::View entry) { add_entry(place, entry, list); });
  return {};
}

constexpr std::string_view kClaims[] = {"**/bun.lock"};
constexpr std::string_view kMatches[] = {"app/bun.lock"};
constexpr std::string_view kMatchesNot[] = {"app/bun.lockb", "app/x-bun.lock"};
constexpr CatalogerExample kExamples[] = {
    {"app/bun.lock", R"({
  // written by bun
  "lockfileVersion": 1,
  "workspaces": {"": {"name": "app", "dependencies": {"debug": "^4",},},},
  "packages": {
    "debug": ["debug@4.3.4", "", {"dependencies": {"ms": "2.1.2"}}, "sha512-//"],
    "debug/ms": ["@s/ms@2.1.2", "", {}, "sha512-x"],
    "own": ["own@workspace:packages/own"],
    "there": ["there@git+ssh://git@example.org/there#0123", {}, "0123"], /* no version */
  },
})",
     "debug 4.3.4, @s/ms 2.1.2"},
    {"app/bun.lock", R"({"packages":{"alias":["real@1.0.0-rc.1"],"wrong":[],"worse":{"a":1}}})", "real 1.0.0-rc.1"},
    {"app/bun.lock", R"({"lockfileVersion":1,"packages":{}})", ""},
};

}  // namespace

extern constinit const Cataloger bun_lock;
constinit const Cataloger bun_lock = {
    .name = "bun_lock",
    .summary = "npm packages of bun.lock",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 64u << 20,
    .parse = parse_lock,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
