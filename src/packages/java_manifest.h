// SPDX-License-Identifier: Apache-2.0
//
// META-INF/MANIFEST.MF of a jar (JAR File Specification): the main section's attributes that say what the jar is; and the pom.properties
// that Maven puts into jars (java.util.Properties).
#pragma once

#include <string>
#include <string_view>

namespace batten::packages {

// Empty where the manifest does not say it. Values are at most 500 bytes, longer ones count as not said.
struct JarManifest {
  std::string implementation_title, implementation_version, implementation_vendor_id;
  std::string specification_title, specification_version;
  std::string bundle_symbolic_name, bundle_version, bundle_license;  // OSGi; without directives
  std::string automatic_module_name;
};

// Takes any bytes. Names of attributes are caseless, a line that begins with a blank continues the one before, the first empty line ends
// the main section.
JarManifest parse_jar_manifest(std::string_view content);

struct PomProperties {
  std::string group, artifact, version;
};

PomProperties parse_pom_properties(std::string_view content);

}  // namespace batten::packages
