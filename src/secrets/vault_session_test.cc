// SPDX-License-Identifier: Apache-2.0
//
// The session against a server: keys and values, secrets made on demand, lists. Every test runs against the stand-in and against Vault
// itself where that is built.
#include "secrets/vault_session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>

#include "secrets/json_field.h"
#include "secrets/vault_fixture.h"

namespace batten::secrets {
namespace {

class VaultSessions : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!server().reason().empty()) GTEST_SKIP() << server().reason();
    world_.variables = {{"VAULT_ADDR", server()["url"]}, {"VAULT_TOKEN", server()["app_token"]}};
    open();
  }
  void open(std::string_view token = "app_token") {
    world_.variables["VAULT_TOKEN"] = server()[token];
    Result<std::unique_ptr<Session>> opened = world_.open();
    ASSERT_TRUE(opened) << opened.error().message;
    session_ = std::move(*opened);
  }
  VaultProcess& server() const { return VaultProcess::of(GetParam()); }
  Session& session() { return *session_; }

  std::string value(std::string_view reference) {
    Result<Secret> secret = session().get(parsed(reference));
    return secret ? std::string(secret->value.view()) : "error: " + secret.error().message;
  }
  Error refusal(std::string_view reference) {
    Result<Secret> secret = session().get(parsed(reference));
    EXPECT_FALSE(secret) << reference;
    return secret ? Error{} : secret.error();
  }
  std::string put(std::string_view reference, std::string_view text) {
    Result<std::string> version = session().put(parsed(reference), text);
    return version ? *version : "error: " + version.error().message;
  }

  VaultWorld world_;
  std::unique_ptr<Session> session_;
};
INSTANTIATE_TEST_SUITE_P(Servers, VaultSessions, testing::Values("stand-in", "real"),
                         [](const auto& one) { return std::string(one.param == std::string_view("real") ? "Real" : "StandIn"); });

TEST_P(VaultSessions, AFieldIsReadByBothPathsOfAVersionedSecret) {
  EXPECT_EQ(value("vault:secret/data/app#password"), "s3cret-\u00e4-\"quoted\"\n");
  EXPECT_EQ(value("vault:secret/app#password"), "s3cret-\u00e4-\"quoted\"\n");
  EXPECT_EQ(value("vault:secret/app#password?version=1"), "first");
  EXPECT_EQ(value("vault:team/kv/app#password"), "of the team");
  EXPECT_EQ(value("vault:team/kv/data/app#password"), "of the team");
  EXPECT_EQ(value("vault:old/app#password"), "of version 1");
  Result<Secret> secret = session().get(parsed("vault:secret/app#user"));
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->version, "2");
  EXPECT_EQ(secret->lease.ttl.count(), 0);
  EXPECT_EQ(secret->lease.id, "");
}

TEST_P(VaultSessions, AFieldThatIsNoTextIsItsJson) {
  EXPECT_EQ(value("vault:secret/app#count"), "1.5");
  std::string nested = value("vault:secret/app#nested");
  std::erase(nested, ' ');
  EXPECT_EQ(nested, "{\"a\":[1,2]}");
}

TEST_P(VaultSessions, TheWholeIsAnObject) {
  std::string whole = value("vault:secret/app");
  Result<base::SecretBytes> user = json_field(whole, "user");
  ASSERT_TRUE(user) << whole;
  EXPECT_EQ(user->view(), "app");
  EXPECT_FALSE(whole.contains("metadata"));
}

TEST_P(VaultSessions, WhatIsNotThereIsNotFoundAndNeverEmpty) {
  for (const char* reference : {"vault:secret/app#nothing", "vault:secret/app#none", "vault:secret/app#empty", "vault:secret/nowhere#a",
                                "vault:secret/app#user?version=77", "vault:old/nowhere#a"})
    EXPECT_EQ(refusal(reference).code, Code::kNotFound) << reference;
  EXPECT_EQ(refusal("vault:secret/app#user?version=x").code, Code::kInvalidArgument);
  EXPECT_EQ(refusal("vault:secret/app#user?version=0").code, Code::kInvalidArgument);
  EXPECT_EQ(refusal("vault:old/app#user?version=1").code, Code::kInvalidArgument);
  EXPECT_EQ(refusal("vault:secret/app#user?method=post").code, Code::kInvalidArgument);
}

