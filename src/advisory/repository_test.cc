// SPDX-License-Identifier: Apache-2.0
#include "advisory/repository.h"

#include <gtest/gtest.h>

#include "advisory/answer_codec.h"
#include "advisory/file_server.h"
#include "advisory/packages_index.h"
#include "advisory/release_file.h"
#include "advisory/repository_parts.h"
#include "advisory/tar_of.h"
#include "advisory/temporary_directory.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/process.h"
#include "base/time.h"
#include "fuzz/replay.h"

int packages_index_fuzz(const std::uint8_t *data, std::size_t size);

namespace batten::advisory {
namespace {

constexpr std::string_view kPackages =
    "Package: libssl3\nSource: openssl\nVersion: "
    "3.0.17-1~deb12u2\nArchitecture: amd64\nDescription: x\n Package: "
    "not-a-field\n\n"
    "Package: libc-bin\nSource: glibc (2.36-9+deb12u10)\nVersion: "
    "2.36-9+deb12u10+b1\nArchitecture: amd64\n\n\n"
    "Package: broken\n\nPackage: zlib1g\nVersion: 1:1.2.13\nArchitecture: "
    "amd64";

TEST(PackagesIndex, ReadsStanzas) {
  IndexReading reading = read_packages(kPackages, "here");
  ASSERT_EQ(reading.packages.size(), 3u);
  EXPECT_EQ(reading.broken, 1u);
  EXPECT_EQ(reading.packages[0], (AvailablePackage{"libssl3", "openssl", "3.0.17-1~deb12u2", "3.0.17-1~deb12u2", "amd64", "here"}));
  EXPECT_EQ(reading.packages[1], (AvailablePackage{"libc-bin", "glibc", "2.36-9+deb12u10", "2.36-9+deb12u10+b1", "amd64", "here"}));
  EXPECT_EQ(reading.packages[2].source_name, "zlib1g");
}

TEST(PackagesIndex, ReadsApkIndex) {
  IndexReading reading = read_apkindex(
      "C:Q1=\nP:libssl3\nV:3.3.2-r1\nA:x86_64\nT:text: with "
      "colon\no:openssl\n\nP:x\n\nP:y\nV:1-r0\nA:x86_64\n",
      "b");
  ASSERT_EQ(reading.packages.size(), 2u);
  EXPECT_EQ(reading.broken, 1u);
  EXPECT_EQ(reading.packages[0], (AvailablePackage{"libssl3", "openssl", "3.3.2-r1", "3.3.2-r1", "x86_64", "b"}));
  EXPECT_EQ(reading.packages[1].source_name, "y");
}

TEST(PackagesIndex, Fuzz) { REPLAY_CORPUS(packages_index_fuzz); }

TEST(ReleaseFile, ReadsTheSignedPartOnly) {
  std::string hash(64, 'a');
  std::string text =
      "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSuite: "
      "stable-security\nCodename: bookworm-security\n"
      "Date: Tue, 24 Nov 2026 09:39:00 UTC\nMD5Sum:\n " +
      std::string(32, 'b') + " 7 main/x\nSHA256:\n " + hash +
      " 12 main/binary-amd64/Packages.xz\n junk\n-----BEGIN PGP "
      "SIGNATURE-----\n\n " +
      hash + " 13 evil\n-----END PGP SIGNATURE-----\n";
  auto release = parse_release(text);
  ASSERT_TRUE(release);
  EXPECT_EQ(release->codename, "bookworm-security");
  EXPECT_EQ(release->files.size(), 1u);
  EXPECT_EQ(release->files.at("main/binary-amd64/Packages.xz").size_bytes, 12u);
  EXPECT_EQ(release->date, base::parse_time("2026-11-24T09:39:00Z"));
  EXPECT_FALSE(parse_release("<html>"));
  EXPECT_FALSE(parse_release(""));
}

model::Repository apt_repository(std::string uri, std::string suite) {
  model::Repository out;
  out.type = "apt";
  out.uri = std::move(uri);
  out.suite = std::move(suite);
  out.components = {"main"};
  out.path = "etc/apt/sources.list";
  return out;
}

RepositoryQuery query_of(std::string id, std::string version, std::string codename = {}) {
  RepositoryQuery query;
  query.distro.id = std::move(id);
  query.distro.version_id = std::move(version);
  query.distro.codename = std::move(codename);
  query.arch = "amd64";
  return query;
}

TEST(RepositoryChoice, TakesTheSecuritySuitesOfTheImage) {
  RepositoryQuery query = query_of("debian", "12", "bookworm");
  query.repositories = {apt_repository("http://deb.debian.org/debian", "bookworm"),
                        apt_repository("http://deb.debian.org/debian", "bookworm-updates"),
                        apt_repository("http://deb.debian.org/debian-security", "bookworm-security")};
  base::Notes notes;
  auto suites = security_suites(query, notes);
  ASSERT_TRUE(suites);
  ASSERT_EQ(suites->size(), 1u);
  EXPECT_EQ(suites->at(0).suite, "bookworm-security");
  EXPECT_TRUE(notes.empty());
}

TEST(RepositoryChoice, DefaultsWhenTheImageNamesNone) {
  base::Notes notes;
  EXPECT_EQ(security_suites(query_of("debian", "12"), notes)->at(0).suite, "bookworm-security");
  EXPECT_EQ(security_suites(query_of("debian", "10"), notes)->at(0).suite, "buster/updates");
  EXPECT_EQ(security_suites(query_of("ubuntu", "22.04"), notes)->at(0).uri, "http://security.ubuntu.com/ubuntu");
  RepositoryQuery arm = query_of("ubuntu", "24.04");
  arm.arch = "arm64";
  EXPECT_EQ(security_suites(arm, notes)->at(0).uri, "http://ports.ubuntu.com/ubuntu-ports");
  EXPECT_EQ(security_suites(query_of("debian", "99"), notes).error().code, Code::kUnsupported);
  EXPECT_EQ(apk_branches(query_of("alpine", "3.20.3"), notes)->at(1).uri, "https://dl-cdn.alpinelinux.org/alpine/v3.20/community");
  EXPECT_EQ(apk_branches(query_of("alpine", "3.21_alpha20240923"), notes)->at(0).uri, "https://dl-cdn.alpinelinux.org/alpine/edge/main");
}

// An image must not make this machine ask 169.254.169.254 or a neighbour.
TEST(RepositoryChoice, AnImageDoesNotChooseTheHost) {
  for (std::string uri :
       {"http://169.254.169.254/debian-security", "http://127.0.0.1:8080/debian-security", "http://evil.example/debian-security",
        "http://debian.org.evil.example/debian-security", "http://deb.debian.org:22/debian-security", "file:///debian-security",
        "http://evil.example/@deb.debian.org/debian-security"}) {
    RepositoryQuery query = query_of("debian", "12", "bookworm");
    query.repositories = {apt_repository(uri, "bookworm-security")};
    base::Notes notes;
    EXPECT_EQ(security_suites(query, notes)->at(0).uri, "http://deb.debian.org/debian-security") << uri;
    query.any_host = true;
    std::string expected = uri.starts_with("http") ? uri : "http://deb.debian.org/debian-security";
    EXPECT_EQ(security_suites(query, notes)->at(0).uri, expected);
  }
}

// A security suite as a server has it.
void publish(FileServer &server, std::string_view packages) {
  std::string release =
      "Suite: stable-security\nCodename: bookworm-security\nDate: Tue, 24 Nov "
      "2026 09:39:00 UTC\nSHA256:\n " +
      base::sha256_hex(packages) + " " + std::to_string(packages.size()) + " main/binary-amd64/Packages\n";
  server.put("/debian-security/dists/bookworm-security/InRelease", release);
  server.put("/debian-security/dists/bookworm-security/main/binary-amd64/Packages", std::string(packages));
}

RepositoryQuery query_at(FileServer &server, const std::string &cache) {
  RepositoryQuery query = query_of("debian", "12", "bookworm");
  query.repositories = {apt_repository(server.url("/debian-security"), "bookworm-security")};
  query.any_host = true;
  query.cache_directory = cache;
  query.max_age_seconds = 0;
  query.keyrings = {};
  return query;
}

TEST(Repository, FetchesChecksAndKeeps) {
  FileServer server;
  publish(server, kPackages);
  TemporaryDirectory cache;
  RepositoryQuery query = query_at(server, cache.path());
  auto answer = ask_repository(query, base::silent_progress());
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->packages.size(), 3u);
  // One broken entry, and that nobody checked the signature.
  EXPECT_EQ(answer->notes.size(), 2u);
  EXPECT_EQ(answer->date, "2026-11-24T09:39:00Z");
  (void)server.take_requests();
  ASSERT_TRUE(ask_repository(query, base::silent_progress()));
  EXPECT_EQ(server.take_requests(), (std::vector<std::string>{"GET /debian-security/dists/bookworm-security/InRelease 304 0"}));
  query.max_age_seconds = 1000;
  (void)server.take_requests();
  ASSERT_TRUE(ask_repository(query, base::silent_progress()));
  EXPECT_TRUE(server.take_requests().empty());
}

TEST(Repository, KeptAnswersComeBackWhole) {
  KeptAnswer kept{.asked = 1'700'000'000, .answer = {}};
  kept.answer.packages = read_packages(kPackages, "origin 1").packages;
  kept.answer.packages.push_back({"x", "x", "1", "1", "all", "origin 2"});
  kept.answer.origins = {"origin 1", "origin 2"};
  kept.answer.date = "2026-11-24T09:39:00Z";
  kept.answer.notes = {{base::Note::Kind::kDegraded, "where", "message", "hint"}};
  const std::string bytes = encode_answer(kept);
  auto back = decode_answer(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->asked, kept.asked);
  EXPECT_EQ(back->answer.packages, kept.answer.packages);
  EXPECT_EQ(back->answer.origins, kept.answer.origins);
  EXPECT_EQ(back->answer.notes, kept.answer.notes);
  EXPECT_EQ(back->answer.date, kept.answer.date);
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_answer(std::string_view(bytes).substr(0, size))) << size;
}

TEST(Repository, CacheServesWhenTheServerIsGone) {
  TemporaryDirectory cache;
  std::string url;
  {
    FileServer server;
    server.put("/x", "content");
    url = server.url("/x");
    base::Notes notes;
    IndexCache first(cache.path(), 0, notes);
    EXPECT_EQ(*first.get(url, 100), "content");
    EXPECT_TRUE(notes.empty());
  }
  base::Notes notes;
  IndexCache second(cache.path(), 0, notes);
  auto kept = second.get(url, 100);
  ASSERT_TRUE(kept);
  EXPECT_EQ(*kept, "content");
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].kind, base::Note::Kind::kDegraded);
  IndexCache none("", 0, notes);
  EXPECT_FALSE(none.get(url, 100));
}

