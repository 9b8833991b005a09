"""A runtime for a Python function with nothing but the standard library: as lean as one can be.

    bootstrap.py MODULE
"""

import http.client
import importlib
import json
import os
import sys

handler = importlib.import_module(sys.argv[1]).handler
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
ROOT = "/2018-06-01/runtime/invocation"

while True:
    api.request("GET", f"{ROOT}/next")
    response = api.getresponse()
    event = json.loads(response.read())
    request = response.headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        answer, ending = handler(event, None), "response"
    except Exception as error:
        answer, ending = {"errorType": type(error).__name__, "errorMessage": str(error)}, "error"
    api.request("POST", f"{ROOT}/{request}/{ending}", body=json.dumps(answer))
    api.getresponse().read()
