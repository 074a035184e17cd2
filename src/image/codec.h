// SPDX-License-Identifier: Apache-2.0
//
// Values to bytes and back, by one description of each struct for both ways: fields(codec, value) names the members in order.
// What the worker answers and what the layer cache keeps has this form (docs/FORMATS.md, "Facts"). Decoding is bounded: the bytes
// may come from a worker that an image has taken over.
#pragma once

#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/reader.h"
#include "base/result.h"
#include "base/writer.h"
#include "model/digest.h"

namespace batten::image {

class Encoder {
 public:
  template <typename... Ts>
  void operator()(const Ts&... values) {
    (put(values), ...);
  }
  std::string take() { return writer_.take(); }

 private:
  void put(const std::string& text) { writer_.sized(text); }
  void put(const model::Digest& digest) { writer_.sized(digest.text()); }
  void put(double number) { writer_.u64le(std::bit_cast<std::uint64_t>(number)); }
  void put(const std::vector<std::uint64_t>& numbers) {
    writer_.varint(numbers.size());
    for (std::uint64_t number : numbers) writer_.u64le(number);
  }
  // Sorted numbers: each as the distance from the one before.
  void put(const std::vector<std::uint32_t>& numbers) {
    writer_.varint(numbers.size());
    std::uint32_t last = 0;
    for (std::uint32_t number : numbers) {
      writer_.varint(number - last);
      last = number;
    }
  }
  template <typename T>
  void put(const std::vector<T>& list) {
    writer_.varint(list.size());
    for (const T& item : list) put(item);
  }
  template <typename T>
  void put(const std::optional<T>& item) {
    writer_.u8(item ? 1 : 0);
    if (item) put(*item);
  }
  void put(const std::map<std::string, std::string>& map) {
    writer_.varint(map.size());
    for (const auto& [key, value] : map) (*this)(key, value);
  }
  template <typename T>
  void put(const T& value) {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      // Signed numbers are shifted so that -1 stays short.
      writer_.varint(static_cast<std::uint64_t>(value) + (std::is_signed_v<T> ? 1 : 0));
    } else {
      fields(*this, const_cast<T&>(value));
    }
  }

  base::Writer writer_;
};

class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : reader_(bytes) {}
  template <typename... Ts>
  void operator()(Ts&... values) {
    (get(values), ...);
  }
  Result<void> finish(std::string_view what) const {
    if (reader_.ok() && !reader_.at_end()) return Error{Code::kCorrupt, std::string(what) + ": bytes left over"};
    return reader_.finish(what);
  }

 private:
  void get(std::string& text) { text = reader_.sized(); }
  void get(model::Digest& digest) {
    std::string_view text = reader_.sized();
    if (text.empty()) return;
    if (auto parsed = model::Digest::parse(text)) {
      digest = *parsed;
    } else {
      reader_.fail();
    }
  }
  void get(double& number) { number = std::bit_cast<double>(reader_.u64le()); }
  void get(std::vector<std::uint64_t>& numbers) {
    numbers.resize(reader_.count(8));
    for (std::uint64_t& number : numbers) number = reader_.u64le();
  }
  void get(std::vector<std::uint32_t>& numbers) {
    std::uint32_t last = 0;
    for (std::size_t left = reader_.count(1); left > 0 && reader_.ok(); --left) {
      last += static_cast<std::uint32_t>(reader_.varint());
      numbers.push_back(last);
    }
  }
  template <typename T>
  void get(std::vector<T>& list) {
    // Grown one by one: a count that lies costs no memory beyond what really follows.
    for (std::size_t left = reader_.count(1); left > 0 && reader_.ok(); --left) get(list.emplace_back());
  }
  template <typename T>
  void get(std::optional<T>& item) {
    if (reader_.u8() != 0) get(item.emplace());
  }
  void get(std::map<std::string, std::string>& map) {
    for (std::size_t left = reader_.count(2); left > 0 && reader_.ok(); --left) {
      std::string key(reader_.sized());
      map[key] = reader_.sized();
    }
  }
  template <typename T>
  void get(T& value) {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      value = static_cast<T>(reader_.varint() - (std::is_signed_v<T> ? 1 : 0));
    } else {
      fields(*this, value);
    }
  }

  base::Reader reader_;
};

template <typename T>
std::string encode(const T& value) {
  Encoder encoder;
  encoder(value);
  return encoder.take();
}

template <typename T>
Result<T> decode(std::string_view what, std::string_view bytes) {
  Decoder decoder(bytes);
  T value{};
  decoder(value);
  TRY(decoder.finish(what));
  return value;
}

}  // namespace batten::image
