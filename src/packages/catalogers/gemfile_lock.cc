// SPDX-License-Identifier: Apache-2.0
//
// Gemfile.lock of Bundler (also gems.locked). Sections begin at the left edge (GEM, GIT, PATH, PLUGIN SOURCE, PLATFORMS, ..); those of
// sources have "remote:" and "specs:", below which four blanks lead to "NAME (VERSION)" or "NAME (VERSION-PLATFORM)" and six to what that
// needs. The project itself, PATH with the remote ".", is left out. Lock files inside installed gems (gems/NAME-VERSION/) are their
// developers' own.
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

class Sections {
 public:
  explicit Sections(PackageList& list) : list_(list) {}

  void line(std::string_view text) {
    std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
    std::string_view rest = base::trim(text);
    if (rest.empty()) return;
    if (indent == 0) {
      is_source_ = rest == "GEM" || rest == "GIT" || rest == "PATH" || rest == "PLUGIN SOURCE";
      is_path_ = rest == "PATH";
      in_specs_ = is_project_ = false;
    } else if (indent == 2) {
      in_specs_ = rest == "specs:";
      if (rest == "remote: .") is_project_ = is_path_;
    } else if (indent == 4 && is_source_ && in_specs_ && !is_project_) {
      specification(rest);
    }
  }

 private:
  // Bundler too ends the version at the first dash.
  void specification(std::string_view text) {
    std::size_t open = text.find(" (");
    if (open == std::string_view::npos || !text.ends_with(')')) {
      return list_.skipped(format("'{}': no version in parentheses", base::printable(text.substr(0, 200))));
    }
    std::string_view version = text.substr(open + 2, text.size() - open - 3);
    list_.add(text.substr(0, open), version.substr(0, version.find('-')));
  }

  PackageList& list_;
  bool is_source_ = false, is_path_ = false, in_specs_ = false, is_project_ = false;
};

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  PackageList list("gem", path, facts, notes);
  Sections sections(list);
  base::each_line(TRY(plain_text(content)), [&](std::string_view line) { sections.line(line); });
  return {};
}

constexpr std::string_view kClaims[] = {"**/Gemfile.lock", "**/gems.locked"};
constexpr std::string_view kMatches[] = {"app/Gemfile.lock", "app/gems.locked"};
constexpr std::string_view kMatchesNot[] = {"app/Gemfile"};
constexpr CatalogerExample kExamples[] = {
    {"app/Gemfile.lock",
     "GIT\n  remote: https://example.org/own.git\n  revision: 0123\n  specs:\n    own (0.3.1)\n      rack (>= 2)\n\nPATH\n  remote: .\n"
     "  specs:\n    app (1.0)\n\nGEM\n  remote: https://rubygems.org/\n  specs:\n    nokogiri (1.15.4)\n      racc (~> 1.4)\n"
     "    nokogiri (1.15.4-x86_64-linux)\n    rack (2.2.8)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  rack\n    x (1)\n\nBUNDLED WITH\n   "
     "2.4.10\n",
     "own 0.3.1, nokogiri 1.15.4, rack 2.2.8"},
    {"app/gems.locked", "PATH\r\n  remote: engines/a\r\n  specs:\r\n    a (0.1.0.pre1)\r\n    b\r\n", "a 0.1.0.pre1"},
    {"usr/local/bundle/gems/x-1.0/Gemfile.lock", "GEM\n  specs:\n    rack (2.2.8)\n", ""},
    {"app/Gemfile.lock", "", ""},
};

}  // namespace

extern constinit const Cataloger gemfile_lock;
constinit const Cataloger gemfile_lock = {
    .name = "gemfile_lock",
    .summary = "Ruby packages of Gemfile.lock",
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
