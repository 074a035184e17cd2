// SPDX-License-Identifier: Apache-2.0
#include "cli/leaks_live.h"

#include <algorithm>
#include <set>
#include <utility>

#include "audit/containers.h"
#include "audit/host_files.h"
#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "cli/output.h"
#include "cli/secrets_requests.h"
#include "cli/secrets_values.h"
#include "engine/client.h"
#include "leaks/fingerprint.h"
#include "secrets/generate.h"
#include "secrets/replace.h"
#include "secrets/run_directory.h"

namespace batten::cli {
namespace {

constexpr std::size_t kShortest = 6;  // a shorter value stands in too many files by chance
constexpr std::uint64_t kMaxFile = 1u << 20;

class Collect {
 public:
  Collect(std::string_view key, std::vector<LiveSecret>& out) : key_(key), out_(out) {}

  void secret(const secrets::Reference& reference, std::string_view value) {
    if (reference.field.empty() && base::trim(value).starts_with('{')) {
      Result<json::Document> document = json::Document::parse(value, {.wipes = true});
      if (document && document->root().is_object()) {
        document->root().each_member([&](std::string_view name, json::View member) {
          secrets::Reference one = reference;
          one.field = name;
          if (member.is_string()) add(std::move(one), member.string());
        });
        return;
      }
    }
    add(reference, value);
  }

 private:
  void add(secrets::Reference reference, std::string_view value) {
    if (value.size() >= kShortest) out_.push_back({std::move(reference), leaks::fingerprint(key_, value), {}});
  }

  std::string_view key_;
  std::vector<LiveSecret>& out_;
};

// "PROVIDER:" or "PROVIDER:PATH/"
bool is_prefix(std::string_view text) { return text.ends_with('/') || text.ends_with(':'); }

Result<void> below_prefix(std::string_view text, secrets::Sessions& sessions, Collect& collect, base::Notes& notes) {
  std::size_t colon = text.find(':');
  if (colon == text.npos) return Error{Code::kInvalidArgument, format("--live {}: want PROVIDER:PATH#FIELD, or PROVIDER:PREFIX/", text)};
  secrets::Reference any{.provider = std::string(text.substr(0, colon)), .path = "-", .field = {}, .options = {}};
  secrets::Session* session = TRY(sessions.of(any));
  std::vector<secrets::Reference> listed = TRY_IN(std::string(text), session->list(std::string(text.substr(colon + 1)), notes));
  for (const secrets::Reference& reference : listed) {
    Result<secrets::Secret> secret = sessions.get(reference);
    if (secret) {
      collect.secret(reference, secret->value.view());
    } else {
      notes.push_back({base::Note::Kind::kSkipped, base::printable(to_string(reference)), secret.error().message, ""});
    }
  }
  return {};
}

std::string names(const std::vector<std::string>& list) {
  std::string out;
  for (std::size_t i = 0; i < list.size(); ++i) out += (i == 0 ? "" : i + 1 == list.size() ? " and " : ", ") + list[i];
  return out;
}

// What a container was given by batten run: files of the tmpfs that is mounted into it.
std::vector<std::string> delivered_fingerprints(const model::Container& container, std::string_view key) {
  std::vector<std::string> out;
  for (const model::ContainerMount& mount : container.mounts) {
    if (!mount.source.starts_with(secrets::run_directories_root() + "/")) continue;
    std::vector<std::string> files = {mount.source};
    if (Result<std::vector<std::string>> inside = base::list_directory(mount.source)) {
      files.clear();
      for (const std::string& name : *inside) files.push_back(mount.source + "/" + name);
    }
    for (const std::string& file : files) {
      if (!base::is_regular_file(file)) continue;
      Result<std::string> value = base::read_file(file, kMaxFile);
      if (!value) continue;
      out.push_back(leaks::fingerprint(key, *value));
      base::wipe(*value);
    }
  }
  return out;
}

}  // namespace

Result<std::vector<LiveSecret>> live_secrets(const std::vector<std::string>& given, secrets::Sessions& sessions, std::string_view key,
                                             base::Notes& notes) {
  std::vector<LiveSecret> out;
  Collect collect(key, out);
  for (const std::string& text : given) {
    if (is_prefix(text)) {
      TRY(below_prefix(text, sessions, collect, notes));
      continue;
    }
    secrets::Reference reference = TRY_IN("--live", secrets::parse_reference(text));
    secrets::Secret secret = TRY(sessions.get(reference));
    collect.secret(reference, secret.value.view());
  }
  return out;
}

void find_users(std::vector<LiveSecret>& live, std::string_view key, base::Notes& notes) {
  Result<engine::Client> client = engine::Client::connect();
  Result<audit::HostFiles> files = audit::HostFiles::open();
  Result<audit::RunningContainers> running = Error{Code::kUnavailable, "no container engine answers"};
  if (client && files) running = audit::containers(*client, *files, {}, notes);
  if (!running) {
    notes.push_back(
        {base::Note::Kind::kDegraded, "--live", "which containers use the secrets is not known: " + running.error().message, ""});
    return;
  }
  for (const model::Container& container : running->containers) {
    std::vector<std::string> has = delivered_fingerprints(container, key);
    for (const model::ContainerVariable& variable : container.environment) {
      if (variable.value && variable.value->size() >= kShortest) has.push_back(leaks::fingerprint(key, *variable.value));
    }
    for (LiveSecret& secret : live) {
      if (std::ranges::find(has, secret.fingerprint) != has.end()) secret.used_by.push_back(container.name);
    }
  }
}

void mark_live(const std::vector<LiveSecret>& live, model::LeakReport& report) {
  for (model::Leak& leak : report.leaks) {
    auto at = std::ranges::find(live, leak.fingerprint, &LiveSecret::fingerprint);
    if (at == live.end()) continue;
    leak.live = "this is the current value of " + base::printable(to_string(at->reference));
    if (!at->used_by.empty())
      leak.live += format(", used by {} {}", at->used_by.size() == 1 ? "container" : "containers", base::printable(names(at->used_by)));
    leak.confidence = model::LeakConfidence::kConfirmed;
    leak.severity = model::Severity::kCritical;
    leak.repair = format("batten secrets rotate '{}', or batten leaks --live ... --rotate", base::printable(to_string(at->reference)));
  }
}

Result<int> rotate_leaked(const std::vector<LiveSecret>& live, const model::LeakReport& report, secrets::Sessions& sessions,
                          const Arguments& arguments) {
  secrets::ReplaceOptions options = TRY(replace_options(arguments));
  secrets::ValueSpec spec = TRY_IN("--generate", secrets::parse_value_spec(arguments.value("generate")));
  std::set<std::string> leaked;
  for (const model::Leak& leak : report.leaks) {
    if (!leak.live.empty() && leak.suppressed_by.empty()) leaked.insert(leak.fingerprint);
  }
  bool put_back = false;
  for (const LiveSecret& secret : live) {
    if (!leaked.contains(secret.fingerprint)) continue;
    base::SecretBytes value = TRY(secrets::random_value(spec));
    secrets::Replaced done = TRY_IN("--rotate", secrets::replace_secret(sessions, secret.reference, value, options));
    for (const std::string& note : done.notes) print_notes({{base::Note::Kind::kDegraded, to_string(secret.reference), note, ""}});
    tell(format("{}: version {}, previous {}", base::printable(to_string(secret.reference)), base::printable(done.version),
                end_name(done.end)));
    put_back = put_back || done.end == secrets::Replaced::End::kPutBack;
  }
  return put_back ? kExitPolicy : kExitFine;
}

}  // namespace batten::cli
