// SPDX-License-Identifier: Apache-2.0
//
// What OpenSSL and keytool wrote, with and without keys.
#include "leaks/key_store.h"

#include <gtest/gtest.h>

#include <string>

#include "base/file.h"
#include "fuzz/replay.h"

int key_store_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::leaks {
namespace {

KeyStore store(std::string_view name) {
  Result<std::string> bytes =
      base::read_file(std::string(BATTEN_SOURCE_DIR) + "/fuzz/corpus/key_store_fuzz/" + std::string(name), 1u << 20);
  EXPECT_TRUE(bytes) << name;
  return bytes ? read_key_store(*bytes) : KeyStore{};
}

TEST(KeyStore, TellsWhoseKeysAreUnderAPassword) {
  for (std::string_view name : {"normal.p12", "java.p12", "key.jks", "key.jceks"}) {
    const KeyStore read = store(name);
    EXPECT_TRUE(read.whole && read.has_key && !read.has_bare_key) << name;
  }
  EXPECT_EQ(store("normal.p12").form, KeyStore::Form::kPkcs12);
  EXPECT_EQ(store("key.jks").form, KeyStore::Form::kJava);
  EXPECT_TRUE(store("bare.p12").has_bare_key);
  EXPECT_FALSE(store("bare.p12").has_key);
}

TEST(KeyStore, SaysWhatItDoesNotSee) {
  EXPECT_TRUE(store("certificates.p12").whole);
  EXPECT_FALSE(store("certificates.p12").has_key);
  EXPECT_FALSE(store("trusted.jks").has_key);
  EXPECT_TRUE(store("trusted.jks").whole);
  EXPECT_TRUE(store("secret.jceks").has_key);
  EXPECT_FALSE(store("secret.jceks").whole);  // a sealed object of Java
}

TEST(KeyStore, IsNoneWhenItEndsEarly) {
  Result<std::string> bytes = base::read_file(std::string(BATTEN_SOURCE_DIR) + "/fuzz/corpus/key_store_fuzz/key.jks", 1u << 20);
  ASSERT_TRUE(bytes);
  for (std::size_t size = 0; size < bytes->size(); ++size)
    EXPECT_FALSE(read_key_store(std::string_view(*bytes).substr(0, size)).whole) << size;
}

TEST(KeyStore, Fuzz) { REPLAY_CORPUS(key_store_fuzz); }

}  // namespace
}  // namespace batten::leaks
