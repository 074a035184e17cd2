// SPDX-License-Identifier: Apache-2.0
//
// For tests of the capture: a capture of given types, and a look for the event that an act should cause.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "model/event.h"
#include "monitor/capture.h"

namespace batten::monitor {

class Watched {
 public:
  // None: kernel programs can't be loaded here.
  static std::optional<Watched> open(const model::Prefilter& filter, CaptureOptions options = {}) {
    options.own_events = true;
    base::Notes notes;
    Result<Capture> capture = Capture::open(options, filter, notes);
    if (!capture) return std::nullopt;
    return Watched(*std::move(capture), std::move(notes));
  }
  static std::optional<Watched> open(std::initializer_list<model::EventType> types, CaptureOptions options = {}) {
    return open(wanting(types), options);
  }
  static model::Prefilter wanting(std::initializer_list<model::EventType> types) {
    model::Prefilter filter;
    for (model::EventType type : types) filter.types[type].wanted = true;
    return filter;
  }

  // Runs act, then looks for an event of that type that suits, for up to two seconds.
  bool find(model::EventType type, const std::function<void()>& act, const std::function<bool(const model::Event&)>& suits) {
    act();
    bool found = false;
    for (int i = 0; i < 200 && !found; ++i) {
      capture.poll(std::chrono::milliseconds(10), [&](std::string_view record) {
        Result<model::Event> event = model::Event::read(record);
        if (event) {
          found = found || (event->type() == type && suits(*event));
        } else {
          corrupt = event.error().message;
        }
      });
    }
    return found;
  }

  // How many events suit, of all that are there after act.
  int count(const std::function<void()>& act, const std::function<bool(const model::Event&)>& suits) {
    act();
    int out = 0;
    const auto look = [&](std::string_view record) {
      Result<model::Event> event = model::Event::read(record);
      if (event && suits(*event)) ++out;
      if (!event) corrupt = event.error().message;
    };
    while (capture.poll(std::chrono::milliseconds(20), look) != 0) {
    }
    return out;
  }

  Capture capture;
  base::Notes notes;
  std::string corrupt;  // a record that could not be read; empty: none

 private:
  Watched(Capture made, base::Notes told) : capture(std::move(made)), notes(std::move(told)) {}
};

inline std::optional<std::string_view> text_of(const model::Event& event, std::string_view name) {
  return event.text(static_cast<unsigned>(model::find_param(event.info(), name)));
}
inline std::int64_t number_of(const model::Event& event, std::string_view name) {
  return event.number(static_cast<unsigned>(model::find_param(event.info(), name)));
}
inline std::optional<batten_socket> socket_of(const model::Event& event) {
  return event.socket(static_cast<unsigned>(event.info().roles.socket));
}

}  // namespace batten::monitor
