// SPDX-License-Identifier: Apache-2.0
#include "cli/secrets_check.h"

#include <utility>

#include "base/format.h"
#include "base/json.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "cli/output.h"
#include "cli/secrets_requests.h"
#include "secrets/sessions.h"

namespace batten::cli {
namespace {

struct Answer {
  const secrets::Request* request;
  Result<secrets::Secret> secret;  // its value is wiped
};

std::string id_text(const std::optional<std::uint32_t>& id) { return id ? format("{}", *id) : "of the command"; }

std::string seen_by(const secrets::Request& request) {
  std::string out;
  if (request.as_file) {
    out = format("file {}, mode {:04o}, user {}", request.file_name(), request.mode, id_text(request.uid));
    if ((request.mode & 0070) != 0) out += ", group " + id_text(request.gid);
    if ((request.mode & 0007) != 0) out += ", every user";
  }
  if (request.as_variable) {
    out += (out.empty() ? "" : "; ") + std::string("environment: its processes, all that they start, their crash reports");
  }
  return out;
}

std::string version_text(const secrets::Secret& secret) {
  std::string out = secret.version.empty() ? "no version" : "version " + base::printable(secret.version);
  if (secret.lease.ttl.count() > 0)
    out += format(", {} s to live{}", secret.lease.ttl.count(), secret.lease.renewable ? ", renewable" : "");
  return out;
}

std::string text_of(const std::vector<Answer>& answers) {
  std::string out;
  for (const Answer& answer : answers) {
    out += format("{}  {}\n", answer.secret ? "ok    " : "FAILED", base::printable(answer.request->name));
    out += answer.secret ? format("        {}: {}\n", base::printable(to_string(answer.request->reference)), version_text(*answer.secret))
                         : format("        {}\n", base::printable(answer.secret.error().message));
    out += format("        {}\n", seen_by(*answer.request));
  }
  return out;
}

std::string json_of(const std::vector<Answer>& answers) {
  json::Writer out;
  out.begin_object().key("secrets").begin_array();
  for (const Answer& answer : answers) {
    const secrets::Request& request = *answer.request;
    out.begin_object()
        .member("name", request.name)
        .member("reference", to_string(request.reference))
        .member("readable", answer.secret.has_value());
    if (answer.secret) {
      out.member_if("version", answer.secret->version);
      if (answer.secret->lease.ttl.count() > 0)
        out.member("ttl_seconds", std::int64_t{answer.secret->lease.ttl.count()}).member("renewable", answer.secret->lease.renewable);
    } else {
      out.member("error", answer.secret.error().message);
    }
    if (request.as_file) {
      out.key("file").begin_object().member("path", request.file_name()).member("mode", format("{:04o}", request.mode));
      if (request.uid) out.member("uid", *request.uid);
      if (request.gid) out.member("gid", *request.gid);
      out.end_object();
    }
    out.member("environment", request.as_variable).end_object();
  }
  return out.end_array().end_object().take();
}

}  // namespace

Result<int> run_secrets_check(const Arguments& arguments) {
  (void)base::protect_process_memory();
  std::string name = arguments.value("format", "text");
  if (name != "text" && name != "json") return Error{Code::kInvalidArgument, "--format: there is text, json"};
  std::vector<secrets::Request> requests = TRY(requests_of(arguments));
  secrets::Sessions sessions(secrets::this_process());
  std::vector<Answer> answers;
  bool all = true;
  for (const secrets::Request& request : requests) {
    Result<secrets::Secret> secret = sessions.get(request.reference);
    if (secret) {
      if (secret->value.empty()) secret = Error{Code::kNotFound, to_string(request.reference) + ": it is empty"};
      // A lease that nobody will use ends here.
      if (secret && !secret->lease.id.empty()) (void)TRY(sessions.of(request.reference))->revoke(secret->lease);
      if (secret) secret->value.clear();
    }
    all = all && secret;
    answers.push_back({&request, std::move(secret)});
  }
  TRY(write_output("", name == "json" ? json_of(answers) : text_of(answers)));
  return all ? kExitFine : kExitFailed;
}

}  // namespace batten::cli
