//! The table `[ids]` of the configuration file. Everything else in the file stays as people wrote it.

use crate::failure::Failure;
use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;
use toml_edit::{DocumentMut, Item, Table};

/// The file's text with this table of ids, itself the text of a TOML table.
pub(crate) fn with_ids(text: &str, ids: &str) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = text.parse()?;
    if !document.contains_key("ids") {
        return Ok(appended(text, ids));
    }
    let new: DocumentMut = ids.parse()?;
    merge(document.as_table_mut(), new.as_table(), "ids");
    let merged = document.to_string();
    Ok(if text.contains("\r\n") { merged.replace("\r\n", "\n").replace('\n', "\r\n") } else { merged })
}

fn appended(text: &str, ids: &str) -> String {
    let gap = match text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let end = format!("{gap}{}\n", ids.trim());
    // As the file ends its lines.
    let end = if text.contains("\r\n") { end.replace('\n', "\r\n") } else { end };
    format!("{text}{end}")
}

/// Makes a member what it is elsewhere. What is the same keeps its form and its comments.
fn merge(into: &mut Table, from: &Table, name: &str) {
    let Some(new) = from.get(name) else {
        into.remove(name);
        return;
    };
    let own = into.entry(name).or_insert(Item::None);
    match (own.as_table_mut(), new.as_table()) {
        (Some(own), Some(new)) => {
            let names: Vec<String> = own.iter().chain(new.iter()).map(|(name, _)| name.to_owned()).collect();
            for name in &names {
                merge(own, new, name);
            }
        }
        _ => replace(own, new),
    }
}

fn replace(own: &mut Item, new: &Item) {
    match (own.as_value_mut(), new.as_value()) {
        (Some(own), Some(new)) if own.to_string().trim() != new.to_string().trim() => {
            let decor = own.decor().clone();
            *own = new.clone();
            *own.decor_mut() = decor;
        }
        (Some(_), Some(_)) => {}
        _ => {
            *own = new.clone();
            forget_position(own);
        }
    }
}

/// A table of another text stands where its neighbours stand.
fn forget_position(item: &mut Item) {
    let Some(table) = item.as_table_mut() else { return };
    table.set_position(None);
    table.iter_mut().for_each(|(_, item)| forget_position(item));
}

/// Puts a new text in the place of an old one, in one step: whoever reads the file reads the one or the other.
pub(crate) fn replace_file(path: &Path, old: &str, new: &str) -> Result<(), Failure> {
    let wrong = |error: std::io::Error| Failure::wrong(format!("{} cannot be written: {error}", path.display()));
    // The file itself, should this be a link to it.
    let file = std::fs::canonicalize(path).map_err(wrong)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut written = NamedTempFile::new_in(folder).map_err(wrong)?;
    written.write_all(new.as_bytes()).map_err(wrong)?;
    let before = std::fs::metadata(&file).map_err(wrong)?;
    written.as_file().set_permissions(before.permissions()).map_err(wrong)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Only root may give it to another user; else it is ours, as any file that an editor replaces.
        _ = fchown(written.as_file(), Some(before.uid()), Some(before.gid()));
    }
    written.as_file().sync_all().map_err(wrong)?;
    if std::fs::read_to_string(&file).map_err(wrong)? != old {
        return Err(Failure::wrong(format!("{} was changed meanwhile: run it again", path.display())));
    }
    written.persist(&file).map(drop).map_err(|error| wrong(error.error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "# 設定\n[backlog]   # the space\nspace = \"example.backlog.com\"\n\n[[flows]]\nname = 'alerts'\n# end\n";
    const IDS: &str = "[ids]\nroom = 7\n\n[ids.projects]\nSEC = 4200\n\n[ids.fields]\n\"SEC Alert-Id\" = 301\n";

    #[test]
    fn ids_come_to_the_end_and_nothing_else_moves() {
        assert_eq!(with_ids(FILE, IDS).unwrap(), format!("{FILE}\n{IDS}"));
        assert_eq!(with_ids(FILE.trim_end(), IDS).unwrap(), format!("{}\n\n{IDS}", FILE.trim_end()));
        let windows = FILE.replace('\n', "\r\n");
        assert_eq!(with_ids(&windows, IDS).unwrap(), format!("{FILE}\n{IDS}").replace('\n', "\r\n"));
    }

    #[test]
    fn ids_that_are_there_change_where_they_stand() {
        let file = "# top\n[ids] # ours\nroom = 6 # the old room\n\n[ids.projects]\nOLD = 1\n# kept\nSEC = 4200\n\n[[flows]]\nname = 'alerts' # last\n";
        let wanted = "# top\n[ids] # ours\nroom = 7 # the old room\n\n[ids.projects]\n# kept\nSEC = 4200\n\n[ids.fields]\n\"SEC Alert-Id\" = 301\n\n[[flows]]\nname = 'alerts' # last\n";
        let changed = with_ids(file, IDS).unwrap();
        assert_eq!(changed, wanted);
        assert_eq!(with_ids(&changed, IDS).unwrap(), changed);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_replaced_as_it_was_and_not_when_it_changed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("real.toml"), folder.path().join("link.toml"));
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        replace_file(&link, "old", "new").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(link.is_symlink());
        assert!(replace_file(&link, "old", "newer").is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
