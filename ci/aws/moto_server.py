"""Serves moto on a free loopback port, prints its address, and ends with whoever started it."""

import logging
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

application = DomainDispatcherApplication(create_backend_app)
one_at_a_time = threading.Lock()


def serialized(environ, start_response):
    # moto looks at a condition and then writes, with nothing in between that keeps other threads out.
    if environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
        with one_at_a_time:
            return list(application(environ, start_response))
    return application(environ, start_response)


logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = make_server("127.0.0.1", 0, serialized, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(f"http://127.0.0.1:{server.server_port}", flush=True)
# Ends when the other end of the pipe is gone, however that happened.
sys.stdin.read()
