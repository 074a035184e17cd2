// SPDX-License-Identifier: Apache-2.0
#include "image/sbom_parse.h"

#include "base/json.h"
#include "base/text.h"
#include "base/xml.h"
#include "image/sbom_collect.h"
#include "image/sbom_cyclonedx.h"
#include "image/sbom_spdx.h"

namespace batten::image {
namespace {

constexpr json::Limits kJsonLimits{.max_bytes = 256u << 20, .max_depth = 100};
constexpr xml::Limits kXmlLimits{.max_bytes = 64u << 20, .max_depth = 100, .max_nodes = 3'000'000};
constexpr std::string_view kTag = "SPDXVersion:";
constexpr std::string_view kNameSpace = "http://cyclonedx.org/schema/bom/";

Error unsupported() {
  return {Code::kUnsupported,
          "SBOM: neither CycloneDX (bomFormat, or a bom element of its namespace) nor SPDX 2 (spdxVersion, or SPDXVersion: in tag-value)"};
}

std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

// Comments may come before the first tag.
bool is_tag_value(std::string_view text) {
  while (!text.empty()) {
    text = base::trim(text);
    if (!text.starts_with('#')) return text.starts_with(kTag);
    std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end);
  }
  return false;
}

Result<void> read_json(std::string_view text, SbomCollector& out) {
  json::Document document = TRY(json::Document::parse(text, kJsonLimits));
  json::View root = document.root();
  if (root["bomFormat"].string() == "CycloneDX") {
    read_cyclonedx(root, out);
  } else if (root["spdxVersion"].string().starts_with("SPDX-2.")) {
    read_spdx(root, out);
  } else if (root["@context"] && root["@graph"]) {
    return Error{Code::kUnsupported, "SPDX 3 is not read yet: CycloneDX and SPDX 2.3 are"};
  } else {
    return unsupported();
  }
  return {};
}

Result<void> read_xml(std::string_view text, SbomCollector& out) {
  xml::Document document = TRY(xml::Document::parse(text, kXmlLimits));
  bool is_bom = false;
  document.root().each_attribute([&](std::string_view, std::string_view value) { is_bom = is_bom || value.starts_with(kNameSpace); });
  if (document.root().name() != "bom" || !is_bom) return unsupported();
  read_cyclonedx(document.root(), out);
  return {};
}

}  // namespace

bool looks_like_sbom(std::string_view beginning) {
  std::string_view text = base::trim(without_mark(beginning));
  return text.starts_with('{') || (text.starts_with('<') && text.contains(kNameSpace)) || is_tag_value(text);
}

Result<model::Inventory> parse_sbom(std::string_view text) {
  text = base::trim(without_mark(text));
  SbomCollector collector;
  if (text.starts_with('<')) {
    TRY_IN("SBOM", read_xml(text, collector));
  } else if (is_tag_value(text)) {
    TRY_IN("SBOM", read_spdx_tags(text, collector));
  } else {
    TRY_IN("SBOM", read_json(text, collector));
  }
  return collector.finish();
}

}  // namespace batten::image
