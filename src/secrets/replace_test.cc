// SPDX-License-Identifier: Apache-2.0
#include "secrets/replace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "secrets/generate.h"

namespace batten::secrets {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Store {
  std::vector<std::string> versions;  // newest last; retired ones are empty
  std::optional<Error> put_fails, retire_fails;
};

class Fake final : public Session {
 public:
  explicit Fake(Store& store) : store_(store) {}
  Result<Secret> get(const Reference&) override {
    if (store_.versions.empty()) return Error{Code::kNotFound, "no such secret"};
    return Secret{base::SecretBytes(store_.versions.back()), std::to_string(store_.versions.size()), {}};
  }
  Result<std::string> put(const Reference&, std::string_view value) override {
    if (store_.put_fails) return *store_.put_fails;
    store_.versions.emplace_back(value);
    return std::to_string(store_.versions.size());
  }
  Result<void> retire_previous(const Reference&) override {
    if (store_.retire_fails) return *store_.retire_fails;
    if (store_.versions.size() > 1) store_.versions[store_.versions.size() - 2].clear();
    return {};
  }

 private:
  Store& store_;
};

class ReplaceTest : public ::testing::Test {
 protected:
  ReplaceTest() { sessions_.add("file", std::make_unique<Fake>(store_)); }
  Result<Replaced> replace(const ReplaceOptions& options = {}, std::string_view reference = "file:/a") {
    return replace_secret(sessions_, *parse_reference(reference), base::SecretBytes("new"), options);
  }
  Store store_;
  std::chrono::system_clock::time_point now_{};
  Sessions sessions_{Surroundings{.environment = [](const char*) { return std::string(); },
                                  .now = [this] { return now_; },
                                  .sleep = [this](milliseconds time) { now_ += time; }}};
};

using Versions = std::vector<std::string>;

TEST_F(ReplaceTest, TheOldVersionIsRetiredWhenAllIsWell) {
  store_.versions = {"old"};
  int asked = 0;
  auto out = replace(
      {.is_well = [&]() -> Result<void> { return ++asked < 3 ? Result<void>(Error{Code::kUnavailable, "not yet"}) : Result<void>(); }});
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->end, Replaced::End::kRetired);
  EXPECT_EQ(out->version, "2");
  EXPECT_EQ(store_.versions, (Versions{"", "new"}));
  EXPECT_EQ(asked, 3);
}

TEST_F(ReplaceTest, TheOldValueIsPutBackWhenItIsNot) {
  store_.versions = {"old"};
  auto out = replace({.is_well = []() -> Result<void> { return Error{Code::kUnavailable, "no answer"}; }, .well_within = seconds(10)});
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->end, Replaced::End::kPutBack);
  EXPECT_EQ(out->version, "3");
  EXPECT_EQ(store_.versions, (Versions{"old", "", "old"}));
  ASSERT_FALSE(out->notes.empty());
  EXPECT_TRUE(out->notes[0].contains("no answer"));
  EXPECT_EQ(now_.time_since_epoch(), seconds(10));
}

TEST_F(ReplaceTest, WhatCantBePutBackIsSaid) {
  store_.versions = {"old"};
  auto out = replace({.is_well = [&]() -> Result<void> {
                        store_.put_fails = Error{Code::kUnavailable, "down"};
                        return Error{Code::kUnavailable, "no answer"};
                      },
                      .well_within = milliseconds(0)});
  ASSERT_FALSE(out);
  EXPECT_TRUE(out.error().message.contains("could NOT be put back: down")) << out.error().message;
}

TEST_F(ReplaceTest, AStoreWithoutVersionsKeepsTheOldOne) {
  store_.versions = {"old"};
  store_.retire_fails = Error{Code::kUnsupported, "keeps no versions"};
  auto out = replace();
  ASSERT_TRUE(out);
  EXPECT_EQ(out->end, Replaced::End::kOldStays);
  EXPECT_EQ(out->notes.size(), 1u);
}

TEST_F(ReplaceTest, NothingIsChangedWithoutNeed) {
  store_.versions = {"new"};
  EXPECT_EQ(replace().error().code, Code::kConflict);
  EXPECT_EQ(store_.versions.size(), 1u);
  store_.versions = {"old"};
  store_.put_fails = Error{Code::kDenied, "read only"};
  EXPECT_EQ(replace().error().code, Code::kDenied);
  EXPECT_EQ(store_.versions, Versions{"old"});
}

TEST_F(ReplaceTest, AFirstValueHasNothingToRetire) {
  auto out = replace();
  ASSERT_TRUE(out);
  EXPECT_EQ(store_.versions, Versions{"new"});
  EXPECT_TRUE(out->notes.empty());
}

TEST(RandomValue, IsOfItsAlphabetAndNeverTwiceTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    auto value = random_value(*parse_value_spec("length=40,alphabet=hex"));
    ASSERT_TRUE(value);
    EXPECT_EQ(value->size(), 40u);
    EXPECT_EQ(value->view().find_first_not_of("0123456789abcdef"), std::string_view::npos);
    seen.emplace(value->view());
  }
  EXPECT_EQ(seen.size(), 200u);
  EXPECT_EQ(random_value(*parse_value_spec(""))->size(), 32u);
  EXPECT_EQ(random_value(*parse_value_spec("24"))->size(), 24u);
}

TEST(RandomValue, AllCharactersComeEquallyOften) {
  auto value = random_value(*parse_value_spec("length=4096,alphabet=digits"));
  ASSERT_TRUE(value);
  double chi = 0;
  for (char digit = '0'; digit <= '9'; ++digit) {
    double count = static_cast<double>(std::ranges::count(value->view(), digit));
    chi += std::pow(count - 409.6, 2) / 409.6;
  }
  EXPECT_LT(chi, 45);  // nine degrees of freedom: one in a million
}

TEST(RandomValue, OneThatCanBeGuessedIsRefused) {
  for (std::string_view spec : {"8", "length=19,alphabet=digits", "0", "5000", "alphabet=runes", "length=", "x=3"})
    EXPECT_FALSE(parse_value_spec(spec)) << spec;
  EXPECT_TRUE(parse_value_spec("length=20,alphabet=digits"));
}

}  // namespace
}  // namespace batten::secrets
