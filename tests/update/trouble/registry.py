#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A registry in trouble: stands before a real one, and does what the file `mode` says: WHO WHAT, as in "engine 403". WHO: engine (a pull) or all.
WHAT: a status; 429-once (with Retry-After, and then all is well); wrong (other bytes than were asked for); gone (no answer at all); hang (a blob does not come; the file
`hangs` is there from then on); moves (the program `./move` has run before the first answer). Prints its port."""

import http.client
import http.server
import pathlib
import subprocess
import sys
import threading
import time

REAL = sys.argv[1]
WORDS = {401: "UNAUTHORIZED", 403: "DENIED", 404: "MANIFEST_UNKNOWN", 429: "TOOMANYREQUESTS", 500: "UNKNOWN"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    limited, moved = threading.Event(), threading.Event()

    def log_message(self, *_):
        pass

    def send(self, status, headers, body):
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                self.send_header(name, value)
        length = dict((name.lower(), value) for name, value in headers).get("content-length") if self.command == "HEAD" else None
        self.send_header("Content-Length", length or str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def answer(self):
        with open("mode", encoding="utf-8") as file:
            who, what = file.read().split()
        is_engine = self.headers.get("User-Agent", "").startswith("docker/")
        bad = (who == "all" or is_engine) and self.path != "/v2/"
        if bad and what.isdigit():
            body = b'{"errors":[{"code":"%s","message":"in trouble"}]}' % WORDS[int(what)].encode()
            return self.send(int(what), [("Content-Type", "application/json")], body)
        if bad and what == "429-once" and not Handler.limited.is_set():
            Handler.limited.set()
            return self.send(429, [("Retry-After", "3")], b"")
        if bad and what == "gone":
            self.close_connection = True
            return None
        if bad and what == "hang" and "/blobs/" in self.path:
            pathlib.Path("hangs").touch()
            time.sleep(3600)
        if bad and what == "moves" and not Handler.moved.is_set():
            Handler.moved.set()
            subprocess.run(["./move"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        connection = http.client.HTTPConnection(REAL, timeout=30)
        connection.request(self.command, self.path, headers={"Accept": self.headers.get("Accept", "*/*")})
        response = connection.getresponse()
        body = response.read()
        if bad and what == "wrong" and "/manifests/" in self.path and body:
            body = body.replace(b'"size"', b'"size" ', 1)
        return self.send(response.status, response.getheaders(), body)

    do_GET = do_HEAD = answer


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


def main():
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
