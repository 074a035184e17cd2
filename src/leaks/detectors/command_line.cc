// SPDX-License-Identifier: Apache-2.0
//
// Commands that take a secret as an argument, as they stand in Dockerfiles, scripts, an image's history and process lists; and the
// HTTP headers that carry one.
#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/generic_value.h"
#include "leaks/password.h"
#include "leaks/placeholder.h"
#include "leaks/stand_in.h"

namespace batten::leaks::detectors {
namespace {

Opinion password(const Candidate& candidate) { return judge_password(candidate.secret); }

// A request that was written down for a test: it asks this very machine, a template or a host of documentation.
bool is_recorded(const Candidate& candidate) {
  const std::string_view near = candidate.near;
  constexpr std::string_view kHost = "\nHost: ";
  std::size_t at = near.rfind(kHost, static_cast<std::size_t>(candidate.match.data() - near.data()));
  if (at == near.npos) at = near.find(kHost);
  if (at == near.npos) return false;
  std::string_view host = near.substr(at + kHost.size());
  host = base::trim(host.substr(0, host.find('\n')));
  return host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]") ||
         host.find_first_of("%${<") != host.npos || is_documentation_host(host);
}

Opinion login(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret);
  const std::size_t colon = text ? text->find(':') : std::string::npos;
  if (colon == std::string::npos || is_placeholder(candidate.secret)) return Opinion::kNo;
  for (char c : *text) {
    if (c < ' ' || c > '~') return Opinion::kNo;
  }
  const std::string_view word = std::string_view(*text).substr(colon + 1);
  if (judge_password(word) == Opinion::kNo || (!is_random(word, 10) && is_recorded(candidate))) return Opinion::kNo;
  return Opinion::kConfirmed;
}

