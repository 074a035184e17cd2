// SPDX-License-Identifier: Apache-2.0
//
// OASIS Common Security Advisory Framework 2.0 and 2.1, profile "VEX". The product tree gives ids to products, which a purl, a CPE or a
// hash identifies; relationships put a component into a product; product_status names the ids. Flags, threats and remediations say why,
// what of it, and what to do, for some of the ids or groups of them.
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/format.h"
#include "base/time.h"
#include "policy/vex_format.h"

namespace batten::policy::vex {
namespace {

constexpr int kMaxDepth = 30, kMaxRelations = 4;

bool recognises(json::View root) { return root["document"]["csaf_version"].is_string(); }

class Products {
 public:
  Products(json::View tree, VexCollector& out) : out_(out) {
    add_branches(tree["branches"], 0);
    tree["full_product_names"].each([&](json::View product) { add(product); });
    tree["relationships"].each([&](json::View relation) {
      json::View product = relation["full_product_name"];
      add(product);
      if (!out_.take()) return;
      relations_.emplace(product["product_id"].string(),
                         Relation{relation["product_reference"].string(), relation["relates_to_product_reference"].string()});
    });
    tree["product_groups"].each([&](json::View group) { groups_.emplace(group["group_id"].string(), group["product_ids"]); });
  }

  // Nothing when neither a purl nor a hash nor a CPE tells which it is.
  std::optional<VexProduct> find(std::string_view id) const {
    VexProduct out;
    auto relation = relations_.find(id);
    if (relation == relations_.end()) {
      out.component = component(id);
    } else {
      out.subcomponents.push_back(component(relation->second.part));
      if (!out.subcomponents.front().known()) return std::nullopt;
      std::string_view whole = relation->second.whole;
      // A product may in turn be a component of another: the outermost one that is known.
      for (int depth = 0; depth < kMaxRelations && !whole.empty(); ++depth) {
        out.component = component(whole);
        auto outer = relations_.find(whole);
        if (outer == relations_.end()) break;
        whole = outer->second.whole;
      }
    }
    return out.component.known() ? std::optional(std::move(out)) : std::nullopt;
  }

  // The ids that an entry with product_ids and group_ids is about; all of them together are bounded.
  void each_id(json::View entry, const std::function<void(std::string_view)>& visit) {
    auto visit_all = [&](json::View list) {
      if (!out_.full())
        list.each([&](json::View id) {
          if (out_.take()) visit(id.string());
        });
    };
    visit_all(entry["product_ids"]);
    entry["group_ids"].each([&](json::View id) {
      if (out_.full()) return;
      if (auto group = groups_.find(id.string()); group != groups_.end()) visit_all(group->second);
    });
  }

 private:
  struct Relation {
    std::string_view part, whole;
  };

  void add(json::View product) {
    std::string_view id = product["product_id"].string();
    if (!out_.take() || products_.contains(id)) return;
    VexComponent component = component_of(product["product_identification_helper"]);
    if (component.known() && out_.take(component)) products_.emplace(id, std::move(component));
  }
  void add_branches(json::View branches, int depth) {
    branches.each([&](json::View branch) {
      if (branch["product"].is_object()) add(branch["product"]);
      if (depth < kMaxDepth) add_branches(branch["branches"], depth + 1);
    });
  }

  VexComponent component(std::string_view id) const {
    auto at = products_.find(id);
    return at == products_.end() ? VexComponent{} : at->second;
  }

  static VexComponent component_of(json::View names) {
    VexComponent out;
    add_purl(out, names["purl"].string());
    names["purls"].each([&](json::View purl) { add_purl(out, purl.string()); });
    add_cpe(out, names["cpe"].string());
    names["hashes"].each([&](json::View file) {
      file["file_hashes"].each([&](json::View hash) { add_digest(out, hash["algorithm"].string(), hash["value"].string()); });
    });
    return out;
  }

