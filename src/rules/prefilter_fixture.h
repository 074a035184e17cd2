// SPDX-License-Identifier: Apache-2.0
//
// For tests: what a pre-filter means, in the plainest way. What kernel programs make of one may let more events through, never fewer.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "model/event.h"
#include "model/prefilter.h"
#include "rules/event_path.h"
#include "rules/event_socket.h"
#include "rules/open_flags.h"

namespace batten::rules {

inline bool path_passes(const model::PathTest& test, std::string_view path) {
  switch (test.kind) {
    case model::PathTest::Kind::kExact: return path == test.text;
    case model::PathTest::Kind::kPrefix: return path.starts_with(test.text);
    case model::PathTest::Kind::kSuffix: return path.ends_with(test.text);
    case model::PathTest::Kind::kContains: return path.contains(test.text);
    case model::PathTest::Kind::kName: return filename_of(path) == test.text;
  }
  return true;
}

inline bool clause_passes(const model::EventClause& clause, const Moment& moment) {
  using model::EventClause;
  const model::Event& event = *moment.event;
  const model::EventRoles& roles = event.info().roles;
  Scratch scratch;
  if (clause.where != EventClause::Where::kAnywhere && (clause.where == EventClause::Where::kContainer) != (moment.container != nullptr))
    return false;
  if (clause.outcome != EventClause::Outcome::kAny && (clause.outcome == EventClause::Outcome::kSuccess) != (event.result() >= 0))
    return false;
  const Question question{moment, {}, PathView::kText, scratch};
  if (clause.access == EventClause::Access::kRead && open_read(question).number == 0) return false;
  if (clause.access == EventClause::Access::kWrite && open_write(question).number == 0) return false;
  if (clause.access == EventClause::Access::kExecute && open_exec(question).number == 0) return false;
  if (clause.any_flags != 0 && (static_cast<std::uint64_t>(event.number(static_cast<unsigned>(roles.flags))) & clause.any_flags) == 0)
    return false;
  if (!clause.paths.empty()) {
    std::vector<std::string_view> paths;
    if (auto text = event_path(question)) paths.push_back(*text);
    if (auto text = event_path2(question)) paths.push_back(*text);
    for (const std::int8_t role : {roles.real, roles.real_old}) {
      if (auto real = event.role_text(role)) paths.push_back(*real);
    }
    const auto passes = [&](const model::PathTest& test) {
      return std::ranges::any_of(paths, [&](auto path) { return path_passes(test, path); });
    };
    if (!std::ranges::any_of(clause.paths, passes)) return false;
  }
  const auto has = [](const auto& list, const auto& value) { return std::ranges::find(list, value) != list.end(); };
  if (!clause.comms.empty() && !has(clause.comms, event.comm()) && !has(clause.comms, moment.process->comm)) return false;
  const std::optional<batten_socket> socket = event_socket(event);
  if (!clause.ports.empty() && !(socket && (has(clause.ports, socket->local_port) || has(clause.ports, socket->remote_port)))) return false;
  if (!clause.families.empty() && !(socket && has(clause.families, socket->family))) return false;
  if (!clause.numbers.empty()) {
    const auto name = std::ranges::find(event.info().params, model::ParamKind::kName, &model::Param::kind);
    if (!has(clause.numbers, event.number(static_cast<unsigned>(name - event.info().params.begin())))) return false;
  }
  return true;
}

inline bool filter_passes(const model::EventFilter& filter, const Moment& moment) {
  if (!filter.wanted) return false;
  return filter.any.empty() || std::ranges::any_of(filter.any, [&](const auto& clause) { return clause_passes(clause, moment); });
}

}  // namespace batten::rules
