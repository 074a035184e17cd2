// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>
#include <unordered_map>

#include "base/format.h"
#include "base/text.h"
#include "rules/counting.h"
#include "rules/evaluator.h"
#include "rules/node_table.h"
#include "rules/program.h"

namespace batten::rules {
namespace {

void report(Diagnostics& diagnostics, const Definition& rule, DiagnosticCode code, const model::Place& place, std::string message) {
  diagnostics.push_back({code, rule.file, place, format("rule '{}'", rule.name), std::move(message)});
}

OutputText compile_output(const Definition& rule, const LoadOptions& options, Program& program, Diagnostics& diagnostics) {
  OutputText out;
  std::string_view text = rule.output;
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t')) text.remove_suffix(1);
  Result<std::vector<OutputPart>> parts = parse_output(text, program.readings);
  if (parts)
    out.parts = std::move(*parts);
  else
    report(diagnostics, rule, DiagnosticCode::kErrCompileOutput, rule.output_place, parts.error().message);
  out.own = out.parts.size();
  for (const std::string& field : options.appended_fields) {
    Result<std::vector<OutputPart>> more = parse_output(" " + appended_text(field), program.readings);
    if (more)
      out.parts.insert(out.parts.end(), more->begin(), more->end());
    else
      report(diagnostics, rule, DiagnosticCode::kErrCompileOutput, rule.output_place, "appended: " + more.error().message);
  }
  return out;
}

CompiledCounting compile_counting(const Definition& rule, const std::unordered_map<std::string_view, std::uint32_t>& numbers,
                                  Program& program, Diagnostics& diagnostics) {
  CompiledCounting out;
  if (!rule.counting) return out;
  for (const Operand& by : rule.counting->by) {
    std::string problem;
    const ReadingId id = program.readings.add(by, problem);
    if (id == kNoReading)
      report(diagnostics, rule, DiagnosticCode::kErrCompileCondition, by.place, "by: " + problem);
    else
      out.by.push_back(id);
  }
  for (const std::string& name : rule.counting->after) {
    if (auto found = numbers.find(name); found != numbers.end())
      out.after.push_back(found->second);
    else
      report(diagnostics, rule, DiagnosticCode::kErrCompileCondition, rule.place, format("after: no enabled rule is called '{}'", name));
  }
  return out;
}

std::uint32_t add_quick_or(Program& program, const Node& node) {
  const std::span<const NodeId> children(program.children.data() + node.first, node.count);
  const auto check_of = [&](NodeId id) -> const Check& { return program.checks[program.nodes[id].first]; };
  QuickOr made;
  for (NodeId id : children) {
    if (program.nodes[id].kind != Node::Kind::kCheck || check_of(id).lookup == Lookup::kNone) return 0;
    const Check& check = check_of(id);
    auto part = std::ranges::find(made.parts, check.left, &QuickOr::Part::left);
    if (part == made.parts.end()) part = made.parts.insert(part, {.left = check.left, .real = check.real});
    part->lists = part->lists && may_look_up_lists(check);
    part->decides = part->decides && check.lookup == Lookup::kDecides;
  }
  for (QuickOr::Part& part : made.parts) part.number = program.index_numbers++;
  for (NodeId id : children) {
    const Check& check = check_of(id);
    program.indexes[check.left].add(check, std::ranges::find(made.parts, check.left, &QuickOr::Part::left)->number);
  }
  program.quick_ors.push_back(std::move(made));
  return static_cast<std::uint32_t>(program.quick_ors.size());
}

}  // namespace

Program::Program() = default;
Program::~Program() = default;

std::unique_ptr<Program> compile(const std::vector<Definition>& definitions, const LoadOptions& options, Diagnostics& diagnostics) {
  auto out = std::make_unique<Program>();
  NodeTable nodes(*out);
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < definitions.size(); ++i) numbers.emplace(definitions[i].name, i);
  out->followers.resize(definitions.size());
  std::vector<NodeId> roots(definitions.size(), kFalseNode);
  for (std::uint32_t i = 0; i < definitions.size(); ++i) {
    const Definition& rule = definitions[i];
    out->outputs.push_back(compile_output(rule, options, *out, diagnostics));
    out->countings.push_back(compile_counting(rule, numbers, *out, diagnostics));
    out->tables.push_back(rule.counting ? std::make_unique<CountTable>(*rule.counting) : nullptr);
    for (std::uint32_t before : out->countings.back().after) {
      if (std::ranges::find(out->followers[before], i) == out->followers[before].end()) out->followers[before].push_back(i);
    }
    if (!rule.enabled || rule.source != "syscall") continue;
    std::string problem;
    roots[i] = nodes.add(rule.condition, problem);
    if (problem.empty()) continue;
    roots[i] = kFalseNode;
    report(diagnostics, rule, DiagnosticCode::kErrCompileCondition, rule.place, problem);
  }
  for (const model::EventTypeInfo& info : model::all_event_types()) {
    if (!info.for_rules) continue;
    for (std::uint32_t i = 0; i < roots.size(); ++i) {
      const NodeId left = nodes.for_type(roots[i], info);
      if (left != kFalseNode) out->by_type[info.type].push_back({i, left, !options.text_paths_only && out->nodes[left].real});
    }
  }
  out->indexes.resize(out->readings.size());
  for (std::uint32_t i = 0; i < out->checks.size(); ++i) out->checks[i].lookup = out->indexes[out->checks[i].left].add(out->checks[i], i);
  out->index_numbers = static_cast<std::uint32_t>(out->checks.size());
  for (Node& node : out->nodes) {
    if (node.kind == Node::Kind::kOr) node.quick = add_quick_or(*out, node);
  }
  for (std::size_t type = 0; type < out->by_type.size(); ++type) out->steps[type] = make_steps(*out, out->by_type[type]);
  out->matches.resize(definitions.size());
  out->evaluator = std::make_unique<Evaluator>(*out);
  return out;
}

}  // namespace batten::rules
