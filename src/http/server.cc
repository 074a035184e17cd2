// SPDX-License-Identifier: Apache-2.0
//
// The one file that includes Boost. A connection is a Session, a chain of steps on a strand of its own: head, body, handler, answer, next
// head. A deadline is set for each step as a whole, so that a byte now and then does not keep a connection open.
#include "http/server.h"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "base/format.h"
#include "base/text.h"
#include "http/listener.h"

namespace batten::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using Protocol = asio::generic::stream_protocol;
using Strand = asio::strand<asio::io_context::executor_type>;
using Socket = asio::basic_stream_socket<Protocol, Strand>;
using Stream = beast::basic_stream<Protocol, Strand>;
using ErrorCode = beast::error_code;

constexpr std::chrono::milliseconds kLinger{1000};
constexpr std::size_t kLingerBytes = 1u << 20;
constexpr std::chrono::milliseconds kAcceptPause{100};

// What all sessions share.
struct Shared {
  ServerOptions options;
  Server::Handler handler;
  std::atomic<std::uint64_t> open = 0, connections = 0, refused = 0, requests = 0, bad = 0, timeouts = 0;
};

// A line break in a header would start another one.
bool may_send(std::string_view name, std::string_view value) {
  auto is_control = [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == 127; };
  return !name.empty() && name.find_first_of(": \t") == std::string_view::npos && std::ranges::none_of(name, is_control) &&
         std::ranges::none_of(value, is_control);
}

int status_of(const ErrorCode& error) {
  if (error == wire::error::header_limit || error == wire::error::buffer_overflow) return 431;
  if (error == wire::error::body_limit) return 413;
  if (error == wire::error::bad_version) return 505;
  return 400;
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Socket socket, Shared& shared) : stream_(std::move(socket)), shared_(shared) { ++shared_.open; }
  ~Session() { --shared_.open; }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Strand executor() { return stream_.get_executor(); }

  void read_head() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.options.max_header_bytes));
    parser_->body_limit(shared_.options.max_body_bytes);
    stream_.expires_after(std::chrono::milliseconds(shared_.options.header_timeout_ms));
    wire::async_read_header(stream_, buffer_, *parser_, [self = shared_from_this()](const ErrorCode& error, std::size_t) {
      if (error) return self->fail(error);
      self->after_head();
    });
  }

 private:
  void after_head() {
    const auto& head = parser_->get();
    if (head.version() != 10 && head.version() != 11) return refuse(505);
    if (head.version() == 11 && head.count(wire::field::host) != 1) return refuse(400);
    if (head.count(wire::field::content_length) > 0 && head.count(wire::field::transfer_encoding) > 0) return refuse(400);
    if (parser_->is_done()) return answer();
    auto length = parser_->content_length();
    if (length && *length > shared_.options.max_body_bytes) return refuse(413);
    if (!beast::iequals(head[wire::field::expect], "100-continue")) return read_body();
    go_on_ = {wire::status::continue_, 11};
    stream_.expires_after(std::chrono::milliseconds(shared_.options.write_timeout_ms));
    wire::async_write(stream_, go_on_, [self = shared_from_this()](const ErrorCode& error, std::size_t) {
      if (!error) self->read_body();
    });
  }

  void read_body() {
    stream_.expires_after(std::chrono::milliseconds(shared_.options.body_timeout_ms));
    wire::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](const ErrorCode& error, std::size_t) {
      if (error) return self->fail(error);
      self->answer();
    });
  }

  void answer() {
    ++shared_.requests;
    ++served_;
    auto message = parser_->release();
    bool keep = message.keep_alive() && served_ < shared_.options.max_requests;
    bool is_head = message.method() == wire::verb::head;
    ServerRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    for (const auto& field : message)
      request.headers.emplace_back(base::lower(std::string(field.name_string())), std::string(field.value()));
    request.body = std::move(message.body());
    ServerResponse response;
    try {
      response = shared_.handler(request);
    } catch (...) {
      response = {.status = 500, .headers = {}, .body = "an error inside\n"};
    }
    write(std::move(response), keep, is_head);
  }

  // Said by the server itself; the connection can't go on, for nobody knows where the next request begins.
  void refuse(int status) {
    ++shared_.bad;
    std::string text = format("{} {}\n", status, std::string(wire::obsolete_reason(wire::int_to_status(static_cast<unsigned>(status)))));
    write({.status = status, .headers = {}, .body = std::move(text)}, false, false);
  }

  void fail(const ErrorCode& error) {
    if (error == beast::error::timeout) {
      ++shared_.timeouts;
      return;
    }
    if (error == wire::error::end_of_stream || error == asio::error::operation_aborted) return;
    // What is no fault of the text (a reset, an end in the middle) needs no answer.
    if (error.category() == make_error_code(wire::error::bad_method).category() && error != wire::error::partial_message)
      refuse(status_of(error));
  }

  void write(ServerResponse response, bool keep, bool is_head) {
    response_ = {};
    bool known = response.status >= 200 && response.status <= 599;
    response_.result(known ? static_cast<unsigned>(response.status) : 500u);
    response_.version(11);
    for (const auto& [name, value] : response.headers) {
      if (may_send(name, value)) response_.insert(name, value);
    }
    if (may_send("content-type", response.content_type) && !response.content_type.empty())
      response_.set(wire::field::content_type, response.content_type);
    response_.keep_alive(keep);
    bool has_body = response_.result_int() != 204 && response_.result_int() != 304;
    if (has_body) response_.content_length(response.body.size());
    if (has_body && !is_head) response_.body() = std::move(response.body);
    stream_.expires_after(std::chrono::milliseconds(shared_.options.write_timeout_ms));
    wire::async_write(stream_, response_, [self = shared_from_this(), keep](const ErrorCode& error, std::size_t) {
      if (error == beast::error::timeout) ++self->shared_.timeouts;
      if (error) return;
      if (keep) return self->read_head();
      self->end();
    });
  }

  // Closing while bytes still come would take the answer away from who sends them: they are read and thrown away for a while.
  void end() {
    ErrorCode ignored;
    stream_.socket().shutdown(Socket::shutdown_send, ignored);
    stream_.expires_after(kLinger);
    drain(0);
  }

  void drain(std::size_t so_far) {
    stream_.async_read_some(asio::buffer(rest_), [self = shared_from_this(), so_far](const ErrorCode& error, std::size_t got) {
      if (!error && so_far + got < kLingerBytes) self->drain(so_far + got);
    });
  }

  Stream stream_;
  Shared& shared_;
  beast::flat_buffer buffer_{128u << 10};
  std::optional<wire::request_parser<wire::string_body>> parser_;
  wire::response<wire::string_body> response_;
  wire::response<wire::empty_body> go_on_;
  std::array<char, 4096> rest_;
  std::size_t served_ = 0;
};

}  // namespace

