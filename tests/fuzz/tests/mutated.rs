//! Certificates and lists of revoked certificates with a few bytes changed, by chance and always the same.

/// Inputs per target.
const ROUNDS: usize = 400;

#[test]
fn changed_certificates_and_lists_are_not_believed() {
    let mut random = sim::Pseudo::new(1);
    let mut below = move |limit: usize| random.draw() as usize % limit;
    for name in ["server_certificate", "revocation_list"] {
        let target = fuzz::target(name).unwrap();
        let seeds = (target.seeds)();
        for _ in 0..ROUNDS {
            let mut input = seeds[below(seeds.len())].clone();
            for _ in 0..=below(3) {
                let at = below(input.len());
                match below(4) {
                    0 => input[at] ^= 1 << below(8),
                    1 => input[at] = below(256) as u8,
                    2 => {
                        input.remove(at);
                    }
                    _ => input.insert(at, below(256) as u8),
                }
            }
            (target.run)(&input);
        }
    }
}

#[test]
fn whatever_an_engine_asks_for_stays_within_what_is_wanted() {
    let target = fuzz::target("broker").unwrap();
    let mut random = sim::Pseudo::new(13);
    let mut below = move |limit: usize| random.draw() as usize % limit;
    let rounds = std::env::var("ADIT_FUZZ_ROUNDS").ok().map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    for _ in 0..rounds {
        let lines =
            (0..1 + below(40)).map(|_| (0..48).map(|_| below(256) as u8).filter(|byte| *byte != b'\n').collect());
        (target.run)(&lines.collect::<Vec<Vec<u8>>>().join(&b'\n'));
        let seeds = (target.seeds)();
        let mut input = seeds[below(seeds.len())].clone();
        for _ in 0..=below(3) {
            let at = below(input.len());
            input[at] = b"0123456789\",:{}"[below(15)];
        }
        (target.run)(&input);
    }
}
