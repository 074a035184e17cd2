// SPDX-License-Identifier: Apache-2.0
#include "match/reach.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "match/fake_lookup.h"
#include "match/match.h"
#include "model/symbol.h"

namespace batten::match {
namespace {

using fake::inventory;
using fake::Table;
using model::Advisory;
using model::Reached;
using model::Severity;

model::Package program(std::initializer_list<std::string_view> functions) {
  model::Package out;
  out.type = "golang";
  out.name = "golang.org/x/net";
  out.version = "v0.1.0";
  for (std::string_view name : functions) out.symbols.push_back(model::symbol_number(name));
  std::ranges::sort(out.symbols);
  out.has_symbols = true;
  return out;
}

Advisory row(std::string record, std::vector<model::Import> imports) {
  Advisory out;
  out.vulnerability_id = "CVE-2024-1";
  out.record_id = std::move(record);
  out.ecosystem = "golang";
  out.package = "golang.org/x/net";
  out.scheme = "go";
  out.state = model::State::kFixed;
  out.ranges = {{.introduced = "", .fixed = "0.2.0", .last_affected = {}}};
  out.severity = Severity::kHigh;
  out.imports = std::move(imports);
  return out;
}

model::Import import(std::string path, std::vector<std::string> symbols, std::vector<std::string> goos = {}) {
  return {.path = std::move(path), .symbols = std::move(symbols), .goos = std::move(goos), .goarch = {}};
}

Reach reach(const std::vector<Advisory>& rows, const model::Package& package) {
  std::vector<const Advisory*> pointers;
  for (const Advisory& each : rows) pointers.push_back(&each);
  return reach_of(pointers, package);
}

TEST(Reach, FunctionsArePresentOrAbsent) {
  std::vector<Advisory> rows = {
      row("GO-1", {import("golang.org/x/net/html", {"Parse", "Node.Render"}), import("golang.org/x/net/idna", {})})};
  Reach here = reach(rows, program({"golang.org/x/net/html", "golang.org/x/net/html.Node.Render"}));
  EXPECT_EQ(here.reached, Reached::kPresent);
  EXPECT_EQ(here.functions, "golang.org/x/net/html.Node.Render");
  Reach gone = reach(rows, program({"golang.org/x/net/html", "golang.org/x/net/html.Escape"}));
  EXPECT_EQ(gone.reached, Reached::kAbsent);
  EXPECT_EQ(gone.functions, "golang.org/x/net/html.Parse and 2 more");
  EXPECT_EQ(reach(rows, program({"golang.org/x/net/idna"})).reached, Reached::kPresent) << "all of a package";
  EXPECT_EQ(reach(rows, program({})).reached, Reached::kAbsent) << "linked, and nothing of it is left";
}

TEST(Reach, WhatIsNotSaidIsNotKnown) {
  model::Package stripped = program({});
  stripped.has_symbols = false;
  EXPECT_EQ(reach({row("GO-1", {import("a", {"F"})})}, stripped).reached, Reached::kUnknown);
  EXPECT_EQ(reach({row("GHSA-1", {})}, program({})).reached, Reached::kUnknown);
  EXPECT_EQ(reach({row("GO-1", {import("a", {"F"})}), row("GO-2", {})}, program({})).reached, Reached::kUnknown)
      << "a record of the Go database without functions is about the whole module";
  EXPECT_EQ(reach({row("GO-1", {import("a", {"F"})}), row("GHSA-1", {})}, program({})).reached, Reached::kAbsent)
      << "GitHub's never name any";
}

TEST(Reach, OtherSystemsDoNotCount) {
  std::vector<Advisory> rows = {row("GO-1", {import("path/filepath", {"Clean"}, {"windows"})})};
  EXPECT_EQ(reach(rows, program({"path/filepath.Clean"})).reached, Reached::kAbsent);
  rows[0].imports.push_back(import("path/filepath", {"Clean"}, {"darwin", "linux"}));
  EXPECT_EQ(reach(rows, program({"path/filepath.Clean"})).reached, Reached::kPresent);
}

TEST(Reach, AFindingIsRankedByIt) {
  Table table;
  table.add("golang", row("GHSA-1", {}));
  table.add("golang", row("GO-1", {import("golang.org/x/net/html", {"Parse"})}));
  auto matched = [&](const model::Package& package) {
    model::Inventory made = inventory("", "", "golang", package.name, package.version);
    made.packages[0].symbols = package.symbols;
    made.packages[0].has_symbols = package.has_symbols;
    auto outcome = match(made, table, {});
    EXPECT_TRUE(outcome);
    EXPECT_EQ(outcome->findings.size(), 1u);
    return outcome->findings.at(0);
  };
  model::Finding absent = matched(program({"golang.org/x/net/html"}));
  EXPECT_EQ(absent.reached, Reached::kAbsent);
  EXPECT_EQ(absent.severity, Severity::kNegligible);
  EXPECT_EQ(absent.explanation.functions, "golang.org/x/net/html.Parse");
  EXPECT_EQ(matched(program({"golang.org/x/net/html.Parse"})).severity, Severity::kHigh);
}

}  // namespace
}  // namespace batten::match
