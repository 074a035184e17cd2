// SPDX-License-Identifier: Apache-2.0
//
// pip's requirements files ("Requirements File Format", PEP 508): requirements.txt and its kin. Only exact versions say what is installed:
// "NAME[EXTRA]==VERSION ; MARKER --hash=..". Ranges, addresses and folders are left out, and what a marker keeps for another system than
// Linux. A file that is included (-r) under a name that is not read by itself becomes a note.
#include "base/glob.h"
#include "base/path.h"
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::string_view kClaims[] = {"**/requirements*.txt", "**/*-requirements.txt", "**/*_requirements.txt", "**/requirements/*.txt"};
constexpr std::string_view kNameLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
constexpr std::string_view kVersionLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+!";

bool is_all_of(std::string_view text, std::string_view letters) {
  return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

// A '#' begins a comment at the line's beginning or after a blank.
std::string_view without_comment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return line.substr(0, at);
  }
  return line;
}

// A marker none of whose alternatives can be true on Linux, as far as plain comparisons tell.
bool is_for_another_system(std::string_view marker) {
  constexpr std::pair<std::string_view, std::string_view> kSystems[] = {
      {"sys_platform", "linux"}, {"platform_system", "Linux"}, {"os_name", "posix"}};
  if (marker.contains(" or ") || marker.contains('(')) return false;
  for (auto [variable, here] : kSystems) {
    std::size_t at = marker.find(variable);
    if (at == std::string_view::npos) continue;
    std::string_view rest = base::trim(marker.substr(at + variable.size()));
    bool equal = rest.starts_with("==");
    if (!equal && !rest.starts_with("!=")) continue;
    rest = base::trim(rest.substr(2));
    if (rest.empty() || (rest.front() != '\'' && rest.front() != '"')) continue;
    std::string_view value = rest.substr(1, rest.find(rest.front(), 1) - 1);
    if ((value == here) != equal) return true;
  }
  return false;
}

// The version of the one clause "==VERSION" (or "===VERSION") among those separated by commas.
std::string_view exact_version(std::string_view clauses) {
  for (std::string_view clause : base::split(clauses, ',')) {
    clause = base::trim(clause);
    if (!clause.starts_with("==")) continue;
    clause = base::trim(clause.substr(clause.starts_with("===") ? 3 : 2));
    if (is_all_of(clause, kVersionLetters)) return clause;
  }
  return {};
}

void add_requirement(std::string_view line, PackageList& list) {
  if (std::size_t option = line.find(" --"); option != std::string_view::npos) line = line.substr(0, option);
  std::size_t semicolon = line.find(';');
  if (semicolon != std::string_view::npos && is_for_another_system(line.substr(semicolon + 1))) return;
  line = base::trim(line.substr(0, semicolon));
  std::size_t end = std::min(line.find_first_not_of(kNameLetters), line.size());
  std::string_view name = line.substr(0, end), rest = base::trim(line.substr(end));
  if (rest.starts_with('[')) rest = base::trim(rest.substr(std::min(rest.find(']'), rest.size() - 1) + 1));
  if (rest.starts_with('(') && rest.ends_with(')')) rest = rest.substr(1, rest.size() - 2);
  std::string_view version = exact_version(rest);
  if (!name.empty() && !version.empty()) list.add(name, version);
}

bool is_read_by_itself(std::string_view file) {
  for (std::string_view claim : kClaims) {
    if (base::glob_match(claim, file)) return true;
  }
  return false;
}

// "-r FILE", "-rFILE", "--requirement FILE", "--requirement=FILE".
void follow_option(std::string_view path, std::string_view line, PackageList& list) {
  std::string_view rest = line;
  for (std::string_view option : {"--requirement", "-r"}) {
    if (!line.starts_with(option)) continue;
    rest.remove_prefix(option.size());
    if (option.size() > 2 && !rest.starts_with(' ') && !rest.starts_with('=')) continue;
    if (rest.starts_with('=')) rest.remove_prefix(1);
    std::string file = base::link_target(path, base::trim(rest));
    if (!is_read_by_itself(file)) list.skipped(format("includes {}, which is not read", base::printable(base::trim(rest.substr(0, 300)))));
    return;
  }
}

Result<void> parse_requirements(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  PackageList list("pypi", path, facts, notes);
  std::string joined;
  base::each_line(TRY(plain_text(content)), [&](std::string_view line) {
    // A comment ends a continued line, as a line without backslash does.
    bool continued = line.ends_with('\\') && !base::trim(line).starts_with('#');
    joined += line.substr(0, line.size() - (continued ? 1 : 0));
    if (continued) return;
    std::string_view whole = base::trim(without_comment(joined));
    if (whole.starts_with('-')) {
      follow_option(path, whole, list);
    } else if (!whole.empty()) {
      add_requirement(whole, list);
    }
    joined.clear();
  });
  if (!joined.empty()) add_requirement(base::trim(without_comment(joined)), list);
  return {};
}

constexpr std::string_view kMatches[] = {"app/requirements.txt", "app/requirements-dev.txt", "app/dev-requirements.txt",
                                         "app/requirements/base.txt"};
constexpr std::string_view kMatchesNot[] = {"app/requirements.in", "app/constraints.txt", "usr/share/doc/requirements/a.md"};
constexpr CatalogerExample kExamples[] = {
    {"app/requirements.txt",
     "# made by pip-compile\n-r requirements-base.txt\n--index-url https://pypi.example.org\nJinja2==3.1.2  # templates\n"
     "celery[redis, auth] == 5.2.7 ; python_version >= \"3.7\"\nflask>=2.0\nrequests==2.28.1 \\\n    --hash=sha256:00 \\\n"
     "    --hash=sha256:11\n-e git+https://example.org/a.git#egg=a\npywin32==304; sys_platform == 'win32'\nb==1.*\n",
     "Jinja2 3.1.2, celery 5.2.7, requests 2.28.1"},
    {"app/requirements/base.txt", "a (==1.0)\r\nb==1!2.0.post1+local,<3\r\nc === 1.0\r\nd @ https://example.org/d==1.whl\r\n./e==1\r\n",
     "a 1.0, b 1!2.0.post1+local, c 1.0"},
    {"app/requirements.txt", "flask\n", ""},
};

}  // namespace

extern constinit const Cataloger python_requirements;
constinit const Cataloger python_requirements = {
    .name = "python_requirements",
    .summary = "Python packages with exact versions of requirements.txt",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 4u << 20,
    .parse = parse_requirements,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
