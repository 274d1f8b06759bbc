use std::collections::HashMap;

use super::*;

fn details(text: &str) -> Details {
    Details::read(text.as_bytes()).unwrap()
}

fn wanted(hints: &[&str]) -> Wanted {
    let hints = hints.iter().map(|hint| (*hint).to_owned()).collect();
    Wanted { name: "Work".to_owned(), hints, interactive: true, again: false }
}

/// Groups by their names, and their entries.
fn asked(wanted: &Wanted, details: &Details) -> Vec<(String, HashMap<String, String>)> {
    let mut groups: Vec<(String, HashMap<String, String>)> = Vec::new();
    for line in
        ask(wanted, details, |id| if id == "agent-title" { format!("To {}", wanted.name) } else { id.to_owned() })
            .lines()
    {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            groups.push((name.to_owned(), HashMap::new()));
        } else if let Some((key, value)) = line.split_once('=') {
            groups.last_mut().unwrap().1.insert(key.to_owned(), value.to_owned());
        }
    }
    groups
}

#[test]
fn what_is_hinted_is_asked_and_the_question_is_told() {
    let hints = ["password", "response", "x-vpn-message:Type the code\nfrom your phone"];
    let groups = asked(&wanted(&hints), &details("DATA_KEY=id\nDATA_VAL=work\n\nDONE\n"));
    let names: Vec<&str> = groups.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["VPN Plugin UI", "password", "response"]);
    assert_eq!(groups[0].1["Version"], "2");
    assert_eq!(groups[0].1["Title"], "To Work");
    assert_eq!(groups[0].1["Description"], "Type the code\\nfrom your phone");
    for (name, entries) in &groups[1..] {
        assert_eq!((entries["IsSecret"].as_str(), entries["ShouldAsk"].as_str()), ("true", "true"), "{name}");
        assert_eq!(entries["Label"], format!("agent-{name}"));
    }
}

#[test]
fn without_anybody_to_ask_what_is_kept_is_given_and_nothing_asked() {
    let kept = details(
        "SECRET_KEY=password\nSECRET_VAL= s=e\\same\n=two\n\nDATA_KEY=username\nDATA_VAL=alice\n\nDONE\nQUIT\n",
    );
    let groups = asked(&Wanted { interactive: false, ..wanted(&[]) }, &kept);
    let names: Vec<&str> = groups.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["VPN Plugin UI", "username", "password"]);
    assert_eq!(groups[2].1["Value"], "\\ss=e\\\\same\\ntwo");
    assert!(groups[1..].iter().all(|(_, entries)| entries["ShouldAsk"] == "false"));
    assert_eq!(groups[1].1["IsSecret"], "false");
    assert_eq!(asked(&Wanted { interactive: false, ..wanted(&[]) }, &details("DONE\n")).len(), 1);
}

#[test]
fn what_was_wrong_is_asked_again() {
    let kept = details("SECRET_KEY=password\nSECRET_VAL=old\nDONE\n");
    let groups = asked(&Wanted { again: true, ..wanted(&[]) }, &kept);
    assert_eq!(groups[1].0, "password");
    assert_eq!(groups[1].1["ShouldAsk"], "true");
    let groups = asked(&wanted(&["password"]), &kept);
    assert_eq!((groups[1].1["ShouldAsk"].as_str(), groups[1].1["Value"].as_str()), ("true", "old"));
}

#[test]
fn nothing_that_an_agent_writes_ends_badly_or_adds_a_group() {
    for text in
        ["", "=\n", "DATA_VAL=\n", "SECRET_VAL=x\n=y\n", "DATA_KEY\nDATA_VAL\n", "DONE", "[password]\nValue=x\n"]
    {
        assert_eq!(asked(&Wanted { interactive: false, ..wanted(&[]) }, &details(text)).len(), 1, "{text:?}");
    }
    let hostile = Wanted { name: "a\n[password]\u{7}".to_owned(), ..wanted(&["x-vpn-message:b\n[password]\nValue=1"]) };
    assert_eq!(asked(&hostile, &details("DONE\n")).len(), 1);
}
