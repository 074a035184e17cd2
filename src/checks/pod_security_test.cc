// SPDX-License-Identifier: Apache-2.0
#include "checks/pod_security.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "base/format.h"
#include "base/text.h"
#include "manifest/kubernetes.h"

namespace batten::checks {
namespace {

std::string reasons(std::string_view spec, std::string_view standard, std::string_view metadata = "{name: p}") {
  Result<manifest::Kubernetes> file = manifest::parse_kubernetes(format("kind: Pod\nmetadata: {}\nspec: {}\n", metadata, spec));
  Result<PodStandard> parsed = parse_pod_standard(standard);
  if (!file || !parsed || file->pods.size() != 1) return "not read";
  std::string out;
  for (const PodReason& reason : judge_pod(file->pods[0], *parsed)) {
    if (!out.empty()) out += ' ';
    out += reason.check->info.id;
  }
  return out;
}

constexpr std::string_view kHardened =
    "{securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, containers: [{name: a, securityContext: "
    "{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}";

TEST(PodSecurity, LevelsAndVersions) {
  EXPECT_EQ(reasons("{containers: [{name: a}]}", "baseline"), "");
  EXPECT_EQ(reasons("{containers: [{name: a}]}", "restricted"),
            "pod-capabilities-restricted pod-privilege-escalation pod-run-as-non-root pod-seccomp-restricted");
  EXPECT_EQ(reasons("{containers: [{name: a}]}", "restricted:1.20"), "pod-privilege-escalation pod-run-as-non-root pod-seccomp-restricted");
  EXPECT_EQ(reasons("{containers: [{name: a}]}", "restricted:v1.0"), "pod-run-as-non-root");
  EXPECT_EQ(reasons(kHardened, "restricted"), "");
}

TEST(PodSecurity, AStricterControlTakesThePlaceOfAnother) {
  constexpr std::string_view kAdds = "{containers: [{name: a, securityContext: {capabilities: {add: [SYS_ADMIN]}}}]}";
  EXPECT_EQ(reasons(kAdds, "baseline"), "pod-capabilities");
  EXPECT_EQ(reasons(kAdds, "restricted:1.21").substr(0, 17), "pod-capabilities ");
  EXPECT_EQ(reasons(kAdds, "restricted:1.22").substr(0, 27), "pod-capabilities-restricted");
}

TEST(PodSecurity, UnknownFieldsAndTypesAreNotHardening) {
  EXPECT_EQ(
      reasons("{containers: [{name: a, securityContext: {privileged: 'true', allowPrivilegeEscalation: 'false'}}]}", "restricted:1.8"),
      "pod-privilege-escalation pod-run-as-non-root");
}

TEST(PodSecurity, NumbersAreReadAsKubernetesReadsThem) {
  for (std::string_view zero : {"0", "00", "-0", "0x0", "0b0", "0o0", "0.0", "0_0", "0e5"}) {
    EXPECT_EQ(
        reasons(format("{{hostUsers: true, securityContext: {{runAsNonRoot: y, runAsUser: {}}}, containers: []}}", zero), "restricted"),
        "pod-run-as-user")
        << zero;
    EXPECT_EQ(reasons(format("{{containers: [{{name: a, ports: [{{hostPort: {}}}]}}]}}", zero), "baseline"), "") << zero;
  }
  EXPECT_EQ(reasons("{containers: [{name: a, ports: [{hostPort: 0x50}]}]}", "baseline"), "pod-host-ports");
  EXPECT_EQ(reasons("{hostPID: y, containers: [{name: a, securityContext: {privileged: on}}]}", "baseline"),
            "pod-host-namespaces pod-privileged");
}

TEST(PodSecurity, Standards) {
  EXPECT_EQ(*parse_pod_standard("baseline:v1.29"), (PodStandard{PodLevel::kBaseline, 29}));
  EXPECT_EQ(*parse_pod_standard("restricted"), (PodStandard{PodLevel::kRestricted, kNewestPodMinor}));
  EXPECT_EQ(*parse_pod_standard("restricted:latest"), *parse_pod_standard("restricted:1.99"));
  for (std::string_view text :
       {"", "privileged", "restricted:", "restricted:2.1", "restricted:1.", "restricted:1.x", "Baseline", "baseline:1.-1"}) {
    EXPECT_FALSE(parse_pod_standard(text)) << text;
  }
  EXPECT_EQ(to_text({PodLevel::kBaseline, 7}), "baseline:1.7");
}

TEST(PodSecurity, WhatIsReplacedIsThere) {
  std::set<std::string_view> ids;
  for (const PodCheck* check : all_pod_checks()) ids.insert(check->info.id);
  for (const PodCheck* check : all_pod_checks()) {
    if (check->replaces.empty()) continue;
    EXPECT_TRUE(ids.contains(check->replaces)) << check->info.id;
    EXPECT_EQ(check->level, PodLevel::kRestricted) << check->info.id;
  }
}

// The reasons of Kubernetes' evaluator, by how they begin.
std::set<std::string> as_controls(std::string_view reasons) {
  static const std::map<std::string_view, std::string_view> kControls = {
      {"allowPrivilegeEscalation", "pod-privilege-escalation"},
      {"forbidden AppArmor", "pod-apparmor"},
      {"forbidden sysctls", "pod-sysctls"},
      {"host namespaces", "pod-host-namespaces"},
      {"hostPath volumes", "pod-host-path"},
      {"hostPort", "pod-host-ports"},
      {"hostProcess", "pod-host-process"},
      {"non-default capabilities", "pod-capabilities"},
      {"privileged", "pod-privileged"},
      {"probe or lifecycle host", "pod-probe-host"},
      {"procMount", "pod-proc-mount"},
      {"restricted volume types", "pod-volume-types"},
      {"runAsNonRoot", "pod-run-as-non-root"},
      {"runAsUser=0", "pod-run-as-user"},
      {"seLinuxOptions", "pod-selinux"},
      {"seccompProfile", "pod-seccomp"},
      {"unrestricted capabilities", "pod-capabilities-restricted"},
  };
  std::set<std::string> out;
  if (reasons == "allowed") return out;
  for (std::string_view reason : base::split(reasons, ';')) {
    reason = base::trim(reason);
    auto known = std::ranges::find_if(kControls, [&](const auto& control) { return reason.starts_with(control.first); });
    out.emplace(known == kControls.end() ? reason : known->second);
  }
  return out;
}

std::set<std::string> our_controls(const manifest::Pod& pod, const PodStandard& standard) {
  std::set<std::string> out;
  for (const PodReason& reason : judge_pod(pod, standard)) {
    std::string_view id = reason.check->info.id;
    // One name for both in Kubernetes.
    out.emplace(id == "pod-proc-mount-restricted" || id == "pod-seccomp-restricted" ? id.substr(0, id.rfind('-')) : id);
  }
  return out;
}

// BATTEN_PODS: a JSON object a line; BATTEN_POD_VERDICTS: what tests/pod-security/oracle says of them.
TEST(PodSecurity, AgreesWithKubernetes) {
  const char *pods_path = std::getenv("BATTEN_PODS"), *verdicts_path = std::getenv("BATTEN_POD_VERDICTS");
  if (pods_path == nullptr || verdicts_path == nullptr) GTEST_SKIP() << "asked for by tests/pod-security/as-kubernetes";
  std::ifstream pods(pods_path), verdicts(verdicts_path);
  std::string pod_line, line;
  std::size_t index = 0, compared = 0, different = 0;
  Result<manifest::Kubernetes> file = Error{Code::kInternal, "no pod yet"};
  std::size_t have = static_cast<std::size_t>(-1);
  while (std::getline(verdicts, line)) {
    std::vector<std::string_view> columns = base::split(line, '\t');
    ASSERT_EQ(columns.size(), 4u) << line;
    index = *base::parse_unsigned(columns[0]);
    while (have != index) {
      ASSERT_TRUE(std::getline(pods, pod_line));
      ++have;
      if (have == index) file = manifest::parse_kubernetes(pod_line);
    }
    ASSERT_TRUE(file && file->pods.size() == 1) << pod_line;
    std::vector<std::string_view> versions = base::split(columns[2], '-');
    PodLevel level = columns[1] == "baseline" ? PodLevel::kBaseline : PodLevel::kRestricted;
    int first = static_cast<int>(*base::parse_unsigned(versions[0])), last = static_cast<int>(*base::parse_unsigned(versions.at(1)));
    for (int minor = first; minor <= last; ++minor) {
      // Every version for some pods, the ends and the middle of a run of equal verdicts for all.
      if (index % 5 != 0 && minor != first && minor != last && minor != (first + last) / 2) continue;
      ++compared;
      std::set<std::string> theirs = as_controls(columns[3]), ours = our_controls(file->pods[0], {level, minor});
      if (theirs == ours) continue;
      if (++different <= 20) {
        ADD_FAILURE() << pod_line << "\n"
                      << columns[1] << " 1." << minor << ": Kubernetes says " << columns[3] << "\nwe say "
                      << base::join({ours.begin(), ours.end()}, "; ");
      }
    }
  }
  EXPECT_EQ(different, 0u);
  EXPECT_GT(compared, 1000u);
  RecordProperty("compared", std::to_string(compared));
  std::cout << compared << " verdicts compared, " << different << " different\n";
}

}  // namespace
}  // namespace batten::checks
