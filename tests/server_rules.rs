//! Verdicts derived by hand from the sources of Kubernetes 1.34, branch by branch, where the recorded corpus has few or none.
//! Every group names the function it was derived from; what is expected is everything the server says, in its order, each as
//! `field: message`.

#[path = "support/verdict.rs"]
mod verdict;

use kijabi::diagnostic::Stage;
use kijabi::kube::{self, Version};
use verdict::{answer, holds, object};

/// A Service with this spec.
fn service(spec: &str) -> String {
    object("Service", spec)
}

/// A Service with this metadata and one port.
fn with_metadata(metadata: &str) -> String {
    let lines: String = metadata.lines().flat_map(|line| ["  ", line, "\n"]).collect();
    format!(
        "apiVersion: v1\nkind: Service\nmetadata:\n{lines}spec:\n  selector: {{app: web}}\n  ports: [{{port: 80}}]\n"
    )
}

const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const NAME_PART: &str = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/// `validateServicePort`, and the checks of duplicates behind it.
#[test]
fn ports_of_a_service() {
    let bad_name = format!("spec.ports[0].name: Invalid value: \"Web_1\": {LABEL}");
    let bad_app = format!("spec.ports[0].appProtocol: Invalid value: \"-x\": {NAME_PART}");
    let empty_app = format!("spec.ports[0].appProtocol: Invalid value: \"\": {NAME_PART}");
    holds(
        &[
            ("no ports", "selector: {app: web}", &["spec.ports: Required value"]),
            ("no ports, headless", "clusterIP: None", &[]),
            ("an empty list", "ports: []", &["spec.ports: Required value"]),
            (
                "a negative port",
                "ports: [{port: -1}]",
                &[
                    "spec.ports[0].port: Invalid value: -1: must be between 1 and 65535, inclusive",
                    "spec.ports[0].targetPort: Invalid value: -1: must be between 1 and 65535, inclusive",
                ],
            ),
            ("the largest port", "ports: [{port: 65535, targetPort: 1}]", &[]),
            (
                "everything wrong at once, in order",
                "ports: [{name: Web_1, port: 70000, protocol: tcp, targetPort: -5, appProtocol: -x}]",
                &[
                    &bad_name,
                    "spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive",
                    "spec.ports[0].protocol: Unsupported value: \"tcp\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
                    "spec.ports[0].targetPort: Invalid value: -5: must be between 1 and 65535, inclusive",
                    &bad_app,
                ],
            ),
            (
                "an empty appProtocol",
                "ports: [{port: 80, appProtocol: \"\"}]",
                &["spec.ports[0].appProtocol: Invalid value: \"\": name part must be non-empty", &empty_app],
            ),
            ("appProtocol with a prefix", "ports: [{port: 80, appProtocol: kubernetes.io/h2c}]", &[]),
            (
                "names missing",
                "ports: [{port: 80}, {port: 81, name: b}, {port: 82}]",
                &["spec.ports[0].name: Required value", "spec.ports[2].name: Required value"],
            ),
            (
                "one name twice",
                "ports: [{port: 80, name: a}, {port: 81, name: a}]",
                &["spec.ports[1].name: Duplicate value: \"a\""],
            ),
            (
                "an invalid name twice",
                "ports: [{port: 80, name: a.b}, {port: 81, name: a.b}]",
                &[
                    "spec.ports[0].name: Invalid value: \"a.b\": must not contain dots",
                    "spec.ports[1].name: Invalid value: \"a.b\": must not contain dots",
                    "spec.ports[1].name: Duplicate value: \"a.b\"",
                ],
            ),
            (
                "one port twice",
                "ports: [{port: 80, name: a}, {port: 80, name: b}]",
                &[
                    "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,\"Port\":80,\"TargetPort\":0,\"NodePort\":0}",
                ],
            ),
            ("one number, two protocols", "ports: [{port: 53, name: a}, {port: 53, name: b, protocol: UDP}]", &[]),
            (
                "a port of an unknown protocol twice",
                "ports: [{port: 80, name: a, protocol: x}, {port: 80, name: b, protocol: x}]",
                &[
                    "spec.ports[0].protocol: Unsupported value: \"x\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
                    "spec.ports[1].protocol: Unsupported value: \"x\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
                    "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"x\",\"AppProtocol\":null,\"Port\":80,\"TargetPort\":0,\"NodePort\":0}",
                ],
            ),
            (
                "node ports of a ClusterIP",
                "ports: [{port: 80, name: a, nodePort: 80}, {port: 81, name: b, nodePort: 80}]",
                &[
                    "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
                    "spec.ports[1].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
                    "spec.ports[1].nodePort: Duplicate value: 80",
                ],
            ),
            (
                "a name of sixteen letters as targetPort",
                "ports: [{port: 80, targetPort: abcdefghijklmnop}]",
                &["spec.ports[0].targetPort: Invalid value: \"abcdefghijklmnop\": must be no more than 15 characters"],
            ),
            (
                "a targetPort with everything wrong",
                "ports: [{port: 80, targetPort: \"-1--\"}]",
                &[
                    "spec.ports[0].targetPort: Invalid value: \"-1--\": must contain at least one letter (a-z)",
                    "spec.ports[0].targetPort: Invalid value: \"-1--\": must not contain consecutive hyphens",
                    "spec.ports[0].targetPort: Invalid value: \"-1--\": must not begin or end with a hyphen",
                ],
            ),
        ],
        Stage::Validate,
        &service,
    );
}

