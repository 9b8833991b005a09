//! Reads the text format of Prometheus, strictly.

use std::collections::BTreeMap;

/// Each sample by its name and labels, as they are written.
pub(crate) fn parse(text: &str) -> BTreeMap<String, String> {
    let (mut samples, mut types) = (BTreeMap::new(), BTreeMap::new());
    assert!(text.ends_with('\n'), "the last line ends");
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            let mut words = comment.splitn(3, ' ');
            let (kind, name, rest) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
            assert!(is_name(name), "{line}");
            match kind {
                "HELP" => {}
                "TYPE" => {
                    assert!(["counter", "gauge", "histogram"].contains(&rest), "{line}");
                    assert!(types.insert(name.to_owned(), rest.to_owned()).is_none(), "typed twice: {line}");
                }
                _ => panic!("no comment of the format: {line}"),
            }
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) = series.split_once('{').map_or((series, None), |(name, labels)| (name, Some(labels)));
        assert!(is_name(name), "{line}");
        let base = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        assert!(types.contains_key(name) || types.get(base).is_some_and(|kind| kind == "histogram"), "no type: {line}");
        for label in labels.map(|labels| labels.strip_suffix('}').unwrap().split(',')).into_iter().flatten() {
            let (name, value) = label.split_once("=\"").unwrap();
            let value = value.strip_suffix('"').unwrap();
            assert!(is_name(name) && !value.contains(['"', '\\']), "{line}");
        }
        assert!(value.parse::<f64>().is_ok(), "{line}");
        assert!(samples.insert(series.to_owned(), value.to_owned()).is_none(), "twice: {line}");
    }
    samples
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
