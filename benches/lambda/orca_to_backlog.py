"""What the usual Lambda does with an alert: search the issues by its id, then create one or update the one found.

One record is read, as there. Its requests share one session, which is faster than a connection for each.
"""

import json
import os

import requests

SPACE = os.environ["BACKLOG_SPACE"]
PROJECT = os.environ["BACKLOG_PROJECT_ID"]
ISSUE_TYPE = os.environ["BACKLOG_ISSUE_TYPE_ID"]
ALERT_FIELD = os.environ["BACKLOG_ALERT_FIELD_ID"]
KEY = {"apiKey": os.environ["BACKLOG_API_KEY"]}

session = requests.Session()


def call(method, path, params=None, data=None):
    response = session.request(method, f"{SPACE}/api/v2{path}", params={**KEY, **(params or {})}, data=data, timeout=30)
    response.raise_for_status()
    return response.json()


def handler(event, context):
    alert = json.loads(event["Records"][0]["body"])
    alert_id = alert["state"]["alert_id"]
    found = call("GET", "/issues", params={"projectId[]": PROJECT, "keyword": alert_id})
    if found:
        reopened = {"statusId": 2, "comment": "The alert is open again."}
        issue = call("PATCH", f"/issues/{found[0]['id']}", data=reopened)
    else:
        fields = {
            "projectId": PROJECT,
            "issueTypeId": ISSUE_TYPE,
            "priorityId": 2,
            "summary": alert["data"]["title"],
            "description": alert["data"]["details"],
            f"customField_{ALERT_FIELD}": alert_id,
        }
        issue = call("POST", "/issues", data=fields)
    return {"statusCode": 200, "body": issue["issueKey"]}
