//! The whole file, as an example.

use crate::config::Config;

impl Config {
    /// A whole file with a word on each key. It parses: take what you need.
    pub const EXAMPLE: &str = r#"[backlog]
space = "example.backlog.jp"              # the space's host; or a base URL, such as "https://backlog.example.com"
api_key = "env:BACKLOG_API_KEY"           # where the key is, never the key: see "Secrets"
# How fast tickets are written with this key. These are the defaults; the last one is off by default.
writes_at_once = 1
between_writes = "0s"
# most_writes = { most = 60, window = "1m" }   # over all instances, counted in the ledger

[orca]                                    # for flows of source "orca" that close alerts
region = "us"                             # or "us-app", "us2", "europe", "australia", "india", "israel", "south-america"
# origin = "https://api.orcasecurity.io"  # instead of a region
token = "env:ORCA_API_TOKEN"

[chatwork]                                # optional: who is told
room = "Security alerts"                  # its name; or its id, as a number without quotes
token = "secretsmanager:ticket-bridge#chatwork"
# url = "https://api.chatwork.com"        # another address of the API

[webhook]                                 # who may call over HTTP; without it nobody
path_secret = "env:BACKLOG_WEBHOOK_SECRET"     # the last part of the address's path: at least 16 characters
# header = { name = "x-webhook-secret", value = "env:BACKLOG_WEBHOOK_SECRET" }   # instead of it

[ledger]                                  # exactly one of table, file, memory
table = "ticket-bridge"                   # of DynamoDB
# region = "us-east-1"                    # of the table, where it is not the environment's
# file = "ledger.redb"                    # for one process; a relative path begins at this file's folder
# memory = true                           # for trying it out

[flows.alerts]                            # the name is a part of each key in the ledger: do not change it
source = "orca"                           # or "securityhub"
project = "SEC"                           # the project's key
issue_type = "Task"                       # its name
marker_field = "Alert-Id"                 # a text custom field that names the finding
attempt_field = "Bridge-Attempt"          # optional: another one; without it each description has a line of the bridge
closed_statuses = ["Closed"]              # statuses that count as closed beside the one with id 4, by name
wont_fix_resolutions = ["Won't Fix"]      # resolutions that keep a finding closed, by name; default: the one with id 1
closes_findings = true                    # a closed ticket closes its alert; default: true for "orca"
deferral = "store"                        # what cannot be done now: "store" (a tick does it), "redeliver" (SQS does)
concurrency = 8                           # findings that are worked on at once
template = { markup = "markdown" }        # of descriptions; or "backlog"

# The rules. These are the defaults; durations are "90s", "10m", "1h" or "7d".
opens_from = "informational"              # the least severity that opens a ticket: "low", "medium", "high", "critical"
priorities = { informational = "low", low = "low", medium = "normal", high = "high", critical = "high" }
update_title = false                      # the ticket's title follows the finding's
reopen = "always"                         # a finding that comes back: "never", "new", { within = "30d" }
wont_fix_for = "90d"                      # how long "won't fix" keeps a ticket closed
deleted = "new-ticket"                    # for a finding whose ticket was deleted; or "stays-deleted"
unresolved = "create-again"               # for a create in doubt of which nothing shows; or "ask-person"
sync = []                                 # what the source is told of an open ticket: "status", "comments"
send_window = "60s"                       # from the claim to sending, at most
commit_within = "2m"                      # a create is committed within this time, or never
shows_within = "10m"                      # a committed ticket shows within this time
clock_skew = "5s"                         # the workers' clocks differ by no more
retry_evidence = "60s"                    # when to look again for a create in doubt
attempt_timeout = "30s"                   # one write with its answer
verify_after = "1h"                       # when to look whether a close was taken back
# recheck_source = "1d"                   # reads the source of each open ticket this often; default: off
# freshness = "1d"                        # reads a ticket that was not seen for so long before a repeat counts; default: off
still_active_after = "7d"                 # a finding that is repeated after its ticket was closed comes back after this
max_reverts = 3                           # after so many closes that were taken back a person decides
flush_repeats = "1h"                      # how often repeats are written down, at most
circuit_pause = "60s"                     # the first pause after a refusal that is the configuration's
keep_closed = "365d"                      # how long the record of a closed ticket is kept, at least
# storm = { most = 20, window = "1h" }    # new tickets beyond this wait; default: off

[[flows.alerts.mutes]]                    # holds findings back that fit all that is given: any number of these
account = "123456789012"                  # also: key, region, resource, title_prefix
until = "2030-01-01T00:00:00Z"
reason = "a sandbox account"

[flows.findings]
source = "securityhub"
project = "SEC"
issue_type = "Task"
marker_field = "Finding-Id"               # flows into one project have a marker field each
attempt_field = "Finding-Attempt"
opens_from = "high"
controls_only = true                      # skips the findings of other products; default: false

[flows.findings.template]                 # what an EventBridge rule with this input transformer posts to Backlog
text = '{"description": "<Description><br />Severity: <Label>"}'

[flows.findings.template.paths]
Description = "$.detail.findings[0].Description"
Label = "$.detail.findings[0].Severity.Label"

[ids]                                     # `ticket-bridge init` writes it: the ids of all names above
space = "example.backlog.jp"

[ids.projects.SEC]
id = 4200

[ids.projects.SEC.issue_types]
Task = 7001

[ids.projects.SEC.fields]
Alert-Id = 301
Bridge-Attempt = 302
Finding-Attempt = 304
Finding-Id = 303

[ids.projects.SEC.statuses]
Closed = 4

[ids.resolutions]
"Won't Fix" = 1

[ids.rooms]
"Security alerts" = 400000002
"#;
}
