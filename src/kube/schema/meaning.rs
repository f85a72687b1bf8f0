//! What each value of a field of few values means, in one Korean sentence: the fields that a Service's manifest is about.
//!
//! Must not know: where a value stands, what is offered.

/// Field, value, what choosing it means.
const MEANINGS: &[(&str, &str, &str)] = &[
    ("type", "ClusterIP", "클러스터 안에서만 닿는 주소 하나를 받습니다. 적지 않으면 이것입니다."),
    ("type", "NodePort", "ClusterIP에 더해, 모든 노드에 같은 번호의 포트를 바깥으로 엽니다."),
    ("type", "LoadBalancer", "NodePort에 더해, 클라우드의 로드밸런서와 바깥 주소를 받습니다."),
    ("type", "ExternalName", "주소도 파드도 없이, 이름을 바깥의 다른 이름으로 바꾸어 줍니다."),
    ("protocol", "TCP", "연결을 맺고 주고받습니다. HTTP가 이것을 씁니다. 적지 않으면 이것입니다."),
    ("protocol", "UDP", "연결 없이 보냅니다. DNS 같은 것이 씁니다."),
    ("protocol", "SCTP", "통신 장비가 쓰는 프로토콜입니다. 네트워크 플러그인이 지원해야 합니다."),
    ("sessionAffinity", "None", "연결마다 아무 파드로나 갑니다. 적지 않으면 이것입니다."),
    ("sessionAffinity", "ClientIP", "같은 주소에서 온 연결은 한동안 같은 파드로 갑니다."),
    ("externalTrafficPolicy", "Cluster", "어느 노드로 들어와도 모든 파드에 나누어 갑니다. 적지 않으면 이것입니다."),
    ("externalTrafficPolicy", "Local", "들어온 노드에 있는 파드로만 가고, 보낸 쪽의 주소가 그대로 남습니다."),
    ("internalTrafficPolicy", "Cluster", "클러스터 안의 요청이 모든 파드에 나누어 갑니다. 적지 않으면 이것입니다."),
    ("internalTrafficPolicy", "Local", "보내는 쪽과 같은 노드에 있는 파드로만 갑니다."),
    ("ipFamilyPolicy", "SingleStack", "주소를 한 종류(IPv4나 IPv6)만 받습니다."),
    ("ipFamilyPolicy", "PreferDualStack", "클러스터가 할 수 있으면 두 종류를 다 받습니다."),
    ("ipFamilyPolicy", "RequireDualStack", "두 종류를 다 받지 못하면 거절당합니다."),
    ("trafficDistribution", "PreferSameZone", "보내는 쪽과 같은 영역(zone)의 파드를 먼저 고릅니다."),
    ("trafficDistribution", "PreferSameNode", "보내는 쪽과 같은 노드의 파드를 먼저 고릅니다."),
    ("trafficDistribution", "PreferClose", "PreferSameZone과 같은 뜻의 옛 이름입니다."),
    ("ipFamilies", "IPv4", "10.96.0.10처럼 적는 주소입니다."),
    ("ipFamilies", "IPv6", "fd00::10처럼 적는 주소입니다."),
];

/// What a value of the field called `field` means; `None` where the field's own sentence says all there is.
#[must_use]
pub fn meaning(field: &str, value: &str) -> Option<&'static str> {
    MEANINGS.iter().find(|(of, it, _)| *of == field && *it == value).map(|(_, _, says)| *says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::schema::{Step, children, describe, values};

    #[test]
    fn every_value_of_a_service_is_told_apart() {
        let key = |name: &str| Step::Key(name.to_owned());
        let ports = vec![key("spec"), key("ports"), Step::Index(0)];
        for path in [vec![key("spec")], ports] {
            for field in children("Service", &path).iter().filter(|field| field.values.len() > 1) {
                let mut said: Vec<_> = field.values.iter().map(|value| meaning(field.name, value)).collect();
                assert!(said.iter().all(Option::is_some), "{}: {said:?}", field.name);
                said.sort_unstable();
                said.dedup();
                assert_eq!(said.len(), field.values.len(), "{}", field.name);
            }
        }
        for (name, value, _) in MEANINGS {
            let spec = describe("Service", &[key("spec"), key(name)]);
            let field = spec.or_else(|| describe("Service", &[key("spec"), key("ports"), Step::Index(0), key(name)]));
            let known = field.map(|field| if field.values.is_empty() { vec![*value] } else { values(field) });
            assert!(known.is_some_and(|known| known.contains(value)), "{name}: {value}");
        }
    }
}
