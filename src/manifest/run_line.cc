// SPDX-License-Identifier: Apache-2.0
#include "manifest/run_line.h"

#include <algorithm>

#include "base/format.h"
#include "base/path.h"
#include "base/text.h"
#include "manifest/run_options.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxBytes = 4u << 20;
constexpr std::size_t kMaxContainers = 1000;
// Each may have been read to the end of the text.
constexpr std::size_t kMaxOpenQuotes = 50;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

bool is_assignment(std::string_view word) {
  std::size_t equals = word.find('=');
  return equals != std::string_view::npos && equals > 0 && !word.starts_with('-') && !word.substr(0, equals).contains('/');
}

// The index behind "sudo -u x docker --context y container run"; 0 when the words are something else.
std::size_t options_begin(const std::vector<LineWord>& words) {
  std::size_t at = 0;
  auto word = [&](std::size_t i) { return i < words.size() ? std::string_view(words[i].text) : std::string_view(); };
  while (at < words.size()) {
    if (is_one_of(word(at), {"sudo", "exec", "nohup", "time", "env", "command", "then", "do", "else", "if", "!", "{", "$", "doas", "&&"}) ||
        is_assignment(word(at))) {
      ++at;
    } else if (at > 0 && word(at).starts_with('-')) {
      at += is_one_of(word(at), {"-u", "-g", "--user", "--group"}) ? 2 : 1;
    } else {
      break;
    }
  }
  if (!is_one_of(base::base_name(word(at)), {"docker", "podman"})) return 0;
  for (++at; word(at).starts_with('-'); ++at) {
    bool takes_value = is_one_of(word(at), {"-c",
                                            "--context",
                                            "-H",
                                            "--host",
                                            "--config",
                                            "-l",
                                            "--log-level",
                                            "--tlscacert",
                                            "--tlscert",
                                            "--tlskey",
                                            "--url",
                                            "--connection",
                                            "--root",
                                            "--runroot",
                                            "--runtime",
                                            "--storage-driver",
                                            "--storage-opt",
                                            "--cgroup-manager",
                                            "--identity",
                                            "--tmpdir",
                                            "--events-backend",
                                            "--module",
                                            "--hooks-dir"});
    if (takes_value) ++at;
  }
  if (word(at) == "container") ++at;
  return is_one_of(word(at), {"run", "create"}) ? at + 1 : 0;
}

Result<model::Container> read_command(const std::vector<LineWord>& words, std::size_t options, std::size_t from, const TextPlaces& places,
                                      base::Notes& notes) {
  auto place = [&](const LineWord& first, const LineWord& last) {
    return places.at(from + first.offset, last.offset + last.length - first.offset);
  };
  model::Container container;
  container.form = model::ContainerForm::kRunLine;
  container.place = place(words.front(), words.back());
  std::span<const LineWord> rest = std::span(words).subspan(options);
  std::size_t image = TRY(read_run_options({rest, place, format("line {}", container.place.line)}, container, notes));
  if (image >= rest.size()) return Error{Code::kInvalidArgument, "no image"};
  container.image = {rest[image].text, place(rest[image], rest[image])};
  if (container.name.empty()) container.name = container.image.value;
  for (const LineWord& word : rest.subspan(image + 1)) container.command.push_back({word.text, place(word, word)});
  return container;
}

}  // namespace

Result<model::Container> parse_run_line(std::string_view line, base::Notes& notes) {
  if (line.size() > kMaxBytes) return Error{Code::kLimit, format("more than {} bytes", kMaxBytes)};
  std::size_t begin = std::min(line.find_first_not_of(" \t\r\n"), line.size());
  auto words = line_words(line.substr(begin));
  if (!words) return Error{Code::kInvalidArgument, "a quote is not closed"};
  std::size_t options = options_begin(*words);
  if (options == 0) return Error{Code::kInvalidArgument, "no docker run, docker create or podman run"};
  return read_command(*words, options, begin, TextPlaces(line), notes);
}

std::vector<model::Container> find_run_lines(std::string_view script, base::Notes& notes) {
  std::vector<model::Container> out;
  if (script.size() > kMaxBytes) {
    notes.push_back({base::Note::Kind::kSkipped, "", format("more than {} bytes", kMaxBytes), ""});
    return out;
  }
  TextPlaces places(script);
  std::size_t open_quotes = 0;
  for (std::size_t at = 0; at < script.size();) {
    std::size_t end = 0;
    auto words = line_words(script.substr(at), &end);
    std::size_t begin = at;
    at += end;
    if (!words) {
      at = std::min(script.find('\n', begin), script.size());
      notes.push_back({base::Note::Kind::kSkipped, format("line {}", places.at(begin, 0).line), "a quote is not closed", ""});
      if (++open_quotes >= kMaxOpenQuotes) break;
    } else if (std::size_t options = options_begin(*words); options != 0) {
      auto container = read_command(*words, options, begin, places, notes);
      if (container) {
        out.push_back(std::move(*container));
      } else {
        notes.push_back({base::Note::Kind::kSkipped, format("line {}", places.at(begin + words->front().offset, 0).line),
                         container.error().message, ""});
      }
      if (out.size() >= kMaxContainers) break;
    }
    // Past the operator or comment that ended the command.
    if (at < script.size() && script[at] == '#') at = std::min(script.find('\n', at), script.size());
    ++at;
  }
  if (out.size() >= kMaxContainers || open_quotes >= kMaxOpenQuotes) {
    notes.push_back({base::Note::Kind::kSkipped, "", "the rest of the script is not read", ""});
  }
  return out;
}

}  // namespace batten::manifest
