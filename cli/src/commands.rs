//! One command per file.

pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod init;
pub(crate) mod list;
pub(crate) mod operate;
pub(crate) mod plan;
pub(crate) mod rounds;
pub(crate) mod show;
