// SPDX-License-Identifier: Apache-2.0
//
// endoflife.date: until when releases of distributions get security updates (endoflife.date/api/v1/products/full). Rows of ecosystem "eol":
// package is the distribution's id as os-release has it, the "vulnerability" is the release, the note is the last day. Used for
// distributions that are not in the program's own table, see match/end_of_life.h.
#include <algorithm>
#include <string>

#include "advisory/feed.h"
#include "advisory/updateinfo.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

struct Product {
  std::string_view name, id;
};

// Products whose name is not the distribution's id.
constexpr Product kProducts[] = {
    {"alpine-linux", "alpine"}, {"amazon-linux", "amzn"},    {"azure-linux", "azurelinux"},
    {"cbl-mariner", "mariner"}, {"linux-mint", "linuxmint"}, {"opensuse", "opensuse-leap"},
    {"oracle-linux", "ol"},     {"photon-os", "photon"},     {"rocky-linux", "rocky"},
};

std::string id_of(std::string_view name) {
  auto at = std::ranges::find_if(kProducts, [&](const Product& product) { return product.name == name; });
  return std::string(at == std::end(kProducts) ? name : at->id);
}

void import_product(json::View product, FeedSink& sink) {
  std::string name(product["name"].string());
  if (name.empty()) return sink.refuse("product", "no name");
  if (product["category"].string() != "os") return;
  product["releases"].each([&](json::View release) {
    model::Advisory row;
    row.vulnerability_id = release["name"].string();
    row.record_id = name + " " + row.vulnerability_id;
    row.ecosystem = "eol";
    row.package = id_of(name);
    row.state = model::State::kEndOfLife;
    row.note = release["eolFrom"].string();
    if (row.note.empty()) return;  // no date yet
    if (row.vulnerability_id.empty() || rfc3339_of(row.note).empty()) return sink.refuse(name, "a release without name or date");
    sink.advisory(std::move(row));
  });
}

Result<void> import(std::string_view, std::string_view bytes, FeedSink& sink) {
  json::Document document = TRY(json::Document::parse(bytes, {.max_bytes = 64u << 20, .max_depth = 20}));
  if (!document["result"].is_array()) return Error{Code::kCorrupt, "no list of products"};
  document["result"].each([&](json::View product) { import_product(product, sink); });
  if (std::string_view made = document["generated_at"].string(); made.size() >= 19) sink.data_date(format("{}Z", made.substr(0, 19)));
  return {};
}

bool wanted(const model::Distro&) { return false; }

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "https://endoflife.date/api/v1/products/full", .mirror_names = {"eol/full", "eol/endoflife.json"}}};
}

constexpr FeedExample kExamples[] = {
    {.file_name = "full",
     .content =
         R"j({"schema_version":"1.2.0","generated_at":"2025-07-02T00:53:29+00:00","result":[{"name":"opensuse","category":"os","releases":[
       {"name":"15.6","eolFrom":"2025-12-31"},{"name":"16.0","eolFrom":null}]},{"name":"python","category":"lang","releases":[
       {"name":"3.8","eolFrom":"2024-10-07"}]}]})j",
     .expect = "eol opensuse-leap 15.6 end-of-life -"},
};

}  // namespace

extern constinit const Feed eol;
constinit const Feed eol = {
    .name = "eol",
    .summary = "endoflife.date: end of life of distributions, JSON",
    .license = "MIT",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
    .if_there = true,
};

}  // namespace batten::advisory::feeds
