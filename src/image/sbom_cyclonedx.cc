// SPDX-License-Identifier: Apache-2.0
#include "image/sbom_cyclonedx.h"

#include "base/format.h"

namespace batten::image {
namespace {

constexpr int kMaxDepth = 20;
constexpr std::size_t kMaxLicenses = 1000;

// A component in either encoding.
struct Component {
  std::string_view type, description;
  SbomEntry entry;

  std::string_view property(std::string_view wanted) const {
    for (const auto& [name, value] : entry.properties) {
      if (name == wanted) return value;
    }
    return {};
  }
};

void take(const Component& component, SbomCollector& out) {
  const SbomEntry& entry = component.entry;
  if (component.type == "operating-system") {
    out.distribution(entry.name, entry.version, component.description, component.property("batten:codename"));
  } else if (!entry.purl.empty()) {
    out.add(entry);
  } else if (component.type == "library" || component.type == "framework" || component.type == "application") {
    // Trivy has a component for each lock file, which holds or needs those of its packages.
    if (component.property("aquasecurity:trivy:Class").empty()) out.add(entry);
  }
}

// What the document is about: it may be the distribution itself, and may list the image's layers.
void take_subject(const Component& subject, SbomCollector& out) {
  for (const auto& [name, value] : subject.entry.properties) {
    if (name == "batten:layer" || name == "aquasecurity:trivy:DiffID") out.layer(value);
  }
}

void take_distribution(const Component& subject, SbomCollector& out) {
  if (subject.type == "operating-system") out.distribution(subject.entry.name, subject.entry.version, "", "");
}

Component component_of(json::View item) {
  Component out;
  out.type = item["type"].string();
  out.description = item["description"].string();
  out.entry.name = item["name"].string();
  out.entry.version = item["version"].string();
  out.entry.purl = item["purl"].string();
  out.entry.maintainer = item["publisher"].string();
  out.entry.origin = item["supplier"]["name"].string();
  item["licenses"].each([&](json::View choice) {
    for (json::View text : {choice["expression"], choice["license"]["id"], choice["license"]["name"]}) {
      if (!text.is_string() || out.entry.licenses.size() >= kMaxLicenses) continue;
      out.entry.licenses.emplace_back(text.string());
      break;
    }
  });
  item["properties"].each(
      [&](json::View property) { out.entry.properties.emplace_back(property["name"].string(), property["value"].string()); });
  return out;
}

Component component_of(xml::View item) {
  Component out;
  out.type = item.attribute("type");
  out.description = item["description"].text();
  out.entry.name = item["name"].text();
  out.entry.version = item["version"].text();
  out.entry.purl = item["purl"].text();
  out.entry.maintainer = item["publisher"].text();
  out.entry.origin = item["supplier"]["name"].text();
  item["licenses"].each([&](xml::View choice) {
    xml::View text = choice.name() == "expression" ? choice : choice["id"] ? choice["id"] : choice["name"];
    if (text && out.entry.licenses.size() < kMaxLicenses) out.entry.licenses.emplace_back(text.text());
  });
  item["properties"].each("property",
                          [&](xml::View property) { out.entry.properties.emplace_back(property.attribute("name"), property.text()); });
  return out;
}

// components: a JSON array, or an element of components. False when some were nested too deeply.
template <typename View>
bool read_components(View components, SbomCollector& out, int depth) {
  bool all = true;
  components.each([&](View item) {
    take(component_of(item), out);
    View inner = item["components"];
    if (!inner) return;
    all = depth < kMaxDepth ? read_components(inner, out, depth + 1) && all : false;
  });
  return all;
}

template <typename View>
void read(View bom, SbomCollector& out) {
  View subject = bom["metadata"]["component"];
  Component about = component_of(subject);
  take_subject(about, out);
  bool all = read_components(bom["components"], out, 0);
  all = read_components(subject["components"], out, 0) && all;
  if (!all) out.note(format("components nested deeper than {} are not read", kMaxDepth));
  take_distribution(about, out);
}

}  // namespace

void read_cyclonedx(json::View bom, SbomCollector& out) { read(bom, out); }
void read_cyclonedx(xml::View bom, SbomCollector& out) { read(bom, out); }

}  // namespace batten::image
