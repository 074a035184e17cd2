// SPDX-License-Identifier: Apache-2.0
//
// Only what refers to nothing by its number in the constant pool counts, as a sorted set. Left out: code (an instruction that loads a
// constant is longer when its number is), attributes, texts that may be names of classes or paths, and classes that nothing is called of:
// compilers leave some in the pool that nothing refers to, and a tool that writes the pool anew leaves them out.
#include "packages/java_class.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/reader.h"

namespace batten::packages {
namespace {

enum Tag : std::uint8_t {
  kUtf8 = 1,
  kInteger = 3,
  kFloat = 4,
  kLong = 5,
  kDouble = 6,
  kClass = 7,
  kString = 8,
  kFieldref = 9,
  kMethodref = 10,
  kInterfaceMethodref = 11,
  kNameAndType = 12,
  kMethodHandle = 15,
  kMethodType = 16,
  kDynamic = 17,
  kInvokeDynamic = 18,
  kModule = 19,
  kPackage = 20,
};

// Of the entry after its tag; 0: no tag.
std::size_t size_of(std::uint8_t tag) {
  switch (tag) {
    case kInteger:
    case kFloat:
    case kFieldref:
    case kMethodref:
    case kInterfaceMethodref:
    case kNameAndType:
    case kDynamic:
    case kInvokeDynamic: return 4;
    case kLong:
    case kDouble: return 8;
    case kClass:
    case kString:
    case kMethodType:
    case kModule:
    case kPackage: return 2;
    case kMethodHandle: return 3;
    default: return 0;
  }
}

constexpr std::size_t kMaxTextBytes = 16u << 20;
constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (std::rotl(hash, 23) ^ word) * kFactor;
  return hash ^ hash >> 29;
}

std::uint64_t hash_of(std::uint64_t seed, std::string_view text) {
  std::uint64_t hash = mixed(seed, text.size());
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    hash = mixed(hash, word);
  }
  std::uint64_t word = 0;
  if (!text.empty()) std::memcpy(&word, text.data(), text.size());
  return mixed(hash, word);
}

std::string_view simple_name(std::string_view name) { return name.substr(name.rfind('/') + 1); }

// "(Lorg/a/B;I)[Lc/D;" -> "(LB;I)[LD;"
void reduce_descriptor(std::string_view descriptor, std::string& out) {
  out.clear();
  while (!descriptor.empty()) {
    std::size_t end = std::min(descriptor.find('L'), descriptor.size());
    out += descriptor.substr(0, end);
    descriptor.remove_prefix(end);
    if (descriptor.empty()) break;
    end = std::min(descriptor.find(';'), descriptor.size());
    out += 'L';
    out += simple_name(descriptor.substr(1, end - 1));
    descriptor.remove_prefix(end);
  }
}

// Might a tool take it for the name of a class or a path, and move it too?
bool may_be_name(std::string_view text) { return !text.contains(' ') && text.find_first_of("./") != std::string_view::npos; }

}  // namespace

bool ClassReader::read_pool(std::string_view bytes, std::size_t& position) {
  base::Reader reader(bytes);
  if (reader.u32be() != 0xcafebabe) return false;
  reader.skip(4);
  std::size_t count = reader.u16be();
  pool_.assign(count, {});
  for (std::size_t i = 1; i < count; ++i) {
    Constant& constant = pool_[i];
    constant.tag = reader.u8();
    constant.size = constant.tag == kUtf8 ? reader.u16be() : static_cast<std::uint32_t>(size_of(constant.tag));
    constant.at = static_cast<std::uint32_t>(reader.position());
    if (constant.size == 0 && constant.tag != kUtf8) return false;
    reader.skip(constant.size);
    if (!reader.ok()) return false;
    if (constant.tag == kLong || constant.tag == kDouble) ++i;  // takes two numbers
  }
  position = reader.position();
  return true;
}

// A constant may be referred to by all others: what all of them have together is bounded.
std::string_view ClassReader::text(std::uint16_t index) {
  if (index >= pool_.size() || pool_[index].tag != kUtf8 || text_bytes_ > kMaxTextBytes) return {};
  text_bytes_ += pool_[index].size;
  return bytes_.substr(pool_[index].at, pool_[index].size);
}

