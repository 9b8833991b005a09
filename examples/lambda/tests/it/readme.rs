//! The front page shows a function whole: the one that is built.

#[test]
fn the_front_page_shows_the_function_as_it_is() {
    let function = include_str!("../../src/bin/orca-to-backlog.rs");
    let (_, shown) = function.split_once("\n\n#[tokio::main").expect("a main function");
    for page in [include_str!("../../../../README.md"), include_str!("../../../../README.ja.md")] {
        assert!(page.contains(&format!("```rs\n#[tokio::main{shown}```")));
    }
}
