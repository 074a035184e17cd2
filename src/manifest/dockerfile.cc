// SPDX-License-Identifier: Apache-2.0
#include "manifest/dockerfile.h"

#include <algorithm>
#include <optional>

#include "base/format.h"
#include "base/text.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxBytes = 4u << 20, kMaxInstructions = 10'000;

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// "# escape=`" and the like, only in the first comment lines.
char escape_directive(std::string_view text) {
  char escape = '\\';
  bool directives = true;
  base::each_line(text, [&](std::string_view line) {
    line = base::trim(line);
    std::size_t equals = line.find('=');
    if (!directives || !line.starts_with('#') || equals == std::string_view::npos) {
      directives = false;
      return;
    }
    std::string name = base::lower(base::trim(line.substr(1, equals - 1)));
    std::string_view value = base::trim(line.substr(equals + 1));
    if (name == "escape" && (value == "`" || value == "\\")) escape = value[0];
  });
  return escape;
}

// The words behind << in an instruction that may hold documents: "EOF" of "<<EOF", "<<-EOF", "<<'EOF'".
std::vector<std::string> heredoc_words(const Instruction& instruction) {
  std::vector<std::string> out;
  if (instruction.keyword != "RUN" && instruction.keyword != "COPY" && instruction.keyword != "ADD") return out;
  std::string_view rest = instruction.arguments;
  for (std::size_t at = rest.find("<<"); at != std::string_view::npos; at = rest.find("<<")) {
    rest.remove_prefix(at + 2);
    if (rest.starts_with('<')) {  // a here-string of the shell
      rest.remove_prefix(1);
      continue;
    }
    if (rest.starts_with('-')) rest.remove_prefix(1);
    char quote = rest.starts_with('"') || rest.starts_with('\'') ? rest[0] : '\0';
    if (quote != '\0') rest.remove_prefix(1);
    std::size_t size = 0;
    while (size < rest.size() && is_name(rest[size])) ++size;
    if (size > 0 && !std::isdigit(static_cast<unsigned char>(rest[0]))) out.emplace_back(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  return out;
}

class Parser {
 public:
  Parser(std::string_view text, Dockerfile& out) : escape_(escape_directive(text)), out_(out) {
    base::each_line(text, [&](std::string_view line) { lines_.push_back(line); });
    if (!lines_.empty() && lines_[0].starts_with("\xef\xbb\xbf")) lines_[0].remove_prefix(3);
  }

  Result<void> run() {
    std::size_t count = 0;
    while (std::optional<Instruction> instruction = next()) {
      if (++count > kMaxInstructions) return Error{Code::kLimit, format("more than {} instructions", kMaxInstructions)};
      add(std::move(*instruction));
    }
    if (out_.stages.empty()) return Error{Code::kCorrupt, "no FROM instruction: not a Dockerfile"};
    return {};
  }

 private:
  static bool is_blank_or_comment(std::string_view line) {
    line = base::trim(line);
    return line.empty() || line.starts_with('#');
  }

  std::optional<Instruction> next() {
    while (at_ < lines_.size() && is_blank_or_comment(lines_[at_])) ++at_;
    if (at_ >= lines_.size()) return std::nullopt;
    Instruction out;
    out.line = static_cast<int>(at_) + 1;
    std::string whole;
    bool goes_on = true;
    while (goes_on && at_ < lines_.size()) {
      std::string_view line = base::trim(lines_[at_++]);
      if (!whole.empty() && is_blank_or_comment(line)) continue;  // between continued lines
      goes_on = line.ends_with(escape_);
      if (goes_on) line = base::trim(line.substr(0, line.size() - 1));
      if (!whole.empty() && !line.empty()) whole.push_back(' ');
      whole += line;
    }
    std::size_t blank = std::min(whole.find_first_of(" \t"), whole.size());
    out.keyword = whole.substr(0, blank);
    for (char& c : out.keyword) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    out.arguments = base::trim(std::string_view(whole).substr(blank));
    for (const std::string& word : heredoc_words(out)) out.heredocs.push_back(heredoc(word, out.line));
    return out;
  }

  std::string heredoc(const std::string& word, int line) {
    std::string body;
    while (at_ < lines_.size()) {
      std::string_view text = lines_[at_++];
      if (base::trim(text) == word) return body;
      body += text;
      body.push_back('\n');
    }
    out_.notes.push_back({base::Note::Kind::kSkipped, format("line {}", line), format("the document <<{} has no end", word), ""});
    return body;
  }

  void add(Instruction instruction) {
    if (instruction.keyword == "FROM") return begin_stage(instruction);
    if (out_.stages.empty()) {
      if (instruction.keyword == "ARG") remember_argument(instruction.arguments);
      if (instruction.keyword != "ARG") {
        out_.notes.push_back({base::Note::Kind::kSkipped, format("line {}", instruction.line),
                              format("{} stands before the first FROM", base::printable(instruction.keyword)), ""});
      }
      out_.before.push_back(std::move(instruction));
      return;
    }
    out_.stages.back().instructions.push_back(std::move(instruction));
  }

  void remember_argument(std::string_view arguments) {
    for (std::string_view word : base::words(arguments)) {
      std::size_t equals = word.find('=');
      if (equals == std::string_view::npos) continue;
      std::string_view value = word.substr(equals + 1);
      if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
        value = value.substr(1, value.size() - 2);
      std::vector<std::string> missing;
      arguments_[std::string(word.substr(0, equals))] = expand_variables(value, arguments_, escape_, missing);
    }
  }

  void begin_stage(const Instruction& from) {
    Stage stage;
    stage.line = from.line;
    std::vector<std::string_view> words = base::words(from.arguments);
    std::vector<std::string> missing;
    while (!words.empty() && words[0].starts_with("--")) {
      if (words[0].starts_with("--platform=")) stage.platform = expand_variables(words[0].substr(11), arguments_, escape_, missing);
      words.erase(words.begin());
    }
    missing.clear();  // a platform may well come from the builder
    if (!words.empty()) stage.written = words[0];
    stage.base = expand_variables(stage.written, arguments_, escape_, missing);
    if (words.size() >= 3 && base::lower(words[1]) == "as") stage.name = base::lower(words[2]);
    for (const std::string& name : missing) {
      out_.notes.push_back({base::Note::Kind::kSkipped, format("line {}", from.line),
                            format("FROM {}: {} has no value here", base::printable(stage.written), name),
                            "give ARG " + name + " a default"});
    }
    out_.stages.push_back(std::move(stage));
  }

  char escape_;
  Dockerfile& out_;
  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  std::map<std::string, std::string> arguments_;
};

}  // namespace

std::string expand_variables(std::string_view text, const std::map<std::string, std::string>& values, char escape,
                             std::vector<std::string>& missing) {
  std::string out;
  while (!text.empty()) {
    char c = text[0];
    if (c == escape && text.size() > 1 && text[1] == '$') {
      out.push_back('$');
      text.remove_prefix(2);
      continue;
    }
    bool braces = text.starts_with("${");
    std::size_t start = braces ? 2 : 1, size = 0;
    if (c == '$') {
      while (start + size < text.size() && is_name(text[start + size])) ++size;
    }
    if (c != '$' || size == 0) {
      out.push_back(c);
      text.remove_prefix(1);
      continue;
    }
    std::string name(text.substr(start, size));
    std::string_view rest = text.substr(start + size);
    std::string_view modifier;
    if (braces) {
      std::size_t close = rest.find('}');
      if (close == std::string_view::npos) {
        out += text;
        return out;
      }
      modifier = rest.substr(0, close);
      rest.remove_prefix(close + 1);
    }
    auto value = values.find(name);
    bool set = value != values.end() && !value->second.empty();
    if (modifier.starts_with(":-") || modifier.starts_with('-')) {
      out += set ? value->second : std::string(modifier.substr(modifier.find('-') + 1));
    } else if (modifier.starts_with(":+") || modifier.starts_with('+')) {
      if (set) out += modifier.substr(modifier.find('+') + 1);
    } else if (value != values.end()) {
      out += value->second;
    } else {
      missing.push_back(std::move(name));
    }
    text = rest;
  }
  return out;
}

Result<Dockerfile> parse_dockerfile(std::string_view text) {
  if (text.size() > kMaxBytes) return Error{Code::kLimit, format("{} bytes of Dockerfile, {} allowed", text.size(), kMaxBytes)};
  Dockerfile out;
  TRY(Parser(text, out).run());
  return out;
}

const Stage* base_stage(const Dockerfile& file) {
  if (file.stages.empty()) return nullptr;
  const Stage* stage = &file.stages.back();
  // A stage can only be built from an earlier one, so this ends.
  while (true) {
    const Stage* earlier = nullptr;
    for (const Stage& candidate : file.stages) {
      if (&candidate == stage) break;
      if (!candidate.name.empty() && candidate.name == base::lower(stage->base)) earlier = &candidate;
    }
    if (earlier == nullptr) return stage;
    stage = earlier;
  }
}

}  // namespace batten::manifest