/// `ValidateService`: what each type demands and forbids, session affinity, traffic policies, load balancer fields.
#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn types_and_policies_of_a_service() {
    const TYPES: &str = "supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\"";
    let unknown = format!("spec.type: Unsupported value: \"Nodeport\": {TYPES}");
    let class = format!("spec.loadBalancerClass: Invalid value: \"\": {NAME_PART}");
    holds(
        &[
            (
                "an unknown type with a node port outside the range",
                "type: Nodeport\nports: [{port: 80, nodePort: 80}]",
                &[&unknown],
            ),
            (
                "an unknown type is not accessible from outside",
                "type: Nodeport\nexternalTrafficPolicy: Local\nhealthCheckNodePort: 5\nports: [{port: 80}]",
                &[
                    &unknown,
                    "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible services",
                    "spec.healthCheckNodePort: Invalid value: 5: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
                ],
            ),
            (
                "a ClusterIP with externalIPs is",
                "externalIPs: [203.0.113.1]\nexternalTrafficPolicy: Local\nports: [{port: 80}]",
                &[],
            ),
            (
                "a wrong policy for a NodePort",
                "type: NodePort\nexternalTrafficPolicy: local\nports: [{port: 80}]",
                &["spec.externalTrafficPolicy: Unsupported value: \"local\": supported values: \"Cluster\", \"Local\""],
            ),
            (
                "headless NodePort without ports",
                "type: NodePort\nclusterIP: None",
                &["spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"],
            ),
            (
                "an ExternalName with everything it may not have",
                "type: ExternalName\nclusterIP: 10.96.0.5\nipFamilies: [IPv4]\nipFamilyPolicy: SingleStack\n",
                &[
                    "spec.clusterIPs: Forbidden: may not be set for ExternalName services",
                    "spec.ipFamilies: Forbidden: may not be set for ExternalName services",
                    "spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services",
                    "spec.externalName: Required value",
                ],
            ),
            ("a dot alone is no name", "type: ExternalName\nexternalName: .", &["spec.externalName: Required value"]),
            ("a name with its dot", "type: ExternalName\nexternalName: db.example.com.", &[]),
            (
                "an ExternalName does not look at its families",
                "type: ExternalName\nexternalName: a.b\nipFamilies: [IPv9]",
                &["spec.ipFamilies: Forbidden: may not be set for ExternalName services"],
            ),
            (
                "sessionAffinity misspelt keeps its configuration unread",
                "sessionAffinity: clientip\nsessionAffinityConfig: {clientIP: {timeoutSeconds: 0}}\nports: [{port: 80}]",
                &["spec.sessionAffinity: Unsupported value: \"clientip\": supported values: \"ClientIP\", \"None\""],
            ),
            (
                "a timeout of no seconds",
                "sessionAffinity: ClientIP\nsessionAffinityConfig: {clientIP: {timeoutSeconds: 0}}\nports: [{port: 80}]",
                &[
                    "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400",
                ],
            ),
            (
                "a day is allowed",
                "sessionAffinity: ClientIP\nsessionAffinityConfig: {clientIP: {timeoutSeconds: 86400}}\nports: [{port: 80}]",
                &[],
            ),
            (
                "a second more is not",
                "sessionAffinity: ClientIP\nsessionAffinityConfig: {clientIP: {timeoutSeconds: 86401}}\nports: [{port: 80}]",
                &[
                    "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400",
                ],
            ),
            (
                "an empty configuration is filled in",
                "sessionAffinity: ClientIP\nsessionAffinityConfig: {clientIP: {}}\nports: [{port: 80}]",
                &[],
            ),
            (
                "load balancer fields of a NodePort, in order",
                "type: NodePort\nports: [{port: 80}]\nloadBalancerClass: x\nallocateLoadBalancerNodePorts: true\nloadBalancerSourceRanges: [10.0.0.0]\ninternalTrafficPolicy: x\ntrafficDistribution: PreferFar",
                &[
                    "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
                    "spec.LoadBalancerSourceRanges[0]: Invalid value: \"10.0.0.0\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
                    "spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'",
                    "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'",
                    "spec.internalTrafficPolicy: Unsupported value: \"x\": supported values: \"Cluster\", \"Local\"",
                    "spec.trafficDistribution: Unsupported value: \"PreferFar\": supported values: \"PreferClose\", \"PreferSameZone\", \"PreferSameNode\"",
                ],
            ),
            (
                "a load balancer with a class without a name",
                "type: LoadBalancer\nports: [{port: 80}]\nloadBalancerClass: \"\"",
                &["spec.loadBalancerClass: Invalid value: \"\": name part must be non-empty", &class],
            ),
            (
                "ranges with blanks around them",
                "type: LoadBalancer\nports: [{port: 80}]\nloadBalancerSourceRanges: [\" 10.0.0.0/8 \", \"2001:db8::/32\"]",
                &[],
            ),
            (
                "a range that is too long",
                "type: LoadBalancer\nports: [{port: 80}]\nloadBalancerSourceRanges: [\" 10.0.0.0/33\"]",
                &[
                    "spec.LoadBalancerSourceRanges[0]: Invalid value: \"10.0.0.0/33\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
                ],
            ),
            ("PreferSameNode and PreferSameZone", "ports: [{port: 80}]\ntrafficDistribution: PreferSameNode", &[]),
            (
                "no distribution",
                "ports: [{port: 80}]\ntrafficDistribution: \"\"",
                &[
                    "spec.trafficDistribution: Unsupported value: \"\": supported values: \"PreferClose\", \"PreferSameZone\", \"PreferSameNode\"",
                ],
            ),
            (
                "external addresses one by one",
                "externalIPs: [127.0.0.1, 0.0.0.0, 169.254.1.1, 224.0.0.9, \"ff02::1\", \"fe80::1\", \"::1\", \"::\", web, 203.0.113.9, 224.0.1.1]\nports: [{port: 80}]",
                &[
                    "spec.externalIPs[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)",
                    "spec.externalIPs[1]: Invalid value: \"0.0.0.0\": may not be unspecified (0.0.0.0)",
                    "spec.externalIPs[2]: Invalid value: \"169.254.1.1\": may not be in the link-local range (169.254.0.0/16, fe80::/10)",
                    "spec.externalIPs[3]: Invalid value: \"224.0.0.9\": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)",
                    "spec.externalIPs[4]: Invalid value: \"ff02::1\": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)",
                    "spec.externalIPs[5]: Invalid value: \"fe80::1\": may not be in the link-local range (169.254.0.0/16, fe80::/10)",
                    "spec.externalIPs[6]: Invalid value: \"::1\": may not be in the loopback range (127.0.0.0/8, ::1/128)",
                    "spec.externalIPs[7]: Invalid value: \"::\": may not be unspecified (::)",
                    "spec.externalIPs[8]: Invalid value: \"web\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                ],
            ),
            (
                "selector before affinity before addresses before type",
                "type: x\nsessionAffinity: why\nexternalIPs: [z]\nselector: {app: a b}\nports: [{port: 80}]",
                &[
                    "spec.selector: Invalid value: \"a b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
                    "spec.sessionAffinity: Unsupported value: \"why\": supported values: \"ClientIP\", \"None\"",
                    "spec.externalIPs[0]: Invalid value: \"z\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                    "spec.type: Unsupported value: \"x\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\"",
                ],
            ),
        ],
        Stage::Validate,
        &service,
    );
}

