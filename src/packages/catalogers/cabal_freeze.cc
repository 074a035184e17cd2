// SPDX-License-Identifier: Apache-2.0
//
// cabal.project.freeze of cabal (Haskell): a field "constraints:" with items "any.NAME ==VERSION", separated by commas, over many lines;
// "NAME +flag -flag" sets flags, "any.NAME installed" takes what the compiler brings, whose version is not said.
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::string_view kField = "constraints:";

void add_constraint(std::string_view item, PackageList& list) {
  std::size_t equals = item.find("==");
  if (equals == std::string_view::npos) return;
  std::string_view name = base::trim(item.substr(0, equals)), version = base::trim(item.substr(equals + 2));
  // "any." is a scope of the name: in every component.
  if (name.starts_with("any.")) name.remove_prefix(4);
  // Ranges, and alternatives.
  if (name.find_first_of(" \t|&<>") != std::string_view::npos || version.find_first_of(" \t|&*") != std::string_view::npos) return;
  list.add(name, version);
}

Result<void> parse_freeze(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  PackageList list("hackage", path, facts, notes);
  bool inside = false;
  base::each_line(TRY(plain_text(content)), [&](std::string_view line) {
    if (line.empty() || base::trim(line).starts_with("--")) return;
    if (line.front() != ' ' && line.front() != '\t') {
      inside = line.starts_with(kField);
      if (inside) line.remove_prefix(kField.size());
    }
    if (!inside) return;
    for (std::string_view item : base::split(line, ',')) add_constraint(item, list);
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/cabal.project.freeze"};
constexpr std::string_view kMatches[] = {"app/cabal.project.freeze"};
constexpr std::string_view kMatchesNot[] = {"app/cabal.project"};
constexpr CatalogerExample kExamples[] = {
    {"app/cabal.project.freeze",
     "active-repositories: hackage.haskell.org:merge\nconstraints: any.Cabal ==3.2.1.0,\n             any.aeson ==1.5.6.0,\n"
     "             aeson -bytestring-builder -cffi,\n             any.base installed\nindex-state: any.x ==1.0\n",
     "Cabal 3.2.1.0, aeson 1.5.6.0"},
    {"app/cabal.project.freeze", "constraints:\r\n  -- any.a ==1\r\n  any.text ==2.0,any.b ==1.* || ==2\r\n", "text 2.0"},
    {"app/cabal.project.freeze", "constraints: any.base installed\n", ""},
};

}  // namespace

extern constinit const Cataloger cabal_freeze;
constinit const Cataloger cabal_freeze = {
    .name = "cabal_freeze",
    .summary = "Haskell packages of cabal.project.freeze",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 16u << 20,
    .parse = parse_freeze,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
