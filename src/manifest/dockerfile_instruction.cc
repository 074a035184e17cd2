// SPDX-License-Identifier: Apache-2.0
#include "manifest/dockerfile_instruction.h"

#include <algorithm>
#include <cctype>

#include "base/format.h"
#include "base/text.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxVariables = 1000;

// Without its directory and ".exe".
std::string program_name(std::string_view path) {
  std::string out = base::lower(path.substr(path.find_last_of("/\\") + 1));
  if (out.ends_with(".exe")) out.resize(out.size() - 4);
  return out;
}

std::string shown(std::string_view text) { return base::printable(text.substr(0, 80)); }

Pair pair_of(const MappedText& text, Span span, const WordContext& context) {
  Pair out;
  out.place = text.place(span.first, span.second, *context.lines);
  std::size_t equals = text.text.find('=', span.first);
  out.has_value = equals < span.second;
  if (!out.has_value) equals = span.second;
  out.name = resolve_word(text, {span.first, equals}, context);
  if (out.has_value) out.value = resolve_word(text, {equals + 1, span.second}, context);
  return out;
}

}  // namespace

void Scope::apply(const Instruction& instruction, const std::map<std::string, std::string>& global) {
  if (instruction.keyword == "SHELL") return use_shell(instruction);
  bool is_env = instruction.keyword == "ENV";
  if (!is_env && instruction.keyword != "ARG") return;
  for (const Pair& pair : instruction.pairs) {
    const std::string& name = pair.name.value;
    if (is_env && environment.size() < kMaxVariables) environment.insert(name);
    if (!is_env && environment.contains(name)) continue;
    if (pair.has_value && !pair.value.unknown && values.size() < kMaxVariables) {
      values[name] = pair.value.value;
    } else if (pair.has_value) {
      values.erase(name);
    } else if (auto found = global.find(name); found != global.end()) {
      values[name] = found->second;
    }
  }
}

void Scope::use_shell(const Instruction& shell) {
  if (shell.words.empty()) return;
  static constexpr std::string_view kPosix[] = {"sh", "bash", "ash", "dash", "ksh", "mksh", "zsh", "busybox"};
  posix = std::ranges::find(kPosix, program_name(shell.words[0].value)) != std::end(kPosix);
  pipefail = errexit = false;
  for (std::size_t i = 1; i < shell.words.size(); ++i) {
    const std::string& word = shell.words[i].value;
    if (word == "pipefail") pipefail = true;
    if (word.starts_with('-') && !word.starts_with("--") && word.contains('e')) errexit = true;
  }
}

Instruction InstructionReader::read(JoinedLines joined, const Scope& scope) {
  Instruction out = read_text(joined.text, scope, false);
  out.comments = std::move(joined.comments);
  std::size_t end = std::max(joined.end, lines_.end());
  out.place = lines_.lines().place(joined.begin, end - joined.begin);
  out.line = static_cast<int>(out.place.line);
  constexpr std::size_t kLongest = (64u << 10) - 1;
  if (out_.text.size() > kLongest) {
    std::string_view whole = std::string_view(out_.text).substr(joined.begin, end - joined.begin);
    for (std::size_t at = 0; whole.size() - at > kLongest;) {
      std::size_t next = std::min(whole.find('\n', at), whole.size());
      if (next - at > kLongest) {
        note(out, "has a line of more than 65,535 bytes", "BuildKit refuses it");
        break;
      }
      at = std::min(next + 1, whole.size());
    }
  }
  return out;
}

