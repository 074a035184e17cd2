// SPDX-License-Identifier: Apache-2.0
//
// An image that the local engine holds: from its overlay2 directories when they can be read, else exported over its API.
#pragma once

#include "base/result.h"
#include "engine/client.h"
#include "engine/types.h"
#include "image/source.h"

namespace batten::image {

Result<OpenedImage> open_engine_image(engine::Client& client, const engine::EngineImage& image, const SourceOptions& options,
                                      Parser& parser);

// Fills a pipe from a download in a thread that lives as long as the object: for bytes that are read once, in order.
class StreamedExport {
 public:
  using Download = std::function<Result<void>(const std::function<Result<void>(std::string_view)>& sink)>;
  static Result<std::unique_ptr<StreamedExport>> start(Download download);
  ~StreamedExport();
  // The end to read from; once.
  base::Fd take_read_end() { return std::move(read_end_); }
  // After the last byte was read: how the download ended.
  Result<void> wait();

 private:
  base::Fd read_end_;
  Result<void> result_;
  std::jthread thread_;
};

}  // namespace batten::image
