// SPDX-License-Identifier: Apache-2.0
//
// Connection strings that are no URL: ADO.NET and ODBC (pairs between semicolons), JDBC, PostgreSQL's key words, Go's MySQL driver,
// Kafka's JAAS, calls that open a connection.
#include "leaks/detector.h"
#include "leaks/password.h"

namespace batten::leaks::detectors {
namespace {

Opinion password(const Candidate& candidate) { return judge_password(candidate.secret); }

Opinion in_code(const Candidate& candidate) { return judge_password_in_code(candidate.secret); }

constexpr std::string_view kRepair = "set a new password; give it to the program as a file or from the secret store, not in the string";
constexpr LeakExample kAdoConnectionString[] = {{"\"Default\": \"Server=db.acme.io;Database=shop;User Id=shop;Password="
                                                 "RfPrvA2eMKhzcq7;Encrypt=true\"",
                                                 "RfPrvA2eMKhzcq7"},
                                                {"Driver={ODBC Driver 18 for SQL Server};Server=db;UID=sa;PWD="
                                                 "Venp34b2f3JDes7",
                                                 "Venp34b2f3JDes7"}};
constexpr LeakCounterexample kAdoConnectionStringNot[] = {{"Server=db;User Id=sa;Password=<password>;"},
                                                          {"Server=db;Password={0};"},
                                                          {"Server=localhost;User=sa;Password=yourStrong(!)Password;"}};
constexpr LeakExample kJdbcUrl[] = {{"jdbc:postgresql://db.acme.io/shop?user=shop&password="
                                     "CvgMsTjxqIrlRO7&ssl=true",
                                     "CvgMsTjxqIrlRO7"},
                                    {"<url>jdbc:sqlserver://db:1433;databaseName=x;user=sa;password="
                                     "XITuyV4kYiNPhZ7</url>",
                                     "XITuyV4kYiNPhZ7"}};
constexpr LeakCounterexample kJdbcUrlNot[] = {{"jdbc:postgresql://db/shop?user=a&password=${pw}"}, {"jdbc:h2:mem:test"}};
constexpr LeakExample kJdbcOracleUrl[] = {
    {"jdbc:oracle:thin:shop/"
     "cXQVihULeuAOMr7@//db.acme.io:1521/ORCL",
     "cXQVihULeuAOMr7"}};
constexpr LeakCounterexample kJdbcOracleUrlNot[] = {{"jdbc:oracle:thin:scott/tiger@//localhost:1521/ORCL"}, {"jdbc:oracle:thin:@//db"}};
constexpr LeakExample kGoMysqlDsn[] = {
    {"sql.Open(\"mysql\", \"shop:"
     "ov3rKqZ1gLsDgb7@tcp(db.acme.io:3306)/shop\")",
     "ov3rKqZ1gLsDgb7"}};
constexpr LeakCounterexample kGoMysqlDsnNot[] = {{"user:password@tcp(localhost:3306)/db"}, {"%s:%s@tcp(%s)/%s"}};
constexpr LeakExample kPostgresKeywords[] = {
    {"dsn = \"host=db.acme.io dbname=shop user=shop password="
     "OtP0VKE8f6nICD7\"",
     "OtP0VKE8f6nICD7"}};
constexpr LeakCounterexample kPostgresKeywordsNot[] = {{"host=localhost dbname=x user=y password=secret"}, {"host=db password=$PW"}};
constexpr LeakExample kKafkaJaasPassword[] = {
    {"sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"shop\" password=\""
     "FDFHiWjs8pHdbw3Qj36A\";",
     "FDFHiWjs8pHdbw3Qj36A"}};
constexpr LeakCounterexample kKafkaJaasPasswordNot[] = {{"PlainLoginModule required username=\"a\" password=\"${KAFKA_PASSWORD}\";"}};
constexpr LeakExample kPhpDatabaseCall[] = {
    {"$db = new mysqli(\"db.acme.io\", \"shop\", \""
     "tWvek7K2lTtC8e7\", \"shop\");",
     "tWvek7K2lTtC8e7"}};
constexpr LeakCounterexample kPhpDatabaseCallNot[] = {{"mysqli_connect(\"localhost\", \"root\", \"password\")"}};

constexpr LeakKind kKinds[] = {
    {.id = "ado-connection-string",
     .title = "ADO.NET or ODBC connection string with its password",
     .severity = model::Severity::kCritical,
     .pattern =
         R"((?i:\b(?:server|data source|datasource|host|hostname|address|addr|dsn|driver)\s?=[^;\n]{1,80};(?:[^;\n=]{2,40}=[^;\n]{0,80};){0,6}\s?(?:password|pwd)\s?=\s?)([^;"\'\s<>&\\]{4,80}))",
     .trigger = R"((?i);\s?(?:password|pwd)\s?=)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kAdoConnectionString,
     .matches_not = kAdoConnectionStringNot},
    {.id = "jdbc-url",
     .title = "JDBC URL with its password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bjdbc:[0-9a-z:+-]{2,30}:[^\s"\'<>]{1,200}?[?;&](?:password|pwd)=([^\s"\'&;<>\\]{4,100}))",
     .trigger = R"(jdbc:)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kJdbcUrl,
     .matches_not = kJdbcUrlNot},
    {.id = "jdbc-oracle-url",
     .title = "Oracle JDBC URL with its password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bjdbc:oracle:(?:thin|oci8?):[0-9A-Za-z_$#]{1,40}/([^\s"\'@/<>\\]{4,60})@)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kJdbcOracleUrl,
     .matches_not = kJdbcOracleUrlNot},
    {.id = "go-mysql-dsn",
     .title = "Go MySQL data source name with its password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b[0-9A-Za-z_.%-]{1,32}:([^\s@:"\'/`<>]{4,64})@(?:tcp|unix)\()",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kGoMysqlDsn,
     .matches_not = kGoMysqlDsnNot},
    {.id = "postgres-keywords",
     .title = "PostgreSQL connection string with its password",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:host|hostaddr|dbname|user|port)=[^\s"\']{1,80}\s(?:[a-z_]{2,20}=[^\s"\']{1,80}\s){0,5}password=([^\s"\'<>\\]{4,80}))",
     .trigger = R"( password=)",
     .generic = true,
     .confirm = in_code,
     .repair = kRepair,
     .matches = kPostgresKeywords,
     .matches_not = kPostgresKeywordsNot},
    {.id = "kafka-jaas-password",
     .title = "password of Kafka's JAAS configuration",
     .severity = model::Severity::kCritical,
     .pattern = R"(LoginModule[ \t\\]{1,4}\s{0,8}required[^;]{0,200}?password\s?=\s?\\?["\']([^"\'\\\n]{4,128})\\?["\'])",
     .trigger = R"(LoginModule)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kKafkaJaasPassword,
     .matches_not = kKafkaJaasPasswordNot},
    {.id = "php-database-call",
     .title = "password in a call that opens a database",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\b(?:mysqli_connect|mysqli?|mysql_connect|mysql_pconnect|PDO)\s?\(\s?["\'][^"\'\n]{1,100}["\']\s?,\s?["\'][^"\'\n]{0,40}["\']\s?,\s?["\']([^"\'\n]{4,64})["\'])",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kPhpDatabaseCall,
     .matches_not = kPhpDatabaseCallNot},
};

}  // namespace

extern constinit const Detector connection_string;
constinit const Detector connection_string = {
    .name = "connection_string", .summary = "connection strings with a password", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
