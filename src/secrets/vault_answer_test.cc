// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_answer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "fuzz/replay.h"
#include "secrets/json_edit.h"
#include "secrets/json_field.h"
#include "secrets/json_member.h"

int vault_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::secrets {
namespace {

VaultAnswer answer(int status, std::string_view text) {
  WipedText body;
  body.append(text);
  Result<VaultAnswer> out = VaultAnswer::parse(status, std::move(body));
  EXPECT_TRUE(out) << text;
  return out ? std::move(*out) : VaultAnswer{};
}

TEST(VaultAnswers, SurviveAnything) { REPLAY_CORPUS(vault_fuzz); }

TEST(VaultAnswers, DataIsGivenToTheLetter) {
  VaultAnswer one = answer(200, R"({"a":"\"data\":{", "data" : { "data":{"n":1.50, "t":"\u003c}"} ,"x":1}})");
  EXPECT_EQ(one.data_text(), R"({ "data":{"n":1.50, "t":"\u003c}"} ,"x":1})");
  EXPECT_EQ(one.data_text("data"), R"({"n":1.50, "t":"\u003c}"})");
  EXPECT_EQ(one.data_text("x"), "");
  EXPECT_EQ(answer(200, R"({"data":null})").data_text(), "");
}

TEST(VaultAnswers, NumbersAreNotTrusted) {
  EXPECT_EQ(vault_lease(answer(200, R"({"lease_duration":-5,"lease_id":"x","renewable":true})")).ttl.count(), 0);
  EXPECT_EQ(vault_lease(answer(200, R"({"lease_duration":9223372036854775807})")).ttl.count(), 100ll * 365 * 24 * 3600);
  EXPECT_EQ(vault_lease(answer(200, R"({"lease_duration":"60"})")).ttl.count(), 0);
  EXPECT_FALSE(vault_lease(answer(200, R"({"renewable":true})")).renewable) << "without a lease there is nothing to renew";
  Lease just_now = vault_lease(answer(200, R"({"data":{"ttl":0,"last_vault_rotation":"2026-01-01T00:00:00Z"}})"));
  EXPECT_EQ(just_now.ttl.count(), 1) << "0 would be: no end";
}

TEST(VaultAnswers, AStatusIsAnError) {
  auto code = [](int status) { return answer(status, "").error(Code::kUnsupported).code; };
  EXPECT_EQ(code(403), Code::kDenied);
  EXPECT_EQ(code(401), Code::kDenied);
  EXPECT_EQ(code(404), Code::kNotFound);
  EXPECT_EQ(code(400), Code::kUnsupported);
  EXPECT_EQ(code(413), Code::kLimit);
  for (int status : {412, 429, 472, 473, 500, 501, 502, 503, 504}) EXPECT_EQ(code(status), Code::kUnavailable) << status;
  EXPECT_EQ(answer(400, R"({"errors":["1 error occurred:\n\t* a\n\n","\u001bb",7]})").said(), "1 error occurred: * a; ?b");
  EXPECT_EQ(answer(404, R"({"errors":[],"warnings":["wrong path"]})").said(), "wrong path");
  EXPECT_EQ(answer(502, "<html>").said(), "");
  EXPECT_LE(answer(400, R"({"errors":[")" + std::string(5000, 'x') + R"("]})").said().size(), 300u);
}

TEST(VaultAnswers, NamesThatAreNoPartOfAPathAreNotes) {
  base::Notes notes;
  VaultAnswer list = answer(200, R"({"data":{"keys":["app","team/","..","../","a/b","","/","x\ny",7]}})");
  EXPECT_EQ(vault_keys(list, "secret/", notes), (std::vector<std::string>{"app", "team/"}));
  EXPECT_EQ(notes.size(), 7u);
}

TEST(VaultAnswers, ASecretIsTakenOutOfAText) {
  std::string text = "abcd abcd abc";
  hide_secret(text, "abcd");
  EXPECT_EQ(text, "*** *** abc");
  hide_secret(text, "abc");
  EXPECT_EQ(text, "*** *** abc") << "too short: it would be everywhere";
  std::string stars = "*****";
  hide_secret(stars, "****");
  EXPECT_EQ(stars, "****");
}

