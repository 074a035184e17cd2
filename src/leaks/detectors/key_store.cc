// SPDX-License-Identifier: Apache-2.0
//
// Files that keep keys under a password, by their structure and not by their name: PKCS #12 (.p12, .pfx) and Java's key stores. Those that
// hold certificates alone (the trusted ones of a system) are none. Of PKCS #12 only DER is read, no indefinite lengths.
#include "leaks/key_store.h"
#include "leaks/detector.h"

namespace batten::leaks::detectors {
namespace {

Opinion pkcs12(const Candidate& candidate) {
  const KeyStore store = read_key_store(candidate.text);
  if (store.form != KeyStore::Form::kPkcs12 || store.has_bare_key || !store.has_key) return Opinion::kNo;
  return store.whole ? Opinion::kConfirmed : Opinion::kLikely;
}

Opinion pkcs12_bare(const Candidate& candidate) {
  const KeyStore store = read_key_store(candidate.text);
  return store.form == KeyStore::Form::kPkcs12 && store.has_bare_key ? Opinion::kConfirmed : Opinion::kNo;
}

Opinion java(const Candidate& candidate) {
  const KeyStore store = read_key_store(candidate.text);
  if (store.form != KeyStore::Form::kJava || !store.has_key) return Opinion::kNo;
  return store.whole ? Opinion::kConfirmed : Opinion::kLikely;
}

constexpr std::string_view kReplaceSoon =
    "make a new key pair, unless the password is long and nobody else's: who has the file may try passwords for ever";
// PFX, its version, data: what is behind it is read by the structure.
constexpr std::string_view kPkcs12Pattern =
    R"(\A\x30[\s\S]{1,5}\x02\x01\x03\x30[\s\S]{1,5}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0[\s\S]{32,60000})";
constexpr std::string_view kPkcs12Trigger = R"(\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0)";

constexpr std::string_view kShrouded{
    "\x30\x63\x02\x01\x03\x30\x5e\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x51\x04\x4f\x30\x4d\x30\x4b\x06\x09"
    "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x3e\x04\x3c\x30\x3a\x30\x38\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a"
    "\x01\x02\xa0\x29\x30\x27\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d\x04\x18\xa0\x42\xbe\x5c\xcc\xb1\xf2"
    "\xd8\xbe\xa7\xed\x88\x08\xd8\x78\xc7\xf2\x40\xa7\x0e\xe7\x29\x1d\x60",
    101};
constexpr std::string_view kBare{
    "\x30\x62\x02\x01\x03\x30\x5d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x50\x04\x4e\x30\x4c\x30\x4a\x06\x09"
    "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x3d\x04\x3b\x30\x39\x30\x37\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a"
    "\x01\x01\xa0\x28\x30\x26\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x1a\x04\x18\x79\xdf\x40\x62\x8c\x1b\x93\x40"
    "\x04\xbc\x38\x69\x48\x2f\xeb\xdf\xc5\x64\x29\xc4\xcd\x13\x24\x9f",
    100};
constexpr std::string_view kSigned{
    "\x30\x42\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x35\x30\x33\x02\x01\x01\x30\x2e\x06\x09\x2a\x86\x48\x86"
    "\xf7\x0d\x01\x07\x01\xa0\x21\x04\x1f\x74\x65\x78\x74\x20\x74\x68\x61\x74\x20\x69\x73\x20\x73\x69\x67\x6e\x65\x64"
    "\x2c\x20\x61\x6e\x64\x20\x6e\x6f\x20\x6b\x65\x79",
    68};
constexpr std::string_view kJavaKey{
    "\xfe\xed\xfe\xed\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x01\x00\x01\x61\x00\x00\x00\x00\x00\x00\x19\xab\x00"
    "\x00\x00\x29\x30\x27\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d\x04\x18\xa0\x42\xbe\x5c\xcc\xb1\xf2\xd8"
    "\xbe\xa7\xed\x88\x08\xd8\x78\xc7\xf2\x40\xa7\x0e\xe7\x29\x1d\x60\x00\x00\x00\x00\xe5\x63\x4d\x06\x5d\x6b\x2b\xf0"
    "\x26\x44\x11\x55\x4e\xd2\x9b\x97\x01\x99\xae\xb6",
    96};
constexpr std::string_view kJavaTrusted{
    "\xfe\xed\xfe\xed\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x02\x00\x01\x63\x00\x00\x00\x00\x00\x00\x19\xab\x00"
    "\x05\x58\x2e\x35\x30\x39\x00\x00\x00\x20\x9f\x72\x21\x22\x01\xf9\xe0\x02\x36\xc7\x38\xf6\xfc\x2b\xe0\x2b\x4b\x51"
    "\xf7\x33\x8b\xe1\xae\xa1\x35\x2f\xf1\xf8\xb1\x33\xf8\xf8\x57\x11\x50\x5b\xd2\x4f\x7c\xb3\x51\x30\x7c\x79\xb5\x2e"
    "\x0f\x42\xfa\xf1\x06\xf4",
    90};

constexpr LeakExample kPkcs12[] = {{kShrouded, kShrouded, "server.p12"}};
constexpr LeakCounterexample kPkcs12Not[] = {{kBare, "server.p12"}, {kSigned, "mail.p7s"}};
constexpr LeakExample kPkcs12Bare[] = {{kBare, kBare, "server.pfx"}};
constexpr LeakCounterexample kPkcs12BareNot[] = {{kShrouded, "server.pfx"}};
constexpr LeakExample kJava[] = {{kJavaKey, kJavaKey, "server.jks"}};
constexpr LeakCounterexample kJavaNot[] = {{kJavaTrusted, "cacerts"}, {kShrouded, "server.jks"}};

constexpr LeakKind kKinds[] = {
    {.id = "pkcs12-key-store",
     .title = "PKCS #12 key store under a password",
     .severity = model::Severity::kMedium,
     .pattern = kPkcs12Pattern,
     .trigger = kPkcs12Trigger,
     .at_beginning = true,
     .confirm = pkcs12,
     .repair = kReplaceSoon,
     .matches = kPkcs12,
     .matches_not = kPkcs12Not},
    {.id = "pkcs12-bare-key",
     .title = "PKCS #12 file with a private key under no password",
     .severity = model::Severity::kCritical,
     .pattern = kPkcs12Pattern,
     .trigger = kPkcs12Trigger,
     .at_beginning = true,
     .confirm = pkcs12_bare,
     .repair = "make a new key pair, revoke certificates of this one, delete it",
     .matches = kPkcs12Bare,
     .matches_not = kPkcs12BareNot},
    {.id = "java-key-store",
     .title = "Java key store under a password",
     .severity = model::Severity::kMedium,
     .pattern = R"(\A(?:\xfe\xed\xfe\xed|\xce\xce\xce\xce)\x00\x00\x00[\x01\x02][\s\S]{24,60000})",
     .trigger = R"((?:\xfe\xed\xfe\xed|\xce\xce\xce\xce)\x00\x00\x00[\x01\x02])",
     .at_beginning = true,
     .confirm = java,
     .repair = kReplaceSoon,
     .matches = kJava,
     .matches_not = kJavaNot},
};

}  // namespace

extern constinit const Detector key_store;
constinit const Detector key_store = {.name = "key_store", .summary = "PKCS #12 files and Java key stores", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
