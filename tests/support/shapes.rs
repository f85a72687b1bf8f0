//! Texts that can be made as long as one likes, ordinary and hostile: each in a way of its own, so that whatever could cost more
//! than its length shows.
#![allow(dead_code, unreachable_pub, reason = "each program that includes it uses its part")]

/// A text of a size in proportion to a number.
pub type Shape = (&'static str, fn(usize) -> String);

/// All of them.
pub const SHAPES: &[Shape] = &[
    // Brackets, dashes, quotes, properties: what the reader must remember.
    ("sequences that stay open", |n| "[".repeat(n)),
    ("mappings that stay open", |n| "{".repeat(n)),
    ("mappings that stay open, with keys", |n| "{a: ".repeat(n)),
    ("sequences in sequences", |n| format!("{}{}", "[".repeat(n), "]".repeat(n))),
    ("mappings and sequences in JSON that stay open", |n| "{\"a\":[".repeat(n)),
    ("mappings in JSON", |n| format!("{}1{}", "{\"a\":".repeat(n), "}".repeat(n))),
    ("brackets that close nothing", |n| "]".repeat(n)),
    ("brackets that close another", |n| "[}".repeat(n)),
    ("dashes in a line", |n| "- ".repeat(n)),
    ("question marks in a line", |n| "? ".repeat(n)),
    ("question marks", |n| "? a\n".repeat(n)),
    ("colons in a line", |n| ": ".repeat(n)),
    ("colons", |n| ":\n".repeat(n)),
    ("keys in a line", |n| "a: ".repeat(n)),
    ("sequences that stay open, in lines", |n| "- [\n".repeat(n)),
    ("double quotes that stay open", |n| "a: \"b\n".repeat(n | 1)),
    ("single quotes that stay open", |n| "a: 'b\n".repeat(n | 1)),
    ("one double quote", |n| format!("a: \"{}", "b: c\n".repeat(n))),
    ("one single quote", |n| format!("a: '{}", "b: c\n".repeat(n))),
    ("one bracket", |n| format!("a: [\n{}", "b: c\n".repeat(n))),
    ("double quotes in a line", |n| "\"".repeat(n | 1)),
    ("escapes", |n| format!("a: \"{}\"", "\\u00e9\\x41\\n".repeat(n))),
    ("wrong escapes", |n| "a: \"\\q\"\n".repeat(n)),
    ("stars", |n| "*".repeat(n)),
    ("ampersands", |n| "&".repeat(n)),
    ("anchors in a line", |n| "a: &a ".repeat(n)),
    ("tags", |n| "a: !!str 1\n".repeat(n)),
    ("wrong tags", |n| "a: !!int x\n".repeat(n)),
    ("unknown handles", |n| "a: !x!y z\n".repeat(n)),
    ("exclamation marks", |n| "!".repeat(n)),
    ("tag directives", |n| format!("{}---\na: 1\n", many(n, |i| format!("%TAG !t{i}! tag:x,{i}:\n")))),
    ("tag directives and tags", |n| {
        format!("{}--- !t0!x\n{}", many(n, |i| format!("%TAG !t{i}! !{i}\n")), many(n, |i| format!("- !t{i}!a b\n")))
    }),
    ("directives", |n| "%FOO bar\n".repeat(n)),
    ("versions", |n| "%YAML 1.1\n".repeat(n)),
    ("percent signs", |n| "%".repeat(n)),
    ("block scalars", |n| many(n, |i| format!("a{i}: |\n  b\n"))),
    ("indicators of block scalars", |n| "|".repeat(n)),
    ("greater-than signs", |n| "a: >\n".repeat(n)),
    // Lines.
    ("empty lines", |n| format!("a: 1\n{}b: 2\n", "\n".repeat(n))),
    ("blanks", |n| " ".repeat(n)),
    ("blanks before a colon", |n| format!("a{}: 1\n", " ".repeat(8 * n))),
    ("comments", |n| "# 주석\n".repeat(n)),
    ("comments behind values", |n| many(n, |i| format!("a{i}: 1 # 주석\n"))),
    ("carriage returns", |n| "a: b\r".repeat(n)),
    ("lines that end as on Windows", |n| many(n, |i| format!("a{i}: b\r\n"))),
    ("tabs", |n| "\t".repeat(n)),
    ("lines of a tab", |n| "\t\n".repeat(n)),
    ("lines indented by tabs", |n| format!("a:\n{}", "\tb: c\n".repeat(n))),
    ("values behind tabs", |n| many(n, |i| format!("a{i}:\tb\n"))),
    ("colons without a blank", |n| "a:b\n".repeat(n)),
    ("colons without a blank between mappings", |n| many(n, |i| format!("a{i}:\n  b: 1\nc:d\n"))),
    ("broken lines", |n| "key value\n".repeat(n)),
    ("broken lines between good ones", |n| many(n, |i| format!("a{i}: 1\nkey value\n"))),
    ("two colons in a line", |n| "a: b: c\n".repeat(n)),
    ("a bracket in a line", |n| "x: [a]: {b\n".repeat(n)),
    ("lines further and further in", |n| deeper(n, |i| format!("{}a:\n", " ".repeat(i)))),
    ("lines further and further out", |n| {
        let most = side(n);
        many(most, |i| format!("{}a: 1\n", " ".repeat(most - i)))
    }),
    ("items further and further in", |n| deeper(n, |i| format!("{}-\n", " ".repeat(i)))),
    ("indented by turns", |n| many(n, |i| format!("{}a{i}: 1\n", " ".repeat(i % 3)))),
    ("full-width colons", |n| many(n, |i| format!("a{i}：b\n"))),
    ("smart quotes", |n| many(n, |i| format!("a{i}: “b”\n"))),
    ("blanks that do not break", |n| many(n, |i| format!("a{i}:\u{a0}b\n"))),
    ("marks of byte order", |n| "\u{feff}".repeat(n)),
    ("zeros", |n| "\0".repeat(n)),
    ("control characters", |n| many(n, |i| format!("a{i}: \u{1}\n"))),
    ("Hangul", |n| many(n, |i| format!("가나{i}: 다라\n"))),
    ("templates", |n| many(n, |i| format!("a{i}: {{{{ .Values.x{i} }}}}\n"))),
    ("a template in each line", |n| "{{ if x }}\n".repeat(n)),
    ("markers of a merge", |n| "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n".repeat(n)),
    // Documents.
    ("separators", |n| "---\n".repeat(n)),
    ("separators with text behind", |n| "--- a\n".repeat(n)),
    ("ends of documents", |n| "...\n".repeat(n)),
    ("documents of one key", |n| "a: 1\n---\n".repeat(n)),
    ("documents that do not parse", |n| "a: b: c\n---\n".repeat(n)),
    ("documents that were left out", |n| "# a\n---\n".repeat(n)),
    ("JSON values", |n| "{\"a\": 1}\n".repeat(n)),
    ("JSON values and blanks", |n| format!("{}{}", "{\"a\": 1}\n".repeat(n), "\n".repeat(n))),
    ("JSON values without an end", |n| "{\"a\": 1\n".repeat(n)),
    ("a JSON object of many keys", |n| format!("{{{}\"z\": 1}}", many(n, |i| format!("\"a{i}\": 1,\n")))),
    ("a JSON object with a comma too many", |n| format!("{{{}}}", many(n, |i| format!("\"a{i}\": 1,\n")))),
    // Collections, scalars, anchors.
    ("a flow sequence", |n| format!("a: [{}]\n", "1, ".repeat(n))),
    ("a flow sequence in lines", |n| format!("a: [\n{}]\n", "  1,\n".repeat(n))),
    ("a flow mapping", |n| format!("a: {{{}}}\n", many(n, |i| format!("b{i}: 1, ")))),
    ("a flow mapping without values", |n| format!("a: {{{}}}\n", many(n, |i| format!("b{i}, ")))),
    ("a flow sequence without commas", |n| format!("a: [{}]\n", "1 \"b\" ".repeat(n))),
    ("a sequence", |n| "- 1\n".repeat(n)),
    ("items without blanks", |n| "-a\n".repeat(n)),
    ("a mapping", |n| many(n, |i| format!("a{i}: 1\n"))),
    ("one key, again and again", |n| "a: 1\n".repeat(n)),
    ("each key twice", |n| many(n, |i| format!("a{}: 1\n", i / 2))),
    ("numbers as keys", |n| many(n, |i| format!("{i}: 1\n"))),
    ("floats as keys", |n| many(n, |i| format!("{i}.5: 1\n"))),
    ("collections as keys", |n| many(n, |i| format!("[a, {i}]: 1\n"))),
    ("words that are read as something else", |n| many(n, |i| format!("a{i}: yes\nb{i}: 010\n"))),
    ("a long plain scalar", |n| format!("a: {}\n", "b ".repeat(n))),
    ("a plain scalar of many lines", |n| format!("a: b\n{}", "  c\n".repeat(n))),
    ("a long literal", |n| format!("a: |\n{}", "  c\n".repeat(n))),
    ("a literal of empty lines", |n| format!("a: |\n  b\n{}  c\n", "\n".repeat(n))),
    ("a long folded scalar", |n| format!("a: >\n{}", "  c\n".repeat(n))),
    ("a long key", |n| format!("{}: 1\n", "b".repeat(8 * n))),
    ("a long number", |n| format!("a: {}\n", "1".repeat(n))),
    ("a long binary", |n| format!("a: !!binary {}\n", "aGVs".repeat(n))),
    ("anchors with their aliases", |n| many(n, |i| format!("a{i}: &a{i} x\nb{i}: *a{i}\n"))),
    ("one anchor, many aliases", |n| format!("a: &a {{x: 1}}\n{}", many(n, |i| format!("b{i}: *a\n")))),
    ("a long sequence with many aliases", |n| {
        format!("a: &a [{}]\n{}", "x, ".repeat(n), many(n, |i| format!("b{i}: *a\n")))
    }),
    ("unknown aliases", |n| many(n, |i| format!("b{i}: *a\n"))),
    ("anchors that hold themselves", |n| many(n, |i| format!("a{i}: &a{i} [*a{i}]\n"))),
    ("aliases of aliases", |n| {
        format!("a0: &a0 [x]\n{}", many(n, |i| format!("a{}: &a{} [*a{i}, *a{i}]\n", i + 1, i + 1)))
    }),
    ("merge keys", |n| format!("a: &a {{x: 1}}\n{}", many(n, |i| format!("b{i}:\n  <<: *a\n  y: 1\n")))),
    ("merge keys of a long mapping", |n| {
        format!("a: &a\n{}{}", many(n, |i| format!("  x{i}: 1\n")), many(n, |i| format!("b{i}:\n  <<: *a\n")))
    }),
    ("merge keys of merge keys", |n| {
        format!("a0: &a0 {{x: 1}}\n{}", many(n, |i| format!("a{0}: &a{0}\n  <<: *a{i}\n  k{i}: 1\n", i + 1)))
    }),
    ("merge keys in one mapping", |n| format!("a: &a {{x: 1}}\nb:\n{}", "  <<: *a\n".repeat(n))),
    ("wrong merge keys", |n| many(n, |i| format!("b{i}:\n  <<: x\n"))),
    // Services.
    ("Services", |n| many(n, |i| format!("{}---\n", service(&format!("s{i}"), "", "  - port: 80\n")))),
    ("Services with one name", |n| format!("{}---\n", service("web", "", "  - port: 80\n")).repeat(n)),
    ("Services at fault", |n| format!("{}---\n", service("Web_1", "", "  - prot: 80\n    port: 0\n")).repeat(n)),
    ("Services with one node port", |n| {
        many(n, |i| {
            format!("{}---\n", service(&format!("s{i}"), "  type: NodePort\n", "  - port: 80\n    nodePort: 30080\n"))
        })
    }),
    ("Services with one address", |n| {
        many(n, |i| format!("{}---\n", service(&format!("s{i}"), "  clusterIP: 10.96.0.10\n", "  - port: 80\n")))
    }),
    ("Services without a kind", |n| "apiVersion: v1\nmetadata:\n  name: a\n---\n".repeat(n)),
    ("kinds that are none", |n| "apiVersion: v1\nkind: Servise\nmetadata:\n  name: a\n---\n".repeat(n)),
    ("other kinds", |n| "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\n".repeat(n)),
    ("a List of Services", |n| {
        let item = |i: usize| {
            format!("- {}\n", service(&format!("s{i}"), "", "  - port: 80\n").trim_end().replace('\n', "\n  "))
        };
        format!("apiVersion: v1\nkind: List\nitems:\n{}", many(n, item))
    }),
    ("a List of Services at fault", |n| {
        let one = service("Web_1", "", "  - prot: 80\n    port: 0\n");
        format!(
            "apiVersion: v1\nkind: List\nitems:\n{}",
            format!("- {}\n", one.trim_end().replace('\n', "\n  ")).repeat(n)
        )
    }),
    ("a List of nothing", |n| format!("apiVersion: v1\nkind: List\nitems:\n{}", "- {}\n".repeat(n))),
    ("Lists in Lists", |n| {
        format!("apiVersion: v1\nkind: List\nitems:\n{}", "- {apiVersion: v1, kind: List, items: []}\n".repeat(n))
    }),
    ("ports", |n| of_ports("", n, |i| format!("  - name: p{i}\n    port: {}\n", i % 65_535 + 1))),
    ("ports in a flow sequence", |n| {
        of_ports("", 0, |_| String::new()).trim_end().to_owned()
            + &format!(" [\n{}  ]\n", many(n, |i| format!("    {{name: p{i}, port: {}}},\n", i % 65_535 + 1)))
    }),
    ("ports without names", |n| of_ports("", n, |i| format!("  - port: {}\n", i % 65_535 + 1))),
    ("ports with one name", |n| of_ports("", n, |i| format!("  - name: p\n    port: {}\n", i % 65_535 + 1))),
    ("ports with one number", |n| of_ports("", n, |i| format!("  - name: p{i}\n    port: 80\n"))),
    ("ports with wrong numbers", |n| of_ports("", n, |i| format!("  - name: p{i}\n    port: {}\n", i + 70_000))),
    ("ports with wrong names", |n| of_ports("", n, |i| format!("  - name: P_{i}\n    port: 80\n"))),
    ("ports with wrong types", |n| of_ports("", n, |i| format!("  - name: p{i}\n    port: \"80\"\n"))),
    ("ports with unknown fields", |n| {
        of_ports("", n, |i| format!("  - name: p{i}\n    port: 80\n    tagetPort: 80\n"))
    }),
    ("ports that are numbers", |n| of_ports("", n, |i| format!("  - {}\n", i + 1))),
    ("ports that are null", |n| of_ports("", n, |_| "  -\n".to_owned())),
    ("ports with node ports", |n| {
        of_ports("  type: NodePort\n", n, |i| {
            format!("  - name: p{i}\n    port: 80\n    nodePort: {}\n", 30_000 + i % 2_768)
        })
    }),
    ("ports with one node port", |n| {
        of_ports("  type: NodePort\n", n, |i| {
            format!("  - name: p{i}\n    port: {}\n    nodePort: 30080\n", i % 65_535 + 1)
        })
    }),
    ("ports with node ports to be given", |n| {
        // More than there are.
        of_ports("  type: NodePort\n", 3 * n, |i| format!("  - name: p{i}\n    port: {}\n", i % 65_535 + 1))
    }),
    ("ports with node ports out of range", |n| {
        of_ports("  type: NodePort\n", n, |i| {
            format!("  - name: p{i}\n    port: {}\n    nodePort: {}\n", i % 65_535 + 1, i + 1)
        })
    }),
    ("a selector", |n| of_spec(&format!("  selector:\n{}", many(n, |i| format!("    k{i}: v\n"))))),
    ("a selector of wrong words", |n| of_spec(&format!("  selector:\n{}", many(n, |i| format!("    k_{i}_: -v\n"))))),
    ("a selector of wrong types", |n| of_spec(&format!("  selector:\n{}", many(n, |i| format!("    k{i}: 1\n"))))),
    ("a selector of one key", |n| of_spec(&format!("  selector:\n{}", "    app: web\n".repeat(n)))),
    ("labels", |n| of_metadata(&format!("  labels:\n{}", many(n, |i| format!("    k{i}: v\n"))))),
    ("wrong labels", |n| of_metadata(&format!("  labels:\n{}", many(n, |i| format!("    -k{i}: _v\n"))))),
    ("annotations", |n| of_metadata(&format!("  annotations:\n{}", many(n, |i| format!("    k{i}: v\n"))))),
    ("wrong annotations", |n| of_metadata(&format!("  annotations:\n{}", many(n, |i| format!("    a/b/k{i}: v\n"))))),
    ("a long annotation", |n| of_metadata(&format!("  annotations:\n    a: |\n{}", "      b\n".repeat(n)))),
    ("a long name", |n| service(&"a".repeat(n), "", "  - port: 80\n")),
    ("a long wrong name", |n| service(&"A_".repeat(n), "", "  - port: 80\n")),
    ("finalizers", |n| of_metadata(&format!("  finalizers:\n{}", many(n, |i| format!("  - a/b{i}\n"))))),
    ("wrong finalizers", |n| of_metadata(&format!("  finalizers:\n{}", many(n, |i| format!("  - b{i}\n"))))),
    ("owners", |n| {
        of_metadata(&format!(
            "  ownerReferences:\n{}",
            many(n, |i| format!("  - {{apiVersion: v1, kind: Pod, name: a, uid: u{i}}}\n"))
        ))
    }),
    ("owners that control", |n| {
        of_metadata(&format!(
            "  ownerReferences:\n{}",
            many(n, |i| format!("  - {{apiVersion: v1, kind: Pod, name: a, uid: u{i}, controller: true}}\n"))
        ))
    }),
    ("managers of fields", |n| {
        of_metadata(&format!(
            "  managedFields:\n{}",
            many(n, |i| format!("  - {{manager: m{i}, operation: Apply, fieldsType: FieldsV1}}\n"))
        ))
    }),
    ("unknown fields", |n| of_spec(&many(n, |i| format!("  field{i}: 1\n")))),
    ("unknown fields at the top", |n| {
        format!("{}{}", service("web", "", "  - port: 80\n"), many(n, |i| format!("portt{i}: 1\n")))
    }),
    ("unknown fields that hold much", |n| of_spec(&many(n, |i| format!("  x{i}: {{a: [1, 2], b: {{c: d}}}}\n")))),
    ("one unknown field, again and again", |n| of_spec(&"  prots: 1\n".repeat(n))),
    ("one field, again and again", |n| of_spec(&"  type: NodePort\n".repeat(n))),
    ("unknown fields deep in", |n| of_spec(&format!("  a: {}1{}\n", "{b: ".repeat(n), "}".repeat(n)))),
    ("a value that is too long", |n| of_spec(&format!("  type: {}\n", "Node".repeat(n)))),
    ("a field that is too long", |n| of_spec(&format!("  {}: 1\n", "port".repeat(n)))),
    ("addresses", |n| {
        of_spec(&format!("  externalIPs:\n{}", many(n, |i| format!("  - 10.0.{}.{}\n", i / 256 % 256, i % 256))))
    }),
    ("wrong addresses", |n| of_spec(&format!("  externalIPs:\n{}", many(n, |i| format!("  - 10.0.{i}\n"))))),
    ("ranges of addresses", |n| {
        of_spec(&format!(
            "  type: LoadBalancer\n  loadBalancerSourceRanges:\n{}",
            many(n, |i| format!("  - 10.0.{}.0/24\n", i % 256))
        ))
    }),
    ("cluster addresses", |n| {
        of_spec(&format!("  clusterIPs:\n{}", many(n, |i| format!("  - 10.96.0.{}\n", i % 256))))
    }),
    ("families of addresses", |n| of_spec(&format!("  ipFamilies:\n{}", "  - IPv4\n  - IPv6\n".repeat(n)))),
    // Pods and what makes them.
    ("containers", |n| pod("", &many(n, |i| format!("  - name: c{i}\n    image: a\n")))),
    ("containers with one name", |n| pod("", &"  - name: c\n    image: a\n".repeat(n))),
    ("containers with one port", |n| {
        pod(
            "",
            &many(n, |i| {
                format!("  - name: c{i}\n    image: a\n    ports:\n    - containerPort: 80\n      hostPort: 80\n")
            }),
        )
    }),
    ("containers with resources", |n| {
        pod(
            "",
            &many(n, |i| {
                format!(
                    "  - name: c{i}\n    image: a\n    resources: {{limits: {{cpu: 1}}, requests: {{cpu: 2, x/y{i}: 1}}}}\n"
                )
            }),
        )
    }),
    ("init containers", |n| {
        pod(
            &format!("  initContainers:\n{}", many(n, |i| format!("  - name: i{i}\n    image: a\n"))),
            "  - name: c\n    image: a\n",
        )
    }),
    ("container ports", |n| {
        container(&format!(
            "    ports:\n{}",
            many(n, |i| format!("    - containerPort: {}\n      name: p{i}\n", i % 65_535 + 1))
        ))
    }),
    ("container ports with one name", |n| {
        container(&format!("    ports:\n{}", many(n, |i| format!("    - containerPort: {}\n      name: p\n", i + 1))))
    }),
    ("container ports with one number", |n| {
        container(&format!("    ports:\n{}", "    - containerPort: 80\n".repeat(n)))
    }),
    ("variables", |n| {
        container(&format!("    env:\n{}", many(n, |i| format!("    - name: E{i}\n      value: $(E{i})\n"))))
    }),
    ("wrong variables", |n| {
        container(&format!("    env:\n{}", many(n, |i| format!("    - name: '={i}'\n      valueFrom: {{}}\n"))))
    }),
    ("sources of variables", |n| {
        container(&format!("    envFrom:\n{}", many(n, |i| format!("    - configMapRef: {{name: c{i}}}\n"))))
    }),
    ("arguments", |n| container(&format!("    args:\n{}", many(n, |i| format!("    - \"{i}\"\n"))))),
    ("mounts", |n| {
        let mounts = many(n, |i| format!("    - name: v{i}\n      mountPath: /m{i}\n"));
        let volumes = many(n, |i| format!("  - name: v{i}\n    emptyDir: {{}}\n"));
        pod(&format!("  volumes:\n{volumes}"), &format!("  - name: c\n    image: a\n    volumeMounts:\n{mounts}"))
    }),
    ("mounts of nothing", |n| {
        container(&format!("    volumeMounts:\n{}", many(n, |i| format!("    - name: v{i}\n      mountPath: /m\n"))))
    }),
    ("devices", |n| {
        container(&format!("    volumeDevices:\n{}", many(n, |i| format!("    - name: v{i}\n      devicePath: /m\n"))))
    }),
    ("limits", |n| {
        container(&format!("    resources:\n      limits:\n{}", many(n, |i| format!("        x/y{i}: 1\n"))))
    }),
    ("claims on resources", |n| {
        container(&format!("    resources:\n      claims:\n{}", many(n, |i| format!("      - name: y{i}\n"))))
    }),
    ("claims on what is not claimed", |n| {
        let claims = many(n, |i| format!("  - {{name: r{i}, resourceClaimName: c}}\n"));
        let used = many(n, |i| format!("      - name: y{i}\n"));
        pod(
            &format!("  resourceClaims:\n{claims}"),
            &format!("  - name: c\n    image: a\n    resources:\n      claims:\n{used}"),
        )
    }),
    ("requests without limits", |n| {
        container(&format!("    resources:\n      requests:\n{}", many(n, |i| format!("        hugepages-{i}Mi: 1\n"))))
    }),
    ("volumes", |n| of_pod(&format!("  volumes:\n{}", many(n, |i| format!("  - name: v{i}\n    emptyDir: {{}}\n"))))),
    ("volumes with one name", |n| of_pod(&format!("  volumes:\n{}", "  - name: v\n    emptyDir: {}\n".repeat(n)))),
    ("items of a volume", |n| {
        of_pod(&format!(
            "  volumes:\n  - name: v\n    configMap:\n      name: c\n      items:\n{}",
            many(n, |i| format!("      - {{key: k{i}, path: p}}\n"))
        ))
    }),
    ("sources of a volume", |n| {
        of_pod(&format!(
            "  volumes:\n  - name: v\n    projected:\n      sources:\n{}",
            many(n, |i| format!("      - configMap: {{name: c{i}, items: [{{key: k, path: p}}]}}\n"))
        ))
    }),
    ("tolerations", |n| {
        of_pod(&format!("  tolerations:\n{}", many(n, |i| format!("  - key: k{i}\n    operator: Exists\n"))))
    }),
    ("aliases of hosts", |n| {
        of_pod(&format!("  hostAliases:\n{}", many(n, |i| format!("  - ip: 10.0.0.{}\n    hostnames: [a]\n", i % 256))))
    }),
    ("secrets for images", |n| of_pod(&format!("  imagePullSecrets:\n{}", many(n, |i| format!("  - name: s{i}\n"))))),
    ("gates of scheduling", |n| of_pod(&format!("  schedulingGates:\n{}", many(n, |i| format!("  - name: a/s{i}\n"))))),
    ("gates of readiness", |n| {
        of_pod(&format!("  readinessGates:\n{}", many(n, |i| format!("  - conditionType: a/s{i}\n"))))
    }),
    ("spreads", |n| {
        of_pod(&format!(
            "  topologySpreadConstraints:\n{}",
            many(n, |i| format!("  - {{maxSkew: 1, topologyKey: k{i}, whenUnsatisfiable: DoNotSchedule}}\n"))
        ))
    }),
    ("spreads by one key", |n| {
        of_pod(&format!(
            "  topologySpreadConstraints:\n{}",
            "  - {maxSkew: 1, topologyKey: k, whenUnsatisfiable: DoNotSchedule}\n".repeat(n)
        ))
    }),
    ("claims of a pod", |n| {
        of_pod(&format!("  resourceClaims:\n{}", many(n, |i| format!("  - {{name: r{i}, resourceClaimName: c}}\n"))))
    }),
    ("kernel parameters", |n| {
        of_pod(&format!(
            "  securityContext:\n    sysctls:\n{}",
            many(n, |i| format!("    - {{name: net.x{i}, value: a}}\n"))
        ))
    }),
    ("groups", |n| {
        of_pod(&format!("  securityContext:\n    supplementalGroups: [{}]\n", many(n, |i| format!("{i}, "))))
    }),
    ("capabilities", |n| {
        container(&format!(
            "    securityContext:\n      capabilities:\n        add: [{}]\n",
            many(n, |i| format!("C{i}, "))
        ))
    }),
    ("name servers", |n| {
        of_pod(&format!(
            "  dnsConfig:\n    nameservers: [{}]\n    searches: [{}]\n",
            "10.0.0.1, ".repeat(n),
            "a.b, ".repeat(n)
        ))
    }),
    ("a selector of nodes", |n| of_pod(&format!("  nodeSelector:\n{}", many(n, |i| format!("    k{i}: v\n"))))),
    ("terms of affinity", |n| {
        of_pod(&format!(
            "  affinity:\n    nodeAffinity:\n      requiredDuringSchedulingIgnoredDuringExecution:\n        nodeSelectorTerms:\n{}",
            many(n, |i| format!("        - matchExpressions: [{{key: k{i}, operator: In, values: [a]}}]\n"))
        ))
    }),
    ("a Deployment's labels", |n| {
        deployment(&many(n, |i| format!("      k{i}: v\n")), &many(n, |i| format!("        k{i}: v\n")))
    }),
    ("a Deployment's labels, none of which fits", |n| {
        deployment(&many(n, |i| format!("      k{i}: v\n")), &many(n, |i| format!("        q{i}: v\n")))
    }),
    ("taints", |n| node(&format!("  taints:\n{}", many(n, |i| format!("  - {{key: k{i}, effect: NoSchedule}}\n"))))),
    ("one taint, again and again", |n| node(&format!("  taints:\n{}", "  - {key: k, effect: NoSchedule}\n".repeat(n)))),
    ("a node's ranges", |n| node(&format!("  podCIDRs:\n{}", many(n, |i| format!("  - 10.{}.0.0/24\n", i % 256))))),
];

fn many(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

/// How many lines of growing length make a text in proportion to `n`.
fn side(n: usize) -> usize {
    (128 * n).isqrt()
}

fn deeper(n: usize, line: impl Fn(usize) -> String) -> String {
    many(side(n), line)
}

fn service(name: &str, spec: &str, ports: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n{spec}  selector:\n    app: web\n  ports:\n{ports}"
    )
}

fn of_ports(spec: &str, n: usize, port: impl Fn(usize) -> String) -> String {
    service("web", spec, &many(n, port))
}

fn of_spec(spec: &str) -> String {
    format!("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n{spec}")
}

fn of_metadata(metadata: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n{metadata}spec:\n  selector:\n    app: web\n  ports:\n  - port: 80\n"
    )
}

fn pod(spec: &str, containers: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n{spec}  containers:\n{containers}")
}

fn of_pod(spec: &str) -> String {
    pod(spec, "  - name: c\n    image: a\n")
}

fn container(more: &str) -> String {
    pod("", &format!("  - name: c\n    image: a\n{more}"))
}

fn deployment(selector: &str, labels: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n{selector}  \
         template:\n    metadata:\n      labels:\n{labels}    spec:\n      containers:\n      - name: c\n        image: a\n"
    )
}

fn node(spec: &str) -> String {
    format!("apiVersion: v1\nkind: Node\nmetadata:\n  name: node-1\nspec:\n{spec}")
}
