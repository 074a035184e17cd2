// SPDX-License-Identifier: Apache-2.0
#include "secrets/delivery.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "secrets/environment.h"

namespace batten::secrets {
namespace {

using std::chrono::milliseconds;

int signal_number(std::string_view name) {
  if (auto number = base::parse_unsigned(name))
    return *number > 0 && *number < static_cast<unsigned>(SIGRTMIN) ? static_cast<int>(*number) : 0;
  if (name.starts_with("SIG")) name.remove_prefix(3);
  for (int number = 1; number < SIGRTMIN; ++number) {
    const char* known = ::sigabbrev_np(number);
    if (known != nullptr && name == known) return number;
  }
  return 0;
}

}  // namespace

Result<OnChange> parse_on_change(std::string_view text) {
  if (text == "none") return OnChange{};
  if (text == "restart") return OnChange{OnChange::Kind::kRestart, 0};
  if (text.starts_with("signal:")) {
    int number = signal_number(text.substr(7));
    if (number != 0 && number != SIGKILL && number != SIGSTOP) return OnChange{OnChange::Kind::kSignal, number};
  }
  return Error{Code::kInvalidArgument, format("{}: there is none, restart, signal:NAME (as signal:HUP)", base::printable(text))};
}

Delivery::Delivery(std::vector<Request> requests, Place place, Surroundings surroundings, RotationOptions options)
    : place_(std::move(place)),
      sessions_(std::move(surroundings)),
      rotation_(std::move(requests), sessions_, options,
                [this](const Request& request, std::string_view value) { return deliver(request, value); }) {}

Delivery::~Delivery() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  if (!leave_leases_) (void)rotation_.end();
}

Result<void> Delivery::deliver(const Request& request, std::string_view value) {
  if (request.as_variable) {
    if (value.contains('\0')) return Error{Code::kUnsupported, "the value has a zero byte: no variable can hold it, a file can"};
    // execve(2): "NAME=value" and its end.
    static const std::size_t longest = 32 * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    if (request.name.size() + value.size() + 2 > longest)
      return Error{Code::kUnsupported, format("the value has {} bytes: a variable holds {} KiB, a file more", value.size(), longest >> 10)};
  }
  std::scoped_lock lock(values_mutex_);
  if (request.as_file && write_) {
    TRY(write_(request, value));
  } else if (request.as_file) {
    paths_[request.name] = TRY(place_.write(request.file_name(), value, {request.uid, request.gid, request.mode}));
  }
  if (request.as_variable) variables_[request.name] = base::SecretBytes(value);
  return {};
}

Result<void> Delivery::begin() {
  std::scoped_lock lock(mutex_);
  return rotation_.begin();
}

Result<int> Delivery::begin_unless(const sigset_t& signals) {
  base::Fd came(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  begun_event_ = base::Fd(::eventfd(0, EFD_CLOEXEC));
  if (!came.valid() || !begun_event_.valid()) return base::errno_error("signalfd, eventfd", errno);
  std::thread asking([this] {
    begun_ = begin();
    std::uint64_t one = 1;
    (void)!::write(begun_event_.get(), &one, sizeof one);
  });
  pollfd polls[2] = {{begun_event_.get(), POLLIN, 0}, {came.get(), POLLIN, 0}};
  while (::poll(polls, 2, -1) < 0 && errno == EINTR) {
  }
  signalfd_siginfo got{};
  if (polls[0].revents == 0 && ::read(came.get(), &got, sizeof got) == sizeof got) {
    asking.detach();
    values_mutex_.lock();  // for good: nothing more is written
    place_.remove();
    return static_cast<int>(got.ssi_signo);
  }
  asking.join();
  TRY(std::move(begun_));
  return 0;
}

std::vector<std::string> Delivery::environment() const {
  std::scoped_lock lock(values_mutex_);
  std::vector<std::string> replaced{"BATTEN_SECRETS_DIR"};
  for (const Request& request : requests()) {
    if (request.as_variable) replaced.push_back(request.name);
    if (request.as_file) replaced.push_back(file_variable(request));
  }
  std::vector<std::string> out = child_environment(requests(), replaced);
  for (const Request& request : requests()) {
    if (auto path = paths_.find(request.name); path != paths_.end()) out.push_back(file_variable(request) + "=" + path->second);
    auto value = variables_.find(request.name);
    if (value == variables_.end()) continue;
    std::string& variable = out.emplace_back();
    variable.reserve(request.name.size() + 1 + value->second.size());  // no second copy is left behind
    variable.append(request.name).append("=").append(value->second.view());
  }
  if (!place_.directory().empty()) out.push_back("BATTEN_SECRETS_DIR=" + place_.directory());
  return out;
}

RotationStep Delivery::step() {
  std::scoped_lock lock(mutex_);
  return rotation_.step();
}

std::vector<Delivered> Delivery::delivered() const {
  std::scoped_lock lock(mutex_);
  return rotation_.delivered();
}

void Delivery::keep_fresh(std::function<void(const std::vector<const Request*>&)> changed, std::function<void(const std::string&)> told) {
  thread_ = std::jthread([this, changed = std::move(changed), told = std::move(told)](const std::stop_token& stopped) {
    std::unique_lock lock(mutex_);
    while (!stopped.stop_requested()) {
      RotationStep step = rotation_.step();
      lock.unlock();
      for (const std::string& message : step.messages) told(message);
      if (!step.changed.empty()) changed(step.changed);
      lock.lock();
      if (step.wait.count() < 0) break;
      woken_.wait_for(lock, stopped, step.wait, [] { return false; });
    }
    ended_.release();
  });
}

bool Delivery::stop(milliseconds patience) {
  if (!thread_.joinable()) return !stuck_;
  thread_.request_stop();
  stuck_ = !ended_.try_acquire_for(patience);
  if (stuck_) {
    thread_.detach();
  } else {
    thread_.join();
  }
  return !stuck_;
}

std::vector<std::string> Delivery::end(milliseconds patience) {
  if (!stop(patience)) return {"a provider has not answered yet; what was leased from it ends by itself"};
  std::scoped_lock lock(mutex_);
  return rotation_.end();
}

}  // namespace batten::secrets
