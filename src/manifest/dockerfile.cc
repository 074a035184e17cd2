// SPDX-License-Identifier: Apache-2.0
#include "manifest/dockerfile.h"

#include <algorithm>
#include <cctype>

#include "base/format.h"
#include "base/text.h"
#include "manifest/dockerfile_instruction.h"
#include "manifest/dockerfile_lines.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxBytes = 4u << 20, kMaxInstructions = 10'000, kMaxNotes = 200;
// All variables that stages hand on to those built on them: so many stages with so many variables are nobody's.
constexpr std::size_t kMaxHandedOn = 100'000;

class Parser {
 public:
  explicit Parser(Dockerfile& out) : out_(out), lines_(out), reader_(lines_, out) {}

  Result<void> run() {
    look_at_bytes();
    std::size_t count = 0;
    while (std::optional<JoinedLines> joined = lines_.next()) {
      if (joined->text.text.empty()) continue;
      if (++count > kMaxInstructions) return Error{Code::kLimit, format("more than {} instructions", kMaxInstructions)};
      add(reader_.read(std::move(*joined), scope_));
    }
    if (!out_.stages.empty()) {
      if (out_.notes.size() > kMaxNotes) {
        std::size_t more = out_.notes.size() - kMaxNotes;
        out_.notes.resize(kMaxNotes);
        out_.notes.push_back({base::Note::Kind::kSkipped, "", format("{} more notes", more), ""});
      }
      return {};
    }
    std::string message = "no FROM instruction: not a Dockerfile";
    for (const base::Note& note : out_.notes) {
      if (note.hint.contains("FROM")) return Error{Code::kCorrupt, format("{} ({}: {}: {})", message, note.where, note.message, note.hint)};
    }
    return Error{Code::kCorrupt, message};
  }

 private:
  void look_at_bytes() {
    if (std::size_t nul = out_.text.find('\0'); nul != std::string::npos) {
      out_.notes.push_back({base::Note::Kind::kSkipped, format("line {}", lines_.lines().place(nul, 1).line), "holds NUL bytes",
                            "this may be no Dockerfile"});
    }
    if (base::to_utf8(out_.text) != out_.text) {
      out_.notes.push_back({base::Note::Kind::kInfo, "", "holds bytes that are not UTF-8", ""});
    }
  }

  void add(Instruction instruction) {
    if (instruction.keyword == "FROM") return begin_stage(std::move(instruction));
    if (out_.stages.empty()) {
      if (instruction.keyword == "ARG") {
        global_.apply(instruction, {});
        scope_.values = global_.values;
      } else {
        note(instruction.line, format("{} stands before the first FROM", base::printable(instruction.keyword)), "");
      }
      out_.before.push_back(std::move(instruction));
      return;
    }
    scope_.apply(instruction, global_.values);
    out_.stages.back().instructions.push_back(std::move(instruction));
  }

  void begin_stage(Instruction from) {
    hand_on();
    Stage stage;
    stage.line = from.line;
    std::vector<std::string> missing;
    if (const Flag* platform = from.flag("platform"))
      stage.platform = expand_variables(platform->value, global_.values, out_.escape, missing);
    missing.clear();  // a platform may well come from the builder
    if (!from.words.empty()) {
      stage.written = from.words[0].value;
      stage.base_place = from.words[0].place;
    }
    stage.base = expand_variables(stage.written, global_.values, out_.escape, missing);
    if (!missing.empty()) name_by_platform(stage, missing);
    stage.base_known = missing.empty();
    std::size_t words = from.words.size();
    if (words >= 3 && base::lower(from.words[1].value) == "as") {
      stage.name = base::lower(from.words[2].value);
      stage.name_place = from.words[2].place;
    }
    if ((words != 1 && words != 3) || (words == 3 && stage.name.empty())) {
      note(from.line, "FROM takes an image, or an image AS a name", "");
    }
    for (const std::string& name : missing) {
      note(from.line, format("FROM {}: {} has no value here", base::printable(stage.written), name), "give ARG " + name + " a default");
    }
    if (auto found = names_.find(base::lower(stage.base)); found != names_.end()) stage.built_on = found->second;
    begin_scope(stage);
    if (!stage.name.empty()) names_[stage.name] = static_cast<int>(out_.stages.size());
    stage.from = std::move(from);
    out_.stages.push_back(std::move(stage));
  }

  // FROM files-${TARGETARCH}: what the builder itself gives a value; taken as linux/amd64 where that names a stage.
  void name_by_platform(Stage& stage, std::vector<std::string>& missing) {
    std::map<std::string, std::string> values = global_.values;
    for (std::string_view side : {"TARGET", "BUILD"}) {
      values.try_emplace(std::string(side) + "OS", "linux");
      values.try_emplace(std::string(side) + "ARCH", "amd64");
      values.try_emplace(std::string(side) + "PLATFORM", "linux/amd64");
      values.try_emplace(std::string(side) + "VARIANT", "");
    }
    std::vector<std::string> still;
    std::string name = expand_variables(stage.written, values, out_.escape, still);
    if (!still.empty() || !names_.contains(base::lower(name))) return;
    stage.base = std::move(name);
    missing.clear();
  }

  static bool is_windows(const Stage& stage) {
    return base::lower(stage.platform).starts_with("windows") || stage.base.contains("/windows") || stage.base.contains("nanoserver");
  }

  // What the stage that ends here gives to those that name it.
  void hand_on() {
    if (!out_.stages.empty()) handed_on_.push_back(std::move(scope_));
  }

  void begin_scope(const Stage& stage) {
    scope_ = Scope();
    scope_.posix = !is_windows(stage);
    if (stage.built_on < 0) return;
    const Scope& from = handed_on_[static_cast<std::size_t>(stage.built_on)];
    count_handed_on_ += from.values.size() + from.environment.size();
    if (count_handed_on_ < kMaxHandedOn) {
      scope_ = from;
    } else {
      scope_.posix = from.posix;
    }
  }

  void note(int line, std::string message, std::string hint) {
    out_.notes.push_back({base::Note::Kind::kSkipped, format("line {}", line), std::move(message), std::move(hint)});
  }

  Dockerfile& out_;
  LineReader lines_;
  InstructionReader reader_;
  Scope global_, scope_;
  std::vector<Scope> handed_on_;
  std::size_t count_handed_on_ = 0;
  std::map<std::string, int> names_;
};

}  // namespace

const Flag* Instruction::flag(std::string_view name) const {
  for (const Flag& one : flags) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

const Directive* Dockerfile::directive(std::string_view name) const {
  for (const Directive& one : directives) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

Result<Dockerfile> parse_dockerfile(std::string_view text) {
  if (text.size() > kMaxBytes) return Error{Code::kLimit, format("{} bytes of Dockerfile, {} allowed", text.size(), kMaxBytes)};
  Dockerfile out;
  out.text = text;
  TRY(Parser(out).run());
  return out;
}

}  // namespace batten::manifest
