// SPDX-License-Identifier: Apache-2.0
//
// Which distribution it is: os-release(5) of freedesktop.org, NAME=value lines with a shell's quoting, without its expansions.
#include <map>

#include "base/text.h"
#include "packages/cataloger.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::size_t kMaxValueLength = 4096;

// "a \"b\"" -> a "b", 'a' -> a, plain -> plain up to a blank.
std::string unquoted(std::string_view value) {
  value = base::trim(value);
  if (value.empty()) return {};
  char quote = value.front() == '"' || value.front() == '\'' ? value.front() : '\0';
  if (quote != '\0') value.remove_prefix(1);
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    char c = value[i];
    if (c == quote && quote != '\0') break;
    if (quote == '\0' && (c == ' ' || c == '\t')) break;
    if (c == '\\' && quote != '\'' && i + 1 < value.size()) c = value[++i];
    out.push_back(c);
  }
  return out;
}

// "9 (stretch)", "16.04.7 LTS (Xenial Xerus)": Debian and Ubuntu before VERSION_CODENAME was invented.
std::string codename_in(std::string_view version) {
  std::size_t open = version.find('(');
  if (open == std::string_view::npos) return {};
  std::string_view name = version.substr(open + 1);
  return base::lower(name.substr(0, name.find_first_of(" )")));
}

Result<void> parse_os_release(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (content.contains('\0')) return Error{Code::kCorrupt, "not an os-release file: it has NUL bytes"};
  std::map<std::string_view, std::string> values;
  base::each_line(content, [&](std::string_view line) {
    line = base::trim(line);
    std::size_t equals = line.find('=');
    if (line.starts_with('#') || equals == std::string_view::npos || line.size() > kMaxValueLength || values.size() > 1000) return;
    values[line.substr(0, equals)] = unquoted(line.substr(equals + 1));  // the last one counts, as in a shell
  });
  model::Distro distro;
  distro.id = base::lower(values["ID"]);
  if (distro.id.empty()) {
    notes.push_back({base::Note::Kind::kSkipped, std::string(path), "no ID field: the distribution is not known from this file", ""});
    return {};
  }
  distro.version_id = values["VERSION_ID"];
  distro.codename = values["VERSION_CODENAME"];
  if (distro.codename.empty()) distro.codename = values["UBUNTU_CODENAME"];
  if (distro.codename.empty() && (distro.id == "debian" || distro.id == "ubuntu")) distro.codename = codename_in(values["VERSION"]);
  distro.pretty_name = values["PRETTY_NAME"];
  for (std::string_view like : base::words(values["ID_LIKE"])) distro.id_like.emplace_back(like);
  distro.cpe_name = values["CPE_NAME"];
  facts.distro = std::move(distro);
  return {};
}

constexpr std::string_view kClaims[] = {"etc/os-release", "usr/lib/os-release"};
constexpr std::string_view kMatches[] = {"etc/os-release", "usr/lib/os-release"};
constexpr std::string_view kMatchesNot[] = {"usr/lib/os-release.bak", "etc/initrd-release"};
constexpr CatalogerExample kExamples[] = {
    {"etc/os-release",
     "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nVERSION=\"12 (bookworm)\"\n"
     "VERSION_CODENAME=bookworm\nID=debian\n",
     "distro debian 12"},
    {"usr/lib/os-release", "PRETTY_NAME=\"Debian GNU/Linux trixie/sid\"\nVERSION_CODENAME=trixie\nID=debian\n", "distro debian trixie"},
    {"etc/os-release", "# comment\nID='rhel'\nVERSION_ID=\"9.4\"\nID_LIKE=\"fedora\"\n", "distro rhel 9.4"},
    {"etc/os-release", "NAME=nameless\n", ""},
};

}  // namespace

extern constinit const Cataloger os_release;
constinit const Cataloger os_release = {
    .name = "os_release",
    .summary = "which distribution it is",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 1u << 20,
    .parse = parse_os_release,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
