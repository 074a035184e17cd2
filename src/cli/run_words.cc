// SPDX-License-Identifier: Apache-2.0
#include "cli/run_words.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "manifest/container_syntax.h"
#include "manifest/run_options.h"

namespace batten::cli {
namespace {

constexpr std::string_view kOwn[] = {"from", "grace", "on-change", "refresh", "secret"};

bool is_true(std::string_view value) { return manifest::parse_boolean(value).value_or(false); }

// "-itd" without the d: flags may stand together, and the last of them may have a value behind it.
std::string without_detach(std::string word) {
  if (word.starts_with("--") || word.size() == 2 || word[2] == '=') return "";
  return word.erase(word.find('d'), 1);
}

}  // namespace

Result<RunWords> parse_run_words(std::span<const std::string> words) {
  RunWords out;
  std::vector<manifest::LineWord> line;
  for (const std::string& word : words) line.push_back({word, 0, 0});
  std::vector<std::string> kept(words.begin(), words.end());
  std::vector<bool> left_out(words.size(), false);
  auto leave_out = [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i <= last; ++i) left_out[i] = true;
  };
  manifest::RunOptionsInput input{.words = line, .place = [](const auto&, const auto&) { return model::Place(); }, .where = "docker run"};
  input.further = kOwn;
  input.seen = [&](std::string_view name, std::string_view value, std::size_t first, std::size_t last) {
    if (std::ranges::find(kOwn, name) != std::end(kOwn)) {
      out.own.options[std::string(name)].emplace_back(value);
      leave_out(first, last);
    } else if (name == "detach") {
      out.detach = is_true(value);
      kept[first] = without_detach(kept[first]);
      if (kept[first].empty()) leave_out(first, last);
    } else if (name == "sig-proxy" || name == "detach-keys") {
      out.start.push_back(format("--{}={}", name, value));
      leave_out(first, last);
    } else if (name == "interactive") {
      out.interactive = is_true(value);
    } else if (name == "tty") {
      out.terminal = is_true(value);
    } else if (name == "rm") {
      out.remove = is_true(value);
      leave_out(first, last);
    } else if (name == "user") {
      out.user = value;
    } else if (name == "userns") {
      out.user_namespace = value;
    }
  };
  model::Container ignored;
  base::Notes notes;
  std::size_t image = TRY(manifest::read_run_options(input, ignored, notes));
  for (const base::Note& note : notes) {
    if (note.message.starts_with("unknown option"))
      return Error{Code::kInvalidArgument, note.message + "; see 'batten run --help' and 'docker run --help'"};
  }
  if (image >= words.size()) return Error{Code::kInvalidArgument, "run wants an IMAGE"};
  for (std::size_t i = 0; i < image; ++i) {
    if (!left_out[i]) out.options.push_back(kept[i]);
  }
  out.image.assign(words.begin() + static_cast<std::ptrdiff_t>(image), words.end());
  return out;
}

}  // namespace batten::cli
