//! The flows as they run.

use crate::check::RUN_INIT;
use crate::combine::combined;
use crate::config::RoomConfig;
use crate::flow::{FlowConfig, Source};
use crate::ids::Ids;
use crate::problem::Problems;
use crate::table::shown_key;
use crate::team::Team;
use crate::unclaimed::Unclaimed;
use futures_util::future::join_all;
use std::collections::BTreeMap;
use std::sync::Arc;
use ticket_bridge::adapters::backlog::BacklogTracker;
use ticket_bridge::adapters::backlog::webhook::BacklogWebhookIntake;
use ticket_bridge::adapters::chatwork::ChatworkNotifier;
use ticket_bridge::adapters::orca::{OrcaIntake, OrcaSource};
use ticket_bridge::adapters::securityhub::SecurityHubIntake;
use ticket_bridge::intake::{Answer, Counts, HttpGuard, Intake, Trigger, first_of};
use ticket_bridge::{
    Adopted, Bridge, BridgeError, Deadline, FindingSource, Ledger, Notifier, Reconciled, Ticked, TicketTracker,
};

/// The flows of one file, ready to run.
#[derive(Debug)]
#[must_use]
pub struct Bridges {
    flows: Vec<Flow>,
    guard: HttpGuard,
}

/// One flow, ready to run.
#[derive(Debug)]
pub struct Flow {
    name: String,
    source: Source,
    destination: String,
    bridge: Bridge,
    intake: Arc<dyn Intake>,
    findings: Arc<dyn Intake>,
    tracker: Arc<BacklogTracker>,
    finding_source: Option<Arc<OrcaSource>>,
    notifier: Option<Arc<ChatworkNotifier>>,
}

/// What is taken, of all that could come.
///
/// An address that only Backlog is to call takes [`Webhooks`](Self::Webhooks): whoever learns its secret can then make the
/// bridge read issues, and nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accept {
    /// Findings of all sources, and Backlog's webhooks.
    All,
    /// Backlog's webhooks.
    Webhooks,
    /// Findings of one source.
    Findings(Source),
}

impl Team {
    /// The flows, over one ledger. Nothing is sent.
    ///
    /// They share one pacing, for they share one API key.
    ///
    /// # Errors
    /// All names of the file that have no id, at once; or that the ids are of another space.
    #[expect(clippy::needless_pass_by_value, reason = "an `Arc` of a ledger becomes one of `dyn Ledger` here")]
    pub fn bridges(&self, ids: &Ids, ledger: Arc<dyn Ledger>) -> Result<Bridges, Problems> {
        let mut problems = Problems::new();
        if ids.space != self.config.backlog.space {
            problems.add("ids.space", "names another space than `backlog.space`", RUN_INIT);
        }
        let notifier = self.notifier(ids, &mut problems);
        let source = self.orca.as_ref().map(|orca| Arc::new(OrcaSource::new(orca.clone())));
        let mut flows = Vec::new();
        for flow in &self.config.flows {
            let Some(tracker) = self.tracker(flow, ids, &mut problems) else { continue };
            let tracker = Arc::new(tracker);
            let finding_source = source.clone().filter(|_| flow.closes_findings);
            let mut bridge =
                Bridge::new(flow.policy.clone(), Arc::clone(&ledger), Arc::clone(&tracker) as Arc<dyn TicketTracker>)
                    .deferral(flow.deferral)
                    .http(self.guard.clone())
                    .pacing(self.pacing.clone());
            if let Some(source) = &finding_source {
                bridge = bridge.source(Arc::clone(source) as Arc<dyn FindingSource>);
            }
            if let Some(notifier) = &notifier {
                bridge = bridge.notifier(Arc::clone(notifier) as Arc<dyn Notifier>);
            }
            if let Some(clock) = &self.clock {
                bridge = bridge.clock(Arc::clone(clock));
            }
            if let Some(keys) = flow.concurrency {
                bridge = bridge.concurrency(keys);
            }
            flows.push(Flow {
                name: flow.name.clone(),
                source: flow.source,
                destination: flow.project.clone(),
                bridge,
                intake: Arc::new(first_of([flow.findings(), webhooks()])),
                findings: Arc::from(flow.findings()),
                tracker,
                finding_source,
                notifier: notifier.clone(),
            });
        }
        problems.or(Bridges { flows, guard: self.guard.clone() })
    }

