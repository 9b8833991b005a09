//! Whether everything that the file names is there, and may be used. It only reads.

use crate::config::{Config, RoomConfig};
use crate::ids::Ids;
use crate::problem::Problems;
use crate::resolve::Survey;
use crate::secret::{SecretStore, Secrets};
use crate::table::shown_key;
use crate::team::{Clients, Outside, Team, Wiring, guard};
use futures_util::future::join3;
use orca_api::{Error, ErrorKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Config {
    /// All that keeps the flows from working, as far as reading shows it: secrets that cannot be had, services that refuse
    /// them, names that are not there. It writes nothing.
    ///
    /// One service that fails, or whose secret is missing, does not hide what the others say. The problems of the file
    /// itself are told by [`read`](Self::read). What reading cannot show: whether the API key may add and update issues,
    /// and whether the Orca token may close alerts.
    pub async fn check(&self, store: &dyn SecretStore, wiring: Wiring) -> Problems {
        let (secrets, mut problems) = Secrets::fetch(self.secrets(), store).await;
        let transport = match wiring.transport_of() {
            Ok(transport) => transport,
            Err(problem) => {
                problems.extend(problem);
                return problems;
            }
        };
        let mut unbuilt = Problems::new();
        let over = |_service| Arc::clone(&transport);
        let clients = Clients::build(self, &secrets, wiring.clock.as_ref(), over, &mut unbuilt);
        guard(self, &secrets, &mut unbuilt);
        // Why a secret is not there was told already.
        let told: BTreeSet<String> = problems.iter().map(|problem| problem.path.clone()).collect();
        problems.extend(unbuilt.into_iter().filter(|problem| !told.contains(&problem.path)));
        problems.extend(Box::pin(Outside::of(self, &clients).check()).await);
        problems
    }
}

impl Team {
    /// As [`Config::check`], with the clients that are there.
    pub async fn check(&self) -> Problems {
        Box::pin(self.outside().check()).await
    }
}

impl Outside<'_> {
    async fn check(&self) -> Problems {
        let (mut survey, orca, room) = join3(Box::pin(self.survey()), self.orca_answers(), self.room_of_id()).await;
        match room {
            Some(Ok(room)) => survey.may_write(&room),
            Some(Err(error)) => self.room_unseen(&error, &mut survey.problems),
            None => {}
        }
        let Survey { ids, mut problems, obstacles, .. } = survey;
        problems.extend(obstacles);
        problems.extend(orca);
        if let Some(kept) = &self.config.ids {
            problems.extend(stale(kept, &ids));
        }
        problems
    }

    fn room_unseen(&self, error: &Error, problems: &mut Problems) {
        let is_known = error.status() != Some(401) && matches!(error.kind(), ErrorKind::Auth | ErrorKind::NotFound);
        if is_known {
            let fix = "check the id, or add the account of the token to the room";
            problems.add("chatwork.room", format!("the token does not see this room: {error}"), fix);
        } else {
            self.unheard(error, problems);
        }
    }

    /// Whether Orca accepts the token.
    async fn orca_answers(&self) -> Problems {
        let mut problems = Problems::new();
        let (Some(client), Some(config)) = (self.orca, &self.config.orca) else { return problems };
        let Err(error) = client.whoami().await else { return problems };
        if error.kind() == ErrorKind::Auth {
            let fix = format!("make an API token in Orca, of this very region, and store it in {}", config.token);
            problems.add(&config.token.path, format!("Orca does not accept it: {error}"), fix);
        } else {
            let fix = "check the region or the origin, and the network, then try again";
            problems.add("orca", format!("Orca could not be asked: {error}"), fix);
        }
        problems
    }

    /// The room that the file names by its id.
    async fn room_of_id(&self) -> Option<chatwork_api::Result<chatwork_api::model::Room>> {
        match (self.chatwork, self.config.chatwork.as_ref().map(|chatwork| &chatwork.room)) {
            (Some(client), Some(RoomConfig::Id(id))) => Some(client.rooms().get(*id).await),
            _ => None,
        }
    }
}

/// Where the ids of the file are others than those that were found now.
fn stale(kept: &Ids, now: &Ids) -> Problems {
    let mut problems = Problems::new();
    if kept.space != now.space {
        problems.add("ids.space", "names another space than `backlog.space`", RUN_INIT);
        return problems;
    }
    for (key, project) in &now.projects {
        let path = format!("ids.projects.{}", shown_key(key));
        let Some(old) = kept.projects.get(key) else {
            problems.add(path, "is missing", RUN_INIT);
            continue;
        };
        if old.id != project.id {
            problems.add(format!("{path}.id"), format!("is {}, and {key} has {} now", old.id, project.id), RUN_INIT);
        }
        compare(&format!("{path}.issue_types"), &old.issue_types, &project.issue_types, &mut problems);
        compare(&format!("{path}.fields"), &old.fields, &project.fields, &mut problems);
        compare(&format!("{path}.statuses"), &old.statuses, &project.statuses, &mut problems);
    }
    compare("ids.resolutions", &kept.resolutions, &now.resolutions, &mut problems);
    compare("ids.rooms", &kept.rooms, &now.rooms, &mut problems);
    problems
}

pub(crate) const RUN_INIT: &str = "run `ticket-bridge init` again";

fn compare(path: &str, kept: &BTreeMap<String, u64>, now: &BTreeMap<String, u64>, problems: &mut Problems) {
    for (name, id) in now {
        let path = format!("{path}.{}", shown_key(name));
        match kept.get(name) {
            Some(old) if old == id => {}
            Some(old) => problems.add(path, format!("is {old}, and the name has the id {id} now"), RUN_INIT),
            None => problems.add(path, "is missing", RUN_INIT),
        }
    }
}
