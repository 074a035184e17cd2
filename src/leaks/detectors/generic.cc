// SPDX-License-Identifier: Apache-2.0
//
// Secrets without a form of their own, by the name they are assigned to, in all syntaxes in which a name and a value stand side by side:
// NAME=value, name: value, "name": "value", name => 'value', name := "value", name: str = "value", <name>value</name>,
// <x name="name" value="value"/>, name: NAME / value: value, f("name", "value"), setName("value"), ${NAME:-value}, NAME || 'value'.
#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "leaks/assignment.h"
#include "leaks/detector.h"
#include "leaks/generic_value.h"
#include "leaks/passphrase.h"

namespace batten::leaks::detectors {
namespace {

// A text for people: most of what stands beside these names.
bool has_blanks(std::string_view value) {
  return std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7f; });
}

std::string_view behind(const Candidate& candidate) {
  return candidate.near.substr(static_cast<std::size_t>(candidate.secret.data() + candidate.secret.size() - candidate.near.data()));
}

// The name of the key whose armour follows: "PrivateKey=ALICE-1", then "-----BEGIN".
bool is_label_of_armour(const Candidate& candidate) { return base::trim(behind(candidate)).starts_with("-----BEGIN "); }

// A token against forged requests goes out with every page.
bool is_against_forgery(const Candidate& candidate) {
  constexpr std::size_t kBeside = 256;
  const auto at = static_cast<std::size_t>(candidate.secret.data() - candidate.near.data());
  const std::size_t from = at - std::min(at, kBeside);
  const std::string beside = base::lower(candidate.near.substr(from, at - from + candidate.secret.size() + kBeside));
  return beside.contains("csrf") || beside.contains("xsrf") || beside.contains("forgery") || beside.contains("authenticity");
}

template <SecretNoun kNoun>
Opinion judged(const Candidate& candidate) {
  const bool blanks = has_blanks(candidate.secret);
  if (blanks && kNoun != SecretNoun::kPassword) return Opinion::kNo;
  Assignment assignment = read_assignment(candidate);
  if (assignment.means.noun != kNoun) return Opinion::kNo;
  assignment.file = file_sort(candidate.path);
  const Opinion opinion = blanks ? judge_passphrase(assignment) : judge_assignment(assignment);
  if (opinion == Opinion::kNo || is_label_of_armour(candidate)) return Opinion::kNo;
  return kNoun == SecretNoun::kToken && is_against_forgery(candidate) ? Opinion::kNo : opinion;
}

// The texts of parts, one behind the other.
template <const std::string_view&... kParts>
struct Joined {
  static constexpr auto kBytes = [] {
    std::array<char, (kParts.size() + ... + 0)> out{};
    std::size_t at = 0;
    auto add = [&](std::string_view part) {
      for (char c : part) out[at++] = c;
    };
    (add(kParts), ...);
    return out;
  }();
  static constexpr std::string_view kText{kBytes.data(), kBytes.size()};
};

constexpr std::string_view kNamedPassword = R"((?i)(?:passw(?:or)?d|passphrase|passwort|kennwort|pwd|passcode|[_.-]pass|\bpass))";
constexpr std::string_view kNamedSecret = R"((?i)secret)";
constexpr std::string_view kNamedToken = R"((?i)token)";
constexpr std::string_view kNamedKey =
    R"((?i)(?:api|access|secret|private|encrypt|encryption|crypto|crypt|signing|sign|signature|auth|master|shared|account|storage|client|admin|hmac|jwt|session|cookie|webhook|service|app|subscription|consumer|security|machine|validation|token)[_.-]?key)";
constexpr std::string_view kNamedCredential = R"((?i)(?:credential|[_.-]creds?|\bcreds?|\bauth|[_.-]auth))";

