//! Which record a key names.

use crate::failure::Failure;
use async_trait::async_trait;
use std::collections::BTreeMap;
use ticket_bridge::{Ledger, Record, record_key};

/// A flow, as far as keys go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FlowName {
    pub(crate) name: String,
    pub(crate) destination: String,
}

/// Who knows the ids of tickets.
#[async_trait]
pub(crate) trait TicketIds: Sync {
    /// The tracker's own id of the ticket that people call so; `None`: there is none in this flow's project.
    async fn id_of(&self, flow: &FlowName, ticket: &str) -> Result<Option<String>, Failure>;
}

/// The one record that a key names.
///
/// Tried in this order: the key in the ledger; the source's own key; the ticket. The tracker is asked only for what looks
/// like a ticket and is neither of the others. Where several flows have one, the caller has to choose.
pub(crate) async fn find(
    key: &str,
    flows: &[FlowName],
    ledger: &dyn Ledger,
    tickets: &dyn TicketIds,
) -> Result<Record, Failure> {
    if let Some((record, _)) = ledger.get(key).await? {
        return Ok(record);
    }
    let mut found = BTreeMap::new();
    for flow in flows {
        if let Some((record, _)) = ledger.get(&record_key(&flow.name, key)).await? {
            found.insert(record.pk.clone(), record);
        }
    }
    if found.is_empty() && is_ticket(key) {
        for flow in flows {
            found.extend(of_ticket(key, flow, ledger, tickets).await?);
        }
    }
    if found.len() > 1 {
        let keys = found.into_keys().collect::<Vec<_>>().join(", ");
        return Err(Failure::wrong(format!("{key} names several records: use one of {keys}")));
    }
    let none = || Failure::wrong(format!("no record is named {key}: `list --all` shows the keys"));
    found.into_values().next().ok_or_else(none)
}

async fn of_ticket(
    key: &str,
    flow: &FlowName,
    ledger: &dyn Ledger,
    tickets: &dyn TicketIds,
) -> Result<Vec<(String, Record)>, Failure> {
    let is_id = key.bytes().all(|byte| byte.is_ascii_digit());
    let id = if is_id { Some(key.to_owned()) } else { tickets.id_of(flow, key).await? };
    let Some(id) = id else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for pk in ledger.by_ticket(&flow.destination, &id).await? {
        let stored = ledger.get(&pk).await?;
        // What a ledger lists may be stale.
        let names_it = |record: &Record| record.ticket.as_ref().is_some_and(|ticket| ticket.id == id);
        found.extend(stored.filter(|(record, _)| names_it(record)).map(|(record, _)| (pk, record)));
    }
    Ok(found)
}

/// As trackers name tickets: `SEC-31`, or an id.
fn is_ticket(key: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let in_project = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let of_project = |project: &str| project.bytes().all(in_project) && !project.is_empty();
    is_number(key) || key.rsplit_once('-').is_some_and(|(project, number)| of_project(project) && is_number(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{finding, ledger, record};
    use serde_json::json;

    /// Knows `SEC-31` only.
    struct Ids;

    #[async_trait]
    impl TicketIds for Ids {
        async fn id_of(&self, flow: &FlowName, ticket: &str) -> Result<Option<String>, Failure> {
            assert_eq!(flow.destination, "SEC");
            Ok((ticket == "SEC-31").then(|| "70012".to_owned()))
        }
    }

    fn flow(name: &str) -> FlowName {
        FlowName { name: name.to_owned(), destination: "SEC".to_owned() }
    }

    #[tokio::test]
    async fn a_record_is_found_by_each_of_its_names() {
        let arn = "arn:aws:securityhub:us-east-1:123456789012:finding/1";
        let of_arn = record_key("findings", arn);
        let ticket = json!({"ticket": {"id": "70012", "key": "SEC-31"}, "pending": finding("orca-1", "a")});
        let ledger = ledger(&[
            record("alerts:orca-1", "linked", &ticket),
            record("alerts:orca-2", "deferred", &json!({})),
            record("findings:orca-2", "deferred", &json!({})),
            record(&of_arn, "closed", &json!({})),
            record("!dead:f-1", "dead_letter", &json!({})),
        ])
        .await;
        let flows = [flow("alerts"), flow("findings")];
        let pk = async |key: &str, flows: &[FlowName]| find(key, flows, &ledger, &Ids).await.map(|record| record.pk);
        for name in ["alerts:orca-1", "orca-1", "SEC-31", "70012"] {
            assert_eq!(pk(name, &flows).await.unwrap(), "alerts:orca-1", "{name}");
        }
        assert_eq!(pk(arn, &flows).await.unwrap(), of_arn);
        assert_eq!(pk("!dead:f-1", &flows).await.unwrap(), "!dead:f-1");
        assert_eq!(
            pk("orca-2", &flows).await.unwrap_err().lines(),
            ["orca-2 names several records: use one of alerts:orca-2, findings:orca-2"]
        );
        assert_eq!(pk("orca-2", &[flow("alerts")]).await.unwrap(), "alerts:orca-2");
        for none in ["orca-9", "SEC-32", "99", ""] {
            assert!(pk(none, &flows).await.unwrap_err().lines()[0].starts_with("no record is named"), "{none}");
        }
    }
}
