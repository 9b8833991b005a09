//! What the READMEs say.

use ticket_bridge_config::Config;

fn readme(name: &str) -> String {
    std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn the_example_parses() {
    crate::support::parsed(Config::EXAMPLE);
}

/// Each key that is commented out in the example is one, too.
#[test]
fn what_the_example_leaves_out_is_right_too() {
    let instead = [
        ("region = \"us\" ", "origin"),
        ("path_secret", "header"),
        ("table = \"ticket-bridge\"", "file"),
        ("table = \"ticket-bridge\"", "memory"),
    ];
    let mut tried = 0;
    for line in Config::EXAMPLE.lines() {
        let Some(plain) = line.strip_prefix("# ").filter(|plain| plain.split_once(" = ").is_some()) else { continue };
        let key = plain.split(" = ").next().unwrap();
        let mut file = Config::EXAMPLE.replace(line, plain);
        for (other, _) in instead.iter().filter(|(_, instead)| *instead == key) {
            let other = file.lines().find(|line| line.starts_with(other)).unwrap().to_owned();
            file = file.replace(&other, "");
        }
        crate::support::parsed(&file);
        tried += 1;
    }
    assert_eq!(tried, 10);
}

/// The file without its comments; keys that are commented out stay.
fn without_comments(file: &str) -> Vec<&str> {
    let lines = file.lines().map(|line| line.split_once("  #").map_or(line, |(line, _)| line));
    lines.map(str::trim_end).filter(|line| !line.starts_with("# ") || line.contains(" = ")).collect()
}

/// Each file that a README shows is right, and the largest is the whole one; its comments are in the README's language.
#[test]
fn both_readmes_show_the_whole_file() {
    for name in ["README.md", "README.ja.md"] {
        let text = readme(name);
        let files = text.split("```toml\n").skip(1).filter_map(|part| part.split("```").next());
        let files: Vec<&str> = files.filter(|file| !file.contains("[dependencies]")).collect();
        assert_eq!(files.len(), 2, "{name}");
        for file in &files {
            crate::support::parsed(file);
        }
        assert_eq!(without_comments(files[1]), without_comments(Config::EXAMPLE), "{name}");
    }
    assert!(readme("README.md").contains(Config::EXAMPLE));
}
