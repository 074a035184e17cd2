// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "alert/limit.h"
#include "alert/message_text.h"
#include "alert/output.h"
#include "alert/record.h"
#include "alert/sample_alert.h"
#include "fuzz/replay.h"

int output_config_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::alert {
namespace {

TEST(Outputs, ExamplesOfAllOpenOrAreRefused) {
  ASSERT_GE(all_outputs().size(), 8u);
  for (const Output* output : all_outputs()) {
    EXPECT_FALSE(output->summary.empty()) << output->name;
    EXPECT_TRUE(output->syntax.starts_with(output->name)) << output->name;
    ASSERT_FALSE(output->examples.empty()) << output->name;
    int opened = 0;
    for (const OutputExample& example : output->examples) {
      auto config = parse_output(example.text);
      Result<std::unique_ptr<Receiver>> receiver = Error{Code::kInternal, ""};
      std::string message = config ? "" : config.error().message;
      if (config) {
        EXPECT_EQ(config->kind, output->name) << example.text;
        receiver = output->open(*config);
        if (!receiver) message = receiver.error().message;
        if (auto least = config->option("priority"); receiver && !least.empty()) {
          if (auto priority = parse_priority(least); !priority) receiver = priority.error(), message = priority.error().message;
        }
      }
      if (example.wrong.empty()) {
        EXPECT_TRUE(receiver) << example.text << ": " << message;
        ++opened;
      } else {
        EXPECT_FALSE(receiver) << example.text;
        EXPECT_NE(message.find(example.wrong), std::string::npos) << example.text << ": " << message;
      }
    }
    EXPECT_GT(opened, 0) << output->name;
  }
}

TEST(OutputConfig, PartsAndEscapes) {
  auto config = parse_output("http=http://a/b?x=1\\,2,timeout=5s,header=A: b\\,c,header=D: e\\\\,insecure");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->target, "http://a/b?x=1,2");
  EXPECT_EQ(config->option("timeout"), "5s");
  EXPECT_EQ(config->options[1].second, "A: b,c");
  EXPECT_EQ(config->option("header"), "D: e\\");
  EXPECT_TRUE(config->flag("insecure"));
  EXPECT_FALSE(config->flag("queue"));
  EXPECT_EQ(*split_output(config->text()), *config);
  EXPECT_EQ(parse_output("stdout")->kind, "terminal");
  for (const char* wrong : {"", "=x", "nothing=1", "http=http://a,", "http=http://a,color=1", "HTTP=x", "http=x,=y"})
    EXPECT_FALSE(parse_output(wrong)) << wrong;
  EXPECT_FALSE(parse_output("http=" + std::string(20'000, 'a')));
}

TEST(OutputConfig, DurationsSizesPriorities) {
  using std::chrono::milliseconds;
  EXPECT_EQ(*parse_duration("250ms"), milliseconds(250));
  EXPECT_EQ(*parse_duration("2m"), milliseconds(120'000));
  EXPECT_EQ(*parse_duration("1h"), milliseconds(3'600'000));
  for (const char* wrong : {"", "5", "s", "-1s", "1d", "99999999999999999999s", "9999999h"}) EXPECT_FALSE(parse_duration(wrong)) << wrong;
  EXPECT_EQ(*parse_size("4096"), 4096u);
  EXPECT_EQ(*parse_size("2G"), 2ull << 30);
  for (const char* wrong : {"", "K", "1T", "-1", "99999999999G"}) EXPECT_FALSE(parse_size(wrong)) << wrong;
  EXPECT_EQ(*parse_priority("WARNING"), model::Priority::kWarning);
  EXPECT_EQ(*parse_priority("info"), model::Priority::kInformational);
  EXPECT_FALSE(parse_priority("loud"));
}

TEST(OutputConfig, Fuzz) { REPLAY_CORPUS(output_config_fuzz); }

TEST(MessageText, WordsAndFields) {
  auto plain = [](std::string_view text) { return std::string(text); };
  auto loud = [](std::string_view text) { return "<" + std::string(text) + ">"; };
  model::Alert alert = sample_alert();
  EXPECT_EQ(message_text("{priority}: {rule} {{x} {field:fd.name} {field:evt.res} {field:user.name} {field:none}", alert, plain),
            "Error: Write below etc {x} /etc/passwd -2 <NA> <NA>");
  EXPECT_EQ(message_text("{time} {container}/{image} {namespace}/{pod} {tags} {hostname} {source}", alert, plain),
            "2023-11-14T22:13:20.000000042Z web/registry.example.org/team/web:1.2 shop/web-0 filesystem, T1098 node-1 syscall");
  EXPECT_EQ(message_text("a<{message}>", alert, loud), "a<<File below /etc changed <0>>>");
  EXPECT_EQ(message_text(
                "{message}",
                [&] {
                  auto copy = alert;
                  copy.message.clear();
                  return copy;
                }(),
                plain),
            alert.output);
  EXPECT_FALSE(check_message_text("{rule"));
  EXPECT_FALSE(check_message_text("{}"));
  EXPECT_TRUE(check_message_text("{{{rule}} }"));
}

TEST(Record, ComesBackAsItWas) {
  for (int number : {0, 1}) {
    model::Alert alert = number == 0 ? sample_alert() : model::Alert{};
    auto again = decode_alert(encode_alert(alert));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, alert);
  }
  std::string bytes = encode_alert(sample_alert());
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_alert(bytes.substr(0, size))) << size;
  EXPECT_FALSE(decode_alert(bytes + "x"));
  bytes[0] = 9;
  EXPECT_EQ(decode_alert(bytes).error().code, Code::kUnsupported);
}

TEST(Limit, SoManyOfARuleInAContainer) {
  Limit limit({.burst = 2, .window = std::chrono::seconds(10)});
  model::Alert alert = sample_alert();
  auto at = [&](double seconds) {
    alert.time_ns = 1'000'000'000'000 + static_cast<std::uint64_t>(seconds * 1e9);
    return limit.judge(alert);
  };
  EXPECT_TRUE(at(0).passes);
  EXPECT_TRUE(at(0.1).passes);
  EXPECT_FALSE(at(0.2).passes);
  EXPECT_FALSE(at(1).passes);
  alert.container_id = "other";
  EXPECT_TRUE(at(1).passes);
  alert = sample_alert();
  alert.rule = "Another";
  EXPECT_TRUE(at(1).passes);
  alert = sample_alert();
  Limit::Verdict after = at(6);  // five seconds give one back
  EXPECT_TRUE(after.passes);
  EXPECT_EQ(after.held_back, 2u);
  EXPECT_FALSE(at(6.5).passes);
  EXPECT_TRUE(Limit(LimitOptions{}).judge(alert).passes);
}

TEST(Limit, ManyPairsAreBounded) {
  Limit limit({.burst = 1, .window = std::chrono::seconds(10)});
  model::Alert alert = sample_alert();
  int passed = 0;
  for (int i = 0; i < 40'000; ++i) {
    alert.container_id = std::to_string(i);
    alert.time_ns += 1000;
    passed += limit.judge(alert).passes ? 1 : 0;
  }
  EXPECT_EQ(passed, 40'000);
  EXPECT_FALSE(limit
                   .judge([&] {
                     auto first = alert;
                     first.container_id = "0";
                     return first;
                   }())
                   .passes);
}

}  // namespace
}  // namespace batten::alert
