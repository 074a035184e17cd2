// SPDX-License-Identifier: Apache-2.0
#include "rules/exceptions.h"

#include "base/format.h"
#include "base/text.h"
#include "rules/condition_text.h"
#include "rules/list_text.h"
#include "rules/operator_names.h"

namespace batten::rules {
namespace {

struct Comparison {
  std::string text;
  bool takes_list = false;
  bool single_allowed = false;  // may stand for a single field
};

std::optional<Comparison> parse_comparison(std::string_view text) {
  std::vector<std::string_view> words = base::words(text);
  const OperatorInfo* info = words.empty() ? nullptr : parse_operator(words[0]);
  if (info == nullptr || info->kind == OperatorKind::kUnary || words.size() > 2) return std::nullopt;
  bool takes_list = info->kind == OperatorKind::kList;
  if (words.size() == 2) {
    if (info->kind != OperatorKind::kText || !parse_quantifier(words[1])) return std::nullopt;
    takes_list = true;
  }
  return Comparison{.text = words.size() == 2 ? format("{} {}", words[0], words[1]) : std::string(words[0]),
                    .takes_list = takes_list,
                    .single_allowed = takes_list};
}

class Compiler {
 public:
  Compiler(const RuleItem& rule, Reports& reports) : rule_(rule), reports_(reports) {}

  std::optional<PlacedText> compile() {
    PlacedText out;
    out.append_made("(", rule_.condition->spot(0));
    out.append(*rule_.condition);
    out.append_made(")", rule_.condition->spot(rule_.condition->size()));
    bool good = true;
    for (const Exception& one : *rule_.exceptions) good = add(one, out) && good;
    if (!good) return std::nullopt;
    return out;
  }

 private:
  bool fail(const Exception& one, Spot spot, std::string message) {
    reports_.add(DiagnosticCode::kErrValidate, spot, 0,
                 format("exception '{}' of rule '{}'", base::printable(one.name), base::printable(rule_.name)), std::move(message));
    return false;
  }

  bool add(const Exception& one, PlacedText& out) {
    std::vector<Comparison> comparisons;
    bool good = read_comparisons(one, comparisons);
    for (const PlacedText& field : one.fields) {
      if (auto fault = parse_operand(field).fault) good = fail(one, fault->spot, fault->message);
    }
    if (!good || one.values.empty()) return good;
    out.append_made(" and not (", one.spot);
    good = one.single ? add_single(one, comparisons[0], out) : add_tuples(one, comparisons, out);
    out.append_made(")", one.spot);
    return good;
  }

  bool read_comparisons(const Exception& one, std::vector<Comparison>& out) {
    if (!one.has_comps) {
      if (one.single) {
        out.assign(1, *parse_comparison("in"));
      } else {
        out.assign(one.fields.size(), *parse_comparison("="));
      }
      return !one.fields.empty() || fail(one, one.spot, "'fields' is empty");
    }
    if (one.single && !one.comps_single)
      return fail(one, one.comps.empty() ? one.spot : one.comps[0].spot(0),
                  "'fields' is a single field, so 'comps' has to be a single operator");
    if (!one.single && one.comps_single)
      return fail(one, one.comps[0].spot(0), "'fields' is a sequence, so 'comps' has to be one of the same length");
    if (one.fields.empty() || one.fields.size() != one.comps.size()) {
      return fail(one, one.spot, format("{} fields, but {} comps: there has to be one for each", one.fields.size(), one.comps.size()));
    }
    for (const PlacedText& comp : one.comps) {
      std::optional<Comparison> comparison = parse_comparison(comp.text());
      if (!comparison) return fail(one, comp.spot(0), format("'{}' is no operator that compares", base::printable(comp.text())));
      if (one.single && !comparison->single_allowed) {
        return fail(one, comp.spot(0),
                    format("'{}' does not go with a single field; in, pmatch, intersects do, or an operator with oneof, anyof, allof",
                           comparison->text));
      }
      out.push_back(*std::move(comparison));
    }
    return true;
  }

  static void add_left(const PlacedText& field, const Comparison& comparison, PlacedText& out) {
    out.append(field);
    out.append_made(format(" {} ", comparison.text), field.spot(field.size()));
  }

  bool add_single(const Exception& one, const Comparison& comparison, PlacedText& out) {
    add_left(one.fields[0], comparison, out);
    out.append_made("(", one.spot);
    bool first = true;
    for (const ExceptionTuple& value : one.values) {
      if (value.is_list) return fail(one, value.spot, "'fields' is a single field, so 'values' is a sequence of texts, not of sequences");
      if (!first) out.append_made(", ", value.spot);
      first = false;
      append_item(out, value.values[0].texts[0]);
    }
    out.append_made(")", one.spot);
    return true;
  }

  bool add_tuples(const Exception& one, const std::vector<Comparison>& comparisons, PlacedText& out) {
    bool first = true;
    for (const ExceptionTuple& tuple : one.values) {
      if (!tuple.is_list || tuple.values.size() != one.fields.size()) {
        return fail(one, tuple.spot,
                    format("{} values for {} fields: there has to be a value for each", tuple.is_list ? tuple.values.size() : 1,
                           one.fields.size()));
      }
      out.append_made(first ? "(" : " or (", tuple.spot);
      first = false;
      for (std::size_t i = 0; i < one.fields.size(); ++i) {
        if (i > 0) out.append_made(" and ", tuple.spot);
        add_left(one.fields[i], comparisons[i], out);
        if (!add_value(one, comparisons[i], tuple.values[i], out)) return false;
      }
      out.append_made(")", tuple.spot);
    }
    return true;
  }

  bool add_value(const Exception& one, const Comparison& comparison, const ExceptionValue& value, PlacedText& out) {
    if (!value.is_list && !comparison.takes_list) {
      append_item(out, value.texts[0]);
      return true;
    }
    if (value.is_list && !comparison.takes_list)
      return fail(one, value.spot, format("'{}' compares with one value, not with a sequence", comparison.text));
    bool has_parentheses = !value.is_list && value.texts[0].text().starts_with('(');
    if (!has_parentheses) out.append_made("(", value.spot);
    for (std::size_t i = 0; i < value.texts.size(); ++i) {
      if (i > 0) out.append_made(", ", value.texts[i].spot(0));
      if (has_parentheses) {
        out.append(value.texts[i]);
      } else {
        append_item(out, value.texts[i]);
      }
    }
    if (!has_parentheses) out.append_made(")", value.spot);
    return true;
  }

  const RuleItem& rule_;
  Reports& reports_;
};

}  // namespace

std::optional<PlacedText> condition_with_exceptions(const RuleItem& rule, Reports& reports) {
  if (!rule.exceptions || rule.exceptions->empty()) return rule.condition;
  return Compiler(rule, reports).compile();
}

}  // namespace batten::rules
