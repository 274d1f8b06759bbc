use proptest::prelude::*;

use vpn_api::session::Transport;

use super::*;

const TEXT: &str = "# office\nclient\nremote a.example 1194 udp6 # first\n# between\nremote b.example\nproto udp\nroute 10.0.0.0 255.0.0.0\ndhcp-option DNS 10.0.0.1\ndhcp-option DOMAIN example.net\nauth-user-pass\n<ca>\nremote inside\n</ca>\n";

fn server(host: &str, port: u16, transport: Transport) -> Server {
    Server { host: host.into(), port, transport }
}

fn changed(text: &str, change: impl Fn(&mut Form)) -> Result<String, FormError> {
    let mut form = read(text);
    change(&mut form);
    write(text, &form)
}

#[test]
fn a_form_shows_what_the_text_says() {
    let form = read(TEXT);
    assert_eq!(form.servers, [server("a.example", 1194, Transport::Udp), server("b.example", 1194, Transport::Udp)]);
    assert_eq!((form.traffic, form.random_order, form.username.as_deref()), (Traffic::AsServerSays, false, None));
    assert_eq!(
        (form.routes, form.dns, form.search),
        (vec!["10.0.0.0/8".to_owned()], vec!["10.0.0.1".to_owned()], vec!["example.net".to_owned()])
    );
    assert_eq!(form.reconnect_seconds, None);
}

#[test]
fn only_the_changed_line_changes() {
    let text = changed(TEXT, |form| form.servers[0].port = 443).unwrap();
    assert_eq!(text, TEXT.replace("remote a.example 1194 udp6 # first", "remote a.example 443 udp6"));
    let text = changed(TEXT, |form| form.servers[1].transport = Transport::Tcp).unwrap();
    assert_eq!(text, TEXT.replace("remote b.example\n", "remote b.example 1194 tcp\n"));
    let text = changed(TEXT, |form| form.servers.swap(0, 1)).unwrap();
    assert!(text.contains("remote b.example\n# between\nremote a.example 1194 udp6 # first\n"), "{text}");
    let text = changed(TEXT, |form| drop(form.servers.remove(0))).unwrap();
    assert_eq!(text, TEXT.replace("remote a.example 1194 udp6 # first\n", ""));
    let text = changed(TEXT, |form| form.servers.push(server("2001:db8::1", 1, Transport::Tcp))).unwrap();
    assert!(text.contains("remote b.example\nremote 2001:db8::1 1 tcp\n"), "{text}");
}

#[test]
fn connection_blocks_keep_what_else_is_in_them() {
    let text = "client\r\n<connection>\r\nremote a 1 tcp\r\nmssfix 0\r\n</connection>\r\n<connection>\r\nremote b 2\r\n</connection>\r\n";
    let new = changed(text, |form| form.servers[0].host = "c".into()).unwrap();
    assert_eq!(new, text.replace("remote a 1 tcp", "remote c 1 tcp"));
    let new = changed(text, |form| form.servers.swap(0, 1)).unwrap();
    assert!(new.find("remote b 2").unwrap() < new.find("mssfix 0").unwrap(), "{new}");
    let new = changed(text, |form| form.servers.push(server("d", 9, Transport::Udp))).unwrap();
    assert!(new.ends_with("<connection>\r\nremote d 9 udp\r\n</connection>\r\n"), "{new}");
    let new = changed(text, |form| form.servers.truncate(1)).unwrap();
    assert!(!new.contains("remote b"));
}

#[test]
fn traffic_routes_dns_and_the_rest_are_written() {
    let text = changed(TEXT, |form| form.traffic = Traffic::Everything).unwrap();
    assert!(text.contains("auth-user-pass\nredirect-gateway def1\n<ca>"), "{text}");
    let only = changed(&text, |form| form.traffic = Traffic::OnlyRoutes).unwrap();
    assert_eq!(only, text.replace("redirect-gateway def1", "route-nopull"));
    assert_eq!(changed(&only, |form| form.traffic = Traffic::AsServerSays).unwrap(), TEXT);
    let text = changed(TEXT, |form| {
        form.routes = vec!["192.168.7.9/24".into(), "10.0.0.0/8".into(), "2001:db8::/32".into()];
        form.dns = vec!["1.1.1.1".into(), "fd00::1".into()];
        form.search.clear();
        form.random_order = true;
        form.reconnect_seconds = Some((2, 60));
        form.username = Some("me".into());
    })
    .unwrap();
    assert!(text.contains("route 192.168.7.0 255.255.255.0\nroute 10.0.0.0 255.0.0.0\nroute-ipv6 2001:db8::/32\n"));
    assert!(text.contains("dhcp-option DNS 1.1.1.1\ndhcp-option DNS6 fd00::1\n") && !text.contains("DOMAIN"));
    assert!(text.contains("<auth-user-pass>\nme\n</auth-user-pass>\n"), "{text}");
    assert!(text.contains("remote-random\n") && text.contains("connect-retry 2 60\n"));
    let back = changed(&text, |form| (form.username, form.reconnect_seconds, form.random_order) = (None, None, false));
    assert!(back.unwrap().contains("auth-user-pass\n"));
}

