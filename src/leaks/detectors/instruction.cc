// SPDX-License-Identifier: Apache-2.0
//
// Passwords on command lines and in statements, where no sign stands between the name and the value: curl -u user:pw, sshpass -p pw, mysql
// -ppw, docker login -p pw, --password pw, ENV DB_PASSWORD pw, IDENTIFIED BY 'pw', CREATE ROLE .. PASSWORD 'pw', echo user:pw | chpasswd.
#include "leaks/assignment.h"
#include "leaks/detector.h"
#include "leaks/generic_value.h"
#include "leaks/stand_in.h"
#include "leaks/value_shape.h"

namespace batten::leaks::detectors {
namespace {

Opinion judged(const Candidate& candidate) {
  FileSort file = file_sort(candidate.path);
  const ValueShape shape = shape_of(candidate.secret);
  if (shape.digits + shape.marks == 0 && file != FileSort::kSettings && file != FileSort::kScript) return Opinion::kNo;
  if (file == FileSort::kConfiguration || file == FileSort::kScript || file == FileSort::kUnknown) file = FileSort::kSettings;
  const std::string_view secret = candidate.secret;
  if (secret.starts_with('-') || secret.starts_with('$') || is_no_literal(secret, false) || names_itself(secret)) return Opinion::kNo;
  return judge_assignment(
      {.name = "password", .value = secret, .means = {SecretNoun::kPassword, false, true}, .file = file, .quoted = true});
}

// The value follows behind a blank: in prose the next word does.
Opinion judged_behind_blank(const Candidate& candidate) {
  const ValueShape shape = shape_of(candidate.secret);
  if (shape.digits + shape.marks == 0) return Opinion::kNo;
  Assignment assignment = read_assignment(candidate);
  const std::string_view between(candidate.match.data(), static_cast<std::size_t>(candidate.secret.data() - candidate.match.data()));
  const std::size_t begin = between.find_first_not_of(" \t", between.starts_with("--") ? 0 : between.find_first_of(" \t"));
  const std::size_t end = between.find_last_not_of(" \t\"'");
  if (begin == between.npos || end == between.npos || begin > end) return Opinion::kNo;
  assignment.name = between.substr(begin, end + 1 - begin);
  assignment.means = read_secret_name(assignment.name);
  assignment.in_shell_form = true;
  assignment.file = file_sort(candidate.path);
  if (assignment.means.noun == SecretNoun::kNone || (assignment.means.vague && !assignment.means.loud)) return Opinion::kNo;
  return judge_assignment(assignment);
}

constexpr LeakExample kCommands[] = {{"htpasswd -bc /etc/x app Xk29vLpq7w\n", "Xk29vLpq7w", "x.sh"},
                                     {"ConvertTo-SecureString \"Xk29vLpq7w\" -AsPlainText -Force\n", "Xk29vLpq7w", "x.ps1"}};
constexpr LeakCounterexample kNoCommands[] = {{"htpasswd -bc /etc/x app \"$PASS\"", "go.sh"},
                                              {"ConvertTo-SecureString $secret1 -AsPlainText", "x.ps1"}};
constexpr LeakExample kOptions[] = {{"svn co --username ci --password Xk29vLpq7w https://a.test\n", "Xk29vLpq7w", "x.sh"},
                                    {"tool run --auth-token \"8Kd92mVxQ4tLz7Wc1NpB\"\n", "8Kd92mVxQ4tLz7Wc1NpB", "x.sh"},
                                    {"#define API_TOKEN \"8Kd92mVxQ4tLz7Wc1NpB\"\n", "8Kd92mVxQ4tLz7Wc1NpB", "x.c"},
                                    {"ENV DB_PASSWORD Rk3_vobezq\n", "Rk3_vobezq", "Dockerfile"},
                                    {"ENV ROOT_PWD \"granite-quartz53\"\n", "granite-quartz53", "Dockerfile"}};
constexpr LeakCounterexample kNoOptions[] = {{"--password PASSWORD  the password of the user", "a.md"},
                                             {"use --password when a server asks for 1 of them", "a.md"},
                                             {"ENV DB_PASSWORD $PASSWORD", "Dockerfile"}};
constexpr LeakExample kStatements[] = {{"CREATE USER 'app'@'%' IDENTIFIED BY 'Rk3_vobezq';\n", "Rk3_vobezq", "init.sql"},
                                       {"ALTER ROLE app WITH LOGIN PASSWORD 'Xk29vLpq7w';\n", "Xk29vLpq7w", "init.sql"}};
constexpr LeakCounterexample kNoStatements[] = {{"ALTER USER a PASSWORD 'a_nice_long_password';", "check.sql"},
                                                {"CREATE ROLE a PASSWORD 'role_pwd1';", "role.sql"},
                                                {"IDENTIFIED BY 'password'", "init.sql"},
                                                {"ALTER ROLE app PASSWORD '$PASS'", "init.sh"},
                                                {"ALTER ROLE app PASSWORD 'SCRAM-SHA-256$4096:x'", "init.sql"}};
constexpr std::string_view kRepair =
    "change the password, and let the command read it from a file, standard input or a variable of its own";

constexpr LeakKind kKinds[] = {
    {.id = "command-password",
     .title = "Password on a command line",
     .pattern =
         R"re(\b(?|htpasswd[ \t]{1,4}-\w{0,4}b\w{0,4}[ \t]{1,4}(?:-\w{1,4}[ \t]{1,4}){0,3}(?:[^\s-][^\s]{0,128}[ \t]{1,4})?[^\s]{1,64}[ \t]{1,4}["']?([^\s"'`|>]{6,128})|ConvertTo-SecureString[ \t]{1,4}(?:-String[ \t]{1,4})?["']([^\s"'`]{6,128})["']))re",
     .trigger = R"((?:htpasswd[ \t]|ConvertTo-SecureString))",
     .at_trigger = true,
     .generic = true,
     .text_only = true,
     .confirm = judged,
     .repair = kRepair,
     .matches = kCommands,
     .matches_not = kNoCommands},
    {.id = "option-secret",
     .title = "Secret behind an option or an instruction",
     .pattern =
         R"re((?i)(?:--[\w-]{0,20}(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|encryption[_-]?key)|(?:\bENV|#[ \t]{0,4}define)[ \t]{1,4}\w{0,40}(?:password|passwd|passphrase|_pwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|encryption[_-]?key)\w{0,20})[ \t]{1,16}(?|"([^\s"]{6,256})"|'([^\s']{6,256})'|([^\s"'`=<>-][^\s"'`=<>]{5,256})))re",
     .trigger =
         R"re((?i)(?:password|passwd|passphrase|_pwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|encryption[_-]?key)\w{0,20}[ \t])re",
     .at_trigger = true,
     .generic = true,
     .text_only = true,
     .confirm = judged_behind_blank,
     .repair = kRepair,
     .matches = kOptions,
     .matches_not = kNoOptions},
    {.id = "sql-password",
     .title = "Password in an SQL statement",
     .pattern =
         R"re((?i)(?:\bidentified[ \t]{1,4}(?:by|with[ \t]{1,4}\w{1,32}[ \t]{1,4}(?:by|as))(?:[ \t]{1,4}password)?|\b(?:role|user|login)[ \t][^\n;']{0,100}\bpassword(?:[ \t]{0,4}=)?)[ \t]{0,4}N?['"]([^'"\s]{6,128})['"])re",
     .trigger = R"re((?i)(?:\bidentified[ \t]{1,4}(?:by|with)|\b(?:role|user|login)[ \t][^\n;']{0,100}\bpassword)[ \t])re",
     .at_trigger = true,
     .generic = true,
     .text_only = true,
     .confirm = judged,
     .repair = "change the password, and give it to the statement at run time",
     .matches = kStatements,
     .matches_not = kNoStatements},
};

}  // namespace

extern constinit const Detector instruction;
constinit const Detector instruction = {
    .name = "instruction", .summary = "secrets behind options, instructions and statements", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
