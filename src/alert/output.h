// SPDX-License-Identifier: Apache-2.0
//
// An output is a way in which alerts leave: one file in outputs/ per kind. It opens a Receiver, which a thread of its own feeds
// (alert/lane.h); waiting, trying again and keeping what could not be sent are not the receiver's business.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "alert/output_config.h"
#include "base/result.h"
#include "model/alert.h"

namespace batten::alert {

struct Delivery {
  enum class Fate : std::uint8_t {
    kTaken,    // all of them
    kLater,    // not now: the same alerts come again, not before wait
    kRefused,  // never: several come again one by one, a single one is given up
  };
  Fate fate = Fate::kTaken;
  std::chrono::milliseconds wait{0};  // as the receiver asked; 0: it did not
  std::string why;

  static Delivery taken() { return {}; }
  static Delivery later(std::string why, std::chrono::milliseconds wait = {}) { return {Fate::kLater, wait, std::move(why)}; }
  static Delivery refused(std::string why) { return {Fate::kRefused, {}, std::move(why)}; }
};

// Used by one thread. Nothing in it may wait without an end, and not much longer than its timeout.
class Receiver {
 public:
  virtual ~Receiver() = default;
  // At least one. After kLater the same alerts come again, with further ones perhaps.
  virtual Delivery deliver(std::span<const model::Alert> alerts) = 0;
  // Files are opened anew: somebody has renamed them.
  virtual void reopen() {}
};

struct OutputExample {
  std::string_view text;   // of the whole output
  std::string_view wrong;  // a part of the message with which it is refused; empty: it can be opened
};

struct Output {
  std::string_view name;
  std::string_view summary;                   // one line
  std::string_view syntax;                    // "alertmanager=URL"
  std::span<const std::string_view> options;  // beside kCommonOptions, and kRemoteOptions if it is remote
  bool remote = false;                        // over HTTP: what can't be sent waits on disk
  std::size_t batch = 1;                      // alerts that go at once
  Result<std::unique_ptr<Receiver>> (*open)(const OutputConfig& config) = nullptr;
  std::span<const OutputExample> examples;
};

// priority: the least that goes there.
inline constexpr std::array<std::string_view, 1> kCommonOptions = {"priority"};
// See alert/webhook.h; queue: bytes on disk.
inline constexpr std::array<std::string_view, 8> kRemoteOptions = {"timeout", "header", "header-file", "cert",
                                                                   "key",     "ca",     "insecure",    "queue"};

// All of outputs/, by name.
std::span<const Output* const> all_outputs();
// "stdout" is the terminal. nullptr: no such.
const Output* find_output(std::string_view name);

}  // namespace batten::alert