#[test]
fn a_numbered_server_keeps_its_number() {
    let text = "dns server 3 address 9.9.9.9 1.1.1.1\ndns server 1 address 8.8.8.8\ndhcp-option DNS 7.7.7.7\n";
    assert_eq!(read(text).dns, ["8.8.8.8"]);
    let new = changed(text, |form| form.dns = vec!["4.4.4.4".into()]).unwrap();
    assert_eq!(new, text.replace("1 address 8.8.8.8", "1 address 4.4.4.4"));
    assert_eq!(changed(text, |form| form.dns.clear()).unwrap(), "");
}

#[test]
fn what_has_no_place_in_a_profile_is_named() {
    let field = |change: fn(&mut Form)| changed(TEXT, change).unwrap_err().field;
    assert_eq!(field(|form| form.servers.clear()), Field::Servers);
    assert_eq!(field(|form| form.servers[0].host = "a b".into()), Field::Servers);
    assert_eq!(field(|form| form.servers[0].host = "x\nup /bin/sh".into()), Field::Servers);
    assert_eq!(field(|form| form.servers[0].port = 0), Field::Servers);
    assert_eq!(field(|form| form.routes = vec!["10.0.0.0/33".into()]), Field::Routes);
    assert_eq!(field(|form| form.dns = vec!["dns.example".into()]), Field::Dns);
    assert_eq!(field(|form| form.search = vec!["a b".into()]), Field::Search);
    assert_eq!(field(|form| form.username = Some("me\nup /bin/sh".into())), Field::Username);
    assert_eq!(field(|form| form.username = Some("</auth-user-pass>".into())), Field::Username);
    assert_eq!(field(|form| form.reconnect_seconds = Some((9, 3))), Field::ReconnectSeconds);
    assert_eq!(write("\"", &read(TEXT)).unwrap_err().field, Field::Text);
}

fn forms() -> impl Strategy<Value = Form> {
    let server = ("[a-z]{1,4}\\.example", 1u16.., any::<bool>())
        .prop_map(|(host, port, tcp)| server(&host, port, if tcp { Transport::Tcp } else { Transport::Udp }));
    let traffic = prop::sample::select(vec![Traffic::AsServerSays, Traffic::Everything, Traffic::OnlyRoutes]);
    let address = prop::sample::select(vec!["1.1.1.1", "9.9.9.9", "2001:db8::53"]).prop_map(str::to_owned);
    let route = prop::sample::select(vec!["10.0.0.0/8", "192.168.1.0/24", "2001:db8::/32"]).prop_map(str::to_owned);
    let lists = (prop::collection::btree_set(route, 0..3), prop::collection::btree_set(address, 0..3));
    (
        prop::collection::vec(server, 1..5),
        any::<bool>(),
        prop::option::of("[a-z]{1,8}"),
        traffic,
        lists,
        prop::option::of((1u32..100, 100u32..1000)),
    )
        .prop_map(|(servers, random_order, username, traffic, (routes, dns), reconnect_seconds)| Form {
            servers,
            random_order,
            username,
            traffic,
            routes: routes.into_iter().collect(),
            dns: dns.into_iter().collect(),
            search: vec!["example.org".into()],
            reconnect_seconds,
        })
}

proptest! {
    #[test]
    fn nothing_changed_is_nothing_written(text in "(\\PC|\n|\r\n|\u{feff}|remote a\n|route 1.2.3.4\n|<connection>\n|</connection>\n|auth-user-pass|dhcp-option DNS 1.1.1.1\n|connect-retry 5){0,40}") {
        prop_assert_eq!(write(&text, &read(&text)), Ok(text));
    }

    #[test]
    fn a_form_comes_back(first in forms(), second in forms()) {
        let text = write(TEXT, &first).unwrap();
        prop_assert_eq!(read(&text), first);
        let text = write(&text, &second).unwrap();
        prop_assert_eq!(read(&text), second);
        prop_assert!(text.contains("# between\n") && text.contains("# office\n") && text.contains("<ca>\nremote inside\n</ca>\n"));
    }
}
