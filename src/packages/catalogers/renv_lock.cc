// SPDX-License-Identifier: Apache-2.0
//
// renv.lock of R's renv: "Packages" -> NAME -> {"Package", "Version", "Source": "Repository" | "Bioconductor" | "GitHub" | ..}.
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  json::Document document = TRY(json_object(content));
  PackageList list("cran", path, facts, notes);
  document["Packages"].each_member([&](std::string_view key, json::View entry) {
    model::Package* package = list.add(entry["Package"].string(key), entry["Version"].string());
    if (package != nullptr && entry["Source"].string() == "Bioconductor") package->type = "bioconductor";
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/renv.lock"};
constexpr std::string_view kMatches[] = {"srv/app/renv.lock"};
constexpr std::string_view kMatchesNot[] = {"srv/app/renv/settings.json"};
constexpr CatalogerExample kExamples[] = {
    {"app/renv.lock",
     R"({"R":{"Version":"4.2.1","Repositories":[]},"Packages":{"markdown":{"Package":"markdown","Version":"1.0","Source":"Repository",
"Repository":"CRAN"},"mime":{"Package":"mime","Version":"0.12.1","Source":"GitHub"}}})",
     "markdown 1.0, mime 0.12.1"},
    {"app/renv.lock", R"({"Packages":{"Biobase":{"Version":"2.56.0","Source":"Bioconductor"},"wrong":{"Version":1}}})", "Biobase 2.56.0"},
    {"app/renv.lock", R"({"R":{"Version":"4.2.1"},"Packages":{}})", ""},
};

}  // namespace

extern constinit const Cataloger renv_lock;
constinit const Cataloger renv_lock = {
    .name = "renv_lock",
    .summary = "R packages of renv.lock",
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
