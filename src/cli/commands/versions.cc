// SPDX-License-Identifier: Apache-2.0
//
// batten versions compare SCHEME [A B]: how a packaging system orders versions.
#include <unistd.h>

#include <string>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "cli/command.h"
#include "version/scheme.h"

namespace batten::cli::commands {
namespace {

char relation(const version::Scheme& scheme, std::string_view left, std::string_view right) {
  auto order = scheme.compare(left, right);
  return order < 0 ? '<' : order > 0 ? '>' : '=';
}

// Pairs from standard input, one a line; answers go out as they fill a buffer.
Result<int> compare_lines(const version::Scheme& scheme) {
  std::string pending, out, buffer(1 << 16, '\0');
  std::size_t number = 0;
  auto line = [&](std::string_view text) -> Result<void> {
    ++number;
    std::vector<std::string_view> pair = base::words(text);
    if (pair.size() != 2) return Error{Code::kInvalidArgument, format("line {}: want two versions with a blank or tab between", number)};
    out.push_back(relation(scheme, pair[0], pair[1]));
    out.push_back('\n');
    return {};
  };
  while (true) {
    ssize_t got = ::read(0, buffer.data(), buffer.size());
    if (got < 0) return base::errno_error("standard input", errno);
    if (got == 0) break;
    pending.append(buffer, 0, static_cast<std::size_t>(got));
    std::size_t end = pending.rfind('\n');
    if (end == std::string::npos && pending.size() > (1u << 20)) return Error{Code::kLimit, "standard input: a line of more than 1 MiB"};
    if (end == std::string::npos) continue;
    Result<void> good;
    base::each_line(std::string_view(pending).substr(0, end), [&](std::string_view text) {
      if (good) good = line(text);
    });
    if (!good) {
      (void)base::write_all(1, out);
      return good.error();
    }
    pending.erase(0, end + 1);
    TRY(base::write_all(1, out));
    out.clear();
  }
  if (!pending.empty()) TRY(line(pending));
  TRY(base::write_all(1, out));
  return kExitFine;
}

Result<int> run(const Arguments& arguments, Context&) {
  const auto& words = arguments.positional;
  if (words.size() == 1 && words[0] == "list") {
    for (const version::Scheme* scheme : version::all_schemes())
      TRY(base::write_all(1, format("{:<8} {}\n", scheme->name, scheme->summary)));
    return kExitFine;
  }
  if ((words.size() != 2 && words.size() != 4) || words[0] != "compare")
    return Error{Code::kInvalidArgument, "want: compare SCHEME [A B], or list"};
  const version::Scheme* scheme = version::find_scheme(words[1]);
  if (scheme == nullptr)
    return Error{Code::kInvalidArgument, format("no version scheme '{}'; 'batten versions list' names them", words[1])};
  if (words.size() == 2) return compare_lines(*scheme);
  TRY(base::write_all(1, format("{}\n", relation(*scheme, words[2], words[3]))));
  return kExitFine;
}

constexpr CommandExample kExamples[] = {
    {"batten versions compare dpkg 3.0.11-1~deb12u2 3.0.15-1", "prints <"},
    {"batten versions compare rpm < pairs.txt", "one answer a line"},
};

}  // namespace

extern constinit const Command versions;
constinit const Command versions{
    .name = "versions",
    .summary = "compare versions by the rules of a packaging system",
    .positional = "compare SCHEME [A B] | list",
    .description = "Prints <, = or >. Without A and B it reads pairs from standard input, one pair a line, and prints one answer a line.",
    .options = {},
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
