// SPDX-License-Identifier: Apache-2.0
//
// batten run: docker run, and docker compose up, with secrets.
#include <algorithm>

#include "cli/command.h"
#include "cli/run_compose.h"
#include "cli/run_container.h"
#include "cli/secrets_requests.h"

namespace batten::cli::commands {
namespace {

constexpr OptionSpec kOwn[] = {
    {"--secret", "NAME=REF", "what is delivered; behind it ,file=PATH ,uid=N ,gid=N ,mode=0400 (ids as the container counts)", true},
    {"--from", "FILE", "secrets: of that file (default: .batten.yaml, when there is no --secret)"},
    {"--compose", "", "a Compose project: -f FILE, -p NAME, --env-file FILE, --project-directory DIR, then -- and arguments of `up`"},
};
constexpr auto kOptions = joined_options(kOwn, kRotationOptions);

Result<int> run_words(const Arguments& arguments, Context&) {
  const std::vector<std::string>& words = arguments.positional;
  if (!words.empty() && words[0] == "--compose") return run_compose(std::span(words).subspan(1));
  return run_container(words);
}

constexpr CommandExample kExamples[] = {
    {"batten run --secret db=vault:secret/data/app#password -d --name app example/app:1.4",
     "the file /run/secrets/db, for the image's user"},
    {"batten run --secret key=aws-sm:prod/tls#key,uid=101 --on-change signal:HUP --rm nginx", "the container is told of a new value"},
    {"batten run --compose -f compose.yaml -- -d", "services get what x-batten-secrets names"},
};

}  // namespace

extern constinit const Command run;
constinit const Command run{
    .name = "run",
    .summary = "docker run with secrets that inspect, image, writable layer and disk never hold",
    .positional = "[docker run options] IMAGE [COMMAND] | --compose [-- up arguments]",
    .description =
        "Secrets stand in a tmpfs of the host that is mounted read-only into the container, at /run/secrets or file=. They are written "
        "before it starts, kept fresh while it runs and gone afterwards. All other options are those of docker run.",
    .options = kOptions,
    .run = run_words,
    .examples = kExamples,
    .own_words = true,
};

}  // namespace batten::cli::commands
