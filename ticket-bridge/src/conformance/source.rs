//! What a source must do.

use super::report::{Report, Verdict, Why, holds, same};
use super::setting::Setting;
use crate::moment::Moment;
use crate::observation::FindingState;
use crate::outcome::CallOutcome;
use crate::ports::{FindingSource, SourceWrite};
use crate::record::{FindingUpdate, OpId, OpKind};
use std::time::Duration;

/// A source under test.
struct Run<'a> {
    source: &'a dyn FindingSource,
    setting: &'a Setting,
    known: &'a str,
    unknown: &'a str,
}

pub(super) async fn run(source: &dyn FindingSource, known: &str, unknown: &str, setting: &Setting) -> Report {
    let run = Run { source, setting, known, unknown };
    let mut report = Report::new("FindingSource");
    report.add("read: a finding by its key, and none where there is none", Box::pin(run.reads()).await);
    report.add("write: nothing is sent after the fence", Box::pin(run.fence()).await);
    report.add("write: closes, reopens, and done already is done", Box::pin(run.writes()).await);
    report.add("write: an update leaves the finding open", Box::pin(run.updates()).await);
    report.add("write: one to a finding that is not there is not done", Box::pin(run.unknown_writes()).await);
    report
}

impl Run<'_> {
    fn soon(&self) -> Moment {
        self.setting.now().after(Duration::from_secs(30))
    }

    async fn write(&self, kind: OpKind) -> Verdict {
        let write = SourceWrite::new(self.known, OpId::new("conformance"), kind, self.soon());
        match self.source.write(&write).await {
            CallOutcome::Done(()) => Ok(()),
            other => Err(Why(format!("{kind:?} was not done: {other:?}"))),
        }
    }

    async fn is(&self, state: FindingState) -> Verdict {
        self.setting
            .eventually(async || {
                let read = self.source.read(self.known).await?;
                same("the state of the finding", &read.map(|finding| finding.state), &Some(state))
            })
            .await
    }

    async fn reads(&self) -> Verdict {
        let read = self.source.read(self.known).await?;
        same("the key of the finding", &read.as_ref().map(|finding| finding.key.as_str()), &Some(self.known))?;
        same("the state of the finding", &read.map(|finding| finding.state), &Some(FindingState::Active))?;
        match self.source.read(self.unknown).await {
            Ok(None) | Err(_) => Ok(()),
            Ok(Some(finding)) => Err(Why(format!("a finding that is not there was read as {}", finding.key))),
        }
    }

    async fn fence(&self) -> Verdict {
        let over = self.setting.now().before(Duration::from_secs(1));
        let write = SourceWrite::new(self.known, OpId::new("conformance"), OpKind::CloseFinding, over);
        let outcome = self.source.write(&write).await;
        let is_kept = matches!(outcome, CallOutcome::NotSent { .. });
        holds(is_kept, &format!("a write after its fence ended as {outcome:?}"))?;
        self.is(FindingState::Active).await
    }

    async fn writes(&self) -> Verdict {
        for (kind, state) in [
            (OpKind::CloseFinding, FindingState::Inactive),
            (OpKind::CloseFinding, FindingState::Inactive),
            (OpKind::ReopenFinding, FindingState::Active),
            (OpKind::ReopenFinding, FindingState::Active),
        ] {
            self.write(kind).await?;
            self.is(state).await?;
        }
        Ok(())
    }

    async fn updates(&self) -> Verdict {
        let mut write = SourceWrite::new(self.known, OpId::new("conformance"), OpKind::UpdateFinding, self.soon());
        write.update =
            FindingUpdate { status: Some("処理中".to_owned()), priority: None, note: Some("seen".to_owned()) };
        let outcome = self.source.write(&write).await;
        // Not every source has a place for it.
        let is_kept = matches!(outcome, CallOutcome::Done(()) | CallOutcome::Rejected(_));
        holds(is_kept, &format!("an update ended as {outcome:?}"))?;
        self.is(FindingState::Active).await
    }

    async fn unknown_writes(&self) -> Verdict {
        let write = SourceWrite::new(self.unknown, OpId::new("conformance"), OpKind::CloseFinding, self.soon());
        let outcome = self.source.write(&write).await;
        let is_kept = matches!(outcome, CallOutcome::Rejected(_));
        holds(is_kept, &format!("a close of a finding that is not there ended as {outcome:?}"))
    }
}
