// SPDX-License-Identifier: Apache-2.0
//
// Where apt takes packages from (sources.list(5)): one line per repository in etc/apt/sources.list and sources.list.d/*.list, stanzas
// (deb822) in sources.list.d/*.sources. Source-code entries are left out. Every URI with every suite is one repository.
#include <algorithm>

#include "base/path.h"
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/deb822.h"
#include "packages/file_notes.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::size_t kMaxRepositories = 1000;

using Words = std::vector<std::string_view>;

struct Entry {
  Words uris, suites, components;
  std::string_view signed_by;
};

class Sources {
 public:
  Sources(std::string_view path, model::FileFacts& facts, base::Notes& notes) : path_(path), facts_(facts), trouble_(path, notes) {}

  void skipped(std::size_t line, std::string_view what) { trouble_.skipped(format("line {}: {}", line, what)); }

  void add(const Entry& entry, std::size_t line) {
    for (std::string_view uri : entry.uris) {
      for (std::string_view suite : entry.suites) {
        if (facts_.repositories.size() >= kMaxRepositories) return skipped(line, "too many repositories; left out");
        model::Repository& repository = facts_.repositories.emplace_back();
        repository.type = "apt";
        repository.uri = without_slash(uri);
        repository.path = path_;
        // A key written out in the file has no path.
        if (entry.signed_by.starts_with('/')) repository.signed_by = entry.signed_by;
        if (suite.ends_with('/')) {
          // A flat repository: the "suite" is a directory below the URI.
          std::string_view directory = without_slash(suite);
          while (directory.starts_with("./")) directory.remove_prefix(2);
          if (!directory.empty() && directory != "." && directory != "/") repository.uri.append("/").append(directory);
        } else {
          repository.suite = suite;
          for (std::string_view component : entry.components) repository.components.emplace_back(component);
        }
      }
    }
  }

 private:
  static std::string_view without_slash(std::string_view text) {
    while (text.size() > 1 && text.ends_with('/')) text.remove_suffix(1);
    return text;
  }

  std::string path_;
  model::FileFacts& facts_;
  FileNotes trouble_;
};

// "deb [arch=amd64 signed-by=/k.gpg] http://host/debian bookworm main contrib # why"
void read_line(std::string_view line, std::size_t number, Sources& sources) {
  line = base::trim(line.substr(0, line.find('#')));
  std::size_t blank = line.find_first_of(" \t");
  std::string_view type = line.substr(0, blank);
  if (line.empty() || type == "deb-src" || type == "rpm" || type == "rpm-src") return;
  if (type != "deb" || blank == std::string_view::npos) return sources.skipped(number, "neither a deb nor a deb-src entry");
  std::string_view rest = base::trim(line.substr(blank));
  Entry entry;
  if (rest.starts_with('[')) {
    std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return sources.skipped(number, "the options have no end ']'");
    for (std::string_view option : base::words(rest.substr(1, close - 1))) {
      std::size_t equals = option.find('=');
      if (equals != std::string_view::npos && same_name(option.substr(0, equals), "signed-by")) entry.signed_by = option.substr(equals + 1);
    }
    rest = base::trim(rest.substr(close + 1));
  }
  Words words = base::words(rest);
  // A CD's name in brackets may have blanks; there is nothing to be fetched from it.
  if (rest.starts_with("cdrom:")) return;
  if (words.size() < 2) return sources.skipped(number, "an entry needs a URI and a suite");
  if (words.size() < 3 && !words[1].ends_with('/')) return sources.skipped(number, "a suite without components must end in '/'");
  entry.uris = {words[0]};
  entry.suites = {words[1]};
  entry.components.assign(words.begin() + 2, words.end());
  sources.add(entry, number);
}

// The words of a value over all its lines; comment lines may stand between them.
Words all_words(std::string_view value) {
  Words out;
  base::each_line(value, [&](std::string_view line) {
    if (line.starts_with('#')) return;
    Words words = base::words(line);
    out.insert(out.end(), words.begin(), words.end());
  });
  return out;
}

void read_stanzas(std::string_view content, Sources& sources) {
  StanzaReader reader(content, "Types");
  Stanza stanza;
  while (reader.next(stanza)) {
    if (stanza.bad_line != 0) sources.skipped(stanza.bad_line, "neither a field nor its continuation");
    std::string_view enabled = stanza["Enabled"];
    constexpr std::string_view kNo[] = {"no", "false", "without", "off", "disable", "0"};  // apt's StringToBool
    if (std::ranges::any_of(kNo, [&](std::string_view no) { return same_name(enabled, no); })) continue;
    Words types = all_words(stanza["Types"]);
    if (std::ranges::find(types, "deb") == types.end()) {
      if (types.empty()) sources.skipped(stanza.line, "a stanza without Types");
      continue;
    }
    Entry entry{.uris = all_words(stanza["URIs"]),
                .suites = all_words(stanza["Suites"]),
                .components = all_words(stanza["Components"]),
                .signed_by = stanza["Signed-By"]};
    if (entry.uris.empty() || entry.suites.empty()) {
      sources.skipped(stanza.line, "a stanza without URIs or Suites");
      continue;
    }
    entry.signed_by = entry.signed_by.substr(0, entry.signed_by.find_first_of(" \t\n,"));
    sources.add(entry, stanza.line);
  }
}

Result<void> parse_sources(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (content.contains('\0')) return Error{Code::kCorrupt, "not a list of package sources: it has NUL bytes"};
  Sources sources(path, facts, notes);
  if (path.ends_with(".sources")) {
    read_stanzas(content, sources);
    return {};
  }
  std::size_t number = 0;
  base::each_line(content, [&](std::string_view line) { read_line(line, ++number, sources); });
  return {};
}

constexpr std::string_view kClaims[] = {"etc/apt/sources.list", "etc/apt/sources.list.d/*.list", "etc/apt/sources.list.d/*.sources"};
constexpr std::string_view kMatches[] = {"etc/apt/sources.list", "etc/apt/sources.list.d/docker.list",
                                         "etc/apt/sources.list.d/debian.sources"};
constexpr std::string_view kMatchesNot[] = {"etc/apt/sources.list.d/docker.list.save", "etc/apt/sources.list~"};
constexpr CatalogerExample kExamples[] = {
    {"etc/apt/sources.list",
     "# comment\ndeb http://deb.debian.org/debian/ bookworm main contrib\ndeb-src http://deb.debian.org/debian bookworm main\n"
     "deb [ arch=amd64 signed-by=/usr/share/keyrings/x.gpg ] https://example.org/apt stable main # extra\ndeb http://flat.example.org/ "
     "./\n",
     "repository http://deb.debian.org/debian bookworm, repository https://example.org/apt stable, repository http://flat.example.org"},
    {"etc/apt/sources.list.d/debian.sources",
     "Types: deb\n# http://snapshot.debian.org/\nURIs: http://deb.debian.org/debian\nSuites: bookworm bookworm-updates\nComponents: main\n"
     "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n\n"
     "Enabled: no\nTypes: deb\nURIs: http://off.example.org\nSuites: x\nComponents: main\n",
     "repository http://deb.debian.org/debian bookworm, repository http://deb.debian.org/debian bookworm-updates"},
    {"etc/apt/sources.list.d/x.list", "", ""},
};

}  // namespace

extern constinit const Cataloger apt_sources;
constinit const Cataloger apt_sources = {
    .name = "apt_sources",
    .summary = "package repositories of Debian and its relatives",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 1u << 20,
    .parse = parse_sources,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
