// SPDX-License-Identifier: Apache-2.0
#include "checks/pod_security.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::checks {

Result<PodStandard> parse_pod_standard(std::string_view text) {
  PodStandard out;
  std::size_t colon = text.find(':');
  std::string_view level = text.substr(0, colon);
  std::string_view version = colon == std::string_view::npos ? "latest" : text.substr(colon + 1);
  if (level == "baseline") {
    out.level = PodLevel::kBaseline;
  } else if (level != "restricted") {
    return Error{Code::kInvalidArgument,
                 format("unknown level '{}' of the Pod Security Standards: baseline or restricted", base::printable(level))};
  }
  if (version == "latest") return out;
  std::string_view number = version.starts_with('v') ? version.substr(1) : version;
  std::optional<std::uint64_t> minor = number.starts_with("1.") ? base::parse_unsigned(number.substr(2)) : std::nullopt;
  if (!minor || *minor > 1000) {
    return Error{Code::kInvalidArgument,
                 format("unknown version '{}' of the Pod Security Standards: 1.N or latest", base::printable(version))};
  }
  out.minor = std::min(static_cast<int>(*minor), kNewestPodMinor);
  return out;
}

std::string to_text(const PodStandard& standard) {
  return format("{}:1.{}", standard.level == PodLevel::kBaseline ? "baseline" : "restricted", standard.minor);
}

bool applies(const PodCheck& check, const PodStandard& standard) {
  if (check.level == PodLevel::kAdvice || standard.minor < check.since_minor) return false;
  if (standard.level == PodLevel::kBaseline) return check.level == PodLevel::kBaseline;
  if (check.level == PodLevel::kRestricted) return true;
  return std::ranges::none_of(
      all_pod_checks(), [&](const PodCheck* other) { return other->replaces == check.info.id && standard.minor >= other->since_minor; });
}

std::vector<PodReason> judge_pod(const manifest::Pod& pod, const PodStandard& standard) {
  std::vector<PodReason> out;
  for (const PodCheck* check : all_pod_checks()) {
    if (!applies(*check, standard)) continue;
    PodReason reason = {check, {}};
    check->check(pod, standard.minor, reason.hits);
    std::erase_if(reason.hits, [](const Hit& hit) { return hit.outcome != model::Outcome::kFail; });
    if (!reason.hits.empty()) out.push_back(std::move(reason));
  }
  return out;
}

}  // namespace batten::checks
