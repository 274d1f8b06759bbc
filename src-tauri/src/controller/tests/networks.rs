//! A profile that is to be connected in some networks only.

use vpn_api::{NetworkRule, Waiting};

use super::*;
use crate::view::{NetworkChoice, NetworkProofView, NetworkRuleView};

fn rule(server: &str) -> NetworkRuleView {
    let proof = NetworkProofView { server: server.to_owned(), key: "a5".repeat(32) };
    NetworkRuleView { rule: NetworkChoice::NotOn, proof }
}

#[tokio::test]
async fn a_rule_is_kept_with_the_profile_and_told_to_the_helper() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("Work").await;
    let set = async |rule: Option<NetworkRuleView>| {
        bench.handle.ask(|reply| Message::SetNetwork(id.clone(), rule, reply)).await
    };
    assert!(set(Some(rule("office.example"))).await.is_err(), "no address");
    assert_eq!(bench.connects(&id).await.options.network, None);
    bench.helper_says(&id, examples::connecting());
    bench.helper_says(&id, ended());
    set(Some(rule("10.0.0.1:443"))).await.unwrap();
    assert_eq!(bench.view().await.profiles[0].network, Some(rule("10.0.0.1:443")));
    let told = bench.connects(&id).await.options.network.unwrap();
    assert_eq!((told.rule, told.proof.server.to_string()), (NetworkRule::NotOn, "10.0.0.1:443".to_owned()));

    let TunnelState::Connecting { phase, server, attempt, last_failure, .. } = examples::connecting() else { panic!() };
    let waiting = Some(Waiting::OtherNetwork(NetworkRule::NotOn));
    bench.helper_says(&id, TunnelState::Connecting { phase, server, attempt, last_failure, waiting });
    let shown = bench.until("off", |view| view.profiles[0].status.action == Action::Cancel).await;
    let status = &shown.profiles[0].status;
    assert_eq!((status.shape, status.label.as_str()), (Shape::Off, "Off in this network"));
    set(None).await.unwrap();
    assert_eq!(bench.view().await.profiles[0].network, None);
}
