//! Where Orca's API lives.

/// A region of Orca's cloud. A token is valid in its own region only.
///
/// Any other origin can be given to [`Client::builder`](crate::Client::builder) as text.
/// Official page: <https://docs.orcasecurity.io/docs/regions-and-ips>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// The United States: `api.orcasecurity.io`. The default region.
    Us,
    /// The host `app.us.orcasecurity.io`.
    UsApp,
    /// The host `api.us2.orcasecurity.io`. Known from one page only.
    Us2,
    /// Europe: `app.eu.orcasecurity.io`.
    Europe,
    /// Australia: `app.au.orcasecurity.io`.
    Australia,
    /// India: `app.in.orcasecurity.io`.
    India,
    /// Israel: `api.il.orcasecurity.io`. Known from one page only.
    Israel,
    /// South America, also called Brazil: `api.sa.orcasecurity.io`. Known from one page only.
    #[doc(alias = "Brazil")]
    SouthAmerica,
}

impl Region {
    /// Every region that is known.
    pub const ALL: &[Self] = &[
        Self::Us,
        Self::UsApp,
        Self::Us2,
        Self::Europe,
        Self::Australia,
        Self::India,
        Self::Israel,
        Self::SouthAmerica,
    ];

    /// The region's name in a configuration, such as `south-america`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::UsApp => "us-app",
            Self::Us2 => "us2",
            Self::Europe => "europe",
            Self::Australia => "australia",
            Self::India => "india",
            Self::Israel => "israel",
            Self::SouthAmerica => "south-america",
        }
    }

    /// The origin of the API.
    pub const fn origin(self) -> &'static str {
        match self {
            Self::Us => "https://api.orcasecurity.io",
            Self::UsApp => "https://app.us.orcasecurity.io",
            Self::Us2 => "https://api.us2.orcasecurity.io",
            Self::Europe => "https://app.eu.orcasecurity.io",
            Self::Australia => "https://app.au.orcasecurity.io",
            Self::India => "https://app.in.orcasecurity.io",
            Self::Israel => "https://api.il.orcasecurity.io",
            Self::SouthAmerica => "https://api.sa.orcasecurity.io",
        }
    }

    /// The origin of the web console, where it is known.
    pub const fn console(self) -> Option<&'static str> {
        match self {
            Self::Us => Some("https://app.orcasecurity.io"),
            Self::UsApp | Self::Us2 => None,
            Self::Europe | Self::Australia | Self::India => Some(self.origin()),
            Self::Israel => Some("https://app.il.orcasecurity.io"),
            Self::SouthAmerica => Some("https://app.sa.orcasecurity.io"),
        }
    }
}

impl From<Region> for String {
    /// The origin of the API: what [`Client::builder`](crate::Client::builder) takes.
    fn from(region: Region) -> Self {
        region.origin().to_owned()
    }
}

/// The text without the `/api` that people copy along: `https://host/api/` is `https://host`.
pub(crate) fn without_api(base_url: &str) -> &str {
    let trimmed = base_url.trim().trim_end_matches('/');
    match trimmed.strip_suffix("/api") {
        // `https://api` names a host.
        Some(origin) if !origin.ends_with('/') => origin,
        _ => trimmed,
    }
}