// What follows -p in a sentence is its next word.
Opinion of_user(const Candidate& candidate) {
  if (std::ranges::any_of(candidate.secret, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return Opinion::kNo;
  return judge_password(candidate.secret) == Opinion::kLikely ? Opinion::kLikely : Opinion::kNo;
}

// A JWT is found as such.
Opinion bearer(const Candidate& candidate) {
  std::string_view token = candidate.secret;
  if (token.starts_with("eyJ") || token.find_first_of("0123456789") == token.npos) return Opinion::kNo;
  return judge_password(token) == Opinion::kLikely ? Opinion::kLikely : Opinion::kNo;
}

constexpr std::string_view kRepair =
    "set a new password; give it by standard input or a file, in a build by a secret mount (RUN --mount=type=secret)";
constexpr LeakExample kBasicAuthorization[] = {
    {"curl -H \"Authorization: Basic "
     "Y2k6VnF2REx5Vk"
     "RmbE1FdnZlM2tx\" https://api.acme.io\n",
     "Y2k6VnF2REx5Vk"
     "RmbE1FdnZlM2tx"}};
constexpr LeakCounterexample kBasicAuthorizationNot[] = {{"Authorization: Basic dXNlcjpwYXNzd29yZA=="},
                                                         {"GET / HTTP/1.1\nHost: 127.0.0.1:80\nAuthorization: Basic aWFtOm15c2VsZg==\n"},
                                                         {"Authorization: Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"},
                                                         {"Authorization: Basic realm"}};
constexpr LeakExample kBearerAuthorization[] = {
    {"curl -H \"Authorization: Bearer "
     "3gNKscTAlUnCdwMwzn1qN8fBBmoOKkWHg5M4VDnd\" https://api.acme.io\n",
     "3gNKscTAlUnCdwMwzn1qN8fBBmoOKkWHg5M4VDnd"}};
constexpr LeakCounterexample kBearerAuthorizationNot[] = {{"Authorization: Bearer $TOKEN"},
                                                          {"Authorization: Bearer YOUR_ACCESS_TOKEN_GOES_HERE"}};
constexpr LeakExample kCurlLogin[] = {{"RUN curl -fsS -u ci:"
                                       "763DqalkYdfIDbDMuf https://files.acme.io/a.tgz | tar xz\n",
                                       "763DqalkYdfIDbDMuf"},
                                      {"wget --user ci --password="
                                       "scoBvL42FQRjMfim8S https://files.acme.io/a\n",
                                       "scoBvL42FQRjMfim8S"}};
constexpr LeakCounterexample kCurlLoginNot[] = {
    {"curl -u \"$USER:$PASS\" https://x"}, {"curl -u user:password https://x"}, {"curl --proxy-user name:pwd -x proxy https://x"}};
constexpr LeakExample kSshpassPassword[] = {
    {"RUN sshpass -p '"
     "6JIP2bvcyvWzsG7' ssh root@10.0.0.1\n",
     "6JIP2bvcyvWzsG7"}};
constexpr LeakCounterexample kSshpassPasswordNot[] = {{"sshpass -p \"$PASS\" ssh a"}, {"sshpass -p password ssh a"}};
constexpr LeakExample kMysqlCommandPassword[] = {{"mysql -h db -uroot -p"
                                                  "hYyABneHCmUz5e7 shop < a.sql\n",
                                                  "hYyABneHCmUz5e7"},
                                                 {"mysqldump --user=root --password=\""
                                                  "4bbAxm35wqMZ8n7\" shop",
                                                  "4bbAxm35wqMZ8n7"}};
constexpr LeakCounterexample kMysqlCommandPasswordNot[] = {{"mysql -uroot -p${MYSQL_ROOT_PASSWORD} x"}, {"mysql -u root -p database"}};
constexpr LeakExample kLoginCommandPassword[] = {
    {"RUN docker login -u ci -p "
     "31gPG5AwGBdbxunTVb registry.acme.io\n",
     "31gPG5AwGBdbxunTVb"}};
constexpr LeakCounterexample kLoginCommandPasswordNot[] = {{"docker login -u \"$U\" -p \"$P\" registry"}, {"docker login -p password"}};
constexpr LeakExample kChpasswdPassword[] = {
    {"RUN echo \"root:"
     "B4vuAxXWKIalSd7\" | chpasswd\n",
     "B4vuAxXWKIalSd7"}};
constexpr LeakCounterexample kChpasswdPasswordNot[] = {{"echo \"root:$ROOT_PW\" | chpasswd"}};
constexpr LeakExample kUseraddPassword[] = {
    {"RUN useradd -m -p '"
     "Ym1tLO9ySmpNr7' app\n",
     "Ym1tLO9ySmpNr7"}};
constexpr LeakCounterexample kUseraddPasswordNot[] = {{"useradd -m -p \"$(openssl passwd -1 x)\" app"}};
constexpr LeakExample kOpensslPassphrase[] = {{"openssl rsa -in a.key -passin pass:"
                                               "1jMzw6uzprhOSY7\n",
                                               "1jMzw6uzprhOSY7"},
                                              {"keytool -importcert -keystore a.jks -storepass "
                                               "aFEzned2GPL6WO7\n",
                                               "aFEzned2GPL6WO7"}};
constexpr LeakCounterexample kOpensslPassphraseNot[] = {{"openssl rsa -passin pass:$PW"}, {"keytool -storepass changeit"}};
constexpr LeakExample kKubectlLiteralSecret[] = {
    {"kubectl create secret generic db --from-literal=password="
     "aVoqDdUPSd90Po7\n",
     "aVoqDdUPSd90Po7"}};
constexpr LeakCounterexample kKubectlLiteralSecretNot[] = {{"kubectl create secret generic db --from-literal=password=$PW"}};
constexpr LeakExample kDockerPasswordArgument[] = {
    {"kubectl create secret docker-registry r --docker-username=ci --docker-password="
     "aEmSjFO6IVpu1ZJ8tm\n",
     "aEmSjFO6IVpu1ZJ8tm"}};
constexpr LeakCounterexample kDockerPasswordArgumentNot[] = {{"--docker-password=$PW"}, {"--docker-password=<your-pword>"}};
constexpr LeakExample kRedisCommandPassword[] = {{"command: redis-server --requirepass "
                                                  "Pqp6gLFAeOFzz0pFbC\n",
                                                  "Pqp6gLFAeOFzz0pFbC"},
                                                 {"redis-cli -h r -a "
                                                  "3UZXYypK9P7aDtUErm ping\n",
                                                  "3UZXYypK9P7aDtUErm"}};
constexpr LeakCounterexample kRedisCommandPasswordNot[] = {{"redis-cli -a $REDIS_PASSWORD ping"}};
constexpr LeakExample kLdapCommandPassword[] = {
    {"ldapsearch -x -D cn=admin,dc=acme -w "
     "XpC2Et0PNsrFWu7 -b dc=acme\n",
     "XpC2Et0PNsrFWu7"}};
constexpr LeakCounterexample kLdapCommandPasswordNot[] = {{"ldapsearch -x -D cn=admin -w $PW"}};

constexpr LeakKind kKinds[] = {
    {.id = "basic-authorization",
     .title = "login in an HTTP header",
     .severity = model::Severity::kCritical,
     .pattern = R"((?i:\bAuthorization)[\\"\']{0,2}\s{0,2}[:=,]\s{0,2}[\\"\']{0,2}(?i:Basic)\s{1,2}([0-9A-Za-z+/]{8,400}={0,2}))",
     .generic = true,
     .confirm = login,
     .repair = kRepair,
     .matches = kBasicAuthorization,
     .matches_not = kBasicAuthorizationNot},
    {.id = "bearer-authorization",
     .title = "token in an HTTP header",
     .pattern =
         R"((?i:\bAuthorization)[\\"\']{0,2}\s{0,2}[:=,]\s{0,2}[\\"\']{0,2}(?i:Bearer|Token)\s{1,2}(?:token=)?([0-9A-Za-z._~+/-]{20,400}={0,2}))",
     .generic = true,
     .min_entropy = 3.3,
     .confirm = bearer,
     .repair = "revoke the token at its issuer",
     .matches = kBearerAuthorization,
     .matches_not = kBearerAuthorizationNot},
    {.id = "curl-login",
     .title = "login in a curl or wget command",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:curl|wget)\b[^\n|;]{0,150}?\s(?:-u\s?|--user[= ]|--proxy-user[= ]|-U\s?|--password[= ]|--http-password[= ])["\']?(?:[^\s:"\']{1,64}:)?([^\s"\'<>|;&\\:]{4,128})(?:[\s"\'<>|;&\\]|$))",
     .trigger = R"(\b(?:curl|wget)\s)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kCurlLogin,
     .matches_not = kCurlLoginNot},
    {.id = "sshpass-password",
     .title = "password given to sshpass",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bsshpass\s{1,3}(?:-[a-oq-z]\s{0,2}\S{0,20}\s{1,3})?-p\s{0,2}["\']?([^\s"\'<>|;&\\]{4,128}))",
     .generic = true,
     .confirm = password,
     .repair = "use a key (ssh-keygen), set a new password",
     .matches = kSshpassPassword,
     .matches_not = kSshpassPasswordNot},
    {.id = "mysql-command-password",
     .title = "password given to a MySQL program",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\s(?:[^\n|;]{0,100}?\s)?(?:-p|--password=)["\']?([^\s"\'<>|;&\\]{4,128}))",
     .trigger = R"(\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\s)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMysqlCommandPassword,
     .matches_not = kMysqlCommandPasswordNot},
    {.id = "login-command-password",
     .title = "password given to a login command",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:docker|podman|buildah|skopeo|helm registry|oras|nerdctl|crane auth|az|oc|cf|az acr)\s{1,2}login\b[^\n|;]{0,120}?\s(?:-p\s?|--password[= ])["\']?([^\s"\'<>|;&\\]{4,128}))",
     .trigger = R"(\slogin\s)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kLoginCommandPassword,
     .matches_not = kLoginCommandPasswordNot},
    {.id = "chpasswd-password",
     .title = "password set in a build or script",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\becho\s{1,2}(?:-[en]\s)?["\']?[a-z_][0-9a-z_-]{0,31}:([^\s"\'<>|;&\\:]{4,100})["\']?\s{0,3}\|\s{0,3}(?:sudo\s)?chpasswd)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kChpasswdPassword,
     .matches_not = kChpasswdPasswordNot},
    {.id = "useradd-password",
     .title = "password hash or password given to useradd",
     .pattern = R"(\b(?:useradd|usermod)\s[^\n|;]{0,120}?(?:-p\s?|--password[= ])["\']?([^\s"\'<>|;&\\]{4,128}))",
     .trigger = R"(\buser(?:add|mod)\s)",
     .generic = true,
     .confirm = of_user,
     .repair = kRepair,
     .matches = kUseraddPassword,
     .matches_not = kUseraddPasswordNot},
    {.id = "openssl-passphrase",
     .title = "passphrase given to openssl or keytool",
     .severity = model::Severity::kMedium,
     .pattern = R"((?:-pass(?:in|out)?\s{1,3}["\']?pass:|-(?:store|key|srcstore|deststore|new)pass\s{1,3}["\']?)([^\s"\'<>|;&\\]{4,128}))",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kOpensslPassphrase,
     .matches_not = kOpensslPassphraseNot},
    {.id = "kubectl-literal-secret",
     .title = "secret given to kubectl",
     .pattern =
         R"(\s--from-literal=["\']?[0-9A-Za-z_.-]{0,40}(?i:pass|secret|token|key|pwd)[0-9A-Za-z_.-]{0,20}=["\']?([^\s"\'<>|;&\\]{4,128}))",
     .generic = true,
     .confirm = password,
     .repair = "renew it; give it by --from-file or from the secret store",
     .matches = kKubectlLiteralSecret,
     .matches_not = kKubectlLiteralSecretNot},
    {.id = "docker-password-argument",
     .title = "registry password given to kubectl",
     .severity = model::Severity::kCritical,
     .pattern = R"(\s--docker-password[= ]["\']?([^\s"\'<>|;&\\]{4,128}))",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kDockerPasswordArgument,
     .matches_not = kDockerPasswordArgumentNot},
    {.id = "redis-command-password",
     .title = "password given to redis-cli or redis-server",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:redis-cli\s[^\n|;]{0,80}?(?:-a|--pass)\s{1,3}|redis-server\s[^\n|;]{0,80}?--requirepass\s{1,3})["\']?([^\s"\'<>|;&\\]{4,128}))",
     .trigger = R"(\bredis-(?:cli|server)\s)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kRedisCommandPassword,
     .matches_not = kRedisCommandPasswordNot},
    {.id = "ldap-command-password",
     .title = "password given to an LDAP or SMB program",
     .pattern =
         R"(\b(?:ldap(?:search|modify|add|delete|whoami|passwd)\s[^\n|;]{0,120}?\s-w\s{1,3}["\']?|smbclient\s[^\n|;]{0,80}?-U\s{0,2}["\']?[^\s%"\']{1,40}%)([^\s"\'<>|;&\\]{4,128}))",
     .trigger = R"(\b(?:ldap(?:search|modify|add|delete|whoami|passwd)|smbclient)\s)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kLdapCommandPassword,
     .matches_not = kLdapCommandPasswordNot},
};

}  // namespace

extern constinit const Detector command_line;
constinit const Detector command_line = {
    .name = "command_line", .summary = "passwords and tokens on command lines", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
