// SPDX-License-Identifier: Apache-2.0
#include "report/template.h"

#include <gtest/gtest.h>

#include <string>

#include "fuzz/replay.h"
#include "report/sample.h"

int template_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::report {
namespace {

constexpr std::string_view kDocument =
    R"({"source": {"name": "a<b>&\"'`\u001b", "tags": ["x", "y"]}, "summary": {"findings": 2, "share": 0.5, "none": 0},
        "findings": [{"id": "CVE-1", "severity": "high", "kev": {"due_date": "2024"}}, {"id": "CVE-2", "severity": "low", "text": "=1,\"\n"}],
        "notes": [], "packages": [{"name": "</script>"}]})";

// What comes out, or the error.
std::string rendered(std::string_view text, std::string_view document = kDocument, TemplateLimits limits = {}) {
  Result<Template> parsed = parse_template(text);
  if (!parsed) return "error: " + parsed.error().message;
  Result<std::string> out = render_template(*parsed, document, limits);
  return out ? *out : "error: " + out.error().message;
}

TEST(Template, ValuesAndFilters) {
  EXPECT_EQ(rendered("a {{ summary.findings }} b"), "a 2 b");
  EXPECT_EQ(rendered("{{ summary.share }}"), "0.5");
  EXPECT_EQ(rendered("{{ source.tags }}|{{ source.tags | join \"-\" }}|{{ source.tags.1 }}|{{ source.tags.9 }}"), "x, y|x-y|y|");
  EXPECT_EQ(rendered("{{ source.name | html }}"), "a&lt;b&gt;&amp;&quot;&#39;&#96;?");
  EXPECT_EQ(rendered("{{ source.name }}"), "a<b>&\"'`?") << "no control characters without a filter";
  EXPECT_EQ(rendered("{{ source.name | xml }}"), "a&lt;b&gt;&amp;&quot;'`\xEF\xBF\xBD");
  EXPECT_EQ(rendered("{{ findings.1.text | csv }}"), "\"'=1,\"\"\"");
  EXPECT_EQ(rendered("{{ findings.1.text | json }}"), "\"=1,\\\"\\n\"");
  EXPECT_EQ(rendered("{{ packages | json }}"), "[{\"name\":\"\\u003c/script\\u003e\"}]");
  EXPECT_EQ(rendered("{{ 'a b/ö' | url }}"), "a%20b%2F%C3%B6");
  EXPECT_EQ(rendered("{{ 'a|b' | markdown }}"), "a\\|b");
  EXPECT_EQ(rendered("{{ 'äöü' | first 2 }}{{ findings | first 1 | count }}{{ 'äö' | count }}"), "äö12");
  EXPECT_EQ(rendered("{{ findings.0.title | default \"-\" }}{{ 'a' | upper }}{{ 'B' | lower }}"), "-Ab");
  EXPECT_EQ(rendered("{% escape html %}{{ source.name }}{{ '<' | raw }}{{ '<' | upper }}"), "a&lt;b&gt;&amp;&quot;&#39;&#96;?<&lt;");
}

TEST(Template, Conditions) {
  EXPECT_EQ(rendered("{% if summary.none %}a{% elif summary.findings > 1 %}b{% else %}c{% end %}"), "b");
  EXPECT_EQ(rendered("{% if notes or not findings %}a{% else %}c{% end %}"), "c");
  EXPECT_EQ(rendered("{% if findings.0.severity in ['critical', 'high'] and findings.0.kev %}yes{% end %}"), "yes");
  EXPECT_EQ(rendered("{% if 'VE' in findings.0.id and (true or false) and 10 > 9 %}yes{% end %}"), "yes");
  EXPECT_EQ(rendered("{% if findings.0.fixed_version == '' %}absent is empty{% end %}"), "absent is empty");
  EXPECT_EQ(rendered("{% if 1 <= 1 and 2 >= 3 %}no{% end %}{% if 'a' < 'b' and 'a' != 'b' %}yes{% end %}"), "yes");
}

