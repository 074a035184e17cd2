// SPDX-License-Identifier: Apache-2.0
//
// OpenVEX (OpenVEX Specification 0.2.0): a JSON-LD document with a list of statements. What a statement leaves out, its document says. The
// earlier form, in which vulnerabilities and products were plain texts and subcomponents stood in the statement, is read too.
#include "base/text.h"
#include "base/time.h"
#include "policy/vex_format.h"

namespace batten::policy::vex {
namespace {

bool recognises(json::View root) {
  return root["@context"].string().starts_with("https://openvex.dev/ns") && root["statements"].is_array();
}

VexComponent component_of(json::View item) {
  VexComponent out;
  add_purl(out, item.is_string() ? item.string() : item["@id"].string());
  json::View identifiers = item["identifiers"];
  add_purl(out, identifiers["purl"].string());
  add_cpe(out, identifiers["cpe23"].string());
  add_cpe(out, identifiers["cpe22"].string());
  item["hashes"].each_member([&](std::string_view algorithm, json::View hex) { add_digest(out, algorithm, hex.string()); });
  return out;
}

// subcomponents that are given but not known would make the statement one about the whole product.
bool add_subcomponents(json::View list, VexProduct& product, VexCollector& out) {
  bool any = false;
  list.each([&](json::View item) {
    any = true;
    if (!out.take()) return;
    VexComponent part = component_of(item);
    if (part.known() && out.take(part)) product.subcomponents.push_back(std::move(part));
  });
  return !any || !product.subcomponents.empty();
}

void add_product(json::View statement, json::View item, VexStatement& out, VexCollector& collector) {
  VexProduct product;
  product.component = component_of(item);
  if (!collector.take(product.component)) return;
  bool whole = add_subcomponents(item["subcomponents"], product, collector);
  whole = add_subcomponents(statement["subcomponents"], product, collector) && whole;
  if (product.component.known() && whole) {
    out.products.push_back(std::move(product));
  } else {
    collector.skip(out.place, "a product or its subcomponents have no package URL, digest or CPE");
  }
}

// "https://nvd.nist.gov/vuln/detail/CVE-2021-44228" -> "CVE-2021-44228"
std::string_view last_segment(std::string_view iri) { return iri.substr(iri.rfind('/') + 1); }

std::vector<std::string> ids_of(json::View vulnerability) {
  std::vector<std::string> out;
  std::string_view name = vulnerability.is_string() ? vulnerability.string() : vulnerability["name"].string();
  if (name.empty()) name = last_segment(vulnerability["@id"].string());
  if (!name.empty()) out.push_back(vex_text(name));
  vulnerability["aliases"].each([&](json::View alias) {
    if (out.size() < 100 && !alias.string().empty()) out.push_back(vex_text(alias.string()));
  });
  return out;
}

std::optional<std::int64_t> first_time(std::initializer_list<json::View> places) {
  for (json::View place : places) {
    if (auto time = base::parse_time(place.string())) return time;
  }
  return std::nullopt;
}

void parse(json::View root, VexCollector& out) {
  std::size_t number = 0;
  root["statements"].each([&](json::View item) {
    VexStatement statement;
    statement.place = "statements[" + std::to_string(number++) + "]";
    auto status = parse_vex_status(item["status"].string());
    if (!status) return out.skip(statement.place, "its status is none of OpenVEX");
    statement.status = *status;
    statement.ids = ids_of(item["vulnerability"]);
    item["products"].each([&](json::View product) { add_product(item, product, statement, out); });
    statement.justification = vex_text(item["justification"].string());
    statement.impact = vex_text(item["impact_statement"].string());
    statement.action = vex_text(item["action_statement"].string());
    statement.timestamp = first_time({item["last_updated"], item["timestamp"], root["timestamp"], root["last_updated"]});
    statement.author = vex_text(item["supplier"].string(root["author"].string()));
    out.add(std::move(statement));
  });
}

constexpr VexExample kExamples[] = {
    {R"({"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.org/vex/1","author":"A","timestamp":"2026-01-01T00:00:00Z",
"version":1,"statements":[{"vulnerability":{"name":"CVE-2099-0001"},"products":[{"@id":"pkg:oci/app?tag=1",
"subcomponents":[{"@id":"pkg:deb/debian/zlib1g"}]}],"status":"not_affected","justification":"vulnerable_code_not_present"}]})",
     "CVE-2099-0001 not_affected vulnerable_code_not_present pkg:oci/app?tag=1 > pkg:deb/debian/zlib1g"},
    {R"({"@context":"https://openvex.dev/ns","statements":[{"vulnerability":"CVE-2099-0002","products":["pkg:apk/wolfi/git@2.39.0-r1"],
"status":"fixed"}]})",
     "CVE-2099-0002 fixed pkg:apk/wolfi/git@2.39.0-r1"},
};

}  // namespace

extern constinit const VexFormat openvex;
constinit const VexFormat openvex{
    .name = "openvex",
    .title = "OpenVEX",
    .summary = "OpenVEX 0.2.0 and earlier",
    .recognises = recognises,
    .parse = parse,
    .examples = kExamples,
};

}  // namespace batten::policy::vex
