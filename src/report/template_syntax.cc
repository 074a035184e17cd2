// SPDX-License-Identifier: Apache-2.0
//
// Blocks by recursive descent over the pieces; expressions with the precedence or, and, not, comparison.
#include "report/template_syntax.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "base/format.h"
#include "report/template_tokens.h"

namespace batten::report {
namespace {

constexpr std::size_t kMaxBytes = 1u << 20, kMaxPieces = 100'000;
constexpr int kMaxDepth = 30;
constexpr std::string_view kRootNames[] = {"schema", "source",   "image",    "distribution", "summary",
                                           "feeds",  "findings", "packages", "notes"};
constexpr std::string_view kWords[] = {"and", "or", "not", "in", "true", "false"};

struct FilterWord {
  std::string_view word;
  Filter filter;
};
constexpr FilterWord kFilters[] = {{"html", Filter::kHtml},       {"xml", Filter::kXml},     {"csv", Filter::kCsv},
                                   {"json", Filter::kJson},       {"url", Filter::kUrl},     {"markdown", Filter::kMarkdown},
                                   {"raw", Filter::kRaw},         {"text", Filter::kText},   {"line", Filter::kLine},
                                   {"upper", Filter::kUpper},     {"lower", Filter::kLower}, {"first", Filter::kFirst},
                                   {"default", Filter::kDefault}, {"join", Filter::kJoin},   {"count", Filter::kCount}};

class Parser {
 public:
  explicit Parser(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

  Result<Template> parse() {
    out_.nodes = TRY(nodes(0));
    if (piece_ < pieces_.size()) return template_error(pieces_[piece_].place, format("{} without its beginning", word()));
    return std::move(out_);
  }

 private:
  // --- Blocks

  std::string_view word() const {
    const Piece& piece = pieces_[piece_];
    return piece.kind == Piece::Kind::kBlock && !piece.tokens.empty() ? std::string_view(piece.tokens[0].text) : std::string_view();
  }

  bool ends_body() const { return word() == "end" || word() == "else" || word() == "elif"; }

  Result<std::vector<TemplateNode>> nodes(int depth) {
    std::vector<TemplateNode> out;
    if (depth > kMaxDepth) return template_error(pieces_[piece_ - 1].place, "blocks nested too deeply");
    while (piece_ < pieces_.size() && !ends_body()) {
      Piece& piece = pieces_[piece_];
      begin_tag(piece);
      if (piece.kind == Piece::Kind::kText) {
        out.push_back({.kind = TemplateNode::Kind::kText,
                       .text = std::move(piece.text),
                       .expression = {},
                       .filters = {},
                       .branches = {},
                       .place = piece.place});
        ++piece_;
      } else if (piece.kind == Piece::Kind::kOutput) {
        out.push_back(TRY(output()));
      } else if (word() == "if") {
        out.push_back(TRY(condition(depth)));
      } else if (word() == "for") {
        out.push_back(TRY(loop(depth)));
      } else if (word() == "escape") {
        TRY(escape());
      } else {
        return template_error(piece.place, "want for, if, elif, else, end or escape");
      }
    }
    return out;
  }

  Result<TemplateNode> output() {
    TemplateNode node{
        .kind = TemplateNode::Kind::kOutput, .text = "", .expression = {}, .filters = {}, .branches = {}, .place = pieces_[piece_].place};
    node.expression = TRY(expression(0));
    while (take("|")) node.filters.push_back(TRY(filter()));
    TRY(end_tag());
    return node;
  }

  Result<FilterCall> filter() {
    Token name = next();
    std::optional<Filter> found = find_filter(name.text);
    if (name.kind != Token::Kind::kName || !found) return template_error(name.place, format("no filter {}", name.text));
    FilterCall out{*found, "", 0};
    if (*found == Filter::kDefault || *found == Filter::kJoin) {
      Token text = next();
      if (text.kind != Token::Kind::kText) return template_error(text.place, format("{} wants a text in quotes", name.text));
      out.text = text.text;
    } else if (*found == Filter::kFirst) {
      Token number = next();
      if (number.kind != Token::Kind::kNumber) return template_error(number.place, "first wants a number");
      out.number = std::strtod(number.text.c_str(), nullptr);
    }
    return out;
  }

  // From "if" or "elif" or "else" to "end".
  Result<TemplateNode> condition(int depth) {
    Place begin = pieces_[piece_].place;
    TemplateNode node{.kind = TemplateNode::Kind::kIf, .text = "", .expression = {}, .filters = {}, .branches = {}, .place = begin};
    for (bool last = false; true;) {
      begin_tag(pieces_[piece_]);
      std::string first = next().text;
      if (first == "end") break;
      if (last) return template_error(pieces_[piece_].place, format("{} after else", first));
      Branch& branch = node.branches.emplace_back();
      if (first != "else") branch.condition = TRY(expression(0));
      last = first == "else";
      TRY(end_tag());
      branch.body = TRY(nodes(depth + 1));
      if (piece_ >= pieces_.size()) return template_error(begin, "if without end");
    }
    TRY(end_tag());
    return node;
  }

  Result<TemplateNode> loop(int depth) {
    Place begin = pieces_[piece_].place;
    TemplateNode node{.kind = TemplateNode::Kind::kFor, .text = "", .expression = {}, .filters = {}, .branches = {}, .place = begin};
    next();
    Token variable = next();
    bool is_word = std::find(std::begin(kWords), std::end(kWords), variable.text) != std::end(kWords);
    if (variable.kind != Token::Kind::kName || is_word) return template_error(variable.place, "for wants a name");
    if (!take("in")) return template_error(peek().place, "want in");
    node.text = variable.text;
    node.expression = TRY(expression(0));
    TRY(end_tag());
    names_.insert(names_.end(), {node.text, "loop"});
    node.branches.push_back({std::nullopt, TRY(nodes(depth + 1))});
    names_.resize(names_.size() - 2);
    if (piece_ < pieces_.size() && word() == "else") {
      begin_tag(pieces_[piece_]);
      next();
      TRY(end_tag());
      node.branches.push_back({std::nullopt, TRY(nodes(depth + 1))});
    }
    if (piece_ >= pieces_.size()) return template_error(begin, "for without end");
    if (word() != "end") return template_error(pieces_[piece_].place, format("{} in for", word()));
    begin_tag(pieces_[piece_]);
    next();
    TRY(end_tag());
    return node;
  }

  Result<void> escape() {
    next();
    Token name = next();
    std::optional<Filter> found = find_filter(name.text);
    if (!found || !is_escape(*found)) return template_error(name.place, "escape wants html, xml, csv, json, url, markdown, text or raw");
    out_.escape = *found;
    return end_tag();
  }

  // --- Words of a tag

  void begin_tag(const Piece& piece) {
    tokens_ = &piece.tokens;
    token_ = 0;
    end_ = {Token::Kind::kSign, "", piece.place};
    if (!piece.tokens.empty()) end_.place = piece.tokens.back().place;
  }

  const Token& peek() const { return token_ < tokens_->size() ? (*tokens_)[token_] : end_; }

  Token next() {
    Token out = peek();
    ++token_;
    return out;
  }

  bool take(std::string_view text) {
    bool there = token_ < tokens_->size() && peek().kind != Token::Kind::kText && peek().text == text;
    if (there) ++token_;
    return there;
  }

  Result<void> end_tag() {
    if (token_ < tokens_->size()) return template_error(peek().place, format("unexpected '{}'", peek().text));
    ++piece_;
    return {};
  }

  // --- Expressions

  static Expression joined(Expression::Kind kind, Expression left, Expression right, std::string text = "") {
    Expression out;
    out.kind = kind;
    out.text = std::move(text);
    out.operands.push_back(std::move(left));
    out.operands.push_back(std::move(right));
    return out;
  }

  Result<Expression> expression(int depth) {
    Expression left = TRY(conjunction(depth));
    for (int count = 0; take("or"); ++count) {
      if (count > kMaxDepth) return template_error(peek().place, "too many or");
      Expression right = TRY(conjunction(depth));
      left = joined(Expression::Kind::kOr, std::move(left), std::move(right));
    }
    return left;
  }

  Result<Expression> conjunction(int depth) {
    Expression left = TRY(negation(depth));
    for (int count = 0; take("and"); ++count) {
      if (count > kMaxDepth) return template_error(peek().place, "too many and");
      Expression right = TRY(negation(depth));
      left = joined(Expression::Kind::kAnd, std::move(left), std::move(right));
    }
    return left;
  }

  Result<Expression> negation(int depth) {
    if (depth > kMaxDepth) return template_error(peek().place, "an expression nested too deeply");
    if (!take("not")) return comparison(depth);
    Expression out;
    out.kind = Expression::Kind::kNot;
    out.operands.push_back(TRY(negation(depth + 1)));
    return out;
  }

  Result<Expression> comparison(int depth) {
    Expression left = TRY(primary(depth));
    for (std::string_view sign : {"==", "!=", "<=", ">=", "<", ">"}) {
      if (take(sign)) return joined(Expression::Kind::kCompare, std::move(left), TRY(primary(depth)), std::string(sign));
    }
    if (take("in")) return joined(Expression::Kind::kIn, std::move(left), TRY(primary(depth)));
    return left;
  }

  Result<Expression> primary(int depth) {
    Expression out;
    if (take("(")) {
      out = TRY(expression(depth + 1));
      if (!take(")")) return template_error(peek().place, "want )");
      return out;
    }
    if (take("[")) return list(depth);
    Token token = next();
    switch (token.kind) {
      case Token::Kind::kText: out.kind = Expression::Kind::kText, out.text = token.text; return out;
      case Token::Kind::kNumber: out.kind = Expression::Kind::kNumber, out.number = std::strtod(token.text.c_str(), nullptr); return out;
      case Token::Kind::kName: break;
      case Token::Kind::kSign:
        return template_error(token.place, token.text.empty() ? "the tag ends too early" : format("unexpected '{}'", token.text));
    }
    if (token.text == "true" || token.text == "false") {
      out.kind = Expression::Kind::kFlag, out.number = token.text == "true" ? 1 : 0;
      return out;
    }
    return path(token);
  }

  Result<Expression> list(int depth) {
    Expression out;
    out.kind = Expression::Kind::kList;
    while (!take("]")) {
      if (!out.operands.empty() && !take(",")) return template_error(peek().place, "want , or ]");
      if (depth > kMaxDepth) return template_error(peek().place, "an expression nested too deeply");
      out.operands.push_back(TRY(primary(depth + 1)));
    }
    return out;
  }

  Result<Expression> path(const Token& root) {
    bool known = std::find(std::begin(kRootNames), std::end(kRootNames), root.text) != std::end(kRootNames) ||
                 std::find(names_.begin(), names_.end(), root.text) != names_.end();
    if (!known) return template_error(root.place, format("nothing is called {} here", root.text));
    Expression out;
    out.path.push_back(root.text);
    while (take(".")) {
      Token part = next();
      if (part.kind != Token::Kind::kName && part.kind != Token::Kind::kNumber)
        return template_error(part.place, "want a name after the point");
      out.path.push_back(part.text);
    }
    return out;
  }

  std::vector<Piece> pieces_;
  std::size_t piece_ = 0;
  const std::vector<Token>* tokens_ = nullptr;
  std::size_t token_ = 0;
  Token end_;
  std::vector<std::string> names_;  // of the loops around
  Template out_;
};

}  // namespace

std::optional<Filter> find_filter(std::string_view word) {
  for (const FilterWord& one : kFilters) {
    if (one.word == word) return one.filter;
  }
  return std::nullopt;
}

bool is_escape(Filter filter) { return filter <= Filter::kText; }

Result<Template> parse_template(std::string_view text) {
  if (text.size() > kMaxBytes) return Error{Code::kLimit, format("longer than {} bytes", kMaxBytes)};
  std::vector<Piece> pieces = TRY(template_pieces(text));
  if (pieces.size() > kMaxPieces) return Error{Code::kLimit, format("more than {} tags", kMaxPieces)};
  return Parser(std::move(pieces)).parse();
}

}  // namespace batten::report
