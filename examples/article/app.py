# SPDX-License-Identifier: Apache-2.0
"""A web page on port 8000 that says whether the application was given its database password."""

import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        given = bool(os.environ.get("DB_PASSWORD"))
        body = f"Hello. Database password: {'given' if given else 'missing'}.\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    HTTPServer(("", 8000), Page).serve_forever()
