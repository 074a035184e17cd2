// SPDX-License-Identifier: Apache-2.0
//
// A parsed template of a user's (docs/FORMATS.md, "Templates"): what stands between tags, outputs, conditions and loops, as plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::report {

// From 1; columns count bytes.
struct Place {
  std::uint32_t line = 1, column = 1;
};

struct Expression {
  enum class Kind : unsigned char { kPath, kText, kNumber, kFlag, kList, kNot, kAnd, kOr, kCompare, kIn };
  Kind kind = Kind::kPath;
  std::vector<std::string> path;     // "finding", "package", "name"; a number picks from an array
  std::string text;                  // of kText; the operator of kCompare
  double number = 0;                 // of kNumber; 1 or 0 of kFlag
  std::vector<Expression> operands;  // of kList its items
};

enum class Filter : std::uint8_t {
  kHtml,
  kXml,
  kCsv,
  kJson,
  kUrl,
  kMarkdown,
  kRaw,
  kText,
  kLine,
  kUpper,
  kLower,
  kFirst,
  kDefault,
  kJoin,
  kCount
};

struct FilterCall {
  Filter filter = Filter::kText;
  std::string text;   // of "default" and "join"
  double number = 0;  // of "first"
};

struct TemplateNode;

struct Branch {
  std::optional<Expression> condition;  // none: "else"
  std::vector<TemplateNode> body;
};

struct TemplateNode {
  enum class Kind : unsigned char { kText, kOutput, kIf, kFor };
  Kind kind = Kind::kText;
  std::string text;  // of kText; of kFor the name of the loop's variable
  Expression expression;
  std::vector<FilterCall> filters;
  std::vector<Branch> branches;  // of kFor the body, then what is written when there is nothing to loop over
  Place place;
};

struct Template {
  std::vector<TemplateNode> nodes;
  Filter escape = Filter::kText;  // of outputs that choose none
};

// Of the word in a template; nullopt when there is no such filter.
std::optional<Filter> find_filter(std::string_view word);
bool is_escape(Filter filter);

// "line 3, column 7: ..."; limit when it is too large or nested too deeply. A name at the root that neither the report nor a loop gives
// is an error.
Result<Template> parse_template(std::string_view text);

}  // namespace batten::report
