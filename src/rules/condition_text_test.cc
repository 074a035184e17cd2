// SPDX-License-Identifier: Apache-2.0
#include "rules/condition_text.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/format.h"
#include "rules/condition_printer.h"
#include "rules/operator_names.h"

namespace batten::rules {
namespace {

PlacedText placed(std::string_view text) {
  PlacedText out;
  out.append(text, 0);
  return out;
}

std::string read(std::string_view text) {
  ConditionTree tree = parse_condition(placed(text));
  return tree.fault ? format("{}+{}: {}", tree.fault->spot, tree.fault->length, tree.fault->message) : to_text(tree.condition);
}

TEST(ConditionText, ReadsAndWrites) {
  struct Row {
    std::string_view text, written;
  };
  const Row rows[] = {
      {"evt.type=open", "evt.type = open"},
      {"evt.type == open", "evt.type = open"},
      {"proc.name=bash and(proc.pname=zsh)", "proc.name = bash and proc.pname = zsh"},
      {"a and b or c and d", "a and b or c and d"},
      {"a or b and c or d", "a or b and c or d"},
      {"(a or b) and c", "(a or b) and c"},
      {"a and (b and c)", "a and (b and c)"},
      {"((a))", "a"},
      {"not a and b", "not a and b"},
      {"not(a and b)", "not (a and b)"},
      {"not not a", "not not a"},
      {"not (not(a))", "not not a"},
      {"nothing or orphan", "nothing or orphan"},
      {"k8s.pod.name exists", "k8s.pod.name exists"},
      {"k8s.pod.name exists and a", "k8s.pod.name exists and a"},
      {"(k8s.pod.name exists)", "k8s.pod.name exists"},
      {"evt.dir=<", "evt.dir = <"},
      {"evt.dir = < and a", "evt.dir = < and a"},
      {"fd.num<0", "fd.num < 0"},
      {"fd.num<=0x1F", "fd.num <= 0x1F"},
      {"fd.num > -1", "fd.num > -1"},
      {"fd.num>=1.5e+3", "fd.num >= 1.5e+3"},
      {"evt.rawres = -2", "evt.rawres = -2"},
      {"proc.name!=bash", "proc.name != bash"},
      {"proc.name in(a,b ,c)", "proc.name in (a, b, c)"},
      {"proc.name in ()", "proc.name in ()"},
      {"proc.name in name", "proc.name in (name)"},
      {"fd.name pmatch (/etc, '/var/*/x')", "fd.name pmatch (/etc, \"/var/*/x\")"},
      {"fd.types intersects (a)", "fd.types intersects (a)"},
      {"proc.aname[2]=x", "proc.aname[2] = x"},
      {"container.mount.dest[/proc*]=x", "container.mount.dest[/proc*] = x"},
      {"proc.env[\"A B\"] = x", "proc.env[\"A B\"] = x"},
      {"evt.arg.flags contains O_TRUNC", "evt.arg.flags contains O_TRUNC"},
      {"proc.name contains oneof (a, b)", "proc.name contains oneof (a, b)"},
      {"proc.name startswith anyof(a)", "proc.name startswith anyof (a)"},
      {"proc.name = allof (a)", "proc.name = allof (a)"},
      {"proc.name = oneof", "proc.name = oneof"},
      {"tolower(proc.name) = bash", "tolower(proc.name) = bash"},
      {"toupper( tolower( proc.name ) ) = A", "toupper(tolower(proc.name)) = A"},
      {"proc.name = val(proc.pname)", "proc.name = val(proc.pname)"},
      {"proc.name = val(proc.aname[2])", "proc.name = val(proc.aname[2])"},
      {"tolower(proc.name) = tolower(proc.pname)", "tolower(proc.name) = tolower(proc.pname)"},
      {"proc.name in tolower(proc.args)", "proc.name in tolower(proc.args)"},
      {"len(proc.args) > len(proc.name)", "len(proc.args) > len(proc.name)"},
      {"join(\",\", proc.args) = x", "join(\",\", proc.args) = x"},
      {"join(\"\", (proc.name, proc.pname)) = x", "join(\"\", (proc.name, proc.pname)) = x"},
      {"concat(proc.name, -x, tolower(proc.pname)) = x", "concat(proc.name, -x, tolower(proc.pname)) = x"},
      {"getopt(proc.args, \"e:\") = x", "getopt(proc.args, \"e:\") = x"},
      {"proc.name = tolower", "proc.name = tolower"},
      {"fd.name = /a/b*c?[d]<e>!", "fd.name = /a/b*c?[d]<e>!"},
      {"fd.name=\"a (b), = 'c'\"", "fd.name = \"a (b), = 'c'\""},
      {"fd.name='say \"x\"'", "fd.name = \"say \\\"x\\\"\""},
      {"fd.name = ''", "fd.name = \"\""},
      {"a\n\tand\r\n b", "a and b"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(read(row.text), row.written) << row.text;
    EXPECT_EQ(read(row.written), row.written);
  }
}

TEST(ConditionText, EveryOperator) {
  for (const OperatorInfo& info : all_operators()) {
    std::string right = info.kind == OperatorKind::kUnary    ? ""
                        : info.kind == OperatorKind::kList   ? " (x)"
                        : info.kind == OperatorKind::kNumber ? " 1"
                                                             : " x";
    ConditionTree tree = parse_condition(placed(format("proc.name {}{}", info.name, right)));
    ASSERT_FALSE(tree.fault) << info.name << tree.fault->message;
    EXPECT_EQ(tree.condition.op, info.op);
    EXPECT_EQ(&operator_info(info.op), &info);
    if (info.kind != OperatorKind::kText) continue;
    for (Quantifier quantifier : {Quantifier::kOneOf, Quantifier::kAnyOf, Quantifier::kAllOf}) {
      tree = parse_condition(placed(format("proc.name {} {} (x, y)", info.name, quantifier_name(quantifier))));
      ASSERT_FALSE(tree.fault) << info.name;
      EXPECT_EQ(tree.condition.quantifier, quantifier);
      EXPECT_EQ(tree.condition.right.parts.size(), 2u);
    }
  }
}

TEST(ConditionText, EveryEscape) {
  struct Row {
    std::string_view text, value;
  };
  const Row rows[] = {{R"("\b\f\n\r\t")", "\b\f\n\r\t"}, {R"("\\\/\"")", "\\/\""}, {R"('\'')", "'"}, {R"("\ x")", "\\x"},
                      {R"("\x41\xff\x0a")", "A\xff\n"},  {R"("'")", "'"},          {R"('"')", "\""}};
  for (const Row& row : rows) {
    ConditionTree tree = parse_condition(placed(format("fd.name = {}", row.text)));
    ASSERT_FALSE(tree.fault) << row.text << tree.fault->message;
    EXPECT_EQ(tree.condition.right.text, row.value) << row.text;
    EXPECT_TRUE(tree.condition.right.quoted);
  }
  EXPECT_TRUE(read(R"(fd.name = "a\qb")").starts_with("12+2: '\\q' is no escape")) << read(R"(fd.name = "a\qb")");
  EXPECT_TRUE(read(R"(fd.name = "\'")").contains("is no escape"));
  EXPECT_TRUE(read(R"(fd.name = '\"')").contains("is no escape"));
  EXPECT_TRUE(read(R"(fd.name = "\x4")").contains("is no escape"));
  EXPECT_TRUE(read("fd.name = \"a\\").contains("is no escape"));
}

TEST(ConditionText, SaysWhatIsWrongAndWhere) {
  struct Row {
    std::string_view text, fault;
  };
  const Row rows[] = {
      {"", "the condition is empty"},
      {"  ", "the condition is empty"},
      {"a and", "5+0: expected a check or a macro, the condition ends here"},
      {"a and )", "6+1: expected a field, a macro, 'not' or '(', found ')'"},
      {"and a", "expected 'and', 'or' or the end of the condition, found 'a'"},
      {"(a", "0+1: this '(' is not closed"},
      {"a or (b and (c)", "5+1: this '(' is not closed"},
      {"a)", "1+1: ')' without a '(' before it"},
      {"()", "1+1: expected a field"},
      {"not", "3+0: expected a check"},
      {"proc.name", "9+0: expected an operator (=, in, contains, exists ...), the condition ends here"},
      {"proc.name contain x", "10+7: expected an operator (=, in, contains, exists ...), found 'contain' (did you mean 'contains'?)"},
      {"proc.name = ", "12+0: expected a value, the condition ends here"},
      {"proc.name =", "11+0: expected a value"},
      {"proc.name in (a", "15+0: expected ',' or ')' in the list, the condition ends here"},
      {"proc.name in (a b)", "16+1: expected ',' or ')' in the list, found 'b'"},
      {"proc.name in (a,)", "16+1: expected a value, found ')'"},
      {"proc.name in a, b", "14+1: expected 'and', 'or' or the end of the condition, found ','; a list stands in parentheses"},
      {"proc.name in /x", "13+2: expected a list in parentheses, found '/x'"},
      {"fd.num < x", "9+1: expected a number, found 'x'"},
      {"fd.num < 1x", "9+2: expected a number, found '1x'"},
      {"fd.num < 0x", "9+2: expected a number"},
      {"procname = x", "9+1: expected 'and', 'or' or the end of the condition, found '='; 'procname' is a macro here"},
      {"fd.name = \"x", "10+1: this \" is not closed"},
      {"fd.name = it's", "12+1: expected 'and', 'or' or the end"},
      {"fd.name = a=b", "11+1: expected 'and', 'or' or the end of the condition, found '='; a value with such characters stands in quotes"},
      {"proc.aname[ = x", "10+1: expected ']' behind the argument of proc.aname, found 'x'"},
      {"proc.aname[] = x", "11+1: expected an argument"},
      {"tolwer(proc.name) = x", "0+6: no transformer is called 'tolwer' (did you mean 'tolower'?)"},
      {"val(proc.name) = x", "0+3: val() takes a field on the right"},
      {"tolower(proc.name = x", "expected ')' behind what tolower() is given, found '='"},
      {"tolower(proc.name, proc.pname) = x", "expected ')' behind"},
      {"(a and b", "0+1: this '(' is not closed"},
      {"(a b)", "3+1: expected 'and', 'or', ')' or the end of the condition, found 'b'; 'a' is a macro here"},
      {"\xff", "0+1: expected a field, a macro, 'not' or '(', found"},
  };
  for (const Row& row : rows) EXPECT_TRUE(read(row.text).contains(row.fault)) << row.text << "\n" << read(row.text) << "\n" << row.fault;
}

TEST(ConditionText, PlacesOfOperands) {
  ConditionTree tree = parse_condition(placed("a.b = c and tolower(d.e) in (f, \"g h\")"));
  ASSERT_FALSE(tree.fault);
  const Condition& second = tree.condition.children[1];
  EXPECT_EQ(tree.condition.children[0].left.place.offset, 0u);
  EXPECT_EQ(tree.condition.children[0].right.place.offset, 6u);
  EXPECT_EQ(second.left.place.offset, 12u);
  EXPECT_EQ(second.left.place.length, 12u);
  EXPECT_EQ(second.left.parts[0].place.offset, 20u);
  EXPECT_EQ(second.right.parts[1].place.offset, 32u);
  EXPECT_EQ(second.right.parts[1].place.length, 5u);
}

TEST(ConditionText, DepthIsBounded) {
  auto nested = [](std::size_t depth, std::string_view open) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    text += "a";
    if (open != "not ") text += std::string(depth, ')');
    return text;
  };
  for (std::string_view open : {"(", "not(", "not "}) {
    std::size_t most = open == "not(" ? kMaxConditionDepth / 2 : kMaxConditionDepth;
    EXPECT_FALSE(parse_condition(placed(nested(most, open))).fault) << open;
    auto begin = std::chrono::steady_clock::now();
    for (std::size_t depth : {most + 1, std::size_t{100'000}}) {
      ConditionTree refused = parse_condition(placed(nested(depth, open)));
      ASSERT_TRUE(refused.fault) << open;
      EXPECT_TRUE(refused.fault->message.contains("nested deeper than 1000"));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(500));
  }
  std::string transformers;
  for (int i = 0; i < 100'000; ++i) transformers += "tolower(";
  EXPECT_TRUE(read(transformers + "a.b").contains("transformers are nested deeper"));
}

TEST(ConditionText, LongChainsAreFlat) {
  std::string text = "a";
  for (int i = 0; i < 100'000; ++i) text += " and a";
  ConditionTree tree = parse_condition(placed(text));
  ASSERT_FALSE(tree.fault);
  EXPECT_EQ(tree.condition.children.size(), 100'001u);
  EXPECT_EQ(tree.depth, 2u);
  std::string list = "a.b in (x";
  for (std::size_t i = 0; i < kMaxConditionSize; ++i) list += ",x";
  EXPECT_TRUE(read(list + ")").contains("more than 250000 fields and values"));
}

TEST(ConditionText, OneOperand) {
  OperandText operand = parse_operand(placed(" proc.aname[2] "));
  ASSERT_FALSE(operand.fault);
  EXPECT_EQ(to_text(operand.operand), "proc.aname[2]");
  EXPECT_TRUE(parse_operand(placed("proc.name = x")).fault);
  EXPECT_TRUE(parse_operand(placed("name")).fault);
}

}  // namespace
}  // namespace batten::rules