TEST(Repository, WrongBytesAreRefused) {
  FileServer server;
  server.put("/p", "content");
  TemporaryDirectory cache;
  base::Notes notes;
  IndexCache index(cache.path(), 0, notes);
  EXPECT_EQ(*index.get_by_digest(server.url("/p"), base::sha256_hex("content"), 7), "content");
  EXPECT_EQ(index.get_by_digest(server.url("/p"), base::sha256_hex("other"), 7).error().code, Code::kCorrupt);
  // Kept by digest: a changed server does not matter, a damaged copy does.
  server.put("/p", "changed");
  EXPECT_EQ(*index.get_by_digest(server.url("/p"), base::sha256_hex("content"), 7), "content");
  ASSERT_TRUE(base::write_file_atomic(cache.path() + "/sha256-" + base::sha256_hex("content"), "damaged"));
  EXPECT_FALSE(index.get_by_digest(server.url("/p"), base::sha256_hex("content"), 7));
}

TEST(Repository, AlpineBranches) {
  FileServer server;
  server.put("/alpine/v3.20/main/x86_64/APKINDEX.tar.gz",
             tar_of({{".SIGN.RSA.key", "x"}, {"DESCRIPTION", "v3.20"}, {"APKINDEX", "P:musl\nV:1.2.5-r1\nA:x86_64\no:musl\n\n"}}));
  RepositoryQuery query = query_of("alpine", "3.20.3");
  query.arch = "x86_64";
  query.any_host = true;
  for (const char *branch : {"main", "community"}) {
    model::Repository repository;
    repository.type = "apk";
    repository.uri = server.url(std::string("/alpine/v3.20/") + branch);
    query.repositories.push_back(repository);
  }
  auto answer = ask_repository(query, base::silent_progress());
  ASSERT_TRUE(answer) << answer.error().message;
  ASSERT_EQ(answer->packages.size(), 1u);
  EXPECT_EQ(answer->packages[0].version, "1.2.5-r1");
  EXPECT_EQ(answer->date, "2023-11-14T22:13:20Z");
  // The branch that is not there is said; and that nobody checked the other's signature.
  ASSERT_EQ(answer->notes.size(), 2u);
  EXPECT_EQ(answer->notes[1].kind, base::Note::Kind::kSkipped);
}

