// SPDX-License-Identifier: Apache-2.0
#include "report/spdx_license.h"

#include <algorithm>
#include <iterator>

namespace batten::report {
namespace {

// SPDX License List 3.21 (the one that CycloneDX 1.5 refers to): those in use among distribution packages. Sorted.
constexpr std::string_view kIds[] = {
    "0BSD",
    "AFL-2.1",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "Apache-1.1",
    "Apache-2.0",
    "Artistic-1.0",
    "Artistic-1.0-Perl",
    "Artistic-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-2-Clause-Patent",
    "BSD-3-Clause",
    "BSD-3-Clause-LBNL",
    "BSD-4-Clause",
    "BSD-4-Clause-UC",
    "BSL-1.0",
    "Beerware",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "CDDL-1.0",
    "CPL-1.0",
    "EPL-1.0",
    "EPL-2.0",
    "FSFAP",
    "FSFUL",
    "FSFULLR",
    "FTL",
    "GFDL-1.2-only",
    "GFDL-1.2-or-later",
    "GFDL-1.3-only",
    "GFDL-1.3-or-later",
    "GPL-1.0-only",
    "GPL-1.0-or-later",
    "GPL-2.0",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "HPND",
    "ICU",
    "IJG",
    "IPL-1.0",
    "ISC",
    "LGPL-2.0-only",
    "LGPL-2.0-or-later",
    "LGPL-2.1",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "Latex2e",
    "Libpng",
    "MIT",
    "MIT-CMU",
    "MIT-open-group",
    "MPL-1.1",
    "MPL-2.0",
    "MS-PL",
    "NCSA",
    "NTP",
    "OFL-1.1",
    "OLDAP-2.8",
    "OpenSSL",
    "PHP-3.01",
    "PostgreSQL",
    "Python-2.0",
    "Ruby",
    "SISSL",
    "SMLNJ",
    "SSH-OpenSSH",
    "SSH-short",
    "Sleepycat",
    "TCL",
    "Unicode-DFS-2016",
    "Unlicense",
    "Vim",
    "W3C",
    "WTFPL",
    "X11",
    "XFree86-1.1",
    "Xnet",
    "ZPL-2.1",
    "Zlib",
    "bzip2-1.0.6",
    "curl",
    "libtiff",
    "zlib-acknowledgement",
};

bool is_exception(std::string_view word) {
  return word.ends_with("-exception") || word.ends_with("-exception-2.0") || word.ends_with("-exception-3.1");
}

}  // namespace

bool is_spdx_id(std::string_view text) { return std::find(std::begin(kIds), std::end(kIds), text) != std::end(kIds); }

bool is_spdx_expression(std::string_view text) {
  bool wants_id = true, after_with = false;
  int depth = 0;
  while (!text.empty()) {
    char c = text.front();
    if (c == ' ') {
      text.remove_prefix(1);
    } else if (c == '(' && wants_id) {
      ++depth;
      text.remove_prefix(1);
    } else if (c == ')' && !wants_id && depth > 0) {
      --depth;
      text.remove_prefix(1);
    } else {
      std::string_view word = text.substr(0, text.find_first_of(" ()"));
      text.remove_prefix(word.size());
      if (word.empty()) return false;
      if (!wants_id) {
        if (word != "AND" && word != "OR" && word != "WITH") return false;
        after_with = word == "WITH";
        wants_id = true;
      } else {
        if (after_with ? !is_exception(word) : !is_spdx_id(word)) return false;
        wants_id = after_with = false;
      }
    }
  }
  return !wants_id && depth == 0;
}

}  // namespace batten::report
