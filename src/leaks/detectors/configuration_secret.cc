// SPDX-License-Identifier: Apache-2.0
//
// Keys that sign sessions or open files, where frameworks keep them: Django, Rails, Laravel, WordPress, ASP.NET, Terraform, Ansible,
// Jenkins, BIND, OpenVPN.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/password.h"

namespace batten::leaks::detectors {
namespace {

Opinion password(const Candidate& candidate) { return judge_password(candidate.secret); }

Opinion in_code(const Candidate& candidate) { return judge_password_in_code(candidate.secret); }

Opinion laravel(const Candidate& candidate) {
  const std::size_t size = base64_size(candidate.secret.substr(candidate.secret.find(':') + 1));
  return size == 32 || size == 16 ? Opinion::kConfirmed : Opinion::kNo;
}

// Only in the state, where values stand as they are.
Opinion in_state(const Candidate& candidate) {
  return candidate.path.contains(".tfstate") || candidate.near.contains("\"schema_version\"") ||
                 candidate.near.contains("\"terraform_version\"")
             ? judge_password(candidate.secret)
             : Opinion::kNo;
}

Opinion tsig(const Candidate& candidate) {
  return base64_size(candidate.secret) >= 16 && candidate.near.contains("algorithm") ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr std::string_view kNewKey = "make a new key: who has it can sign sessions of any user; all of today's sessions end with it";
constexpr LeakExample kDjangoSecretKey[] = {{"SECRET_KEY = \""
                                             "at28k5id8hr9ngtsawuv8loejy27xoih3v95iuh1jarr025j!7\"\n",
                                             "at28k5id8hr9ngtsawuv8loejy27xoih3v95iuh1jarr025j!7"},
                                            {"SECRET_KEY = '"
                                             "django-insecure-"
                                             "5i0i6gevdhhd436sap6i1wisoma43g2j0tbbdwu55o78g0bm#$'\n",
                                             "django-insecure-"
                                             "5i0i6gevdhhd436sap6i1wisoma43g2j0tbbdwu55o78g0bm#$"}};
constexpr LeakCounterexample kDjangoSecretKeyNot[] = {{"SECRET_KEY = os.environ[\"SECRET_KEY\"]"}, {"SECRET_KEY = \"your-secret-key\""}};
constexpr LeakExample kRailsSecretKeyBase[] = {
    {"production:\n  secret_key_base: "
     "fd97019643e085b90871e7e64eb6188e2fede3cfa6e60047570e31ad7a58c854f13e76d53bd127a02cbc369eb9bee3bf512b623a49bef6"
     "aa4c5701b7c688c889\n",
     "fd97019643e085b90871e7e64eb6188e2fede3cfa6e60047570e31ad7a58c854f13e76d53bd127a02cbc369eb9bee3bf512b623a49bef6"
     "aa4c5701b7c688c889"},
    {"SECRET_KEY_BASE="
     "615651f846ff606315865e2b5403474345bab797e760a37d880104ec5a2bb4e5\n",
     "615651f846ff606315865e2b5403474345bab797e760a37d880104ec5a2bb4e5"}};
constexpr LeakCounterexample kRailsSecretKeyBaseNot[] = {{"secret_key_base: <%= ENV[\"SECRET_KEY_BASE\"] %>"}};
constexpr LeakExample kLaravelAppKey[] = {
    {"APP_KEY="
     "base64:"
     "kzTn5xGNALLxgxwSfQkHAL2NroTSte1lTKWbXkcOq0A=\n",
     "base64:"
     "kzTn5xGNALLxgxwSfQkHAL2NroTSte1lTKWbXkcOq0A="}};
constexpr LeakCounterexample kLaravelAppKeyNot[] = {{"APP_KEY=base64:short=="}, {"APP_KEY=\n"}};
constexpr LeakExample kWordpressSalt[] = {
    {"define('AUTH_KEY',  '"
     "b80cU*wX3Ei$ozeA8RAFtmgBEFAHzO0gdMvOU0gHyU06*2qG58LYsvl5tI4Eja%T');\n",
     "b80cU*wX3Ei$ozeA8RAFtmgBEFAHzO0gdMvOU0gHyU06*2qG58LYsvl5tI4Eja%T"}};
constexpr LeakCounterexample kWordpressSaltNot[] = {{"define('AUTH_KEY', 'put your unique phrase here');"}};
constexpr LeakExample kWordpressDatabasePassword[] = {
    {"define( 'DB_PASSWORD', '"
     "gWLKlM050rjaUB7' );\n",
     "gWLKlM050rjaUB7"}};
constexpr LeakCounterexample kWordpressDatabasePasswordNot[] = {{"define('DB_PASSWORD', 'password_here');"}};
constexpr LeakExample kAspnetMachineKey[] = {
    {"<machineKey validationKey=\""
     "7C8658BCEC3F93E5F998953C9DB9BC26B82DC3C885AC8B6639DCF20D4CCA810905D8EE703AEFBFC07DE3F5ADE09E84C450B24E0609DC10"
     "F9C3A14D93C6DEC0A9\" decryptionKey=\""
     "32CE149E61CB40865EAD7458D2F3269D94E3F783A3F63B75\" />",
     "7C8658BCEC3F93E5F998953C9DB9BC26B82DC3C885AC8B6639DCF20D4CCA810905D8EE703AEFBFC07DE3F5ADE09E84C450B24E0609DC10"
     "F9C3A14D93C6DEC0A9"}};
constexpr LeakCounterexample kAspnetMachineKeyNot[] = {{"validationKey=\"AutoGenerate,IsolateApps\""}};
constexpr LeakExample kTerraformStateSecret[] = {
    {"{\"version\": 4, \"resources\": [{\"attributes\": {\"master_password\": \""
     "dMNPjIbOT4J34PnuDk\", \"name\": \"db\"}}]}",
     "dMNPjIbOT4J34PnuDk", "infra/terraform.tfstate"}};
constexpr LeakCounterexample kTerraformStateSecretNot[] = {
    {"{\"attributes\": {\"password\": null, \"token\": \"\"}}", "terraform.tfstate"}};
constexpr std::string_view kTerraformStateSecretFiles[] = {"*.tfstate", "*.tfstate.backup"};
constexpr LeakExample kTfvarsSecret[] = {
    {"db_password = \""
     "MbwNidfxVUDjxWH3Nu\"\n",
     "MbwNidfxVUDjxWH3Nu", "infra/prod.tfvars"}};
constexpr LeakCounterexample kTfvarsSecretNot[] = {{"db_password = \"changeme\"\n", "prod.tfvars"}};
constexpr std::string_view kTfvarsSecretFiles[] = {"*.tfvars", "*.tfvars.json"};
constexpr LeakExample kAnsibleVault[] = {
    {"$ANSIBLE_VAULT;1.1;AES256\n"
     "041c1d25488ba4f4bb5181241e4ee14a8d0987e21fd78821476d8b6900b61a009e5fff001ea766b5\n"
     "7d8ac857386b9788d804f3cea4537f207c064b421fa2ad682ae61858538991f257c42a5252ad3265\n",
     "$ANSIBLE_VAULT;1.1;AES256\n"
     "041c1d25488ba4f4bb5181241e4ee14a8d0987e21fd78821476d8b6900b61a009e5fff001ea766b5\n"
     "7d8ac857386b9788d804f3cea4537f207c064b421fa2ad682ae61858538991f257c42a5252ad3265\n"}};
constexpr LeakCounterexample kAnsibleVaultNot[] = {{"$ANSIBLE_VAULT;1.1;AES256\n..."}};
constexpr LeakExample kAnsiblePassword[] = {{"web1 ansible_host=10.0.0.2 ansible_ssh_pass="
                                             "rmcIsUWGnYBrVf7\n",
                                             "rmcIsUWGnYBrVf7"},
                                            {"ansible_become_password: \""
                                             "zvF1M6yRtfafsU7\"",
                                             "zvF1M6yRtfafsU7"}};
constexpr LeakCounterexample kAnsiblePasswordNot[] = {{"ansible_become_password: \"{{ vault_pw }}\""}};
constexpr LeakExample kJenkinsSecret[] = {
    {"<password>"
     "{AQAAABAAAAAQ"
     "3EqIx7e3RJ36Pn4CNaNpIxc7Q3VdEcruhz28q5FPq7==}</password>",
     "{AQAAABAAAAAQ"
     "3EqIx7e3RJ36Pn4CNaNpIxc7Q3VdEcruhz28q5FPq7==}"}};
constexpr LeakCounterexample kJenkinsSecretNot[] = {{"<password>{AQAAA}</password>"}};
constexpr LeakExample kBindTsigKey[] = {
    {"key \"rndc-key\" {\n  algorithm hmac-sha256;\n  secret \""
     "IOQ4ASS+ckwMIN8Bb5sxyCRZG7/dcirEOpudYxaslWI=\";\n};\n",
     "IOQ4ASS+ckwMIN8Bb5sxyCRZG7/dcirEOpudYxaslWI="}};
constexpr LeakCounterexample kBindTsigKeyNot[] = {{"secret \""
                                                   "VBD+4wmY5WxgvfPYNpHXzwVh0PLQ0HK6XFCvHMUh58w=\";"},
                                                  {"  secret \"x\";"}};
constexpr LeakExample kSymfonyAppSecret[] = {
    {"APP_SECRET="
     "eab22106ed0a62fb6edffbd2913a8d07\n",
     "eab22106ed0a62fb6edffbd2913a8d07"}};
constexpr LeakCounterexample kSymfonyAppSecretNot[] = {{"APP_SECRET=%env(APP_SECRET)%"}};

constexpr LeakKind kKinds[] = {
    {.id = "django-secret-key",
     .title = "Django secret key",
     .pattern =
         R"(\bSECRET_KEY[\\"\'\]]{0,3}\s{0,3}[=:,]\s{0,3}[bru]?[\\"\']{1,2}((?:django-insecure-)?[0-9a-z!@#$%^&*(+=_)-]{50})[\\"\'])",
     .min_entropy = 3.8,
     .repair = kNewKey,
     .matches = kDjangoSecretKey,
     .matches_not = kDjangoSecretKeyNot},
    {.id = "rails-secret-key-base",
     .title = "Rails secret_key_base",
     .pattern = R"((?i:secret_key_base)[\\"\']{0,2}\s{0,3}[=:]\s{0,3}[\\"\']{0,2}([0-9a-f]{64,128})\b)",
     .min_entropy = 3.3,
     .repair = kNewKey,
     .matches = kRailsSecretKeyBase,
     .matches_not = kRailsSecretKeyBaseNot},
    {.id = "laravel-app-key",
     .title = "Laravel application key",
     .pattern = R"(\bAPP_KEY\s?[=:]\s?[\\"\']{0,2}(base64:[0-9A-Za-z+/]{22,43}={1,2}))",
     .confirm = laravel,
     .repair = kNewKey,
     .matches = kLaravelAppKey,
     .matches_not = kLaravelAppKeyNot},
    {.id = "wordpress-salt",
     .title = "WordPress authentication key or salt",
     .pattern =
         R"(\bdefine\(\s{0,2}[\'"](?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)[\'"]\s?,\s{0,8}[\'"]([^\n]{50,80})[\'"]\s{0,2}\))",
     .min_entropy = 4,
     .repair = kNewKey,
     .matches = kWordpressSalt,
     .matches_not = kWordpressSaltNot},
    {.id = "wordpress-database-password",
     .title = "WordPress database password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdefine\(\s{0,2}[\'"]DB_PASSWORD[\'"]\s?,\s{0,8}[\'"]([^\'"\n]{4,100})[\'"]\s{0,2}\))",
     .confirm = in_code,
     .repair = "set a new password for the database user",
     .matches = kWordpressDatabasePassword,
     .matches_not = kWordpressDatabasePasswordNot},
    {.id = "aspnet-machine-key",
     .title = "ASP.NET machine key",
     .severity = model::Severity::kCritical,
     .pattern = R"re((?i:validationKey\s?=\s?")([0-9A-F]{40,128})")re",
     .min_entropy = 3,
     .repair = "make new keys: with them anybody runs code through view state",
     .matches = kAspnetMachineKey,
     .matches_not = kAspnetMachineKeyNot},
    {.id = "terraform-state-secret",
     .title = "secret in a Terraform state",
     .severity = model::Severity::kCritical,
     .pattern =
         R"re("(?:[a-z_]{0,30}_)?(?:password|secret|secret_key|access_key|private_key|token|connection_string|client_secret|auth_token)"\s?:\s?"([^"\n\\]{6,500})")re",
     .paths = kTerraformStateSecretFiles,
     .confirm = in_state,
     .repair = "renew it, and keep the state in a backend that encrypts it and that few can read",
     .matches = kTerraformStateSecret,
     .matches_not = kTerraformStateSecretNot},
    {.id = "tfvars-secret",
     .title = "secret in Terraform variables",
     .severity = model::Severity::kCritical,
     .pattern =
         R"re((?i)^[ \t]{0,8}"?[0-9a-z_-]{0,40}(?:password|secret|secret_key|private_key|token|api_key|access_key)"?[ \t]{0,40}[=:][ \t]{0,4}"([^"\n$]{6,300})")re",
     .paths = kTfvarsSecretFiles,
     .confirm = password,
     .repair = "renew it, and give it by TF_VAR_.. or from the secret store",
     .matches = kTfvarsSecret,
     .matches_not = kTfvarsSecretNot},
    {.id = "ansible-vault",
     .title = "file encrypted by Ansible Vault",
     .severity = model::Severity::kLow,
     .pattern = R"(\$ANSIBLE_VAULT;1\.[0-9];AES256[^\n]{0,40}\r?\n(?:[ \t]{0,24}[0-9a-f]{20,82}\r?\n?){2,400})",
     .trigger = R"(\$ANSIBLE_VAULT;1\.)",
     .found = Opinion::kConfirmed,
     .repair = "nothing, if its password is long and nobody else's; else rekey it (ansible-vault rekey) and renew what is in it",
     .matches = kAnsibleVault,
     .matches_not = kAnsibleVaultNot},
    {.id = "ansible-password",
     .title = "password in an Ansible inventory",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bansible_(?:ssh_pass(?:word)?|password|become_pass(?:word)?|sudo_pass)["\']?\s?[=:]\s?["\']?([^\s"\'{<]{4,100}))",
     .confirm = in_code,
     .repair = "set a new password; encrypt it (ansible-vault encrypt_string) or use keys",
     .matches = kAnsiblePassword,
     .matches_not = kAnsiblePasswordNot},
    {.id = "jenkins-secret",
     .title = "secret that Jenkins encrypts",
     .severity = model::Severity::kMedium,
     .pattern = R"(<(?:password|secret|privateKey|apiToken|passphrase|secretBytes)>(\{AQAAA[0-9A-Za-z+/]{20,8000}={0,2}\})<)",
     .found = Opinion::kLikely,
     .repair = "renew it: secrets/master.key beside it opens it",
     .matches = kJenkinsSecret,
     .matches_not = kJenkinsSecretNot},
    {.id = "bind-tsig-key",
     .title = "key of DNS updates (TSIG, rndc)",
     .pattern = R"re(^[ \t]{0,8}secret[ \t]{1,8}"([0-9A-Za-z+/]{22,100}={0,2})"\s{0,3};)re",
     .trigger = R"(secret[ \t]{1,8}")",
     .confirm = tsig,
     .repair = "make a new key (tsig-keygen, rndc-confgen)",
     .matches = kBindTsigKey,
     .matches_not = kBindTsigKeyNot},
    {.id = "symfony-app-secret",
     .title = "Symfony application secret",
     .pattern = R"(\bAPP_SECRET[\\"\']{0,2}\s?[=:]\s?[\\"\']{0,2}([0-9a-f]{32,64})\b)",
     .min_entropy = 2.8,
     .repair = kNewKey,
     .matches = kSymfonyAppSecret,
     .matches_not = kSymfonyAppSecretNot},
};

}  // namespace

extern constinit const Detector configuration_secret;
constinit const Detector configuration_secret = {
    .name = "configuration_secret", .summary = "secrets in configurations of frameworks and tools", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
