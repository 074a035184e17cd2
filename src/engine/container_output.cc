// SPDX-License-Identifier: Apache-2.0
#include "engine/container_output.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <thread>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::engine {
namespace {

constexpr std::uint64_t kMaxOutputBytes = 8u << 20;
constexpr std::size_t kShownOutputBytes = 64u << 10;
constexpr std::size_t kHeadBytes = 8;

std::string container_called(std::string_view id) { return format("container '{}'", base::printable(id.substr(0, 300))); }

}  // namespace

std::string without_frames(std::string_view bytes) {
  std::string out;
  while (bytes.size() >= kHeadBytes) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    if (at(0) > 2 || at(1) != 0 || at(2) != 0 || at(3) != 0) break;
    const std::size_t size = std::size_t{at(4)} << 24 | std::size_t{at(5)} << 16 | std::size_t{at(6)} << 8 | at(7);
    out += bytes.substr(kHeadBytes, size);
    bytes.remove_prefix(std::min(bytes.size(), kHeadBytes + size));
  }
  return out.append(bytes);
}

Result<CommandEnd> run_in_container(Client& client, std::string_view id, const std::vector<std::string>& command, int timeout_ms) {
  json::Writer body(0);
  body.begin_object().member("AttachStdout", true).member("AttachStderr", true).key("Cmd").strings(command).end_object();
  http::Response made = TRY(client.call({.method = "POST",
                                         .path = format("/containers/{}/exec", http::percent_encode(id)),
                                         .body = body.take(),
                                         .what = container_called(id)}));
  json::Document document = TRY_IN("Docker engine: exec", json::Document::parse(made.body));
  const std::string exec = http::percent_encode(document["Id"].string());
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  http::Response ran = TRY(client.call({.method = "POST",
                                        .path = format("/exec/{}/start", exec),
                                        .body = R"({"Detach":false,"Tty":false})",
                                        .what = "such command",
                                        .timeout_ms = timeout_ms,
                                        .max_bytes = kMaxOutputBytes}));
  CommandEnd out;
  out.output = without_frames(ran.body).substr(0, kShownOutputBytes);
  for (;;) {
    std::string answer = TRY(client.answer(format("/exec/{}/json", exec), "such command"));
    json::Document state = TRY_IN("Docker engine: exec", json::Document::parse(answer));
    if (!state["Running"].boolean()) {
      out.status = static_cast<int>(state["ExitCode"].integer().value_or(-1));
      return out;
    }
    if (std::chrono::steady_clock::now() >= end)
      return Error{Code::kTimeout, format("{} still runs after {} ms", command.empty() ? "the command" : command.front(), timeout_ms)};
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Result<std::string> log_tail(Client& client, std::string_view id, unsigned lines, std::int64_t since) {
  http::Response response =
      TRY(client.call({.path = format("/containers/{}/logs?stdout=1&stderr=1&tail={}&since={}", http::percent_encode(id), lines, since),
                       .body = {},
                       .what = container_called(id),
                       .max_bytes = kMaxOutputBytes}));
  return without_frames(response.body);
}

}  // namespace batten::engine
