// SPDX-License-Identifier: Apache-2.0
//
// Java archives: jar, war, ear and the like, and those in them (packages/java_archive.h). A package is what a pom.properties of Maven
// says, else a pom.xml, else the manifest and the file's name.
#include "packages/java_archive.h"

#include "packages/cataloger.h"

namespace batten::packages::catalogers {
namespace {

using std::string_view_literals::operator""sv;

Result<void> parse_archive(std::string_view path, archive::ByteSource& content, model::FileFacts& facts, base::Notes& notes) {
  return read_java_archive(path, content, facts, notes);
}

constexpr std::string_view kClaims[] = {"**/*.jar", "**/*.war", "**/*.ear", "**/*.par", "**/*.sar",
                                        "**/*.nar", "**/*.jpi", "**/*.hpi", "**/*.kar", "**/*.lpkg"};
constexpr std::string_view kMatches[] = {"app.jar", "opt/a/lib/b-1.0.jar", "srv/x.war", "var/jenkins_home/plugins/git.jpi"};
constexpr std::string_view kMatchesNot[] = {"jar", "opt/a.jar.sha1", "usr/lib/jvm/lib/modules", "opt/a.zip"};
// Archives of stored members: one with Maven's properties, a war with a jar that has a manifest only.
constexpr std::string_view kProperties =
    "PK\003\004\024\000\000\000\000\000\000\000\000\000\000\000\000\0005\000\000\0005\000\000\000-\000\000\000META-I"
    "NF/maven/org.example/app/pom.properties#made\ngroupId=org.example\nartifactId=app\nversion=1.0\nPK\001\002\024\000"
    "\024\000\000\000\000\000\000\000\000\000\000\000\000\0005\000\000\0005\000\000\000-\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000META-INF/maven/org.example/app/pom.propertiesPK\005\006\000\000\000\000"
    "\001\000\001\000[\000\000\000\200\000\000\000\000\000"sv;
constexpr std::string_view kNested =
    "PK\003\004\024\000\000\000\000\000\000\000\000\000\000\000\000\000\343\000\000\000\343\000\000\000\027\000\000\000"
    "WEB-INF/lib/lib-2.1.jarPK\003\004\024\000\000\000\000\000\000\000\000\000\000\000\000\000Y\000\000\000Y\000\000"
    "\000\024\000\000\000META-INF/MANIFEST.MFManifest-Version: 1.0\nBundle-SymbolicName: org.exa\n mple.lib\nImpleme"
    "ntation-Version: 2.1\nPK\001\002\024\000\024\000\000\000\000\000\000\000\000\000\000\000\000\000Y\000\000\000Y\000"
    "\000\000\024\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000META-INF/MANIFEST.MFPK\005\006\000"
    "\000\000\000\001\000\001\000B\000\000\000\213\000\000\000\000\000PK\001\002\024\000\024\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\343\000\000\000\343\000\000\000\027\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000WEB-INF/lib/lib-2.1.jarPK\005\006\000\000\000\000\001\000\001\000E\000\000\000\030\001\000\000"
    "\000\000"sv;
constexpr CatalogerExample kExamples[] = {
    {"opt/app.jar", kProperties, "org.example:app 1.0"},
    {"opt/x.war", kNested, "org.example:lib 2.1"},
};

}  // namespace

extern constinit const Cataloger java_archive;
constinit const Cataloger java_archive = {
    .name = "java_archive",
    .summary = "Java archives and the archives in them",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = std::size_t{16} << 30,
    .parse_stream = parse_archive,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
