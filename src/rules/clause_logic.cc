// SPDX-License-Identifier: Apache-2.0
//
// "and" and "or" of what must hold. Where the result can't be said exactly, less is said: that is still necessary.
#include <algorithm>
#include <bit>

#include "rules/clause.h"

namespace batten::rules {
namespace {

using model::EventClause;

constexpr std::size_t kMaxProduct = 24, kMaxClauses = 96;

// False: they exclude each other.
template <typename T>
bool meet(T& a, T b, T any) {
  if (b == any || a == b) return true;
  if (a != any) return false;
  a = b;
  return true;
}

// Both lists hold of one thing.
template <typename T>
bool intersect(std::vector<T>& a, const std::vector<T>& b) {
  if (b.empty()) return true;
  if (a.empty()) {
    a = b;
    return true;
  }
  std::erase_if(a, [&](const T& one) { return std::ranges::find(b, one) == b.end(); });
  return !a.empty();
}

// Lists that different things may satisfy: the shorter one is kept.
template <typename T>
void shorter(std::vector<T>& a, const std::vector<T>& b) {
  if (a.empty() || (!b.empty() && b.size() < a.size())) a = b;
}

std::optional<EventClause> both(EventClause a, const EventClause& b) {
  if (!meet(a.where, b.where, EventClause::Where::kAnywhere) || !meet(a.outcome, b.outcome, EventClause::Outcome::kAny))
    return std::nullopt;
  if (a.access == EventClause::Access::kAny) a.access = b.access;
  if (a.any_flags == 0 || (b.any_flags != 0 && std::popcount(b.any_flags) < std::popcount(a.any_flags))) a.any_flags = b.any_flags;
  shorter(a.paths, b.paths);
  shorter(a.ports, b.ports);
  if (!intersect(a.comms, b.comms) || !intersect(a.families, b.families) || !intersect(a.numbers, b.numbers)) return std::nullopt;
  return a;
}

template <typename T>
void unite(std::vector<T>& to, const std::vector<T>& from) {
  for (const T& one : from) {
    if (std::ranges::find(to, one) == to.end()) to.push_back(one);
  }
}

// a or b in one clause, when they differ in one list alone.
template <typename T>
bool join(EventClause& a, const EventClause& b, std::vector<T> EventClause::* list) {
  if ((a.*list).empty() || (b.*list).empty()) return false;
  EventClause other = b;
  other.*list = a.*list;
  if (other != a) return false;
  unite(a.*list, b.*list);
  return true;
}

}  // namespace

std::size_t add_clause(std::vector<EventClause>& to, const EventClause& clause) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    EventClause& one = to[i];
    if (one == clause || join(one, clause, &EventClause::paths) || join(one, clause, &EventClause::comms) ||
        join(one, clause, &EventClause::ports) || join(one, clause, &EventClause::numbers))
      return i;
  }
  to.push_back(clause);
  return to.size() - 1;
}

Clauses all_of(Clauses a, Clauses b) {
  if (!a) return b;
  if (!b) return a;
  if (a->size() * b->size() > kMaxProduct) return a->size() <= b->size() ? a : b;
  Clauses out{std::in_place};
  for (const EventClause& one : *a) {
    for (const EventClause& other : *b) {
      if (auto met = both(one, other)) add_clause(*out, *met);
    }
  }
  return out;
}

Clauses any_of(Clauses a, Clauses b) {
  if (!a || !b) return std::nullopt;
  for (const EventClause& one : *b) add_clause(*a, one);
  return a->size() > kMaxClauses ? std::nullopt : a;
}

}  // namespace batten::rules
