// SPDX-License-Identifier: Apache-2.0
#include "watch/top_control.h"

#include <gtest/gtest.h>

#include "watch/top_sample.h"

namespace batten::watch {
namespace {

struct Person {
  TopModel model = sample_model();
  TopControl control;

  TopTable table() {
    TopTable out = make_top_table(model, control.question(), "`-");
    control.settle(out, 10);
    return out;
  }
  TopControl::Wish press(KeyPress key) {
    const TopTable shown = table();
    return control.press(key, shown, 10);
  }
  void type(std::string_view text) {
    for (const char letter : text) press({Key::kLetter, std::string(1, letter)});
  }
  std::string chosen() {
    const TopTable shown = table();
    return shown.rows.empty() ? "" : shown.rows[control.chosen()].cells[0];
  }
};

TEST(TopControl, MovesAmongRows) {
  Person person;
  EXPECT_EQ(person.chosen(), "web");  // uses most
  person.type("j");
  EXPECT_EQ(person.chosen(), "(host)");
  person.press({Key::kEnd});
  EXPECT_EQ(person.chosen(), "job");
  person.press({Key::kDown});
  EXPECT_EQ(person.chosen(), "job");
  person.press({Key::kHome});
  EXPECT_EQ(person.chosen(), "web");
}

TEST(TopControl, TheSameRowStaysChosenWhereverItGoes) {
  Person person;
  person.type("j");
  TopRound round = sample_round(kSampleTime + 1);
  round.containers[1].cpu_percent = 99;  // the job is the first now
  person.model.set(round);
  EXPECT_EQ(person.chosen(), "(host)");
  round.containers.erase(round.containers.begin());
  person.model.set(round);
  EXPECT_EQ(person.chosen(), "web");
}

TEST(TopControl, GoesIntoAContainerAndBack) {
  Person person;
  person.press({Key::kDown});
  person.press({Key::kUp});
  person.press({Key::kEnter});
  EXPECT_EQ(person.control.question().view, TopView::kProcesses);
  EXPECT_EQ(person.control.question().container, kWebId);
  EXPECT_EQ(person.table().rows.size(), 2u);
  person.press({Key::kTab});
  EXPECT_EQ(person.control.question().view, TopView::kFiles);
  EXPECT_EQ(person.table().rows.size(), 2u);
  person.type("5");
  EXPECT_EQ(person.table().rows.size(), 2u);
  person.press({Key::kEscape});
  EXPECT_EQ(person.control.question().view, TopView::kContainers);
  EXPECT_FALSE(person.control.question().container);
  EXPECT_EQ(person.chosen(), "web");
}

TEST(TopControl, FiltersWhileItIsTyped) {
  Person person;
  person.type("2/WORKERx");
  EXPECT_TRUE(person.control.typing());
  EXPECT_TRUE(person.table().rows.empty());
  person.press({Key::kBackspace});
  EXPECT_EQ(person.table().rows.size(), 1u);
  person.press({Key::kEnter});
  EXPECT_FALSE(person.control.typing());
  EXPECT_EQ(person.control.question().filter, "WORKER");
  person.press({Key::kEscape});
  EXPECT_EQ(person.table().rows.size(), 4u);
  // q is a letter of the filter as well.
  person.type("/q");
  EXPECT_EQ(person.control.question().filter, "q");
  EXPECT_EQ(person.press({Key::kInterrupt}), TopControl::Wish::kQuit);
}

TEST(TopControl, SortsAndKeepsTheOrderOfEachView) {
  Person person;
  person.type("2");
  EXPECT_EQ(person.table().rows.front().cells[0], "1");
  person.type("s");
  EXPECT_EQ(person.table().rows.front().cells[0], "201");  // cpu
  person.type("s");
  EXPECT_EQ(person.table().rows.front().cells[0], "300");  // memory
  person.type("12");
  EXPECT_EQ(person.table().rows.front().cells[0], "300");
}

TEST(TopControl, PagesAndWishes) {
  Person person;
  person.type("?");
  EXPECT_EQ(person.control.page(), TopControl::Page::kHelp);
  person.press({Key::kEscape});
  EXPECT_EQ(person.control.page(), TopControl::Page::kTable);
  person.type("5");
  person.press({Key::kEnter});
  EXPECT_EQ(person.control.page(), TopControl::Page::kDetails);
  EXPECT_EQ(top_details(person.model, TopView::kAlerts, person.control.key()).front().second, "Package manager");
  person.type("p");
  EXPECT_TRUE(person.control.paused());
  EXPECT_EQ(person.press({Key::kSuspend}), TopControl::Wish::kSuspend);
  EXPECT_EQ(person.press({Key::kLetter, "q"}), TopControl::Wish::kQuit);
}

TEST(TopTable, RowsOfTheSameNameAreBothReached) {
  Person person;
  TopRound round = sample_round(kSampleTime + 1);
  round.connections = {round.connections[0], round.connections[0], round.connections[0]};
  round.connections[2].local = "9";
  person.model.set(round);
  person.type("4jj");
  EXPECT_EQ(person.control.chosen(), 2u);
}

TEST(TopTable, ARingOfParentsIsShownOnce) {
  Person person;
  TopRound round = sample_round(kSampleTime + 1);
  round.processes = {sample_process(5, 6, "a", 0, ""), sample_process(6, 5, "b", 0, ""), sample_process(7, 7, "c", 0, "")};
  person.model.set(round);
  person.type("2");
  EXPECT_EQ(person.table().rows.size(), 3u);
}

}  // namespace
}  // namespace batten::watch
