// SPDX-License-Identifier: Apache-2.0
//
// Files that exist to hold credentials, known by their names: .netrc, .pgpass, .my.cnf, .git-credentials, .npmrc, .pypirc, Docker's
// config.json, .s3cfg, .htpasswd, /etc/shadow, Rails' master.key and others.
#include <algorithm>
#include <optional>
#include <string>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/password.h"

namespace batten::leaks::detectors {
namespace {

Opinion password(const Candidate& candidate) { return judge_password(candidate.secret); }

// "user:password" in base64.
Opinion login(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret);
  if (!text) return Opinion::kNo;
  const std::size_t colon = text->find(':');
  if (colon == text->npos || colon + 1 >= text->size()) return Opinion::kNo;
  const bool is_text = std::ranges::all_of(*text, [](char c) { return c >= ' ' && c <= '~'; });
  if (!is_text || judge_password(text->substr(colon + 1)) == Opinion::kNo) return Opinion::kNo;
  return Opinion::kConfirmed;
}

// Of crypt(3): a hash that can be tried against words for ever.
Opinion hash(const Candidate&) { return Opinion::kConfirmed; }

Opinion decoded_password(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret);
  return text ? judge_password(*text) : Opinion::kNo;
}

constexpr std::string_view kRepair =
    "set a new password; keep it where only its user reads it, or in a credential helper, and out of images";
constexpr std::string_view kHash = "set a new password if this one may be guessed; take the file out of the image";
constexpr LeakExample kNetrcPassword[] = {{"machine git.acme.io\n  login ci\n  password "
                                           "LHm4UR7EXpCg6ZN9Hg\n",
                                           "LHm4UR7EXpCg6ZN9Hg", "root/.netrc"},
                                          {"machine a login b password "
                                           "YFxwBHdX*G4gy8Tm\n",
                                           "YFxwBHdX*G4gy8Tm", "home/app/_netrc"}};
constexpr LeakCounterexample kNetrcPasswordNot[] = {{"machine a login b password password\n", "root/.netrc"},
                                                    {"machine a login b password "
                                                     "6lCuSPylsYiSVdQqqD\n"}};
constexpr std::string_view kNetrcPasswordFiles[] = {".netrc", "_netrc", "netrc"};
constexpr LeakExample kPgpassPassword[] = {
    {"db.acme.io:5432:shop:shop:"
     "6XXBfQZFB1Bpq27\n",
     "6XXBfQZFB1Bpq27", "root/.pgpass"}};
constexpr LeakCounterexample kPgpassPasswordNot[] = {{"#host:port:db:user:password\nlocalhost:5432:db:u:password\n", "root/.pgpass"}};
constexpr std::string_view kPgpassPasswordFiles[] = {".pgpass", "pgpass.conf"};
constexpr LeakExample kMysqlOptionFilePassword[] = {
    {"[client]\nuser=root\npassword="
     "ZF2U69F9F3Sjfw7\n",
     "ZF2U69F9F3Sjfw7", "root/.my.cnf"}};
constexpr LeakCounterexample kMysqlOptionFilePasswordNot[] = {{"[client]\npassword=password\n", "root/.my.cnf"},
                                                              {"password="
                                                               "5wiuqSRdzav19d7\n"}};
constexpr std::string_view kMysqlOptionFilePasswordFiles[] = {".my.cnf", "my.cnf", "debian.cnf", "*.mysql.cnf", "client.cnf"};
constexpr LeakExample kGitCredentialsPassword[] = {
    {"https://ci:"
     "2qAaBM9es6PqAS7dhBt5@git.acme.io\n",
     "2qAaBM9es6PqAS7dhBt5", "root/.git-credentials"}};
