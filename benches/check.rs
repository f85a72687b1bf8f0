//! Verdicts on many manifests, beside the floor of such work: parsing the same texts with serde_yaml.
//!
//! Figures are to be compared within one run; `goals` are in CPU time of one thread, texts already in memory.

use divan::{Bencher, black_box};
use kijabi::kube::{self, Version};

fn main() {
    divan::main();
}

/// How many manifests a round checks.
const MANIFESTS: usize = 200;

#[divan::bench]
fn kijabi_check(bencher: Bencher<'_, '_>) {
    let texts = manifests();
    bencher.counter(divan::counter::ItemsCount::new(MANIFESTS)).bench_local(|| {
        for text in &texts {
            black_box(kube::check(black_box(text), Version::default()));
        }
    });
}

#[divan::bench]
fn floor_serde_yaml(bencher: Bencher<'_, '_>) {
    let texts = manifests();
    bencher.counter(divan::counter::ItemsCount::new(MANIFESTS)).bench_local(|| {
        for text in &texts {
            for document in serde_yaml::Deserializer::from_str(black_box(text)) {
                let _ = black_box(<serde_yaml::Value as serde::Deserialize>::deserialize(document));
            }
        }
    });
}

#[divan::bench(args = [30, 1_000, 10_000])]
fn parse_lines(bencher: Bencher<'_, '_>, lines: usize) {
    let text = long(lines);
    bencher
        .counter(divan::counter::BytesCount::new(text.len()))
        .bench_local(|| black_box(kijabi::yaml::parse(black_box(&text))));
}

#[divan::bench(args = [30, 1_000, 10_000])]
fn check_lines(bencher: Bencher<'_, '_>, lines: usize) {
    let text = long(lines);
    bencher.bench_local(|| black_box(kube::check(black_box(&text), Version::default())));
}

/// Services of some twenty lines, three in ten of them broken in one of six ways.
fn manifests() -> Vec<String> {
    (0..MANIFESTS)
        .map(|n| {
            let text = service(n);
            match n % 20 {
                0 => text.replacen("      port:", "\tport:", 1),
                3 => text.replacen("targetPort", "targetport", 1),
                7 => text.replacen("port: 80", "port: \"80\"", 1),
                11 => text.replacen(&format!("nodePort: {}", 30000 + n), "nodePort: 8080", 1),
                13 => text.replacen("type: NodePort", "type: Nodeport", 1),
                17 => text.replacen("name: web-", "name: Web_", 1),
                _ => text,
            }
        })
        .collect()
}

fn service(n: usize) -> String {
    format!(
        "# 제출물 {n}: 서비스를 노출하세요\napiVersion: v1\nkind: Service\nmetadata:\n  name: web-{n}\n  namespace: shop\n  \
         labels:\n    app: web\n    tier: front\nspec:\n  type: NodePort\n  selector:\n    app: web\n    tier: front\n  \
         sessionAffinity: ClientIP\n  ports:\n    - name: http\n      protocol: TCP\n      port: 80\n      \
         targetPort: 8080\n      nodePort: {}\n",
        30000 + n
    )
}

/// A stream of Services of that many lines.
fn long(lines: usize) -> String {
    let mut text = String::new();
    let mut done = 0;
    for n in 0.. {
        if done >= lines {
            break;
        }
        let one = service(n % 2_700);
        done += one.lines().count() + 1;
        text.push_str(&one);
        text.push_str("---\n");
    }
    text
}
