// SPDX-License-Identifier: Apache-2.0
#include "lint/manifest_leaks.h"

#include <algorithm>
#include <vector>

#include "base/format.h"
#include "leaks/assessment.h"
#include "leaks/file_search.h"
#include "leaks/patterns.h"

namespace batten::lint {
namespace {

bool is_told(const JudgedFile& file, std::uint32_t line) {
  return std::ranges::any_of(file.found, [&](const Judged& one) {
    return one.hit.place.line == line && one.info->practice == model::PracticeId::kSecretsManagement;
  });
}

}  // namespace

void find_leaks(JudgedFile& file, const std::string& text, const Policy& policy) {
  thread_local leaks::FileSearch search(leaks::Patterns::all(), "");  // fingerprints are not shown
  base::Notes notes;
  std::vector<model::Leak> found = search.search(file.path, text, notes);
  std::move(notes.begin(), notes.end(), std::back_inserter(file.notes));
  ++file.checks_run;
  for (const model::Leak& leak : found) {
    const model::CheckInfo* info = leaks::check_of(leak.kind);
    if (leak.confidence == model::LeakConfidence::kPossible || info == nullptr || is_told(file, leak.place.line)) continue;
    std::optional<model::Severity> severity = severity_of(*info, policy);
    if (!severity) continue;
    model::CheckResult result = leaks::to_result(leak);
    Judged& judged = file.found.emplace_back();
    judged.info = info;
    judged.severity = *severity;
    judged.subject = result.subject;
    judged.suppressed_by = leak.suppressed_by;
    judged.hit.message = std::move(result.message);
    judged.hit.fix = leak.repair;
    judged.hit.place = {leak.place.line, leak.place.column, static_cast<std::uint32_t>(leak.place.offset), leak.length};
  }
}

}  // namespace batten::lint
