// SPDX-License-Identifier: Apache-2.0
//
// What a program prints on its standard output: exec:/usr/bin/pass show db. So sops, age, op and all other keepers of secrets serve that
// have a command line. The command is cut into words (secrets/command_words.h) and run without a shell; a newline at the very end goes.
// Within 30 seconds the program has to be done.
#include <chrono>
#include <string>
#include <vector>

#include "base/format.h"
#include "base/process.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "secrets/command_words.h"
#include "secrets/provider.h"

namespace batten::secrets::providers {
namespace {

constexpr std::chrono::seconds kTime{30};
constexpr std::size_t kMaxShown = 300;

class Programs final : public Session {
 public:
  Result<Secret> get(const Reference& reference) override {
    std::vector<std::string> argv = TRY(command_words(reference.path));
    base::ProcessOutput output = TRY(base::run_process(argv, {}, kTime, kMaxSecretBytes, base::Output::kSecret));
    base::SecretBytes printed = base::SecretBytes::taken_from(output.out);
    std::string said = base::printable(base::trim(std::string_view(output.err).substr(0, kMaxShown)));
    base::wipe(output.err);
    if (output.exit_status != 0)
      return Error{Code::kUnavailable,
                   format("{} ends with status {}{}{}", base::printable(argv[0]), output.exit_status, said.empty() ? "" : ": ", said)};
    std::string_view text = printed.view();
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty()) return Error{Code::kNotFound, base::printable(argv[0]) + " prints nothing"};
    return Secret{.value = base::SecretBytes(text), .version = {}, .lease = {}};
  }
};

Result<std::unique_ptr<Session>> open(const Surroundings&) { return std::make_unique<Programs>(); }

constexpr ReferenceExample kExamples[] = {{"exec:/usr/bin/pass show db", "/usr/bin/pass show db"},
                                          {"exec:sops -d --extract '[\"db\"]' a.yaml?#x", "sops -d --extract '[\"db\"]' a.yaml?#x"},
                                          {"exec:", ""},
                                          {"exec: ", ""}};

}  // namespace

extern constinit const Provider exec;
constinit const Provider exec = {
    .name = "exec",
    .summary = "what a program prints",
    .syntax = "exec:PROGRAM ARGUMENTS...",
    .variables = {},
    .options = {},
    .path_is_url = false,
    .path_is_command = true,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::secrets::providers