    fn tracker(&self, flow: &FlowConfig, ids: &Ids, problems: &mut Problems) -> Option<BacklogTracker> {
        let path = format!("ids.projects.{}", shown_key(&flow.project));
        let Some(project) = ids.projects.get(&flow.project) else {
            problems.add(path, "is missing", RUN_INIT);
            return None;
        };
        let mut of = |part: &str, ids: &BTreeMap<String, u64>, name: &str| {
            let id = ids.get(name).copied();
            if id.is_none() {
                problems.add(format!("{part}.{}", shown_key(name)), "is missing", RUN_INIT);
            }
            id
        };
        let (fields, statuses) = (format!("{path}.fields"), format!("{path}.statuses"));
        let issue_type = of(&format!("{path}.issue_types"), &project.issue_types, &flow.issue_type);
        let marker = of(&fields, &project.fields, &flow.marker_field);
        let attempt = flow.attempt_field.as_ref().map(|name| of(&fields, &project.fields, name));
        let closed: Vec<_> =
            flow.closed_statuses.iter().filter_map(|name| of(&statuses, &project.statuses, name)).collect();
        let wont_fix = flow.wont_fix_resolutions.as_ref().map(|names| {
            let ids = names.iter().filter_map(|name| of("ids.resolutions", &ids.resolutions, name));
            ids.collect::<Vec<_>>()
        });
        let mut tracker = BacklogTracker::new(self.backlog.clone(), project.id, issue_type?, marker?)
            .template(flow.template.clone())
            .closed_statuses(closed);
        if let Some(attempt) = attempt {
            tracker = tracker.attempt_field(attempt?);
        }
        if let Some(wont_fix) = wont_fix {
            tracker = tracker.wont_fix_resolutions(wont_fix);
        }
        // Comments are read for the source only.
        Some(if flow.policy.sync.comments { tracker.with_comments() } else { tracker })
    }

    fn notifier(&self, ids: &Ids, problems: &mut Problems) -> Option<Arc<ChatworkNotifier>> {
        let (client, config) = (self.chatwork.as_ref()?, self.config.chatwork.as_ref()?);
        let room = match &config.room {
            RoomConfig::Id(id) => Some(*id),
            RoomConfig::Name(name) => {
                let id = ids.rooms.get(name).copied();
                if id.is_none() {
                    problems.add(format!("ids.rooms.{}", shown_key(name)), "is missing", RUN_INIT);
                }
                id
            }
        };
        room.map(|room| Arc::new(ChatworkNotifier::new(client.clone(), room)))
    }
}

impl FlowConfig {
    fn findings(&self) -> Box<dyn Intake> {
        match self.source {
            Source::Orca => Box::new(OrcaIntake::new()),
            Source::SecurityHub => Box::new(SecurityHubIntake::new().controls_only(self.controls_only)),
        }
    }
}

fn webhooks() -> Box<dyn Intake> {
    Box::new(BacklogWebhookIntake::new())
}

impl Bridges {
    /// Changes each bridge before it is used: adds a watch, says that its project is adopted. It is given the flow's name.
    pub fn customize(self, mut change: impl FnMut(&str, Bridge) -> Bridge) -> Self {
        let changed = self.flows.into_iter().map(|flow| {
            let bridge = change(&flow.name, flow.bridge);
            Flow { bridge, ..flow }
        });
        Self { flows: changed.collect(), guard: self.guard }
    }

    /// The flows, by name.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// The flow of this name.
    pub fn flow(&self, name: &str) -> Option<&Flow> {
        self.flows.iter().find(|flow| flow.name == name)
    }

    /// The flows of a source.
    pub fn by_source(&self, source: Source) -> impl Iterator<Item = &Flow> {
        self.flows.iter().filter(move |flow| flow.source == source)
    }