constexpr LeakCounterexample kGitCredentialsPasswordNot[] = {{"https://ci@git.acme.io\n", "root/.git-credentials"}};
constexpr std::string_view kGitCredentialsPasswordFiles[] = {".git-credentials", "**/git/credentials"};
constexpr LeakExample kNpmrcToken[] = {{"//npm.acme.io/:_authToken="
                                        "K4bazJRoIyD5lqd5yXq0WvwJydyV5UVnA0zEfpm6\n",
                                        "K4bazJRoIyD5lqd5yXq0WvwJydyV5UVnA0zEfpm6", "app/.npmrc"},
                                       {"_auth="
                                        "dHUlqVHiupoDSN+61WKjrXyQEmE=\n",
                                        "dHUlqVHiupoDSN+61WKjrXyQEmE=", "root/.npmrc"}};
constexpr LeakCounterexample kNpmrcTokenNot[] = {{"//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n", "app/.npmrc"}};
constexpr std::string_view kNpmrcTokenFiles[] = {".npmrc", "npmrc", ".yarnrc"};
constexpr LeakExample kPypircPassword[] = {
    {"[pypi]\nusername = acme\npassword = "
     "6DeKWqtbX0tTLe7\n",
     "6DeKWqtbX0tTLe7", "root/.pypirc"}};
constexpr LeakCounterexample kPypircPasswordNot[] = {{"[pypi]\npassword = <password>\n", "root/.pypirc"}};
constexpr std::string_view kPypircPasswordFiles[] = {".pypirc"};
constexpr LeakExample kDockerConfigAuth[] = {{"{\"auths\": {\"registry.acme.io\": {\"auth\": \""
                                              "Y2k6UUMwcGU0UW"
                                              "4xWjRGM1pCdWtP\"}}}",
                                              "Y2k6UUMwcGU0UW"
                                              "4xWjRGM1pCdWtP"},
                                             {"{\"registry.acme.io\":{\"auth\":\""
                                              "Y2k6TjdyQkpKMj"
                                              "lPc05XUlBSMWxt\",\"email\":\"a\"}}",
                                              "Y2k6TjdyQkpKMj"
                                              "lPc05XUlBSMWxt",
                                              "root/.dockercfg"}};
constexpr LeakCounterexample kDockerConfigAuthNot[] = {{"\"auth\": \""
                                                        "qvg0NuNCVIrVntqREP1S+dGPp3WIoBSQ7BaZpb9A\""},
                                                       {"\"auth\": \"dXNlcjpwYXNzd29yZA==\""}};
constexpr LeakExample kHtpasswdHash[] = {{"admin:"
                                          "$apr1$"
                                          "PkoAAWtd$"
                                          "Z43K3bqdO4EAFVwbuNnBYi\n",
                                          "$apr1$"
                                          "PkoAAWtd$"
                                          "Z43K3bqdO4EAFVwbuNnBYi",
                                          "etc/nginx/.htpasswd"},
                                         {"admin:"
                                          "$2y$05$"
                                          "dxZHzWvGtb0Zwagy6jpCUDIQB2YoH7hr2SC2wvz3eGRlcdovX63xN\n",
                                          "$2y$05$"
                                          "dxZHzWvGtb0Zwagy6jpCUDIQB2YoH7hr2SC2wvz3eGRlcdovX63xN",
                                          "users.htpasswd"}};
constexpr LeakCounterexample kHtpasswdHashNot[] = {{"admin:\n", ".htpasswd"}};
constexpr std::string_view kHtpasswdHashFiles[] = {"*htpasswd*"};
constexpr LeakExample kShadowHash[] = {
    {"root:"
     "$6$"
     "8n5kiG3H3PjxXT3I$"
     "gie9lv1eadynpZEryt98SvI2DyMBF5aLzAbqm1k3qiJuN8QkoKyBxrRYkFc68zKboV8I78cxuXaPKkefvcHK7C:19700:0:99999:7:::\n",
     "$6$"
     "8n5kiG3H3PjxXT3I$"
     "gie9lv1eadynpZEryt98SvI2DyMBF5aLzAbqm1k3qiJuN8QkoKyBxrRYkFc68zKboV8I78cxuXaPKkefvcHK7C",
     "etc/shadow"},
    {"app:"
     "$y$j9T$"
     "RI45IcQtkS3VRz4tYyYTxY$"
     "DPnVqdUnkOZbXb13FxYjc3n5mpG5Jx2tEOTp5zcvp0u:19700:0:99999:7:::\n",
     "$y$j9T$"
     "RI45IcQtkS3VRz4tYyYTxY$"
     "DPnVqdUnkOZbXb13FxYjc3n5mpG5Jx2tEOTp5zcvp0u",
     "etc/shadow-"}};
