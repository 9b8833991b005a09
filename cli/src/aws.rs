//! AWS as the environment says: region, credentials, and `AWS_ENDPOINT_URL` where another address stands in for it.

use aws_config::{Region, SdkConfig};
use tokio::sync::OnceCell;

/// Read once, and only by what needs it.
#[derive(Debug, Default)]
pub(crate) struct Aws(OnceCell<SdkConfig>);

impl Aws {
    pub(crate) async fn config(&self) -> &SdkConfig {
        self.0.get_or_init(async || aws_config::load_from_env().await).await
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
