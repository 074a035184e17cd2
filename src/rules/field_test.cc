// SPDX-License-Identifier: Apache-2.0
//
// Each family's own examples say what its fields give; here they are held to it.
#include "rules/field.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <set>
#include <string>

#include "rules/event_path.h"
#include "rules/moment_fixture.h"

namespace batten::rules {
namespace {

struct Asked {
  const Field* field = nullptr;
  std::string argument;
  bool given = false;
};

Asked ask(std::string_view text) {
  Asked out;
  const std::size_t bracket = text.find('[');
  const std::string_view name = text.substr(0, bracket);
  out.field = find_field(name);
  if (out.field == nullptr) return out;
  out.argument =
      bracket == std::string_view::npos ? dotted_argument(*out.field, name) : text.substr(bracket + 1, text.size() - bracket - 2);
  out.given = bracket != std::string_view::npos || !out.argument.empty();
  return out;
}

class FieldExamples : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    setenv("TZ", "UTC", 1);
    tzset();
  }
};

TEST_F(FieldExamples, HoldForEveryFamily) {
  TableSurroundings around;
  for (const FieldFamily* family : all_field_families()) {
    for (const FieldExample& example : family->examples) {
      Result<WrittenEvent> written = read_event_text(example.event);
      ASSERT_TRUE(written) << example.event << ": " << written.error().message;
      const model::Event event = written->event.event();
      const Moment moment = moment_of(*written, event, around);
      const Asked asked = ask(example.field);
      ASSERT_NE(asked.field, nullptr) << example.field;
      Scratch scratch;
      const Value value =
          asked.field->get({moment, asked.given ? make_argument(asked.argument) : FieldArgument{}, PathView::kText, scratch});
      std::string shown(value.has_value() ? field_text(*asked.field, value, scratch) : "<NA>");
      if (value.kind == Value::Kind::kBytes) shown = bytes_text(value.text, scratch);
      EXPECT_EQ(shown, example.value) << example.field << " of " << example.event;
      if (value.has_value() && asked.field->may_have != nullptr) {
        EXPECT_TRUE(asked.field->may_have(event.info(), make_argument(asked.argument))) << example.field;
      }
    }
  }
}

TEST_F(FieldExamples, EveryFieldHasOne) {
  std::set<std::string_view> names;
  for (const FieldFamily* family : all_field_families()) {
    std::set<const Field*> shown;
    for (const FieldExample& example : family->examples) shown.insert(ask(example.field).field);
    for (const Field& field : family->fields) {
      EXPECT_TRUE(shown.contains(&field)) << field.name;
      EXPECT_FALSE(field.description.empty()) << field.name;
      EXPECT_TRUE(names.insert(field.name).second) << field.name << " is there twice";
    }
  }
  EXPECT_GT(names.size(), 200u);
}

// Whatever may_have rules out for a type, get has no value for: no rule is left out that could match.
TEST_F(FieldExamples, WhatATypeCannotHaveIsNeverThere) {
  TableSurroundings around;
  model::Process process;
  process.program = std::make_shared<model::Program>();
  for (const model::EventTypeInfo& info : model::all_event_types()) {
    model::EventBuilder builder(info.type);
    for (const model::Param& param : info.params) {
      if (param.kind == model::ParamKind::kSocket) {
        batten_socket socket{};
        socket.family = 2;
        socket.remote_port = 80;
        builder.socket(param.name, socket);
      } else if (model::is_text(param.kind)) {
        builder.text(param.name, "/x");
      }
    }
    Result<model::OwnedEvent> made = builder.build();
    ASSERT_TRUE(made) << info.name << made.error().message;
    const model::Event event = made->event();
    const Moment moment{.event = &event, .process = &process, .surroundings = &around};
    for (const FieldFamily* family : all_field_families()) {
      for (const Field& field : family->fields) {
        if (field.may_have == nullptr || field.may_have(info, {})) continue;
        Scratch scratch;
        EXPECT_FALSE(field.get({moment, {}, PathView::kText, scratch}).has_value()) << field.name << " of " << info.name;
        EXPECT_FALSE(field.get({moment, {}, PathView::kReal, scratch}).has_value()) << field.name << " of " << info.name;
      }
    }
  }
}

TEST(FindField, TakesDottedArguments) {
  ASSERT_NE(find_field("evt.arg.flags"), nullptr);
  EXPECT_EQ(find_field("evt.arg.flags")->name, "evt.arg");
  EXPECT_EQ(dotted_argument(*find_field("evt.arg.flags"), "evt.arg.flags"), "flags");
  EXPECT_EQ(find_field("k8s.pod.label.app.kubernetes.io/name")->name, "k8s.pod.label");
  EXPECT_EQ(find_field("proc.name")->name, "proc.name");
  EXPECT_EQ(find_field("proc.name.x"), nullptr);
  EXPECT_EQ(find_field("evt.arg."), nullptr);
  EXPECT_EQ(find_field("nothing.here"), nullptr);
  EXPECT_EQ(find_field("container.image.repository")->name, "container.image.repository");
}

TEST(JoinedPath, IsWorkedOutAsText) {
  Scratch scratch;
  EXPECT_EQ(joined_path("/var", "../etc/./passwd", scratch), "/etc/passwd");
  EXPECT_EQ(joined_path("/var", "/etc//passwd/", scratch), "/etc/passwd");
  EXPECT_EQ(joined_path("", "/../../x", scratch), "/x");
  EXPECT_EQ(joined_path("/", "..", scratch), "/");
  EXPECT_EQ(joined_path("/a/b", "", scratch), "/a/b");
  EXPECT_EQ(joined_path("", "a/../b", scratch), "a/../b");
  EXPECT_EQ(joined_path("", "./a//b", scratch), "a/b");
  EXPECT_EQ(joined_path("/a", "b", scratch), "/a/b");
  EXPECT_EQ(joined_path("", "/", scratch), "/");
  EXPECT_EQ(joined_path("", "/...", scratch), "/...");
}

TEST(RealPath, DiffersOnlyWhereItLeadsElsewhere) {
  Scratch scratch;
  const auto differs = [&](std::string_view text) {
    Result<WrittenEvent> written = read_event_text(text);
    EXPECT_TRUE(written) << text;
    return real_path_differs(written->event.event(), scratch);
  };
  EXPECT_FALSE(differs("{openat: {name: /etc/shadow, real: /etc/shadow, fd: 3}}"));
  EXPECT_FALSE(differs("{openat: {name: ../etc/shadow, base: /tmp, real: /etc/shadow, fd: 3}}"));
  EXPECT_FALSE(differs("{openat: {name: /etc/shadow, fd: ENOENT}}"));
  EXPECT_TRUE(differs("{openat: {name: /proc/self/root/etc/shadow, real: /etc/shadow, fd: 3}}"));
  EXPECT_TRUE(differs("{rename: {oldpath: /a, newpath: /link/b, real: /etc/b}}"));
  EXPECT_TRUE(differs("{rename: {oldpath: /link/a, oldreal: /etc/a, newpath: /b}}"));
  EXPECT_FALSE(differs("{rename: {oldpath: /a, oldreal: /a, newpath: /b, real: /b}}"));
  EXPECT_FALSE(differs("{fchmod: {fd: 3, real: /etc/b}}"));
}

}  // namespace
}  // namespace batten::rules
