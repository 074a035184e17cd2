// SPDX-License-Identifier: Apache-2.0
//
// Files that age itself has encrypted (the corpus of the fuzz target, and new ones where age is installed), and what is wrong with them.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/hash.h"
#include "base/process.h"
#include "base/seal.h"
#include "base/text.h"
#include "fuzz/replay.h"
#include "secrets/age_file.h"
#include "secrets/provider.h"
#include "secrets/reference.h"

int age_file_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::secrets {
namespace {

// Of no secret: the characters 0123456789abcdef twice.
const std::string kIdentity =
    "AGE-SECRET-"
    "KEY-1XQCNYVE5X5MRWWPEV93XXER9VCCRZV3NXS6NVDEC89SKYCMYV4NQGHJEHT";

std::vector<base::SecretBytes> identities() {
  Result<std::vector<base::SecretBytes>> out = age_identities("# created: today\n\n" + kIdentity + "\r\n");
  EXPECT_TRUE(out) << out.error().message;
  return std::move(*out);
}

std::string corpus(const std::string& name) {
  Result<std::string> out = base::read_file(BATTEN_SOURCE_DIR "/fuzz/corpus/age_file_fuzz/" + name, 1u << 20);
  EXPECT_TRUE(out);
  return *out;
}

std::string opened(std::string_view file) {
  Result<base::SecretBytes> out = open_age_file(file, identities());
  return out ? std::string(out->view()) : std::string(base::code_name(out.error().code)) + ": " + out.error().message;
}

TEST(Age, ReadsIdentities) {
  Result<base::SecretBytes> one = age_identity(kIdentity);
  ASSERT_TRUE(one);
  EXPECT_EQ(one->view(), "0123456789abcdef0123456789abcdef");
  for (std::size_t i = 0; i < kIdentity.size(); ++i) {  // every letter counts
    std::string wrong = kIdentity;
    wrong[i] = wrong[i] == 'Q' ? 'P' : 'Q';
    EXPECT_FALSE(age_identity(wrong)) << wrong;
    EXPECT_FALSE(age_identity(kIdentity.substr(0, i))) << i;
  }
  EXPECT_FALSE(age_identity(base::lower(kIdentity)));
  EXPECT_FALSE(age_identity(kIdentity + "Q"));
  EXPECT_EQ(age_identities("# none\n").error().code, Code::kNotFound);
  EXPECT_EQ(age_identities("AGE-PLUGIN-YUBIKEY-1Q\n").error().code, Code::kUnsupported);
  EXPECT_EQ(age_identities(kIdentity.substr(0, 40)).error().code, Code::kCorrupt);
}

TEST(Age, OpensWhatAgeSealed) {
  EXPECT_EQ(opened(corpus("binary")), "a secret\n");
  EXPECT_EQ(opened(corpus("armor")), "{\"password\":\"p\"}");
  EXPECT_EQ(opened("\n" + corpus("armor") + "\n"), "{\"password\":\"p\"}");
  EXPECT_EQ(opened(corpus("empty")), "");
  EXPECT_TRUE(opened(corpus("other")).starts_with("denied: "));
}

TEST(Age, NoByteOfAFileCanBeChanged) {
  for (const char* name : {"binary", "empty"}) {
    std::string file = corpus(name);
    for (std::size_t i = 0; i < file.size(); ++i) {
      std::string changed = file;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      EXPECT_TRUE(opened(changed).starts_with("corrupt: ") || opened(changed).starts_with("denied: "))
          << name << " " << i << ": " << opened(changed);
      EXPECT_TRUE(opened(file.substr(0, i)).starts_with("corrupt: ")) << name << " " << i;
    }
    EXPECT_TRUE(opened(file + "x").starts_with("corrupt: "));
  }
}

TEST(Age, WhatIsNotForUs) {
  EXPECT_TRUE(opened("age-encryption.org/v1\n-> scrypt abc 18\n\n--- " + std::string(43, 'A') + "\n").starts_with("unsupported: "));
  EXPECT_TRUE(opened("age-encryption.org/v1\n-> new x y\n\n--- " + std::string(43, 'A') + "\n").starts_with("denied: "));
  EXPECT_TRUE(opened("age-encryption.org/v1\n--- " + std::string(43, 'A') + "\n").starts_with("corrupt: "));
  EXPECT_TRUE(opened("age-encryption.org/v2\n").starts_with("corrupt: "));
  EXPECT_TRUE(opened("").starts_with("corrupt: "));
  std::string zero =
      "age-encryption.org/v1\n-> X25519 " + std::string(43, 'A') + "\n" + std::string(43, 'A') + "\n--- " + std::string(43, 'A') + "\n";
  EXPECT_EQ(opened(zero), "corrupt: age: a recipient X25519 whose share is of low order");
}

// The derivation of RFC 5869 (A.3), and keys that are none.
TEST(Seal, PublishedVectorAndWrongKeys) {
  EXPECT_EQ(base::to_hex(base::hkdf_sha256(std::string(22, '\x0b'), "", "").view()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
  std::string key(32, 'k');
  EXPECT_EQ(base::x25519_public(key)->size(), 32u);
  EXPECT_FALSE(base::x25519(key.substr(1), key));
  EXPECT_FALSE(base::x25519(key, std::string(32, '\0')));
  EXPECT_FALSE(base::x25519_public("short"));
  EXPECT_FALSE(base::open_chacha20_poly1305(key, std::string(12, '\0'), "too short"));
  EXPECT_FALSE(base::open_chacha20_poly1305(key, std::string(12, '\0'), std::string(40, 'x')));
}

TEST(Age, ServesAsAProvider) {
  auto has_age = base::run_process({"age-keygen"}, "", std::chrono::seconds(10));
  if (!has_age || has_age->exit_status != 0) GTEST_SKIP() << "needs age";
  std::string folder = testing::TempDir() + "age_provider";
  std::filesystem::create_directories(folder);
  std::string keys = folder + "/keys.txt";
  ASSERT_TRUE(base::write_file_atomic(keys, has_age->out));
  std::string recipient;
  base::each_line(has_age->out, [&](std::string_view line) {
    if (line.starts_with("# public key: ")) recipient = line.substr(14);
  });

  std::map<std::string, std::string> variables = {{"AGE_IDENTITY_FILE", keys}};
  Surroundings surroundings = this_process();
  surroundings.environment = [&](const char* name) { return variables.contains(name) ? variables[name] : std::string(); };
  Result<std::unique_ptr<Session>> session = find_provider("age")->open(surroundings);
  ASSERT_TRUE(session) << session.error().message;
  auto get = [&](const std::string& text) {
    Result<Secret> out = (*session)->get(*parse_reference(text));
    return out ? std::string(out->value.view()) : std::string(base::code_name(out.error().code));
  };
  auto seal = [&](const std::string& name, std::string_view text, std::vector<std::string> more) {
    std::vector<std::string> argv = {"age", "-r", recipient, "-o", folder + "/" + name};
    argv.insert(argv.end(), more.begin(), more.end());
    auto done = base::run_process(argv, text, std::chrono::seconds(10));
    EXPECT_TRUE(done && done->exit_status == 0);
  };
  seal("line", "a line\n", {});
  EXPECT_EQ(get("age:" + folder + "/line"), "a line");
  EXPECT_EQ(get("age:" + folder + "/line?raw=true"), "a line\n");
  seal("json", "{\"user\":\"app\",\"password\":\"p\"}", {"-a"});
  EXPECT_EQ(get("age:" + folder + "/json#password"), "p");
  EXPECT_EQ(get("age:" + folder + "/json#gone"), "not found");
  // Sizes around the chunks of 64 KiB.
  for (std::size_t size : {65'535u, 65'536u, 65'537u, 131'071u, 131'072u, 131'073u, 1'000'000u}) {
    std::string text(size, 'x');
    for (std::size_t i = 0; i < size; i += 977) text[i] = static_cast<char>(i);
    seal("large", text, {});
    EXPECT_EQ(get("age:" + folder + "/large?raw=true"), text) << size;
    std::filesystem::remove(folder + "/large");
  }
  seal("nothing", "", {});
  EXPECT_EQ(get("age:" + folder + "/nothing"), "not found");
  EXPECT_EQ(get("age:" + folder + "/gone"), "not found");
  variables.clear();
  EXPECT_EQ(find_provider("age")->open(surroundings).error().code, Code::kInvalidArgument);
  std::filesystem::remove_all(folder);
}

TEST(Age, Fuzz) { REPLAY_CORPUS(age_file_fuzz); }

}  // namespace
}  // namespace batten::secrets
