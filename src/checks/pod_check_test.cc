// SPDX-License-Identifier: Apache-2.0
#include "checks/pod_check.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "checks/pod_security.h"
#include "manifest/kubernetes.h"

namespace batten::checks {
namespace {

struct Looked {
  manifest::Kubernetes file;
  Hits hits;
};

Looked look(const PodCheck& check, std::string_view text) {
  Result<manifest::Kubernetes> file = manifest::parse_kubernetes(text);
  EXPECT_TRUE(file) << file.error().message << "\n" << text;
  if (!file) return {};
  EXPECT_TRUE(file->notes.empty()) << file->notes.front().message << "\n" << text;
  Looked out = {std::move(*file), {}};
  for (const manifest::Pod& pod : out.file.pods) check.check(pod, kNewestPodMinor, out.hits);
  return out;
}

TEST(PodChecks, ExamplesAreJudgedAsTheySay) {
  ASSERT_GE(all_pod_checks().size(), 27u);
  for (const PodCheck* check : all_pod_checks()) {
    ASSERT_FALSE(check->examples.empty()) << check->info.id;
    for (const Example& example : check->examples) {
      Looked bad = look(*check, example.bad);
      EXPECT_FALSE(bad.hits.empty()) << check->info.id << "\n" << example.bad;
      for (const Hit& hit : bad.hits) {
        EXPECT_TRUE(hit.place) << check->info.id << ": " << hit.message;
        EXPECT_LE(hit.place.offset + hit.place.length, example.bad.size()) << check->info.id;
        EXPECT_FALSE(hit.message.empty() || hit.message.ends_with('.') || hit.subject.empty()) << check->info.id << ": " << hit.message;
      }
      Looked good = look(*check, example.good);
      EXPECT_TRUE(good.hits.empty()) << check->info.id << ": " << good.hits.front().message << "\n" << example.good;
    }
  }
}

std::string edited(std::string text, const std::vector<model::Edit>& edits) {
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) text.replace(edit->offset, edit->length, edit->text);
  return text;
}

// The text without what a hit's fix takes care of; empty when there is no change for it.
std::string repaired(const PodCheck& check, const Looked& looked, const Hit& hit, const std::string& text) {
  for (std::size_t i = 0; i < looked.file.containers.size(); ++i) {
    const model::Container& container = looked.file.containers[i];
    if (container.name != hit.subject && !container.name.starts_with(hit.subject + "/")) continue;
    std::string after = text;
    for (const model::ContainerChange& change : check.fix(looked.file.pods[0], hit)) {
      Result<std::vector<model::Edit>> edits = manifest::kubernetes_edits(after, container, change);
      EXPECT_TRUE(edits && !edits->empty()) << check.info.id << "\n" << text;
      if (edits) after = edited(after, *edits);
    }
    return after == text ? "" : after;
  }
  return "";
}

TEST(PodChecks, FixesRemoveWhatWasFound) {
  std::size_t tried = 0;
  for (const PodCheck* check : all_pod_checks()) {
    if (check->fix == nullptr) continue;
    for (const Example& example : check->examples) {
      std::string text(example.bad);
      Looked looked = look(*check, text);
      std::size_t before = looked.hits.size();
      for (std::size_t round = 0; round < before && !looked.hits.empty(); ++round) {
        std::string after = repaired(*check, looked, looked.hits.front(), text);
        if (after.empty()) break;
        ++tried;
        text = after;
        Looked again = look(*check, text);
        EXPECT_LT(again.hits.size(), looked.hits.size()) << check->info.id << "\n" << text;
        looked = std::move(again);
      }
      EXPECT_TRUE(looked.hits.empty()) << check->info.id << "\n" << text;
    }
  }
  EXPECT_GT(tried, 4u);
}

TEST(PodChecks, AreDescribed) {
  for (const PodCheck* check : all_pod_checks()) {
    const model::CheckInfo& info = check->info;
    EXPECT_FALSE(info.id.empty() || info.title.empty() || info.why.empty() || info.fix.empty()) << info.id;
    EXPECT_TRUE(info.why.ends_with('.') && info.fix.ends_with('.')) << info.id;
    EXPECT_LE(check->since_minor, kNewestPodMinor) << info.id;
    EXPECT_EQ(std::ranges::count(all_pod_checks(), info.id, [](const PodCheck* other) { return other->info.id; }), 1) << info.id;
  }
}

TEST(PodChecks, HitsPointAtTheSetting) {
  constexpr std::string_view kText = "kind: Pod\nspec:\n  containers:\n  - name: a\n    securityContext:\n      privileged: true\n";
  Result<manifest::Kubernetes> file = manifest::parse_kubernetes(kText);
  ASSERT_TRUE(file);
  std::vector<PodReason> reasons = judge_pod(file->pods[0], {PodLevel::kBaseline, kNewestPodMinor});
  ASSERT_EQ(reasons.size(), 1u);
  const Hit& hit = reasons[0].hits.at(0);
  EXPECT_EQ(kText.substr(hit.place.offset, hit.place.length), "true");
  EXPECT_EQ(hit.place.line, 6u);
  EXPECT_EQ(hit.subject, "Pod in line 3/a");
  EXPECT_EQ(hit.message, "container a is privileged");
}

}  // namespace
}  // namespace batten::checks
