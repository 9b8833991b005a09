//! The alerts, what may happen to them, and what falls due later.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::alert::OrcaAlert;
use super::automations::{self, Automation, Queued};
use super::behavior::{OrcaBehavior, OrcaWebhook};
use super::document::{self, USER_EMAIL, USER_NAME};
use super::files::{Export, File};
use super::integrations::Config;
use super::remediation::RemediationText;
use super::session::Sessions;
use super::words::{OrcaActor, OrcaRiskLevel, OrcaSeverity, OrcaStatus, OrcaVerdict};

/// One change of an alert's state.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct OrcaChange {
    /// The state before; `None` when the alert was added.
    pub from: Option<OrcaStatus>,
    /// The state after.
    pub to: OrcaStatus,
    /// When, on the sandbox clock.
    pub at: SystemTime,
    /// Who did it.
    pub by: OrcaActor,
}

#[derive(Debug)]
pub(super) struct Stored {
    pub(super) spec: OrcaAlert,
    pub(super) id: String,
    pub(super) number: u64,
    pub(super) status: OrcaStatus,
    pub(super) status_time: SystemTime,
    pub(super) created_at: SystemTime,
    pub(super) last_seen: SystemTime,
    pub(super) last_updated: SystemTime,
    /// `last_sync` as a test set it, for as long as `last_updated` is the first of the two.
    pub(super) synced: Option<(SystemTime, SystemTime)>,
    pub(super) severity: OrcaSeverity,
    pub(super) risk_level: OrcaRiskLevel,
    pub(super) orca_score: f64,
    pub(super) scanning: bool,
    pub(super) verification_status: Option<String>,
    pub(super) closed: Option<(SystemTime, String)>,
    pub(super) user_status: Option<OrcaStatus>,
    pub(super) previous_user_status: Option<OrcaStatus>,
    pub(super) user_score: Option<u8>,
    pub(super) snooze_until: Option<SystemTime>,
    pub(super) comments: Vec<String>,
    pub(super) events: Vec<Value>,
    pub(super) history: Vec<OrcaChange>,
}

/// One webhook call to make once the lock is free.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Value,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Due {
    ScanStarts,
    Verdict,
    SnoozeEnds,
}

#[derive(Debug)]
struct Timer {
    at: SystemTime,
    alert: String,
    due: Due,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) behavior: OrcaBehavior,
    pub(super) alerts: Vec<Stored>,
    pub(super) webhooks: Vec<OrcaWebhook>,
    pub(super) outbox: Vec<Outgoing>,
    pub(super) exports: Vec<Export>,
    pub(super) files: Vec<File>,
    pub(super) remediation_texts: Vec<RemediationText>,
    pub(super) sessions: Sessions,
    pub(super) automations: Vec<Automation>,
    pub(super) configs: Vec<Config>,
    pub(super) queued: Vec<Queued>,
    /// Path prefix and text of answers that are a failure on 200, one call each.
    pub(super) failures_on_200: Vec<(String, String)>,
    timers: Vec<Timer>,
    /// Times that somebody must still wake up for.
    pub(super) wake_ups: Vec<SystemTime>,
    numbers: u64,
    events: u64,
    requests: u64,
    messages: u64,
    objects: u64,
}

impl State {
    pub(super) fn next_request(&mut self) -> u64 {
        self.requests += 1;
        self.requests
    }

    pub(super) fn next_message(&mut self) -> u64 {
        self.messages += 1;
        self.messages
    }

    pub(super) fn next_object(&mut self) -> u64 {
        self.objects += 1;
        self.objects
    }

    pub(super) fn find(&self, id: &str) -> Option<&Stored> {
        self.alerts.iter().find(|alert| alert.id == id)
    }

    pub(super) fn find_mut(&mut self, id: &str) -> Option<&mut Stored> {
        self.alerts.iter_mut().find(|alert| alert.id == id)
    }

