#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A stand-in for what takes alerts over HTTP: receiver.py PORT_FILE RECORD_FILE [CERTIFICATE KEY], with
TLS and for callers with that same certificate alone when one is given. Each body that is taken becomes a line of JSON in RECORD_FILE:
{"path", "headers", "body"}. The first part of the path says how it behaves:
/ok        takes all; /ok/slack, /ok/otlp and /ok/alertmanager answer 400 to a body that is not of that form
/twice500  answers 500 twice, then takes
/busy      answers 429 with Retry-After: 1 once, then takes
/hang      does not answer the first request, then takes
/close     closes the connection of the first two requests, then takes
/refuse    answers 400 to each body with "<3>" in it, takes the others
/down      answers 503 as long as RECORD_FILE.down exists"""

import collections
import http.server
import json
import os
import ssl
import sys
import threading
import time

port_file, record_file, *tls = sys.argv[1:]
seen = collections.Counter()
lock = threading.Lock()


def is_slack(body):
    return all(isinstance(one["text"], str) and one["color"] in ("good", "warning", "danger") for one in body["attachments"])


def is_otlp(body):
    for resource in body["resourceLogs"]:
        keys = [one["key"] for one in resource["resource"]["attributes"]]
        if len(keys) != len(set(keys)):
            return False
        for scope in resource["scopeLogs"]:
            for record in scope["logRecords"]:
                if not (record["timeUnixNano"].isdigit() and 1 <= record["severityNumber"] <= 24 and record["body"]["stringValue"]):
                    return False
                for attribute in record["attributes"]:
                    if len(attribute["value"]) != 1:
                        return False
    return True


def is_alertmanager(body):
    return all(one["labels"]["alertname"] and one["startsAt"] < one["endsAt"] and all(one["labels"].values()) for one in body)


FORMS = {"slack": is_slack, "otlp": is_otlp, "alertmanager": is_alertmanager}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one piece

    def do_POST(self):
        parts = self.path.split("?")[0].strip("/").split("/")
        text = self.rfile.read(int(self.headers["Content-Length"]))
        with lock:
            seen[parts[0]] += 1
            count = seen[parts[0]]
        if parts[0] == "twice500" and count <= 2:
            return self.answer(500, b"out of order")
        if parts[0] == "busy" and count == 1:
            return self.answer(429, b"slower", {"Retry-After": "1"})
        if parts[0] == "down" and os.path.exists(record_file + ".down"):
            return self.answer(503, b"down")
        if parts[0] == "hang" and count == 1:
            time.sleep(60)
        if parts[0] == "close" and count <= 2:
            self.close_connection = True
            return None
        body = json.loads(text.decode("utf-8", "strict"))
        if parts[0] == "refuse" and b"<3>" in text:
            return self.answer(400, b"not this one")
        form = FORMS.get(parts[1]) if len(parts) > 1 else None
        if form and not form(body):
            return self.answer(400, b"a wrong form")
        with lock, open(record_file, "a", encoding="utf-8") as out:
            headers = {name.lower(): value for name, value in self.headers.items()}
            out.write(json.dumps({"path": self.path, "headers": headers, "body": body}) + "\n")
        return self.answer(200, b"{}")

    def answer(self, status, text, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
if tls:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*tls)
    context.load_verify_locations(tls[0])
    context.verify_mode = ssl.CERT_REQUIRED
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
with open(port_file + ".new", "w", encoding="utf-8") as out:
    out.write(str(server.server_address[1]))
os.rename(port_file + ".new", port_file)
server.serve_forever()
