// SPDX-License-Identifier: Apache-2.0
#include "packages/java_groups.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace batten::packages {
namespace {

struct Rule {
  std::string_view artifact;   // its name, or what it begins with and a star
  std::string_view directory;  // below which most of its classes are
  std::string_view group;
  std::string_view published_as = {};          // when the file is called otherwise
  std::uint64_t from = 0, below = UINT64_MAX;  // first number of the version
};

constexpr unsigned kPercent = 60;

constexpr Rule kRules[] = {
    {"spring-jcl", "org/apache/commons/", "org.springframework"},
    {"okhttp*", "okhttp3/", "com.squareup.okhttp3"},
    {"okio*", "okio/", "com.squareup.okio"},
    {"kotlin-*", "kotlin/", "org.jetbrains.kotlin"},
    {"micrometer-*", "io/micrometer/", "io.micrometer"},
    {"reactor-core", "reactor/", "io.projectreactor"},
    {"reactor-netty*", "reactor/netty/", "io.projectreactor.netty"},
    {"kafka-clients", "org/apache/kafka/", "org.apache.kafka"},
    {"kafka-streams", "org/apache/kafka/", "org.apache.kafka"},
    {"lucene-*", "org/apache/lucene/", "org.apache.lucene"},
    {"elasticsearch", "org/elasticsearch/", "org.elasticsearch"},
    {"groovy*", "groovy/", "org.codehaus.groovy", {}, 0, 4},
    {"groovy*", "groovy/", "org.apache.groovy", {}, 4},
    {"groovy*", "org/codehaus/groovy/", "org.codehaus.groovy", {}, 0, 4},
    {"groovy*", "org/apache/groovy/", "org.apache.groovy", {}, 4},
    {"hibernate-core", "org/hibernate/", "org.hibernate", {}, 0, 6},
    {"hibernate-core", "org/hibernate/", "org.hibernate.orm", {}, 6},
    {"dom4j", "org/dom4j/", "dom4j", {}, 0, 2},
    {"dom4j", "org/dom4j/", "org.dom4j", {}, 2},
    {"h2", "org/h2/", "com.h2database"},
    {"bcprov-*", "org/bouncycastle/", "org.bouncycastle"},
    {"bcpkix-*", "org/bouncycastle/", "org.bouncycastle"},
    {"bcutil-*", "org/bouncycastle/", "org.bouncycastle"},
    {"bcpg-*", "org/bouncycastle/", "org.bouncycastle"},
    {"bctls-*", "org/bouncycastle/", "org.bouncycastle"},
    {"mysql-connector-j", "com/mysql/", "com.mysql"},
    {"mysql-connector-java", "com/mysql/", "mysql"},
    {"graphql-java", "graphql/", "com.graphql-java"},
    {"tomcat-embed-core", "org/apache/", "org.apache.tomcat.embed"},
    {"tomcat-embed-websocket", "org/apache/tomcat/", "org.apache.tomcat.embed"},
    {"tomcat-embed-jasper", "org/apache/jasper/", "org.apache.tomcat.embed"},
    {"catalina", "org/apache/catalina/", "org.apache.tomcat", "tomcat-catalina"},
    {"tomcat-catalina*", "org/apache/catalina/", "org.apache.tomcat"},
    {"tomcat-jasper", "org/apache/jasper/", "org.apache.tomcat"},
    {"catalina-ha", "org/apache/catalina/", "org.apache.tomcat", "tomcat-catalina-ha"},
    {"tomcat-coyote", "org/apache/", "org.apache.tomcat"},
    {"tomcat-util", "org/apache/tomcat/", "org.apache.tomcat"},
    {"tomcat-websocket", "org/apache/tomcat/", "org.apache.tomcat"},
    {"tomcat-jdbc", "org/apache/tomcat/", "org.apache.tomcat"},
    {"jasper", "org/apache/jasper/", "org.apache.tomcat", "tomcat-jasper"},
    {"ant", "org/apache/tools/", "org.apache.ant"},
    {"commons-beanutils", "org/apache/commons/", "commons-beanutils"},
    {"commons-codec", "org/apache/commons/", "commons-codec"},
    {"commons-collections", "org/apache/commons/", "commons-collections"},
    {"commons-fileupload", "org/apache/commons/", "commons-fileupload"},
    {"commons-httpclient", "org/apache/commons/", "commons-httpclient"},
    {"commons-io", "org/apache/commons/", "commons-io"},
    {"commons-lang", "org/apache/commons/", "commons-lang"},
    {"commons-logging", "org/apache/commons/", "commons-logging"},
};

// Spring's projects, of which spring-NAME.. has the group org.springframework.NAME; all others are of the framework itself.
constexpr std::string_view kSpringProjects[] = {"ai",      "amqp",         "batch",    "boot",        "cloud",    "credhub", "data",
                                                "graphql", "guice",        "hateoas",  "integration", "kafka",    "ldap",    "mobile",
                                                "plugin",  "pulsar",       "restdocs", "retry",       "security", "session", "shell",
                                                "social",  "statemachine", "vault",    "ws"};

std::string spring_group(std::string_view artifact) {
  std::string_view rest = artifact.substr(artifact.find('-') + 1);
  std::string_view project = rest.substr(0, rest.find('-'));
  bool known = std::ranges::find(kSpringProjects, project) != std::end(kSpringProjects);
  return known ? "org.springframework." + std::string(project) : "org.springframework";
}

bool fits(std::string_view pattern, std::string_view artifact) {
  if (!pattern.ends_with('*')) return pattern == artifact;
  pattern.remove_suffix(1);
  return artifact.starts_with(pattern);
}

}  // namespace

KnownGroup known_group(std::string_view artifact, std::string_view version, const ClassDirectories& classes) {
  if (classes.count() == 0) return {};
  if (artifact.starts_with("spring-") && classes.percent("org/springframework/") >= 90)
    return {spring_group(artifact), std::string(artifact)};
  std::uint64_t first =
      base::parse_unsigned(version.substr(0, std::min(version.find_first_not_of("0123456789"), version.size()))).value_or(0);
  for (const Rule& rule : kRules) {
    if (!fits(rule.artifact, artifact) || first < rule.from || first >= rule.below || classes.percent(rule.directory) < kPercent) continue;
    return {std::string(rule.group), std::string(rule.published_as.empty() ? artifact : rule.published_as)};
  }
  return {};
}

}  // namespace batten::packages
