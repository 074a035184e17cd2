// SPDX-License-Identifier: Apache-2.0
//
// Datagrams to the system's log (/dev/log, or another socket) or to a server by UDP (RFC 5426), in the old form (RFC 3164) or the new
// (RFC 5424). Priorities are syslog's own.
#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <optional>

#include "alert/output.h"
#include "base/fd.h"
#include "base/format.h"
#include "base/text.h"
#include "http/client.h"
#include "model/alert_json.h"

namespace batten::alert::outputs {
namespace {

constexpr std::size_t kMaxMessage = 8192;
constexpr std::size_t kMaxWord = 32;  // of a tag: RFC 3164, 4.1.3
constexpr std::array<std::string_view, 24> kFacilities = {"kern",   "user",   "mail",     "daemon", "auth",   "syslog", "lpr",    "news",
                                                          "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "audit",  "alert",  "clock",
                                                          "local0", "local1", "local2",   "local3", "local4", "local5", "local6", "local7"};

struct Settings {
  std::string path;        // of a socket, or
  std::string host, port;  // of a server
  std::size_t facility = 3;
  std::string tag;
  bool new_form = false, json = false;
};

// "Nov 24 09:39:00", local time, as the old form wants it.
std::string old_time(std::uint64_t time_ns) {
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto seconds = static_cast<std::time_t>(time_ns / 1'000'000'000);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return format("{} {:2} {:02}:{:02}:{:02}", kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_mday, parts.tm_hour, parts.tm_min,
                parts.tm_sec);
}

// No blanks, printable ASCII; "-" for nothing.
std::string header_word(std::string_view text) {
  std::string out;
  for (char c : text.substr(0, 255)) out += c > ' ' && c < 127 ? c : '_';
  return out.empty() ? "-" : out;
}

std::string message(const model::Alert& alert, const Settings& settings) {
  std::size_t priority = settings.facility * 8 + static_cast<std::size_t>(alert.priority);
  std::string text = settings.json ? model::alert_json(alert) : base::printable(alert.rule + ": " + alert.output);
  std::string out;
  if (settings.new_form) {
    std::string time = model::alert_time(alert.time_ns);
    time.replace(time.size() - 4, 4, "Z");  // microseconds: TIME-SECFRAC has at most six digits
    out = format("<{}>1 {} {} {} {} alert - {}", priority, time, header_word(alert.hostname), settings.tag, ::getpid(), text);
  } else {
    std::string host = settings.path.empty() ? header_word(alert.hostname) + " " : "";  // the local one knows
    out = format("<{}>{} {}{}[{}]: {}", priority, old_time(alert.time_ns), host, settings.tag, ::getpid(), text);
  }
  if (out.size() <= kMaxMessage) return out;
  std::size_t end = kMaxMessage;
  while ((static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) --end;
  return out.substr(0, end);
}

class Syslog final : public Receiver {
 public:
  explicit Syslog(Settings settings) : settings_(std::move(settings)) {}

  Delivery deliver(std::span<const model::Alert> alerts) override {
    if (!fd_.valid()) {
      if (auto problem = connect()) return Delivery::later(std::move(*problem));
    }
    std::string text = message(alerts.front(), settings_);
    if (::send(fd_.get(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) return Delivery::taken();
    int number = errno;
    if (number == EMSGSIZE) return Delivery::refused(format("{}: a message of {} bytes is too long", where(), text.size()));
    if (number != EAGAIN && number != EINTR) fd_.reset();  // the log was started anew, perhaps
    return Delivery::later(base::errno_error(where(), number).message);
  }

 private:
  std::string where() const { return settings_.path.empty() ? settings_.host + ":" + settings_.port : settings_.path; }

  std::optional<std::string> connect() { return settings_.path.empty() ? connect_to_server() : connect_to_socket(); }

  std::optional<std::string> connect_to_socket() {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::memcpy(name.sun_path, settings_.path.data(), settings_.path.size());
    fd_ = base::Fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (::connect(fd_.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) == 0) return std::nullopt;
    std::string problem = base::errno_error(where(), errno).message;
    fd_.reset();
    return problem;
  }

  std::optional<std::string> connect_to_server() {
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_DGRAM;
    int failed = ::getaddrinfo(settings_.host.c_str(), settings_.port.c_str(), &hints, &found);
    if (failed != 0) return format("{}: {}", where(), ::gai_strerror(failed));
    std::string problem = where() + ": no address";
    for (addrinfo* one = found; one != nullptr && !fd_.valid(); one = one->ai_next) {
      fd_ = base::Fd(::socket(one->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
      if (::connect(fd_.get(), one->ai_addr, one->ai_addrlen) == 0) continue;
      problem = base::errno_error(where(), errno).message;
      fd_.reset();
    }
    ::freeaddrinfo(found);
    if (fd_.valid()) return std::nullopt;
    return problem;
  }

  Settings settings_;
  base::Fd fd_;
};

Result<std::unique_ptr<Receiver>> open(const OutputConfig& config) {
  auto wrong = [](std::string why) { return Error{Code::kInvalidArgument, std::move(why)}; };
  Settings settings;
  if (config.target.contains("://")) {
    http::Url url = TRY(http::parse_url(config.target));
    if (url.scheme != "udp") return wrong("a server is written udp://HOST[:PORT]");
    settings.host = url.host;
    settings.port = url.port.empty() ? "514" : url.port;
  } else {
    settings.path = config.target.empty() ? "/dev/log" : config.target;
    if (!settings.path.starts_with('/') || settings.path.size() >= sizeof(sockaddr_un::sun_path))
      return wrong("syslog, syslog=/PATH/OF/A/SOCKET or syslog=udp://HOST[:PORT]");
  }
  std::string_view form = config.option("format", "3164"), facility = config.option("facility", "daemon");
  if (form != "3164" && form != "5424") return wrong("format: 3164 or 5424");
  settings.new_form = form == "5424";
  auto at = std::find(kFacilities.begin(), kFacilities.end(), facility);
  if (at == kFacilities.end()) return wrong(format("facility={}: kern, user, daemon, auth, authpriv, local0 to local7, ...", facility));
  settings.facility = static_cast<std::size_t>(at - kFacilities.begin());
  settings.tag = header_word(config.option("tag", "batten")).substr(0, kMaxWord);
  settings.json = config.flag("json");
  return std::make_unique<Syslog>(std::move(settings));
}

constexpr std::array<std::string_view, 4> kOptions = {"format", "facility", "tag", "json"};
constexpr OutputExample kExamples[] = {{"syslog", ""},
                                       {"syslog=/run/systemd/journal/syslog,facility=authpriv,tag=monitor", ""},
                                       {"syslog=udp://[::1]:5514,format=5424,json", ""},
                                       {"syslog=tcp://127.0.0.1", "udp://HOST"},
                                       {"syslog=relative", "syslog=/PATH"},
                                       {"syslog,format=rfc5424", "3164 or 5424"},
                                       {"syslog,facility=kitchen", "facility=kitchen"}};

}  // namespace

extern constinit const Output syslog;
constinit const Output syslog = {
    .name = "syslog",
    .summary = "the system's log, or a server by UDP",
    .syntax = "syslog[=/SOCKET|=udp://HOST[:PORT]][,format=3164|5424][,facility=daemon][,tag=batten][,json]",
    .options = kOptions,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::alert::outputs
