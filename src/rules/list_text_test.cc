// SPDX-License-Identifier: Apache-2.0
#include "rules/list_text.h"

#include <gtest/gtest.h>

#include "rules/load_fixture.h"

namespace batten::rules {
namespace {

std::string with_lists(std::string_view lists, std::string_view condition) {
  std::string rule =
      format("- rule: R\n  desc: d\n  output: o\n  priority: info\n  warn_evttypes: false\n  condition: >\n    {}\n", condition);
  return condition_of(parse_one(std::string(lists) + rule));
}

TEST(ListText, ItemsStandForTheName) {
  constexpr std::string_view kLists =
      "- {list: one, items: [a]}\n- {list: two, items: [a, b c]}\n- {list: none, items: []}\n- {list: bracket, items: ['\"(systemd)\"']}\n"
      "- {list: nested, items: [x, two, none]}\n- {list: odd-name.x, items: [o]}\n- {list: ports, items: [80, 443]}\n";
  struct Row {
    std::string_view condition, written;
  };
  const Row rows[] = {
      {"proc.name in (one)", "proc.name in (a)"},
      {"proc.name in (one,two)", "proc.name in (a, a, \"b c\")"},
      {"proc.name in ( two , z )", "proc.name in (a, \"b c\", z)"},
      {"proc.name in (nested)", "proc.name in (x, a, \"b c\")"},
      {"proc.name in (bracket)", "proc.name in (\"(systemd)\")"},
      {"proc.name in (odd-name.x)", "proc.name in (o)"},
      {"fd.sport in (ports, 22)", "fd.sport in (80, 443, 22)"},
      // The name as a word alone.
      {"proc.name in (ones, xone, one.x, /one)", "proc.name in (ones, xone, one.x, /one)"},
      {"proc.name = one", "proc.name = a"},
      {"proc.name=one", "proc.name = a"},
      {"proc.name = \"one\"", "proc.name = \"one\""},
      // An empty list takes a comma away.
      {"proc.name in (none)", "proc.name in ()"},
      {"proc.name in (none, z)", "proc.name in (z)"},
      {"proc.name in (z, none)", "proc.name in (z)"},
      {"proc.name in (z, none, y)", "proc.name in (z, y)"},
      {"proc.name in (none, none)", "proc.name in ()"},
      {"proc.name in (none,none,none, z)", "proc.name in (z)"},
      {"proc.name startswith oneof (two)", "proc.name startswith oneof (a, \"b c\")"},
      {"fd.name pmatch (one)", "fd.name pmatch (a)"},
  };
  for (const Row& row : rows) EXPECT_EQ(with_lists(kLists, row.condition), row.written) << row.condition;
}

TEST(ListText, LaterListsAndThemselves) {
  // A list that is defined later is found in the condition, as Falco goes through them in order.
  EXPECT_EQ(with_lists("- {list: a, items: [b]}\n- {list: b, items: [c]}\n", "proc.name in (a)"), "proc.name in (c)");
  EXPECT_EQ(with_lists("- {list: b, items: [c]}\n- {list: a, items: [b]}\n", "proc.name in (a)"), "proc.name in (c)");
  EXPECT_EQ(with_lists("- {list: c, items: [d]}\n- {list: b, items: [c]}\n- {list: a, items: [b]}\n", "proc.name in (a)"),
            "proc.name in (d)");
  EXPECT_EQ(with_lists("- {list: curl, items: [curl, wget]}\n- {list: curl, items: [aria], append: true}\n", "proc.name in (curl)"),
            "proc.name in (curl, wget, aria)");
  Parsed parsed = parse_one(
      "- {list: sh, items: [sh, bash]}\n- {list: bash, items: [bash, sh]}\n- {list: sh, items: [dash], override: {items: append}}\n" +
      rule_text("evt.type = open and proc.name in (sh)"));
  EXPECT_TRUE(has(parsed, DiagnosticCode::kCompileCondition, "'bash' and 'sh' name each other")) << all_messages(parsed);
  EXPECT_FALSE(parsed.has_errors());
}

TEST(ListText, QuotedTextsTooAndSaysSo) {
  Parsed parsed =
      parse_one("- {list: curl, items: [curl, wget]}\n" + rule_text("evt.type = execve and proc.cmdline contains \"a curl b\""));
  EXPECT_TRUE(has(parsed, DiagnosticCode::kCompileCondition, "'curl' in this quoted text is the name of a list")) << all_messages(parsed);
  EXPECT_EQ(parsed.diagnostics.at(0).place.column, 61u);
  parsed = parse_one("- {list: curl, items: [x]}\n" +
                     rule_text("evt.type = execve and proc.cmdline contains \"a\\\" b\" and proc.name in (curl)"));
  EXPECT_TRUE(parsed.diagnostics.empty()) << all_messages(parsed);
}

TEST(ListText, ItemsWithQuotes) {
  PlacedText item, out;
  item.append("say \"hi\" and \\\"ho\\\"", 7);
  append_item(out, item);
  EXPECT_EQ(out.text(), "\"say \\\"hi\\\" and \\\"ho\\\"\"");
  EXPECT_EQ(out.spot(1), 7u);
  EXPECT_EQ(out.spot(out.size() - 2), 7u + item.size() - 1);
}

TEST(PlacedText, PiecesAndSpots) {
  Spots spots;
  Spot first = 0, second = 0;
  ASSERT_TRUE(spots.add("ab\ncd", first));
  ASSERT_TRUE(spots.add("", second));
  EXPECT_EQ(second, 6u);
  EXPECT_EQ(spots.place(4).place.line, 2u);
  EXPECT_EQ(spots.place(4).place.column, 2u);
  EXPECT_EQ(spots.place(5).file, 0u);
  EXPECT_EQ(spots.place(6).file, 1u);
  EXPECT_EQ(spots.place(kNowhere).place.line, 0u);
  PlacedText text;
  EXPECT_EQ(text.spot(0), kNowhere);
  text.append("abc", 10);
  text.append_made("--", 3);
  text.append("xyz", 20);
  PlacedText part;
  part.append(text, 1, 6);
  EXPECT_EQ(part.text(), "bc--x");
  EXPECT_EQ(part.spot(0), 11u);
  EXPECT_EQ(part.spot(3), 3u);
  EXPECT_EQ(part.spot(4), 20u);
  EXPECT_EQ(part.spot(5), 21u);
  part.cut(3);
  EXPECT_EQ(part.text(), "bc-");
  part.append("!", 30);
  EXPECT_EQ(part.spot(3), 30u);
  PlacedText blank;
  blank.append("  \n", 0);
  EXPECT_TRUE(blank.trimmed().empty());
}

}  // namespace
}  // namespace batten::rules
