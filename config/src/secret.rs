//! Where secrets are, and how they are fetched. The file holds none.

use crate::problem::{Problem, Problems};
use crate::table::Table;
use async_trait::async_trait;
use futures_util::future::join_all;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use std::fmt;

/// A secret that the file refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecretRef {
    /// The place in the file, such as `backlog.api_key`.
    pub path: String,
    /// Where the secret is.
    pub place: SecretPlace,
    /// The member of a JSON object that it is. `None`: the whole text.
    pub member: Option<String>,
}

/// Where a secret is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SecretPlace {
    /// `env:NAME`: a variable of the environment.
    Env(String),
    /// `secretsmanager:NAME-OR-ARN`: a secret of AWS Secrets Manager.
    SecretsManager(String),
}

/// Fetches secrets. This crate reads no environment and calls no cloud: whoever runs it says how.
#[async_trait]
pub trait SecretStore: Send + Sync {
    /// The whole secret. If the file names a member of it, this crate picks it.
    ///
    /// # Errors
    /// What is wrong, in words for a person, without any secret.
    async fn get(&self, place: &SecretPlace) -> Result<SecretString, String>;
}

/// A store that asks a closure: for the environment, and for tests.
///
/// # Examples
/// ```no_run
/// # async fn example(config: ticket_bridge_config::Config) -> Result<(), ticket_bridge_config::Problems> {
/// use ticket_bridge_config::{SecretPlace, SecretsFn};
///
/// let secrets = config.fetch_secrets(&SecretsFn(|place: &SecretPlace| match place {
///     SecretPlace::Env(name) => std::env::var(name).map(Into::into).map_err(|_unset| format!("{name} is not set")),
///     _ => Err("only variables of the environment are read here".to_owned()),
/// }));
/// let team = config.connect(&secrets.await?)?;
/// # drop(team);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a closure, and nothing else")]
pub struct SecretsFn<F>(pub F);

/// The secrets of one file, by their places in it.
#[derive(Clone, Debug, Default)]
pub struct Secrets(BTreeMap<String, SecretString>);

#[async_trait]
impl<F: Fn(&SecretPlace) -> Result<SecretString, String> + Send + Sync> SecretStore for SecretsFn<F> {
    async fn get(&self, place: &SecretPlace) -> Result<SecretString, String> {
        (self.0)(place)
    }
}

impl<F> fmt::Debug for SecretsFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretsFn")
    }
}

impl SecretRef {
    /// Reads a reference. What is none may be the secret itself, so it is never quoted.
    pub(crate) fn read(table: &Table<'_>, key: &str, variable: &str, problems: &mut Problems) -> Option<Self> {
        let text = table.required_text(key, &format!("\"env:{variable}\""), problems)?;
        let read = Self::parse(table.at(key), &text);
        if read.is_none() {
            let fix = format!(
                "write \"env:{variable}\", \"secretsmanager:NAME-OR-ARN\" or \"secretsmanager:NAME-OR-ARN#member-of-its-json\"; \
                 if it was the secret itself, replace that secret"
            );
            problems.add(table.at(key), "must say where the secret is, and must not be the secret", fix);
        }
        read
    }

    fn parse(path: String, text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        match scheme {
            "env" => {
                let place = SecretPlace::Env(rest.to_owned());
                is_variable(rest).then_some(Self { path, place, member: None })
            }
            "secretsmanager" => {
                let (id, member) = rest.split_once('#').map_or((rest, None), |(id, member)| (id, Some(member)));
                let is_good = is_secret_id(id) && member.is_none_or(|member| !member.trim().is_empty());
                let place = SecretPlace::SecretsManager(id.to_owned());
                is_good.then(|| Self { path, place, member: member.map(str::to_owned) })
            }
            _ => None,
        }
    }

    /// The secret itself, of the whole text that a store gave.
    fn pick(&self, whole: &SecretString) -> Result<SecretString, Problem> {
        let problem = |what: &str, fix: &str| Problem::new(&self.path, format!("{self} {what}"), fix);
        let secret = match &self.member {
            None => whole.clone(),
            Some(member) => {
                let object: Option<BTreeMap<String, serde_json::Value>> =
                    serde_json::from_str(whole.expose_secret()).ok();
                let object = object.ok_or_else(|| problem("is no JSON object", "store one, or leave out `#...`"))?;
                let text = object.get(member).and_then(serde_json::Value::as_str);
                text.map(SecretString::from)
                    .ok_or_else(|| problem("is not there, or is no text", "store it as a text under this name"))?
            }
        };
        let text = secret.expose_secret();
        if text.trim().is_empty() {
            return Err(problem("is empty", "store the secret there"));
        }
        if text.trim() != text {
            return Err(problem("begins or ends with a blank or a line break", "store it without"));
        }
        Ok(secret)
    }
}

impl fmt::Display for SecretRef {
    /// As the file writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place)?;
        self.member.as_ref().map_or(Ok(()), |member| write!(f, "#{member}"))
    }
}

impl fmt::Display for SecretPlace {
    /// As the file writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "env:{name}"),
            Self::SecretsManager(id) => write!(f, "secretsmanager:{id}"),
        }
    }
}

impl Secrets {
    /// Fetches each place once, all at the same time: what could be had, and why the rest could not.
    pub(crate) async fn fetch<'a>(
        references: impl Iterator<Item = &'a SecretRef>,
        store: &dyn SecretStore,
    ) -> (Self, Problems) {
        let references: Vec<&SecretRef> = references.collect();
        let mut places: Vec<&SecretPlace> = references.iter().map(|reference| &reference.place).collect();
        places.sort_unstable();
        places.dedup();
        let fetched = join_all(places.iter().map(|place| store.get(place))).await;
        let fetched: BTreeMap<&SecretPlace, _> = places.into_iter().zip(fetched).collect();
        let (mut secrets, mut problems) = (Self::default(), Problems::new());
        for reference in references {
            match fetched.get(&reference.place) {
                Some(Ok(whole)) => match reference.pick(whole) {
                    Ok(secret) => drop(secrets.0.insert(reference.path.clone(), secret)),
                    Err(problem) => problems.push(problem),
                },
                Some(Err(why)) => {
                    let what = format!("{reference} cannot be read: {why}");
                    problems.add(&reference.path, what, "see that it is there, and that this program may read it");
                }
                None => {}
            }
        }
        (secrets, problems)
    }

    pub(crate) fn of(&self, reference: &SecretRef, problems: &mut Problems) -> Option<SecretString> {
        let secret = self.0.get(&reference.path).cloned();
        if secret.is_none() {
            problems.add(&reference.path, "was not fetched", "fetch the secrets of this very file");
        }
        secret
    }
}

fn is_variable(name: &str) -> bool {
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty() && name.bytes().all(in_name) && !name.starts_with(|sign: char| sign.is_ascii_digit())
}

/// A name or an ARN, as Secrets Manager allows them.
fn is_secret_id(id: &str) -> bool {
    let in_id = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+=.@!:-".contains(&byte);
    (1..=2048).contains(&id.len()) && id.bytes().all(in_id)
}
