// SPDX-License-Identifier: Apache-2.0
#include "packages/java_coordinates.h"

#include <gtest/gtest.h>

#include "packages/java_groups.h"

namespace batten::packages {
namespace {

std::string split(std::string_view file_name) {
  JarFileName out = parse_jar_file_name(file_name);
  return out.name + " " + out.version;
}

TEST(JarFileName, NameVersionAndClassifier) {
  EXPECT_EQ(split("guava-31.1-jre.jar"), "guava 31.1-jre");
  EXPECT_EQ(split("netty-transport-native-epoll-4.1.77.Final-linux-x86_64.jar"), "netty-transport-native-epoll 4.1.77.Final");
  EXPECT_EQ(split("log4j-1.2-api-2.17.1.jar"), "log4j-1.2-api 2.17.1");
  EXPECT_EQ(split("log4j-core-2.0-beta9.jar"), "log4j-core 2.0-beta9");
  EXPECT_EQ(split("app-1.0-SNAPSHOT.war"), "app 1.0-SNAPSHOT");
  EXPECT_EQ(split("app-1.0-20210102.030405-6.jar"), "app 1.0-20210102.030405-6");
  EXPECT_EQ(split("jackson-databind-2.13.0-tests.jar"), "jackson-databind 2.13.0");
  EXPECT_EQ(split("bcprov-jdk15on-1.70.jar"), "bcprov-jdk15on 1.70");
  EXPECT_EQ(split("spring-boot-2.7.0.RELEASE.jar"), "spring-boot 2.7.0.RELEASE");
  EXPECT_EQ(split("catalina.jar"), "catalina ");
  EXPECT_EQ(split("commons-lang3.jar"), "commons-lang3 ");
  EXPECT_EQ(split("-1.jar"), "-1 ");
  EXPECT_EQ(split(""), " ");
}

TEST(JarFileName, FileOfAnArtifact) {
  EXPECT_TRUE(is_file_of("guava-31.1-jre.jar", "guava"));
  EXPECT_TRUE(is_file_of("guava.jar", "guava"));
  EXPECT_FALSE(is_file_of("guava-testlib-31.1.jar", "guava"));
  EXPECT_FALSE(is_file_of("app.jar", ""));
}

TEST(JavaGroups, NeedNameAndClasses) {
  ClassDirectories spring, mixed, none;
  spring.add("org/springframework/boot/A.class");
  spring.add("META-INF/versions/11/org/springframework/B.class");
  mixed.add("org/springframework/A.class");
  mixed.add("com/example/B.class");
  EXPECT_EQ(known_group("spring-boot-autoconfigure", "3.0", spring).group, "org.springframework.boot");
  EXPECT_EQ(known_group("spring-webmvc", "5.3", spring).group, "org.springframework");
  EXPECT_EQ(known_group("spring-webmvc", "5.3", mixed).group, "");
  EXPECT_EQ(known_group("spring-webmvc", "5.3", none).group, "");
  EXPECT_EQ(known_group("okhttp", "4.9", spring).group, "");
  ClassDirectories groovy;
  groovy.add("groovy/lang/A.class");
  EXPECT_EQ(known_group("groovy-json", "3.0.9", groovy).group, "org.codehaus.groovy");
  EXPECT_EQ(known_group("groovy-json", "4.0.1", groovy).group, "org.apache.groovy");
}

}  // namespace
}  // namespace batten::packages
