// SPDX-License-Identifier: Apache-2.0
//
// go.mod of a Go module ("Go Modules Reference", go.mod files): what it requires, after its replace directives, without the versions that
// it excludes. A module that is replaced by a folder is left out. "go" and "toolchain" name the least version of Go that will do, not the
// one that was used, so no standard library is listed. The modules "std" and "cmd" are Go's own
// source: what they need is part of that Go.
#include <map>
#include <set>

#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

using Words = std::vector<std::string_view>;
using Module = std::pair<std::string_view, std::string_view>;  // path, version

// Without the comment; paths may be quoted.
Words words_of(std::string_view line) {
  if (std::size_t comment = line.find("//"); comment != std::string_view::npos) line = line.substr(0, comment);
  Words out = base::words(line);
  for (std::string_view& word : out) {
    if (word.size() >= 2 && (word.front() == '"' || word.front() == '`') && word.back() == word.front())
      word = word.substr(1, word.size() - 2);
  }
  return out;
}

struct Directives {
  std::string_view own;  // the module's path
  std::vector<Module> required;
  std::set<Module> excluded;
  std::map<Module, Module> replaced;  // version "": every version; a replacement without version is a folder

  // One directive, or one line of a block of them.
  bool add(std::string_view verb, std::span<const std::string_view> words) {
    if (verb == "module" && words.size() == 1) own = words[0];
    if (verb == "require" || verb == "exclude") {
      if (words.size() != 2) return false;
      if (verb == "require") {
        required.emplace_back(words[0], words[1]);
      } else {
        excluded.emplace(words[0], words[1]);
      }
    } else if (verb == "replace") {
      std::size_t arrow = words.size() > 1 && words[1] == "=>" ? 1 : 2;
      if (words.size() < arrow + 2 || words.size() > arrow + 3 || words[arrow] != "=>") return false;
      replaced[{words[0], arrow == 2 ? words[1] : ""}] = {words[arrow + 1], words.size() == arrow + 3 ? words[arrow + 2] : ""};
    }
    return true;
  }

  const Module* replacement(const Module& module) const {
    auto found = replaced.find(module);
    if (found == replaced.end()) found = replaced.find({module.first, ""});
    return found == replaced.end() ? nullptr : &found->second;
  }
};

Directives read_directives(std::string_view text, PackageList& list) {
  Directives out;
  std::string_view block;
  std::size_t number = 0;
  base::each_line(text, [&](std::string_view line) {
    ++number;
    Words words = words_of(line);
    if (words.empty()) return;
    bool good = true;
    if (!block.empty()) {
      if (words[0] == ")") {
        block = {};
      } else {
        good = out.add(block, words);
      }
    } else if (words.size() == 2 && words[1] == "(") {
      block = words[0];
    } else {
      good = out.add(words[0], std::span(words).subspan(1));
    }
    if (!good) list.skipped(format("line {}: not what a module is named by", number));
  });
  return out;
}

// Go itself passes over folders whose names begin with "_".
bool is_passed_over(std::string_view path) { return is_of_dependency(path) || path.starts_with('_') || path.contains("/_"); }

Result<void> parse_mod(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_passed_over(path)) return {};
  PackageList list("golang", path, facts, notes);
  Directives directives = read_directives(TRY(plain_text(content)), list);
  if (directives.own == "std" || directives.own == "cmd") return {};
  for (Module module : directives.required) {
    if (directives.excluded.contains(module)) continue;
    if (const Module* other = directives.replacement(module)) {
      if (other->second.empty()) continue;
      module = *other;
    }
    list.add(module.first, module.second);
  }
  return {};
}

constexpr std::string_view kClaims[] = {"**/go.mod"};
constexpr std::string_view kMatches[] = {"src/app/go.mod"};
constexpr std::string_view kMatchesNot[] = {"src/app/go.sum", "root/go/pkg/mod/cache/download/example.org/a/@v/v1.0.0.mod"};
constexpr CatalogerExample kExamples[] = {
    {"src/go.mod",
     "module example.org/app // own\n\ngo 1.21\ntoolchain go1.21.5\n\nrequire (\n\tgithub.com/Masterminds/semver/v3 v3.2.1\n"
     "\tgolang.org/x/net v0.17.0 // indirect\n\tgithub.com/docker/docker v24.0.0+incompatible\n)\n\nrequire example.org/old v1.0.0\n"
     "exclude example.org/old v1.0.0\nretract [v1.0.0, v1.1.0]\n",
     "github.com/Masterminds/semver/v3 v3.2.1, golang.org/x/net v0.17.0, github.com/docker/docker v24.0.0+incompatible"},
    {"src/go.mod",
     "module app\nrequire example.org/a v1.0.0\nrequire \"example.org/b\" v1.0.0\nrequire example.org/c v1.0.0\nreplace (\n"
     "  example.org/a => example.org/fork v1.0.1\n  example.org/b v1.0.0 => ../b\n  example.org/c v0.9.0 => ../c\n)\n",
     "example.org/fork v1.0.1, example.org/c v1.0.0"},
    {"root/go/pkg/mod/example.org/a@v1.0.0/go.mod", "module example.org/a\nrequire example.org/b v1.0.0\n", ""},
    {"src/go.mod", "module example.org/app\n\ngo 1.20\n", ""},
    {"usr/local/go/src/go.mod", "module std\n\nrequire golang.org/x/net v0.30.0\n", ""},
};

}  // namespace

extern constinit const Cataloger go_mod;
constinit const Cataloger go_mod = {
    .name = "go_mod",
    .summary = "Go modules that go.mod requires",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 4u << 20,
    .parse = parse_mod,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
