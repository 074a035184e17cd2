// SPDX-License-Identifier: Apache-2.0
//
// batten secrets VERB: secrets from where they live to those who need them, and new values for them.
#include "cli/command.h"
#include "cli/run_status.h"
#include "cli/secrets_check.h"
#include "cli/secrets_exec.h"
#include "cli/secrets_requests.h"
#include "cli/secrets_values.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOwn[] = {
    {"--place", "KIND", "exec: namespace, user-namespace, given, runtime-dir or memfd (default: the first that there is)"},
    {"--to", "DIR", "mount: a directory on a tmpfs"},
    {"--once", "", "mount: write the files and end"},
    {"--show", "", "get: print the value although standard output is a terminal"},
    {"--output,-o", "FILE", "get: write it there, readable by its owner"},
    {"--raw", "", "put, rotate: keep the newline at the end of a line"},
    {"--generate", "SPEC", "rotate: length=32,alphabet=alnum (or hex, digits, base64url, ascii)"},
    {"--from-stdin", "", "rotate: the new value, instead of a random one"},
    {"--health-command", "COMMAND", "rotate: is asked by sh until it succeeds; when it does not, the old value is put back"},
    {"--wait", "SECONDS", "rotate: how long (default: 60), or the time before the old version is retired"},
    {"--format,-f", "NAME", "check, list, rotate, status: text or json (default: text)"},
};
constexpr auto kOptions = joined_options(kRequestOptions, kRotationOptions, kOwn);

Result<int> run(const Arguments& arguments, Context& context) {
  std::string verb = arguments.positional.empty() ? "" : arguments.positional[0];
  if (verb == "exec") return run_secrets_exec(arguments);
  if (verb == "mount") return run_secrets_mount(arguments);
  if (verb == "get") return run_secrets_get(arguments, context);
  if (verb == "put") return run_secrets_put(arguments);
  if (verb == "rotate") return run_secrets_rotate(arguments);
  if (verb == "check") return run_secrets_check(arguments);
  if (verb == "list") return run_secrets_list(arguments);
  if (verb == "status") return run_secrets_status(arguments);
  return Error{Code::kInvalidArgument, "secrets wants a verb: exec, mount, get, put, rotate, check, list, status"};
}

constexpr CommandExample kExamples[] = {
    {"batten secrets exec --secret db=vault:secret/data/app#password -- ./server", "a file that only this command sees, named by $db_FILE"},
    {"batten secrets exec -s cert=vault:pki/app#key,uid=10001 --on-change signal:HUP -- nginx", "kept fresh; nginx is told"},
    {"batten secrets put aws-sm:prod/db#password", "a new version, from standard input"},
    {"batten secrets rotate vault:secret/data/app#password --health-command ./is-well",
     "a random value; the old one comes back unless all is well"},
    {"batten secrets mount --to /secrets --once", "an init container: what .batten.yaml names, into a volume in memory"},
};

}  // namespace

extern constinit const Command secrets;
constinit const Command secrets{
    .name = "secrets",
    .summary = "delivers secrets to commands and containers, and gives them new values",
    .positional = "exec -- COMMAND | mount | get, put or rotate REF | check | status",
    .description =
        "REF is PROVIDER:PATH#FIELD, as in vault:secret/data/app#password, aws-sm:prod/db#password, file:/run/secrets/db, env:DB_PASSWORD. "
        "exec runs a command that finds its secrets as files in memory (or, where asked for with ,env, in variables); what tells how to "
        "ask the "
        "provider for more does not reach it. Values are never in arguments, messages or on a disk.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