constexpr LeakCounterexample kShadowHashNot[] = {{"root:*:19700:0:99999:7:::\ndaemon:!:1:0:9:7:::\n", "etc/shadow"}};
constexpr std::string_view kShadowHashFiles[] = {"etc/shadow", "etc/shadow-", "**/etc/shadow", "shadow", "shadow-"};
constexpr LeakExample kRailsMasterKey[] = {
    {"e3462690a1f21117988ed8635d36e327\n", "e3462690a1f21117988ed8635d36e327", "app/config/master.key"},
    {"b08592e70fb0d23ae0df7b155bc1763d", "b08592e70fb0d23ae0df7b155bc1763d", "app/config/credentials/production.key"}};
constexpr LeakCounterexample kRailsMasterKeyNot[] = {{"key\n", "app/config/master.key"}, {"f278ea554b7b9c161a6e30ba5af7bbbd\n"}};
constexpr std::string_view kRailsMasterKeyFiles[] = {"**/config/master.key", "config/master.key", "**/config/credentials/*.key",
                                                     "config/credentials/*.key"};
constexpr LeakExample kS3cfgSecretKey[] = {{"[default]\nsecret_key = "
                                            "QYcKfz37gdAemFdURJ5KHeadrTUHMeyNFY9g5G4s\n",
                                            "QYcKfz37gdAemFdURJ5KHeadrTUHMeyNFY9g5G4s", "root/.s3cfg"},
                                           {"KD4AKDM3G33S5CK7D3UJ:"
                                            "Zk0/U/f2hM1+ob4KNeI36IVEis8j6ESEPrRoY5ER\n",
                                            "Zk0/U/f2hM1+ob4KNeI36IVEis8j6ESEPrRoY5ER", "etc/passwd-s3fs"}};
constexpr LeakCounterexample kS3cfgSecretKeyNot[] = {{"secret_key = None\n", "root/.s3cfg"}};
constexpr std::string_view kS3cfgSecretKeyFiles[] = {".s3cfg", ".boto", "passwd-s3fs", ".passwd-s3fs"};
constexpr LeakExample kRcloneSecret[] = {
    {"[box]\ntype = sftp\npass = "
     "zIDV55zsGOaOBof1bwyYBw8Yoy9uq0HXnqzXcDKW\n",
     "zIDV55zsGOaOBof1bwyYBw8Yoy9uq0HXnqzXcDKW", "root/.config/rclone/rclone.conf"}};
constexpr LeakCounterexample kRcloneSecretNot[] = {{"[s3]\ntype = s3\n", "rclone.conf"}};
constexpr std::string_view kRcloneSecretFiles[] = {"rclone.conf", ".rclone.conf"};
constexpr LeakExample kMavenSettingsPassword[] = {
    {"<server><id>acme</id><username>ci</username><password>"
     "NoCXS8E3EpcZXD7</password></server>",
     "NoCXS8E3EpcZXD7", "root/.m2/settings.xml"}};
constexpr LeakCounterexample kMavenSettingsPasswordNot[] = {{"<password>${env.NEXUS_PASSWORD}</password>", "root/.m2/settings.xml"}};
constexpr std::string_view kMavenSettingsPasswordFiles[] = {"**/.m2/settings.xml", ".m2/settings.xml", "settings.xml",
                                                            "settings-security.xml"};
constexpr LeakExample kGradlePropertyPassword[] = {
    {"signing.password="
     "oO7bSAYgXljChX7\n",
     "oO7bSAYgXljChX7", "root/.gradle/gradle.properties"}};
