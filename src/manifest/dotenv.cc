// SPDX-License-Identifier: Apache-2.0
//
// Files of variables: what Compose reads from .env and env_file (compose-spec, 05-services.md, "Env_file format"), and what
// `docker run --env-file` reads.
#include "base/format.h"
#include "base/text.h"
#include "manifest/compose_variables.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxVariables = 10'000;
constexpr std::size_t kMaxUnread = 100;

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > 1024) return false;
  for (char c : text) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("_.-").contains(c);
    if (!plain) return false;
  }
  return true;
}

class DotenvReader {
 public:
  DotenvReader(std::string_view text, const Variables& outside) : text_(text), values_(outside) {}

  Result<VariablesFile> run() {
    while (at_ < text_.size()) {
      std::size_t end = std::min(text_.find('\n', at_), text_.size());
      ++line_;
      std::string_view line = base::trim(text_.substr(at_, end - at_));
      next_ = std::min(end + 1, text_.size());
      if (!line.empty() && line[0] != '#') TRY(variable(line));
      at_ = next_;
    }
    return std::move(out_);
  }

 private:
  Result<void> variable(std::string_view line) {
    if (line.starts_with("export ") || line.starts_with("export\t")) line = base::trim(line.substr(7));
    std::size_t equals = line.find_first_of("=:");
    std::string_view name = base::trim(line.substr(0, equals));
    if (!is_name(name)) {
      if (out_.unread_lines.size() < kMaxUnread) out_.unread_lines.push_back(line_);
      return {};
    }
    if (out_.variables.size() >= kMaxVariables) return Error{Code::kLimit, format("more than {} variables", kMaxVariables)};
    if (equals == std::string_view::npos) {
      out_.variables.push_back({std::string(name), std::nullopt});
      return {};
    }
    std::string value = TRY(value_of(base::trim(line.substr(equals + 1))));
    values_.emplace(name, value);  // what is set outside goes first
    out_.variables.push_back({std::string(name), std::move(value)});
    return {};
  }

  Result<std::string> value_of(std::string_view rest) {
    if (rest.starts_with('\'') || rest.starts_with('"')) {
      std::string text;
      if (quoted(rest, text)) return rest[0] == '\'' ? Result<std::string>(text) : expand(text);
    }
    for (std::size_t i = 0; i < rest.size(); ++i) {
      if (rest[i] == '#' && (i == 0 || rest[i - 1] == ' ' || rest[i - 1] == '\t')) rest = rest.substr(0, i);
    }
    return expand(base::trim(rest));
  }

  // To the closing quote, which may be on a later line. False when there is none.
  bool quoted(std::string_view rest, std::string& out) {
    auto begin = static_cast<std::size_t>(rest.data() - text_.data());
    char quote = rest[0];
    for (std::size_t i = begin + 1; i < text_.size(); ++i) {
      char c = text_[i];
      if (c == quote) {
        std::size_t end = std::min(text_.find('\n', i), text_.size());
        for (std::size_t j = begin; j < i; ++j) line_ += text_[j] == '\n' ? 1 : 0;
        next_ = std::min(end + 1, text_.size());
        return true;
      }
      if (c == '\\' && quote == '"' && i + 1 < text_.size()) {
        char escaped = text_[++i];
        if (escaped == '$')
          out += "$$";
        else if (std::size_t known = std::string_view("nrt").find(escaped); known != std::string_view::npos)
          out += "\n\r\t"[known];
        else if (escaped == '"' || escaped == '\\')
          out += escaped;
        else
          out.append({'\\', escaped});
      } else {
        out += c;
      }
    }
    out.clear();
    return false;
  }

  // A value that cannot be expanded stays as it is written.
  Result<std::string> expand(std::string_view text) {
    auto expansion = expand_compose(text, values_, out_.missing);
    if (!expansion && expansion.error().code == Code::kLimit) return expansion.error();
    return expansion ? std::move(expansion->text) : std::string(text);
  }

  std::string_view text_;
  Variables values_;
  std::size_t at_ = 0, next_ = 0, line_ = 0;
  VariablesFile out_;
};

}  // namespace

Result<VariablesFile> parse_dotenv(std::string_view text, const Variables& outside) { return DotenvReader(text, outside).run(); }

Result<VariablesFile> parse_raw_env(std::string_view text) {
  VariablesFile out;
  std::size_t number = 0;
  bool full = false;
  base::each_line(text, [&](std::string_view line) {
    ++number;
    while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
    if (line.empty() || line[0] == '#' || full) return;
    std::size_t equals = line.find('=');
    std::string_view name = line.substr(0, equals);
    if (!is_name(name)) {
      if (out.unread_lines.size() < kMaxUnread) out.unread_lines.push_back(number);
      return;
    }
    full = out.variables.size() >= kMaxVariables;
    if (full) return;
    out.variables.push_back({std::string(name), std::nullopt});
    if (equals != std::string_view::npos) out.variables.back().value = line.substr(equals + 1);
  });
  if (full) return Error{Code::kLimit, format("more than {} variables", kMaxVariables)};
  return out;
}

}  // namespace batten::manifest
