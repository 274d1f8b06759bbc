//! What is secret in a profile is on no screen: not on the import sheet, not in the view, not in the editor.

use super::*;

/// Stands in the place of every secret. By its looks it is a piece of a key.
const MARK: &str = "CANARYq7Zb9tKx2Lw8RvNc4YhJ6uDsE1pGfA0mTiOjXeWlQzB5kSgHrUyVnCdPoI3";

/// What people's files have, and what becomes of it by typing errors and other programs.
fn shapes() -> Vec<String> {
    let pem = |body: &str| format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----");
    let one_line = pem(MARK).replace('\n', " ");
    let block = |name: &str, content: &str| format!("<{name}>\n{content}\n</{name}>");
    let mut all = vec![
        block("auth-user-pass", &format!("alice\n{MARK}")),
        format!("<auth-user-pass> alice {MARK} </auth-user-pass>"),
        format!("<auth-user-pass>alice\n{MARK}</auth-user-pass>"),
        block("http-proxy-user-pass", &format!("alice\n{MARK}")),
        format!("auth-token {MARK}"),
        format!("auth-user-pass alice {MARK}"),
        format!("key {one_line}"),
        one_line.clone(),
        pem(MARK),
        format!("<key>{one_line}</key>"),
        format!("ca \"{one_line}\""),
        format!("setenv KEY {one_line}"),
        format!("setenv opt key {one_line}"),
        format!("ignore-unknown-option {one_line}"),
        format!("<key>\n{}\n", pem(MARK)),
        format!("{}\n</key>", pem(MARK)),
    ];
    for name in [
        "key",
        "KEY",
        "kye",
        "tls-auth",
        "tls-crypt",
        "tls-crypt-v2",
        "secret",
        "pkcs12",
        "connection",
        "cert",
        "my-own",
    ] {
        all.push(block(name, &pem(MARK)));
        all.push(block(name, &one_line));
        all.push(block(name, MARK));
    }
    all
}

/// The same shape after a mutation: indented, with another end of lines, twice, behind a comment, in upper case.
fn mutated(shape: &str) -> Vec<String> {
    vec![
        shape.to_owned(),
        shape.lines().map(|line| format!("  \t{line}\n")).collect(),
        shape.replace('\n', "\r\n"),
        format!("{shape}\n{shape}"),
        shape.lines().map(|line| format!("# {line}\n")).collect(),
        shape.replace('<', "< ").replace("</ ", "< /"),
    ]
}

#[tokio::test]
async fn a_secret_of_a_profile_is_on_no_screen() {
    let bench = Bench::start(FakeKeychain::default());
    let mut seen = 0;
    for shape in shapes() {
        for text in mutated(&shape) {
            let text = profile("vpn.example.com", &text);
            assert!(text.contains(&MARK[..20]), "the control: it is in the profile");
            let hidden = |what: &str, shown: &str| {
                assert!(!shown.contains(&MARK[..20]), "{what} shows the secret of\n{text}");
            };
            let sheet = bench.put_on("work", &text).await;
            hidden("the sheet", &serde_json::to_string(&sheet).unwrap());
            hidden("the sheet in a log", &format!("{sheet:?}"));
            let draft = sheet.drafts.last().unwrap();
            let done = bench.confirm(vec![choice(draft, Place::New)]).await.remove(0);
            hidden("what is told", &serde_json::to_string(&done).unwrap());
            let view = bench.view().await;
            hidden("the view", &serde_json::to_string(&view).unwrap());
            let Some(id) = done.profile else { continue };
            let open = bench.edit_open(&id).await.unwrap();
            // A comment is the user's own text, unless it is a key by its looks.
            if !text.contains("\n# <") || text.contains("-----BEGIN PRIVATE") {
                hidden("the editor", &serde_json::to_string(&open).unwrap());
            }
            bench.handle.ask(|reply| Message::Remove(vec![id], reply)).await.unwrap();
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} of them could be imported at all");
}
