// SPDX-License-Identifier: Apache-2.0
//
// Variables that images of databases and services read at their first start, as they stand in Dockerfiles, Compose files, .env files,
// manifests and scripts. Each has a form NAME_FILE that takes a file instead.
#include "leaks/detector.h"
#include "leaks/named.h"
#include "leaks/password.h"

namespace batten::leaks::detectors {
namespace {

// A blank alone stands between them in a Dockerfile's ENV; elsewhere the name is that of a variable that is read ($PGPASSWORD).
Opinion password(const Candidate& candidate) {
  std::string_view between = candidate.match.substr(0, candidate.match.find(candidate.secret));
  if (between.find_first_of("=:,>") == between.npos && !candidate.line.contains("ENV ") && !candidate.line.contains("ARG "))
    return Opinion::kNo;
  return judge_password_in_code(candidate.secret);
}

constexpr std::string_view kRepair = "set a new password, mount it as a file and name that in the variable that ends in _FILE";
constexpr std::string_view kStore = "set a new password, and give it from the secret store at start";
constexpr LeakExample kPostgresPassword[] = {{"POSTGRES_PASSWORD="
                                              "0h7Elhud8gRKtP7\n",
                                              "0h7Elhud8gRKtP7"},
                                             {"    environment:\n      POSTGRES_PASSWORD: \""
                                              "898A1b4HYfaC7h7\"\n",
                                              "898A1b4HYfaC7h7"},
                                             {"PGPASSWORD='"
                                              "yXVIghn1prPDNb7' psql -h db\n",
                                              "yXVIghn1prPDNb7"}};
constexpr LeakCounterexample kPostgresPasswordNot[] = {
    {"POSTGRES_PASSWORD=${PW}\n"}, {"POSTGRES_PASSWORD_FILE=/run/secrets/pw\n"}, {"POSTGRES_PASSWORD=changeme\n"}};
constexpr LeakExample kMysqlPassword[] = {{"MYSQL_ROOT_PASSWORD="
                                           "OLTJIIuGJzB8qZ7\n",
                                           "OLTJIIuGJzB8qZ7"},
                                          {"ENV MYSQL_PASSWORD "
                                           "9PnrWsasiIIsJQ7\n",
                                           "9PnrWsasiIIsJQ7"}};
constexpr LeakCounterexample kMysqlPasswordNot[] = {
    {"MYSQL_ROOT_PASSWORD=${PW}\n"}, {"MYSQL_ROOT_PASSWORD_FILE=/run/secrets/pw\n"}, {"MYSQL_ROOT_PASSWORD=changeme\n"}};
constexpr LeakExample kMongodbPassword[] = {
    {"MONGO_INITDB_ROOT_PASSWORD="
     "5pX9eHcsChL5Bw7\n",
     "5pX9eHcsChL5Bw7"}};
constexpr LeakCounterexample kMongodbPasswordNot[] = {{"MONGO_INITDB_ROOT_PASSWORD=${PW}\n"},
                                                      {"MONGO_INITDB_ROOT_PASSWORD_FILE=/run/secrets/pw\n"},
                                                      {"MONGO_INITDB_ROOT_PASSWORD=changeme\n"}};
constexpr LeakExample kRedisPassword[] = {
    {"REDIS_PASSWORD="
     "UAoF36TC8vXxmH7\n",
     "UAoF36TC8vXxmH7"}};
constexpr LeakCounterexample kRedisPasswordNot[] = {
    {"REDIS_PASSWORD=${PW}\n"}, {"REDIS_PASSWORD_FILE=/run/secrets/pw\n"}, {"REDIS_PASSWORD=changeme\n"}};
constexpr LeakExample kRabbitmqPassword[] = {
    {"RABBITMQ_DEFAULT_PASS="
     "8E5GaPxvn0eWIB7\n",
     "8E5GaPxvn0eWIB7"}};
constexpr LeakCounterexample kRabbitmqPasswordNot[] = {
    {"RABBITMQ_DEFAULT_PASS=${PW}\n"}, {"RABBITMQ_DEFAULT_PASS_FILE=/run/secrets/pw\n"}, {"RABBITMQ_DEFAULT_PASS=changeme\n"}};
constexpr LeakExample kMssqlPassword[] = {
    {"MSSQL_SA_PASSWORD="
     "B8xcby90XQwbV07\n",
     "B8xcby90XQwbV07"}};
constexpr LeakCounterexample kMssqlPasswordNot[] = {
    {"MSSQL_SA_PASSWORD=${PW}\n"}, {"MSSQL_SA_PASSWORD_FILE=/run/secrets/pw\n"}, {"MSSQL_SA_PASSWORD=changeme\n"}};
constexpr LeakExample kOraclePassword[] = {
    {"ORACLE_PASSWORD="
     "o9YQvPbVDNxDAM7\n",
     "o9YQvPbVDNxDAM7"}};
constexpr LeakCounterexample kOraclePasswordNot[] = {
    {"ORACLE_PASSWORD=${PW}\n"}, {"ORACLE_PASSWORD_FILE=/run/secrets/pw\n"}, {"ORACLE_PASSWORD=changeme\n"}};
constexpr LeakExample kElasticPassword[] = {
    {"ELASTIC_PASSWORD="
     "YWQkylFp9L51R47\n",
     "YWQkylFp9L51R47"}};
constexpr LeakCounterexample kElasticPasswordNot[] = {
    {"ELASTIC_PASSWORD=${PW}\n"}, {"ELASTIC_PASSWORD_FILE=/run/secrets/pw\n"}, {"ELASTIC_PASSWORD=changeme\n"}};
constexpr LeakExample kMinioPassword[] = {
    {"MINIO_ROOT_PASSWORD="
     "LiJ3CIpXIdwD1V7\n",
     "LiJ3CIpXIdwD1V7"}};
constexpr LeakCounterexample kMinioPasswordNot[] = {
    {"MINIO_ROOT_PASSWORD=${PW}\n"}, {"MINIO_ROOT_PASSWORD_FILE=/run/secrets/pw\n"}, {"MINIO_ROOT_PASSWORD=changeme\n"}};
constexpr LeakExample kGrafanaPassword[] = {
    {"GF_SECURITY_ADMIN_PASSWORD="
     "MIvcrpfbZzCFcs7\n",
     "MIvcrpfbZzCFcs7"}};
constexpr LeakCounterexample kGrafanaPasswordNot[] = {{"GF_SECURITY_ADMIN_PASSWORD=${PW}\n"},
                                                      {"GF_SECURITY_ADMIN_PASSWORD_FILE=/run/secrets/pw\n"},
                                                      {"GF_SECURITY_ADMIN_PASSWORD=changeme\n"}};
constexpr LeakExample kKeycloakPassword[] = {
    {"KEYCLOAK_ADMIN_PASSWORD="
     "cWMkaE93JSp82t7\n",
     "cWMkaE93JSp82t7"}};
constexpr LeakCounterexample kKeycloakPasswordNot[] = {
    {"KEYCLOAK_ADMIN_PASSWORD=${PW}\n"}, {"KEYCLOAK_ADMIN_PASSWORD_FILE=/run/secrets/pw\n"}, {"KEYCLOAK_ADMIN_PASSWORD=changeme\n"}};
constexpr LeakExample kCmsPassword[] = {
    {"WORDPRESS_DB_PASSWORD="
     "tOR4ckuiWmVMN17\n",
     "tOR4ckuiWmVMN17"}};
constexpr LeakCounterexample kCmsPasswordNot[] = {
    {"WORDPRESS_DB_PASSWORD=${PW}\n"}, {"WORDPRESS_DB_PASSWORD_FILE=/run/secrets/pw\n"}, {"WORDPRESS_DB_PASSWORD=changeme\n"}};
constexpr LeakExample kInfluxdbPassword[] = {
    {"DOCKER_INFLUXDB_INIT_PASSWORD="
     "4HEfWHi33f6o0f7\n",
     "4HEfWHi33f6o0f7"}};
constexpr LeakCounterexample kInfluxdbPasswordNot[] = {{"DOCKER_INFLUXDB_INIT_PASSWORD=${PW}\n"},
                                                       {"DOCKER_INFLUXDB_INIT_PASSWORD_FILE=/run/secrets/pw\n"},
                                                       {"DOCKER_INFLUXDB_INIT_PASSWORD=changeme\n"}};
constexpr LeakExample kAdminPassword[] = {
    {"PGADMIN_DEFAULT_PASSWORD="
     "SJdqwGAmRwX0eY7\n",
     "SJdqwGAmRwX0eY7"}};
constexpr LeakCounterexample kAdminPasswordNot[] = {
    {"PGADMIN_DEFAULT_PASSWORD=${PW}\n"}, {"PGADMIN_DEFAULT_PASSWORD_FILE=/run/secrets/pw\n"}, {"PGADMIN_DEFAULT_PASSWORD=changeme\n"}};

constexpr LeakKind kKinds[] = {
    {.id = "postgres-password",
     .title = "PostgreSQL password",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<
         R"(POSTGRES_PASSWORD|POSTGRESQL_PASSWORD|PGPASSWORD|POSTGRES_NON_ROOT_PASSWORD|PG_PASSWORD|POSTGRESQL_POSTGRES_PASSWORD)",
         R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger =
         R"((?i)POSTGRES_PASSWORD|POSTGRESQL_PASSWORD|PGPASSWORD|POSTGRES_NON_ROOT_PASSWORD|PG_PASSWORD|POSTGRESQL_POSTGRES_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kPostgresPassword,
     .matches_not = kPostgresPasswordNot},
    {.id = "mysql-password",
     .title = "MySQL or MariaDB password",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(MYSQL_(?:ROOT_)?PASSWORD|MARIADB_(?:ROOT_)?PASSWORD|MYSQL_PWD|MYSQL_REPLICATION_PASSWORD)",
                          R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger = R"((?i)MYSQL_(?:ROOT_)?PASSWORD|MARIADB_(?:ROOT_)?PASSWORD|MYSQL_PWD|MYSQL_REPLICATION_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMysqlPassword,
     .matches_not = kMysqlPasswordNot},
    {.id = "mongodb-password",
     .title = "MongoDB password",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<
         R"(MONGO_INITDB_ROOT_PASSWORD|MONGODB_(?:ROOT_)?PASSWORD|MONGO_PASSWORD|ME_CONFIG_MONGODB_ADMINPASSWORD|ME_CONFIG_BASICAUTH_PASSWORD)",
         R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger =
         R"((?i)MONGO_INITDB_ROOT_PASSWORD|MONGODB_(?:ROOT_)?PASSWORD|MONGO_PASSWORD|ME_CONFIG_MONGODB_ADMINPASSWORD|ME_CONFIG_BASICAUTH_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMongodbPassword,
     .matches_not = kMongodbPasswordNot},
    {.id = "redis-password",
     .title = "Redis password",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(REDIS_PASSWORD|REDISCLI_AUTH|VALKEY_PASSWORD|REDIS_AUTH)", R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger = R"((?i)REDIS_PASSWORD|REDISCLI_AUTH|VALKEY_PASSWORD|REDIS_AUTH)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kRedisPassword,
     .matches_not = kRedisPasswordNot},
    {.id = "rabbitmq-password",
     .title = "RabbitMQ password or cookie",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(RABBITMQ_DEFAULT_PASS|RABBITMQ_PASSWORD|RABBITMQ_ERLANG_COOKIE)", R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger = R"((?i)RABBITMQ_DEFAULT_PASS|RABBITMQ_PASSWORD|RABBITMQ_ERLANG_COOKIE)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kRabbitmqPassword,
     .matches_not = kRabbitmqPasswordNot},
    {.id = "mssql-password",
     .title = "SQL Server password",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:MS)?SQL_SA_PASSWORD|\bSA_PASSWORD|MSSQL_PASSWORD)", R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger = R"((?i)(?:MS)?SQL_SA_PASSWORD|\bSA_PASSWORD|MSSQL_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kStore,
     .matches = kMssqlPassword,
     .matches_not = kMssqlPasswordNot},
    {.id = "oracle-password",
     .title = "Oracle database password",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(ORACLE_PASSWORD|ORACLE_PWD|APP_USER_PASSWORD)", R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger = R"((?i)ORACLE_PASSWORD|ORACLE_PWD|APP_USER_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kOraclePassword,
     .matches_not = kOraclePasswordNot},
    {.id = "elastic-password",
     .title = "Elasticsearch or OpenSearch password",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<
         R"(ELASTIC_PASSWORD|ELASTICSEARCH_PASSWORD|KIBANA_PASSWORD|KIBANA_SYSTEM_PASSWORD|OPENSEARCH_INITIAL_ADMIN_PASSWORD|LOGSTASH_INTERNAL_PASSWORD)",
         R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger =
         R"((?i)ELASTIC_PASSWORD|ELASTICSEARCH_PASSWORD|KIBANA_PASSWORD|KIBANA_SYSTEM_PASSWORD|OPENSEARCH_INITIAL_ADMIN_PASSWORD|LOGSTASH_INTERNAL_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kElasticPassword,
     .matches_not = kElasticPasswordNot},
    {.id = "minio-password",
     .title = "MinIO password",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(MINIO_ROOT_PASSWORD|MINIO_SECRET_KEY|MINIO_PASSWORD)", R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger = R"((?i)MINIO_ROOT_PASSWORD|MINIO_SECRET_KEY|MINIO_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kMinioPassword,
     .matches_not = kMinioPasswordNot},
    {.id = "grafana-password",
     .title = "Grafana administrator password",
     .severity = model::Severity::kCritical,
     .pattern =
         kAssigned<R"(GF_SECURITY_ADMIN_PASSWORD|GF_DATABASE_PASSWORD|GF_SMTP_PASSWORD|GRAFANA_PASSWORD)", R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger = R"((?i)GF_SECURITY_ADMIN_PASSWORD|GF_DATABASE_PASSWORD|GF_SMTP_PASSWORD|GRAFANA_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kGrafanaPassword,
     .matches_not = kGrafanaPasswordNot},
    {.id = "keycloak-password",
     .title = "Keycloak administrator password",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(KEYCLOAK_(?:ADMIN_)?PASSWORD|KC_BOOTSTRAP_ADMIN_PASSWORD|KC_DB_PASSWORD)", R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger = R"((?i)KEYCLOAK_(?:ADMIN_)?PASSWORD|KC_BOOTSTRAP_ADMIN_PASSWORD|KC_DB_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kStore,
     .matches = kKeycloakPassword,
     .matches_not = kKeycloakPasswordNot},
    {.id = "cms-password",
     .title = "password of a content management system",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<
         R"(WORDPRESS_DB_PASSWORD|WORDPRESS_PASSWORD|DRUPAL_PASSWORD|JOOMLA_DB_PASSWORD|NEXTCLOUD_ADMIN_PASSWORD|MAGENTO_PASSWORD|GHOST_PASSWORD|MOODLE_PASSWORD)",
         R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger =
         R"((?i)WORDPRESS_DB_PASSWORD|WORDPRESS_PASSWORD|DRUPAL_PASSWORD|JOOMLA_DB_PASSWORD|NEXTCLOUD_ADMIN_PASSWORD|MAGENTO_PASSWORD|GHOST_PASSWORD|MOODLE_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kCmsPassword,
     .matches_not = kCmsPasswordNot},
    {.id = "influxdb-password",
     .title = "InfluxDB password",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(DOCKER_INFLUXDB_INIT_PASSWORD|INFLUXDB_ADMIN_PASSWORD|INFLUXDB_USER_PASSWORD)", R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger = R"((?i)DOCKER_INFLUXDB_INIT_PASSWORD|INFLUXDB_ADMIN_PASSWORD|INFLUXDB_USER_PASSWORD)",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kInfluxdbPassword,
     .matches_not = kInfluxdbPasswordNot},
    {.id = "admin-password",
     .title = "administrator password of a service",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<
         R"(\b(?:PGADMIN_DEFAULT_PASSWORD|SONAR_JDBC_PASSWORD|GITLAB_ROOT_PASSWORD|AIRFLOW_PASSWORD|SUPERSET_PASSWORD|DIRECTUS_ADMIN_PASSWORD|DB_ROOT_PASSWORD|LDAP_ADMIN_PASSWORD|VNC_PASSWORD|NEO4J_PASSWORD|COUCHDB_PASSWORD|CLICKHOUSE_PASSWORD|CASSANDRA_PASSWORD|ARANGO_ROOT_PASSWORD|INFISICAL_ADMIN_PASSWORD|PORTAINER_PASSWORD|N8N_BASIC_AUTH_PASSWORD))",
         R"([^\s"\'\\<>,;)}\]]{4,80})">,
     .trigger =
         R"((?i)\b(?:PGADMIN_DEFAULT_PASSWORD|SONAR_JDBC_PASSWORD|GITLAB_ROOT_PASSWORD|AIRFLOW_PASSWORD|SUPERSET_PASSWORD|DIRECTUS_ADMIN_PASSWORD|DB_ROOT_PASSWORD|LDAP_ADMIN_PASSWORD|VNC_PASSWORD|NEO4J_PASSWORD|COUCHDB_PASSWORD|CLICKHOUSE_PASSWORD|CASSANDRA_PASSWORD|ARANGO_ROOT_PASSWORD|INFISICAL_ADMIN_PASSWORD|PORTAINER_PASSWORD|N8N_BASIC_AUTH_PASSWORD))",
     .generic = true,
     .confirm = password,
     .repair = kRepair,
     .matches = kAdminPassword,
     .matches_not = kAdminPasswordNot},
};

}  // namespace

extern constinit const Detector image_variables;
constinit const Detector image_variables = {
    .name = "image_variables", .summary = "passwords in the variables that well-known images take", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
