// SPDX-License-Identifier: Apache-2.0
//
// What generic detectors take for a secret, in which file, beside which name; and what they leave.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "leaks/generic_value.h"
#include "leaks/name_words.h"
#include "leaks/patterns.h"
#include "leaks/value_shape.h"

namespace batten::leaks {
namespace {

class Generic : public testing::Test {
 protected:
  static std::vector<Found> found(std::string_view text, std::string_view path) {
    static const std::unique_ptr<Patterns> patterns = [] {
      std::vector<const Detector*> all;
      for (const Detector* one : all_detectors()) {
        if (one->name == "generic" || one->name == "instruction" || one->name == "authorization" || one->name == "kubernetes_secret")
          all.push_back(one);
      }
      return std::move(*Patterns::compile(all));
    }();
    return Patterns::Search(*patterns).run(text, path, false);
  }
  static std::string first(std::string_view text, std::string_view path) {
    std::vector<Found> all = found(text, path);
    return all.empty() ? "" : std::string(text.substr(all.front().offset, all.front().length));
  }
};

// The same value in every syntax.
TEST_F(Generic, FindsAValueInEverySyntax) {
  constexpr std::string_view kValue = "mK4vX9qLz2Wt";
  struct Form {
    std::string_view before, after, path;
  };
  constexpr Form kForms[] = {
      {"DB_PASSWORD=", "\n", ".env"},
      {"export DB_PASSWORD=\"", "\"\n", "env.sh"},
      {"prodDbPassword: ", "\n", "values.yaml"},
      {"\"password\" : \"", "\"", "a.json"},
      {"password = \"", "\" # of the database\n", "a.toml"},
      {"[db]\npassword=", "\r\nport=1\r\n", "a.ini"},
      {"spring.datasource.password=", "\n", "application.properties"},
      {"<property name=\"password\" value=\"", "\"/>", "beans.xml"},
      {"<dbPassword>", "</dbPassword>", "pom.xml"},
      {"<name>javax.jdo.option.ConnectionPassword</name>\n  <value>", "</value>", "hive-site.xml"},
      {"connect(password='", "')", "a.py"},
      {"self.password = u\"", "\"", "a.py"},
      {"let dbPassword: String = \"", "\".to_string();", "a.rs"},
      {"const DB_PASSWORD = `", "`;", "a.ts"},
      {"cfg.Password = \"", "\"", "a.go"},
      {"Password string = \"", "\"", "a.go"},
      {"char password[] = \"", "\";", "a.c"},
      {"char password[64] = \"", "\";", "a.c"},
      {"public string Password { get; set; } = \"", "\";", "a.cs"},
      {"'password' => '", "',", "a.php"},
      {":db_password => '", "'", "a.rb"},
      {"my $password = '", "';", "a.pl"},
      {"os.getenv('DB_PASSWORD', '", "')", "a.py"},
      {"process.env.DB_PASSWORD || '", "'", "a.js"},
      {"process.env.DB_PASSWORD ?? \"", "\"", "a.ts"},
      {"new PasswordAuthentication(user, Password(\"", "\"))", "a.java"},
      {"--db-password=", " --verbose\n", "run.sh"},
      {"Server=db;Uid=app;Pwd=", ";Database=x\n", "a.config"},
      {"https://a.test/?user=x&password=", "&z=1", "a.http"},
      {"{\\\"password\\\":\\\"", "\\\"}", "a.log"},
      {"- name: DB_PASSWORD\n  value: \"", "\"\n", "pod.yaml"},
      {"{\"name\":\"DB_PASSWORD\",\"value\":\"", "\"}", "task.json"},
      {"ENV DB_PASSWORD ", "\n", "Dockerfile"},
      {"ARG DB_PASSWORD=", "\n", "Dockerfile"},
      {"RUN DB_PASSWORD=", " ./setup\n", "Dockerfile"},
      {"      - MYSQL_ROOT_PASSWORD=", "\n", "compose.yaml"},
      {"#define DB_PASSWORD \"", "\"\n", "a.h"},
      {"# password: ", "\n", "notes.yaml"},
      {"CREATE USER a IDENTIFIED BY '", "';", "a.sql"},
      {"test/: password: '", "'", "test/spec/fixture.yml"},
      {"password: '", "'", "vendor/node_modules/x/usr/lib/a.yml"},
  };
  for (const auto& [before, after, path] : kForms) {
    const std::string text = std::string(before) + std::string(kValue) + std::string(after);
    EXPECT_EQ(first(text, path), kValue) << path << ": " << text;
  }
}

TEST_F(Generic, FindsPasswordsOfPeopleWhereTheyAreUsed) {
  constexpr std::pair<std::string_view, std::string_view> kUsed[] = {{"DB_PASSWORD=hunter2", ".env"},
                                                                     {"POSTGRES_PASSWORD: postgres123", "docker-compose.yml"},
                                                                     {"ENV ADMIN_PASSWORD=letmein", "Dockerfile"},
                                                                     {"password: Winter2023", "config/service.yaml"},
                                                                     {"password = 'Walnut!Harbor7'", "app.py"}};
  for (const auto& [text, path] : kUsed) {
    std::vector<Found> all = found(text, path);
    ASSERT_EQ(all.size(), 1u) << text;
    EXPECT_EQ(all[0].opinion, Opinion::kPossible) << text;
  }
}

TEST_F(Generic, CallsRandomOnesLikely) {
  for (std::string_view text :
       {"api_key = \"q7Zt3mWx9Lk2VbN8cR5yPd4s\"", "SECRET_TOKEN=3f9a1c7e5b2d8046af13c9e07b5d2a86", "client_secret: kP9vX2mQ7zLtW4cRb8Ns"}) {
    std::vector<Found> all = found(text, "app.yaml");
    ASSERT_EQ(all.size(), 1u) << text;
    EXPECT_EQ(all[0].opinion, Opinion::kLikely) << text;
  }
}

TEST_F(Generic, LeavesCodeReferencesAndTexts) {
  constexpr std::pair<std::string_view, std::string_view> kOthers[] = {
      {"password = input(\"Password: \")", "a.py"},
      {"password = settings.DATABASES['default']['PASSWORD']", "a.py"},
      {"\"password\": self.cleaned_data['password1'],", "a.py"},
      {"token := strings.TrimPrefix(header, \"Bearer \")", "a.go"},
      {"apiKey: process.env.API_KEY,", "a.js"},
      {"token: 'identifier',", "lexer.js"},
      {"secret: secretsmanager.Secret.fromSecretNameV2(this, 'db', 'prod/db1')", "a.ts"},
      {"secretKeyRef: {name: app-database-1, key: password}", "pod.yaml"},
      {"DB_PASSWORD=${DB_PASSWORD:?}", ".env"},
      {"password: ENC[AES256_GCM,data:Zm9vYmFy,iv:MTIz,tag:NDU2,type:str]", "a.yaml"},
      {"password: $2b$12$KIXQJ0Yt3v9zq8Lw7mXn5e", "a.yaml"},
      {"password: {{ .Values.password }}", "a.yaml"},
      {"password: !vault |", "a.yaml"},
      {"password: *default_password1", "a.yaml"},
      {"PASSWORD_FILE: /run/secrets/db_password1", "compose.yaml"},
      {"password: vault:secret/data/app1#password", "a.yaml"},
      {"secret_arn: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db1-AbCdEf", "a.yaml"},
      {"password_hash: 5e884898da28047151d0e56f8dc62927", "a.yaml"},
      {"\"password\": \"sha256:5e884898da28047151d0e56f8dc6292773603d0d\"", "a.json"},
      {"(\"password\", \"5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8\"),", "test_sha.py"},
      {"password: \"Mindestens 8 Zeichen\"", "a.yml"},
      {"\"password\": \"Contraseña1\"", "es.json"},
      {"msgstr password: 'Passwort99'", "de.po"},
      {"<input type=\"password\" id=\"password1\" name=\"password1\"/>", "a.html"},
      {"#password-field-2 .token { color: #a1b2c3; }", "a.css"},
      {"password: ^(?=.*[A-Z])(?=.*\\d).{8,}$", "policy.yaml"},
      {"token_url: https://login.test/oauth2/v2.0/token", "a.yaml"},
      {"token_expiry: 2024-01-31T10:00:00Z", "a.yaml"},
      {"auth: user1@mail.test", "a.yaml"},
      {"api_key_version: 1.2.3-beta4", "a.yaml"},
      {"publicKeyToken=\"b77a5c561934e089\"", "a.config"},
      {"nextPageToken: \"CAUQAA8xKd92mVxQ4tLz7Wc1\"", "a.json"},
      {"csrf_token = \"8Kd92mVxQ4tLz7Wc1NpB\"", "a.html"},
      {"\"integrity\": \"sha512-Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4\"", "package-lock.json"},
      {"password: changeme", "a.yaml"},
      {"password: <password>", "a.yaml"},
      {"password: xxxxxxxx", "a.yaml"},
      {"password = \"password123\"", "a.py"},
      {"password=True", "a.py"},
      {"password: string;", "a.ts"},
      {"accessToken: dGhpcyBpcyBub3QgYSByZWFsIHZhbHVl", "a.yaml"},
      {"\"AWS::IAM::AccessKey\": \"72c2d9dd90025459\"", "a.py"},
      {"$spPassword = ConvertTo-SecureString $secret1 -AsPlainText", "a.ps1"},
      {"password = random_password.main2.result", "a.tf"},
  };
  for (const auto& [text, path] : kOthers) EXPECT_EQ(first(text, path), "") << path << ": " << text;
}

TEST(SecretName, ReadsTheNoun) {
  constexpr std::pair<std::string_view, SecretNoun> kNames[] = {{"DB_PASSWORD_PROD", SecretNoun::kPassword},
                                                                {"prodDbPassword", SecretNoun::kPassword},
                                                                {"dbpasswd", SecretNoun::kPassword},
                                                                {"spring.datasource.password", SecretNoun::kPassword},
                                                                {"client-secret", SecretNoun::kSecret},
                                                                {"JWTSecret", SecretNoun::kSecret},
                                                                {"authToken2", SecretNoun::kToken},
                                                                {"apikey", SecretNoun::kKey},
                                                                {"AWS_SECRET_ACCESS_KEY", SecretNoun::kKey},
                                                                {"secretKeyBase", SecretNoun::kKey},
                                                                {"creds", SecretNoun::kCredential},
                                                                {"passwordField", SecretNoun::kNone},
                                                                {"token_type", SecretNoun::kNone},
                                                                {"primaryKey", SecretNoun::kNone},
                                                                {"publicKey", SecretNoun::kNone},
                                                                {"csrf_token", SecretNoun::kNone},
                                                                {"author", SecretNoun::kNone},
                                                                {"secretName", SecretNoun::kNone},
                                                                {"bypass", SecretNoun::kNone},
                                                                {"tokenizer", SecretNoun::kNone},
                                                                {"maxTokens", SecretNoun::kNone}};
  for (const auto& [name, noun] : kNames) EXPECT_EQ(read_secret_name(name).noun, noun) << name;
}

TEST(ValueShape, TellsWordsFromRandomCharacters) {
  for (std::string_view words : {"access_token", "passwordField", "HTTPServerConnectionPool", "correct-horse-battery-staple",
                                 "kubernetes.io/tls", "my-client-secret", "com.example.MyClass"}) {
    EXPECT_LT(shape_of(words).surprise(), 0) << words;
    EXPECT_FALSE(is_random(words, 8)) << words;
  }
  for (std::string_view lot : {"iK2ZWeqhPq", "zc4pz0lx9xf2", "8FJowoRoWD8s7bA16J7PglOU3shVv5UT", "84016e51c6b36d6f3c9f0ac9056a4ad6",
                               "C7FQGRFIF2PY", "k3q9-pz7m-x2wv-81tb", "27312179:AAIGgZHBtd5twqrMiWANLN_EimFYP6phOUA"}) {
    EXPECT_GT(shape_of(lot).surprise(), 0) << lot;
    EXPECT_TRUE(is_random(lot, 8)) << lot;
  }
}

TEST(ValueShape, TakesAnyBytes) {
  std::string bytes;
  for (int i = 0; i < 1024; ++i) bytes += static_cast<char>(i * 37);
  EXPECT_EQ(shape_of(bytes).lower + shape_of(bytes).upper + shape_of(bytes).digits + shape_of(bytes).marks + shape_of(bytes).others, 256u);
  EXPECT_EQ(shape_of("").surprise(), 0);
}

}  // namespace
}  // namespace batten::leaks
