// SPDX-License-Identifier: Apache-2.0
//
// Amazon Web Services. An access key id is AKIA (of a user) or ASIA (temporary) and 16 characters of base32, of which the first 48
// bits hold the number of the account (12 digits, then 7 bits); the secret that belongs to it is 40 characters of base64 without a
// mark of its own, found by a name or by its id beside it. Session tokens are base64 of a structure that names the region.
#include <cstdint>
#include <optional>
#include <string>

#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/entropy.h"
#include "leaks/named.h"
#include "leaks/placeholder.h"

namespace batten::leaks::detectors {
namespace {

// The number inside has at most twelve digits; ids of before 2019 (AKIAI, AKIAJ) hold none.
bool is_key_id(std::string_view id) {
  if (id.size() != 20) return false;
  std::optional<std::string> bytes = decode_base32(id.substr(4));
  if (!bytes || bytes->size() < 6) return false;
  if (id[4] < 'Q' && !(id[4] >= '2' && id[4] <= '7')) return true;
  std::uint64_t number = 0;
  for (char c : bytes->substr(0, 6)) number = number << 8 | static_cast<unsigned char>(c);
  constexpr std::uint64_t kAccounts = 1'000'000'000'000;
  return ((number & 0x7fff'ffff'ff80) >> 7) < kAccounts;
}

// An id of an access key stands in the text.
bool has_key_id(std::string_view text) {
  for (std::string_view prefix : {"AKIA", "ASIA"}) {
    for (std::string_view rest = text; !rest.empty();) {
      const std::size_t at = rest.find(prefix);
      if (at == rest.npos) break;
      if (is_key_id(rest.substr(at, 20))) return true;
      rest.remove_prefix(at + 4);
    }
  }
  return false;
}

// 30 random bytes in base64: a path or a hash in hex of that length is none, nor is the pair of AWS's documentation, though its id fits.
bool is_secret(std::string_view text) { return is_mixed(text) && !is_hex(text) && entropy(text) >= 4 && !is_placeholder(text); }

// Says whose key it is, no more: its secret is the leak. Where that stands beside it, both kinds are reported.
Opinion key_id(const Candidate& candidate) {
  if (!is_key_id(candidate.secret)) return Opinion::kNo;
  return base::lower(candidate.near).contains("secret") ? Opinion::kLikely : Opinion::kPossible;
}

Opinion named_secret(const Candidate& candidate) {
  if (!is_secret(candidate.secret)) return Opinion::kNo;
  return has_key_id(candidate.near) ? Opinion::kConfirmed : Opinion::kLikely;
}

// Where the secret has its name before it the other kind finds it.
Opinion secret_after_id(const Candidate& candidate) {
  std::string between = base::lower(candidate.match.substr(0, candidate.match.size() - candidate.secret.size()));
  if (between.contains("secret_access") || between.contains("secretaccess") || between.contains("aws_secret")) return Opinion::kNo;
  return is_secret(candidate.secret) && has_key_id(candidate.match) ? Opinion::kConfirmed : Opinion::kNo;
}

Opinion base64(const Candidate& candidate) { return base64_size(candidate.secret) > 60 ? Opinion::kConfirmed : Opinion::kPossible; }

// "ABSK", then base64 of "BedrockAPIKey-...:" and the key.
Opinion bedrock(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret.substr(4));
  return text && text->starts_with("BedrockAPIKey-") && text->contains(':') ? Opinion::kConfirmed : Opinion::kPossible;
}

// Derived from a secret key: the version, 4, and 32 bytes.
Opinion smtp_password(const Candidate& candidate) {
  std::optional<std::string> bytes = decode_base64(candidate.secret);
  if (!bytes || bytes->size() != 33 || !is_mixed(candidate.secret) || is_placeholder(candidate.secret)) return Opinion::kNo;
  if (has_key_id(candidate.near)) return Opinion::kConfirmed;
  return candidate.near.contains("amazonaws") || candidate.near.contains("email-smtp") ? Opinion::kLikely : Opinion::kPossible;
}

// Good for seven days at most, as its X-Amz-Expires says.
Opinion presigned(const Candidate& candidate) { return candidate.near.contains("X-Amz-Credential=") ? Opinion::kLikely : Opinion::kNo; }

Opinion presigned_old(const Candidate& candidate) {
  std::string signature = decode_percent(candidate.secret);
  return base64_size(signature) == 20 && candidate.near.contains("Expires=") ? Opinion::kLikely : Opinion::kNo;
}

constexpr std::string_view kRotate =
    "make a new key for the user in IAM, switch over, deactivate this one (aws iam update-access-key), look for its use in CloudTrail, "
    "delete it";
constexpr LeakExample kAccessKeyId[] = {{"aws_access_key_id = "
                                         "AKIA"
                                         "SPS7HAZUOF4R52H6\n",
                                         "AKIA"
                                         "SPS7HAZUOF4R52H6"},
                                        {"Credential="
                                         "ASIA"
                                         "YZGFD4OIW2NCVENB/20260101/eu-west-1/s3/aws4_request",
                                         "ASIA"
                                         "YZGFD4OIW2NCVENB"}};
constexpr LeakCounterexample kAccessKeyIdNot[] = {{"aws_access_key_id = AKIA"
                                                   "IOSFODNN7EXAMPLE"},
                                                  {"AKIA"
                                                   "6RVFFCACQBF6DGG6"},
                                                  {"AKIA"
                                                   "0189018901890189"},
                                                  {"\"XAKIA"
                                                   "ZPT7SGLO5II2NMTZ\""}};
constexpr LeakExample kSecretAccessKey[] = {{"[default]\naws_access_key_id = AKIA"
                                             "UL7TIQWQMKZXBULG\naws_secret_access_key = "
                                             "tOi1V+woltit+Us8eUHiXvDTOTsBeUzcXfu8dj4A\n",
                                             "tOi1V+woltit+Us8eUHiXvDTOTsBeUzcXfu8dj4A"},
                                            {"ENV AWS_SECRET_ACCESS_KEY "
                                             "nCBYYh5CsD2NZNCB+a/35FfbbdEzpIwJHiMd6Wse\n",
                                             "nCBYYh5CsD2NZNCB+a/35FfbbdEzpIwJHiMd6Wse"},
                                            {"{\"SecretAccessKey\": \""
                                             "2Pm1ZF4GC/WmSZ411aFpIkV0hJ3LEWeAJ8xiYwCh\"}",
                                             "2Pm1ZF4GC/WmSZ411aFpIkV0hJ3LEWeAJ8xiYwCh"},
                                            {"- name: AWS_SECRET_ACCESS_KEY\n          value: \""
                                             "e9kvWYX/o9ghYSCTjjWKUPJxz2w5obVv/nj4/yOL\"\n",
                                             "e9kvWYX/o9ghYSCTjjWKUPJxz2w5obVv/nj4/yOL"},
                                            {"new AWS.S3({secretAccessKey: '"
                                             "3LZBa9nM0KvKGzvd6vE8u7aWx7qYk+uDrTJpWn16'})",
                                             "3LZBa9nM0KvKGzvd6vE8u7aWx7qYk+uDrTJpWn16"},
                                            {"<aws_secret_key>"
                                             "JHZlBnnUr+ub+jG64i24hSNSi1SyVm9kmA0Yn8gf</aws_secret_key>",
                                             "JHZlBnnUr+ub+jG64i24hSNSi1SyVm9kmA0Yn8gf"},
                                            {"{\\\"aws_secret_access_key\\\": \\\""
                                             "qgRI9WyhBaZWRou0dR7MoRALDesNkwjoj3/qizoU\\\"}",
                                             "qgRI9WyhBaZWRou0dR7MoRALDesNkwjoj3/qizoU"},
                                            {"os.environ.get(\"AWS_SECRET_ACCESS_KEY\", \""
                                             "yA82Gdw0ww+QIu/J7cP5gtRmtqrAXcPa6zZQEscj\")",
                                             "yA82Gdw0ww+QIu/J7cP5gtRmtqrAXcPa6zZQEscj"}};
constexpr LeakCounterexample kSecretAccessKeyNot[] = {
    {"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
    {"aws_access_key_id = AKIA"
     "IOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"},
    {"aws_secret_access_key = "
     "52757fdcc69178807ae56de1ac6cb2dd2c9de9af"},
    {"AWS_SECRET_ACCESS_KEY=$(cat /run/secrets/aws)"},
    {"secret_access_key: var.some_module_output_of_another_state"}};
constexpr LeakExample kKeyPair[] = {{"Access key ID,Secret access key\nAKIA"
                                     "WKXJQA5CL3VTKAZH,"
                                     "Pq8DdGdDo9qoApM+A25WjupElPJep0rxnJK2/XBK\n",
                                     "Pq8DdGdDo9qoApM+A25WjupElPJep0rxnJK2/XBK"},
                                    {"Aws::Credentials.new(\"AKIA"
                                     "4X4HTIALNW4YJGYO\", \""
                                     "GRDRL0fAEKMX4mI0LfP06pdRfr4V3/YAKz8o1+3g\")",
                                     "GRDRL0fAEKMX4mI0LfP06pdRfr4V3/YAKz8o1+3g"},
                                    {"user: AKIA"
                                     "X63DA3AFVK67FZQF\npass: "
                                     "QEEYHWx/MnJz7AiSSvosej1UHZct4MzSTwfNUFas\n",
                                     "QEEYHWx/MnJz7AiSSvosej1UHZct4MzSTwfNUFas"}};
constexpr LeakCounterexample kKeyPairNot[] = {{"AKIA"
                                               "IOSFODNN7EXAMPLE,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
                                              {"AKIA"
                                               "UUIFLO25ZXYHE2YX commit "
                                               "84d2415ca8a6dbc96fdabb79898d8dafe9757af6"}};
constexpr LeakExample kSessionToken[] = {
    {"aws_session_token = "
     "IQoJb3JpZ2luX2"
     "BsHNwXabBD3kJrYumLPy+yybyrwGCLrblfXglTcYoxk4Fjmf0Glo/NzbQPls12L+PT7MIttiU4fJOVTlNeHd5D3v0M560jRl5Mg7NjP5h/9Wh8"
     "Wl+6NMKpEJQvedAwMgfr3dcbXsJDMyHtXtdBlsrjarYrGbqGDefUyY85VeEEAVg8Z+eF295f24FUoVX9GgPunUlQ+zObLoGkItCHQdOCZ3NLxi"
     "y86ii4yypjNTbbYfUXfN\n",
     "IQoJb3JpZ2luX2"
     "BsHNwXabBD3kJrYumLPy+yybyrwGCLrblfXglTcYoxk4Fjmf0Glo/NzbQPls12L+PT7MIttiU4fJOVTlNeHd5D3v0M560jRl5Mg7NjP5h/9Wh8"
     "Wl+6NMKpEJQvedAwMgfr3dcbXsJDMyHtXtdBlsrjarYrGbqGDefUyY85VeEEAVg8Z+eF295f24FUoVX9GgPunUlQ+zObLoGkItCHQdOCZ3NLxi"
     "y86ii4yypjNTbbYfUXfN"},
    {"export AWS_SESSION_TOKEN=\""
     "FwoGZXIvYXdz"
     "mc016Ng9/LhCWYqTk6arJwnM4WbM+mYTPIMzZXwA9dnlGYAnZnNHj67zwLZN0eaBLFu3I2Uf3thcY7e+Gng0sjEejf1133cy2skpUBxxis9Rz3"
     "cF3Hxl8vKTEsTDvybgokimKIdG3FZtyIGVAJoXYckpezeP9EUx\"",
     "FwoGZXIvYXdz"
     "mc016Ng9/LhCWYqTk6arJwnM4WbM+mYTPIMzZXwA9dnlGYAnZnNHj67zwLZN0eaBLFu3I2Uf3thcY7e+Gng0sjEejf1133cy2skpUBxxis9Rz3"
     "cF3Hxl8vKTEsTDvybgokimKIdG3FZtyIGVAJoXYckpezeP9EUx"}};
constexpr LeakCounterexample kSessionTokenNot[] = {
    {"IQoJb3JpZ2luX2"
     "VjEJ"}};
constexpr LeakExample kMwsToken[] = {
    {"MWSAuthToken="
     "amzn.mws."
     "9debeb7f-6446-4509-ac0f-048c08bc03b2",
     "amzn.mws."
     "9debeb7f-6446-4509-ac0f-048c08bc03b2"}};
constexpr LeakCounterexample kMwsTokenNot[] = {
    {"amzn.mws."
     "4ea38b7b"}};
constexpr LeakExample kBedrockKey[] = {
    {"AWS_BEARER_TOKEN_BEDROCK="
     "ABSK"
     "QmVkcm9ja0FQSUtleS14N2syLWF0LTQ5MzgxNzIwMzk0NTp0RUUzbn"
     "RZdUt6NHFqV2JYMm1ERzhYMjU3SGJZdUt2aUw4MU9zZW5TNmZNPQ==\n",
     "ABSK"
     "QmVkcm9ja0FQSUtleS14N2syLWF0LTQ5MzgxNzIwMzk0NTp0RUUzbn"
     "RZdUt6NHFqV2JYMm1ERzhYMjU3SGJZdUt2aUw4MU9zZW5TNmZNPQ=="}};
constexpr LeakCounterexample kBedrockKeyNot[] = {
    {"ABSKQmVkcm9ja0FQSUtleS"
     "1"}};
constexpr LeakExample kBedrockSessionKey[] = {
    {"token: "
     "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t"
     "imCVURADi5HJj/gNcW/BkGt0bTcjbj1N8gM899FxHeQ4ENQgYBR8D8q4LVFIDgduQjRAm/yEqt17etSIs+T10WBV4AqX4Q9+KT64rC/jrvpc/6"
     "QoOhH+QFl1P6AiE8DYXiMwkEgO+z4Jif6vJyvv9/6c34tbje/su5f/zfFxMvx3fifVEYKC2qeGF0bQFwLJ/W9fjKTV\n",
     "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t"
     "imCVURADi5HJj/gNcW/BkGt0bTcjbj1N8gM899FxHeQ4ENQgYBR8D8q4LVFIDgduQjRAm/yEqt17etSIs+T10WBV4AqX4Q9+KT64rC/jrvpc/6"
     "QoOhH+QFl1P6AiE8DYXiMwkEgO+z4Jif6vJyvv9/6c34tbje/su5f/zfFxMvx3fifVEYKC2qeGF0bQFwLJ/W9fjKTV"}};
constexpr LeakCounterexample kBedrockSessionKeyNot[] = {
    {"bedrock-api-key-"
     "YmVkcm9jay5hbWF6b25hd3MuY29t"}};
constexpr LeakExample kSesSmtpPassword[] = {{"SMTP_USERNAME=AKIA"
                                             "XTNPHUWMIHZGCWFP\nSMTP_PASSWORD="
                                             "BKS+0+t1s+kJ/jguXCTe6M"
                                             "J/A/Op6+IYkPhDIlBY2x9U\n",
                                             "BKS+0+t1s+kJ/jguXCTe6M"
                                             "J/A/Op6+IYkPhDIlBY2x9U"},
                                            {"MAIL_HOST=email-smtp.eu-west-1.amazonaws.com\nMAIL_PASSWORD=\""
                                             "BHd4SBkRlC7WNVGldd4Xz8"
                                             "H+BR/mEn9J6UXJwGsm0cON\"\n",
                                             "BHd4SBkRlC7WNVGldd4Xz8"
                                             "H+BR/mEn9J6UXJwGsm0cON"}};
constexpr LeakCounterexample kSesSmtpPasswordNot[] = {{"SMTP_PASSWORD="
                                                       "06d1394dab7c0f0e7cd34296e0362995df7f911be60b"},
                                                      {"SMTP_PASSWORD=BA"
                                                       "thisisonlyapasswordoflettersandnothingelse"}};
constexpr LeakExample kPresignedUrl[] = {
    {"https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA"
     "XVTKLCBLMUAGZKL2%2F20260101&X-Amz-Expires=604800&X-Amz-Signature="
     "b23b097a2883c642e73152808477a29f41347b392787342eb6505dc9649b10ae",
     "b23b097a2883c642e73152808477a29f41347b392787342eb6505dc9649b10ae"}};
constexpr LeakCounterexample kPresignedUrlNot[] = {{"X-Amz-Signature="
                                                    "a0ae7cda59cdd5ac967659673d4b5f43e26e7ec3026a64ba179921c75593f406"},
                                                   {"X-Amz-Credential=x&X-Amz-Signature="
                                                    "aa788c39e775971d657c"}};
constexpr LeakExample kPresignedUrlOld[] = {
    {"https://s3.amazonaws.com/b/k?AWSAccessKeyId=AKIA"
     "SHQPCKPFO4CDJXWV&Expires=1999999999&Signature="
     "HXUwQvBdjhRzF8fcC/JEAoBmhO4=",
     "HXUwQvBdjhRzF8fcC/JEAoBmhO4="}};
constexpr LeakCounterexample kPresignedUrlOldNot[] = {
    {"?AWSAccessKeyId=AKIA"
     "IOSFODNN7EXAMPLE&Expires=1&Signature=abc"}};
constexpr LeakExample kAppsyncKey[] = {
    {"\"aws_appsync_apiKey\": \""
     "da2-"
     "dhq6es724szlzm7gu5ui2u0nij\"",
     "da2-"
     "dhq6es724szlzm7gu5ui2u0nij"}};
constexpr LeakCounterexample kAppsyncKeyNot[] = {
    {"da2-"
     "abc"}};
constexpr LeakExample kCognitoClientSecret[] = {
    {"COGNITO_CLIENT_SECRET="
     "mdgh1pt49ds0ohe8lj0v0pd2y1sbx7207w20biod7jvrmjay0f4y",
     "mdgh1pt49ds0ohe8lj0v0pd2y1sbx7207w20biod7jvrmjay0f4y"}};
constexpr LeakCounterexample kCognitoClientSecretNot[] = {
    {"COGNITO_CLIENT_SECRET="
     "7sefw9b2dioxr4l53tif"},
    {"cognito_client_secret: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}};

constexpr LeakKind kKinds[] = {
    {.id = "aws-access-key-id",
     .title = "AWS access key id",
     .severity = model::Severity::kMedium,
     .pattern = R"(\b(?:AKIA|ASIA)[A-Z2-7]{16}\b)",
     .confirm = key_id,
     .repair = kRotate,
     .matches = kAccessKeyId,
     .matches_not = kAccessKeyIdNot},
    {.id = "aws-secret-access-key",
     .title = "AWS secret access key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:aws[\w.-]{0,12}|\bs3[\w.-]{0,12})secret[\w.-]{0,14}|secret_?access_?key)", R"([0-9A-Za-z/+]{40})">,
     .confirm = named_secret,
     .repair = kRotate,
     .matches = kSecretAccessKey,
     .matches_not = kSecretAccessKeyNot},
    {.id = "aws-key-pair",
     .title = "AWS access key id with its secret",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:AKIA|ASIA)[A-Z2-7]{16}(?:[^0-9A-Za-z/+]|[^0-9A-Za-z/+][ -~\r\n\t]{0,60}[^0-9A-Za-z/+])([0-9A-Za-z/+]{40})(?:[^0-9A-Za-z/+=]|$))",
     .confirm = secret_after_id,
     .repair = kRotate,
     .matches = kKeyPair,
     .matches_not = kKeyPairNot},
    {.id = "aws-session-token",
     .title = "AWS session token",
     .pattern = R"(\b(?:FwoGZXIvYXdz|IQoJb3JpZ2luX2)[0-9A-Za-z/+]{80,}={0,2})",
     .confirm = base64,
     .repair = "it ends by itself within 36 hours; revoke the active sessions of its role in IAM",
     .matches = kSessionToken,
     .matches_not = kSessionTokenNot},
    {.id = "aws-mws-token",
     .title = "Amazon MWS authorisation token",
     .pattern = R"(\bamzn\.mws\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
     .repair = "revoke it in Seller Central under the apps that you manage",
     .matches = kMwsToken,
     .matches_not = kMwsTokenNot},
    {.id = "aws-bedrock-key",
     .title = "Amazon Bedrock API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bABSKQmVkcm9ja0FQSUtleS[0-9A-Za-z+/]{40,}={0,2})",
     .confirm = bedrock,
     .repair = "deactivate and delete the credential (aws iam delete-service-specific-credential)",
     .matches = kBedrockKey,
     .matches_not = kBedrockKeyNot},
    {.id = "aws-bedrock-session-key",
     .title = "Amazon Bedrock short-term API key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bbedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[0-9A-Za-z+/]{40,}={0,2})",
     .repair = "it ends by itself within twelve hours; revoke the sessions of the role that made it",
     .matches = kBedrockSessionKey,
     .matches_not = kBedrockSessionKeyNot},
    {.id = "aws-ses-smtp-password",
     .title = "Amazon SES SMTP password",
     .pattern = kAssigned<R"((?:smtp|ses|mail)[\w.-]{0,12}(?:pass|pw|secret)[\w.-]{0,8})", R"(B[A-P][0-9A-Za-z/+]{42})">,
     .confirm = smtp_password,
     .repair = "delete the access key it was made from and make a new SMTP credential",
     .matches = kSesSmtpPassword,
     .matches_not = kSesSmtpPasswordNot},
    {.id = "aws-presigned-url",
     .title = "AWS presigned URL",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bX-Amz-Signature=([0-9a-f]{64})\b)",
     .confirm = presigned,
     .repair =
         "it ends within seven days; whoever has the URL reaches the object: revoke the session or key that signed it if that is too long",
     .matches = kPresignedUrl,
     .matches_not = kPresignedUrlNot},
    {.id = "aws-presigned-url-old",
     .title = "AWS presigned URL of signature version 2",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bAWSAccessKeyId=[0-9A-Z]{16,20}&[0-9A-Za-z_=&%+-]{0,80}Signature=([0-9A-Za-z/+%]{27,60}(?:=|%3[Dd])))",
     .confirm = presigned_old,
     .repair = "it is good until its Expires, which may be years: delete the access key that signed it",
     .matches = kPresignedUrlOld,
     .matches_not = kPresignedUrlOldNot},
    {.id = "aws-appsync-key",
     .title = "AWS AppSync API key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bda2-[0-9a-z]{26}\b)",
     .min_entropy = 3.2,
     .repair = "delete it (aws appsync delete-api-key) and make a new one, or let the API ask for a login",
     .matches = kAppsyncKey,
     .matches_not = kAppsyncKeyNot},
    {.id = "aws-cognito-client-secret",
     .title = "Amazon Cognito client secret",
     .pattern = kAssigned<R"(cognito[\w.-]{0,20}secret[\w.-]{0,6})", R"([0-9a-z]{50,64})">,
     .min_entropy = 3.8,
     .repair = "make a new app client in the user pool and delete this one",
     .matches = kCognitoClientSecret,
     .matches_not = kCognitoClientSecretNot},
};

}  // namespace

extern constinit const Detector aws;
constinit const Detector aws = {.name = "aws", .summary = "keys and tokens of Amazon Web Services", .revision = 2, .kinds = kKinds};

}  // namespace batten::leaks::detectors
