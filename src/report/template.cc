// SPDX-License-Identifier: Apache-2.0
//
// Walks a template over the report's JSON document. What it writes and how much it works for that is limited.
#include "report/template.h"

#include <algorithm>
#include <optional>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "report/json_report.h"
#include "report/template_tokens.h"
#include "report/template_value.h"

namespace batten::report {
namespace {

struct Name {
  std::string_view name;
  Value value;
};

class Renderer {
 public:
  Renderer(json::View root, Filter escape, TemplateLimits limits)
      : root_(root), escape_{.filter = escape, .text = "", .number = 0}, limits_(limits) {}

  Result<void> nodes(const std::vector<TemplateNode>& list) {
    for (const TemplateNode& node : list) {
      if (++steps_ > limits_.max_steps) return limit(node, "too much work");
      switch (node.kind) {
        case TemplateNode::Kind::kText: out_ += node.text; break;
        case TemplateNode::Kind::kOutput: out_ += output(node); break;
        case TemplateNode::Kind::kIf: TRY(condition(node)); break;
        case TemplateNode::Kind::kFor: TRY(loop(node)); break;
      }
      if (out_.size() > limits_.max_output) return limit(node, format("more than {} come out", base::human_size(limits_.max_output)));
    }
    return {};
  }

  std::string take() { return std::move(out_); }

 private:
  static Error limit(const TemplateNode& node, std::string_view message) {
    return Error{Code::kLimit, template_error(node.place, message).message};
  }

  std::string output(const TemplateNode& node) {
    Value value = evaluate(node.expression);
    bool escaped = false;
    for (const FilterCall& call : node.filters) {
      value = filtered(std::move(value), call);
      escaped = is_escape(call.filter);
    }
    return text_of(escaped ? value : filtered(std::move(value), escape_));
  }

  Result<void> condition(const TemplateNode& node) {
    for (const Branch& branch : node.branches) {
      if (branch.condition && !is_true(evaluate(*branch.condition))) continue;
      return nodes(branch.body);
    }
    return {};
  }

  Result<void> loop(const TemplateNode& node) {
    std::vector<Value> items = items_of(evaluate(node.expression));
    steps_ += items.size();
    if (items.empty()) return node.branches.size() > 1 ? nodes(node.branches[1].body) : Result<void>{};
    for (std::size_t i = 0; i < items.size(); ++i) {
      names_.push_back({node.text, std::move(items[i])});
      loops_.push_back({i, items.size()});
      Result<void> done = nodes(node.branches[0].body);
      loops_.pop_back();
      names_.pop_back();
      if (!done) return done;
    }
    return {};
  }

  Value evaluate(const Expression& expression) {
    ++steps_;
    auto operand = [&](std::size_t i) { return evaluate(expression.operands[i]); };
    switch (expression.kind) {
      case Expression::Kind::kPath: return path(expression.path);
      case Expression::Kind::kText: return Value::of(std::string_view(expression.text));
      case Expression::Kind::kNumber: return Value::of(expression.number);
      case Expression::Kind::kFlag: return Value::of(expression.number != 0);
      case Expression::Kind::kNot: return Value::of(!is_true(operand(0)));
      case Expression::Kind::kAnd: return Value::of(is_true(operand(0)) && is_true(operand(1)));
      case Expression::Kind::kOr: return Value::of(is_true(operand(0)) || is_true(operand(1)));
      case Expression::Kind::kCompare: return Value::of(compare(operand(0), operand(1), expression.text));
      case Expression::Kind::kIn: return Value::of(contains(operand(1), operand(0)));
      case Expression::Kind::kList: break;
    }
    Value out;
    out.kind = Value::Kind::kList;
    for (const Expression& item : expression.operands) out.items.push_back(evaluate(item));
    return out;
  }

  // As numbers when both are, else as texts.
  static bool compare(const Value& left, const Value& right, std::string_view sign) {
    int order = 0;
    if (left.kind == Value::Kind::kNumber && right.kind == Value::Kind::kNumber) {
      order = left.number < right.number ? -1 : left.number > right.number ? 1 : 0;
    } else {
      order = text_of(left).compare(text_of(right));
    }
    if (sign == "==") return order == 0;
    if (sign == "!=") return order != 0;
    if (sign == "<") return order < 0;
    if (sign == ">") return order > 0;
    return sign == "<=" ? order <= 0 : order >= 0;
  }

  // An item of a list, or a part of a text.
  static bool contains(const Value& where, const Value& what) {
    std::string text = text_of(what);
    bool list = where.kind == Value::Kind::kList || (where.kind == Value::Kind::kView && where.view.is_array());
    if (!list) return text_of(where).find(text) != std::string::npos;
    std::vector<Value> items = items_of(where);
    return std::any_of(items.begin(), items.end(), [&](const Value& item) { return text_of(item) == text; });
  }

  Value path(const std::vector<std::string>& parts) const {
    if (parts[0] == "loop" && !loops_.empty()) return loop_value(parts);
    auto at = std::find_if(names_.rbegin(), names_.rend(), [&](const Name& one) { return one.name == parts[0]; });
    Value value = at == names_.rend() ? Value::of(root_[parts[0]]) : at->value;
    for (std::size_t i = 1; i < parts.size(); ++i) value = member(value, parts[i]);
    return value;
  }

  static Value member(const Value& value, const std::string& name) {
    std::optional<std::uint64_t> index = base::parse_unsigned(name);
    if (index && (value.kind == Value::Kind::kList || (value.kind == Value::Kind::kView && value.view.is_array()))) {
      std::vector<Value> items = items_of(value);
      return *index < items.size() ? items[*index] : Value();
    }
    return value.kind == Value::Kind::kView ? Value::of(value.view[name]) : Value();
  }

  Value loop_value(const std::vector<std::string>& parts) const {
    auto [index, length] = loops_.back();
    if (parts.size() != 2) return {};
    if (parts[1] == "index") return Value::of(static_cast<double>(index + 1));
    if (parts[1] == "length") return Value::of(static_cast<double>(length));
    if (parts[1] == "first") return Value::of(index == 0);
    return parts[1] == "last" ? Value::of(index + 1 == length) : Value();
  }

  json::View root_;
  FilterCall escape_;
  TemplateLimits limits_;
  std::vector<Name> names_;
  std::vector<std::pair<std::size_t, std::size_t>> loops_;  // index and length
  std::size_t steps_ = 0;
  std::string out_;
};

}  // namespace

Result<std::string> render_template(const Template& wanted, std::string_view document, TemplateLimits limits) {
  json::Document parsed = TRY(json::Document::parse(document, {.max_bytes = 1u << 30}));
  Renderer renderer(parsed.root(), wanted.escape, limits);
  TRY(renderer.nodes(wanted.nodes));
  return renderer.take();
}

Result<std::string> render_template(const Template& wanted, const model::Report& report, const Options& options) {
  return render_template(wanted, json_report(report, options, 0));
}

}  // namespace batten::report
