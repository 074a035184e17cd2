// SPDX-License-Identifier: Apache-2.0
//
// Installed R packages: DESCRIPTION in a folder of a library ("Writing R Extensions", 1.1.1), a control file like Debian's. R writes
// "Built:" into it when it installs the package, into the folder of the package's name; others are sources or test data.
#include "base/path.h"
#include "packages/cataloger.h"
#include "packages/deb822.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_description(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  StanzaReader reader(TRY(plain_text(content)), {});
  Stanza stanza;
  if (!reader.next(stanza)) return {};
  std::string_view name = stanza["Package"];
  if (name.empty()) return Error{Code::kCorrupt, "no Package field"};
  if (!stanza.has("Built") || name != base::base_name(base::parent_path(path))) return {};
  PackageList list("cran", path, facts, notes);
  model::Package* package = list.add(name, stanza["Version"]);
  if (package == nullptr) return {};
  if (stanza.has("biocViews") && stanza["Repository"] != "CRAN") package->type = "bioconductor";
  add_licence(stanza["License"], *package);
  return {};
}

constexpr std::string_view kClaims[] = {"**/R/library/*/DESCRIPTION", "**/R/*-library/*/DESCRIPTION", "**/renv/library/**/DESCRIPTION"};
constexpr std::string_view kMatches[] = {"usr/lib/R/library/base/DESCRIPTION", "usr/local/lib/R/site-library/mime/DESCRIPTION",
                                         "app/renv/library/R-4.2/x86_64-pc-linux-gnu/mime/DESCRIPTION"};
constexpr std::string_view kMatchesNot[] = {"src/mime/DESCRIPTION", "usr/lib/R/library/DESCRIPTION", "usr/lib/R/library/a/b/DESCRIPTION"};
constexpr CatalogerExample kExamples[] = {
    {"usr/lib/R/library/mime/DESCRIPTION",
     "Package: mime\nType: Package\nVersion: 0.12.1\nLicense: GPL\nDescription: Guesses\n    the type.\nRepository: CRAN\nBuilt: R 4.2.1; "
     "; "
     "2022-01-01; unix\n",
     "mime 0.12.1"},
    {"usr/local/lib/R/site-library/Biobase/DESCRIPTION",
     "Package: Biobase\nVersion: 2.56.0\nLicense: Artistic-2.0\nbiocViews: Infrastructure\nBuilt: R 4.2.1\n", "Biobase 2.56.0"},
    {"app/renv/library/R-4.2/x/mime/tests/a/DESCRIPTION", "Package: other\nVersion: 1\n", ""},
};

}  // namespace

extern constinit const Cataloger r_description;
constinit const Cataloger r_description = {
    .name = "r_description",
    .summary = "installed R packages",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 1u << 20,
    .parse = parse_description,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
