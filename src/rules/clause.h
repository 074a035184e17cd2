// SPDX-License-Identifier: Apache-2.0
//
// What must hold of an event for one comparison to hold: the small pieces that a pre-filter is put together from.
#pragma once

#include <optional>
#include <vector>

#include "model/prefilter.h"
#include "rules/check.h"
#include "rules/reading.h"

namespace batten::rules {

// One of them must hold; none: nothing is known to have to hold; an empty list: it can't hold.
using Clauses = std::optional<std::vector<model::EventClause>>;

// negated: for the comparison not to hold.
Clauses clauses_of(const Check& check, bool negated, const ReadingTable& readings, const model::EventTypeInfo& info);
// Tests of paths that one of must hold; none: nothing is known.
std::optional<std::vector<model::PathTest>> path_tests_of(const Check& check, const Field& field, const FieldArgument& argument,
                                                          const model::EventTypeInfo& info);

Clauses all_of(Clauses a, Clauses b);
Clauses any_of(Clauses a, Clauses b);
// To a list that one of must hold; two that differ in one list alone become one. Says where it is found now.
std::size_t add_clause(std::vector<model::EventClause>& to, const model::EventClause& clause);

}  // namespace batten::rules
