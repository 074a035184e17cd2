# SPDX-License-Identifier: Apache-2.0
"""What Secrets Manager answers on a bad day: aws.py COMMAND ... with AWS_TEST_URL; the path of the endpoint says how it goes wrong.

    slow      after two seconds          busy      503 twice, then well
    hang      not in two minutes         throttled ThrottlingException, always
    drip      a byte every 0.1 s         cut       breaks off within the body
    redirect  to somebody else           empty     an empty secret
    large     2 MiB of text              binary    bytes
"""

import base64
import http.server
import json
import os
import subprocess
import sys
import threading
import time

asked = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, length=None, **headers):
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length or len(text)))
        self.end_headers()
        self.wfile.write(text)
        self.close_connection = length is not None

    def secret(self, **value):
        self.answer(200, {"VersionId": "1", "VersionStages": ["AWSCURRENT"], **value})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        kind = self.path.strip("/")
        asked[kind] = asked.get(kind, 0) + 1
        if kind == "slow":
            time.sleep(2)
        elif kind == "hang":
            time.sleep(120)
        elif kind in ("drip", "cut"):
            self.answer(200, {"SecretString": "half"}, length=100000)
            for _ in range(1200 if kind == "drip" else 0):
                time.sleep(0.1)
                self.wfile.write(b" ")
            return
        elif kind == "busy" and asked[kind] < 3:
            return self.answer(503, {"__type": "ServiceUnavailable"})
        elif kind == "throttled":
            return self.answer(400, {"__type": "ThrottlingException", "message": "Rate exceeded"})
        elif kind == "redirect":
            return self.answer(307, {}, Location="http://127.0.0.1:1/elsewhere")
        if kind == "binary":
            return self.secret(SecretBinary=base64.b64encode(bytes(range(256))).decode())
        self.secret(SecretString={"empty": "", "large": "x" * (2 << 20)}.get(kind, "app"))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a client that has gone away


def main():
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    facts = {"AWS_TEST_URL": f"http://127.0.0.1:{server.server_address[1]}", "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
             "AWS_SECRET_ACCESS_KEY": "an-example", "AWS_EC2_METADATA_DISABLED": "true"}
    return subprocess.run(sys.argv[1:], env=os.environ | facts, check=False).returncode


sys.exit(main())
