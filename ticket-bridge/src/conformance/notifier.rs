//! What a notifier must do.

use super::report::{Report, Verdict, Why, holds};
use super::setting::Setting;
use super::{ODD_TEXTS, finding};
use crate::outcome::CallOutcome;
use crate::ports::{Notice, NoticeKind, Notifier};
use crate::record::TicketRef;

pub(super) async fn run(notifier: &dyn Notifier, setting: &Setting) -> Report {
    let mut notice = Notice::new("conformance-1", NoticeKind::Opened, &finding("conformance", setting.now()));
    let mut report = Report::new("Notifier");
    report.add("notify: a message has an id", tell(notifier, &notice).await);
    report.add("notify: the same notice may come again", tell(notifier, &notice).await);
    notice.ticket = Some(TicketRef::new("1", "SEC-1"));
    notice.title = ODD_TEXTS.concat();
    notice.detail = ODD_TEXTS.join("\n");
    report.add("notify: text of every kind", tell(notifier, &notice).await);
    notice.detail = "語".repeat(100_000);
    report.add("notify: a text of any length", tell(notifier, &notice).await);
    report
}

async fn tell(notifier: &dyn Notifier, notice: &Notice) -> Verdict {
    match notifier.notify(notice).await {
        CallOutcome::Done(id) => holds(!id.is_empty(), "a message without an id"),
        other => Err(Why(format!("a notice was not sent: {other:?}"))),
    }
}