TEST_P(VaultSessions, WhatMayNotBeReadIsDenied) {
  EXPECT_EQ(refusal("vault:secret/closed/one#a").code, Code::kDenied);
  EXPECT_EQ(refusal("vault:nomount/app#a").code, Code::kDenied);
  EXPECT_EQ(refusal("vault:sys/seal-status-of-nothing#a").code, Code::kDenied);
  EXPECT_TRUE(refusal("vault:secret/closed/one#a").message.contains("/v1/secret/data/closed/one: 403"));
}

TEST_P(VaultSessions, ADeletedOrDestroyedVersionSaysSo) {
  ASSERT_EQ(put("vault:secret/gone#a", "one"), "1");
  ASSERT_EQ(put("vault:secret/gone#a", "two"), "2");
  server().call("DELETE", "/v1/secret/data/gone", "");
  Error deleted = refusal("vault:secret/gone#a");
  EXPECT_EQ(deleted.code, Code::kNotFound);
  EXPECT_TRUE(deleted.message.contains("version 2 was deleted at 20")) << deleted.message;
  server().call("PUT", "/v1/secret/destroy/gone", "{\"versions\":[1]}");
  Error destroyed = refusal("vault:secret/gone#a?version=1");
  EXPECT_EQ(destroyed.code, Code::kNotFound);
  EXPECT_TRUE(destroyed.message.contains("version 1 was destroyed")) << destroyed.message;
  EXPECT_EQ(put("vault:secret/gone#a", "three"), "3");  // its number counts on
  EXPECT_EQ(value("vault:secret/gone#a"), "three");
}

TEST_P(VaultSessions, PutKeepsTheOtherFields) {
  server().call("POST", "/v1/secret/data/kept", R"({"data":{"user":"app","n":7,"password":"old","z":{"a":[true,null]}}})");
  EXPECT_EQ(put("vault:secret/kept#password", "new \"one\"\\"), "2");
  EXPECT_EQ(value("vault:secret/kept#password"), "new \"one\"\\");
  EXPECT_EQ(value("vault:secret/kept#user"), "app");
  EXPECT_EQ(value("vault:secret/kept#n"), "7");
  EXPECT_EQ(put("vault:secret/kept#more", "field"), "3");
  EXPECT_EQ(value("vault:secret/kept#password"), "new \"one\"\\");
  EXPECT_EQ(value("vault:secret/kept#password?version=1"), "old");
  EXPECT_EQ(put("vault:old/kept#a", "1"), "");
  EXPECT_EQ(put("vault:old/kept#b", "2"), "");
  EXPECT_EQ(value("vault:old/kept#a") + value("vault:old/kept#b"), "12");
  EXPECT_EQ(put("vault:secret/whole", R"({"a":"x","b":"y"})"), "1");
  EXPECT_EQ(value("vault:secret/whole#b"), "y");
}

TEST_P(VaultSessions, PutRefusesWhatCanNotBeStoredAsItIs) {
  auto code = [&](std::string_view reference, std::string_view text) {
    Result<std::string> version = session().put(parsed(reference), text);
    return version ? Code::kInternal : version.error().code;
  };
  EXPECT_EQ(code("vault:secret/odd#a", ""), Code::kInvalidArgument);
  EXPECT_EQ(code("vault:secret/odd#a", "\xff\xfe"), Code::kInvalidArgument);
  EXPECT_EQ(code("vault:secret/odd", "no object"), Code::kInvalidArgument);
  EXPECT_EQ(code("vault:secret/odd", "{}"), Code::kInvalidArgument);
  EXPECT_EQ(code("vault:secret/odd#a?version=1", "x"), Code::kInvalidArgument);
  EXPECT_EQ(code("vault:secret/closed/one#a", "x"), Code::kDenied);
  EXPECT_EQ(code("vault:database/creds/app#a", "x"), Code::kUnsupported);
  EXPECT_EQ(code("vault:nomount/app#a", "x"), Code::kDenied);
  EXPECT_EQ(refusal("vault:secret/odd#a").code, Code::kNotFound);
}

TEST_P(VaultSessions, BinaryValuesGoAsBase64) {
  std::string bytes("\x00\xff\x80 key\n", 8);
  ASSERT_EQ(put("vault:secret/binary#key?encoding=base64", bytes), "1");
  EXPECT_EQ(value("vault:secret/binary#key?encoding=base64"), bytes);
  EXPECT_EQ(value("vault:secret/binary#key"), "AP+AIGtleQo=");
  EXPECT_EQ(refusal("vault:secret/app#password?encoding=base64").code, Code::kCorrupt);
  EXPECT_EQ(refusal("vault:secret/app#user?encoding=hex").code, Code::kInvalidArgument);
}