Instruction InstructionReader::read_text(const MappedText& text, const Scope& scope, bool inner) {
  WordContext context{.lines = &lines_.lines(), .escape = out_.escape, .values = nullptr, .budget = &budget_};
  Instruction out;
  Span rest = trimmed(text.text, {0, text.text.size()});
  std::size_t begin = rest.first;
  while (rest.first < rest.second && !std::string_view(" \t\v\f\r").contains(text.text[rest.first])) ++rest.first;
  out.keyword = text.text.substr(begin, rest.first - begin);
  for (char& c : out.keyword) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  out.keyword_place = text.place(begin, rest.first, *context.lines);
  out.place = text.place(begin, rest.second, *context.lines);
  out.line = static_cast<int>(out.place.line);
  rest = trimmed(text.text, rest);
  out.arguments = text.text.substr(rest.first, rest.second - rest.first);
  out.posix = scope.posix;
  const KnownInstruction* known = known_instruction(out.keyword);
  if (known == nullptr) {
    std::string_view nearest = nearest_instruction(out.keyword);
    note(out, shown(out.keyword) + " is no instruction", nearest.empty() ? "" : format("did you mean {}?", nearest));
    return out;
  }
  if (out.keyword == "ONBUILD" && inner) return out;
  if (known->expands) context.values = &scope.values;
  out.flags = take_flags(text, rest, context);
  unknown_flags(*known, out);
  out.rest = text.place(rest.first, rest.second, *context.lines);
  if (rest.first == rest.second && out.keyword != "CMD" && out.keyword != "ENTRYPOINT" && out.keyword != "SHELL") {
    note(out, out.keyword + " says nothing");
  }
  read_arguments(*known, text, rest, context, scope, out);
  return out;
}

void InstructionReader::read_arguments(const KnownInstruction& known, const MappedText& text, Span rest, const WordContext& context,
                                       const Scope& scope, Instruction& out) {
  std::vector<MappedText> resolved;
  switch (known.arguments) {
    case ArgumentsKind::kOne:
      if (rest.first < rest.second) out.words.push_back(resolve_word(text, rest, context));
      break;
    case ArgumentsKind::kJsonOrWords:
      if (read_json(text, rest, context, out, resolved)) break;
      [[fallthrough]];
    case ArgumentsKind::kWords:
      for (Span word : split_blanks(text.text, rest)) out.words.push_back(resolve_word(text, word, context));
      if (known.documents) read_documents(text, rest, out);
      break;
    case ArgumentsKind::kJsonOrShell: read_script(text, rest, context, scope, out); break;
    case ArgumentsKind::kPairs: read_pairs(text, rest, context, out); break;
    case ArgumentsKind::kNames:
      for (Span word : split_quoted(text.text, rest, context.escape)) out.pairs.push_back(pair_of(text, word, context));
      break;
    case ArgumentsKind::kHealth: {
      std::vector<Span> words = split_blanks(text.text, rest);
      if (words.empty()) break;
      Word type = resolve_word(text, words[0], context);
      for (char& c : type.value) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      if (type.value != "CMD" && type.value != "NONE") note(out, "HEALTHCHECK takes CMD or NONE");
      bool is_command = type.value == "CMD";
      if (is_command) read_script(text, trimmed(text.text, {words[0].second, rest.second}), context, scope, out);
      out.words.insert(out.words.begin(), std::move(type));
      break;
    }
    case ArgumentsKind::kTrigger:
      if (rest.first < rest.second) out.trigger.push_back(read_text(text.slice(rest.first, rest.second), scope, true));
      break;
  }
  if (std::max(out.words.size(), out.pairs.size()) >= kMaxWords)
    note(out, format("more than {} words: those behind were not read", kMaxWords - 1));
  if (out.keyword == "SHELL" && out.form != Instruction::Form::kExec) note(out, "SHELL takes a JSON array of strings");
}

bool InstructionReader::read_json(const MappedText& text, Span rest, const WordContext& context, Instruction& out,
                                  std::vector<MappedText>& resolved) {
  JsonWords json = parse_json_words(text, rest, context);
  if (json.kind == JsonWords::Kind::kOther) note(out, "holds a JSON array with something else than strings", "BuildKit refuses it");
  if (json.kind != JsonWords::Kind::kStrings && json.kind != JsonWords::Kind::kLong) return false;
  out.form = Instruction::Form::kExec;
  out.words = std::move(json.words);
  resolved = std::move(json.resolved);
  for (Word& word : out.words) {
    if (context.values == nullptr || !word.value.contains('$') || budget_ < word.value.size()) continue;
    std::vector<std::string> missing;
    std::string value = expand_variables(word.value, *context.values, context.escape, missing);
    budget_ -= std::min(budget_, std::max(value.size(), word.value.size()));
    word.unknown = !missing.empty();
    if (!word.unknown) word.value = std::move(value);
  }
  return true;
}

