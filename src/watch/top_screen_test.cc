// SPDX-License-Identifier: Apache-2.0
#include "watch/top_screen.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "watch/top_sample.h"

namespace batten::watch {
namespace {

// As a terminal would show it, without inks. Fails where something is outside of the screen.
std::string shown(const Screen& screen, ScreenSize size) {
  EXPECT_EQ(screen.size(), size.rows);
  std::string out;
  for (const ScreenLine& line : screen) {
    std::string text;
    unsigned at = 0;
    for (const Span& span : line) {
      EXPECT_LE(span.column + span.text.width, size.columns);
      if (span.text.text == std::string(size.columns, ' ')) continue;  // the ground of a line
      EXPECT_GE(span.column, at);
      text += std::string(span.column - std::min(at, span.column), ' ') + span.text.text;
      at = span.column + span.text.width;
    }
    while (text.ends_with(' ')) text.pop_back();
    out += text + '\n';
  }
  return out;
}

std::string drawn(const TopModel& model, TopControl& control, ScreenSize size, Letters letters = Letters::kAscii) {
  const TopTable table = make_top_table(model, control.question(), top_branch(letters));
  return shown(draw_top(model, table, control, size, letters), size);
}

void press(const TopModel& model, TopControl& control, const std::vector<KeyPress>& keys, ScreenSize size = {}) {
  for (const KeyPress& key : keys) {
    const TopTable table = make_top_table(model, control.question(), top_branch(Letters::kAscii));
    control.settle(table, top_rows(size));
    EXPECT_EQ(control.press(key, table, top_rows(size)), TopControl::Wish::kNone);
  }
}

TEST(TopScreen, ContainersAt80x24) {
  TopModel model = sample_model();
  TopControl control;
  EXPECT_EQ(drawn(model, control, {.columns = 80, .rows = 12}), "GOLDEN1");
}

TEST(TopScreen, ProcessesOfOneContainerAsATree) {
  TopModel model = sample_model();
  TopControl control;
  press(model, control, {{Key::kEnter}});
  EXPECT_EQ(drawn(model, control, {.columns = 100, .rows = 9}), "GOLDEN2");
}

TEST(TopScreen, FilesConnectionsAndAlerts) {
  TopModel model = sample_model();
  TopControl control;
  press(model, control, {{Key::kLetter, "3"}});
  EXPECT_EQ(drawn(model, control, {.columns = 80, .rows = 9}), "GOLDEN3");
  press(model, control, {{Key::kTab}});
  EXPECT_EQ(drawn(model, control, {.columns = 80, .rows = 7}), "GOLDEN4");
  press(model, control, {{Key::kTab}});
  EXPECT_EQ(drawn(model, control, {.columns = 80, .rows = 9}), "GOLDEN5");
}

TEST(TopScreen, AllFieldsOfAnAlert) {
  TopModel model = sample_model();
  TopControl control({.view = TopView::kAlerts, .container = {}, .filter = {}});
  press(model, control, {{Key::kDown}, {Key::kEnter}});
  EXPECT_EQ(drawn(model, control, {.columns = 60, .rows = 16}), "GOLDEN6");
}

TEST(TopScreen, SaysWhatIsMissing) {
  TopModel model;
  model.set_missing("no events, so neither alerts nor files: root is needed");
  model.set(sample_round(kSampleTime));
  TopControl control({.view = TopView::kFiles, .container = {}, .filter = {}});
  EXPECT_EQ(drawn(model, control, {.columns = 80, .rows = 7}), "GOLDEN7");
}

TEST(TopScreen, FitsAnySize) {
  TopModel model = sample_model();
  for (const unsigned columns : {1u, 2u, 10u, 40u, 79u, 81u, 200u, 1000u}) {
    for (const unsigned rows : {1u, 2u, 3u, 5u, 6u, 24u, 100u}) {
      for (std::size_t view = 0; view < kTopViews; ++view) {
        TopControl control({.view = static_cast<TopView>(view), .container = {}, .filter = {}});
        const std::string table = drawn(model, control, {columns, rows}, Letters::kUtf8);
        EXPECT_EQ(static_cast<unsigned>(std::ranges::count(table, '\n')), rows);
        press(model, control, {{Key::kLetter, "?"}}, {columns, rows});
        drawn(model, control, {columns, rows}, Letters::kUtf8);
      }
    }
  }
}

TEST(TopScreen, HostileNamesStayInTheirCells) {
  TopModel model;
  TopRound round = sample_round(kSampleTime);
  const std::string hostile = "a\x1B[2J\n\x07\xE6\xBC\xA2\xE5\xAD\x97\xE2\x80\xAE\xFF" + std::string(5'000, 'x');
  for (TopContainer& one : round.containers) one.name = one.image = hostile;
  for (TopProcess& one : round.processes) one.command = one.user = one.comm = hostile;
  for (TopConnection& one : round.connections) one.comm = hostile;
  model.set(round);
  open_file(model, "/" + hostile.substr(0, 100), 0, nullptr);
  model::Alert alert = sample_alert(model::Priority::kCritical, hostile, kWebId);
  alert.output = hostile;
  model.add(alert);
  for (std::size_t view = 0; view < kTopViews; ++view) {
    TopControl control({.view = static_cast<TopView>(view), .container = {}, .filter = {}});
    for (int page = 0; page < 2; ++page) {
      const ScreenSize size{.columns = 80, .rows = 24};
      const TopTable table = make_top_table(model, control.question(), top_branch(Letters::kUtf8));
      const Screen screen = draw_top(model, table, control, size, Letters::kUtf8);
      shown(screen, size);
      std::string bytes = paint({}, screen, true);
      // No escape sequences but those of the painter: places, clearing, inks.
      for (std::size_t at = bytes.find('\x1B'); at != std::string::npos; at = bytes.find('\x1B', at + 1)) {
        const std::size_t end = bytes.find_first_not_of("0123456789;", at + 2);
        ASSERT_NE(end, std::string::npos);
        EXPECT_TRUE(std::string_view("HGKm").contains(bytes[end])) << bytes.substr(at + 1, 10);
      }
      EXPECT_EQ(bytes.find_first_of("\n\r\x07"), std::string::npos);
      press(model, control, {{Key::kEnter}});
    }
  }
}

TEST(TopScreen, PaintsOnlyLinesThatDiffer) {
  const Screen before{{{.column = 0, .text = {"one", 3}, .ink = Ink::kPlain}}, {{.column = 2, .text = {"two", 3}, .ink = Ink::kChosen}}};
  EXPECT_EQ(paint(before, before, true), "");
  Screen after = before;
  after[1][0].text = {"2", 1};
  EXPECT_EQ(paint(before, after, true), "\x1B[2;1H\x1B[0m\x1B[K\x1B[3G\x1B[0;7m2\x1B[0m");
  EXPECT_TRUE(paint({}, before, true).contains("one"));
  // Without colours there are none.
  Screen warning{{{.column = 0, .text = {"w", 1}, .ink = Ink::kWarning}, {.column = 2, .text = {"b", 1}, .ink = Ink::kBar}}};
  EXPECT_TRUE(paint({}, warning, true).contains("33m"));
  EXPECT_FALSE(paint({}, warning, false).contains("3m"));
}

}  // namespace
}  // namespace batten::watch
