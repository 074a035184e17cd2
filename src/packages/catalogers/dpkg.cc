// SPDX-License-Identifier: Apache-2.0
//
// dpkg's database of installed packages: var/lib/dpkg/status (deb-control(5) fields, dpkg(1) "package states"), and the one file
// per package that distroless images have in var/lib/dpkg/status.d/.
//
// Listed is what may have files on disk: installed, unpacked, half-configured, triggers-awaited and triggers-pending, and
// half-installed (some of its files may be there: a false alarm is better than silence). Out are not-installed and
// config-files. A stanza without Status counts as installed: tools that build images write such stanzas, and always for what is there.
#include <array>
#include <span>

#include "base/path.h"
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/deb822.h"
#include "packages/file_notes.h"

namespace batten::packages::catalogers {
namespace {

bool has_files(std::string_view status) {
  // "want flag state": the state is the third word.
  std::vector<std::string_view> words = base::words(status);
  if (words.empty()) return true;
  return words.back() != "not-installed" && words.back() != "config-files";
}

// Who built it: the Origin field, else the distribution whose address the maintainer has.
std::string_view origin_of(std::string_view origin, std::string_view maintainer) {
  if (!origin.empty()) return origin;
  std::size_t at = maintainer.rfind('@');
  if (at == std::string_view::npos) return {};
  std::string_view domain = maintainer.substr(at + 1);
  domain = domain.substr(0, domain.find_first_of("> "));
  auto of = [&](std::string_view name) {
    return domain == name || (domain.ends_with(name) && domain[domain.size() - name.size() - 1] == '.');
  };
  if (of("debian.org")) return "Debian";
  if (of("ubuntu.com") || of("canonical.com")) return "Ubuntu";
  return {};
}

// "glibc (2.36-9)" is a source name and its version; "glibc" has the package's version.
void set_source(std::string_view source, model::Package& package) {
  std::size_t open = source.find('(');
  std::string_view name = base::trim(source.substr(0, open));
  package.source_name = name.empty() ? package.name : std::string(name);
  package.source_version = package.version;
  if (open == std::string_view::npos) return;
  std::string_view version = source.substr(open + 1);
  version = base::trim(version.substr(0, version.find(')')));
  if (!version.empty()) package.source_version = version;
}

struct Fields {
  std::string_view package, status, version, architecture, source, maintainer, origin;
};

// One pass over the fields instead of one search per name.
Fields pick(const Stanza& stanza) {
  Fields out;
  const std::array<std::pair<std::string_view, std::string_view*>, 7> wanted{{{"Package", &out.package},
                                                                              {"Status", &out.status},
                                                                              {"Version", &out.version},
                                                                              {"Architecture", &out.architecture},
                                                                              {"Source", &out.source},
                                                                              {"Maintainer", &out.maintainer},
                                                                              {"Origin", &out.origin}}};
  for (const Field& field : stanza.fields) {
    for (const auto& [name, value] : wanted) {
      if (field.name.size() == name.size() && value->empty() && same_name(field.name, name)) *value = field.value;
    }
  }
  return out;
}

// Beside the control file of a package, status.d holds other files of its archive.
bool is_side_file(std::string_view path) {
  if (!path.contains("/status.d/")) return false;
  constexpr std::string_view kSuffixes[] = {".md5sums", ".list",   ".conffiles", ".preinst", ".postinst",  ".prerm",
                                            ".postrm",  ".shlibs", ".symbols",   ".config",  ".templates", ".triggers"};
  for (std::string_view suffix : kSuffixes) {
    if (path.ends_with(suffix)) return true;
  }
  return false;
}

Result<void> parse_status(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_side_file(path)) return {};
  if (content.contains('\0')) return Error{Code::kCorrupt, "not a dpkg status file: it has NUL bytes"};
  FileNotes trouble(path, notes);
  StanzaReader reader(content, "Package");
  Stanza stanza;
  while (reader.next(stanza)) {
    auto note = [&](std::size_t line, std::string_view what) {
      trouble.skipped(format("stanza {}, line {}: {}", stanza.number, line, what));
    };
    if (stanza.bad_line != 0) note(stanza.bad_line, "neither a field nor its continuation; the line is passed over");
    if (stanza.joined) note(stanza.line, "no blank line before this package; read as a stanza of its own");
    Fields fields = pick(stanza);
    if (!has_files(fields.status)) continue;
    if (fields.package.empty() || fields.package.starts_with(':') || fields.version.empty()) {
      note(stanza.line, fields.version.empty() && !fields.package.empty() ? format("package {} has no Version field", fields.package)
                                                                          : "no Package field");
      continue;
    }
    model::Package& package = facts.packages.emplace_back();
    package.type = "deb";
    // No package name has a colon; lists made by "dpkg-query -W" write "name:arch".
    package.name = fields.package.substr(0, fields.package.find(':'));
    package.version = fields.version;
    package.arch = fields.architecture;
    package.maintainer = fields.maintainer;
    package.origin = origin_of(fields.origin, fields.maintainer);
    package.location.path = path;
    set_source(fields.source, package);
  }
  return {};
}

constexpr std::string_view kClaims[] = {"var/lib/dpkg/status", "var/lib/dpkg/status.d/*"};
constexpr std::string_view kMatches[] = {"var/lib/dpkg/status", "var/lib/dpkg/status.d/base-files"};
constexpr std::string_view kMatchesNot[] = {"var/lib/dpkg/status-old", "var/lib/dpkg/status.d/a/b", "root/var/lib/dpkg/status"};

constexpr CatalogerExample kExamples[] = {
    {"var/lib/dpkg/status",
     "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nSource: glibc\nVersion: 2.36-9+deb12u9\n"
     "Description: C library\n more\n .\n text\n\n"
     "Package: old\nStatus: deinstall ok config-files\nVersion: 1\n\n"
     "Package: held\nStatus: hold ok installed\nVersion: 1:2-3\n",
     "libc6 2.36-9+deb12u9, held 1:2-3"},
    {"var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2024a-0+deb12u1\nArchitecture: all\n", "tzdata 2024a-0+deb12u1"},
    {"var/lib/dpkg/status.d/tzdata.md5sums", "0123456789abcdef0123456789abcdef  usr/share/zoneinfo/UTC\n", ""},
    // The same package for two architectures is two packages.
    {"var/lib/dpkg/status",
     "Package: zlib1g\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n"
     "Package: zlib1g\nStatus: install ok installed\nArchitecture: i386\nVersion: 1\n",
     "zlib1g 1, zlib1g 1"},
    {"var/lib/dpkg/status", "", ""},
};

}  // namespace

extern constinit const Cataloger dpkg;
constinit const Cataloger dpkg = {
    .name = "dpkg",
    .summary = "installed packages of Debian and its relatives",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 64u << 20,
    .parse = parse_status,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