TEST(Template, Loops) {
  EXPECT_EQ(rendered("{% for f in findings %}{{ loop.index }}/{{ loop.length }} {{ f.id }}{% if not loop.last %}, {% end %}{% end %}"),
            "1/2 CVE-1, 2/2 CVE-2");
  EXPECT_EQ(rendered("{% for n in notes %}x{% else %}nothing{% end %}"), "nothing");
  EXPECT_EQ(rendered("{% for a in source.tags %}{% for b in source.tags %}{{ a }}{{ b }}{{ loop.first }} {% end %}{% end %}"),
            "xxtrue xyfalse yxtrue yyfalse ");
  EXPECT_EQ(rendered("{% for a in ['p', 'q'] %}{{ a }}{% end %}"), "pq");
}

TEST(Template, BlocksAloneOnALineTakeItAway) {
  EXPECT_EQ(rendered("a\n  {% for f in findings %}\n- {{ f.id }}\n  {% end %}\n{# comment #}\nb\n"), "a\n- CVE-1\n- CVE-2\nb\n");
  EXPECT_EQ(rendered("{% if true %} {% end %}\nx"), " \nx");
}

TEST(Template, MistakesHaveTheirPlace) {
  EXPECT_EQ(rendered("a\n {{ finding.id }}"), "error: line 2, column 5: nothing is called finding here");
  EXPECT_EQ(rendered("{% for f in findings %}{% end %}{{ f.id }}"), "error: line 1, column 36: nothing is called f here");
  EXPECT_EQ(rendered("{{ source.name | shout }}"), "error: line 1, column 18: no filter shout");
  EXPECT_EQ(rendered("{% if true %}a"), "error: line 1, column 1: if without end");
  EXPECT_EQ(rendered("x{% end %}"), "error: line 1, column 2: end without its beginning");
  EXPECT_EQ(rendered("{% if true %}{% else %}{% elif true %}{% end %}"), "error: line 1, column 24: elif after else");
  EXPECT_EQ(rendered("{{ 'open }}"), "error: line 1, column 4: a text without its closing quote");
  EXPECT_EQ(rendered("{{ source"), "error: line 1, column 1: a tag without }}");
  EXPECT_EQ(rendered("{{ }}"), "error: line 1, column 1: the tag ends too early");
  EXPECT_EQ(rendered("{{ source.name source }}"), "error: line 1, column 16: unexpected 'source'");
  EXPECT_EQ(rendered("{% while true %}"), "error: line 1, column 1: want for, if, elif, else, end or escape");
  EXPECT_EQ(rendered("{% escape upper %}"), "error: line 1, column 11: escape wants html, xml, csv, json, url, markdown, text or raw");
}

TEST(Template, WorkAndOutputAreLimited) {
  std::string many = "{\"findings\": [";
  for (int i = 0; i < 300; ++i) many += i == 0 ? "1" : ",1";
  many += "]}";
  std::string three = "{% for a in findings %}{% for b in findings %}{% for c in findings %}{% end %}{% end %}{% end %}";
  EXPECT_EQ(rendered(three, many, {.max_output = 1u << 20, .max_steps = 20'000}), "error: line 1, column 47: too much work")
      << rendered("{% for a in findings %}{% end %}", many);
  std::string large = "{% for a in findings %}{% for b in findings %}" + std::string(1000, 'x') + "{% end %}{% end %}";
  EXPECT_TRUE(rendered(large, many, {.max_output = 1u << 20, .max_steps = 1u << 20}).ends_with("more than 1.0 MiB come out"));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "{% if true %}";
  EXPECT_TRUE(rendered(deep).ends_with("blocks nested too deeply"));
  EXPECT_TRUE(rendered("{{ " + std::string(100, '(') + "1 }}").ends_with("nested too deeply"));
  EXPECT_TRUE(rendered(std::string((1u << 20) + 1, 'x')).starts_with("error: longer than"));
}

TEST(Template, TheWholeReportIsThere) {
  Result<Template> parsed = parse_template("{% for f in findings %}{{ f.id }} {{ f.package.name }}: {{ f.explanation.range }}\n{% end %}");
  ASSERT_TRUE(parsed);
  Result<std::string> out = render_template(*parsed, sample_report(), {});
  ASSERT_TRUE(out);
  EXPECT_TRUE(out->starts_with("CVE-2024-5535 libssl3: < 3.0.15-1~deb12u1\n")) << *out;
}

TEST(Template, Fuzz) { REPLAY_CORPUS(template_fuzz); }

}  // namespace
}  // namespace batten::report
