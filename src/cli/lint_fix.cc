// SPDX-License-Identifier: Apache-2.0
#include "cli/lint_fix.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "cli/output.h"
#include "lint/inline_ignore.h"
#include "scan/image_digest.h"

namespace batten::cli {
namespace {

// Readable in the container, whatever user it runs as; the directory keeps others of this machine out.
constexpr mode_t kSecretMode = 0444, kSecretDirectoryMode = 0700;

void tell(const std::string& path, const lint::FixStep& step) {
  std::string what =
      format("{}:{}: {}{}{} [{}]", path, step.line, step.subject, step.subject.empty() ? "" : ": ", step.message, step.check->id);
  std::string line = step.problem.empty() ? "repaired " + what : format("left     {}: {}", what, step.problem);
  std::fputs((base::printable(line) + "\n").c_str(), stderr);
}

// Keeps owner, mode and what links lead to.
Result<void> write_changed(const std::string& path, const std::string& text) { return write_output(path, text); }

Result<void> write_secret(const std::string& path, const std::string& content) {
  std::string directory = lint::directory_of(path);
  bool is_new = !base::is_directory(directory);
  TRY(base::make_directories(directory));
  if (is_new) ::chmod(directory.c_str(), kSecretDirectoryMode);
  if (base::is_regular_file(path)) return Error{Code::kConflict, format("{} is there already: the secret was not written", path)};
  TRY(base::write_file_atomic(path, content));
  ::chmod(path.c_str(), kSecretMode);
  return {};
}

}  // namespace

lint::FixOptions fix_options(const Arguments& arguments) {
  lint::FixOptions how;
  how.all = arguments.flag("fix-all");
  if (auto only = arguments.options.find("check"); only != arguments.options.end()) how.checks = only->second;
  image::RegistryOptions registry;
  registry.allow_plain_http = arguments.flag("insecure");
  auto known = std::make_shared<std::map<std::string, Result<std::string>>>();
  how.around.digest_of = [registry, known](const std::string& reference) -> Result<std::string> {
    auto at = known->find(reference);
    if (at == known->end()) at = known->emplace(reference, scan::image_digest(reference, registry)).first;
    return at->second;
  };
  return how;
}

Result<void> write_fixed(const lint::FixedPath& file) {
  if (file.fixed.text == file.before) return {};
  for (const lint::CompanionFile& companion : file.fixed.companions)
    TRY(write_secret(lint::directory_of(file.path) + "/" + companion.path, companion.content));
  return write_changed(file.path, file.fixed.text);
}

Result<void> take_back(const lint::FixedPath& file) {
  if (file.fixed.text == file.before) return {};
  for (const lint::CompanionFile& companion : file.fixed.companions)
    ::unlink((lint::directory_of(file.path) + "/" + companion.path).c_str());
  return write_changed(file.path, file.before);
}

void tell_fixed(const lint::FixedPath& file) {
  for (const lint::FixStep& step : file.fixed.steps) tell(file.path, step);
  for (const lint::CompanionFile& companion : file.fixed.companions) {
    std::string line = format("secret   {}/{}: keep it out of version control (.gitignore) and out of the image (.dockerignore)",
                              lint::directory_of(file.path), companion.path);
    std::fputs((base::printable(line) + "\n").c_str(), stderr);
  }
  for (const lint::SecretMove& move : file.fixed.moves) {
    std::string line = format(
        "secret   {} is had from {} with `batten run --compose`; its value is not in {} any more, and was read by all "
        "who could read that: store a new one (batten secrets rotate)",
        move.name, move.reference, file.path);
    std::fputs((base::printable(line) + "\n").c_str(), stderr);
  }
}

Result<void> fix_and_tell(const lint::Options& options, const Arguments& arguments, Context& context) {
  if (std::ranges::find(options.targets, "-") != options.targets.end())
    return Error{Code::kInvalidArgument, "--fix changes files; standard input is none"};
  for (const lint::FixedPath& file : TRY(lint::fix(options, fix_options(arguments), context.progress))) {
    if (arguments.flag("diff")) {
      TRY(write_output("", lint::unified_diff(file.path, file.before, file.fixed.text)));
    } else {
      TRY(write_fixed(file));
    }
    if (!arguments.flag("quiet")) tell_fixed(file);
  }
  return {};
}

void keep_checks(const std::vector<std::string>& names, model::Assessment& assessment) {
  std::erase_if(assessment.results, [&](const model::CheckResult& result) {
    return std::ranges::none_of(names, [&](const std::string& name) { return lint::names_check(name, *result.check); });
  });
}

}  // namespace batten::cli
