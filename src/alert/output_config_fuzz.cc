// SPDX-License-Identifier: Apache-2.0
//
// Outputs as users write them: what is accepted reads back as the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "alert/message_text.h"
#include "alert/output_config.h"

int output_config_fuzz(const std::uint8_t* data, std::size_t size);

int output_config_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto config = batten::alert::split_output(text)) {
    auto again = batten::alert::split_output(config->text());
    if (config->text().size() < 16'000 && (!again || *again != *config)) std::abort();
  }
  (void)batten::alert::parse_output(text).has_value();
  (void)batten::alert::parse_duration(text).has_value();
  (void)batten::alert::parse_size(text).has_value();
  if (batten::alert::check_message_text(text))
    (void)batten::alert::message_text(text, {}, [](std::string_view word) { return std::string(word); });
  return 0;
}
