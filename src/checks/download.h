// SPDX-License-Identifier: Apache-2.0
//
// Downloads in shell text: what fetches, from where, what becomes of it.
#pragma once

#include <cstddef>
#include <string_view>

#include "checks/run_facts.h"

namespace batten::checks {

// curl, wget and the like.
bool is_downloader(std::string_view program);
// Is one of curl's words this option as a single letter? Letters behind one that takes a value are that value: -okubectl has no -k.
bool has_curl_letter(const manifest::ShellCommand& command, char letter);
// The word with the address; null: none, or only known when it runs.
const manifest::ShellWord* address_of(const manifest::ShellCommand& command);
// "https://example.com/install.sh" for a message; "something" when it is only known when it runs.
std::string shown_address(const manifest::ShellCommand& command);
// Host of a URL in lower case, without user and port.
std::string host_of(std::string_view url);
// This machine, or one that only a network of its own knows (no dot in its name, a private address).
bool is_near(std::string_view host);

// Does a command of the RUN compare a checksum or a signature: sha256sum, gpg --verify, cosign ...?
bool verifies_something(const Run& run);
// A shell or interpreter that runs what it reads from its input: "bash", "sh -s -- -y", "python3 -".
bool runs_its_input(const manifest::ShellCommand& command);
bool is_interpreter(std::string_view program);
// Index of the first command behind this one in its pipe that runs its input; 0: none.
std::size_t runner_in_pipe(const std::vector<manifest::ShellCommand>& commands, std::size_t index);

}  // namespace batten::checks
