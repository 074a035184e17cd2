// SPDX-License-Identifier: Apache-2.0
#include "cli/secrets_values.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/process.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "cli/output.h"
#include "cli/secrets_requests.h"
#include "secrets/environment.h"
#include "secrets/generate.h"
#include "secrets/provider.h"
#include "secrets/replace.h"
#include "secrets/sessions.h"

namespace batten::cli {
namespace {

constexpr std::chrono::milliseconds kHealthCommandTime{30'000};

Result<secrets::Reference> reference_of(const Arguments& arguments) {
  if (arguments.positional.size() != 2)
    return Error{Code::kInvalidArgument, format("secrets {} wants one REF, as vault:secret/data/app#password", arguments.positional[0])};
  return secrets::parse_reference(arguments.positional[1]);
}

// The terminal shows nothing of what is typed.
class QuietTerminal {
 public:
  QuietTerminal() {
    if (::tcgetattr(0, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(0, TCSAFLUSH, &quiet) == 0;
  }
  ~QuietTerminal() {
    if (changed_) ::tcsetattr(0, TCSAFLUSH, &before_);
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

// All of standard input; a line's own end, as echo and editors add it, goes unless raw. A text of several lines stays as it is.
Result<base::SecretBytes> value_from_input(bool raw) {
  std::string bytes;
  bytes.reserve(64u << 10);
  bool terminal = ::isatty(0) == 1;
  {
    std::optional<QuietTerminal> quiet;
    if (terminal) {
      quiet.emplace();
      (void)base::write_all(2, "value: ");
    }
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(0, buffer, sizeof buffer)) != 0;) {
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return base::errno_error("standard input", errno);
      if (bytes.size() + static_cast<std::size_t>(got) > secrets::kMaxSecretBytes)
        return Error{Code::kLimit, "standard input: a secret has at most 16 MiB"};
      if (bytes.size() + static_cast<std::size_t>(got) > bytes.capacity()) {
        std::string larger;
        larger.reserve(bytes.capacity() * 4);
        larger = bytes;
        base::wipe(bytes);
        bytes = std::move(larger);
      }
      bytes.append(buffer, static_cast<std::size_t>(got));
      if (terminal && bytes.ends_with('\n')) break;
    }
    std::fill(std::begin(buffer), std::end(buffer), '\0');
    if (terminal) (void)base::write_all(2, "\n");
  }
  base::SecretBytes whole = base::SecretBytes::taken_from(bytes);
  std::string_view text = whole.view();
  if (!raw && text.ends_with('\n') && text.find('\n') == text.size() - 1) {
    text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
  }
  if (text.empty()) return Error{Code::kInvalidArgument, "standard input is empty: an empty value is no secret"};
  return base::SecretBytes(text);
}

// A new file that only its owner may read, renamed over the old one; a device or pipe is written to.
Result<void> write_value(const std::string& path, std::string_view value) {
  struct stat info{};
  bool replace = ::stat(path.c_str(), &info) != 0 || S_ISREG(info.st_mode);
  std::string target = replace ? format("{}.tmp.{}", path, ::getpid()) : path;
  base::Fd fd(::open(target.c_str(), O_WRONLY | O_CLOEXEC | (replace ? O_CREAT | O_EXCL | O_NOFOLLOW : 0), 0600));
  if (!fd.valid()) return base::errno_error(target, errno);
  Result<void> written = base::write_all(fd.get(), value);
  if (written && replace && ::rename(target.c_str(), path.c_str()) != 0) written = base::errno_error(path, errno);
  if (!written && replace) ::unlink(target.c_str());
  return written;
}

Result<void> run_health_command(const std::string& command) {
  base::ProcessOutput out = TRY(base::run_process({"/bin/sh", "-c", command}, "", kHealthCommandTime));
  if (out.exit_status == 0) return {};
  return Error{Code::kUnavailable, format("the health command ended with status {}", out.exit_status)};
}

Result<bool> wants_json(const Arguments& arguments) {
  std::string name = arguments.value("format", "text");
  if (name != "text" && name != "json") return Error{Code::kInvalidArgument, "--format: there is text, json"};
  return name == "json";
}

}  // namespace

std::string_view end_name(secrets::Replaced::End end) {
  switch (end) {
    case secrets::Replaced::End::kRetired: return "retired";
    case secrets::Replaced::End::kPutBack: return "put back";
    case secrets::Replaced::End::kOldStays: break;
  }
  return "kept";
}

Result<secrets::ReplaceOptions> replace_options(const Arguments& arguments) {
  secrets::ReplaceOptions options;
  std::string command = arguments.value("health-command");
  if (!command.empty()) {
    options.is_well = [command] { return run_health_command(command); };
    options.well_within = TRY(seconds_of(arguments, "wait", std::chrono::seconds(60)));
  } else if (arguments.flag("wait")) {
    options.settle = TRY(seconds_of(arguments, "wait", std::chrono::seconds(0)));
  }
  return options;
}

Result<int> run_secrets_get(const Arguments& arguments, Context& context) {
  (void)base::protect_process_memory();
  secrets::Reference reference = TRY(reference_of(arguments));
  std::string path = arguments.value("output");
  bool to_terminal = (path.empty() || path == "-") && context.out_is_terminal;
  if (to_terminal && !arguments.flag("show"))
    return Error{Code::kInvalidArgument, "standard output is a terminal: --show prints the value there, --output writes it to a file"};
  secrets::Sessions sessions(secrets::this_process());
  secrets::Secret secret = TRY(sessions.get(reference));
  if (secret.value.empty()) return Error{Code::kNotFound, to_string(reference) + ": it is empty"};
  if (!path.empty() && path != "-") {
    TRY(write_value(path, secret.value.view()));
    return kExitFine;
  }
  TRY_IN("standard output", base::write_all(1, secret.value.view()));
  if (to_terminal) TRY_IN("standard output", base::write_all(1, "\n"));
  return kExitFine;
}

Result<int> run_secrets_put(const Arguments& arguments) {
  (void)base::protect_process_memory();
  secrets::Reference reference = TRY(reference_of(arguments));
  secrets::Sessions sessions(secrets::this_process());
  secrets::Session* session = TRY(sessions.of(reference));
  base::SecretBytes value = TRY(value_from_input(arguments.flag("raw")));
  std::string version = TRY_IN(to_string(reference), session->put(reference, value.view()));
  TRY(write_output(
      "", format("{}: version {}", base::printable(to_string(reference)), version.empty() ? "unknown" : base::printable(version))));
  return kExitFine;
}

Result<int> run_secrets_rotate(const Arguments& arguments) {
  (void)base::protect_process_memory();
  secrets::Reference reference = TRY(reference_of(arguments));
  bool json = TRY(wants_json(arguments));
  if (arguments.flag("generate") && arguments.flag("from-stdin"))
    return Error{Code::kInvalidArgument, "--generate and --from-stdin: the value comes from one of them"};
  secrets::ReplaceOptions options = TRY(replace_options(arguments));
  secrets::ValueSpec spec = TRY_IN("--generate", secrets::parse_value_spec(arguments.value("generate")));
  base::SecretBytes value;
  if (arguments.flag("from-stdin")) {
    value = TRY(value_from_input(arguments.flag("raw")));
  } else {
    value = TRY(secrets::random_value(spec));
  }
  secrets::Sessions sessions(secrets::this_process());
  secrets::Replaced done = TRY(secrets::replace_secret(sessions, reference, value, options));
  if (json) {
    json::Writer writer;
    writer.begin_object().member("reference", to_string(reference)).member("version", done.version).member("previous", end_name(done.end));
    writer.key("notes").strings(done.notes).end_object();
    TRY(write_output("", writer.text()));
  } else {
    for (const std::string& note : done.notes) tell(note);
    TRY(write_output("", format("{}: version {}, previous {}", base::printable(to_string(reference)), base::printable(done.version),
                                end_name(done.end))));
  }
  return done.end == secrets::Replaced::End::kPutBack ? kExitPolicy : kExitFine;
}

Result<int> run_secrets_list(const Arguments& arguments) {
  (void)base::protect_process_memory();
  bool json = TRY(wants_json(arguments));
  std::string_view text = arguments.positional.size() == 2 ? std::string_view(arguments.positional[1]) : "";
  std::size_t colon = text.find(':');
  if (colon == text.npos) return Error{Code::kInvalidArgument, "secrets list wants PROVIDER:PREFIX, as vault:secret/"};
  secrets::Sessions sessions(secrets::this_process());
  secrets::Reference reference{.provider = std::string(text.substr(0, colon)), .path = "-", .field = {}, .options = {}};
  secrets::Session* session = TRY(sessions.of(reference));
  base::Notes notes;
  std::vector<secrets::Reference> found = TRY_IN(std::string(text), session->list(std::string(text.substr(colon + 1)), notes));
  std::vector<std::string> names;
  for (const secrets::Reference& one : found) names.push_back(to_string(one));
  print_notes(notes);
  if (json) {
    json::Writer writer;
    writer.begin_object().key("references").strings(names).end_object();
    TRY(write_output("", writer.text()));
  } else if (!names.empty()) {
    TRY(write_output("", base::printable(base::join(names, "\n")).empty() ? "" : base::join(names, "\n")));
  }
  return notes.empty() ? kExitFine : kExitIncomplete;
}

}  // namespace batten::cli
