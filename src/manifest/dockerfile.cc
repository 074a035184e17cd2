// SPDX-License-Identifier: Apache-2.0
#include "manifest/dockerfile.h"

#include <algorithm>
#include <cctype>
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
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
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

// The next word of a shell line, quotes and all: "a b"c is one.
std::string_view next_word(std::string_view& rest, char escape) {
  std::size_t begin = std::min(rest.find_first_not_of(" \t"), rest.size()), end = begin;
  char quote = '\0';
  for (; end < rest.size(); ++end) {
    char c = rest[end];
    if (c == escape && quote != '\'') {
      ++end;
    } else if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == ' ' || c == '\t') {
      break;
    }
  }
  end = std::min(end, rest.size());
  std::string_view word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

// A document that an instruction announces: <<EOF, <<-EOF (leading tabs do not count), 3<<"EOF".
struct Heredoc {
  std::string word;
  bool without_tabs = false;
};

// Only a word of its own announces one: $((1<<N)) and "<<EOF" do not.
std::vector<Heredoc> announced(std::string_view keyword, std::string_view arguments, char escape) {
  std::vector<Heredoc> out;
  if (keyword == "ONBUILD") {
    std::size_t blank = std::min(arguments.find_first_of(" \t"), arguments.size());
    std::string inner = base::lower(arguments.substr(0, blank));
    if (inner == "run" || inner == "copy" || inner == "add") keyword = "RUN";
    arguments.remove_prefix(blank);
  }
  if (keyword != "RUN" && keyword != "COPY" && keyword != "ADD") return out;
  while (!base::trim(arguments).empty()) {
    std::string_view word = next_word(arguments, escape);
    while (!word.empty() && std::isdigit(static_cast<unsigned char>(word[0])) != 0) word.remove_prefix(1);
    if (!word.starts_with("<<")) continue;
    word.remove_prefix(2);
    Heredoc document{.word = {}, .without_tabs = word.starts_with('-')};
    if (document.without_tabs) word.remove_prefix(1);
    if (word.contains('<')) continue;  // a here-string of the shell
    for (char c : word) {
      if (c != '"' && c != '\'' && c != escape) document.word.push_back(c);
    }
    if (!document.word.empty()) out.push_back(std::move(document));
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
    bool first = true, goes_on = true, apart = false;
    while (goes_on && at_ < lines_.size()) {
      std::string_view line = lines_[at_++];
      if (!first && is_blank_or_comment(line)) continue;  // between continued lines
      first = false;
      line = line.substr(0, line.find_last_not_of(" \t") + 1);
      // A doubled escape character stands for itself.
      goes_on = line.ends_with(escape_) && (line.size() == 1 || line[line.size() - 2] != escape_);
      if (goes_on) line.remove_suffix(1);
      std::string_view text = base::trim(line);
      apart = apart || line.starts_with(' ') || line.starts_with('\t');
      if (text.empty()) continue;
      if (apart && !whole.empty()) whole.push_back(' ');
      whole += text;
      apart = line.ends_with(' ') || line.ends_with('\t');
    }
    std::size_t blank = std::min(whole.find_first_of(" \t"), whole.size());
    out.keyword = whole.substr(0, blank);
    for (char& c : out.keyword) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    out.arguments = base::trim(std::string_view(whole).substr(blank));
    for (const Heredoc& document : announced(out.keyword, out.arguments, escape_)) out.heredocs.push_back(body(document, out.line));
    return out;
  }

  std::string body(const Heredoc& document, int line) {
    std::string out;
    while (at_ < lines_.size()) {
      std::string_view text = lines_[at_++];
      if (document.without_tabs) text.remove_prefix(std::min(text.find_first_not_of('\t'), text.size()));
      if (text == document.word) return out;
      out += text;
      out.push_back('\n');
    }
    out_.notes.push_back({base::Note::Kind::kSkipped, format("line {}", line),
                          format("the document <<{} has no end: nothing behind it was read", base::printable(document.word)), ""});
    return out;
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

namespace {

class Expansion {
 public:
  Expansion(const std::map<std::string, std::string>& values, char escape, std::vector<std::string>& missing)
      : values_(values), escape_(escape), missing_(missing) {}

  // Up to the end of text or, inside braces, to the } that closes them; text is then what is left.
  std::string expand(std::string_view& text, int depth) {
    std::string out;
    while (!text.empty() && out.size() < kMaxExpanded) {
      char c = text[0];
      if (c == '}' && depth > 0) break;
      if (c == escape_ && text.size() > 1 && text[1] == '$') {
        out.push_back('$');
        text.remove_prefix(2);
      } else if (c == '$' && depth < kMaxDepth) {
        out += variable(text, depth);
      } else {
        out.push_back(c);
        text.remove_prefix(1);
      }
    }
    if (out.size() > kMaxExpanded) out.resize(kMaxExpanded);
    return out;
  }

 private:
  std::string variable(std::string_view& text, int depth) {
    bool braces = text.starts_with("${");
    std::string_view rest = text.substr(braces ? 2 : 1);
    std::size_t size = 0;
    while (size < rest.size() && is_name(rest[size])) ++size;
    if (size == 0) {
      text.remove_prefix(1);
      return "$";
    }
    std::string name(rest.substr(0, size));
    rest.remove_prefix(size);
    auto value = values_.find(name);
    text = rest;
    if (!braces) return known(value, std::move(name));

    // ${NAME-other} asks whether it is set, ${NAME:-other} whether it is set and not empty.
    bool set = value != values_.end();
    if (text.starts_with(':')) {
      set = set && !value->second.empty();
      text.remove_prefix(1);
    }
    char modifier = text.empty() ? '\0' : text[0];
    std::string other;
    if (modifier == '-' || modifier == '+') {
      text.remove_prefix(1);
      // What a word that does not count lacks is not missing.
      std::vector<std::string> none;
      bool counts = set == (modifier == '+');
      other = Expansion(values_, escape_, counts ? missing_ : none).expand(text, depth + 1);
    }
    std::size_t close = text.find('}');
    text.remove_prefix(close == std::string_view::npos ? text.size() : close + 1);
    if (modifier == '-') return set ? value->second : other;
    if (modifier == '+') return set ? other : "";
    return known(value, std::move(name));
  }

  std::string known(std::map<std::string, std::string>::const_iterator value, std::string name) {
    if (value != values_.end()) return value->second;
    missing_.push_back(std::move(name));
    return "";
  }

  // Variables made of variables grow fast; no image has so long a name.
  static constexpr std::size_t kMaxExpanded = 4096;
  static constexpr int kMaxDepth = 20;

  const std::map<std::string, std::string>& values_;
  char escape_;
  std::vector<std::string>& missing_;
};

}  // namespace

std::string expand_variables(std::string_view text, const std::map<std::string, std::string>& values, char escape,
                             std::vector<std::string>& missing) {
  return Expansion(values, escape, missing).expand(text, 0);
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
    std::string wanted = base::lower(stage->base);
    for (const Stage& candidate : file.stages) {
      if (&candidate == stage) break;
      if (!candidate.name.empty() && candidate.name == wanted) earlier = &candidate;
    }
    if (earlier == nullptr) return stage;
    stage = earlier;
  }
}

}  // namespace batten::manifest