TEST_P(VaultSessions, TenMebibytesComeAndGoWhereTheServerTakesThem) {
  std::string large(10u << 20, 'x');
  large[5] = '"';
  Result<std::string> refused = session().put(parsed("vault:secret/large#a"), large);
  ASSERT_FALSE(refused);  // a mebibyte is the default of both
  EXPECT_EQ(refused.error().code, Code::kLimit) << refused.error().message.substr(0, 500);
  EXPECT_LT(refused.error().message.size(), 500u);
  if (server().is_real()) return;
  server().control(R"({"max_string":0})");
  ASSERT_EQ(put("vault:secret/large#a", large), "1");
  EXPECT_TRUE(value("vault:secret/large#a") == large);
  server().call("DELETE", "/v1/secret/metadata/large", "");
  server().control(R"({"max_string":1048576})");
}

TEST_P(VaultSessions, AChangeMeanwhileIsAConflict) {
  ASSERT_EQ(put("vault:secret/raced#a", "mine"), "1");
  std::vector<std::jthread> writers;
  std::atomic<int> stored = 0, conflicts = 0, others = 0;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&] {
      Result<std::unique_ptr<Session>> own = world_.open();
      if (!own) return;
      for (int j = 0; j < 5; ++j) {
        Result<std::string> version = (*own)->put(parsed("vault:secret/raced#f" + std::to_string(j)), "x");
        (version ? stored : version.error().code == Code::kConflict ? conflicts : others)++;
      }
    });
  }
  writers.clear();
  EXPECT_EQ(others, 0);
  EXPECT_GT(stored, 0);
  EXPECT_EQ(stored + conflicts, 40);
  Result<Secret> now = session().get(parsed("vault:secret/raced#a"));
  ASSERT_TRUE(now);
  EXPECT_EQ(now->version, std::to_string(1 + stored));  // no write was lost, none counted twice
}

TEST_P(VaultSessions, TheVersionBeforeCanBeRetired) {
  ASSERT_EQ(put("vault:secret/retired#a", "one"), "1");
  EXPECT_TRUE(session().retire_previous(parsed("vault:secret/retired#a")));  // there is none
  ASSERT_EQ(put("vault:secret/retired#a", "two"), "2");
  ASSERT_EQ(put("vault:secret/retired#a", "three"), "3");
  ASSERT_TRUE(session().retire_previous(parsed("vault:secret/retired#a")));
  EXPECT_EQ(value("vault:secret/retired#a"), "three");
  EXPECT_TRUE(refusal("vault:secret/retired#a?version=2").message.contains("version 2 was destroyed"));
  EXPECT_EQ(value("vault:secret/retired#a?version=1"), "one");
  Result<void> of_version_1 = session().retire_previous(parsed("vault:old/app#password"));
  ASSERT_FALSE(of_version_1);
  EXPECT_EQ(of_version_1.error().code, Code::kUnsupported);
}

TEST_P(VaultSessions, APolicyForTheDataAloneIsEnough) {
  open("data_token");
  EXPECT_EQ(value("vault:secret/data/app#user"), "app");
  EXPECT_EQ(value("vault:secret/app#user"), "app");
  EXPECT_EQ(put("vault:secret/narrow#a", "one"), "1");
  EXPECT_EQ(put("vault:secret/narrow#a", "two"), "2");
  Result<void> retired = session().retire_previous(parsed("vault:secret/narrow#a"));
  ASSERT_FALSE(retired);  // secret/destroy/ is not among what it may
  EXPECT_EQ(retired.error().code, Code::kDenied);
  EXPECT_EQ(refusal("vault:old/app#user").code, Code::kDenied);
}

TEST_P(VaultSessions, CredentialsComeWithALease) {
  Result<Secret> user = session().get(parsed("vault:database/creds/app#username"));
  Result<Secret> password = session().get(parsed("vault:database/creds/app#password"));
  ASSERT_TRUE(user && password);
  EXPECT_TRUE(user->value.view().starts_with("v-app-"));
  EXPECT_EQ(user->lease.id, password->lease.id) << "of one set";
  EXPECT_TRUE(user->lease.id.starts_with("database/creds/app/"));
  EXPECT_NEAR(static_cast<double>(user->lease.ttl.count()), 3600, 30);
  EXPECT_TRUE(user->lease.renewable);
  Result<Secret> next = session().get(parsed("vault:database/creds/app#username"));
  ASSERT_TRUE(next);
  EXPECT_NE(next->lease.id, user->lease.id) << "asked for again: a new set";

  Result<Lease> renewed = session().renew(user->lease);
  ASSERT_TRUE(renewed) << renewed.error().message;
  EXPECT_EQ(renewed->id, user->lease.id);
  EXPECT_NEAR(static_cast<double>(renewed->ttl.count()), 3600, 30);
  ASSERT_TRUE(session().revoke(user->lease));
  Result<Lease> gone = session().renew(user->lease);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, Code::kNotFound) << gone.error().message;
  EXPECT_TRUE(session().revoke(user->lease)) << "gone is what was wanted";
  EXPECT_FALSE(session().renew(Lease{}));
  EXPECT_FALSE(session().revoke(Lease{}));
}

