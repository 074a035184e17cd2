// SPDX-License-Identifier: Apache-2.0
//
// Messages for people in a chat: incoming webhooks of Slack and of those that take the same (Mattermost, Rocket.Chat), of Discord and of
// Microsoft Teams (workflows: an adaptive card). text= is a template (alert/message_text.h).
#include <algorithm>
#include <array>

#include "alert/message_text.h"
#include "alert/output.h"
#include "alert/webhook.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "model/alert_json.h"

namespace batten::alert::outputs {
namespace {

constexpr std::string_view kSlackText = "*{priority}* {rule} (container {container}, host {hostname})\n{message}";
constexpr std::string_view kPlainText = "**{priority}** {rule} (container {container}, host {hostname})\n{message}";
constexpr std::size_t kDiscordCharacters = 2000;  // more is refused
constexpr std::size_t kMaxBytes = 12'000;
constexpr std::array<std::string_view, 4> kStyles = {"slack", "mattermost", "discord", "teams"};

// Slack's own three (docs.slack.dev, "Formatting message text"): nothing in an alert becomes a link or calls people.
std::string slack_escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

// Others read Markdown: what has a meaning there is written with a backslash, and "@" does not call anybody.
std::string markdown_escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (std::string_view("\\`*_~|<>[]#@").contains(c)) out += '\\';
    out += c;
    if (c == '@') out += "\xe2\x80\x8b";
  }
  return out;
}

std::string_view colour_of(model::Priority priority) {
  if (priority <= model::Priority::kError) return "danger";
  return priority <= model::Priority::kNotice ? "warning" : "good";
}

// At the border of a character.
std::string shortened(std::string text, std::size_t most) {
  text = base::to_utf8(text);
  if (text.size() <= most) return text;
  std::size_t end = most - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

class Slack final : public Receiver {
 public:
  Slack(Webhook webhook, std::string style, std::string text)
      : webhook_(std::move(webhook)), style_(std::move(style)), text_(std::move(text)) {}

  Delivery deliver(std::span<const model::Alert> alerts) override { return webhook_.post(body(alerts.front()), "application/json"); }

 private:
  std::string body(const model::Alert& alert) const {
    std::string text = message_text(text_, alert, style_ == "slack" ? slack_escaped : markdown_escaped);
    text = shortened(std::move(text), style_ == "discord" ? kDiscordCharacters : kMaxBytes);
    json::Writer writer(0);
    writer.begin_object();
    if (style_ == "discord") {
      writer.member("content", text).key("allowed_mentions").begin_object().key("parse").begin_array().end_array().end_object();
    } else if (style_ == "teams") {
      write_card(writer, text);
    } else {
      writer.key("attachments").begin_array().begin_object();
      writer.member("color", colour_of(alert.priority)).member("fallback", text).member("text", text);
      writer.key("mrkdwn_in").strings({"text"}).end_object().end_array();
    }
    writer.end_object();
    return writer.take();
  }

  static void write_card(json::Writer& writer, const std::string& text) {
    writer.member("type", "message").key("attachments").begin_array().begin_object();
    writer.member("contentType", "application/vnd.microsoft.card.adaptive").key("content").begin_object();
    writer.member("$schema", "http://adaptivecards.io/schemas/adaptive-card.json").member("type", "AdaptiveCard").member("version", "1.4");
    writer.key("body").begin_array().begin_object();
    writer.member("type", "TextBlock").member("text", text).member("wrap", true);
    writer.end_object().end_array().end_object().end_object().end_array();
  }

  Webhook webhook_;
  std::string style_, text_;
};

Result<std::unique_ptr<Receiver>> open(const OutputConfig& config) {
  std::string style(config.option("style", "slack"));
  if (std::ranges::find(kStyles, style) == kStyles.end())
    return Error{Code::kInvalidArgument, format("style={}: slack, mattermost, discord or teams", base::printable(style))};
  std::string text(config.option("text", style == "slack" ? kSlackText : kPlainText));
  TRY_IN("text", check_message_text(text));
  return std::make_unique<Slack>(TRY(Webhook::open(config)), std::move(style), std::move(text));
}

constexpr std::array<std::string_view, 2> kOptions = {"style", "text"};
constexpr OutputExample kExamples[] = {{"slack=https://hooks.example.org/services/x", ""},
                                       {"slack=https://chat.example.org/hooks/x,style=mattermost,priority=error", ""},
                                       {"slack=http://a/b,style=discord,text={rule}: {field:proc.name}\\, {{x}", ""},
                                       {"slack=http://a/b,style=teams", ""},
                                       {"slack=http://a/b,style=irc", "discord or teams"},
                                       {"slack=http://a/b,text={nothing}", "there is no {nothing}"},
                                       {"slack=http://a/b,text={rule", "not closed"},
                                       {"slack", "no URL"}};

}  // namespace

extern constinit const Output slack;
constinit const Output slack = {
    .name = "slack",
    .summary = "a message in a chat: Slack, Mattermost, Discord, Microsoft Teams",
    .syntax = "slack=URL[,style=slack|mattermost|discord|teams][,text=TEMPLATE]",
    .options = kOptions,
    .remote = true,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::alert::outputs