  VexCollector& out_;
  std::map<std::string_view, VexComponent> products_;
  std::map<std::string_view, json::View> groups_;
  std::map<std::string_view, Relation> relations_;
};

// Why, what of it, what to do.
using Texts = std::array<std::string_view, 3>;

std::map<std::string_view, Texts> texts_of(json::View vulnerability, Products& products) {
  std::map<std::string_view, Texts> out;
  auto note = [&](json::View entry, std::size_t which, std::string_view text) {
    products.each_id(entry, [&](std::string_view id) {
      std::string_view& place = out[id][which];
      if (place.empty()) place = text;
    });
  };
  vulnerability["flags"].each([&](json::View flag) { note(flag, 0, flag["label"].string()); });
  vulnerability["threats"].each([&](json::View threat) {
    if (threat["category"].string() == "impact") note(threat, 1, threat["details"].string());
  });
  vulnerability["remediations"].each([&](json::View remedy) { note(remedy, 2, remedy["details"].string()); });
  return out;
}

struct List {
  const char* name;
  VexStatus status;
};
constexpr List kLists[] = {{"known_not_affected", VexStatus::kNotAffected},
                           {"known_affected", VexStatus::kAffected},
                           {"first_affected", VexStatus::kAffected},
                           {"last_affected", VexStatus::kAffected},
                           {"fixed", VexStatus::kFixed},
                           {"first_fixed", VexStatus::kFixed},
                           {"under_investigation", VexStatus::kUnderInvestigation}};

// One statement for all products of which the same is said.
void add_vulnerability(json::View item, const VexStatement& begun, Products& products, VexCollector& out) {
  std::map<std::string_view, Texts> texts = texts_of(item, products);
  std::map<std::pair<VexStatus, Texts>, VexStatement> statements;
  std::size_t unknown = 0;
  for (const List& list : kLists) {
    item["product_status"][list.name].each([&](json::View id) {
      if (!out.take()) return;
      std::optional<VexProduct> product = products.find(id.string());
      if (!product) {
        ++unknown;
        return;
      }
      if (!out.take(product->component) || (!product->subcomponents.empty() && !out.take(product->subcomponents.front()))) return;
      auto text = texts.find(id.string());
      Texts said = text == texts.end() ? Texts{} : text->second;
      auto [at, fresh] = statements.try_emplace({list.status, said}, begun);
      if (fresh) {
        at->second.status = list.status;
        at->second.justification = vex_text(said[0]);
        at->second.impact = vex_text(said[1]);
        at->second.action = vex_text(said[2]);
      }
      at->second.products.push_back(*std::move(product));
    });
  }
  if (unknown > 0) out.skip(begun.place, format("{} products have no package URL, digest or CPE", unknown));
  for (auto& [key, statement] : statements) out.add(std::move(statement));
}

void parse(json::View root, VexCollector& out) {
  Products products(root["product_tree"], out);
  json::View document = root["document"];
  std::size_t number = 0;
  root["vulnerabilities"].each([&](json::View item) {
    VexStatement begun;
    begun.place = format("vulnerabilities[{}]", number++);
    if (std::string_view cve = item["cve"].string(); !cve.empty()) begun.ids.push_back(vex_text(cve));
    item["ids"].each([&](json::View id) {
      if (begun.ids.size() < 100 && !id["text"].string().empty()) begun.ids.push_back(vex_text(id["text"].string()));
    });
    begun.timestamp = base::parse_time(document["tracking"]["current_release_date"].string());
    begun.author = vex_text(document["publisher"]["name"].string());
    add_vulnerability(item, begun, products, out);
  });
}

constexpr VexExample kExamples[] = {
    {R"({"document":{"category":"csaf_vex","csaf_version":"2.0","publisher":{"name":"A"},"tracking":{"current_release_date":"2026-01-01T00:00:00Z"}},
"product_tree":{"branches":[{"category":"product_version","name":"1","product":{"name":"z","product_id":"Z",
"product_identification_helper":{"purl":"pkg:deb/debian/zlib1g"}}}]},"vulnerabilities":[{"cve":"CVE-2099-0001",
"product_status":{"known_not_affected":["Z"]},"flags":[{"label":"vulnerable_code_not_present","product_ids":["Z"]}]}]})",
     "CVE-2099-0001 not_affected vulnerable_code_not_present pkg:deb/debian/zlib1g"},
    {R"({"document":{"csaf_version":"2.0"},"product_tree":{"full_product_names":[
{"product_id":"I","product_identification_helper":{"purl":"pkg:oci/app?tag=1"}},
{"product_id":"Z","product_identification_helper":{"purl":"pkg:deb/debian/zlib1g"}}],
"relationships":[{"category":"default_component_of","product_reference":"Z","relates_to_product_reference":"I",
"full_product_name":{"product_id":"I:Z"}}]},"vulnerabilities":[{"cve":"CVE-2099-0002","product_status":{"fixed":["I:Z"]}}]})",
     "CVE-2099-0002 fixed pkg:oci/app?tag=1 > pkg:deb/debian/zlib1g"},
};

}  // namespace

extern constinit const VexFormat csaf;
constinit const VexFormat csaf{
    .name = "csaf",
    .title = "CSAF",
    .summary = "CSAF 2.0 and 2.1, profile VEX",
    .recognises = recognises,
    .parse = parse,
    .examples = kExamples,
};

}  // namespace batten::policy::vex
