// SPDX-License-Identifier: Apache-2.0
#include "image/engine_image.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/format.h"
#include "image/docker_archive.h"
#include "image/engine_attachments.h"
#include "image/overlay.h"

namespace batten::image {
namespace {

Result<OpenedImage> from_directories(const engine::EngineInfo& info, const engine::EngineImage& image, const SourceOptions& options,
                                     Parser& parser) {
  if (info.driver != "overlay2") return Error{Code::kUnsupported, format("storage driver {}", info.driver)};
  OpenedImage out;
  out.config = TRY(parser.config(TRY(overlay_config(info.root_dir, image.id))));
  out.layers = TRY(overlay_layers(info.root_dir, out.config.diff_ids, options));
  return out;
}

Result<OpenedImage> exported(engine::Client& client, const engine::EngineImage& image, const SourceOptions& options, Parser& parser) {
  auto stream = TRY(StreamedExport::start([&client, name = image.id.text()](const auto& sink) { return client.export_image(name, sink); }));
  Result<OpenedImage> opened = open_docker_archive_fd(stream->take_read_end(), "", options, parser);
  Result<void> downloaded = stream->wait();
  if (!opened && !downloaded) return downloaded.error();
  return opened;
}

}  // namespace

Result<OpenedImage> open_engine_image(engine::Client& client, const engine::EngineImage& image, const SourceOptions& options,
                                      Parser& parser) {
  engine::EngineInfo info = TRY(client.info());
  Result<OpenedImage> opened = from_directories(info, image, options, parser);
  if (!opened) {
    std::string why = opened.error().message;
    opened = exported(client, image, options, parser);
    if (!opened) return opened.error();
    opened->notes.push_back({base::Note::Kind::kInfo, "engine", "the image was exported, its directories could not be read: " + why, ""});
  }
  opened->source.kind = "docker";
  opened->source.config_digest = image.id;
  opened->source.repo_tags = image.repo_tags;
  opened->attached_vex = engine_attachments(image.repo_digests, image.id, opened->config.platform,
                                            {.allow_plain_http = options.allow_plain_http, .skip_tls_verify = options.skip_tls_verify});
  return opened;
}

Result<std::unique_ptr<StreamedExport>> StreamedExport::start(Download download) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::errno_error("pipe", errno);
  auto out = std::make_unique<StreamedExport>();
  out->read_end_ = base::Fd(ends[0]);
  out->thread_ = std::jthread([self = out.get(), fd = ends[1], download = std::move(download)] {
    base::Fd write_end(fd);
    self->result_ = download([&](std::string_view bytes) { return base::write_all(write_end.get(), bytes); });
  });
  return out;
}

StreamedExport::~StreamedExport() {
  read_end_.reset();  // the download's next write fails, and it ends
}

Result<void> StreamedExport::wait() {
  if (thread_.joinable()) thread_.join();
  return result_;
}

}  // namespace batten::image
