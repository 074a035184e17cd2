// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/download.h"

namespace batten::checks::dockerfile {
namespace {

bool saves(const manifest::ShellCommand& command) {
  if (command.pipe_to_next || command.substituted) return false;
  bool redirected = std::ranges::any_of(command.redirects, [](const manifest::ShellRedirect& one) {
    return (one.op == ">" || one.op == ">>") && one.descriptor != 2 && !one.target.value.starts_with("/dev/");
  });
  if (command.name == "curl")
    return redirected || has_curl_letter(command, 'O') || (has_curl_letter(command, 'o') && !command.has_option({"/dev/null"})) ||
           command.has_option({"--output", "--remote-name", "--remote-name-all"});
  if (command.name == "wget") {
    if (command.has_option({"--spider"})) return false;
    bool to_output = std::ranges::any_of(command.words, [](const manifest::ShellWord& word) {
      return word.value == "-" || word.value == "-qO-" || word.value == "-O-" || word.value == "--output-document=-";
    });
    return redirected || !to_output;
  }
  return command.name == "aria2c" || command.name == "axel";
}

// Keys, signatures and lists of sums are what others are compared with.
bool is_for_comparison(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  for (std::string_view end :
       {".asc", ".sig", ".gpg", ".key", ".pem", ".crt", ".sha256", ".sha256sum", ".sha512", ".minisig", "SHA256SUMS", ".list", ".repo"}) {
    if (url.ends_with(end)) return true;
  }
  return false;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (!is_downloader(command.name) || !saves(command) || verifies_something(run)) return;
    const manifest::ShellWord* address = address_of(command);
    if (address == nullptr || is_for_comparison(address->value) || is_near(host_of(address->value))) return;
    hits.push_back(run_hit(run, command.place, format("{} is saved and nothing is compared", shown_url(address->value))));
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.11"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN curl -fsSLo /usr/bin/x https://x.example/x && chmod +x /usr/bin/x\n",
     .good = "FROM debian:12.8\n"
             "RUN curl -fsSLo /usr/bin/x https://x.example/x && echo \"abc  /usr/bin/x\" | sha256sum -c -\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN wget https://x.example/x.tgz\n",
     .good =
         "FROM debian:12.8\n"
         "RUN wget -qO- https://x.example/x.tgz | tar xz && wget -O /k.asc https://x.example/k.asc && curl -f http://localhost/health\n"},
};

}  // namespace

extern constinit const DockerfileCheck download_unverified;
constinit const DockerfileCheck download_unverified = {
    .info = {.id = "download-unverified",
             .title = "A download that nothing is compared with",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kTrustedImages,
             .why = "https says that the bytes came from that server, not that they are those which were tested. When a release is "
                    "replaced or the server taken over, the next build takes what there is.",
             .fix = "Compare it in the same RUN: echo \"<sum>  file\" | sha256sum -c -, or gpg --verify with a key that is named by its "
                    "fingerprint.",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