    /// Adds an alert. One with the id of another replaces it, so that an id stays unique.
    pub(super) fn add(&mut self, spec: OrcaAlert, now: SystemTime) -> String {
        self.numbers += 1;
        let number = self.numbers;
        let id = spec.id.clone().unwrap_or_else(|| format!("orca-{}", 700_000 + number));
        let stored = Stored {
            id: id.clone(),
            number,
            status: spec.status,
            status_time: now,
            created_at: now,
            last_seen: now,
            last_updated: now,
            synced: None,
            severity: spec.severity,
            risk_level: spec.risk_level,
            orca_score: spec.orca_score,
            scanning: false,
            verification_status: None,
            closed: (spec.status == OrcaStatus::Closed).then(|| (now, "closed before".to_owned())),
            user_status: None,
            previous_user_status: None,
            user_score: None,
            snooze_until: None,
            comments: Vec::new(),
            events: Vec::new(),
            history: vec![OrcaChange { from: None, to: spec.status, at: now, by: OrcaActor::Orca }],
            spec,
        };
        self.alerts.retain(|alert| alert.id != id);
        self.timers.retain(|timer| timer.alert != id);
        self.alerts.push(stored);
        self.notify(&id);
        id
    }

    /// Changes the state; the caller has checked that it differs.
    pub(super) fn change_status(
        &mut self,
        id: &str,
        to: OrcaStatus,
        by: OrcaActor,
        reason: &str,
        now: SystemTime,
    ) -> Option<Value> {
        self.timers.retain(|timer| timer.alert != id || timer.due != Due::SnoozeEnds);
        let alert = self.find_mut(id)?;
        let from = alert.status;
        alert.status = to;
        alert.status_time = now;
        alert.last_updated = now;
        alert.snooze_until = None;
        alert.closed = (to == OrcaStatus::Closed).then(|| (now, reason.to_owned()));
        if by == OrcaActor::Caller {
            alert.previous_user_status = alert.user_status.replace(to);
        }
        alert.history.push(OrcaChange { from: Some(from), to, at: now, by });
        let details = json!({"description": "Alert status changed", "from": from.as_str(), "to": to.as_str()});
        let event = self.record(id, "set_status", Some(to.as_str()), &details, by, now);
        self.notify(id);
        event
    }

    pub(super) fn snooze(&mut self, id: &str, days: u64, now: SystemTime) -> Option<Value> {
        let until = now + Duration::from_secs(days * 86_400);
        let from = self.find(id)?.status;
        self.timers.retain(|timer| timer.alert != id || timer.due != Due::SnoozeEnds);
        let alert = self.find_mut(id)?;
        alert.status = OrcaStatus::Snoozed;
        alert.status_time = now;
        alert.last_updated = now;
        alert.snooze_until = Some(until);
        alert.closed = None;
        alert.previous_user_status = alert.user_status.replace(OrcaStatus::Snoozed);
        alert.history.push(OrcaChange { from: Some(from), to: OrcaStatus::Snoozed, at: now, by: OrcaActor::Caller });
        self.timer(until, id, Due::SnoozeEnds);
        let details = json!({"description": "Alert snoozed", "from": from.as_str(), "to": "snoozed"});
        let event = self.record(id, "snooze", Some("snoozed"), &details, OrcaActor::Caller, now);
        self.notify(id);
        event
    }

    pub(super) fn comment(&mut self, id: &str, text: &str, now: SystemTime) -> Option<Value> {
        let alert = self.find_mut(id)?;
        alert.comments.push(text.to_owned());
        alert.last_updated = now;
        let details = json!({"description": "Added comment", "comment": text});
        self.record(id, "comment", None, &details, OrcaActor::Caller, now)
    }

    pub(super) fn rescored(&mut self, id: &str, details: &Value, now: SystemTime) -> Option<Value> {
        self.find_mut(id)?.last_updated = now;
        let event = self.record(id, "score_override", None, details, OrcaActor::Caller, now);
        self.notify(id);
        event
    }

    /// The same finding again, unchanged: what a repeated delivery says.
    pub(super) fn see_again(&mut self, id: &str, now: SystemTime) -> bool {
        let Some(alert) = self.find_mut(id) else { return false };
        alert.last_seen = now;
        alert.last_updated = now;
        self.notify(id);
        true
    }

    /// Starts a verification, unless one runs: that one then speaks for both.
    pub(super) fn start_verification(&mut self, id: &str, by: OrcaActor, now: SystemTime) {
        let (waits, takes) = (self.behavior.scan_starts_after, self.behavior.verification_takes);
        let Some(alert) = self.find_mut(id).filter(|alert| !alert.scanning) else { return };
        alert.scanning = true;
        self.timer(now + takes, id, Due::Verdict);
        if waits.is_zero() {
            self.verifies(id, Some("scanning"), "Verification scan started", by, now);
        } else {
            self.timer(now + waits, id, Due::ScanStarts);
            self.verifies(id, Some("scan_initiated"), "Verification scan asked for", by, now);
        }
    }

