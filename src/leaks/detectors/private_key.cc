// SPDX-License-Identifier: Apache-2.0
//
// Private keys in armour: "-----BEGIN ..", base64, "-----END ..", indented, in one line with "\n" written out, as strings of a
// program. A key that is whole is read as DER or as OpenSSH writes it, so that the lines of a manual are none; one under a passphrase
// is as good as its passphrase.
#include "leaks/armour.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/key_shape.h"
#include "leaks/pgp_key.h"

namespace batten::leaks::detectors {
namespace {

constexpr Literal kAnyLabel = "(?:(?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY)";

Opinion plain(const Candidate& candidate) {
  switch (key_shape(candidate.secret)) {
    case KeyShape::kPlain: return Opinion::kConfirmed;
    case KeyShape::kCut: return Opinion::kLikely;
    case KeyShape::kDense: return Opinion::kPossible;
    case KeyShape::kEncrypted:  // another kind
    case KeyShape::kNone: break;
  }
  return Opinion::kNo;
}

Opinion encrypted(const Candidate& candidate) {
  const KeyShape shape = key_shape(candidate.secret);
  if (shape == KeyShape::kEncrypted) return Opinion::kConfirmed;
  return shape != KeyShape::kNone && candidate.secret.starts_with("-----BEGIN ENCRYPTED") ? Opinion::kPossible : Opinion::kNo;
}

// Labels that kinds of their own have.
Opinion other(const Candidate& candidate) {
  std::string_view label = candidate.secret.substr(11, candidate.secret.find("PRIVATE KEY") - 11);
  for (std::string_view known : {"", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED ", "ENCRYPTED SIGSTORE ", "ENCRYPTED COSIGN "}) {
    if (label == known) return Opinion::kNo;
  }
  Opinion opinion = plain(candidate);
  return opinion == Opinion::kNo && base64_size(key_body(candidate.secret)) >= 32 ? Opinion::kPossible : opinion;
}

Opinion pgp(const Candidate& candidate, bool want_encrypted) {
  PgpKey key = read_pgp_key(candidate.secret);
  if (!key.is_secret_key || key.encrypted != want_encrypted) return Opinion::kNo;
  return key.checksum_fits ? Opinion::kConfirmed : Opinion::kLikely;
}
Opinion pgp_plain(const Candidate& candidate) { return pgp(candidate, false); }
Opinion pgp_encrypted(const Candidate& candidate) { return pgp(candidate, true); }

constexpr std::string_view kReplace =
    "make a new key pair, put its public half wherever this one's is, revoke certificates of this one, delete it";
constexpr std::string_view kReplaceSoon =
    "make a new key pair, unless its passphrase is long and nobody else's: who has the file may try passphrases for ever";
constexpr std::string_view kAuthorised = "take its public half out of every authorized_keys, make a new one (ssh-keygen -t ed25519)";
constexpr std::string_view kArmouredRsa =
    "-----BEGIN "
    "RSA PRIVATE KEY-----\n"
    "MIIBOwIBAAJBAJveLXh6OAKNqaqOSTXbK51ICG5bC5G+1X1WJYkGbyNrWgROSHPI\nnLHE8dmEVcmgjdBMiLAjnt/32gXgdYS7s7sCAwEAAQJAW"
    "qIKlq+augFd0wsBjwtu\nhPpJzMGsLIdm5IafNNpE7baqIx0mLGH+2vErBFNhP9CVKWBvoETq/OV3ZBqsG7BE\noQIhAM6+ml4y77cot79MR3SuZ"
    "ZW9Z1rw+BK01wZ0Ps+tBUyVAiEAwQCYatj9XZ2U\nsdtBTW3ECAyEHSmhHPbOrgvhcCpWmw8CIQCN2P6G5QHNtBUmHkrkhodSTqpsHerG\nwubJG"
    "dbCnF6HZQIgAeG+mrQY7FPAAmfv4BBk6+srUpl4T678XugQv6Y6B/MCIQC5\ny6EqO899YPdqjJeF4g2nTj8W0aGVYysn5kukfqW/NQ==\n-----"
    "END RSA PRIVATE KEY-----";
constexpr LeakExample kKeyRsa[] = {
    {kArmouredRsa, kArmouredRsa},
    {"data:\n  tls.key: |\n    "
     "-----BEGIN "
     "RSA PRIVATE KEY-----\n    "
     "MIIBOwIBAAJBAJveLXh6OAKNqaqOSTXbK51ICG5bC5G+1X1WJYkGbyNrWgROSHPI\n    nLHE8dmEVcmgjdBMiLAjnt/32gXgdYS7s7sCAwEAA"
     "QJAWqIKlq+augFd0wsBjwtu\n    hPpJzMGsLIdm5IafNNpE7baqIx0mLGH+2vErBFNhP9CVKWBvoETq/OV3ZBqsG7BE\n    oQIhAM6+ml4y7"
     "7cot79MR3SuZZW9Z1rw+BK01wZ0Ps+tBUyVAiEAwQCYatj9XZ2U\n    sdtBTW3ECAyEHSmhHPbOrgvhcCpWmw8CIQCN2P6G5QHNtBUmHkrkho"
     "dSTqpsHerG\n    wubJGdbCnF6HZQIgAeG+mrQY7FPAAmfv4BBk6+srUpl4T678XugQv6Y6B/MCIQC5\n    y6EqO899YPdqjJeF4g2nTj8W0a"
     "GVYysn5kukfqW/NQ==\n    -----END RSA PRIVATE KEY-----\n",
     "-----BEGIN "
     "RSA PRIVATE KEY-----\n    "
     "MIIBOwIBAAJBAJveLXh6OAKNqaqOSTXbK51ICG5bC5G+1X1WJYkGbyNrWgROSHPI\n    nLHE8dmEVcmgjdBMiLAjnt/32gXgdYS7s7sCAwEAA"
     "QJAWqIKlq+augFd0wsBjwtu\n    hPpJzMGsLIdm5IafNNpE7baqIx0mLGH+2vErBFNhP9CVKWBvoETq/OV3ZBqsG7BE\n    oQIhAM6+ml4y7"
     "7cot79MR3SuZZW9Z1rw+BK01wZ0Ps+tBUyVAiEAwQCYatj9XZ2U\n    sdtBTW3ECAyEHSmhHPbOrgvhcCpWmw8CIQCN2P6G5QHNtBUmHkrkho"
     "dSTqpsHerG\n    wubJGdbCnF6HZQIgAeG+mrQY7FPAAmfv4BBk6+srUpl4T678XugQv6Y6B/MCIQC5\n    y6EqO899YPdqjJeF4g2nTj8W0a"
     "GVYysn5kukfqW/NQ==\n    -----END RSA PRIVATE KEY-----"}};
constexpr LeakCounterexample kKeyRsaNot[] = {
    {"-----BEGIN "
     "RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----"},
    {"grep -q \"-----BEGIN "
     "RSA PRIVATE KEY-----\" file"},
    {"-----BEGIN "
     "RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,"
     "9449A59E14C35AB3E49A833AF1A74DBE\n\n"
     "scpdKMEGPenmSAIJ+Oex7PK/SfjSgYNDeerd2e9DkZMq5WKup6YB7dHXe0+0jeQt+Hcl/86josxi0vRBxIWJjniWdOoco6J76/7XAkHMaFaamQ"
     "yo8DCAFBHS\n-----END RSA PRIVATE KEY-----"}};
constexpr std::string_view kArmouredEc =
    "-----BEGIN "
    "EC PRIVATE KEY-----\n"
    "MHcCAQEEIK7wctfoj8qvJBqVX/KmvEOcJz6DdxJqYNIR05meZ9XAoAoGCCqGSM49\nAwEHoUQDQgAEBMWOEI1+WKkTWqjPrqAHBoZG8R7KBywc3"
    "GYj9ofgeIeE5faes/+F\ngfkBJuLAKE1NUck7XB3m9ADtWPUA42femw==\n-----END EC PRIVATE KEY-----";
constexpr LeakExample kKeyEc[] = {{kArmouredEc, kArmouredEc}};
constexpr LeakCounterexample kKeyEcNot[] = {
    {"-----BEGIN "
     "EC PRIVATE KEY-----\nMHcCAQEE...\n-----END EC PRIVATE KEY-----"}};
constexpr std::string_view kArmouredDsa =
    "-----BEGIN "
    "DSA PRIVATE KEY-----\n"
    "MIIBygIBAAKBgQD8lFzuBwHZSpN9Wkek04H+a2WnA/fldwN2SYWYDTV+Hw4fq+6K\nvx39NRuPpaF6VtgvmrgfWe2k4u+RIGvAiTg4c9J9fyDC8"
    "tTjOw6qwauKhabUktlU\nMJbFm/Sxz6P3kJR5tjMenCtyo0Ij0J8kfUCEpsSj287i48e62ooSkMhHmwIdAKrt\ndjXjyYZPut57sH+iU6Movbrhe"
    "2YcAg4HjZ8CgYBtRaN/hAeQnj808cdt4Z25DjzQ\nikhMtIjvViO1eTinwr3W9ZHFKZGFNrGzxH/QJ+7SrnbU1R6cszhw0uGuik6G8oB0\nJes9M"
    "wlQDeZOJIDKZknNcXB9eBPk/qmR3YlwRcMCnwZhVGG0axELjnVLGx+oR3sy\n3R+n01hcsVxG8gFLPAKBgH6ZB5tOS+i7ZgoI895k1m+h2r7vvJ"
    "B9Zw3JTSyVdYWk\nxFwF0uyw3sYFWr88DwLVDJ4Vl3PgNymWtcr1JqBSacROyp0nAQtFQAOb4QesHKns\nqF/7n117YRqHWsv8KrIOflhjYNkr6A"
    "gv9wE8guuYBnalJLhxS8vIR7G10KOQvXKz\nAhwbSrp8/XMgY2vwgdVVlhnNKOpN2E7ofE53g4bl\n-----END DSA PRIVATE KEY-----";
constexpr LeakExample kKeyDsa[] = {{kArmouredDsa, kArmouredDsa}};
constexpr LeakCounterexample kKeyDsaNot[] = {
    {"-----BEGIN "
     "DSA PRIVATE KEY-----\n<key>\n-----END DSA PRIVATE KEY-----"}};
constexpr std::string_view kArmouredPkcs8 =
    "-----BEGIN "
    "PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIDEIW56cCC9o"
    "9JGHcJFMarjHqqU0IgecVp+9AIiYoKfY\n-----END PRIVATE KEY-----";
constexpr LeakExample kKeyPkcs8[] = {{kArmouredPkcs8, kArmouredPkcs8},
                                     {"{\"key\": \""
                                      "-----BEGIN "
                                      "PRIVATE KEY-----\\n"
                                      "MC4CAQAwBQYDK2VwBCIEIDEIW56cCC9o"
                                      "9JGHcJFMarjHqqU0IgecVp+9AIiYoKfY\\n-----END PRIVATE KEY-----\\n\"}",
                                      "-----BEGIN "
                                      "PRIVATE KEY-----\\n"
                                      "MC4CAQAwBQYDK2VwBCIEIDEIW56cCC9o"
                                      "9JGHcJFMarjHqqU0IgecVp+9AIiYoKfY\\n-----END PRIVATE KEY-----"},
                                     {"String k = \""
                                      "-----BEGIN "
                                      "PRIVATE KEY-----\\n\" +\n  \""
                                      "MC4CAQAwBQYDK2VwBCIEIDEIW56cCC9o"
                                      "9JGHcJFMarjHqqU0IgecVp+9AIiYoKfY\\n\" +\n  \"-----END PRIVATE KEY-----\";",
                                      "-----BEGIN "
                                      "PRIVATE KEY-----\\n\" +\n  \""
                                      "MC4CAQAwBQYDK2VwBCIEIDEIW56cCC9o"
                                      "9JGHcJFMarjHqqU0IgecVp+9AIiYoKfY\\n\" +\n  \"-----END PRIVATE KEY-----"}};
constexpr LeakCounterexample kKeyPkcs8Not[] = {
    {"-----BEGIN "
     "PRIVATE KEY-----\nbase64 of the key, wrapped at sixty-four characters\n-----END PRIVATE KEY-----"}};
constexpr std::string_view kArmouredOpenssh =
    "-----BEGIN "
    "OPENSSH PRIVATE KEY-----\n"
    "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\nQyNTUxOQAAACCBaa1lzEvyPbVquJAJuBEoypEm6"
    "9C4RRbox+uOUtcTLwAAAIivdL8kr3S/\nJAAAAAtzc2gtZWQyNTUxOQAAACCBaa1lzEvyPbVquJAJuBEoypEm69C4RRbox+uOUtcTLw\nAAAEDYp"
    "t4NSgiwY/4ikffDGLtifjGWdZdasGCnBEu274CneYFprWXMS/I9tWq4kAm4ESjK\nkSbr0LhFFujH645S1xMvAAAAAAECAwQF\n-----END OPEN"
    "SSH PRIVATE KEY-----";
constexpr LeakExample kKeyOpenssh[] = {
    {kArmouredOpenssh, kArmouredOpenssh},
    {"RUN echo \""
     "-----BEGIN "
     "OPENSSH PRIVATE KEY-----\\n"
     "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\\nQyNTUxOQAAACCBaa1lzEvyPbVquJAJuBEoypEm"
     "69C4RRbox+uOUtcTLwAAAIivdL8kr3S/\\nJAAAAAtzc2gtZWQyNTUxOQAAACCBaa1lzEvyPbVquJAJuBEoypEm69C4RRbox+uOUtcTLw\\nAAAE"
     "DYpt4NSgiwY/4ikffDGLtifjGWdZdasGCnBEu274CneYFprWXMS/I9tWq4kAm4ESjK\\nkSbr0LhFFujH645S1xMvAAAAAAECAwQF\\n-----END"
     " OPENSSH PRIVATE KEY-----\" > /root/.ssh/id_ed25519",
     "-----BEGIN "
     "OPENSSH PRIVATE KEY-----\\n"
     "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\\nQyNTUxOQAAACCBaa1lzEvyPbVquJAJuBEoypEm"
     "69C4RRbox+uOUtcTLwAAAIivdL8kr3S/\\nJAAAAAtzc2gtZWQyNTUxOQAAACCBaa1lzEvyPbVquJAJuBEoypEm69C4RRbox+uOUtcTLw\\nAAAE"
     "DYpt4NSgiwY/4ikffDGLtifjGWdZdasGCnBEu274CneYFprWXMS/I9tWq4kAm4ESjK\\nkSbr0LhFFujH645S1xMvAAAAAAECAwQF\\n-----END"
     " OPENSSH PRIVATE KEY-----"}};
constexpr LeakCounterexample kKeyOpensshNot[] = {
    {"-----BEGIN "
     "OPENSSH PRIVATE KEY-----\n${KEY}\n-----END OPENSSH PRIVATE KEY-----"}};
constexpr std::string_view kArmouredEncrypted =
    "-----BEGIN "
    "RSA PRIVATE KEY-----\n"
    "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,FEFA1CE634ED721D5EE2C481D46496DB\n\nde5sD5J3yuVYFuWxXYogNBFTS1QpG5P"
    "7U7yP2sd0yExTAOyTJEXQtVkw1Y0SRBiQ\nFcpdmsaowbLLQFbGqvFoqFea+l6R860R4C56GnAZdF0wK5YmHq7vbeYnvehEVw82\nSaykGkc8Ow+"
    "HIWfCclQquRNnUw4W0r6uCy3bJ0m11ut/1auugKuGezH/U5jeB6tJ\nuZ+MKA7CzIf7KLDP0PAk5wGAN6Kg6aXtfX7u9jwEL4clg7E07FC0LYNa"
    "PmR7G74v\neNxUraval9fZBLZQ5RpQ0PQahzj9FiLRu/++gmd8aZ4sADIem3R0QJiOFiRk6LRj\naQg+Z0GSKvgIjAs3h/dTnOazaaFlPSsbfx73"
    "4t3+fHf0VUDK2vIHzOIiFk78cSlq\nM9kw64RD+LW6bpZJHji0nNrVYttkLiiaA1wI7b/jQdA=\n-----END RSA PRIVATE KEY-----";
constexpr std::string_view kArmouredEncrypted2 =
    "-----BEGIN "
    "ENCRYPTED PRIVATE KEY-----\n"
    "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhCIQxef3M0bQICCAAw\nDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEAExXHiyC"
    "3qrR9L4wNUKEtsEgZB3\nt6ZzmPuMGmPlq5nWxC4LSk/r3u5iwS6rk48WATKOE+RmHmSBOPOONODRLL+FvON+\nqnFYCQoh2s/FNeC3VISWVdaKY"
    "tKQiQ3HNzq49UUQMa3kIN7lSe0wHi/9ZGwHFj23\nTVHQl91mf11BsxjChBmURZaEFEdBFHVpEl6IKkX4bOdmfNlMJkVYHVB66t4DflA=\n-----"
    "END ENCRYPTED PRIVATE KEY-----";
constexpr std::string_view kArmouredEncrypted3 =
    "-----BEGIN "
    "OPENSSH PRIVATE KEY-----\n"
    "b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABA6uK/1a9\npfSCtrXSbPe3RnAAAAEAAAAAEAAAAzAAAAC3Nza"
    "C1lZDI1NTE5AAAAINy8JmMoCvpZYIsp\nFErbVCAvhEtxXB6VOaK4bToE6+RzAAAAkGvVXMDxANi6i2DNTY+InLJUqukUdZa9cRvR5P\nKdHSFIm"
    "LxausP+yKQpH7oZ7l7Fj34SuEsaB3KlV+txr+VukYFjvKYPvsvga9DNfrGTOQNM\n5wfRaHTzc/f+2CMSgj3SLRUH1dosvhdvfhX62Kfy7XjF4f"
    "TSTVRxAJpTNrGA/NdYXCks8l\nKuU5qW/0bDskIS1g==\n-----END OPENSSH PRIVATE KEY-----";
constexpr LeakExample kKeyEncrypted[] = {
    {kArmouredEncrypted, kArmouredEncrypted}, {kArmouredEncrypted2, kArmouredEncrypted2}, {kArmouredEncrypted3, kArmouredEncrypted3}};
constexpr LeakCounterexample kKeyEncryptedNot[] = {{"-----BEGIN "
                                                    "ENCRYPTED PRIVATE KEY-----\n...\n-----END ENCRYPTED PRIVATE KEY-----"},
                                                   {kArmouredRsa}};
constexpr std::string_view kArmouredOther =
    "-----BEGIN "
    "ED25519 PRIVATE KEY-----\n"
    "JiWYxZr6KHAEjFYTGwCROzX60l5SQiDkf5Y6qRlEdBw=\n-----END ED25519 PRIVATE KEY-----";
constexpr LeakExample kKeyOther[] = {{kArmouredOther, kArmouredOther}};
constexpr LeakCounterexample kKeyOtherNot[] = {{"-----BEGIN "
                                                "ED25519 PRIVATE KEY-----\nkey\n-----END ED25519 PRIVATE KEY-----"},
                                               {kArmouredRsa}};
constexpr std::string_view kArmouredPgp =
    "-----BEGIN "
    "PGP PRIVATE KEY BLOCK-----\n"
    "\nlFgEawfRLxYJKwYBBAHaRw8BAQdAhrPzD8kcKcZsNsoMkqL27wKv2NGS8S8VaD6b\niD60twoAAQDzBZj+WhAsuMIvok35ZA5IVWckzQ+DX3vJ"
    "VrE2x2P/Dw7HtANhQGKI\nkAQTFggAOBYhBCpjdW+eFC34mQi6C5537zxWDtdMBQJrB9EvAhsDBQsJCAcCBhUK\nCQgLAgQWAgMBAh4BAheAAAoJ"
    "EJ537zxWDtdMA5cBAI9Wj4sUfVu1ObxS5+Xgt3pX\nSZuJ7i0jIC0dpOByt8HuAP4jHMNDkuq6xMHAWU+oxH6ZqUzPvdGYPwHkvQBl/k3k\nAQ=="
    "\n=eUpY\n-----END PGP PRIVATE KEY BLOCK-----";
constexpr LeakExample kKeyPgp[] = {
    {kArmouredPgp, kArmouredPgp},
    {"gpg_key: \""
     "-----BEGIN "
     "PGP PRIVATE KEY BLOCK-----\\n"
     "\\nlFgEawfRLxYJKwYBBAHaRw8BAQdAhrPzD8kcKcZsNsoMkqL27wKv2NGS8S8VaD6b\\niD60twoAAQDzBZj+WhAsuMIvok35ZA5IVWckzQ+DX3"
     "vJVrE2x2P/Dw7HtANhQGKI\\nkAQTFggAOBYhBCpjdW+eFC34mQi6C5537zxWDtdMBQJrB9EvAhsDBQsJCAcCBhUK\\nCQgLAgQWAgMBAh4BAheA"
     "AAoJEJ537zxWDtdMA5cBAI9Wj4sUfVu1ObxS5+Xgt3pX\\nSZuJ7i0jIC0dpOByt8HuAP4jHMNDkuq6xMHAWU+oxH6ZqUzPvdGYPwHkvQBl/k3k"
     "\\nAQ==\\n=eUpY\\n-----END PGP PRIVATE KEY BLOCK-----\"",
     "-----BEGIN "
     "PGP PRIVATE KEY BLOCK-----\\n"
     "\\nlFgEawfRLxYJKwYBBAHaRw8BAQdAhrPzD8kcKcZsNsoMkqL27wKv2NGS8S8VaD6b\\niD60twoAAQDzBZj+WhAsuMIvok35ZA5IVWckzQ+DX3"
     "vJVrE2x2P/Dw7HtANhQGKI\\nkAQTFggAOBYhBCpjdW+eFC34mQi6C5537zxWDtdMBQJrB9EvAhsDBQsJCAcCBhUK\\nCQgLAgQWAgMBAh4BAheA"
     "AAoJEJ537zxWDtdMA5cBAI9Wj4sUfVu1ObxS5+Xgt3pX\\nSZuJ7i0jIC0dpOByt8HuAP4jHMNDkuq6xMHAWU+oxH6ZqUzPvdGYPwHkvQBl/k3k"
     "\\nAQ==\\n=eUpY\\n-----END PGP PRIVATE KEY BLOCK-----"}};
constexpr LeakCounterexample kKeyPgpNot[] = {
    {"-----BEGIN "
     "PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\nlQOYBF...\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----"}};
constexpr std::string_view kArmouredPgpEncrypted =
    "-----BEGIN "
    "PGP PRIVATE KEY BLOCK-----\n"
    "\nlIYEawfRLxYJKwYBBAHaRw8BAQdAWW1ul7GqkBnZJ53MId7yGdshs/SH061mUWDc\nXk/SR3z+BwMCwB0ei6Q3ON7/NO4KDjrvdix9vu7dzjFD"
    "JAWIqgiO5zpxM1Lx9mkV\nVEk8Gn5zl4eCJ/BFI4N1fiIh6/8y3A5kl2wFyzrhkV3cBV8lGST4VrQDY0BkiJAE\nExYIADgWIQS+rOz2+f2yJvkx"
    "dO4PFDEHqO06fgUCawfRLwIbAwULCQgHAgYVCgkI\nCwIEFgIDAQIeAQIXgAAKCRAPFDEHqO06fo3VAQDgUEs7U1j2oz4w1jsiLEfnoYQb\nTHvo"
    "tmabhzIiGmYlhAEA0fvALfrShILUYKP4fqx5F/Y+moH7SpbN85K435LKyAU=\n=ISZe\n-----END PGP PRIVATE KEY BLOCK-----";
constexpr LeakExample kKeyPgpEncrypted[] = {{kArmouredPgpEncrypted, kArmouredPgpEncrypted}};
constexpr LeakCounterexample kKeyPgpEncryptedNot[] = {{kArmouredPgp}};

constexpr LeakKind kKinds[] = {
    {.id = "private-key-rsa",
     .title = "RSA private key",
     .severity = model::Severity::kCritical,
     .pattern = kArmour<"RSA PRIVATE KEY">.view(),
     .trigger = kArmourBegins<"RSA PRIVATE KEY">.view(),
     .confirm = plain,
     .repair = kReplace,
     .matches = kKeyRsa,
     .matches_not = kKeyRsaNot},
    {.id = "private-key-ec",
     .title = "elliptic-curve private key",
     .severity = model::Severity::kCritical,
     .pattern = kArmour<"EC PRIVATE KEY">.view(),
     .trigger = kArmourBegins<"EC PRIVATE KEY">.view(),
     .confirm = plain,
     .repair = kReplace,
     .matches = kKeyEc,
     .matches_not = kKeyEcNot},
    {.id = "private-key-dsa",
     .title = "DSA private key",
     .pattern = kArmour<"DSA PRIVATE KEY">.view(),
     .trigger = kArmourBegins<"DSA PRIVATE KEY">.view(),
     .confirm = plain,
     .repair = kReplace,
     .matches = kKeyDsa,
     .matches_not = kKeyDsaNot},
    {.id = "private-key-pkcs8",
     .title = "private key",
     .severity = model::Severity::kCritical,
     .pattern = kArmour<"PRIVATE KEY">.view(),
     .trigger = kArmourBegins<"PRIVATE KEY">.view(),
     .confirm = plain,
     .repair = kReplace,
     .matches = kKeyPkcs8,
     .matches_not = kKeyPkcs8Not},
    {.id = "private-key-openssh",
     .title = "OpenSSH private key",
     .severity = model::Severity::kCritical,
     .pattern = kArmour<"OPENSSH PRIVATE KEY">.view(),
     .trigger = kArmourBegins<"OPENSSH PRIVATE KEY">.view(),
     .confirm = plain,
     .repair = kAuthorised,
     .matches = kKeyOpenssh,
     .matches_not = kKeyOpensshNot},
    {.id = "private-key-encrypted",
     .title = "private key under a passphrase",
     .severity = model::Severity::kMedium,
     .pattern = kArmour<kAnyLabel>.view(),
     .trigger = kArmourBegins<kAnyLabel>.view(),
     .confirm = encrypted,
     .repair = kReplaceSoon,
     .matches = kKeyEncrypted,
     .matches_not = kKeyEncryptedNot},
    {.id = "private-key-other",
     .title = "private key of another form",
     .pattern =
         R"(-----BEGIN [A-Z0-9]{1,12}(?: [A-Z0-9]{1,12}){0,2} PRIVATE KEY-----(?:[^-]++|-[^-]|--[^-])*+-----END [A-Z0-9 ]{1,40}PRIVATE KEY-----)",
     .trigger = R"( PRIVATE KEY-----)",
     .confirm = other,
     .repair = kReplace,
     .matches = kKeyOther,
     .matches_not = kKeyOtherNot},
    {.id = "private-key-pgp",
     .title = "OpenPGP private key",
     .severity = model::Severity::kCritical,
     .pattern = kArmourWhole<"PGP PRIVATE KEY BLOCK">.view(),
     .trigger = kArmourBegins<"PGP PRIVATE KEY BLOCK">.view(),
     .confirm = pgp_plain,
     .repair = "revoke the key with its revocation certificate and publish that; make a new one",
     .matches = kKeyPgp,
     .matches_not = kKeyPgpNot},
    {.id = "private-key-pgp-encrypted",
     .title = "OpenPGP private key under a passphrase",
     .severity = model::Severity::kMedium,
     .pattern = kArmourWhole<"PGP PRIVATE KEY BLOCK">.view(),
     .trigger = kArmourBegins<"PGP PRIVATE KEY BLOCK">.view(),
     .confirm = pgp_encrypted,
     .repair = "revoke the key unless its passphrase is long and nobody else's: who has the file may try passphrases for ever",
     .matches = kKeyPgpEncrypted,
     .matches_not = kKeyPgpEncryptedNot},
};

}  // namespace

extern constinit const Detector private_key;
constinit const Detector private_key = {
    .name = "private_key", .summary = "private keys in PEM, OpenSSH's and PGP's armour", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