/// `initIPFamilyFields` and `allocClusterIPs` of `pkg/registry/core/service/storage/alloc.go`, which come before validation, and
/// `ValidateServiceClusterIPsRelatedFields`, which they ask first.
#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn addresses_and_ports_are_given_out_before_anything_is_validated() {
    const RANGE: &str = "the provided network does not match the current range";
    let outside = format!("spec.clusterIPs: Invalid value: [\"1.2.3.4\"]: failed to allocate IP 1.2.3.4: {RANGE}");
    holds(
        &[
            (
                "an address for a type that does not exist",
                "type: Nodeport\nclusterIP: 1.2.3.4\nports: [{port: 80}]",
                &[&outside],
            ),
            (
                "the last address of the range is the broadcast's",
                "clusterIP: 10.111.255.255\nports: [{port: 80}]",
                &[
                    "spec.clusterIPs: Invalid value: [\"10.111.255.255\"]: failed to allocate IP 10.111.255.255: the provided network does not match the current range",
                ],
            ),
            (
                "two lists that disagree, and a family that disagrees with both",
                "clusterIP: 10.96.0.5\nclusterIPs: [10.96.0.6]\nipFamilies: [IPv6]\nports: [{port: 80}]",
                &[
                    "spec.clusterIPs: Invalid value: [\"10.96.0.6\"]: first value must match `clusterIP`",
                    "spec.clusterIPs[0]: Invalid value: \"10.96.0.6\": expected an IPv6 value as indicated by `ipFamilies[0]`",
                ],
            ),
            (
                "families by themselves, then the policy, then the addresses",
                "clusterIP: x\nipFamilies: [ipv4, ipv4]\nipFamilyPolicy: Dual\nports: [{port: 80}]",
                &[
                    "spec.ipFamilies[0]: Unsupported value: \"ipv4\": supported values: \"IPv4\", \"IPv6\"",
                    "spec.ipFamilies[1]: Unsupported value: \"ipv4\": supported values: \"IPv4\", \"IPv6\"",
                    "spec.ipFamilies[1]: Duplicate value: \"ipv4\"",
                    "spec.ipFamilyPolicy: Unsupported value: \"Dual\": supported values: \"PreferDualStack\", \"RequireDualStack\", \"SingleStack\"",
                    "spec.clusterIPs[0]: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                ],
            ),
            (
                "None and an address",
                "clusterIP: None\nclusterIPs: [None, 10.96.0.5]\nports: [{port: 80}]",
                &["spec.clusterIPs: Invalid value: [\"None\",\"10.96.0.5\"]: 'None' must be the first and only value"],
            ),
            (
                "None in the second place",
                "clusterIP: 10.96.0.5\nclusterIPs: [10.96.0.5, None]\nports: [{port: 80}]",
                &[
                    "spec.clusterIPs[1]: Invalid value: \"None\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                ],
            ),
            (
                "three addresses of two kinds",
                "clusterIP: 10.96.0.5\nclusterIPs: [10.96.0.5, \"fd00::1\", 10.96.0.7]\nports: [{port: 80}]",
                &[
                    "spec.clusterIPs: Invalid value: [\"10.96.0.5\",\"fd00::1\",\"10.96.0.7\"]: may only hold up to 2 values",
                ],
            ),
            (
                "two of one kind",
                "clusterIP: 10.96.0.5\nclusterIPs: [10.96.0.5, 10.96.0.6]\nipFamilyPolicy: PreferDualStack\nports: [{port: 80}]",
                &[
                    "spec.clusterIPs: Invalid value: [\"10.96.0.5\",\"10.96.0.6\"]: may specify no more than one IP for each IP family",
                ],
            ),
            (
                "two kinds on a single stack",
                "clusterIP: 10.96.0.5\nclusterIPs: [10.96.0.5, \"fd00::1\"]\nipFamilies: [IPv4, IPv6]\nports: [{port: 80}]",
                &[
                    "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified",
                    "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified",
                ],
            ),
            (
                "both kinds demanded, one of them configured",
                "ipFamilyPolicy: RequireDualStack\nipFamilies: [IPv4, IPv6]\nports: [{port: 80}]",
                &[
                    "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not configured for dual-stack services",
                    "spec.ipFamilies[1]: Invalid value: \"IPv6\": not configured on this cluster",
                ],
            ),
            (
                "headless with a selector may not be dual either",
                "clusterIP: None\nselector: {app: web}\nipFamilies: [IPv6]",
                &["spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster"],
            ),
            ("headless without one may", "clusterIP: None\nipFamilies: [IPv6]\nipFamilyPolicy: RequireDualStack", &[]),
            (
                "the first node port that cannot be given is told",
                "type: NodePort\nports: [{port: 80, name: a, nodePort: 30001}, {port: 81, name: b, nodePort: 80}, {port: 82, name: c, nodePort: 30001}]",
                &[
                    "spec.ports[1].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
                ],
            ),
            (
                "two protocols of one number share a node port",
                "type: NodePort\nports: [{port: 53, name: a, nodePort: 30053}, {port: 53, name: b, protocol: UDP, nodePort: 30053}]",
                &[],
            ),
            (
                "a node port further down counts for the first of its number",
                "type: NodePort\nports: [{port: 53, name: a}, {port: 53, name: b, protocol: UDP, nodePort: 80}]",
                &[
                    "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
                ],
            ),
            (
                "asked for although none are given out",
                "type: LoadBalancer\nallocateLoadBalancerNodePorts: false\nports: [{port: 80, nodePort: 80}]",
                &[
                    "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
                ],
            ),
            (
                "the health check's port is a node port like others",
                "type: LoadBalancer\nexternalTrafficPolicy: Local\nhealthCheckNodePort: 30010\nports: [{port: 80, nodePort: 30010}]",
                &[
                    ": Internal error occurred: failed to allocate requested HealthCheck NodePort 30010: provided port is already allocated",
                ],
            ),
            (
                "a bad name waits",
                "type: NodePort\nclusterIP: none\nports: [{port: 0, nodePort: 1}]",
                &[
                    "spec.clusterIPs[0]: Invalid value: \"none\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                ],
            ),
        ],
        Stage::Allocate,
        &service,
    );
}

/// `ValidateObjectMeta` (`apimachinery/pkg/api/validation/objectmeta.go`) and core's `validateKubeFinalizerName`.
#[test]
fn metadata_of_a_service() {
    const DNS_1035: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    let long = "a".repeat(64);
    let long_line = format!("name: {long}");
    let too_long = format!("metadata.name: Invalid value: \"{long}\": must be no more than 63 characters");
    let both = format!("metadata.name: Invalid value: \"{long}_\": {DNS_1035}");
    let both_line = format!("name: {long}_");
    let both_long = format!("metadata.name: Invalid value: \"{long}_\": must be no more than 63 characters");
    let digit = format!("metadata.name: Invalid value: \"1web\": {DNS_1035}");
    let name_part = format!("metadata.finalizers: Invalid value: \"a b\": {NAME_PART}");
    let owner = "{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"e\",\"uid\":\"1\"}";
    let event =
        format!("metadata.ownerReferences: Invalid value: {owner}: /v1, Kind=Event is disallowed from being an owner");
    let annotation = format!("name: web\nannotations:\n  a: \"{}\"", "x".repeat(256 * 1024));
    holds(
        &[
            ("no name", "labels: {app: web}", &["metadata.name: Required value: name or generateName is required"]),
            ("a long name", &long_line, &[&too_long]),
            ("a long and wrong name", &both_line, &[&both_long, &both]),
            ("a digit first", "name: 1web", &[&digit]),
            ("a prefix with its dash", "generateName: web-", &[]),
            (
                "a negative generation",
                "name: web\ngeneration: -1",
                &["metadata.generation: Invalid value: -1: must be greater than or equal to 0"],
            ),
            (
                "annotations of more than 256 KiB",
                &annotation,
                &["metadata.annotations: Too long: may not be more than 262144 bytes"],
            ),
            (
                "an owner without anything",
                "name: web\nownerReferences: [{apiVersion: \"\", kind: \"\", name: \"\", uid: \"\"}]",
                &[
                    "metadata.ownerReferences.apiVersion: Invalid value: \"\": version must not be empty",
                    "metadata.ownerReferences.kind: Invalid value: \"\": must not be empty",
                    "metadata.ownerReferences.name: Invalid value: \"\": must not be empty",
                    "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty",
                ],
            ),
            (
                "an owner's version of three parts",
                "name: web\nownerReferences: [{apiVersion: a/b/c, kind: K, name: o, uid: u}]",
                &["metadata.ownerReferences.apiVersion: Invalid value: \"a/b/c\": version must not be empty"],
            ),
            (
                "an event owns nothing",
                "name: web\nownerReferences: [{apiVersion: v1, kind: Event, name: e, uid: \"1\"}]",
                &[&event],
            ),
            (
                "two in charge",
                "name: web\nownerReferences: [{apiVersion: v1, kind: A, name: a, uid: \"1\", controller: true}, {apiVersion: v1, kind: B, name: b, uid: \"2\", controller: true, blockOwnerDeletion: false}]",
                &[
                    "metadata.ownerReferences: Invalid value: [{\"apiVersion\":\"v1\",\"kind\":\"A\",\"name\":\"a\",\"uid\":\"1\",\"controller\":true},{\"apiVersion\":\"v1\",\"kind\":\"B\",\"name\":\"b\",\"uid\":\"2\",\"controller\":true,\"blockOwnerDeletion\":false}]: Only one reference can have Controller set to true. Found \"true\" in references for A/a and B/b",
                ],
            ),
            (
                "finalizers that contradict each other",
                "name: web\nfinalizers: [orphan, foregroundDeletion]",
                &[
                    "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and foregroundDeletion cannot be both set",
                ],
            ),
            (
                "a finalizer that is no name",
                "name: web\nfinalizers: [a b]",
                &[
                    &name_part,
                    "metadata.finalizers[0]: Invalid value: \"a b\": name is neither a standard finalizer name nor is it fully qualified",
                ],
            ),
            (
                "topology annotations that disagree",
                "name: web\nannotations: {service.kubernetes.io/topology-mode: Auto, service.kubernetes.io/topology-aware-hints: auto}",
                &[
                    "metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: \"Auto\": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified",
                ],
            ),
            ("upper case in an annotation's prefix", "name: web\nannotations: {Example.COM/x: \"1\"}", &[]),
            (
                "source ranges as an annotation",
                "name: web\nannotations: {service.beta.kubernetes.io/load-balancer-source-ranges: \"10.0.0.0/8, x\"}",
                &[
                    "metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Forbidden: may only be used when `type` is 'LoadBalancer'",
                    "metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: \"x\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
                ],
            ),
            (
                "a namespace with a dot",
                "name: web\nnamespace: a.b",
                &["metadata.namespace: Invalid value: \"a.b\": must not contain dots"],
            ),
        ],
        Stage::Validate,
        &with_metadata,
    );
}

/// `field.Error.ErrorBody` quotes plain strings only; words whose Go type is their own are written by `encoding/json`.
#[test]
fn words_of_a_type_of_their_own_are_written_as_json() {
    holds(
        &[
            (
                "a type behind a blank that does not break",
                "type: \"\u{a0}NodePort\"\nports: [{port: 80, appProtocol: \"\u{a0}h2c\"}]",
                &[
                    &format!("spec.ports[0].appProtocol: Invalid value: \"\\u00a0h2c\": {NAME_PART}"),
                    "spec.type: Unsupported value: \"\u{a0}NodePort\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\"",
                ],
            ),
            (
                "placeholders left in angle brackets",
                "sessionAffinity: <affinity>\nexternalTrafficPolicy: <a&b>\ninternalTrafficPolicy: \"\u{200b}Local\"\ntrafficDistribution: <wish>\nports: [{name: a, port: 80, protocol: <TCP>}, {name: b, port: 80, protocol: <TCP>}]",
                &[
                    "spec.ports[0].protocol: Unsupported value: \"\\u003cTCP\\u003e\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
                    "spec.ports[1].protocol: Unsupported value: \"\\u003cTCP\\u003e\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
                    "spec.sessionAffinity: Unsupported value: \"\\u003caffinity\\u003e\": supported values: \"ClientIP\", \"None\"",
                    "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"\\u003cTCP\\u003e\",\"AppProtocol\":null,\"Port\":80,\"TargetPort\":0,\"NodePort\":0}",
                    "spec.externalTrafficPolicy: Invalid value: \"\\u003ca\\u0026b\\u003e\": may only be set for externally-accessible services",
                    "spec.internalTrafficPolicy: Unsupported value: \"\u{200b}Local\": supported values: \"Cluster\", \"Local\"",
                    "spec.trafficDistribution: Unsupported value: \"<wish>\": supported values: \"PreferClose\", \"PreferSameZone\", \"PreferSameNode\"",
                ],
            ),
        ],
        Stage::Validate,
        &service,
    );
    let families = service("ipFamilies: [<v4>]\nipFamilyPolicy: <policy>\nclusterIP: <ip>\nports: [{port: 80}]");
    let told = [
        "spec.ipFamilies[0]: Unsupported value: \"\\u003cv4\\u003e\": supported values: \"IPv4\", \"IPv6\"",
        "spec.ipFamilyPolicy: Unsupported value: \"\\u003cpolicy\\u003e\": supported values: \"PreferDualStack\", \"RequireDualStack\", \"SingleStack\"",
        "spec.clusterIPs[0]: Invalid value: \"<ip>\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
    ];
    assert_eq!(answer(&families, Version::V1_34).1, told);
    let operator = deployment("selector: {matchExpressions: [{key: app, operator: <In>}]}");
    let told = [
        "spec.selector.matchExpressions[0].operator: Invalid value: \"\\u003cIn\\u003e\": not a valid selector operator",
        "spec.selector: Invalid value: {\"matchExpressions\":[{\"key\":\"app\",\"operator\":\"\\u003cIn\\u003e\"}]}: invalid label selector",
    ];
    assert_eq!(answer(&operator, Version::V1_34).1, told);
    let strategy = deployment("selector: {matchLabels: {app: web}}\nstrategy: {type: <kind>}");
    let told = [
        "spec.strategy: Unsupported value: {\"Type\":\"\\u003ckind\\u003e\",\"RollingUpdate\":null}: supported values: \"Recreate\", \"RollingUpdate\"",
    ];
    assert_eq!(answer(&strategy, Version::V1_34).1, told);
}

/// `maskTrailingDash` and `SimpleNameGenerator.GenerateName` cut bytes, not characters.
#[test]
fn a_prefix_of_a_name_is_cut_in_bytes() {
    const DNS_1035: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    let long = "가".repeat(25);
    let too_long = format!("metadata.generateName: Invalid value: \"{long}\": must be no more than 63 characters");
    let cases = [
        ("a_-", vec![format!("metadata.name: Invalid value: \"a_-<auto>\": {DNS_1035}")]),
        (
            "a가-",
            vec![
                format!("metadata.generateName: Invalid value: \"a가-\": {DNS_1035}"),
                format!("metadata.name: Invalid value: \"a가-<auto>\": {DNS_1035}"),
            ],
        ),
        (
            &long,
            vec![
                too_long,
                format!("metadata.generateName: Invalid value: \"{long}\": {DNS_1035}"),
                format!("metadata.name: Invalid value: \"{}\\xea<auto>\": {DNS_1035}", "가".repeat(19)),
            ],
        ),
    ];
    for (prefix, told) in cases {
        let text = with_metadata(&format!("generateName: {prefix}"));
        assert_eq!(answer(&text, Version::V1_34).1, told, "{prefix}");
    }
}

/// `EnsureObjectNamespaceMatchesRequestNamespace` clears the namespace of what stands in none.
#[test]
fn what_stands_in_no_namespace_may_name_one() {
    for kind in ["Namespace", "Node"] {
        let text = format!("apiVersion: v1\nkind: {kind}\nmetadata: {{name: web, namespace: A_b}}\n");
        assert_eq!(answer(&text, Version::V1_34), (None, Vec::new()), "{kind}");
    }
}

/// `schema.ParseGroupVersion`: the group of the core is empty, and may be written as such.
#[test]
fn an_empty_group_may_be_written() {
    let text = service("ports: [{port: 80}]");
    let cases = [
        ("/v1", ""),
        ("/v2", "no matches for kind \"Service\" in version \"v2\"\nensure CRDs are installed first"),
        ("/", "the server could not find the requested resource"),
        ("//v1", "unexpected GroupVersion string: //v1"),
    ];
    for (version, told) in cases {
        let text = text.replace("apiVersion: v1", &format!("apiVersion: {version}"));
        let checked = kube::check(&text, Version::V1_34);
        let said = checked.errors.first().map_or("", |error| error.server.as_str());
        assert_eq!(said, told, "{version}");
    }
}

/// A Deployment that is right but for what is added to its spec.
fn deployment(spec: &str) -> String {
    let template =
        "template:\n  metadata: {labels: {app: web}}\n  spec: {containers: [{name: web, image: \" nginx \"}]}\n";
    service(&format!("{template}{spec}"))
        .replace("apiVersion: v1\nkind: Service", "apiVersion: apps/v1\nkind: Deployment")
}

/// `ValidateDeploymentSpec`: blanks in a template's image are let pass, and a selector that cannot be read hides the template.
#[test]
fn selector_counters_and_strategy_of_a_deployment() {
    holds(
        &[
            ("as it should be", "selector: {matchLabels: {app: web}}", &[]),
            (
                "an operator that does not exist",
                "selector: {matchExpressions: [{key: app, operator: Is, values: [web]}]}",
                &[
                    "spec.selector.matchExpressions[0].operator: Invalid value: \"Is\": not a valid selector operator",
                    "spec.selector: Invalid value: {\"matchExpressions\":[{\"key\":\"app\",\"operator\":\"Is\",\"values\":[\"web\"]}]}: invalid label selector",
                ],
            ),
            (
                "no values to compare with",
                "selector: {matchExpressions: [{key: app, operator: In}]}",
                &[
                    "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
                    "spec.selector: Invalid value: {\"matchExpressions\":[{\"key\":\"app\",\"operator\":\"In\"}]}: invalid label selector",
                ],
            ),
            (
                "counters below zero, in order",
                "selector: {matchLabels: {app: web}}\nreplicas: -1\nminReadySeconds: 700\nrevisionHistoryLimit: -2",
                &[
                    "spec.replicas: Invalid value: -1: must be greater than or equal to 0",
                    "spec.revisionHistoryLimit: Invalid value: -2: must be greater than or equal to 0",
                    "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds",
                ],
            ),
            (
                "nothing may change",
                "selector: {matchLabels: {app: web}}\nstrategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}",
                &["spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"],
            ),
            (
                "numbers in quotes are no percentages, and count as numbers all the same",
                "selector: {matchLabels: {app: web}}\nstrategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: '1'}}",
                &[
                    "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"1\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
                ],
            ),
            (
                "a strategy that does not exist, with what belongs to another",
                "selector: {matchLabels: {app: web}}\nstrategy: {type: Rolling, rollingUpdate: {maxSurge: 25%}}",
                &[
                    "spec.strategy: Unsupported value: {\"Type\":\"Rolling\",\"RollingUpdate\":{\"MaxUnavailable\":0,\"MaxSurge\":\"25%\"}}: supported values: \"Recreate\", \"RollingUpdate\"",
                ],
            ),
            (
                "more than all",
                "selector: {matchLabels: {app: web}}\nstrategy: {rollingUpdate: {maxUnavailable: 101%}}",
                &["spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"],
            ),
        ],
        Stage::Validate,
        &deployment,
    );
}

/// What is validated where allocation stopped: `ValidateServiceCreate` of the Service as it then is. A health check's node
/// port, given out last, is not there yet (`txnAllocNodePorts`).
#[test]
fn what_validation_would_say_after_an_allocation_that_stopped() {
    let local = "type: LoadBalancer\nexternalTrafficPolicy: Local\nports: [{port: 80, nodePort: 80}]";
    let checked = kube::check(&service(local), Version::V1_34);
    assert_eq!(checked.rejected, Some(Stage::Allocate));
    let also: Vec<_> = checked.also.iter().map(|it| format!("{}: {}", it.path, it.server)).collect();
    assert_eq!(also, ["spec.healthCheckNodePort: Required value"]);
    let given = service(&local.replace("nodePort: 80", "nodePort: 30080"));
    assert_eq!(answer(&given, Version::V1_34), (None, Vec::new()));
}

/// `GetWarningsForService`: what is accepted with a warning, in the server's order.
#[test]
fn what_the_server_warns_of() {
    let cases: [(&str, &[&str]); 4] = [
        (
            "type: LoadBalancer\nloadBalancerIP: 010.1.1.1\nexternalIPs: [\"2001:DB8::1\"]\nexternalName: a.b\nports: [{port: 80}]\nloadBalancerSourceRanges: [10.1.0.0/8, 010.0.0.0/8, \"2001:0db8::/32\"]",
            &[
                "spec.externalIPs[0]: IPv6 address \"2001:DB8::1\" should be in RFC 5952 canonical format (\"2001:db8::1\")",
                "spec.loadBalancerIP: non-standard IP address \"010.1.1.1\" will be considered invalid in a future Kubernetes release: use \"10.1.1.1\"",
                "spec.loadBalancerSourceRanges[0]: CIDR value \"10.1.0.0/8\" is ambiguous in this context (should be \"10.0.0.0/8\" or \"10.1.0.0/32\"?)",
                "spec.loadBalancerSourceRanges[1]: non-standard CIDR value \"010.0.0.0/8\" will be considered invalid in a future Kubernetes release: use \"10.0.0.0/8\"",
                "spec.loadBalancerSourceRanges[2]: IPv6 CIDR value \"2001:0db8::/32\" should be in RFC 5952 canonical format (\"2001:db8::/32\")",
                "spec.externalName is ignored when spec.type is not \"ExternalName\"",
            ],
        ),
        (
            "clusterIP: 10.096.0.5\nports: [{port: 80}]",
            &[
                "spec.clusterIPs[0]: non-standard IP address \"10.096.0.5\" will be considered invalid in a future Kubernetes release: use \"10.96.0.5\"",
            ],
        ),
        (
            "clusterIP: None\nsessionAffinity: ClientIP\nexternalIPs: [203.0.113.1]\nloadBalancerIP: 203.0.113.2",
            &[
                "spec.loadBalancerIP is ignored for headless services",
                "spec.externalIPs is ignored for headless services",
                "spec.SessionAffinity is ignored for headless services",
            ],
        ),
        (
            "type: ExternalName\nexternalName: a.b\nexternalIPs: [203.0.113.1]",
            &["spec.externalIPs is ignored when spec.type is \"ExternalName\""],
        ),
    ];
    for (spec, expected) in cases {
        let checked = kube::check(&service(spec), Version::V1_34);
        let told: Vec<_> = checked.warnings.iter().map(|it| it.server.as_str()).filter(|it| !it.is_empty()).collect();
        assert_eq!(told, expected, "{spec}");
        assert_eq!(checked.rejected, None, "{:?}", checked.errors);
    }
}

/// What 1.36 changes (RelaxedServiceNameValidation, StrictIPCIDRValidation, and the words for keys and values of labels).
#[test]
fn a_newer_server_says_otherwise() {
    let key = "a/b/c";
    let cases = [
        (with_metadata("name: 1web"), "", ""),
        (with_metadata("name: Web"), "a DNS-1035 label", "a lowercase RFC 1123 label"),
        (service("clusterIP: 10.096.0.5\nports: [{port: 80}]"), "", "must not have leading 0s"),
        (
            service("externalIPs: [\"::ffff:203.0.113.1\"]\nports: [{port: 80}]"),
            "",
            "must not be an IPv4-mapped IPv6 address",
        ),
        (
            service("type: LoadBalancer\nports: [{port: 80}]\nloadBalancerSourceRanges: [10.1.0.0/8]"),
            "",
            "must not have bits set beyond the prefix length",
        ),
        (with_metadata(&format!("name: web\nlabels: {{{key}: x}}")), "a qualified name must", "a valid label key must"),
        (
            with_metadata(&format!("name: web\nlabels: {{app: {}}}", "x".repeat(64))),
            "must be no more than 63 characters",
            "must be no more than 63 bytes",
        ),
    ];
    for (text, older, newer) in cases {
        for (version, part) in [(Version::V1_34, older), (Version::V1_36, newer)] {
            let (_, told) = answer(&text, version);
            let first = told.first().map_or("", String::as_str);
            let says = if text.contains("1web") { version == Version::V1_34 } else { !part.is_empty() };
            assert_eq!(!first.is_empty(), says, "{version:?} {told:?}\n{text}");
            assert!(first.contains(part), "{version:?} {first}\n{text}");
        }
    }
}