TEST(JsonMembers, OfATextThatBreaksOffAsFarAsItGoes) {
  EXPECT_EQ(raw_members("{\"a").size(), 0u);
  EXPECT_EQ(raw_members("{\"a\\").size(), 0u);
}

TEST(JsonMembers, AFieldIsItsTextOrItsJson) {
  constexpr std::string_view kObject = R"({"t":"a\u00e4\n","n":1.50,"o":{"x": [1]},"none":null,"empty":"","b":false})";
  auto field = [&](std::string_view name) {
    Result<base::SecretBytes> out = json_field(kObject, name);
    return out ? std::string(out->view()) : "error: " + std::string(base::code_name(out.error().code));
  };
  EXPECT_EQ(field("t"), "a\u00e4\n");
  EXPECT_EQ(field("n"), "1.50");
  EXPECT_EQ(field("o"), R"({"x": [1]})");
  EXPECT_EQ(field("b"), "false");
  for (const char* name : {"none", "empty", "absent"}) EXPECT_EQ(json_field(kObject, name).error().code, Code::kNotFound) << name;
  EXPECT_EQ(json_field(kObject, "none").error().message, "the field is null");
  EXPECT_EQ(json_field(kObject, "empty").error().message, "the field is empty");
  EXPECT_EQ(json_field(kObject, "absent").error().message, "it has no such field");
  EXPECT_EQ(json_field("[]", "a").error().code, Code::kCorrupt);
}

// A text that is nowhere in memory as it is, but for what is made of it: kept with every bit turned over.
class Marker {
 public:
  explicit Marker(std::string_view text) {
    for (char c : text) turned_ += static_cast<char>(~c);
  }
  void append_to(std::string& out) const {
    for (char c : turned_) out += static_cast<char>(~c);
  }
  // In the heap of this process.
  bool is_in_memory() const {
    std::ifstream maps("/proc/self/maps");
    std::string line;
    while (std::getline(maps, line)) {
      std::size_t dash = line.find('-'), blank = line.find(' ');
      if (!line.contains("[heap]")) continue;
      std::uint64_t from = base::parse_unsigned(line.substr(0, dash), 16).value_or(0);
      std::uint64_t to = base::parse_unsigned(line.substr(dash + 1, blank - dash - 1), 16).value_or(0);
      for (const char* at = reinterpret_cast<const char*>(from); at + turned_.size() <= reinterpret_cast<const char*>(to);
           ++at) {  // NOLINT
        std::size_t i = 0;
        while (i < turned_.size() && at[i] == static_cast<char>(~turned_[i])) ++i;
        if (i == turned_.size()) return true;
      }
    }
    return false;
  }

 private:
  std::string turned_;
};

TEST(JsonMembers, NothingOfASecretStaysInMemory) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer's heap is not the one that is looked through";
#endif
  Marker marker(
      "wiped-"
      "marker-4711-a-long-one");
  auto parse = [&](bool wipes) {
    std::string text = R"({"data":{"password":")";
    text.reserve(1000);
    marker.append_to(text);
    text += "\"}}";
    {
      Result<json::Document> document = json::Document::parse(text, {.wipes = wipes});
      ASSERT_TRUE(document);
      EXPECT_FALSE((*document)["data"]["password"].string().empty());
      EXPECT_TRUE(marker.is_in_memory());
    }
    base::wipe(text);
  };
  parse(true);
  EXPECT_FALSE(marker.is_in_memory());
  std::string object = R"({"password":")";
  object.reserve(1000);
  marker.append_to(object);
  object += "\"}";
  {
    Result<base::SecretBytes> field = json_field(object, "password");
    ASSERT_TRUE(field);
    Result<WipedText> changed = with_member(object, "other", "1");
    ASSERT_TRUE(changed);
  }
  base::wipe(object);
  EXPECT_FALSE(marker.is_in_memory());
  parse(false);
  EXPECT_TRUE(marker.is_in_memory()) << "so the search finds what is there";
}

}  // namespace
}  // namespace batten::secrets
