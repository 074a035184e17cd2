// SPDX-License-Identifier: Apache-2.0
//
// A segment of the queue on disk and the alerts in it: any bytes may be there after a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "alert/disk_queue.h"
#include "alert/record.h"

int queue_fuzz(const std::uint8_t* data, std::size_t size);

int queue_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::alert;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  SegmentScan scan = scan_segment(bytes);
  std::string again(scan.good_bytes == 0 ? "" : kSegmentMagic);
  for (std::string_view record : scan.records) {
    again += framed(record);
    if (auto alert = decode_alert(record)) {
      auto twice = decode_alert(encode_alert(*alert));
      if (!twice || encode_alert(*twice) != encode_alert(*alert)) std::abort();
    }
  }
  if (again != bytes.substr(0, scan.good_bytes)) std::abort();
  (void)decode_alert(bytes).has_value();  // without the checksum in front, which hardly any change would pass
  return 0;
}
