// SPDX-License-Identifier: Apache-2.0
//
// Records of events: whatever is accepted can be asked everything.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "model/event.h"

int event_fuzz(const std::uint8_t* data, std::size_t size);

int event_fuzz(const std::uint8_t* data, std::size_t size) {
  std::vector<std::uint64_t> aligned((size + 7) / 8);
  if (size != 0) std::copy(data, data + size, reinterpret_cast<std::uint8_t*>(aligned.data()));
  batten::Result<batten::model::Event> event = batten::model::Event::read({reinterpret_cast<const char*>(aligned.data()), size});
  if (!event) return 0;
  if (event->record().size() != size || event->comm().size() >= BATTEN_COMM_SIZE) std::abort();
  std::size_t sum = 0;
  for (unsigned i = 0; i < event->info().params.size(); ++i) {
    sum += static_cast<std::size_t>(event->number(i));
    for (char byte : event->text(i).value_or("")) sum += static_cast<unsigned char>(byte);
    if (std::optional<batten_socket> ends = event->socket(i)) sum += ends->remote_port;
  }
  return sum == 1 ? 0 : 0;
}