constexpr LeakCounterexample kGradlePropertyPasswordNot[] = {{"signing.password=\n", "gradle.properties"}};
constexpr std::string_view kGradlePropertyPasswordFiles[] = {"gradle.properties"};
constexpr LeakExample kComposerAuth[] = {
    {"{\"http-basic\": {\"repo.acme.io\": {\"username\": \"ci\", \"password\": \""
     "frxZDQeactKHpCcO5wzc\"}}}",
     "frxZDQeactKHpCcO5wzc", "root/.composer/auth.json"}};
constexpr LeakCounterexample kComposerAuthNot[] = {{"{\"http-basic\": {\"a\": {\"password\": \"password\"}}}", "auth.json"}};
constexpr std::string_view kComposerAuthFiles[] = {"auth.json"};
constexpr LeakExample kFilezillaPassword[] = {
    {"<Host>ftp.acme.io</Host><Pass encoding=\"base64\">"
     "dWcyeW1nblludEZVRENC</Pass>",
     "dWcyeW1nblludEZVRENC"}};
constexpr LeakCounterexample kFilezillaPasswordNot[] = {{"<Pass encoding=\"base64\">cGFzc3dvcmQ=</Pass>"}};
constexpr LeakExample kMailAccountPassword[] = {{"account a\nhost smtp.acme.io\npassword "
                                                 "co5Ek3BzhOtRse7\n",
                                                 "co5Ek3BzhOtRse7", "root/.msmtprc"},
                                                {"[smtp.acme.io]:587 shop:"
                                                 "ITogmYUq0AIYm37\n",
                                                 "ITogmYUq0AIYm37", "etc/postfix/sasl_passwd"}};
constexpr LeakCounterexample kMailAccountPasswordNot[] = {{"password your_password\n", "root/.msmtprc"}};
constexpr std::string_view kMailAccountPasswordFiles[] = {".msmtprc", "msmtprc", "ssmtp.conf", "sasl_passwd", ".fetchmailrc", ".getmailrc"};
constexpr LeakExample kNetworkPassword[] = {{"network={\n  ssid=\"a\"\n  psk=\""
                                             "aG8snuaJwgqT2e7\"\n}\n",
                                             "aG8snuaJwgqT2e7", "etc/wpa_supplicant/wpa_supplicant.conf"},
                                            {"username=a\npassword="
                                             "9qDKIPesJn9u457\n",
                                             "9qDKIPesJn9u457", "etc/cifs-credentials"}};
constexpr LeakCounterexample kNetworkPasswordNot[] = {{"psk=password\n", "etc/wpa_supplicant/wpa_supplicant.conf"}};
constexpr std::string_view kNetworkPasswordFiles[] = {"wpa_supplicant*.conf", "*.nmconnection", "*cifs*cred*",
                                                      ".smbcredentials",      "smbcredentials", "ldap.conf",
                                                      "pam_ldap.conf",        "nslcd.conf",     "ldap.secret"};
constexpr LeakExample kCurlrcLogin[] = {{"user = \"ci:"
                                         "WqzxRl06LSTTqR7\"\n",
                                         "WqzxRl06LSTTqR7", "root/.curlrc"},
                                        {"http_password="
                                         "hUCYjUiwWOnqN17\n",
                                         "hUCYjUiwWOnqN17", "root/.wgetrc"}};
constexpr LeakCounterexample kCurlrcLoginNot[] = {{"user-agent = \"x\"\n", "root/.curlrc"}};
constexpr std::string_view kCurlrcLoginFiles[] = {".curlrc", ".wgetrc", "wgetrc"};