std::string_view ClassReader::class_name(std::uint16_t index) {
  if (index >= pool_.size() || pool_[index].tag != kClass) return {};
  return text(base::Reader(bytes_.substr(pool_[index].at, 2)).u16be());
}

void ClassReader::add_name_and_type(std::uint64_t seed, std::uint16_t index) {
  if (index >= pool_.size() || pool_[index].tag != kNameAndType) return;
  base::Reader reader(bytes_.substr(pool_[index].at, 4));
  std::uint64_t name = hash_of(seed, text(reader.u16be()));
  reduce_descriptor(text(reader.u16be()), scratch_);
  items_.push_back(hash_of(name, scratch_));
}

void ClassReader::add_constants() {
  for (const Constant& constant : pool_) {
    base::Reader reader(bytes_.substr(constant.at, constant.size));
    switch (constant.tag) {
      case kInteger:
      case kFloat:
      case kLong:
      case kDouble: items_.push_back(hash_of(constant.tag, bytes_.substr(constant.at, constant.size))); break;
      case kString:
        if (std::string_view value = text(reader.u16be()); !may_be_name(value)) items_.push_back(hash_of(kString, value));
        break;
      case kFieldref:
      case kMethodref:
      case kInterfaceMethodref: {
        std::string_view owner = class_name(reader.u16be());
        if (owner.starts_with('[')) {
          reduce_descriptor(owner, scratch_);
          owner = scratch_;
        }
        std::uint64_t of_owner = hash_of(constant.tag, simple_name(owner));
        add_name_and_type(of_owner, reader.u16be());
        break;
      }
      case kDynamic:
      case kInvokeDynamic:
        reader.skip(2);
        add_name_and_type(kNameAndType, reader.u16be());
        break;
      case kMethodType:
        reduce_descriptor(text(reader.u16be()), scratch_);
        items_.push_back(hash_of(kMethodType, scratch_));
        break;
      default: break;
    }
  }
}

// Fields or methods: access flags, name, descriptor, attributes.
bool ClassReader::add_members(std::string_view bytes, std::size_t& position, char kind) {
  base::Reader reader(bytes);
  reader.seek(position);
  std::size_t count = reader.u16be();
  for (std::size_t i = 0; i < count && reader.ok(); ++i) {
    std::uint64_t flags = reader.u16be();
    std::uint64_t name = hash_of(mixed(static_cast<std::uint64_t>(kind), flags), text(reader.u16be()));
    reduce_descriptor(text(reader.u16be()), scratch_);
    items_.push_back(hash_of(name, scratch_));
    std::size_t attributes = reader.u16be();
    for (std::size_t j = 0; j < attributes && reader.ok(); ++j) {
      reader.skip(2);
      reader.skip(reader.u32be());
    }
  }
  position = reader.position();
  return reader.ok();
}

std::optional<ClassFingerprint> ClassReader::fingerprint(std::string_view bytes) {
  std::size_t position = 0;
  bytes_ = bytes;
  text_bytes_ = 0;
  items_.clear();
  if (!read_pool(bytes, position)) return std::nullopt;
  base::Reader reader(bytes);
  reader.seek(position);
  constexpr std::uint16_t kSuper = 0x0020;  // means nothing, and is set anew
  std::uint64_t hash = mixed(0, reader.u16be() & ~kSuper);
  std::string_view name = simple_name(class_name(reader.u16be()));
  hash = hash_of(hash, name);
  hash = hash_of(hash, simple_name(class_name(reader.u16be())));
  std::size_t interfaces = reader.u16be();
  for (std::size_t i = 0; i < interfaces && reader.ok(); ++i) hash = hash_of(hash, simple_name(class_name(reader.u16be())));
  position = reader.position();
  if (!reader.ok() || !add_members(bytes, position, 'F') || !add_members(bytes, position, 'M')) return std::nullopt;
  add_constants();
  if (text_bytes_ > kMaxTextBytes) return std::nullopt;
  std::ranges::sort(items_);
  items_.erase(std::unique(items_.begin(), items_.end()), items_.end());
  for (std::uint64_t item : items_) hash = mixed(hash, item);
  return ClassFingerprint{hash, static_cast<std::uint32_t>(hash_of(kClass, name) >> 32)};
}

}  // namespace batten::packages
