// SPDX-License-Identifier: Apache-2.0
#include "rules/clause.h"

#include <sys/socket.h>

#include <algorithm>
#include <bit>
#include <string_view>

namespace batten::rules {
namespace {

using model::EventClause;

Clauses one(EventClause clause) { return Clauses({std::move(clause)}); }

bool is_membership(const Check& check) {
  return check.op == Operator::kEqual || check.op == Operator::kIn || check.op == Operator::kIntersects;
}
bool is_plain(const Check& check) {
  return check.right == kNoReading && (check.quantifier == Quantifier::kNone || check.quantifier == Quantifier::kAnyOf);
}

// "container.id = host" and its like: whether it is the host that the comparison asks for.
Clauses of_place(const Check& check, bool negated) {
  if (!is_plain(check) || check.literals.empty()) return std::nullopt;
  const auto is_host = [](const Literal& literal) { return literal.text == "host"; };
  const bool all_host = std::ranges::all_of(check.literals, is_host), any_host = std::ranges::any_of(check.literals, is_host);
  const bool differs = check.op == Operator::kNotEqual && check.quantifier == Quantifier::kNone;
  if (!is_membership(check) && !differs) return std::nullopt;
  const bool equal = differs == negated;  // its value is one of the literals
  if (equal && all_host) return one({.where = EventClause::Where::kHost});
  if ((equal && !any_host) || (!equal && any_host)) return one({.where = EventClause::Where::kContainer});
  return std::nullopt;
}

std::optional<EventClause::Outcome> outcome_of(bool can_succeed, bool can_fail) {
  if (can_succeed == can_fail) return std::nullopt;
  return can_succeed ? EventClause::Outcome::kSuccess : EventClause::Outcome::kFailure;
}

Clauses of_outcome(std::optional<EventClause::Outcome> outcome) { return outcome ? one({.outcome = *outcome}) : std::nullopt; }

// Whether numbers from 0 on, and those below, can be what the comparison asks for.
Clauses of_result(const Check& check, bool negated) {
  if (!is_plain(check) || check.literals.empty()) return std::nullopt;
  bool up = false, down = false;
  for (const Literal& literal : check.literals) {
    if (!literal.number) return std::nullopt;
    const std::int64_t number = *literal.number;
    switch (check.op) {
      case Operator::kEqual:
      case Operator::kIn:
      case Operator::kIntersects:
        if (negated) return std::nullopt;
        (number >= 0 ? up : down) = true;
        break;
      case Operator::kGreaterEqual:
      case Operator::kGreater: {
        const bool from_zero = check.op == Operator::kGreater ? number >= -1 : number >= 0;  // holds of no number below
        const bool to_zero = check.op == Operator::kGreater ? number <= -1 : number <= 0;    // holds of all others
        if (negated ? !to_zero : !from_zero) return std::nullopt;
        (negated ? down : up) = true;
        break;
      }
      case Operator::kLess:
      case Operator::kLessEqual: {
        const bool below = check.op == Operator::kLess ? number <= 0 : number <= -1;
        const bool all_below = check.op == Operator::kLess ? number >= 0 : number >= -1;
        if (negated ? !all_below : !below) return std::nullopt;
        (negated ? up : down) = true;
        break;
      }
      default: return std::nullopt;
    }
  }
  return of_outcome(outcome_of(up, down));
}

Clauses of_error(const Check& check, bool negated) {
  if (!is_plain(check) || check.quantifier != Quantifier::kNone || check.literals.empty()) return std::nullopt;
  const auto is_success = [](const Literal& literal) { return literal.text == "SUCCESS"; };
  const bool all = std::ranges::all_of(check.literals, is_success), any = std::ranges::any_of(check.literals, is_success);
  if (check.op == Operator::kNotEqual) negated = !negated;
  if (check.op == Operator::kStartsWith && !negated) {
    const auto of_error_name = [](const Literal& literal) { return literal.text.starts_with('E'); };
    return std::ranges::all_of(check.literals, of_error_name) ? one({.outcome = EventClause::Outcome::kFailure}) : std::nullopt;
  }
  if (!is_membership(check) && check.op != Operator::kNotEqual) return std::nullopt;
  if (negated) return any ? one({.outcome = EventClause::Outcome::kFailure}) : std::nullopt;
  return of_outcome(outcome_of(any, !all));
}

// The one truth that the comparison asks for; none: it takes either.
std::optional<bool> truth_of(const Check& check, bool negated) {
  if (check.right != kNoReading || check.quantifier != Quantifier::kNone || check.literals.size() != 1 || !check.literals[0].truth)
    return std::nullopt;
  if (!is_membership(check) && check.op != Operator::kNotEqual) return std::nullopt;
  return *check.literals[0].truth != (negated != (check.op == Operator::kNotEqual));
}

Clauses of_access(const Check& check, bool negated, EventClause::Access access) {
  return truth_of(check, negated) == true ? one({.access = access}) : std::nullopt;
}

Clauses of_flags(const Check& check, const model::Param& param) {
  if (check.op != Operator::kContains || !is_plain(check)) return std::nullopt;
  std::uint64_t bits = 0;
  for (const Literal& literal : check.literals) {
    const auto flag = model::parse_flag(param.names, literal.text);
    if (!flag || *flag == 0 || *flag > 0xffffffff) return std::nullopt;
    bits |= *flag;
  }
  return bits == 0 ? std::nullopt : one({.any_flags = bits});
}

Clauses of_names(const Check& check, const model::Param& param) {
  if (!is_membership(check) || !is_plain(check) || check.literals.empty()) return std::nullopt;
  EventClause out;
  for (const Literal& literal : check.literals) {
    if (literal.number) out.numbers.push_back(*literal.number);
    if (const auto number = model::parse_flag(param.names, literal.text)) out.numbers.push_back(static_cast<std::int64_t>(*number));
    if (!literal.number && !model::parse_flag(param.names, literal.text)) return std::nullopt;
  }
  return one(std::move(out));
}

int first_name(const model::EventTypeInfo& info) {
  const auto found = std::ranges::find(info.params, model::ParamKind::kName, &model::Param::kind);
  return found == info.params.end() ? -1 : static_cast<int>(found - info.params.begin());
}

Clauses of_argument(const Check& check, const FieldArgument& argument, const model::EventTypeInfo& info) {
  const int index = argument.number < 0 ? model::find_param(info, argument.text) : static_cast<int>(argument.number);
  if (index < 0 || index >= static_cast<int>(info.params.size())) return std::nullopt;
  const model::Param& param = info.params[static_cast<std::size_t>(index)];
  if (index == info.roles.flags) return of_flags(check, param);
  return index == first_name(info) ? of_names(check, param) : std::nullopt;
}

Clauses of_comm(const Check& check) {
  if (!is_membership(check) || !is_plain(check)) return std::nullopt;
  EventClause out;
  for (const Literal& literal : check.literals) out.comms.push_back(literal.text);
  return out.comms.empty() ? std::nullopt : one(std::move(out));
}

Clauses of_ports(const Check& check) {
  if (!is_membership(check) || !is_plain(check) || check.literals.empty()) return std::nullopt;
  EventClause out;
  for (const Literal& literal : check.literals) {
    if (!literal.number || *literal.number < 0 || *literal.number > 0xffff) return std::nullopt;
    out.ports.push_back(static_cast<std::uint16_t>(*literal.number));
  }
  return one(std::move(out));
}

Clauses of_families(const Check& check, const model::EventTypeInfo& info) {
  if (!is_membership(check) || !is_plain(check) || check.literals.empty()) return std::nullopt;
  EventClause out;
  for (const Literal& literal : check.literals) {
    const std::string_view text = literal.text;
    if (text == "4" || text == "ipv4" || text == "ip") {
      out.families.insert(out.families.end(), {AF_INET, AF_INET6});  // IPv4 mapped to IPv6 is IPv4
    } else if (text == "6" || text == "ipv6") {
      out.families.push_back(AF_INET6);
    } else if ((text == "unix" || text == "u") && info.roles.real < 0) {  // a userfaultfd has that letter too
      out.families.push_back(AF_UNIX);
    } else {
      return std::nullopt;
    }
  }
  return one(std::move(out));
}

bool is_port(std::string_view name) {
  return name == "fd.port" || name == "fd.sport" || name == "fd.cport" || name == "fd.lport" || name == "fd.rport";
}

// A positive comparison with what only containers have.
bool needs_container(const Field& field) {
  const std::string_view name = field.name;
  return name.starts_with("k8s.") || name.starts_with("batten.container.") || name.starts_with("batten.image.") ||
         (name.starts_with("container.") && name != "container.id" && name != "container.name" && name != "container.type");
}

bool needs_ip(const Field& field) {
  return field.kind == Value::Kind::kAddress || field.kind == Value::Kind::kNetwork || field.kind == Value::Kind::kHost ||
         field.name == "fd.l4proto";
}

}  // namespace

Clauses clauses_of(const Check& check, bool negated, const ReadingTable& readings, const model::EventTypeInfo& info) {
  const Reading& reading = readings[check.left];
  if (reading.kind != Reading::Kind::kField) return std::nullopt;
  const Field& field = *reading.field;
  const FieldArgument argument = argument_of(reading);
  const std::string_view name = field.name;
  if (name == "container.id" || name == "container.name") return name == "container.id" ? of_place(check, negated) : std::nullopt;
  if (name == "evt.rawres") return of_result(check, negated);
  if (name == "evt.res") return of_error(check, negated);
  if (name == "evt.failed") {
    const auto truth = truth_of(check, negated);
    return truth && !model::has_slot(info.params[0].kind) ? of_outcome(outcome_of(!*truth, *truth)) : std::nullopt;
  }
  const bool made = info.roles.fd >= 0 && !model::has_slot(info.params[static_cast<std::size_t>(info.roles.fd)].kind);
  if (name == "fd.num") return made ? of_result(check, negated) : std::nullopt;  // the descriptor is the result
  if (negated) return std::nullopt;
  if (needs_container(field)) return one({.where = EventClause::Where::kContainer});
  if (name == "evt.is_open_read") return of_access(check, false, EventClause::Access::kRead);
  if (name == "evt.is_open_write") return of_access(check, false, EventClause::Access::kWrite);
  if (name == "evt.is_open_exec") return of_access(check, false, EventClause::Access::kExecute);
  if (name == "proc.name") return of_comm(check);
  if (auto paths = path_tests_of(check, field, argument, info)) return one({.paths = std::move(*paths)});
  if (name == "evt.arg") return of_argument(check, argument, info);
  if (info.roles.socket < 0) return std::nullopt;
  if (is_port(name)) return of_ports(check);
  if (name == "fd.typechar" || name == "fd.type" || name == "fd.sockfamily") return of_families(check, info);
  return needs_ip(field) ? one({.families = {AF_INET, AF_INET6}}) : std::nullopt;
}

}  // namespace batten::rules
