// SPDX-License-Identifier: Apache-2.0
#include "advisory/csaf.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "advisory/cvss.h"
#include "advisory/errata.h"
#include "advisory/osv.h"
#include "advisory/purl_parts.h"
#include "advisory/redhat_product.h"
#include "base/json.h"

namespace batten::advisory {
namespace {

using model::State;

constexpr json::Limits kLimits{.max_bytes = 256u << 20, .max_depth = 64};
constexpr std::size_t kMaxProducts = 500'000;
constexpr int kMaxRelationDepth = 4;

struct Product {
  std::string_view purl, cpe;
};
struct Relation {
  std::string_view component, platform;
};
// A package on a platform.
struct Component {
  PurlParts package;
  std::string cpe, module;
};

class Products {
 public:
  explicit Products(json::View tree) {
    visit_branches(tree["branches"], 0);
    tree["full_product_names"].each([&](json::View product) { add(product); });
    tree["relationships"].each([&](json::View relation) {
      std::string_view id = relation["full_product_name"]["product_id"].string();
      if (relations_.size() < kMaxProducts)
        relations_.emplace(id, Relation{relation["product_reference"].string(), relation["relates_to_product_reference"].string()});
    });
  }

  // Nothing when it is no rpm package on a platform with a CPE.
  std::optional<Component> component(std::string_view id) const {
    auto at = relations_.find(id);
    if (at == relations_.end()) return std::nullopt;
    auto product = products_.find(at->second.component);
    if (product == products_.end()) return std::nullopt;
    auto purl = parse_purl(product->second.purl);
    if (!purl || purl->type != "rpm" || purl->name.empty()) return std::nullopt;
    Component out{.package = *std::move(purl), .cpe = {}, .module = {}};
    if (auto module = out.package.qualifiers.find("rpmmod"); module != out.package.qualifiers.end()) out.module = module_of(module->second);
    // A package may be in a module that is in turn a component of the platform.
    std::string_view platform = at->second.platform;
    for (int depth = 0; depth < kMaxRelationDepth; ++depth) {
      if (auto found = products_.find(platform); found != products_.end() && !found->second.cpe.empty()) {
        out.cpe = found->second.cpe;
        return out;
      }
      auto outer = relations_.find(platform);
      if (outer == relations_.end()) return std::nullopt;
      if (out.module.empty()) out.module = module_of(outer->second.component);
      platform = outer->second.platform;
    }
    return std::nullopt;
  }

 private:
  // "squid:4:8060020231031165747:ad008a3a" -> "squid:4"; not a module: empty.
  static std::string module_of(std::string_view label) {
    std::size_t colon = label.find(':');
    if (colon == std::string_view::npos || colon == 0) return {};
    std::string_view stream = label.substr(colon + 1);
    stream = stream.substr(0, stream.find_first_of(":/"));
    return stream.empty() ? std::string() : std::string(label.substr(0, colon + 1)) + std::string(stream);
  }

  void add(json::View product) {
    json::View helper = product["product_identification_helper"];
    if (products_.size() < kMaxProducts)
      products_.emplace(product["product_id"].string(), Product{helper["purl"].string(), helper["cpe"].string()});
  }

  void visit_branches(json::View branches, int depth) {
    if (depth > 32) return;
    branches.each([&](json::View branch) {
      if (branch["product"]) add(branch["product"]);
      visit_branches(branch["branches"], depth + 1);
    });
  }

  std::map<std::string_view, Product> products_;
  std::map<std::string_view, Relation> relations_;
};

struct Decision {
  State state = State::kAffected;
  std::string_view text;
};

// What Red Hat says of products it has no fix for. The words are those of its VEX guide.
Decision decision_of(json::View remediation) {
  std::string_view category = remediation["category"].string();
  std::string_view details = remediation["details"].string();
  if (category == "no_fix_planned") return {details == "Out of support scope" ? State::kEndOfLife : State::kWontFix, details};
  if (details == "Fix deferred") return {State::kDeferred, details};
  return {State::kAffected, details};
}

// "https://access.redhat.com/errata/RHSA-2023:5763" -> "RHSA-2023:5763".
std::string_view erratum_of(std::string_view url) {
  std::string_view name = url.substr(url.rfind('/') + 1);
  return name.starts_with("RH") && name.size() < 40 ? name : std::string_view();
}

// product_ids -> what a list of statements says of each.
struct Statements {
  std::map<std::string_view, std::string_view> errata, impacts;
  std::map<std::string_view, Decision> decisions;
  std::string_view impact;  // of all products

  explicit Statements(json::View vulnerability) {
    vulnerability["remediations"].each([&](json::View remediation) {
      std::string_view category = remediation["category"].string();
      if (category != "vendor_fix" && category != "none_available" && category != "no_fix_planned") return;
      std::string_view erratum = erratum_of(remediation["url"].string());
      Decision decision = decision_of(remediation);
      remediation["product_ids"].each([&](json::View id) {
        if (category == "vendor_fix") {
          errata.emplace(id.string(), erratum);
        } else {
          decisions.emplace(id.string(), decision);
        }
      });
    });
    vulnerability["threats"].each([&](json::View threat) {
      if (threat["category"].string() != "impact") return;
      if (!threat["product_ids"]) impact = threat["details"].string();
      threat["product_ids"].each([&](json::View id) { impacts.emplace(id.string(), threat["details"].string()); });
    });
  }
};

// Rows of one document; the same package and version for several platforms or architectures is one row.
class Rows {
 public:
  Rows(const Products& products, const Statements& statements, std::string_view cve)
      : products_(products), statements_(statements), cve_(cve) {}