// Where a value may follow. Ends early: what follows is for kValue.
constexpr std::string_view kFollows =
    R"re([\w.-]*(?:[\\"'`\]?!)]*[ \t]*[:=,(|>?]|[\\"']*[\s,]+[\\"']*value|[ \t]+(?:string|or|<-)|</name>|\[\d*\]|[ \t]*\{[ \t]*get;))re";

// Everything from the end of the name to the end of the value.
constexpr std::string_view kValue =
    R"re([\w.-]{0,32}(?|)re"
    // A quoted value behind a sign, perhaps with a type before it and a call around it.
    R"re(\\?["'`]?[\]?!)]{0,3}(?:\[\d*\]|[ \t]{0,2}:[ \t]{0,2}[\w<>\[\]?&']{1,24}(?=[ \t]*=)|[ \t]+string(?=[ \t]*=)|[ \t]*\{[ \t]*get;[^}\n]{0,32}\})?[ \t]{0,16}(?:=>|:=|\?=|={1,3}|!==?|:-?|,|\(|\|\||\?\?|or\b|<-|->)[ \t]{0,16})re"
    R"re((?:(?:new[ \t])?[\w.:\[\]]{1,24}\([ \t]?)?[bBrRuUfFL@$]{0,2})re"
    R"re((?|"((?:[^"\\\r\n]|\\.){6,512})"|'((?:[^'\\\r\n]|\\.){6,512})'|`([^`\r\n]{6,512})`|\\["']([^"'\\\r\n]{6,512})\\["']))re"
    // The name and the value are both values: of XML attributes, of a list's "name" and "value".
    R"re(|\\?["']?(?:,\s{0,64}|\s{1,64})\\?["']?(?i:value)\\?["']?[ \t]{0,4}[=:][ \t]{0,4}(?|\\?"([^"\\\r\n]{6,512})\\?"|'([^'\r\n]{6,512})'|([^\s"'`<>{}\[\],]{6,256})))re"
    R"re(|</name>\s{0,64}<value>([^<\s]{6,256})</value>)re"
    R"re(|\\?["']?(?:[ \t][\w:-]{1,20}="[^"\n]{0,40}"){0,2}>(?:<!\[CDATA\[)?([^<\s]{6,256})(?:\]\]>)?</)re"
    // Not quoted: to the end of the word, of the part of a connection string, of the query's field.
    R"re(|\\?["'`]?\]?[ \t]{0,16}(?:=>|:=|\?=|=|:-?)[ \t]{0,16}([^\s"'`<>(){}\[\],;|#][^\s"'`<>]{5,255}?)(?=[,;)}\]]{0,3}(?:\s|$|["'`\\])|[;&][\w .-]{1,30}=|</)))re";

template <const std::string_view& kName>
constexpr std::string_view kPatternOf = Joined<kName, kValue>::kText;
template <const std::string_view& kName>
constexpr std::string_view kTriggerOf = Joined<kName, kFollows>::kText;

constexpr LeakExample kPasswords[] = {
    {"DB_PASSWORD=hunter2\n", "hunter2", ".env"},
    {"export APP_PASSWORD='Rk7!vobezq'\n", "Rk7!vobezq", "run.sh"},
    {"services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD=postgres123\n", "postgres123", "compose.yaml"},
    {"      DB_PASSWORD: change-me-please\n", "change-me-please", "compose.yaml"},
    {"  \"password\": \"Vq8#tLw2pZ\",\n", "Vq8#tLw2pZ", "config.json"},
    {"{\\\"password\\\": \\\"Vq8#tLw2pZ\\\"}", "Vq8#tLw2pZ", "log.json"},
    {"spring.datasource.password=Gr33nHouse\n", "Gr33nHouse", "application.properties"},
    {"conn = connect(host='db', password='Xk29vLpq7w')\n", "Xk29vLpq7w", "app.py"},
    {"password: str = \"Xk29vLpq7w\"\n", "Xk29vLpq7w", "app.py"},
    {"var dbPassword string = \"Xk29vLpq7w\"\n", "Xk29vLpq7w", "main.go"},
    {"const password = process.env.DB_PASSWORD || 'Xk29vLpq7w';\n", "Xk29vLpq7w", "app.js"},
    {"define('APP_PASSWORD', 'Xk29vLpq7w');\n", "Xk29vLpq7w", "x.php"},
    {":password => 'Xk29vLpq7w',\n", "Xk29vLpq7w", "x.rb"},
    {"  ds.setPassword(\"Xk29vLpq7w\");\n", "Xk29vLpq7w", "A.java"},
    {"<dbPassword>Xk29vLpq7w</dbPassword>\n", "Xk29vLpq7w", "app.xml"},
    {"<add key=\"DbPassword\" value=\"Xk29vLpq7w\" />\n", "Xk29vLpq7w", "App.config"},
    {"        - name: DB_PASSWORD\n          value: Xk29vLpq7w\n", "Xk29vLpq7w", "deploy.yaml"},
    {"\"Cache=db;Login=sa;Password=Xk29vLpq7w;Encrypt=true\"", "Xk29vLpq7w", "A.cs"},
    {"${DB_PASSWORD:-Xk29vLpq7w}", "Xk29vLpq7w", "compose.yaml"},
    {"pg_dump --password=Xk29vLpq7w db\n", "Xk29vLpq7w", "backup.sh"},
    {"test/fixtures: password = \"Xk29vLpq7w\"\n", "Xk29vLpq7w", "test/fixtures/a.toml"},
    {"password = \"Blue Falcon 1987!\"\n", "Blue Falcon 1987!", "app.py"},
    {"SMTP_PASSWORD='tulip granite ember walnut'\n", "tulip granite ember walnut", ".env"},
    {"\"smtp_password\": \"xqkd wbzv mjtq hzpf\",\n", "xqkd wbzv mjtq hzpf", "config.json"},
};
constexpr LeakCounterexample kNoPasswords[] = {
    {"password = getpass.getpass()\n", "app.py"},
    {"password = \"password\"\n", "app.py"},
    {"password = os.environ['DB_PASSWORD']\n", "app.py"},
    {"password: config.database.password,\n", "app.js"},
    {"password: ${DB_PASSWORD}\n", "compose.yaml"},
    {"password: \"{{ vault_password }}\"\n", "play.yml"},
    {"password: /run/secrets/db_password\n", "app.yaml"},
    {"DB_PASSWORD_FILE=/run/secrets/db1\n", ".env"},
    {"\"password\": \"Mot de passe\"", "fr.json"},
    {"password: 'Passwort',", "locale/de.js"},
    {"passwordField = \"txtPassword1\";", "A.java"},
    {"password_hash = '$2b$12$abcdefghijklmnopqrstuv'", "a.py"},
    {"<input type=\"password\" name=\"password\" id=\"password2\">", "a.html"},
    {"if (type == \"password\") return true;", "a.js"},
    {"password: String,", "a.ts"},
    {"password: \"changeme\"", "a.py"},
    {"password=%s", "a.conf"},
    {"password: 'P@ssw0rd2'", "a.yaml"},
    {"PASSWORD1 : p@ssw0rd3\n", "lab.conf"},
    {"export TORTURE_PASSWORD=\"torturepass\"\n", "run.conf"},
    {"TEST_PASSWORD=\"testPaSS@03%\"\n", "kpasswd.sh"},
    {"foopassword=\"fooLongPasswordYo123;\"\n", "check.sh"},
    {"self.creds.set_old_password(\"S3c0ndS3CreT\")", "credentials.py"},
    {"PASS: gas/all/struct17a\n", "summary"},
    {"lmpwd=C,nw=,g=r,o=rm \\\n", "table.sh"},
    {"('User:Pass', 'password', 'localhost:22')", "urls.py"},
    {"\"password\": \"%F0%9F%98%80\"", "urls.json"},
    {"#   user = User.new(name: 'david', password: 'mUc3m00RsqyRe')\n#   user.save # => true\n", "secure.rb"},
    {"curl(CURLOPT_URL, \"imap://mail.example.com/\"); curl(CURLOPT_PASSWORD, \"xipj3plmq\");", "mail.c"},
    {"password: \"697361616320736c6f616e2028656c6f7265737429\"", "a.rb"},
    {"\"password\": \"Must be 8-64 characters and have a digit\"", "errors.json"},
    {"password = \"correct horse battery staple\"", "a.toml"},
    {"password: \"forgot it? click here\"", "a.yaml"},
    {"['-U$USER%$PASSWORD'], \"samba4.rpc against an alias\"", "suite.py"},
};
constexpr LeakExample kSecrets[] = {
    {"JWT_SECRET=9vKq2XbW7mTzLr4c\n", "9vKq2XbW7mTzLr4c", ".env"},
    {"SECRET=mysupersecret2024\n", "mysupersecret2024", ".env"},
    {"clientSecret: 'q7Zt3mWx9Lk2VbN8cR5yPd4s',\n", "q7Zt3mWx9Lk2VbN8cR5yPd4s", "app.ts"},
};
constexpr LeakCounterexample kNoSecrets[] = {
    {"secretName: my-app-tls-secret-2\n", "deploy.yaml"},
    {"secret: clientSecretValue,\n", "a.js"},
    {"const secret = \"access_token_secret\";", "a.js"},
    {"secret = \"vault:secret/data/app#password\"", "a.toml"},
};
constexpr LeakExample kTokens[] = {
    {"auth_token = \"8Kd92mVxQ4tLz7Wc1NpB\"\n", "8Kd92mVxQ4tLz7Wc1NpB", "app.rb"},
    {"X-Auth-Token: 3f9a1c7e5b2d8046af13c9e07b5d2a86\n", "3f9a1c7e5b2d8046af13c9e07b5d2a86", "calls.http"},
    {"https://a.test/x?token=8Kd92mVxQ4tLz7Wc1NpB&y=1", "8Kd92mVxQ4tLz7Wc1NpB", "notes.md"},
};
constexpr LeakCounterexample kNoTokens[] = {
    {"token = lexer.next_token()\n", "parse.py"},
    {"token_type: \"bearer_2_legged_oauth\"", "a.json"},
    {"PublicKeyToken=b77a5c561934e089", "app.config"},
    {"next_page_token: \"CAUQAA8xKd92mVxQ4tLz7Wc1\"", "a.json"},
    {"csrfToken: \"8Kd92mVxQ4tLz7Wc1NpB\"", "a.js"},
    {"@token = \"8Kd92mVxQ4tLz7Wc1NpB\"\nget :show, csrf_param: @token", "a.rb"},
    {"write(\"config/token.yml.enc\", \"8Kd92mVxQ4tLz7Wc1NpB\")", "a.rb"},
};
constexpr LeakExample kKeys[] = {
    {"api_key: 7f4c2b91d8e6a35f0c1b9d7e\n", "7f4c2b91d8e6a35f0c1b9d7e", "config.yml"},
    {"ENCRYPTION_KEY=\"Zm9Xq2L8vT4bN7cR1yWd6KpS\"", "Zm9Xq2L8vT4bN7cR1yWd6KpS", ".env"},
    {"X-Api-Key: Zm9Xq2L8vT4bN7cR1yWd6KpS", "Zm9Xq2L8vT4bN7cR1yWd6KpS", "notes.md"},
};
constexpr LeakCounterexample kNoKeys[] = {
    {"api_key = settings.API_KEY\n", "app.py"},
    {"apiKey: \"your-api-key-here\"", "a.js"},
    {"PrivateKey=BOB_cf_c2pnb163v1\n-----BEGIN "
     "EC PRIVATE KEY-----\n",
     "keys.txt"},
    {"public_api_key = \"7f4c2b91d8e6a35f0c1b9d7e\"", "a.py"},
};
constexpr LeakExample kCredentials[] = {
    {"auth: \"q7Zt3mWx9Lk2VbN8cR5yPd4s\"\n", "q7Zt3mWx9Lk2VbN8cR5yPd4s", "config.yml"},
};
constexpr LeakCounterexample kNoCredentials[] = {
    {"credentials: \"same-origin\"", "a.js"},
    {"auth: \"basic_with_password_1\"", "a.yml"},
};

constexpr LeakKind kKinds[] = {
    {.id = "generic-password",
     .title = "Password",
     .pattern = kPatternOf<kNamedPassword>,
     .trigger = kTriggerOf<kNamedPassword>,
     .at_trigger = true,
     .generic = true,
     .text_only = true,
     .confirm = judged<SecretNoun::kPassword>,
     .repair = "change the password, and give the new one at run time from a file or a secret store",
     .matches = kPasswords,
     .matches_not = kNoPasswords},
    {.id = "generic-secret",
     .title = "Secret",
     .pattern = kPatternOf<kNamedSecret>,
     .trigger = kTriggerOf<kNamedSecret>,
     .at_trigger = true,
     .generic = true,
     .text_only = true,
     .confirm = judged<SecretNoun::kSecret>,
     .repair = "replace the secret where it was issued, and give the new one at run time from a file or a secret store",
     .matches = kSecrets,
     .matches_not = kNoSecrets},
    {.id = "generic-token",
     .title = "Token",
     .pattern = kPatternOf<kNamedToken>,
     .trigger = kTriggerOf<kNamedToken>,
     .at_trigger = true,
     .generic = true,
     .text_only = true,
     .confirm = judged<SecretNoun::kToken>,
     .repair = "revoke the token where it was issued, and give a new one at run time from a file or a secret store",
     .matches = kTokens,
     .matches_not = kNoTokens},
    {.id = "generic-api-key",
     .title = "API, access or encryption key",
     .pattern = kPatternOf<kNamedKey>,
     .trigger = kTriggerOf<kNamedKey>,
     .at_trigger = true,
     .generic = true,
     .text_only = true,
     .confirm = judged<SecretNoun::kKey>,
     .repair =
         "revoke the key where it was issued (encrypt anew what it protects), and give a new one at run time from a file or a secret store",
     .matches = kKeys,
     .matches_not = kNoKeys},
    {.id = "generic-credential",
     .title = "Credential",
     .pattern = kPatternOf<kNamedCredential>,
     .trigger = kTriggerOf<kNamedCredential>,
     .at_trigger = true,
     .generic = true,
     .text_only = true,
     .confirm = judged<SecretNoun::kCredential>,
     .repair = "replace the credential where it was issued, and give the new one at run time from a file or a secret store",
     .matches = kCredentials,
     .matches_not = kNoCredentials},
};

}  // namespace

extern constinit const Detector generic;
constinit const Detector generic = {
    .name = "generic", .summary = "passwords, tokens and keys by the name they are assigned to", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
