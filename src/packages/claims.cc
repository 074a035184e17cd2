// SPDX-License-Identifier: Apache-2.0
//
// Claims are sorted by what is rarest in a path: those whose last component is literal by that component; those with a literal directory
// by that directory; the others ("**/*.jar", "**/requirements*.txt") by the last byte of their suffix, and compared by what is literal in
// their last two components before the whole glob is tried. Most paths end after one or two failed look-ups.
#include "packages/claims.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/format.h"
#include "base/glob.h"
#include "base/hash.h"
#include "base/path.h"

namespace batten::packages {
namespace {

struct Claim {
  std::string_view glob;
  const Cataloger* cataloger;
  std::string_view prefix, suffix;  // of the last component, around its star
  std::string_view parent;          // the last but one component when it is literal; else empty
};

using Claims = std::vector<Claim>;

bool is_literal(std::string_view pattern) { return pattern.find_first_of("*?") == std::string_view::npos; }

Claim make_claim(std::string_view glob, const Cataloger* cataloger) {
  std::string_view name = base::base_name(glob), parent = base::base_name(base::parent_path(glob));
  std::size_t star = name.find('*');
  bool has_star = star != std::string_view::npos;
  return {glob, cataloger, name.substr(0, star), has_star ? name.substr(star + 1) : name, is_literal(parent) ? parent : std::string_view()};
}

struct Index {
  std::unordered_map<std::string_view, Claims> by_name;
  std::unordered_map<std::string_view, Claims> by_directory;
  std::array<Claims, 256> by_last_byte;
  Claimants by_magic;
  // Which lengths of directories there are at all: spares most paths a hash.
  std::array<bool, 256> directory_lengths{};

  Index() {
    for (const Cataloger* cataloger : all_catalogers()) {
      for (std::string_view glob : cataloger->claims) add(make_claim(glob, cataloger));
      if (!cataloger->magic.empty()) by_magic.add(cataloger);
    }
  }

  void add(const Claim& claim) {
    std::string_view name = base::base_name(claim.glob);
    std::string_view directory = base::parent_path(claim.glob);
    if (is_literal(name)) {
      by_name[name].push_back(claim);
    } else if (is_literal(directory)) {
      by_directory[directory].push_back(claim);
      directory_lengths[directory.size() & 0xff] = true;
    } else {
      by_last_byte[static_cast<unsigned char>(claim.glob.back())].push_back(claim);
    }
  }
};

const Index& index() {
  static const Index built;
  return built;
}

void match(const Claims& claims, std::string_view path, Claimants& out) {
  for (const Claim& claim : claims) {
    if (base::glob_match(claim.glob, path)) out.add(claim.cataloger);
  }
}

}  // namespace

Claimants find_catalogers(std::string_view path) {
  const Index& claims = index();
  Claimants out;
  if (path.empty()) return out;
  std::string_view directory = base::parent_path(path), name = base::base_name(path);
  if (auto found = claims.by_name.find(name); found != claims.by_name.end()) match(found->second, path, out);
  if (claims.directory_lengths[directory.size() & 0xff]) {
    if (auto found = claims.by_directory.find(directory); found != claims.by_directory.end()) match(found->second, path, out);
  }
  for (const Claim& claim : claims.by_last_byte[static_cast<unsigned char>(path.back())]) {
    if (!name.ends_with(claim.suffix) || !name.starts_with(claim.prefix)) continue;
    if (!claim.parent.empty() && base::base_name(directory) != claim.parent) continue;
    if (base::glob_match(claim.glob, path)) out.add(claim.cataloger);
  }
  return out;
}

bool claimed_alike(std::string_view path, std::string_view claimed) {
  Claimants have = find_catalogers(path), want = find_catalogers(claimed);
  return std::ranges::all_of(want, [&](const Cataloger* each) { return std::ranges::find(have, each) != have.end(); });
}

bool begins_as_program(std::uint32_t mode, std::string_view head) {
  return (mode & 0111) != 0 && std::ranges::any_of(index().by_magic, [&](const Cataloger* each) { return head.starts_with(each->magic); });
}

Claimants find_by_content(std::uint32_t mode, std::uint64_t size_bytes, std::string_view head) {
  Claimants out;
  if ((mode & 0111) == 0) return out;
  for (const Cataloger* cataloger : index().by_magic) {
    if (!head.starts_with(cataloger->magic)) continue;
    if (cataloger->wants_program == nullptr || cataloger->wants_program(head, size_bytes)) out.add(cataloger);
  }
  return out;
}

std::size_t longest_read(const Claimants& claimants) {
  std::size_t most = 0;
  for (const Cataloger* cataloger : claimants) most = std::max(most, cataloger->max_bytes);
  return most;
}

std::size_t wanted_bytes(std::string_view path) { return longest_read(find_catalogers(path)); }

bool may_hold_program(std::string_view path) {
  static constexpr std::string_view kNoProgram[] = {
      "a",  "c",    "cc",  "class", "conf", "cpp", "css", "csv",  "gif", "go",  "gz",  "h",   "hpp", "htm", "html", "ico", "java", "jpg",
      "js", "json", "ko",  "list",  "log",  "map", "md",  "mo",   "o",   "pc",  "pl",  "pm",  "png", "po",  "pod",  "py",  "pyc",  "pyi",
      "rb", "rs",   "rst", "scm",   "svg",  "tcl", "tex", "tmpl", "ts",  "ttf", "txt", "vim", "xml", "xz",  "yaml", "yml", "zst"};
  static constexpr std::string_view kNoProgramBelow[] = {"usr/share/doc/",   "usr/share/man/",      "usr/share/locale/", "usr/share/info/",
                                                         "usr/share/icons/", "usr/share/zoneinfo/", "usr/include/",      "etc/"};
  for (std::string_view directory : kNoProgramBelow) {
    if (path.starts_with(directory)) return false;
  }
  std::string_view name = base::base_name(path);
  std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || !std::ranges::binary_search(kNoProgram, name.substr(dot + 1));
}

bool may_hold_claims(std::string_view directory) {
  if (!index().by_magic.empty()) return true;
  for (const Cataloger* cataloger : all_catalogers()) {
    for (std::string_view glob : cataloger->claims) {
      // Component by component, as far as both go.
      std::string_view pattern = glob, path = directory;
      bool fits = true;
      while (fits && !path.empty()) {
        std::size_t pattern_end = std::min(pattern.find('/'), pattern.size()), path_end = std::min(path.find('/'), path.size());
        std::string_view part = pattern.substr(0, pattern_end);
        if (part == "**") return true;
        fits = pattern_end < pattern.size() && base::glob_match(part, path.substr(0, path_end));
        pattern.remove_prefix(std::min(pattern_end + 1, pattern.size()));
        path.remove_prefix(std::min(path_end + 1, path.size()));
      }
      if (fits) return true;
    }
  }
  return false;
}

std::uint64_t analyser_revision() {
  std::string text;
  for (const Cataloger* cataloger : all_catalogers()) {
    text += format("{} {} {}\n", cataloger->name, cataloger->revision, cataloger->max_bytes);
    for (std::string_view claim : cataloger->claims) text += format("  {}\n", claim);
    if (!cataloger->magic.empty()) text += format("  magic {}\n", base::sha256_hex(cataloger->magic));
  }
  return base::sha256_prefix(text);
}

}  // namespace batten::packages