    /// How far a verification is, in the alert and in its log.
    fn verifies(&mut self, id: &str, word: Option<&str>, description: &str, by: OrcaActor, at: SystemTime) {
        let Some(alert) = self.find_mut(id) else { return };
        alert.verification_status = word.map(str::to_owned);
        alert.last_updated = at;
        self.record(id, "verification_scan_status", word, &json!({ "description": description }), by, at);
    }

    /// Does what fell due until now, each at its own time.
    pub(super) fn settle(&mut self, now: SystemTime) {
        while let Some(next) = self.next_due(now) {
            let timer = self.timers.swap_remove(next);
            match timer.due {
                Due::SnoozeEnds => {
                    let back = OrcaStatus::Open;
                    self.change_status(&timer.alert, back, OrcaActor::Orca, "", timer.at);
                }
                Due::ScanStarts => {
                    self.verifies(
                        &timer.alert,
                        Some("scanning"),
                        "Verification scan started",
                        OrcaActor::Orca,
                        timer.at,
                    );
                }
                Due::Verdict => self.give_verdict(&timer.alert, timer.at),
            }
        }
    }

    fn next_due(&self, now: SystemTime) -> Option<usize> {
        let due = self.timers.iter().enumerate().filter(|(_, timer)| timer.at <= now);
        due.min_by_key(|(_, timer)| timer.at).map(|(index, _)| index)
    }

    fn give_verdict(&mut self, id: &str, at: SystemTime) {
        // A scan that had not even started is over too.
        self.timers.retain(|timer| timer.alert != id || timer.due != Due::ScanStarts);
        let (reopens_to, verified) = (self.behavior.reopens_to, self.behavior.verified_word.clone());
        let Some(alert) = self.find_mut(id) else { return };
        alert.scanning = false;
        let (status, verdict) = (alert.status, alert.spec.verdict);
        if verdict == OrcaVerdict::RiskRemains {
            alert.last_seen = at;
        }
        let word = if verdict == OrcaVerdict::ScanFailed { Some("scan_failed") } else { verified.as_deref() };
        self.verifies(id, word, "Verification scan ended", OrcaActor::Orca, at);
        match verdict {
            OrcaVerdict::RiskRemains if status == OrcaStatus::Closed => {
                self.change_status(id, reopens_to, OrcaActor::Orca, "", at);
            }
            OrcaVerdict::RiskGone if status.is_active() => {
                self.change_status(id, OrcaStatus::Closed, OrcaActor::Orca, "risk no longer found", at);
            }
            _ => {}
        }
    }

    fn timer(&mut self, at: SystemTime, alert: &str, due: Due) {
        self.timers.push(Timer { at, alert: alert.to_owned(), due });
        self.wake_ups.push(at);
    }

    fn record(
        &mut self,
        id: &str,
        kind: &str,
        sub_type: Option<&str>,
        details: &Value,
        by: OrcaActor,
        now: SystemTime,
    ) -> Option<Value> {
        self.events += 1;
        let number = self.events;
        let alert = self.find_mut(id)?;
        let user = by == OrcaActor::Caller;
        let event = json!({
            "id": null,
            "unique_id": number.to_string(),
            "user_email": user.then_some(USER_EMAIL),
            "user_name": user.then_some(USER_NAME),
            "alert_id": id,
            "asset_unique_id": document::asset_unique_id(&alert.spec),
            "create_time": document::time_text(now),
            "type": kind,
            "sub_type": sub_type,
            "details": details,
        });
        alert.events.push(event.clone());
        Some(event)
    }

    /// Queues the webhook calls for the alert as it is now.
    fn notify(&mut self, id: &str) {
        let Some(alert) = self.find(id) else { return };
        let wanted = |hook: &&OrcaWebhook| hook.statuses.is_empty() || hook.statuses.contains(&alert.status);
        let calls: Vec<Outgoing> = self
            .webhooks
            .iter()
            .filter(wanted)
            .map(|hook| {
                let mut body = document::of(alert, hook.generation, &self.behavior);
                if let Some(fields) = body.as_object_mut().filter(|_| !hook.body_fields.is_empty()) {
                    fields.retain(|name, _| hook.body_fields.contains(name));
                }
                Outgoing { url: hook.url.clone(), headers: hook.headers.clone(), body }
            })
            .collect();
        self.outbox.extend(calls);
        automations::deliver(self, id);
    }
}
