//! AWS as the environment says: region, credentials, and `AWS_ENDPOINT_URL` where another address stands in for it.

use aws_config::timeout::TimeoutConfig;
use aws_config::{Region, SdkConfig};
use std::time::Duration;
use tokio::sync::OnceCell;

/// An endpoint that accepts and stays silent is given up: for one attempt, and with all repetitions.
const ATTEMPT: Duration = Duration::from_secs(5);
const OPERATION: Duration = Duration::from_secs(20);

/// Read once, and only by what needs it.
#[derive(Debug, Default)]
pub(crate) struct Aws(OnceCell<SdkConfig>);

impl Aws {
    pub(crate) async fn config(&self) -> &SdkConfig {
        let times = TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).operation_timeout(OPERATION).build();
        self.0.get_or_init(async || aws_config::from_env().timeout_config(times).load().await).await
    }

    /// The same, in another region.
    pub(crate) async fn in_region(&self, region: Option<&str>) -> SdkConfig {
        let config = self.config().await.clone();
        match region {
            Some(region) => config.into_builder().region(Region::new(region.to_owned())).build(),
            None => config,
        }
    }
}
