//! Cuts an option into words, as the configuration file's lexer does (docs/protocol/openvpn.md §18.1).

/// Words of one option. `None`: a quote does not end, or there are more than 16 words' worth of nonsense in it.
pub(super) fn words(option: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut chars = option.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_ascii_whitespace()).is_some() {}
        let mut word = String::new();
        match chars.peek() {
            None | Some('#' | ';') => return Some(words),
            Some('\'') => {
                chars.next();
                loop {
                    match chars.next()? {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            Some('"') => {
                chars.next();
                loop {
                    match chars.next()? {
                        '"' => break,
                        '\\' => word.push(chars.next()?),
                        c => word.push(c),
                    }
                }
            }
            Some(_) => {
                while let Some(c) = chars.next_if(|c| !c.is_ascii_whitespace()) {
                    word.push(if c == '\\' { chars.next()? } else { c });
                }
            }
        }
        words.push(word);
        if words.len() > 64 {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes() {
        let cut = |text| words(text).map(|words| words.join("|"));
        assert_eq!(cut("route 10.0.0.0  255.0.0.0").as_deref(), Some("route|10.0.0.0|255.0.0.0"));
        assert_eq!(cut(r#"echo "a b" 'c\d' e\ f"#).as_deref(), Some(r"echo|a b|c\d|e f"));
        assert_eq!(cut("ping 1 # often").as_deref(), Some("ping|1"));
        assert_eq!(cut(r#"echo "a"#), None);
        assert_eq!(cut(r"echo a\"), None);
        assert_eq!(cut("  ").as_deref(), Some(""));
    }
}