TEST_P(VaultSessions, CredentialsEndWithTheirLease) {
  Result<Secret> brief = session().get(parsed("vault:database/creds/brief"));
  ASSERT_TRUE(brief) << brief.error().message;
  EXPECT_TRUE(brief->value.view().contains("\"password\""));
  EXPECT_LE(brief->lease.ttl.count(), 2);
  std::this_thread::sleep_for(std::chrono::milliseconds(3500));
  Result<Lease> renewed = session().renew(brief->lease);
  ASSERT_FALSE(renewed);
  EXPECT_EQ(renewed.error().code, Code::kNotFound);
}

TEST_P(VaultSessions, AStaticRoleTellsHowLongItsPasswordStays) {
  Result<Secret> secret = session().get(parsed("vault:database/static-creds/fixed#password"));
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_FALSE(secret->value.empty());
  EXPECT_EQ(secret->lease.id, "");
  EXPECT_FALSE(secret->lease.renewable);
  EXPECT_GT(secret->lease.ttl.count(), 80'000);
  EXPECT_LE(secret->lease.ttl.count(), 86'400);
  Result<Secret> again = session().get(parsed("vault:database/static-creds/fixed#password"));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->value.view(), secret->value.view());
  Result<Secret> unknown = session().get(parsed("vault:database/creds/nobody#password"));
  ASSERT_FALSE(unknown);
  EXPECT_TRUE(unknown.error().message.contains("unknown role: nobody")) << unknown.error().message;
}

TEST_P(VaultSessions, PathsBelowAPrefixAreListed) {
  auto listed = [&](const std::string& prefix, base::Notes& notes) {
    Result<std::vector<Reference>> found = session().list(prefix, notes);
    EXPECT_TRUE(found) << (found ? "" : found.error().message);
    std::vector<std::string> out;
    for (const Reference& one : found.value_or(std::vector<Reference>())) out.push_back(to_string(one));
    return out;
  };
  auto has = [](const std::vector<std::string>& all, std::string_view one) { return std::ranges::find(all, one) != all.end(); };
  base::Notes notes;
  std::vector<std::string> all = listed("secret", notes);
  EXPECT_TRUE(has(all, "vault:secret/data/app"));
  EXPECT_TRUE(has(all, "vault:secret/data/deep/er/one"));
  EXPECT_FALSE(has(all, "vault:secret/data/closed/one"));
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].where, "vault:secret/closed/");
  EXPECT_EQ(notes[0].kind, base::Note::Kind::kSkipped);
  notes.clear();
  EXPECT_EQ(listed("secret/deep/", notes), std::vector<std::string>{"vault:secret/data/deep/er/one"});
  EXPECT_EQ(listed("secret/data/deep/er", notes), std::vector<std::string>{"vault:secret/data/deep/er/one"});
  EXPECT_EQ(listed("secret/nothing", notes), std::vector<std::string>{});
  EXPECT_TRUE(has(listed("old/", notes), "vault:old/app"));
  EXPECT_TRUE(notes.empty());
  std::vector<std::string> everywhere = listed("", notes);
  EXPECT_TRUE(has(everywhere, "vault:team/kv/data/app") && has(everywhere, "vault:old/app") && has(everywhere, "vault:secret/data/app"));
  for (const std::string& one : all) EXPECT_TRUE(session().get(parsed(one)) || one.contains("gone")) << one;
  EXPECT_FALSE(session().list("database", notes));
  EXPECT_FALSE(session().list("secret/../old", notes));
}

TEST_P(VaultSessions, OddNamesStayOneName) {
  EXPECT_EQ(put("vault:secret/a b/c%23d%3Fe%25f/\u00fc#x", "odd"), "1");
  EXPECT_EQ(value("vault:secret/a b/c%23d%3Fe%25f/\u00fc#x"), "odd");
  base::Notes notes;
  Result<std::vector<Reference>> found = session().list("secret/a b", notes);
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ(found->front().path, "secret/data/a b/c#d?e%f/\u00fc");
}

}  // namespace
}  // namespace batten::secrets
