// SPDX-License-Identifier: Apache-2.0
//
// What a shared database says of itself, and signatures; pushing and pulling are tried with a real registry (tests/db).
#include <gtest/gtest.h>

#include "base/process.h"
#include "fuzz/replay.h"
#include "share/artifact.h"
#include "share/keys.h"
#include "share/simple_signing.h"

int artifact_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::share {
namespace {

model::Digest digest_of(char c) { return model::Digest::of_sha256_hex(std::string(64, c)); }

SharedFeed feed_named(const std::string& name) {
  SharedFeed out;
  out.status.name = name;
  out.status.revision = 3;
  out.status.data_date = "2024-05-01T00:00:00Z";
  out.status.fetched = out.status.checked = "2024-05-02T00:00:00Z";
  out.status.advisories = 7;
  out.status.vulnerabilities = 8;
  out.status.refused = 1;
  out.status.digest = std::string(64, 'c');
  out.stream_bytes = 1000;
  out.blob = digest_of('b');
  out.blob_bytes = 100;
  return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(Artifact, ReadsWhatItWrites) {
  std::string bytes = encode_artifact({feed_named("debian"), feed_named("kev")});
  auto feeds = decode_artifact(bytes);
  ASSERT_TRUE(feeds) << feeds.error().message;
  ASSERT_EQ(feeds->size(), 2u);
  const SharedFeed& kev = feeds->at(1);
  EXPECT_EQ(kev.status.name, "kev");
  EXPECT_EQ(kev.status.revision, 3);
  EXPECT_EQ(kev.status.digest, std::string(64, 'c'));
  EXPECT_EQ(kev.status.advisories, 7u);
  EXPECT_EQ(kev.status.checked, "2024-05-02T00:00:00Z");
  EXPECT_EQ(kev.blob, digest_of('b'));
  EXPECT_EQ(kev.blob_bytes, 100u);
  EXPECT_EQ(kev.stream_bytes, 1000u);
  EXPECT_EQ(encode_artifact(*feeds), bytes);
}

TEST(Artifact, RefusesWhatIsNone) {
  const std::string good = encode_artifact({feed_named("kev")});
  EXPECT_EQ(decode_artifact("{}").error().code, Code::kUnsupported);
  EXPECT_EQ(decode_artifact("no json").error().code, Code::kCorrupt);
  EXPECT_FALSE(decode_artifact(replaced(good, "vnd.batten.db.v1", "vnd.batten.db.v2")));
  EXPECT_FALSE(decode_artifact(replaced(good, "\"vnd.batten.db.feed\":\"kev\"", "\"vnd.batten.db.feed\":\"../kev\"")));
  EXPECT_FALSE(decode_artifact(replaced(good, "sha256:cccc", "sha256:../c")));
  EXPECT_FALSE(decode_artifact(replaced(good, "\"1000\"", "\"many\"")));
  EXPECT_FALSE(decode_artifact(encode_artifact({feed_named("kev"), feed_named("kev")})));
}

TEST(SimpleSigning, ReadsWhatItWrites) {
  std::string payload = signing_payload("r.example/db", digest_of('d'));
  EXPECT_EQ(payload, R"({"critical":{"identity":{"docker-reference":"r.example/db"},"image":{"docker-manifest-digest":")" +
                         digest_of('d').text() + R"("},"type":"cosign container image signature"},"optional":null})");
  auto about = digest_in_payload(payload);
  ASSERT_TRUE(about);
  EXPECT_EQ(*about, digest_of('d'));
  EXPECT_FALSE(digest_in_payload(replaced(payload, "cosign container", "another")));
  EXPECT_FALSE(digest_in_payload(replaced(payload, "sha256:d", "sha256:x")));

  SignatureManifest manifest = signature_manifest({{digest_of('1'), 10, "AAAA"}, {digest_of('2'), 20, "BBBB"}});
  auto layers = signature_layers(manifest.bytes);
  ASSERT_TRUE(layers) << layers.error().message;
  ASSERT_EQ(layers->size(), 2u);
  EXPECT_EQ(layers->at(1).payload, digest_of('2'));
  EXPECT_EQ(layers->at(1).signature, "BBBB");
  EXPECT_EQ(layers->at(0).payload_bytes, 10u);
  EXPECT_EQ(signature_tag(digest_of('a')), "sha256-" + std::string(64, 'a') + ".sig");
  EXPECT_TRUE(signature_layers(R"({"layers":[{"mediaType":"other","digest":"x"}]})")->empty());
}

// What openssl prints; empty: it is not there.
std::string openssl(std::vector<std::string> arguments, std::string_view input = {}) {
  arguments.insert(arguments.begin(), "openssl");
  auto done = base::run_process(arguments, input, std::chrono::seconds(30));
  return done && done->exit_status == 0 ? done->out : std::string();
}

class Keys : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(Keys, SignAndVerify) {
  std::string pem = openssl(GetParam());
  if (pem.empty()) GTEST_SKIP() << "openssl is not there";
  std::string public_pem = openssl({"pkey", "-pubout"}, pem);
  auto key = PrivateKey::parse(pem, "");
  ASSERT_TRUE(key) << key.error().message;
  auto known = PublicKey::parse(public_pem);
  ASSERT_TRUE(known) << known.error().message;
  EXPECT_EQ(key->public_key().fingerprint(), known->fingerprint());
  EXPECT_EQ(known->fingerprint().size(), 71u);
  auto signature = key->sign("some bytes");
  ASSERT_TRUE(signature) << signature.error().message;
  EXPECT_TRUE(known->verifies("some bytes", *signature));
  EXPECT_FALSE(known->verifies("other bytes", *signature));
  EXPECT_FALSE(known->verifies("some bytes", signature->substr(1)));
  EXPECT_FALSE(known->verifies("some bytes", ""));

  std::string locked = openssl({"pkcs8", "-topk8", "-passout", "pass:word"}, pem);
  EXPECT_TRUE(PrivateKey::parse(locked, "word"));
  EXPECT_EQ(PrivateKey::parse(locked, "another").error().code, Code::kInvalidArgument);
  EXPECT_EQ(PrivateKey::parse(locked, "").error().code, Code::kInvalidArgument);
  EXPECT_FALSE(PublicKey::parse(pem));
  EXPECT_FALSE(PrivateKey::parse(public_pem, ""));
}

INSTANTIATE_TEST_SUITE_P(Kinds, Keys,
                         testing::Values(std::vector<std::string>{"genpkey", "-algorithm", "ed25519"},
                                         std::vector<std::string>{"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"}));

TEST(OtherKeys, AreRefused) {
  std::string rsa = openssl({"genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"});
  std::string other_curve = openssl({"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"});
  if (rsa.empty()) GTEST_SKIP() << "openssl is not there";
  EXPECT_NE(PrivateKey::parse(rsa, "").error().message.find("neither"), std::string::npos);
  EXPECT_NE(PrivateKey::parse(other_curve, "").error().message.find("neither"), std::string::npos);
  EXPECT_EQ(PublicKey::parse("").error().code, Code::kInvalidArgument);
  EXPECT_EQ(PublicKey::read("/nowhere/key.pub").error().code, Code::kNotFound);
}

TEST(ArtifactFuzz, Replay) { REPLAY_CORPUS(artifact_fuzz); }

}  // namespace
}  // namespace batten::share