struct Server::Impl {
  Listener listener;  // takes the socket file away at the end
  Shared shared;
  asio::io_context io;
  asio::basic_socket_acceptor<Protocol> acceptor{io};
  asio::steady_timer pause{io};
  std::vector<std::jthread> threads;

  ~Impl() {
    io.stop();
    threads.clear();
  }

  void accept() {
    acceptor.async_accept(asio::make_strand(io), [this](const ErrorCode& error, Socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) {  // no descriptors left, most likely: trying at once would only turn in circles
        pause.expires_after(kAcceptPause);
        pause.async_wait([this](const ErrorCode& stopped) {
          if (!stopped) accept();
        });
        return;
      }
      ++shared.connections;
      if (shared.open >= shared.options.max_connections) {
        ++shared.refused;
      } else {
        auto session = std::make_shared<Session>(std::move(socket), shared);
        asio::dispatch(session->executor(), [session] { session->read_head(); });
      }
      accept();
    });
  }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

const std::string& Server::address() const { return impl_->listener.address; }

Server::Counts Server::counts() const {
  const Shared& shared = impl_->shared;
  return {shared.connections, shared.refused, shared.requests, shared.bad, shared.timeouts};
}

Result<Server> Server::start(const ServerOptions& options, Handler handler) {
  Listener listener = TRY(listen_on(options.address, options.unix_mode));
  auto impl = std::make_unique<Impl>();
  impl->shared.options = options;
  impl->shared.handler = std::move(handler);
  impl->listener = std::move(listener);
  try {
    impl->acceptor.assign(Protocol(impl->listener.family, 0), impl->listener.fd.release());
    impl->accept();
    for (int i = 0; i < std::max(1, options.threads); ++i) impl->threads.emplace_back([io = &impl->io] { io->run(); });
  } catch (const std::exception& error) {
    return Error{Code::kInternal, format("{}: the server can't start: {}", impl->listener.address, error.what())};
  }
  return Server(std::move(impl));
}

std::string_view ServerRequest::query() const {
  std::size_t question = target.find('?');
  return question == std::string::npos ? std::string_view() : std::string_view(target).substr(question + 1);
}

std::string ServerRequest::header(std::string_view lower_name) const {
  std::string out;
  for (const auto& [name, value] : headers) {
    if (name != lower_name) continue;
    if (!out.empty()) out += ", ";
    out += value;
  }
  return out;
}

}  // namespace batten::http
