# SPDX-License-Identifier: Apache-2.0
"""A registry whose answers depend on the repository's name. Prints its port."""

import http.server
import time

STATUS = {"unauthorized": 401, "missing": 404, "busy": 429, "broken": 500}


class Trouble(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = (self.path.split("/") + ["", "", ""])[2]
        if name == "hang":
            time.sleep(600)
        self.send_response(STATUS.get(name, 200))
        self.send_header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
        self.end_headers()
        body = b"]" if name == "nonsense" else b'{"schemaVersion":2,"x":"'
        try:
            self.wfile.write(body)
            while name == "huge":
                self.wfile.write(b" " * 1000000)
        except OSError:
            pass

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Trouble)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