    /// Takes what a trigger sends: a webhook for all flows, a finding for those of its source. One answer for all of them:
    /// nothing is acknowledged that a flow did not take.
    ///
    /// To SQS it names each message that any flow wants again, over HTTP it is the worst status, and to others it
    /// [failed](Answer::failed) if it failed for any. Counts are sums over the flows. Where the file has no flow to give it
    /// to, all of it is to come again. A body that is plainly of a source which none of these flows has is kept as a dead
    /// letter: it may have come the wrong way, or its flow is missing.
    ///
    /// # Errors
    /// As [`Bridge::handle`] of any flow.
    pub async fn handle(&self, accept: Accept, bytes: &[u8], deadline: Deadline) -> Result<Answer, BridgeError> {
        let webhooks: Arc<dyn Intake> = Arc::from(webhooks());
        let takes = |flow: &Flow| match accept {
            Accept::All => Some(Arc::clone(&flow.intake)),
            Accept::Webhooks => Some(Arc::clone(&webhooks)),
            Accept::Findings(source) => (source == flow.source).then(|| Arc::clone(&flow.findings)),
        };
        let mut given: Vec<_> = self.flows.iter().filter_map(|flow| Some((flow, takes(flow)?))).collect();
        if let Some(((_, own), rest)) = given.split_first_mut() {
            let others = rest.iter().map(|(_, intake)| Arc::clone(intake)).collect();
            *own = Arc::new(Unclaimed { own: Arc::clone(own), others });
        }
        let given = given.into_iter();
        let handled = given.map(|(flow, intake)| async move { flow.bridge.handle(&*intake, bytes, deadline).await });
        let answer = combined(join_all(handled).await)?;
        // Without a flow that takes it, all of it is to come again.
        Ok(answer.unwrap_or_else(|| Trigger::read(bytes, &self.guard).answer(&[], Counts::default())))
    }

    /// [`Bridge::tick`] of each flow, with the flow's name.
    pub async fn tick(&self, deadline: Deadline) -> Vec<(String, Result<Ticked, BridgeError>)> {
        let each = self.flows.iter().map(|flow| async move { (flow.name.clone(), flow.bridge.tick(deadline).await) });
        join_all(each).await
    }

    /// [`Bridge::reconcile`] of each flow, with the flow's name.
    pub async fn reconcile(&self, deadline: Deadline) -> Vec<(String, Result<Reconciled, BridgeError>)> {
        let each =
            self.flows.iter().map(|flow| async move { (flow.name.clone(), flow.bridge.reconcile(deadline).await) });
        join_all(each).await
    }

    /// [`Bridge::adopt`] of each flow, with the flow's name.
    pub async fn adopt(&self, deadline: Deadline) -> Vec<(String, Result<Adopted, BridgeError>)> {
        let each = self.flows.iter().map(|flow| async move { (flow.name.clone(), flow.bridge.adopt(deadline).await) });
        join_all(each).await
    }
}

impl Flow {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where its findings come from.
    pub const fn source(&self) -> Source {
        self.source
    }

    /// Where its tickets go: the project's key.
    pub fn destination(&self) -> &str {
        &self.destination
    }

    /// Its bridge.
    pub const fn bridge(&self) -> &Bridge {
        &self.bridge
    }

    /// Reads findings of its source, and Backlog's webhooks.
    pub fn intake(&self) -> Arc<dyn Intake> {
        Arc::clone(&self.intake)
    }

    /// Its tickets.
    pub fn tracker(&self) -> Arc<dyn TicketTracker> {
        Arc::clone(&self.tracker) as Arc<dyn TicketTracker>
    }

    /// Where it closes findings, if it does.
    pub fn finding_source(&self) -> Option<Arc<dyn FindingSource>> {
        self.finding_source.clone().map(|source| source as Arc<dyn FindingSource>)
    }

    /// Who is told, if anybody is.
    pub fn notifier(&self) -> Option<Arc<dyn Notifier>> {
        self.notifier.clone().map(|notifier| notifier as Arc<dyn Notifier>)
    }
}
