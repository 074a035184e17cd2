// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) { report_unpinned(file, {PackageTool::kDnf}, {}, hits); }

constexpr std::string_view kReferences[] = {"hadolint DL3033", "hadolint DL3041"};
constexpr Example kExamples[] = {
    {.bad = "FROM rockylinux:9.3\n"
            "RUN dnf install -y java-11-openjdk && dnf clean all\n",
     .good =
         "FROM rockylinux:9.3\n"
         "RUN dnf -y install --setopt=install_weak_deps=False httpd-2.4.57-5.el9 https://x.example/y.rpm @nodejs:18 && dnf clean all\n"},
    {.bad = "FROM centos:7\n"
            "RUN yum -y install httpd\n",
     .good = "FROM centos:7\n"
             "RUN yum -y update && yum -y install httpd-2.4.6 && yum clean all\n"},
    {.bad = "FROM ubi9/ubi-minimal:9.4\n"
            "RUN microdnf install -y tar\n",
     .good = "FROM ubi9/ubi-minimal:9.4\n"
             "RUN microdnf install -y tar-1.34 && microdnf clean all\n"},
};

}  // namespace

extern constinit const DockerfileCheck dnf_unpinned;
constinit const DockerfileCheck dnf_unpinned = {
    .info = {.id = "dnf-unpinned",
             .title = "dnf installs without a version",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without a version the package is whatever the repository has on the day of the build: two builds of one commit "
                    "differ, and nobody sees when a package changed.",
             .fix = "Name the version: httpd-2.4.57-5.el9.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
