// SPDX-License-Identifier: Apache-2.0
#include "model/alert_json.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace batten::model {
namespace {

Alert shell() {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  Alert out;
  out.time_ns = 1'700'000'000'000'000'042;
  out.rule = "Terminal shell in container";
  out.priority = Priority::kInformational;
  out.hostname = "node-1";
  out.output = "A shell by bash";
  out.tags = {"shell", "container", "shell"};
  out.fields = {
      {"proc.name", std::string("bash")}, {"evt.time", std::uint64_t{1'700'000'000'000'000'042}}, {"proc.name", std::string("x")}};
  return out;
}

TEST(AlertJson, IsAsFalcoWritesIt) {
  constexpr std::string_view kExpected =
      R"({"hostname":"node-1","output":"22:13:20.000000042: Informational A shell by bash",)"
      R"("output_fields":{"evt.time":1700000000000000042,"proc.name":"bash"},"priority":"Informational",)"
      R"("rule":"Terminal shell in container","source":"syscall","tags":["container","shell"],"time":"2023-11-14T22:13:20.000000042Z"})";
  EXPECT_EQ(alert_json(shell()), kExpected);
}

TEST(AlertJson, KeepsTypesAndSaysNullForNone) {
  Alert alert = shell();
  alert.message = "A shell";
  alert.fields = {{"a", std::monostate{}},    {"b", true},
                  {"c", std::int64_t{-3}},    {"d", 0.5},
                  {"e", std::string("\"\n")}, {"f", std::vector<std::string>{"x", "y"}}};
  std::string text = alert_json(alert);
  EXPECT_NE(text.find(R"("output_fields":{"a":null,"b":true,"c":-3,"d":0.5,"e":"\"\n","f":["x","y"]})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("message":"A shell")"), std::string::npos) << text;
}

TEST(AlertJson, BytesThatAreNotUtf8AreReplaced) {
  Alert alert = shell();
  alert.output = "file=\xff\xfe.";
  alert.fields = {{"fd.name", std::string("/tmp/\xc3\x28")}};
  std::string text = alert_json(alert);
  EXPECT_NE(text.find("file=\xef\xbf\xbd\xef\xbf\xbd."), std::string::npos) << text;
  EXPECT_NE(text.find("/tmp/\xef\xbf\xbd("), std::string::npos) << text;
}

TEST(AlertJson, ValuesAsText) {
  EXPECT_EQ(alert_value_text(std::monostate{}), "<NA>");
  EXPECT_EQ(alert_value_text(std::uint64_t{7}), "7");
  EXPECT_EQ(alert_value_text(true), "true");
  EXPECT_EQ(alert_value_text(std::vector<std::string>{"a", "b"}), "(a,b)");
}

}  // namespace
}  // namespace batten::model