TEST(Repository, OtherDistributionsAreNotSupported) {
  EXPECT_EQ(ask_repository(query_of("arch", ""), base::silent_progress()).error().code, Code::kUnsupported);
}

TEST(Signature, MadeByAKnownKeyOnly) {
  TemporaryDirectory home;
  auto gpg = [&](std::vector<std::string> arguments, std::string_view input) {
    arguments.insert(arguments.begin(),
                     {"gpg", "--homedir", home.path(), "--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", ""});
    return base::run_process(arguments, input, std::chrono::seconds(60), 1u << 20);
  };
  auto made = gpg({"--quick-generate-key", "Test <test@example.org>", "rsa2048", "sign", "never"}, "");
  if (!made || made->exit_status != 0) GTEST_SKIP() << "signatures: gpg can't make a key here";
  std::string keyring = home.path() + "/archive.gpg";
  ASSERT_EQ(gpg({"--output", keyring, "--export"}, "")->exit_status, 0);
  std::string text = "Suite: s\nSHA256:\n " + std::string(64, 'a') + " 1 main/x\n";
  auto signed_text = gpg({"--clear-sign", "--output", "-"}, text);
  ASSERT_EQ(signed_text->exit_status, 0);

  auto good = check_signature(signed_text->out, {keyring}, "here");
  ASSERT_TRUE(good) << good.error().message;
  EXPECT_FALSE(good->note);
  EXPECT_TRUE(parse_release(good->text));
  std::string forged = signed_text->out;
  forged.replace(forged.find("main/x"), 6, "evil/x");
  auto bad = check_signature(forged, {keyring}, "here");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, Code::kCorrupt);
  // What stands before or behind the signed part is not read.
  auto padded = check_signature("Suite: evil\nSHA256:\n " + std::string(64, 'b') + " 1 evil\n\n" + signed_text->out, {keyring}, "here");
  EXPECT_TRUE(!padded || !parse_release(padded->text)->files.contains("evil"));
  EXPECT_FALSE(check_signature(text, {keyring}, "here"));
  auto unchecked = check_signature(signed_text->out, {home.path() + "/none.gpg"}, "here");
  ASSERT_TRUE(unchecked);
  EXPECT_TRUE(unchecked->note);
}

TEST(AptLists, ReadsTheSecuritySuites) {
  TemporaryDirectory lists;
  const std::string prefix = lists.path() +
                             "/deb.debian.org_debian-security_dists_bookworm-security_"
                             "main_binary-amd64_Packages";
  EXPECT_EQ(read_apt_lists(lists.path(), "amd64").error().code, Code::kNotFound);
  ASSERT_TRUE(base::write_file_atomic(lists.path() + "/deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages",
                                      "Package: other\nVersion: 1\n"));
  ASSERT_TRUE(base::write_file_atomic(prefix, kPackages));
  auto answer = read_apt_lists(lists.path(), "amd64");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->packages.size(), 3u);
  EXPECT_EQ(answer->packages[0].origin, "apt list deb.debian.org/debian-security/dists/bookworm-security/main");
  EXPECT_FALSE(answer->date.empty());
  EXPECT_FALSE(read_apt_lists(lists.path(), "arm64"));
  // A list that can't be unpacked is said, not passed over.
  ASSERT_TRUE(base::write_file_atomic(prefix + ".lz4", "not lz4"));
  EXPECT_EQ(read_apt_lists(lists.path(), "amd64")->notes.size(), 1u);
}

}  // namespace
}  // namespace batten::advisory