  void add(std::string_view id, std::string_view status) {
    auto component = products_.component(id);
    if (!component) return;
    bool fixed = status == "fixed";
    const auto& qualifiers = component->package.qualifiers;
    auto arch = qualifiers.find("arch");
    bool source = arch != qualifiers.end() && arch->second == "src";
    // A fix is named for every binary package; one that stays open may be named by its source package only.
    if (fixed && (source || component->package.version.empty())) return;
    // A version in a "not affected" entry is that of an erratum about something else.
    if (status == "known_not_affected" && !component->package.version.empty()) return;
    std::string ecosystem = redhat_ecosystem(component->cpe, component->package.version);
    if (ecosystem.empty()) return;

    model::Advisory row;
    row.vulnerability_id = row.record_id = cve_;
    row.ecosystem = std::move(ecosystem);
    row.package = component->package.name;
    row.by_source = source;
    row.scheme = "rpm";
    row.modularity = component->module;
    set_state(row, *component, id, status);
    auto impact = statements_.impacts.find(id);
    row.severity_text = (impact == statements_.impacts.end() ? statements_.impact : impact->second).substr(0, 40);
    row.severity = redhat_severity(row.severity_text);
    auto [at, is_new] = places_.emplace(key_of(row), rows_.size());
    if (is_new) rows_.push_back(std::move(row));
    cpes_[at->second].insert(component->cpe);
  }

  void send(FeedSink& sink) {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      rows_[i].cpes.assign(cpes_[i].begin(), cpes_[i].end());
      sink.advisory(std::move(rows_[i]));
    }
  }

 private:
  void set_state(model::Advisory& row, const Component& component, std::string_view id, std::string_view status) const {
    if (status == "fixed") {
      row.state = State::kFixed;
      auto epoch = component.package.qualifiers.find("epoch");
      std::string version =
          epoch == component.package.qualifiers.end() ? component.package.version : epoch->second + ":" + component.package.version;
      row.ranges.push_back({.introduced = {}, .fixed = std::move(version), .last_affected = {}});
      auto erratum = statements_.errata.find(id);
      if (erratum != statements_.errata.end() && !erratum->second.empty()) row.record_id = erratum->second;
    } else if (status == "known_not_affected") {
      row.state = State::kNotAffected;
    } else if (status == "under_investigation") {
      row.state = State::kUnderInvestigation;
    } else if (auto decision = statements_.decisions.find(id); decision != statements_.decisions.end()) {
      row.state = decision->second.state;
      row.note = decision->second.text.substr(0, 200);
    }
  }

  static std::string key_of(const model::Advisory& row) {
    std::string fixed = row.ranges.empty() ? std::string() : row.ranges[0].fixed;
    return row.ecosystem + "\n" + row.package + "\n" + fixed + "\n" + row.record_id + "\n" + row.modularity + "\n" + row.note + "\n" +
           row.severity_text + "\n" + std::string(model::state_name(row.state)) + (row.by_source ? "s" : "b");
  }

  const Products& products_;
  const Statements& statements_;
  std::string cve_;
  std::vector<model::Advisory> rows_;
  std::map<std::string, std::size_t> places_;
  std::map<std::size_t, std::set<std::string>> cpes_;
};

model::Vulnerability vulnerability_of(json::View root, json::View entry, const std::string& cve) {
  model::Vulnerability out;
  out.id = cve;
  out.title = entry["title"].string(root["document"]["title"].string());
  entry["notes"].each([&](json::View note) {
    if (note["category"].string() == "description" && out.description.empty()) out.description = note["text"].string();
  });
  out.published = entry["release_date"].string().substr(0, 40);
  out.modified = root["document"]["tracking"]["current_release_date"].string().substr(0, 40);
  entry["scores"].each([&](json::View score) {
    for (std::string_view kind : {"cvss_v4", "cvss_v3", "cvss_v2"}) {
      auto cvss = parse_cvss(score[kind]["vectorString"].string(), "redhat");
      if (cvss && std::find(out.cvss.begin(), out.cvss.end(), *cvss) == out.cvss.end()) out.cvss.push_back(*std::move(cvss));
    }
  });
  entry["references"].each([&](json::View reference) {
    std::string_view url = reference["url"].string();
    if (!url.empty() && url.size() <= 1000 && out.references.size() < 20) out.references.emplace_back(url);
  });
  if (std::string_view cwe = entry["cwe"]["id"].string(); !cwe.empty()) out.cwes.emplace_back(cwe);
  return out;
}

}  // namespace

bool looks_like_csaf(std::string_view bytes) {
  std::string_view head = bytes.substr(0, 4096);
  return head.find("\"document\"") != std::string_view::npos && head.find("\"schema_version\"") == std::string_view::npos;
}

Result<void> import_csaf(std::string_view name, std::string_view bytes, FeedSink& sink) {
  json::Document document = TRY(json::Document::parse(bytes, kLimits));
  if (document["document"]["category"].string() != "csaf_vex") return Error{Code::kUnsupported, "not a CSAF VEX document"};
  if (!document["vulnerabilities"].is_array()) return Error{Code::kCorrupt, "no list of vulnerabilities"};
  sink.data_date(document["document"]["tracking"]["current_release_date"].string());
  Products products(document["product_tree"]);
  document["vulnerabilities"].each([&](json::View entry) {
    std::string cve(entry["cve"].string());
    if (!osv::is_cve(cve)) return sink.refuse(name, "a vulnerability without a CVE");
    Statements statements(entry);
    Rows rows(products, statements, cve);
    for (std::string_view status : {"fixed", "known_affected", "known_not_affected", "under_investigation"}) {
      entry["product_status"][status].each([&](json::View id) { rows.add(id.string(), status); });
    }
    rows.send(sink);
    sink.vulnerability(vulnerability_of(document.root(), entry, cve));
  });
  return {};
}

}  // namespace batten::advisory
