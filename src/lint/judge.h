// SPDX-License-Identifier: Apache-2.0
//
// One file: its parser, then every check of its kind, then the policy and the comments that hide results.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/container_check.h"
#include "checks/dockerfile_check.h"
#include "checks/pod_check.h"
#include "lint/policy_file.h"
#include "lint/source_files.h"
#include "manifest/compose.h"
#include "manifest/dockerfile.h"
#include "manifest/kubernetes.h"
#include "model/assessment.h"

namespace batten::lint {

struct Judged {
  const model::CheckInfo* info = nullptr;
  checks::Hit hit;
  model::Severity severity = model::Severity::kMedium;
  std::string subject;
  std::string suppressed_by;
  // Who said it, for a fix.
  const checks::DockerfileCheck* dockerfile_check = nullptr;
  const checks::ContainerCheck* container_check = nullptr;
  const checks::PodCheck* pod_check = nullptr;
  std::size_t container = 0;  // index of the service, container or unit; of a pod check: of the pod

  bool fixable() const {
    return (dockerfile_check != nullptr && dockerfile_check->fix != nullptr) ||
           (container_check != nullptr && container_check->fix != nullptr) || (pod_check != nullptr && pod_check->fix != nullptr);
  }
};

struct JudgedFile {
  std::string path;
  FileKind kind = FileKind::kNone;
  std::optional<manifest::Dockerfile> dockerfile;  // of these five the one of the kind has a value, when the file could be read
  std::optional<manifest::Compose> compose;
  std::optional<manifest::Kubernetes> kubernetes;
  std::optional<model::Container> unit;
  std::optional<std::vector<model::Container>> runs;  // that a script starts
  std::vector<Judged> found;                          // by place, then check
  std::size_t checks_run = 0;
  base::Notes notes;       // where begins with the path
  bool merged = false;     // a Compose file that was judged with the one laid over it
  bool laid_over = false;  // that one: its services are the other's

  bool was_read() const { return dockerfile || compose || kubernetes || unit || runs; }
};

struct JudgeOptions {
  const Policy* policy = nullptr;           // never null
  std::optional<PodSecurity> pod_security;  // asked for by name: goes before the policy's
  std::int64_t date = 0;                    // seconds; what rules expire against
  std::string policy_directory;             // paths of the policy are relative to it
  // Of a Compose file the one that Compose lays over it: both are judged as one. Places are then as manifest::merge_compose has them until
  // share_with_over. Its path is relative to the file's directory.
  const manifest::ComposeFile* over = nullptr;
};

// Thread-safe. What can't be parsed is a note, never an error: a file that nobody could read has no results and is not clean.
JudgedFile judge_file(const std::string& path, FileKind kind, const std::string& text, const JudgeOptions& options);
// Its two halves: what checks find, in the order of the text; and what comments and the policy hide of it.
JudgedFile check_file(const std::string& path, FileKind kind, const std::string& text, const JudgeOptions& options);
void hide_results(JudgedFile& file, const std::string& text, const JudgeOptions& options);
void put_in_order(JudgedFile& file);
// What was found in the file laid over goes to that one's results, with the place in its own text.
void share_with_over(JudgedFile& file, const std::string& text, const manifest::ComposeFile& over, JudgedFile& over_file);
// The severity that the policy gives a check; nothing when it is off or not of the profile.
std::optional<model::Severity> severity_of(const model::CheckInfo& info, const Policy& policy);

}  // namespace batten::lint
