// SPDX-License-Identifier: Apache-2.0
//
// Addresses with a user and a password in front of the host (RFC 3986, section 3.2.1): of databases, brokers, directories, mail, files
// and the web.
#include <string>

#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/generic_value.h"
#include "leaks/password.h"
#include "leaks/stand_in.h"

namespace batten::leaks::detectors {
namespace {

// What points to this very machine or to a documentation's host is rather not in use.
bool is_made_up(std::string_view host) {
  std::string lower = base::lower(host);
  for (std::string_view part :
       {"example", "localhost", "127.0.0.1", "0.0.0.0", "hostname", "yourhost", "your-", "my-host", "myhost", "foo", "bar.", "[::1]"}) {
    if (lower.contains(part)) return true;
  }
  return lower == "host" || lower == "server" || lower == "ip" || lower == "domain" || lower.starts_with('{') || lower.starts_with('<') ||
         lower.starts_with('$');
}

Opinion password(const Candidate& candidate) {
  const std::string text = decode_percent(candidate.secret);
  const Opinion opinion = judge_password(text);
  if (opinion == Opinion::kNo) return opinion;
  if (!is_random(text, 10) && (is_documentation_host(candidate.group2) || (opinion == Opinion::kPossible && is_made_up(candidate.group2))))
    return Opinion::kNo;
  std::string_view user = candidate.match.substr(candidate.match.find("://") + 3);
  user = user.substr(0, user.find(':'));
  if (user == candidate.secret || user.contains("${") || user == "user" || user == "username") return Opinion::kPossible;
  return is_made_up(candidate.group2) ? Opinion::kPossible : opinion;
}

// Schemes that kinds of their own have are left to them.
Opinion any_scheme(const Candidate& candidate) {
  std::string_view scheme = candidate.match.substr(0, candidate.match.find("://"));
  for (std::string_view known : {"postgres", "mysql", "mariadb", "mongodb", "redis", "amqp", "mssql", "sqlserver", "http", "ftp", "sftp",
                                 "smtp", "ldap", "dotenv"}) {
    if (scheme.starts_with(known)) return Opinion::kNo;
  }
  return password(candidate);
}

constexpr std::string_view kRepair =
    "set a new password, and give the program its address without one: the password as a file or from the secret store";
constexpr LeakExample kPostgresUrl[] = {{"DATABASE_URL=postgres://shop:"
                                         "dVG0wh!%XpZYCj92@db.acme.io:5432/shop\n",
                                         "dVG0wh!%XpZYCj92"},
                                        {"postgresql+psycopg2://shop:"
                                         "nk40LG9BxIxlSt7@10.0.0.5/shop",
                                         "nk40LG9BxIxlSt7"}};
constexpr LeakCounterexample kPostgresUrlNot[] = {
    {"postgres://user:password@localhost/db"}, {"postgres://${USER}:${PASS}@db/x"}, {"postgres://shop@db/x"}};
constexpr LeakExample kMysqlUrl[] = {
    {"mysql://shop:"
     "HzGqBCwEbKK4ud7@db.acme.io:3306/shop",
     "HzGqBCwEbKK4ud7"}};
constexpr LeakCounterexample kMysqlUrlNot[] = {{"mysql://root:root@localhost/test"}, {"mysql://user:<password>@host/db"}};
constexpr LeakExample kMongodbUrl[] = {
    {"MONGO_URI=mongodb+srv://shop:"
     "7vTCSy1lRnQktr7@c0.ab1cd.mongodb.net/shop?retryWrites=true\n",
     "7vTCSy1lRnQktr7"}};
constexpr LeakCounterexample kMongodbUrlNot[] = {{"mongodb+srv://<username>:<password>@cluster0.mongodb.net/"},
                                                 {"mongodb://localhost:27017"}};
constexpr LeakExample kRedisUrl[] = {{"REDIS_URL=redis://:"
                                      "PeHpJMMIjokz58jiUcsz@redis.acme.io:6379/0\n",
                                      "PeHpJMMIjokz58jiUcsz"},
                                     {"rediss://default:"
                                      "jW2Eqcuam3CofPS5OsdA@x.upstash.io:6379",
                                      "jW2Eqcuam3CofPS5OsdA"}};
constexpr LeakCounterexample kRedisUrlNot[] = {{"redis://:password@redis:6379"}, {"redis://redis:6379/0"}};
constexpr LeakExample kAmqpUrl[] = {
    {"amqps://shop:"
     "3VhCTZ9FV5NlkIDR@mq.acme.io:5671/%2F",
     "3VhCTZ9FV5NlkIDR"}};
constexpr LeakCounterexample kAmqpUrlNot[] = {{"amqp://guest:guest@localhost:5672"}};
constexpr LeakExample kMssqlUrl[] = {
    {"mssql+pyodbc://sa:"
     "WSYrNOnxU4vZBZ7k@db.acme.io/shop",
     "WSYrNOnxU4vZBZ7k"}};
constexpr LeakCounterexample kMssqlUrlNot[] = {{"mssql://sa:your_password@localhost"}};
constexpr LeakExample kDatabaseUrl[] = {
    {"clickhouse://shop:"
     "W0dlgWRNdJ7x7See@ch.acme.io:9000/db",
     "W0dlgWRNdJ7x7See"}};
constexpr LeakCounterexample kDatabaseUrlNot[] = {{"neo4j://neo4j:password@localhost:7687"}};
constexpr LeakExample kBrokerUrl[] = {
    {"nats://shop:"
     "BFliHkRhcS5lAdqk@nats.acme.io:4222",
     "BFliHkRhcS5lAdqk"}};
constexpr LeakCounterexample kBrokerUrlNot[] = {{"mqtt://user:pass@broker:1883"}};
constexpr LeakExample kLdapUrl[] = {
    {"ldaps://cn=admin:"
     "bgOFpo7j2tKoXyE8@ldap.acme.io",
     "bgOFpo7j2tKoXyE8"}};
constexpr LeakCounterexample kLdapUrlNot[] = {{"ldap://admin:admin@localhost"}};
constexpr LeakExample kMailUrl[] = {
    {"MAILER_DSN=smtp://shop%40acme.io:"
     "iP0iQ0I0De5D1QJY@smtp.acme.io:587\n",
     "iP0iQ0I0De5D1QJY"}};
constexpr LeakCounterexample kMailUrlNot[] = {{"smtp://user:pass@smtp.example.com:25"}};
constexpr LeakExample kFileTransferUrl[] = {
    {"sftp://backup:"
     "0ONEwLkrM8XqXHpM@files.acme.io/in",
     "0ONEwLkrM8XqXHpM"}};
constexpr LeakCounterexample kFileTransferUrlNot[] = {{"ftp://anonymous:guest@ftp.debian.org/"}};
constexpr LeakExample kHttpUrl[] = {{"git clone https://deploy:"
                                     "SFiv1milvxcDXUcWQp7@git.acme.io/shop.git\n",
                                     "SFiv1milvxcDXUcWQp7"},
                                    {"--index-url=https://ci:"
                                     "wEz3AZzwsjWnPoBROC7@pypi.acme.io/simple",
                                     "wEz3AZzwsjWnPoBROC7"}};
constexpr LeakCounterexample kHttpUrlNot[] = {
    {"https://user:password@host/path"},         {"http://${USER}:${PASS}@proxy:3128"},      {"https://[::1]:8080/@scope/x"},
    {"https://home-user:home-pass@example.com"}, {"http://iam:bob-thing1@shop.example.org"}, {"http://asdf:qwer@localhost:8080"}};
constexpr LeakExample kUrlPassword[] = {
    {"zk://shop:"
     "1jalRM7rYdzYugma@zk.acme.io:2181/x",
     "1jalRM7rYdzYugma"}};
constexpr LeakCounterexample kUrlPasswordNot[] = {{"zk://user:pass@host"}};

constexpr LeakKind kKinds[] = {
    {.id = "postgres-url",
     .title = "PostgreSQL URL with its password",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:postgres(?:ql)?(?:\+[0-9a-z]{2,12})?|cockroachdb|redshift(?:\+[0-9a-z_]{2,20})?)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger = R"(\b(?:postgres(?:ql)?(?:\+[0-9a-z]{2,12})?|cockroachdb|redshift(?:\+[0-9a-z_]{2,20})?)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kPostgresUrl,
     .matches_not = kPostgresUrlNot},
    {.id = "mysql-url",
     .title = "MySQL URL with its password",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:(?:mysql2?|mariadb)(?:\+[0-9a-z]{2,12})?)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger = R"(\b(?:(?:mysql2?|mariadb)(?:\+[0-9a-z]{2,12})?)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMysqlUrl,
     .matches_not = kMysqlUrlNot},
    {.id = "mongodb-url",
     .title = "MongoDB URL with its password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(?:mongodb(?:\+srv)?)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger = R"(\b(?:mongodb(?:\+srv)?)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMongodbUrl,
     .matches_not = kMongodbUrlNot},
    {.id = "redis-url",
     .title = "Redis URL with its password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(?:rediss?|valkeys?)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger = R"(\b(?:rediss?|valkeys?)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kRedisUrl,
     .matches_not = kRedisUrlNot},
    {.id = "amqp-url",
     .title = "RabbitMQ URL with its password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(?:amqps?)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger = R"(\b(?:amqps?)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kAmqpUrl,
     .matches_not = kAmqpUrlNot},
    {.id = "mssql-url",
     .title = "SQL Server URL with its password",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:(?:mssql|sqlserver)(?:\+[0-9a-z]{2,12})?)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger = R"(\b(?:(?:mssql|sqlserver)(?:\+[0-9a-z]{2,12})?)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMssqlUrl,
     .matches_not = kMssqlUrlNot},
    {.id = "database-url",
     .title = "database URL with its password",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:clickhouse(?:\+[0-9a-z]{2,12})?|oracle(?:\+[0-9a-z_]{2,12})?|db2(?:\+[0-9a-z_]{2,12})?|neo4j(?:\+s{1,2}c?)?|bolt|couchbases?|cassandra|trino|presto|snowflake|vertica|hive|firebird|influxdb|elasticsearch|opensearch|couchdb|cloudant)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger =
         R"(\b(?:clickhouse(?:\+[0-9a-z]{2,12})?|oracle(?:\+[0-9a-z_]{2,12})?|db2(?:\+[0-9a-z_]{2,12})?|neo4j(?:\+s{1,2}c?)?|bolt|couchbases?|cassandra|trino|presto|snowflake|vertica|hive|firebird|influxdb|elasticsearch|opensearch|couchdb|cloudant)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kDatabaseUrl,
     .matches_not = kDatabaseUrlNot},
    {.id = "broker-url",
     .title = "broker URL with its password",
     .pattern =
         R"(\b(?:mqtts?|wss?|nats|stomp(?:\+ssl)?|kafka|pulsar(?:\+ssl)?|tls)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger = R"(\b(?:mqtts?|wss?|nats|stomp(?:\+ssl)?|kafka|pulsar(?:\+ssl)?|tls)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kBrokerUrl,
     .matches_not = kBrokerUrlNot},
    {.id = "ldap-url",
     .title = "LDAP URL with its password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(?:ldaps?)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger = R"(\b(?:ldaps?)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kLdapUrl,
     .matches_not = kLdapUrlNot},
    {.id = "mail-url",
     .title = "mail URL with its password",
     .pattern =
         R"(\b(?:smtps?(?:\+[0-9a-z]{2,10})?|imaps?|pop3s?|submission)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger = R"(\b(?:smtps?(?:\+[0-9a-z]{2,10})?|imaps?|pop3s?|submission)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMailUrl,
     .matches_not = kMailUrlNot},
    {.id = "file-transfer-url",
     .title = "FTP, SFTP or SMB URL with its password",
     .pattern =
         R"(\b(?:ftps?|ftpes|sftp|scp|ssh|smb|cifs|davs?|rsync)://[^\s:/@"\'<>`\\]{0,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .trigger = R"(\b(?:ftps?|ftpes|sftp|scp|ssh|smb|cifs|davs?|rsync)://)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kFileTransferUrl,
     .matches_not = kFileTransferUrlNot},
    {.id = "http-url",
     .title = "web URL with its password",
     .pattern =
         R"(\b(?:https?|git\+https?|svn\+https?|socks5h?)://[^\s:/@"\'<>`\\]{1,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kHttpUrl,
     .matches_not = kHttpUrlNot},
    {.id = "url-password",
     .title = "URL with a password",
     .pattern = R"(\b[a-z][0-9a-z+.-]{1,20}://[^\s:/@"\'<>`\\]{1,64}:([^\s/@"\'<>`\\]{3,128})@([0-9A-Za-z_.${<\[-]{1,80}))",
     .generic = true,
     .confirm = any_scheme,
     .repair = kRepair,
     .matches = kUrlPassword,
     .matches_not = kUrlPasswordNot},
};

}  // namespace

extern constinit const Detector connection_url;
constinit const Detector connection_url = {.name = "connection_url", .summary = "URLs with a password", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
