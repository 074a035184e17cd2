// SPDX-License-Identifier: Apache-2.0
//
// Bodies that anybody can send to the webhook, lines of the history, events of an engine: what is read is whole, and reads back as the
// same.
#include "update/registry_event.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "update/engine_events.h"
#include "update/history.h"

int registry_event_fuzz(const std::uint8_t* data, std::size_t size);

int registry_event_fuzz(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto pushed = batten::update::parse_registry_event(text)) {
    for (const auto& image : *pushed) {
      if (image.repository.empty() || (image.tag.empty() && image.digest.empty())) std::abort();
    }
  }
  if (const auto entry = batten::update::parse_history_line(text)) {
    const auto again = batten::update::parse_history_line(batten::update::history_line(*entry));
    if (!again || again->subject != entry->subject || again->outcome != entry->outcome) std::abort();
  }
  if (const auto images = batten::update::parse_started_images(text); images && images->size() > 1000) std::abort();
  return 0;
}