constexpr LeakKind kKinds[] = {
    {.id = "netrc-password",
     .title = "password in a .netrc",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bpassword\s{1,8}(\S{4,200}))",
     .paths = kNetrcPasswordFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kNetrcPassword,
     .matches_not = kNetrcPasswordNot},
    {.id = "pgpass-password",
     .title = "password in a .pgpass",
     .severity = model::Severity::kCritical,
     .pattern = R"(^[^:#\n]{1,200}:[^:\n]{1,20}:[^:\n]{1,80}:[^:\n]{1,80}:([^\n]{3,200})$)",
     .paths = kPgpassPasswordFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kPgpassPassword,
     .matches_not = kPgpassPasswordNot},
    {.id = "mysql-option-file-password",
     .title = "password in a MySQL option file",
     .severity = model::Severity::kCritical,
     .pattern = R"(^[ \t]{0,8}password[ \t]{0,4}=[ \t]{0,4}["\']?([^\s"\']{4,100}))",
     .paths = kMysqlOptionFilePasswordFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMysqlOptionFilePassword,
     .matches_not = kMysqlOptionFilePasswordNot},
    {.id = "git-credentials-password",
     .title = "password in .git-credentials",
     .severity = model::Severity::kCritical,
     .pattern = R"(^https?://[^\s:/@]{1,100}:([^\s@]{4,200})@\S{1,200}$)",
     .paths = kGitCredentialsPasswordFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kGitCredentialsPassword,
     .matches_not = kGitCredentialsPasswordNot},
    {.id = "npmrc-token",
     .title = "token or password in an .npmrc",
     .severity = model::Severity::kCritical,
     .pattern = R"((?::|^)_(?:authToken|auth|password)[ \t]{0,3}=[ \t]{0,3}"?([^\s"$]{8,400}))",
     .paths = kNpmrcTokenFiles,
     .generic = true,
     .repair = "revoke the token (npm token revoke) or set a new password at the registry; write ${NPM_TOKEN} into the file",
     .matches = kNpmrcToken,
     .matches_not = kNpmrcTokenNot},
    {.id = "pypirc-password",
     .title = "password in a .pypirc",
     .severity = model::Severity::kCritical,
     .pattern = R"(^[ \t]{0,4}password[ \t]{0,4}[=:][ \t]{0,4}(\S{4,300}))",
     .paths = kPypircPasswordFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kPypircPassword,
     .matches_not = kPypircPasswordNot},
    {.id = "docker-config-auth",
     .title = "registry login in Docker's configuration",
     .severity = model::Severity::kCritical,
     .pattern = R"("auth\\?"\s{0,3}:\s{0,3}\\?"([0-9A-Za-z+/]{8,2000}={0,2})\\?")",
     .confirm = login,
     .repair = "change the password or token at the registry; use a credential helper (docker-credential-pass)",
     .matches = kDockerConfigAuth,
     .matches_not = kDockerConfigAuthNot},
    {.id = "htpasswd-hash",
     .title = "password hash in an .htpasswd",
     .severity = model::Severity::kMedium,
     .pattern = R"(^[^:\s]{1,100}:(\$(?:apr1|2[aby]|5|6|1)\$[0-9A-Za-z./$=,]{20,120}|\{SHA\}[0-9A-Za-z+/]{27}=))",
     .paths = kHtpasswdHashFiles,
     .confirm = hash,
     .repair = kHash,
     .matches = kHtpasswdHash,
     .matches_not = kHtpasswdHashNot},
    {.id = "shadow-hash",
     .title = "password hash in /etc/shadow",
     .pattern = R"(^[a-z_][0-9a-z_.-]{0,31}\$?:(\$(?:1|2[aby]|5|6|7|y|gy)\$[0-9A-Za-z./$=,]{20,150}):\d)",
     .paths = kShadowHashFiles,
     .confirm = hash,
     .repair = "lock the account (passwd -l) or leave its password out of the image: a hash can be tried against words for ever",
     .matches = kShadowHash,
     .matches_not = kShadowHashNot},
    {.id = "rails-master-key",
     .title = "Rails master key",
     .severity = model::Severity::kCritical,
     .pattern = R"(^([0-9a-f]{32}|[0-9a-f]{64})\s{0,2}$)",
     .paths = kRailsMasterKeyFiles,
     .min_entropy = 2.8,
     .found = Opinion::kConfirmed,
     .repair = "make new credentials under a new key (rails credentials:edit), and renew what is in them",
     .matches = kRailsMasterKey,
     .matches_not = kRailsMasterKeyNot},
    {.id = "s3cfg-secret-key",
     .title = "secret key in an .s3cfg, .boto or s3fs file",
     .severity = model::Severity::kCritical,
     .pattern = R"((?:^[ \t]{0,4}(?:secret_key|gs_secret_access_key)[ \t]{0,4}=[ \t]{0,4}|^[0-9A-Z]{16,24}:)([0-9A-Za-z/+]{30,60}))",
     .paths = kS3cfgSecretKeyFiles,
     .generic = true,
     .min_entropy = 3.5,
     .repair = "make a new access key, switch over, delete this one",
     .matches = kS3cfgSecretKey,
     .matches_not = kS3cfgSecretKeyNot},
    {.id = "rclone-secret",
     .title = "password or key in an rclone configuration",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(^[ \t]{0,4}(?:pass|password2?|secret_access_key|token|client_secret|key|sas_url)[ \t]{0,4}=[ \t]{0,4}(\S[^\n]{11,2000})$)",
     .paths = kRcloneSecretFiles,
     .generic = true,
     .repair = "rclone only veils passwords: renew what it reaches, set a password on the configuration",
     .matches = kRcloneSecret,
     .matches_not = kRcloneSecretNot},
    {.id = "maven-settings-password",
     .title = "password in Maven's settings",
     .severity = model::Severity::kCritical,
     .pattern = R"(<(?:password|passphrase)>([^<>\s]{4,200})</)",
     .paths = kMavenSettingsPasswordFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMavenSettingsPassword,
     .matches_not = kMavenSettingsPasswordNot},
    {.id = "gradle-property-password",
     .title = "password or token in Gradle's properties",
     .pattern = R"((?i)^[ \t]{0,4}[0-9a-z_.-]{0,40}(?:password|token|secret)[ \t]{0,3}[=:][ \t]{0,3}(\S{4,200})$)",
     .paths = kGradlePropertyPasswordFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kGradlePropertyPassword,
     .matches_not = kGradlePropertyPasswordNot},
    {.id = "composer-auth",
     .title = "password or token in Composer's auth.json",
     .severity = model::Severity::kCritical,
     .pattern = R"re("(?:password|consumer-secret|token)"\s{0,3}:\s{0,3}"([^"\n]{4,400})")re",
     .paths = kComposerAuthFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kComposerAuth,
     .matches_not = kComposerAuthNot},
    {.id = "filezilla-password",
     .title = "password in FileZilla's sites",
     .pattern = R"(<Pass encoding="base64">([0-9A-Za-z+/]{4,200}={0,2})</Pass>)",
     .confirm = decoded_password,
     .repair = kRepair,
     .matches = kFilezillaPassword,
     .matches_not = kFilezillaPasswordNot},
    {.id = "mail-account-password",
     .title = "password of a mail account",
     .pattern =
         R"((?:^[ \t]{0,4}(?:password|AuthPass)[ \t]{0,4}[= ][ \t]{0,4}|^\S{1,100}[ \t]{1,20}[^\s:]{1,100}:)["\']?([^\s"\']{4,100}))",
     .paths = kMailAccountPasswordFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMailAccountPassword,
     .matches_not = kMailAccountPasswordNot},
    {.id = "network-password",
     .title = "password of a network or a share",
     .pattern = R"(^[ \t]{0,8}(?:psk|wep_key0|password|pass|secret|bindpw|rootpw)[ \t]{0,4}[= \t][ \t]{0,4}"?([^\s"]{4,100}))",
     .paths = kNetworkPasswordFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kNetworkPassword,
     .matches_not = kNetworkPasswordNot},
    {.id = "curlrc-login",
     .title = "login in a .curlrc or .wgetrc",
     .pattern =
         R"(^[ \t]{0,4}(?:-u|--?user|user|proxy-user|(?:http|ftp|proxy)?_?password)[ \t]{0,4}[= \t][ \t]{0,4}"?(?:[^\s:"]{1,80}:)?([^\s":]{4,100}))",
     .paths = kCurlrcLoginFiles,
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kCurlrcLogin,
     .matches_not = kCurlrcLoginNot},
};

}  // namespace

extern constinit const Detector credential_file;
constinit const Detector credential_file = {
    .name = "credential_file", .summary = "passwords and tokens in files that programs keep them in", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