void InstructionReader::read_documents(const MappedText& text, Span rest, Instruction& out) {
  std::string_view written = std::string_view(text.text).substr(rest.first, rest.second - rest.first);
  if (!written.contains("<<")) return;
  for (Heredoc& document : announced_documents(written, out_.escape)) {
    if (!lines_.read_body(document)) {
      note(out, format("the document <<{} has no end: nothing behind it was read", shown(document.word)));
    }
    out.heredocs.push_back(std::move(document));
  }
}

// NAME=value NAME="value", or the old NAME value.
void InstructionReader::read_pairs(const MappedText& text, Span rest, const WordContext& context, Instruction& out) {
  std::vector<Span> words = split_quoted(text.text, rest, context.escape);
  if (words.empty()) return;
  auto has_equals = [&](Span word) { return std::string_view(text.text).substr(word.first, word.second - word.first).contains('='); };
  if (!has_equals(words[0])) {
    Span name = split_blanks(text.text, rest)[0];
    Span value = trimmed(text.text, {name.second, rest.second});
    if (value.first == value.second) note(out, out.keyword + " takes NAME=value");
    Pair pair;
    pair.name = resolve_word(text, name, context);
    pair.value = resolve_word(text, value, context);
    pair.has_value = true;
    pair.place = text.place(rest.first, rest.second, *context.lines);
    out.pairs.push_back(std::move(pair));
    return;
  }
  for (Span word : words) {
    if (has_equals(word)) {
      out.pairs.push_back(pair_of(text, word, context));
    } else {
      note(out, format("{}: no = in {}", out.keyword, shown(std::string_view(text.text).substr(word.first, word.second - word.first))));
    }
  }
}

void InstructionReader::read_script(const MappedText& text, Span rest, const WordContext& context, const Scope& scope, Instruction& out) {
  ShellOptions options{.pipefail = scope.pipefail, .errexit = scope.errexit, .documents = {}};
  std::vector<MappedText> resolved;
  if (read_json(text, rest, context, out, resolved)) {
    std::vector<ShellWord> words;
    for (const Word& word : out.words) words.push_back({.value = word.value, .place = word.place, .quoted = true, .expanded = false});
    options.pipefail = options.errexit = false;
    out.posix = true;
    out.script = parse_arguments(resolved, words, *context.lines, options);
    return;
  }
  if (rest.first == rest.second) return;
  out.form = Instruction::Form::kShell;
  if (out.keyword == "RUN") read_documents(text, rest, out);
  if (!out.posix) return;
  for (const Heredoc& document : out.heredocs) options.documents.push_back(&document.body);
  out.script = parse_shell(text.slice(rest.first, rest.second), *context.lines, options);
}

void InstructionReader::unknown_flags(const KnownInstruction& known, const Instruction& instruction) {
  for (const Flag& flag : instruction.flags) {
    if (std::ranges::find(known.flags, flag.name) != known.flags.end()) continue;
    std::string_view nearest = nearest_flag(known, flag.name);
    note(instruction, format("{} has no flag --{}", instruction.keyword, shown(flag.name)),
         nearest.empty() ? "" : format("did you mean --{}?", nearest));
  }
}

void InstructionReader::note(const Instruction& instruction, std::string message, std::string hint) {
  if (out_.notes.size() > 10'000) return;
  out_.notes.push_back({base::Note::Kind::kSkipped, format("line {}", instruction.line), std::move(message), std::move(hint)});
}

}  // namespace batten::manifest
