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
  EXPECT_EQ(drawn(model, control, {.columns = 80, .rows = 12}),
            " batten top  CPU 24.4 % of 2  memory 4.0 GiB of 16 GiB  3 alerts   08:00:00 UTC\n"
            " 1 containers  2 processes  3 files  4 connections  5 alerts\n"
            " CONTAINER        IMAGE             CPU%   MEMORY PROCS CONNS OPENS/S     ALERTS\n"
            " web              example/web:1.~   41.2  200 MiB     2     1    13.0      1c 1w\n"
            " (host)           -                  7.5  3.0 GiB     2     -     1.0         1n\n"
            " job              example/job:2      0.0   12 MiB     2     -     0.0          -\n"
            "\n"
            "\n"
            "\n"
            "\n"
            "\n"
            " Enter open  / filter  s sort: cpu  p pause  ? help  q quit              1 of 3\n");
}

TEST(TopScreen, ProcessesOfOneContainerAsATree) {
  TopModel model = sample_model();
  TopControl control;
  press(model, control, {{Key::kEnter}});
  EXPECT_EQ(drawn(model, control, {.columns = 100, .rows = 9}),
            " batten top  CPU 24.4 % of 2  memory 4.0 GiB of 16 GiB  3 alerts                       08:00:00 UTC\n"
            " 1 containers  2 processes  3 files  4 connections  5 alerts   of web\n"
            "     PID USER       CPU%   MEMORY S CONTAINER         COMMAND\n"
            "     200 root        1.0   12 MiB S web               nginx: master\n"
            "     201 root       40.2   13 MiB S web               `-nginx: worker\n"
            "\n"
            "\n"
            "\n"
            " Enter open  / filter  s sort: tree  p pause  ? help  q quit                                 1 of 2\n");
}

TEST(TopScreen, FilesConnectionsAndAlerts) {
  TopModel model = sample_model();
  TopControl control;
  press(model, control, {{Key::kLetter, "3"}});
  EXPECT_EQ(drawn(model, control, {.columns = 80, .rows = 9}),
            " batten top  CPU 24.4 % of 2  memory 4.0 GiB of 16 GiB  3 alerts   08:00:00 UTC\n"
            " 1 containers  2 processes  3 files  4 connections  5 alerts\n"
            "   OPENED  WRITTEN   PER S CONTAINER     PROCESS      PATH\n"
            "       12        0    12.0 web           nginx        /srv/page.html\n"
            "        1        0     1.0 (host)        nginx        /etc/passwd\n"
            "        1        1     1.0 web           nginx        /var/log/nginx/access.log\n"
            "\n"
            "\n"
            " Enter open  / filter  s sort: opened  p pause  ? help  q quit           1 of 3\n");
  press(model, control, {{Key::kTab}});
  EXPECT_EQ(drawn(model, control, {.columns = 80, .rows = 7}),
            " batten top  CPU 24.4 % of 2  memory 4.0 GiB of 16 GiB  3 alerts   08:00:00 UTC\n"
            " 1 containers  2 processes  3 files  4 connections  5 alerts\n"
            " LOCAL              REMOTE             STATE       CONTAINER    PROCESS\n"
            " 172.17.0.2:80      10.0.0.9:50000     ESTABLISHED web          201 nginx\n"
            "\n"
            "\n"
            " Enter open  / filter  s sort: state  p pause  ? help  q quit            1 of 1\n");
  press(model, control, {{Key::kTab}});
  EXPECT_EQ(drawn(model, control, {.columns = 80, .rows = 9}),
            " batten top  CPU 24.4 % of 2  memory 4.0 GiB of 16 GiB  3 alerts   08:00:00 UTC\n"
            " 1 containers  2 processes  3 files  4 connections  5 alerts\n"
            " TIME UTC PRIORITY      CONTAINER          RULE\n"
            " 07:59:55 Notice        (host)             Package manager\n"
            " 07:59:55 Critical      web                Release agent was written\n"
            " 07:59:55 Warning       web                Terminal shell in container\n"
            "\n"
            "\n"
            " Enter open  / filter  s sort: newest  p pause  ? help  q quit           1 of 3\n");
}

TEST(TopScreen, AllFieldsOfAnAlert) {
  TopModel model = sample_model();
  TopControl control({.view = TopView::kAlerts, .container = {}, .filter = {}});
  press(model, control, {{Key::kDown}, {Key::kEnter}});
  EXPECT_EQ(drawn(model, control, {.columns = 60, .rows = 16}),
            " batten top  CPU 24.4 % of 2  memory 4.0 GiB of 16 GiB  3 a~\n"
            " 1  2  3  4  5 alerts\n"
            " All about it\n"
            " rule         Release agent was written\n"
            " priority     Critical\n"
            " time         2027-01-15T07:59:55.000000000Z\n"
            " source       syscall\n"
            " output       A shell was started (command=sh -i)\n"
            " tags         shell, T1059\n"
            " container    web\n"
            " image\n"
            " proc.cmdline sh -i\n"
            " proc.pid     222\n"
            "\n"
            "\n"
            " Esc back  j k scroll  q quit\n");
}

TEST(TopScreen, SaysWhatIsMissing) {
  TopModel model;
  model.set_missing("no events, so neither alerts nor files: root is needed");
  model.set(sample_round(kSampleTime));
  TopControl control({.view = TopView::kFiles, .container = {}, .filter = {}});
  EXPECT_EQ(drawn(model, control, {.columns = 80, .rows = 7}),
            " batten top  CPU 24.4 % of 2  memory 4.0 GiB of 16 GiB             08:00:00 UTC\n"
            " 1 containers  2 processes  3 files  4 connections  5 alerts\n"
            "   OPENED  WRITTEN   PER S CONTAINER     PROCESS      PATH\n"
            " opened files are told by events, which can't be seen\n"
            "\n"
            " no events, so neither alerts nor files: root is needed\n"
            " Enter open  / filter  s sort: opened  p pause  ? help  q quit\n");
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
  TopModel model({.host_files = true});
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
