// SPDX-License-Identifier: Apache-2.0
#include "cli/secrets_exec.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <utility>

#include "base/format.h"
#include "base/secret_bytes.h"
#include "cli/output.h"
#include "cli/secrets_begin.h"
#include "cli/secrets_requests.h"
#include "secrets/child.h"
#include "secrets/delivery.h"
#include "secrets/environment.h"
#include "secrets/tmpfs.h"

namespace batten::cli {
namespace {

using secrets::OnChange;
using secrets::Request;

constexpr int kCantRun = 126, kNoProgram = 127;

// Relative, or below the place: a command finds its files by their variables.
Result<void> files_below(std::vector<Request>& requests, const std::string& directory) {
  for (Request& request : requests) {
    if (!request.file.starts_with('/')) continue;
    if (directory.empty() || !request.file.starts_with(directory + "/"))
      return Error{Code::kInvalidArgument, format("{}: file={} is not below {}; write a relative name", request.name, request.file,
                                                  directory.empty() ? "a directory of this command" : directory)};
    request.file = request.file.substr(directory.size() + 1);
  }
  return secrets::check_distinct(requests);
}

Result<secrets::Place> place_for(const std::vector<Request>& requests, const Arguments& arguments, const OnChange& on_change) {
  std::optional<secrets::PlaceKind> wanted;
  if (arguments.flag("place")) {
    wanted = secrets::parse_place(arguments.value("place"));
    if (!wanted) return Error{Code::kInvalidArgument, "--place: there is namespace, user-namespace, given, runtime-dir, memfd"};
  }
  base::Notes notes;
  bool files = std::ranges::any_of(requests, [](const Request& request) { return request.as_file; });
  if (!files) return secrets::Place::open(secrets::PlaceKind::kMemory, notes);
  secrets::Place place = TRY_IN("secrets", secrets::Place::open(wanted, notes));
  if (!place.can_replace() && on_change.kind != OnChange::Kind::kRestart) {
    notes.push_back({base::Note::Kind::kDegraded, "secrets",
                     "no tmpfs can be had here, the files are memfds: a new value reaches the command only with --on-change restart",
                     format("mount a tmpfs at {}", secrets::kPlaceDirectory)});
  }
  print_notes(notes);
  return place;
}

// Leases end, files go; a provider that hangs does not hold the end up.
int finish(secrets::Delivery& delivery, int status) {
  for (const std::string& message : delivery.end()) tell(message);
  delivery.place().remove();
  if (delivery.is_stuck()) ::_exit(status);
  return status;
}

}  // namespace

Result<int> run_secrets_exec(const Arguments& arguments) {
  std::vector<std::string> command(arguments.positional.begin() + 1, arguments.positional.end());
  if (command.empty())
    return Error{Code::kInvalidArgument, "secrets exec wants a command: batten secrets exec --secret NAME=REF -- COMMAND"};
  DeliveryOptions options = TRY(delivery_options(arguments));
  std::vector<Request> requests = TRY(requests_of(arguments));
  // A user namespace can't be entered by a protected process: the place comes first, and before any secret.
  secrets::Place place = TRY(place_for(requests, arguments, options.on_change));
  (void)base::protect_process_memory();
  TRY(files_below(requests, place.directory()));
  secrets::hide_environment(requests);

  secrets::Supervisor supervisor(options.grace);
  secrets::Delivery delivery(std::move(requests), std::move(place), secrets::this_process(), options.rotation);
  TRY(begin_delivery(delivery));
  delivery.keep_fresh(
      [&](const std::vector<const Request*>&) {
        if (options.on_change.kind == OnChange::Kind::kSignal) supervisor.control().signal(options.on_change.signal);
        if (options.on_change.kind == OnChange::Kind::kRestart) supervisor.control().restart();
      },
      tell);
  Result<int> status = supervisor.run([&]() -> Result<secrets::ChildStart> {
    return secrets::ChildStart{command, delivery.environment(), delivery.place().descriptors()};
  });
  if (status) return finish(delivery, *status);
  tell(status.error().message);
  return finish(delivery, status.error().code == Code::kNotFound ? kNoProgram : kCantRun);
}

Result<int> run_secrets_mount(const Arguments& arguments) {
  std::string directory = arguments.value("to");
  if (directory.empty()) return Error{Code::kInvalidArgument, "secrets mount wants --to DIR, a directory on a tmpfs"};
  (void)base::protect_process_memory();
  DeliveryOptions options = TRY(delivery_options(arguments));
  std::vector<Request> requests = TRY(requests_of(arguments));
  secrets::Place place = TRY(secrets::Place::in(directory));
  TRY(files_below(requests, place.directory()));
  for (const Request& request : requests) {
    if (request.as_variable) return Error{Code::kInvalidArgument, request.name + ": env is for a command; this writes files only"};
  }
  secrets::hide_environment(requests);
  if (arguments.flag("once")) {
    secrets::Delivery delivery(std::move(requests), std::move(place), secrets::this_process(), options.rotation);
    TRY(begin_delivery(delivery));
    delivery.place().keep();
    delivery.leave_leases();
    return kExitFine;
  }
  // A thread keeps the files fresh; this one waits for the signal to end.
  sigset_t ends;
  ::sigemptyset(&ends);
  for (int number : {SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&ends, number);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  secrets::Delivery delivery(std::move(requests), std::move(place), secrets::this_process(), options.rotation);
  TRY(begin_delivery(delivery));
  delivery.keep_fresh([](const std::vector<const Request*>&) {}, tell);
  int number = 0;
  ::sigwait(&ends, &number);
  return finish(delivery, kExitFine);
}

}  // namespace batten::cli
