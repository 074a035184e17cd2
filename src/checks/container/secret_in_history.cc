// SPDX-License-Identifier: Apache-2.0
//
// The lines by which an image was built are part of it: a secret given as a build argument or written into a RUN line is there for
// everybody who has the image.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"
#include "checks/secret_words.h"

namespace batten::checks::container {
namespace {

constexpr std::size_t kMaxWords = 5000;

// NAME=VALUE words of a history line: "|1 TOKEN=abc /bin/sh -c ...", "ENV A=b", "/bin/sh -c #(nop) ENV A=b", export A=b.
std::string secret_of(std::string_view line) {
  std::size_t seen = 0;
  for (std::string_view word : base::words(line)) {
    if (++seen > kMaxWords) break;
    std::size_t equals = word.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    std::string_view name = word.substr(0, equals), value = word.substr(equals + 1);
    while (name.starts_with('"') || name.starts_with('\'') || name.starts_with('-')) name.remove_prefix(1);
    while (value.size() >= 2 && (value.front() == '"' || value.front() == '\'')) value.remove_prefix(1);
    while (!value.empty() && (value.back() == '"' || value.back() == '\'' || value.back() == ';')) value.remove_suffix(1);
    if (is_secret_setting(name, value)) return std::string(name);
  }
  return {};
}

void check(const model::Container& container, const Settings&, Hits& hits) {
  for (const std::string& line : container.history) {
    std::string name = secret_of(line);
    if (name.empty() || line.contains("#(nop)  ENV") || line.starts_with("ENV ")) continue;  // secret_in_environment says so
    hits.push_back(hit_at(container, {}, format("its history holds a secret in plain text: {}", base::printable(name))));
  }
}

// No manifest has a history: these are lines of one.
constexpr Example kExamples[] = {
    {.bad = "RUN |1 NPM_TOKEN=abcdef123456 /bin/sh -c npm ci # buildkit\nCOPY . /app # buildkit\n",
     .good = "RUN |1 NPM_TOKEN= /bin/sh -c npm ci # buildkit\n/bin/sh -c #(nop)  ENV PYTHON_SHA256=0123456789abcdef\nRUN export "
             "PATH=/a:$PATH\n"},
};

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10", "Dockle CIS-DI-0010", "OWASP Docker rule 12"};

}  // namespace

extern constinit const ContainerCheck secret_in_history;
constinit const ContainerCheck secret_in_history = {
    .info = {.id = "secret-in-history",
             .title = "Secret is in the image's history",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "docker history shows build arguments and RUN lines to everybody who has the image; deleting the file or variable "
                    "later does not "
                    "take it out of the history or of the earlier layer.",
             .fix = "Give it to the build as a secret: RUN --mount=type=secret,id=NAME, and change the secret that was in the image.",
             .references = kReferences},
    .forms = kImage,
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::container
