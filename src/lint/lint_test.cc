// SPDX-License-Identifier: Apache-2.0
#include "lint/lint.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/ignore_patterns.h"
#include "base/text.h"
#include "base/time.h"
#include "fuzz/replay.h"

#include "lint/inline_ignore.h"

int inline_ignore_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::lint {
namespace {

class Folder {
 public:
  Folder() {
    std::string made = (std::filesystem::temp_directory_path() / "batten-lint-XXXXXX").string();
    path_ = ::mkdtemp(made.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  void write(const std::string& name, std::string_view text) { ASSERT_TRUE(base::write_file_atomic(path_ + "/" + name, text)); }

 private:
  std::string path_;
};

const Policy& no_policy() {
  static const Policy policy;
  return policy;
}

JudgedFile judged(const std::string& path, FileKind kind, const std::string& text, const Policy& policy = no_policy()) {
  return judge_file(path, kind, text,
                    {.policy = &policy, .pod_security = {}, .date = *base::parse_time("2026-11-01"), .policy_directory = ""});
}

const Judged* find(const JudgedFile& file, std::string_view id) {
  auto at = std::ranges::find_if(file.found, [&](const Judged& one) { return one.info->id == id; });
  return at == file.found.end() ? nullptr : &*at;
}

TEST(IgnorePatterns, AsGitAndDockerReadThem) {
  base::IgnorePatterns git;
  git.add("# comment\n/build/\n*.log\n!keep.log\nsub/*.txt\ndeep\n", "", base::IgnorePatterns::Dialect::kGit);
  git.add("local\n", "sub", base::IgnorePatterns::Dialect::kGit);
  EXPECT_TRUE(git.ignores("build", true));
  EXPECT_FALSE(git.ignores("build", false));
  EXPECT_FALSE(git.ignores("a/build", true));
  EXPECT_TRUE(git.ignores("a/b.log", false));
  EXPECT_FALSE(git.ignores("a/keep.log", false));
  EXPECT_TRUE(git.ignores("sub/a.txt", false));
  EXPECT_FALSE(git.ignores("other/sub/a.txt", false));
  EXPECT_TRUE(git.ignores("x/deep", true));
  EXPECT_TRUE(git.ignores("sub/local", false));
  EXPECT_FALSE(git.ignores("local", false));

  base::IgnorePatterns docker;
  docker.add("secrets\n**/*.key\n!public.key\n", "", base::IgnorePatterns::Dialect::kDocker);
  EXPECT_TRUE(docker.ignores("secrets", true));
  EXPECT_FALSE(docker.ignores("a/secrets", true));
  EXPECT_TRUE(docker.ignores("a/b.key", false));
  EXPECT_FALSE(docker.ignores("public.key", false));
}

TEST(SourceFiles, AreFoundByNameAndText) {
  EXPECT_EQ(kind_of("a/Dockerfile", ""), FileKind::kDockerfile);
  EXPECT_EQ(kind_of("Dockerfile.prod", ""), FileKind::kDockerfile);
  EXPECT_EQ(kind_of("app.Dockerfile", ""), FileKind::kDockerfile);
  EXPECT_EQ(kind_of("Dockerfile.dockerignore", ""), FileKind::kNone);
  EXPECT_EQ(kind_of("Dockerfile.j2", ""), FileKind::kNone);
  EXPECT_EQ(kind_of("compose.yaml", "services:\n  a:\n    image: b\n"), FileKind::kCompose);
  EXPECT_EQ(kind_of("pod.yaml", "apiVersion: v1\nkind: Pod\n"), FileKind::kKubernetes);
  EXPECT_EQ(kind_of("ci.yaml", "jobs:\n  a:\n"), FileKind::kNone);
  EXPECT_EQ(kind_of("start.sh", "docker run a\n"), FileKind::kScript);
  EXPECT_EQ(kind_of("other.sh", "echo a\n"), FileKind::kNone);
  EXPECT_EQ(kind_of("web.container", "[Container]\nImage=a\n"), FileKind::kQuadlet);
}

TEST(SourceFiles, TheWalkHonoursIgnoreFiles) {
  Folder folder;
  folder.write("Dockerfile", "FROM a\n");
  folder.write("vendor/Dockerfile", "FROM a\n");
  folder.write("out/Dockerfile", "FROM a\n");
  folder.write("node_modules/x/Dockerfile", "FROM a\n");
  folder.write("sub/compose.yaml", "services: {}\n");
  folder.write("deep/.gitignore", "*.yaml\n");
  folder.write("deep/k8s.yaml", "kind: Pod\n");
  folder.write(".gitignore", "/out/\n");
  folder.write(".dockerignore", "Dockerfile\ndata\n");
  folder.write("data/Dockerfile", "FROM a\n");
  base::Notes notes;
  auto files = find_files(folder.path(), {}, base::silent_progress(), notes);
  ASSERT_TRUE(files);
  for (std::string& file : *files) file.erase(0, folder.path().size() + 1);
  EXPECT_EQ(*files, (std::vector<std::string>{"Dockerfile", "sub/compose.yaml", "vendor/Dockerfile"}));
  EXPECT_TRUE(notes.empty());
  files = find_files(folder.path(), {.excluded = {"vendor"}, .max_files = 1000}, base::silent_progress(), notes);
  EXPECT_EQ(files->size(), 2u);
  EXPECT_EQ(find_files(folder.path() + "/none", {}, base::silent_progress(), notes).error().code, Code::kNotFound);
}

TEST(Policy, IsReadOrRefusedWithItsLine) {
  auto policy = parse_policy(
      "p.yaml",
      "profile: strict\nseverity: {root-user: low, latest-tag: off}\nignore:\n  - check: DL3008\n    path: legacy/**\n    reason: old\n    "
      "until: "
      "2027-01-01\nallowed-registries: [docker.io]\npod-security: {level: baseline, version: '1.31'}\nfail-on: high\nexclude: vendor\n");
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_TRUE(policy->settings.strict);
  EXPECT_EQ(policy->severities.at("root-user"), model::Severity::kLow);
  EXPECT_EQ(policy->severities.at("latest-tag"), std::nullopt);
  EXPECT_EQ(policy->ignores[0].check, "DL3008");
  EXPECT_EQ(policy->pod_security->standard.minor, 31);
  EXPECT_EQ(policy->fail_on, model::Severity::kHigh);
  EXPECT_EQ(policy->excluded, std::vector<std::string>{"vendor"});

  auto message = [](std::string_view text) { return parse_policy("p.yaml", text).error().message; };
  EXPECT_EQ(message("a: 1\n").substr(0, 10), "p.yaml:1: ");
  EXPECT_NE(message("\nprofile: loose\n").find("p.yaml:2"), std::string::npos);
  EXPECT_NE(message("ignore:\n  - reason: x\n").find("want check"), std::string::npos);
  EXPECT_NE(message("ignore:\n  - check: '*'\n").find("would hide everything"), std::string::npos);
  EXPECT_NE(message("severity:\n  a: grave\n").find("neither a severity nor off"), std::string::npos);
  EXPECT_NE(message("pod-security: tight\n").find("unknown level"), std::string::npos);
  EXPECT_FALSE(parse_policy("p.yaml", "a: [\n"));
  EXPECT_TRUE(parse_policy("p.yaml", ""));
}

TEST(InlineIgnore, BehindAndBeforeTheLine) {
  auto found = inline_ignores(
      "# batten:ignore a,b because\n# another comment\nFROM x\nUSER root # batten:ignore root-user  the base drops it\n# "
      "batten:ignore-file c\n# hadolint ignore=DL3008 # "
      "why\nRUN y\n");
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].checks, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(found[0].line, 3u);
  EXPECT_EQ(found[0].reason, "because");
  EXPECT_EQ(found[1].line, 4u);
  EXPECT_EQ(found[1].reason, "the base drops it");
  EXPECT_TRUE(found[2].whole_file);
  EXPECT_EQ(found[3].line, 7u);
  EXPECT_EQ(found[3].reason, "why");
}

TEST(Judge, ResultsAreHiddenByCommentsAndRules) {
  std::string text = "FROM debian:latest\nUSER root\nCMD [\"x\"]\n";
  JudgedFile file = judged("Dockerfile", FileKind::kDockerfile, text);
  ASSERT_NE(find(file, "latest-tag"), nullptr);
  EXPECT_TRUE(find(file, "latest-tag")->suppressed_by.empty());

  file = judged("Dockerfile", FileKind::kDockerfile, "# batten:ignore latest-tag built every night\n" + text);
  EXPECT_EQ(find(file, "latest-tag")->suppressed_by, "built every night");
  file = judged("Dockerfile", FileKind::kDockerfile, "# hadolint ignore=DL3007\n" + text);
  EXPECT_FALSE(find(file, "latest-tag")->suppressed_by.empty());
  file = judged("Dockerfile", FileKind::kDockerfile, "# batten:ignore no-such-check x\n" + text);
  ASSERT_FALSE(file.notes.empty());
  EXPECT_EQ(file.notes.back().message, "the comment hides nothing");

  Policy policy = *parse_policy("p",
                                "severity: {root-user: off}\nignore: [{check: latest-tag, path: 'legacy/**', reason: old}, {check: "
                                "healthcheck-missing, until: 2026-01-01}]\n");
  file = judged("legacy/Dockerfile", FileKind::kDockerfile, text, policy);
  EXPECT_EQ(find(file, "root-user"), nullptr);
  EXPECT_EQ(find(file, "latest-tag")->suppressed_by, "old");
  ASSERT_NE(find(file, "healthcheck-missing"), nullptr);
  EXPECT_TRUE(find(file, "healthcheck-missing")->suppressed_by.empty());  // expired
  EXPECT_TRUE(find(judged("Dockerfile", FileKind::kDockerfile, text, policy), "latest-tag")->suppressed_by.empty());
}

TEST(Judge, WhatCantBeReadIsANote) {
  for (const auto& [kind, text] :
       std::initializer_list<std::pair<FileKind, std::string>>{{FileKind::kDockerfile, std::string("FROM a\0b\n", 9)},
                                                               {FileKind::kDockerfile, "nothing\n"},
                                                               {FileKind::kCompose, "services: [\n"},
                                                               {FileKind::kKubernetes, "kind: {{ .Values.kind }}\napiVersion: [\n"},
                                                               {FileKind::kQuadlet, "[Unit]\n"}}) {
    JudgedFile file = judged("f", kind, text);
    EXPECT_FALSE(file.was_read()) << text;
    ASSERT_FALSE(file.notes.empty()) << text;
    EXPECT_EQ(file.notes[0].kind, base::Note::Kind::kSkipped);
    EXPECT_TRUE(file.notes[0].where.starts_with("f"));
    EXPECT_TRUE(file.found.empty());
  }
}

TEST(Judge, ContainersThatAScriptStarts) {
  JudgedFile file =
      judged("start.sh", FileKind::kScript,
             "#!/bin/sh\ncd /srv\ndocker run -d --name web \\\n  --privileged -v /var/run/docker.sock:/var/run/docker.sock nginx\n");
  ASSERT_TRUE(file.was_read());
  ASSERT_NE(find(file, "privileged"), nullptr);
  EXPECT_EQ(find(file, "privileged")->hit.place.line, 4u);
  EXPECT_EQ(find(file, "privileged")->subject, "container web");
  EXPECT_NE(find(file, "engine-socket"), nullptr);
}

TEST(Fix, StepByStepAndCheckedAgain) {
  FixOptions how;
  how.around.digest_of = [](const std::string& reference) -> Result<std::string> {
    if (reference.contains("debian")) return "sha256:" + std::string(64, 'd');
    return Error{Code::kNotFound, "no such image"};
  };
  JudgeOptions options{.policy = &no_policy(), .pod_security = {}, .date = 0, .policy_directory = ""};
  std::string text = "# a comment\nFROM debian:latest\nCMD [\"x\"]  \n";
  FixedFile fixed = fix_file("Dockerfile", FileKind::kDockerfile, text, options, how);
  EXPECT_GE(fixed.done(), 2u);
  EXPECT_NE(fixed.text.find("@sha256:dddd"), std::string::npos) << fixed.text;
  EXPECT_NE(fixed.text.find("USER 10001:10001\n"), std::string::npos);
  EXPECT_TRUE(fixed.text.starts_with("# a comment\n"));
  EXPECT_EQ(find(fixed.after, "root-user"), nullptr);

  // What can't be done is told and leaves the file alone.
  fixed = fix_file("Dockerfile", FileKind::kDockerfile, "FROM other:latest\nUSER 1000\n", options, how);
  auto step = std::ranges::find_if(fixed.steps, [](const FixStep& one) { return one.check->id == "latest-tag"; });
  ASSERT_NE(step, fixed.steps.end());
  EXPECT_NE(step->problem.find("no such image"), std::string::npos);

  how.checks = {"DL3002"};
  fixed = fix_file("Dockerfile", FileKind::kDockerfile, text, options, how);
  EXPECT_EQ(fixed.text.find("sha256"), std::string::npos);
  how.checks.clear();
  how.skipped = {{.check = "root-user", .subject = "", .path = "Dockerfile"}};
  fixed = fix_file("Dockerfile", FileKind::kDockerfile, text, options, how);
  EXPECT_EQ(fixed.text.find("USER"), std::string::npos);
}

TEST(Fix, SecretsMoveToAFileThatIsGivenBack) {
  JudgeOptions options{.policy = &no_policy(), .pod_security = {}, .date = 0, .policy_directory = ""};
  std::string text =
      "services:\n  app:\n    image: debian:12.8  # pinned\n    environment:\n      DB_PASSWORD: hunter2-hunter2\n    ports: "
      "[\"8000:8000\"]\n";
  FixedFile fixed = fix_file("compose.yaml", FileKind::kCompose, text, options, {});
  ASSERT_EQ(fixed.companions.size(), 1u);
  EXPECT_EQ(fixed.companions[0].path, "secrets/db_password");
  EXPECT_EQ(fixed.companions[0].content, "hunter2-hunter2");
  EXPECT_EQ(fixed.text.find("hunter2"), std::string::npos) << fixed.text;
  EXPECT_NE(fixed.text.find("# pinned"), std::string::npos);
  // Who reaches the service is not changed unasked.
  EXPECT_NE(fixed.text.find("\"8000:8000\""), std::string::npos);
  FixOptions all;
  all.all = true;
  fixed = fix_file("compose.yaml", FileKind::kCompose, text, options, all);
  EXPECT_NE(fixed.text.find("127.0.0.1:8000:8000"), std::string::npos) << fixed.text;
  for (const FixStep& step : fixed.steps) EXPECT_EQ(step.message.find("hunter2"), std::string::npos);
}

TEST(Fix, SecretsMoveToWhereThePolicySaysTheyAre) {
  Policy policy = *parse_policy(".batten.yaml", "secrets:\n  db-password: {ref: \"vault:secret/app#password\", uid: 7}\n  other: env:X\n");
  JudgeOptions options{.policy = &policy, .pod_security = {}, .date = 0, .policy_directory = ""};
  std::string text = "services:\n  app:\n    image: debian:12.8\n    environment:\n      DB_PASSWORD: hunter2-hunter2\n";
  FixedFile fixed = fix_file("compose.yaml", FileKind::kCompose, text, options, {});
  EXPECT_TRUE(fixed.companions.empty());
  ASSERT_EQ(fixed.moves.size(), 1u);
  EXPECT_EQ(fixed.moves[0].name, "db-password");
  EXPECT_NE(fixed.text.find("x-batten-secrets:\n  db-password: \"vault:secret/app#password\"\n"), std::string::npos) << fixed.text;
  EXPECT_EQ(fixed.text.find("hunter2"), std::string::npos) << fixed.text;
}

TEST(Fix, SecurityContextOfPods) {
  JudgeOptions options{.policy = &no_policy(), .pod_security = {}, .date = 0, .policy_directory = ""};
  std::string text =
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web  # the page\nspec:\n  containers:\n  - name: app\n    image: debian:12.8\n";
  FixedFile fixed = fix_file("pod.yaml", FileKind::kKubernetes, text, options, {});
  for (const char* setting : {"allowPrivilegeEscalation: false", "seccompProfile", "drop:", "readOnlyRootFilesystem: true", "# the page"})
    EXPECT_NE(fixed.text.find(setting), std::string::npos) << setting << "\n" << fixed.text;
  EXPECT_EQ(find(fixed.after, "pod-seccomp-restricted"), nullptr);
  FixedFile again = fix_file("pod.yaml", FileKind::kKubernetes, fixed.text, options, {});
  EXPECT_EQ(again.text, fixed.text);
}

TEST(UnifiedDiff, AsDiffWritesIt) {
  EXPECT_EQ(unified_diff("f", "a\n", "a\n"), "");
  EXPECT_EQ(unified_diff("f", "a\nb\nc\n", "a\nB\nc\n"), "--- f\n+++ f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
  EXPECT_EQ(unified_diff("f", "a", "a\nb"),
            "--- f\n+++ f\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n");
  EXPECT_EQ(unified_diff("f", "", "x\n"), "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+x\n");
  std::string before, after;
  for (int i = 0; i < 30; ++i) {
    before += std::to_string(i) + "\n";
    after += (i == 2 || i == 25 ? "x" : std::to_string(i)) + "\n";
  }
  std::string diff = unified_diff("f", before, after);
  EXPECT_NE(diff.find("@@ -1,6 +1,6 @@"), std::string::npos) << diff;
  EXPECT_NE(diff.find("@@ -23,7 +23,7 @@"), std::string::npos) << diff;
}

TEST(Lint, AProjectAsAWhole) {
  Folder folder;
  folder.write("Dockerfile", "FROM debian:12.8\nCOPY . /app\nUSER 1000\nHEALTHCHECK CMD [\"true\"]\n");
  folder.write(".env", "TOKEN=abc\n");
  folder.write("compose.yaml", "services:\n  app:\n    build: .\n    user: root\n    healthcheck:\n      disable: true\n");
  folder.write("helm/templates/x.yaml", "apiVersion: v1\nkind: {{ .Values.kind }}\n{{- end }}\n");
  Options options;
  options.targets = {folder.path()};
  auto linted = lint(options, base::silent_progress());
  ASSERT_TRUE(linted) << linted.error().message;
  auto has = [&](std::string_view id) {
    return std::ranges::any_of(linted->assessment.results, [&](const auto& result) { return result.check->id == id; });
  };
  EXPECT_TRUE(has("context-secrets"));
  EXPECT_TRUE(has("user-overridden"));
  EXPECT_TRUE(has("health-check-overridden"));
  EXPECT_EQ(linted->assessment.files.size(), 2u);
  EXPECT_TRUE(std::ranges::any_of(linted->assessment.notes, [](const base::Note& note) {
    return note.where.ends_with("x.yaml") && note.kind == base::Note::Kind::kSkipped;
  }));

  // The same by a relative path.
  std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  options.targets = {"."};
  linted = lint(options, base::silent_progress());
  std::filesystem::current_path(before);
  ASSERT_TRUE(linted);
  EXPECT_TRUE(has("user-overridden"));
  EXPECT_EQ(linted->assessment.files, (std::vector<std::string>{"Dockerfile", "compose.yaml"}));

  options.targets = {folder.path()};
  folder.write(".dockerignore", ".env\n");
  folder.write(".batten.yaml", "severity: {user-overridden: off}\nfail-on: critical\n");
  linted = lint(options, base::silent_progress());
  ASSERT_TRUE(linted);
  EXPECT_FALSE(has("context-secrets"));
  EXPECT_FALSE(has("user-overridden"));
  EXPECT_EQ(linted->fail_on, model::Severity::kCritical);

  options.targets = {folder.path() + "/none"};
  EXPECT_EQ(lint(options, base::silent_progress()).error().code, Code::kNotFound);
  Folder empty;
  options.targets = {empty.path()};
  linted = lint(options, base::silent_progress());
  ASSERT_TRUE(linted);
  EXPECT_EQ(linted->assessment.notes[0].kind, base::Note::Kind::kSkipped);
}

// "FILE:LINE check" of all results, for files of a folder.
std::string found_in(const Folder& folder, std::string_view id, std::vector<std::string> targets = {}) {
  Options options;
  options.targets = targets.empty() ? std::vector<std::string>{folder.path()} : std::move(targets);
  options.date = *base::parse_time("2026-11-01");
  auto linted = lint(options, base::silent_progress());
  EXPECT_TRUE(linted) << linted.error().message;
  std::string out;
  if (!linted) return out;
  for (const model::CheckResult& result : linted->assessment.results) {
    if (result.check->id != id || !result.suppressed_by.empty()) continue;
    out += result.file.substr(folder.path().size() + 1) + ":" + std::to_string(result.place.line) + (result.fixable ? " fixable\n" : "\n");
  }
  for (const base::Note& note : linted->assessment.notes) {
    if (note.kind == base::Note::Kind::kSkipped) out += "note: " + note.message.substr(0, 60) + "\n";
  }
  return out;
}

TEST(Lint, AnOverrideBesideAComposeFileIsJudgedWithIt) {
  Folder folder;
  folder.write("compose.yaml", "services:\n  web:\n    image: a:1\n    privileged: true\n  db:\n    image: b:1\n    privileged: true\n");
  folder.write("compose.override.yaml",
               "# ours\nservices:\n  web:\n    privileged: false\n    mem_limit: 1g\n  job:\n    image: c:1\n    privileged: true\n");
  EXPECT_EQ(found_in(folder, "privileged"), "compose.override.yaml:8\ncompose.yaml:7 fixable\n") << "what is laid over holds";
  std::string without_limit = found_in(folder, "memory-unlimited");
  EXPECT_EQ(without_limit, "compose.override.yaml:6\ncompose.yaml:5 fixable\n") << "the limit of web is in the other file";
  EXPECT_EQ(found_in(folder, "privileged", {folder.path() + "/compose.yaml"}), "compose.yaml:4 fixable\ncompose.yaml:7 fixable\n")
      << "who names one wants that one";
  folder.write("compose.override.yaml",
               "services:\n  web:\n    privileged: false\n  job:\n    image: c:1\n    # batten:ignore privileged ours\n"
               "    privileged: true\n");
  EXPECT_EQ(found_in(folder, "privileged"), "compose.yaml:7 fixable\n") << "comments hide in the file that has them";
}

TEST(Lint, AnOverrideThatCantBeReadHidesNothing) {
  Folder folder;
  folder.write("docker-compose.yml", "services:\n  web:\n    image: a:1\n    privileged: true\n");
  folder.write("docker-compose.override.yml", "services: [\n");
  std::string found = found_in(folder, "privileged");
  EXPECT_TRUE(found.starts_with("docker-compose.yml:4 fixable\n")) << found;
  EXPECT_NE(found.find("note: docker-compose.override.yml could not be laid over it"), std::string::npos) << found;
  EXPECT_NE(found.find("note: this Compose file could not be read"), std::string::npos) << found;
  folder.write("docker-compose.yml", "services: [\n");
  folder.write("docker-compose.override.yml", "services:\n  web:\n    image: a:1\n    privileged: true\n");
  EXPECT_TRUE(found_in(folder, "privileged").starts_with("docker-compose.override.yml:4 fixable\n")) << found_in(folder, "privileged");
}

TEST(Lint, ComposeReadsOneFileOfADirectoryAndOneOverride) {
  std::vector<std::string> paths = {"p/compose.override.yaml", "p/docker-compose.yaml", "p/compose.yml", "p/compose.prod.yaml"};
  ComposePair pair = compose_pair(paths);
  ASSERT_NE(pair.base, nullptr);
  EXPECT_EQ(*pair.base, "p/compose.yml");
  EXPECT_EQ(*pair.over, "p/compose.override.yaml");
  EXPECT_EQ(compose_pair({"p/compose.override.yaml", "p/compose.prod.yaml"}).over, nullptr);
}

TEST(Fix, WhatTheOverrideSaysIsNotRepairedInTheOtherFile) {
  Folder folder;
  const std::string before = "services:\n  web:\n    image: a:1\n  db:\n    image: b:1\n    privileged: true\n";
  folder.write("compose.yaml", before);
  folder.write("compose.override.yaml", "services:\n  web:\n    privileged: true\n  job: {image: 'c:1', privileged: true}\n");
  Options options;
  options.targets = {folder.path()};
  FixOptions how;
  how.all = true;
  how.checks = {"privileged"};
  auto fixed = fix(options, how, base::silent_progress());
  ASSERT_TRUE(fixed) << fixed.error().message;
  ASSERT_EQ(fixed->size(), 1u);
  EXPECT_EQ((*fixed)[0].path, folder.path() + "/compose.yaml");
  EXPECT_EQ((*fixed)[0].fixed.done(), 1u);
  EXPECT_EQ((*fixed)[0].fixed.text, "services:\n  web:\n    image: a:1\n  db:\n    image: b:1\n    privileged: false\n");
}

TEST(Fuzz, Corpus) { REPLAY_CORPUS(inline_ignore_fuzz); }

}  // namespace
}  // namespace batten::lint
