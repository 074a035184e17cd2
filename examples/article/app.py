# SPDX-License-Identifier: Apache-2.0
"""A web page on port 8000 that says whether the application was given its database password."""

import os
from http.server import BaseHTTPRequestHandler, HTTPServer


def database_password():
    """From the file that DB_PASSWORD_FILE names, where secrets belong, else from the environment."""
    path = os.environ.get("DB_PASSWORD_FILE")
    if not path:
        return os.environ.get("DB_PASSWORD")
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        given = bool(database_password())
        body = f"Hello. Database password: {'given' if given else 'missing'}.\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    HTTPServer(("", 8000), Page).serve_forever()
