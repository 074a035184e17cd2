// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX 1.4 and later, "vulnerabilities" with an "analysis": a BOM with its own findings, or a document that is about the components
// of another BOM. "affects" names components by bom-ref, or by BOM-Link: urn:cdx:SERIAL/VERSION#BOM-REF.
#include <map>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "policy/vex_format.h"

namespace batten::policy::vex {
namespace {

bool recognises(json::View root) { return root["bomFormat"].string() == "CycloneDX" && root["vulnerabilities"].is_array(); }

struct State {
  std::string_view name;
  VexStatus status;
};
constexpr State kStates[] = {
    {"not_affected", VexStatus::kNotAffected}, {"false_positive", VexStatus::kNotAffected},   {"exploitable", VexStatus::kAffected},
    {"resolved", VexStatus::kFixed},           {"resolved_with_pedigree", VexStatus::kFixed}, {"in_triage", VexStatus::kUnderInvestigation},
};

const State* find_state(std::string_view name) {
  for (const State& state : kStates) {
    if (state.name == name) return &state;
  }
  return nullptr;
}

class Components {
 public:
  explicit Components(json::View root) {
    json::View main = root["metadata"]["component"];
    add(main);
    add_purl(image_, main["purl"].string());
    bool is_image = !image_.purls.empty() && (image_.purls.front().type == "oci" || image_.purls.front().type == "docker");
    if (!is_image) image_ = {};
    add_all(root["components"], 0);
  }

  // A reference to no component of this document may be a package URL itself.
  VexComponent find(std::string_view reference) const {
    VexComponent out;
    if (auto at = purls_.find(reference); at != purls_.end()) {
      add_purl(out, at->second);
      return out;
    }
    if (reference.starts_with("urn:cdx:")) {
      std::size_t hash = reference.find('#');
      if (hash == std::string_view::npos) return out;
      reference = reference.substr(hash + 1);
    }
    add_purl(out, reference);
    return out;
  }

  // What a bill of materials of an image says of a component, it says of that component in the image.
  VexProduct in_image(VexComponent component) const {
    if (!image_.known() || component == image_) return {.component = std::move(component), .subcomponents = {}};
    return {.component = image_, .subcomponents = {std::move(component)}};
  }

 private:
  void add(json::View item) {
    std::string_view reference = item["bom-ref"].string(), purl = item["purl"].string();
    if (!reference.empty() && !purl.empty() && purls_.size() < 500'000) purls_.emplace(reference, purl);
  }
  void add_all(json::View list, int depth) {
    list.each([&](json::View item) {
      add(item);
      if (depth < 20) add_all(item["components"], depth + 1);
    });
  }

  std::map<std::string_view, std::string_view> purls_;
  VexComponent image_;
};

// With "versions", the analysis is about those that are listed as affected; ranges (vers:) are not read. false: about none that is known.
bool keep_versions(json::View versions, VexComponent& component) {
  if (versions.size() == 0) return true;
  std::vector<model::Purl> out;
  versions.each([&](json::View item) {
    std::string_view version = item["version"].string();
    if (version.empty() || item["status"].string("affected") != "affected") return;
    for (model::Purl purl : component.purls) {
      if (!purl.version.empty() && purl.version != version) continue;
      purl.version = version;
      if (out.size() < 1000) out.push_back(std::move(purl));
    }
  });
  component.purls = std::move(out);
  return component.known();
}

void add_affected(json::View vulnerability, const Components& components, VexStatement& statement, VexCollector& out) {
  vulnerability["affects"].each([&](json::View item) {
    if (!out.take()) return;
    VexComponent component = components.find(item["ref"].string());
    if (component.known() && keep_versions(item["versions"], component)) {
      VexProduct product = components.in_image(std::move(component));
      bool room = out.take(product.component) && (product.subcomponents.empty() || out.take(product.subcomponents.front()));
      if (room) statement.products.push_back(std::move(product));
    } else {
      out.skip(statement.place, format("'{}' is no component with a package URL, or only version ranges of it are named",
                                       vex_text(item["ref"].string()).substr(0, 200)));
    }
  });
}

void parse(json::View root, VexCollector& out) {
  Components components(root);
  std::size_t number = 0;
  root["vulnerabilities"].each([&](json::View item) {
    VexStatement statement;
    statement.place = format("vulnerabilities[{}]", number++);
    json::View analysis = item["analysis"];
    if (!analysis.is_object()) return;  // a finding, no statement
    const State* state = find_state(analysis["state"].string());
    if (state == nullptr) return out.skip(statement.place, "its analysis has no state of CycloneDX");
    statement.status = state->status;
    if (std::string_view id = item["id"].string(); !id.empty()) statement.ids.push_back(vex_text(id));
    item["references"].each([&](json::View reference) {
      std::string_view id = reference["id"].string();
      if (!id.empty() && statement.ids.size() < 100) statement.ids.push_back(vex_text(id));
    });
    add_affected(item, components, statement, out);
    statement.justification = vex_text(analysis["justification"].string());
    if (statement.justification.empty() && statement.status == VexStatus::kNotAffected) statement.justification = state->name;
    (statement.status == VexStatus::kAffected ? statement.action : statement.impact) = vex_text(analysis["detail"].string());
    if (std::string_view what = item["recommendation"].string(); statement.action.empty()) statement.action = vex_text(what);
    if (statement.action.empty()) statement.action = base::join(analysis["response"].strings(), ", ").substr(0, 200);
    for (json::View place : {analysis["lastUpdated"], analysis["firstIssued"], item["updated"], root["metadata"]["timestamp"]}) {
      if (!statement.timestamp) statement.timestamp = base::parse_time(place.string());
    }
    statement.author = vex_text(root["metadata"]["supplier"]["name"].string());
    out.add(std::move(statement));
  });
}

constexpr VexExample kExamples[] = {
    {R"({"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"bom-ref":"z","purl":"pkg:deb/debian/zlib1g@1:1.2.13"}],
"vulnerabilities":[{"id":"CVE-2099-0001","analysis":{"state":"not_affected","justification":"code_not_reachable"},"affects":[{"ref":"z"}]}]})",
     "CVE-2099-0001 not_affected code_not_reachable pkg:deb/debian/zlib1g@1:1.2.13"},
    {R"({"bomFormat":"CycloneDX","specVersion":"1.4","vulnerabilities":[{"id":"CVE-2099-0002","analysis":{"state":"exploitable"},
"affects":[{"ref":"urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg:npm/a@1.0.0"}]}]})",
     "CVE-2099-0002 affected pkg:npm/a@1.0.0"},
};

}  // namespace

extern constinit const VexFormat cyclonedx_vex;
constinit const VexFormat cyclonedx_vex{
    .name = "cyclonedx-vex",
    .title = "CycloneDX",
    .summary = "CycloneDX 1.4 and later: vulnerabilities with an analysis",
    .recognises = recognises,
    .parse = parse,
    .examples = kExamples,
};

}  // namespace batten::policy::vex
