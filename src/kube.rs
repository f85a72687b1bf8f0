//! What the Kubernetes API server would say of a manifest: decode, default, validate, allocate.
//!
//! The one promise: verdict, stage, field, type and message are those of a real server (1.34 by default) under strict
//! field validation, as `tests/data/oracle/` records them; each with its exact place in the text and a Korean
//! explanation.
//!
//! This layer must not know: other objects of a cluster, lessons, screens.

pub mod address;
pub mod allocate;
mod at;
pub mod body;
mod complete;
mod decode;
pub mod default;
mod extract;
pub mod fault;
pub mod front;
pub mod json;
mod lint;
mod misfit;
pub mod model;
pub mod names;
mod part;
mod place;
mod quantity;
pub(crate) mod quote;
mod relocate;
pub mod schema;
mod template_hash;
pub mod validate;
mod words;

use crate::diagnostic::{Code, Diagnostic, Fix, Severity, Stage};
use crate::text::{TextEdit, TextRange, apply_edits};
use crate::yaml;
use crate::yaml::tree::Vouched;
use allocate::Allocations;
use fault::Fault;
use model::Object;
use part::Part;
use place::Place;
use std::sync::Arc;

/// Which server's rules hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Kubernetes 1.34 (and 1.35, whose defaults are the same).
    #[default]
    V1_34,
    /// Kubernetes 1.36: relaxed Service names (KEP-5311), strict IPs and CIDRs (KEP-4858).
    V1_36,
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::V1_34 => "1.34",
            Self::V1_36 => "1.36",
        })
    }
}

/// What [`check`] found in one text.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The stage that refuses the text; `None` where everything in it is accepted.
    pub rejected: Option<Stage>,
    /// What the server answers now, in its order: the faults of the first document that it refuses.
    pub errors: Vec<Diagnostic>,
    /// What validation would say of that document, had allocation not stopped the request before.
    pub also: Vec<Diagnostic>,
    /// What comes to light once these are mended: later stages of the document, later documents.
    pub further: Vec<Diagnostic>,
    /// What it accepts and a learner hardly means.
    pub warnings: Vec<Diagnostic>,
    /// The objects that could be decoded, in text order, whether accepted or not.
    pub objects: Vec<Decoded>,
}

/// An object with where it came from.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The object, defaulted but not allocated. A [`Checker`] gives the same one again while its document stays as it is.
    pub object: Arc<Object>,
    /// Which of its fields the server filled in.
    pub filled: Arc<[default::Filled]>,
    /// Which document of the text it is in, from 0.
    pub document: usize,
    /// The text of that document.
    pub range: TextRange,
    /// Where it stands in the lists of that document, outermost first: the place of an item in each. Empty where the
    /// document is the object.
    pub item: Vec<usize>,
    /// Whether the server accepts this object.
    pub accepted: bool,
}

impl Decoded {
    /// The object in the parse it came from, or in one of a text that has it in the same place.
    #[must_use]
    pub fn root<'t>(&self, parse: &'t yaml::Parse) -> Option<yaml::tree::Node<'t>> {
        front::item(parse.documents.get(self.document)?.tree.root()?, &self.item)
    }
}

impl Checked {
    /// Every diagnostic, those that reject first.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.errors.iter().chain(&self.also).chain(&self.further).chain(&self.warnings)
    }

    /// Takes in the answer to one more object: the first refusal is the server's answer, the rest comes later.
    fn add(&mut self, mut answer: Answer) {
        if self.further.len() >= MOST_FURTHER {
            answer.further.clear();
            if self.rejected.is_some() {
                return;
            }
        }
        if self.rejected.is_some() || answer.stage.is_none() {
            self.further.extend(answer.errors);
            self.further.extend(answer.also);
        } else {
            self.rejected = answer.stage;
            self.errors = answer.errors;
            self.also = answer.also;
        }
        self.further.extend(answer.further);
    }

    /// Leaves out what seems missing and probably stands there: in a document that does not parse, or under a name that
    /// the server does not know.
    fn leave_out_consequences(&mut self, parse: &yaml::Parse) {
        let Self { errors, further, warnings, .. } = self;
        warnings.retain(|warning| {
            let Some(missing) = warning.code.as_str().strip_suffix("-missing") else { return true };
            let at = parse.documents.partition_point(|document| document.range.end() < warning.range.end());
            let here = parse.documents.get(at..).unwrap_or(&[]).iter().take(2);
            let Some(document) = here.into_iter().find(|it| it.range.contains(warning.range)) else { return true };
            let hides = |error: &Diagnostic| document.range.contains(error.range) && misfit::hides(error, missing);
            document.error.is_none() && !errors.iter().chain(further.iter()).any(hides)
        });
    }
}

/// What the server says to one object.
#[derive(Clone, Debug, Default)]
struct Answer {
    stage: Option<Stage>,
    errors: Vec<Diagnostic>,
    also: Vec<Diagnostic>,
    further: Vec<Diagnostic>,
}

impl Answer {
    /// Explains what is missing by the indented first line that keeps the rest from being read; once is enough.
    fn blame(&mut self, place: Place<'_>) {
        if let Some(error) = self.errors.iter_mut().find(|error| error.code.as_str().ends_with("-missing")) {
            *error = front::with_cause(place, error.clone());
        }
    }
}

/// The verdict on a text, each document taken by itself in an otherwise empty cluster in which every namespace exists.
#[must_use]
pub fn check(text: &str, version: Version) -> Checked {
    check_parsed(text, &yaml::parse(text), version)
}

/// [`check`] for a text that is parsed already.
#[must_use]
pub fn check_parsed(text: &str, parse: &yaml::Parse, version: Version) -> Checked {
    Checker::new(version).check(text, parse)
}

/// Checks a text again and again while it is edited: documents that [`yaml::Parse::reparse`] took over are not looked at
/// anew. What it finds is what [`check`] finds; a property test holds the two equal.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    version: Version,
    /// What was made of each document of the last text.
    parts: Vec<Arc<Part>>,
    /// What of the last text needs no closer look.
    good: Vouched,
}

impl Checker {
    /// One that knows nothing yet.
    #[must_use]
    pub fn new(version: Version) -> Self {
        Self { version, ..Self::default() }
    }

    /// The verdict on `text`, which is parsed already.
    pub fn check(&mut self, text: &str, parse: &yaml::Parse) -> Checked {
        let mut good = std::mem::take(&mut self.good);
        good.begin();
        self.parts = self.parts_of(text, parse, &mut good);
        let mut checked = assemble(text, parse, &self.parts);
        prove_fixes(text, &mut checked, |diagnostic, fix, mended| {
            if let Some((index, fixed)) = read_as_fixed(parse, diagnostic, fix) {
                let mut parts = self.parts.clone();
                if let (Some(part), Some(fixed)) = (parts.get_mut(index), fixed.documents.get(index)) {
                    let earlier = Arc::clone(part);
                    *part = Arc::new(Part::of(text, fixed, self.version, &mut good, [Some(&*earlier), None]));
                }
                return assemble(text, &fixed, &parts);
            }
            let parse = parse.reparse(mended, &TextEdit::between(text, mended));
            let parts = self.parts_of(mended, &parse, &mut good);
            assemble(mended, &parse, &parts)
        });
        self.good = good;
        checked
    }

    /// What is made of each document; an edit leaves those before it where they were, and those after it as far from
    /// the end.
    fn parts_of(&self, text: &str, parse: &yaml::Parse, good: &mut Vouched) -> Vec<Arc<Part>> {
        let (before, now) = (self.parts.len(), parse.documents.len());
        let part = |(index, document): (usize, &yaml::Document)| {
            let from_end = (index + before).checked_sub(now);
            let earlier = [Some(index), from_end].map(|at| self.parts.get(at?));
            earlier.into_iter().flatten().find(|it| it.is_of(document)).map_or_else(
                || Arc::new(Part::of(text, document, self.version, good, earlier.map(|part| part.map(Arc::as_ref)))),
                Arc::clone,
            )
        };
        parse.documents.iter().enumerate().map(part).collect()
    }
}

/// The number of the document whose error has that fix, and the parse in which it is made, where that is how the document
/// was read anyway.
fn read_as_fixed(parse: &yaml::Parse, diagnostic: &Diagnostic, fix: &Fix) -> Option<(usize, yaml::Parse)> {
    let has_it = |error: &Diagnostic| error.range == diagnostic.range && error.fixes.first() == Some(fix);
    let index = parse.documents.iter().position(|document| document.error.as_ref().is_some_and(has_it))?;
    let fixed = parse.documents.get(index)?.once_fixed()?;
    let mut parse = parse.clone();
    *parse.documents.get_mut(index)? = fixed;
    Some((index, parse))
}

/// The verdict on a text of which each document is judged.
fn assemble(text: &str, parse: &yaml::Parse, parts: &[Arc<Part>]) -> Checked {
    let mut checked = Checked::default();
    let mut objects = 0;
    let (mut lookalikes, mut surprises) = (Vec::new(), Vec::new());
    for (index, (document, part)) in parse.documents.iter().zip(parts).enumerate() {
        let part = part.told(index, document.range);
        objects += part.objects;
        part.answers.into_iter().for_each(|answer| checked.add(answer));
        checked.warnings.extend(part.warnings);
        checked.objects.extend(part.decoded);
        lookalikes.extend(part.lookalikes);
        surprises.extend(part.surprises);
    }
    if objects == 0 && checked.rejected.is_none() {
        checked.rejected = Some(Stage::Decode);
        let help = "만들 오브젝트가 하나도 없습니다. 빈 파일이거나 주석뿐입니다. `apiVersion`, `kind`, `metadata`부터 적어 보십시오.";
        checked.errors.push(
            Diagnostic::new(Code("empty-manifest"), Stage::Decode, Severity::Error, TextRange::EMPTY, help)
                .with_server("Empty", "", "no objects passed to create"),
        );
    }
    checked.leave_out_consequences(parse);
    checked.warnings.extend(lint::template(text));
    checked.warnings.extend(lookalikes);
    checked.warnings.extend(surprises);
    checked
}

/// Decodes, defaults, allocates and validates one object.
fn judge_object(
    place: Place<'_>,
    kind: &'static schema::Kind,
    document: &yaml::Document,
    twice: &[&yaml::DuplicateKey],
    version: Version,
    good: &mut Vouched,
) -> (Answer, Option<Decoded>) {
    let json = document.format == yaml::Format::Json;
    let decoding = decode::decode(place.root, kind, json, good);
    let mut answer = Answer::default();
    let mut refuse = |stage: Stage, found: Vec<Diagnostic>| {
        if found.is_empty() {
        } else if answer.stage.is_none() {
            answer.stage = Some(stage);
            answer.errors = found;
        } else {
            answer.further.extend(found);
        }
    };
    let mut wrong = misfit::mismatches(place, kind, &decoding);
    let others = if wrong.is_empty() { Vec::new() } else { wrong.split_off(1) };
    refuse(Stage::Decode, wrong);
    refuse(Stage::Decode, others);
    let mut strict: Vec<_> = misfit::duplicates(if json { &[] } else { twice }).into_iter().collect();
    strict.extend(decoding.strict.iter().map(|found| misfit::strict(place, kind, found)));
    refuse(Stage::Strict, strict);
    let decoded = extract::object(kind.name, place.root).map(|mut object| {
        let filled = default::object(&mut object).into();
        Decoded {
            object: Arc::new(object),
            filled,
            document: 0,
            range: document.range,
            item: Vec::new(),
            accepted: false,
        }
    });
    let Some(mut decoded) = decoded else { return (answer, None) };
    let (stage, faults, also) = rules(&decoded.object, place.root, version);
    let hidden = answer.stage.is_some();
    let plain = |fault: &Fault| !hidden || (!follows(fault, &decoding) && fault.cause != "FieldValueRequired");
    let errors = place.diagnostics(faults.into_iter().filter(plain), stage);
    let also = place.diagnostics(also.into_iter().filter(plain), Stage::Validate);
    if hidden {
        // Allocation and validation often say the same thing; once is enough where neither is heard yet.
        let new = also.into_iter().filter(|it| !errors.iter().any(|known| known.path == it.path)).collect::<Vec<_>>();
        answer.further.extend(errors);
        answer.further.extend(new);
    } else if !errors.is_empty() {
        answer.stage = Some(stage);
        answer.errors = errors;
        answer.also = also;
    }
    decoded.accepted = answer.stage.is_none();
    (answer, Some(decoded))
}

/// Whether a fault only follows from a value of a wrong type, which was taken as absent.
fn follows(fault: &Fault, decoding: &decode::Decoding<'_>) -> bool {
    decoding
        .mismatches
        .iter()
        .any(|mismatch| fault.path.starts_with(&mismatch.path) || mismatch.path.starts_with(&fault.path))
        || fault.code.as_str() == "port-missing"
}

/// The stage that refuses a defaulted object in an empty cluster, its faults, and what validation would say after.
fn rules(object: &Object, root: yaml::tree::Node<'_>, version: Version) -> (Stage, Vec<Fault>, Vec<Fault>) {
    let Object::Service(asked) = object else {
        return (Stage::Validate, validate::object(object, root, version), Vec::new());
    };
    let mut service = asked.clone();
    let allocated = Allocations::new().allocate(&mut service, version);
    let mut faults = validate::service(&service, version);
    for fault in &mut faults {
        unnumbered(fault, asked);
    }
    match allocated {
        Ok(()) => (Stage::Validate, faults, Vec::new()),
        Err(refusals) => (Stage::Allocate, refusals, faults),
    }
}

/// A node port nobody asked for is any number; a message about it names none.
fn unnumbered(fault: &mut Fault, asked: &model::Service) {
    let index = fault.path.strip_prefix("spec.ports[").and_then(|rest| rest.strip_suffix("].nodePort"));
    let port = index.and_then(|index| index.parse::<usize>().ok()).and_then(|index| asked.spec.ports.get(index));
    let Some(port) = port.filter(|port| port.node_port == 0 && fault.code.as_str() == "node-port-duplicate") else {
        return;
    };
    "Duplicate value: <auto>".clone_into(&mut fault.message);
    fault.help = format!(
        "번호와 프로토콜이 같은 포트({}/{})가 또 있어 서버가 둘에 같은 노드 포트를 줍니다. 포트 하나를 지우거나 번호를 바꾸십시오.",
        port.port, port.protocol
    );
    fault.remedies.clear();
}

/// Of what would come to light later, in all documents together, so much is told.
const MOST_FURTHER: usize = 2_000;
/// Larger texts get proposals without the promise: proving one takes as long as another check.
const LARGEST_PROVEN: usize = 16 * 1024;
/// So many fixes are tried.
const MOST_PROVEN: usize = 4;

/// Keeps the promise of [`Fix::certain`] by trying: applied, the fix must remove its diagnostic and add none. What comes
/// to light later is tried when its turn has come. `judge` gives the verdict on the text with a fix of a diagnostic made.
fn prove_fixes(text: &str, checked: &mut Checked, mut judge: impl FnMut(&Diagnostic, &Fix, &str) -> Checked) {
    let mut left = if text.len() <= LARGEST_PROVEN { MOST_PROVEN } else { 0 };
    let later = checked.further.iter_mut().chain(&mut checked.warnings);
    later.flat_map(|diagnostic| &mut diagnostic.fixes).for_each(|fix| fix.certain = false);
    if !checked.diagnostics().flat_map(|diagnostic| &diagnostic.fixes).any(|fix| fix.certain) {
        return;
    }
    let before: Vec<(Code, String)> = checked.diagnostics().map(identity).collect();
    let Checked { errors, also, .. } = checked;
    for diagnostic in errors.iter_mut().chain(also) {
        let own = identity(diagnostic);
        let mut holds = |fix: &Fix| {
            let after = judge(diagnostic, fix, &apply_edits(text, &fix.edits));
            let same = |it: &&(Code, String)| **it == own;
            let now: Vec<_> = after.diagnostics().map(identity).collect();
            now.iter().filter(same).count() < before.iter().filter(same).count()
                && now.iter().all(|it| before.contains(it))
        };
        let mut proven = Vec::with_capacity(diagnostic.fixes.len());
        for fix in &diagnostic.fixes {
            proven.push(fix.certain && left > 0 && holds(fix));
            left = left.saturating_sub(usize::from(fix.certain));
        }
        diagnostic.fixes.iter_mut().zip(proven).for_each(|(fix, proven)| fix.certain = proven);
    }
}

fn identity(diagnostic: &Diagnostic) -> (Code, String) {
    (diagnostic.code, diagnostic.path.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, version: Version) -> Vec<(String, String)> {
        check(text, version).errors.iter().map(|it| (it.code.to_string(), it.range.of(text).to_owned())).collect()
    }

    fn one(code: &str, written: &str) -> Vec<(String, String)> {
        vec![(code.to_owned(), written.to_owned())]
    }

    const WEB: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n";

    #[test]
    fn the_first_thing_in_the_way_is_told_at_its_place() {
        assert_eq!(told(WEB, Version::V1_34), []);
        assert_eq!(told(&WEB.replace("name: web", "name: Web"), Version::V1_34), one("name-not-dns", "Web"));
        assert_eq!(told(&WEB.replace("port: 80", "port: \"80\""), Version::V1_34), one("wrong-type", "\"80\""));
        assert_eq!(told(&WEB.replace("port: 80", "prot: 80"), Version::V1_34), one("unknown-field", "prot"));
        assert_eq!(
            told(&WEB.replace("  name: web\n", "  labels: {}\n"), Version::V1_34),
            one("name-missing", "metadata")
        );
        assert_eq!(told("kind: Service\n", Version::V1_34), one("api-version-missing", "kind: Service"));
    }

    #[test]
    fn service_names_are_relaxed_in_1_36() {
        let text = WEB.replace("name: web", "name: 1web");
        assert_eq!(told(&text, Version::V1_34), one("name-not-dns", "1web"));
        assert_eq!(told(&text, Version::V1_36), []);
    }

    #[test]
    fn namespaces_and_nodes_are_judged_by_the_same_rules() {
        assert_eq!(told("apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a}\n", Version::V1_34), []);
        let dotted = "apiVersion: v1\nkind: Namespace\nmetadata: {name: team.a}\n";
        assert_eq!(told(dotted, Version::V1_34), one("name-not-dns", "team.a"));
        let inside = "apiVersion: v1\nkind: Node\nmetadata: {name: node-1, namespace: x}\n";
        assert_eq!(told(inside, Version::V1_34), one("field-not-applicable", "x"));
    }

    /// A stream in which every document says something, and pieces of which edits can make something else.
    const STREAM: &str = "# 첫째\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: “web”}\n  ports:\n    - port: 80\n      nodePort: 80\n---\nkind: Service\n---\n- a: yes\n  b: 010\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: Web\n  name: b\nspec:\n  containers: [{name: a, image: b, ports: [{containerPort: '1'}]}]\n---\napiVersion: v1\nkind: ConfigMap\n---\nx：y\n---\n";

    /// Makes the edits one after the other; each time, checking again must find what checking afresh finds.
    fn follow(text: &str, edits: Vec<(usize, usize, String)>) -> Result<(), proptest::test_runner::TestCaseError> {
        let mut text = text.to_owned();
        let mut parse = yaml::parse(&text);
        let mut checker = Checker::default();
        let _ = checker.check(&text, &parse);
        for (at, length, insert) in edits {
            let at = at % (text.len() + 1);
            let floor = |offset: usize| text.floor_char_boundary(offset.min(text.len()));
            let edit = TextEdit::replace(TextRange::new(floor(at), floor(at + length)), insert);
            let next = apply_edits(&text, std::slice::from_ref(&edit));
            parse = parse.reparse(&next, &edit);
            text = next;
            let (again, afresh) = (checker.check(&text, &parse), check(&text, Version::default()));
            proptest::prop_assert_eq!(format!("{:#?}", again), format!("{:#?}", afresh), "{}", text);
        }
        Ok(())
    }

    /// A Service or a pod of many ports, which lie in several pieces of its tree.
    fn long_list(kind: usize) -> String {
        let many = |line: &dyn Fn(usize) -> String| (1..100).map(line).collect::<String>();
        match kind % 3 {
            0 => format!(
                "{}{}  type: NodePort\n",
                WEB.replace("    - port: 80\n", ""),
                many(&|n| format!("    - name: p{n}\n      port: {n}\n      targetPort: 80\n"))
            ),
            1 => format!(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: a\n    image: b\n    ports:\n{}",
                many(&|n| format!("    - containerPort: {n}\n      name: p{n}\n"))
            ),
            _ => format!(
                "apiVersion: v1\nkind: List\nitems:\n{}",
                many(&|n| {
                    format!(
                        "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: s{n}\n  spec:\n    ports:\n    - port: {n}\n"
                    )
                })
            ),
        }
    }

    proptest::proptest! {
        #[test]
        fn checking_again_finds_what_checking_afresh_finds(
            edits in proptest::collection::vec(
                (0usize..420, 0usize..8, "(---\n|\n|  |kind|: |\\{\\{|web|0|“|name: a\n|[ -~])?"), 1..12,
            ),
        ) {
            follow(STREAM, edits)?;
        }
    }

    /// What the property above once found.
    #[test]
    fn a_second_quote_of_a_document_is_found_again() {
        let edits = vec![(303, 6, "name: a\n".to_owned()), (239, 0, "“".to_owned())];
        follow(STREAM, edits).unwrap_or_else(|error| panic!("{error}"));
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(48))]
        #[test]
        fn checking_a_long_list_again_finds_what_checking_afresh_finds(
            kind in 0usize..3,
            edits in proptest::collection::vec(
                (0usize..10_000, 0usize..6, "(x|\n|  |'|port: |\"|Pod|Service|- |: 0|targetPort: a\n      |[ -~])?"), 1..10,
            ),
        ) {
            follow(&long_list(kind), edits)?;
        }
    }

    /// A list of objects that are faulty in many ways, some in lists of their own, all told apart by what stands around them.
    fn list_of_all_sorts(turn: usize) -> String {
        const SORTS: &[&str] = &[
            "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: sN\n  spec:\n    ports:\n    - port: 80\n",
            "- {apiVersion: v1, kind: Service, metadata: {name: sN}, spec: {ports: [{port: 0}]}} # 끝\n",
            "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: SN\n    name: sN\n  spec:\n    ports: []\n    selector: {app: yes}\n",
            "-  apiVersion: v1\n   kind: Pod\n   spec:\n     containers:\n     - {name: a, image: “b”}\n   metadata:\n     name: pN\n     annotations:\n       note: |\n         글\n",
            "- kind: Service\n",
            "- apiVersion: v1\n  kind: ConfigMap\n  data: {a: 010}\n",
            "- apiVersion: v1\n  kind: List\n  items:\n  - apiVersion: v1\n    kind: Namespace\n    metadata: {name: nN}\n  - apiVersion: v1\n    kind: Service\n    metadata: {name: tN}\n    spec: {ports: [{port: 1, nodePort: 80}], port: 1}\n",
        ];
        let items = (0..60).map(|n| SORTS[(n * (turn % 5 + 1) + n / 7) % SORTS.len()].replace('N', &n.to_string()));
        let text = format!("# 모두\napiVersion: v1\nitems:\n{}kind: List\n", items.collect::<String>());
        if turn.is_multiple_of(2) {
            text
        } else {
            text.replace("kind: List\n", "").replacen("v1\n", "v1\nkind: List\n", 1)
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(16))]
        #[test]
        fn the_items_of_a_list_checked_again_are_judged_as_afresh(
            turn in 0usize..10,
            edits in proptest::collection::vec(
                (
                    proptest::prop_oneof![3 => 0usize..9_000, 1 => 0usize..40, 1 => 5_500usize..6_500],
                    proptest::prop_oneof![6 => 0usize..6, 1 => 0usize..400],
                    "(x|\n|  |'|port: |\"|#|Pod|List|Service|- |: 0|---\n|kind: Service\n|\\{|[ -~])?",
                ),
                1..12,
            ),
        ) {
            follow(&list_of_all_sorts(turn), edits)?;
        }
    }

    #[test]
    fn the_items_of_a_list_that_an_edit_leaves_alone_are_not_judged_again() {
        let text = long_list(2);
        let parse = yaml::parse(&text);
        let mut checker = Checker::default();
        let before = checker.check(&text, &parse);
        let at = text.find("name: s45").expect("it is there");
        // Another name; a text that does not parse, of which the objects count none the less.
        for insert in ["name: a\n    #", "x: y: "] {
            let edit = TextEdit::insert(at, insert);
            let next = apply_edits(&text, std::slice::from_ref(&edit));
            let now = checker.clone().check(&next, &parse.reparse(&next, &edit));
            let same = |now: &&Decoded| before.objects.iter().any(|it| Arc::ptr_eq(&it.object, &now.object));
            let (kept, of) = (now.objects.iter().filter(same).count(), now.objects.len());
            assert!(of >= 98 && of - kept < 30, "{insert:?}: {kept} of {of} are kept");
            assert!(now.objects.iter().all(|it| it.accepted == (now.rejected != Some(Stage::Yaml))));
        }
    }

    #[test]
    fn later_documents_and_later_stages_are_kept_apart_from_the_answer() {
        let text = format!("{}---\n{}", WEB.replace("80", "0"), WEB.replace("name: web", "name: Web"));
        let checked = check(&text, Version::V1_34);
        assert_eq!(checked.rejected, Some(Stage::Validate));
        assert!(checked.errors.iter().all(|it| it.code.as_str() == "port-missing"));
        assert!(checked.further.iter().any(|it| it.code.as_str() == "name-not-dns"));
    }

    /// What is said first, where, and the text after its first fix, which the server then takes.
    fn mended(text: &str) -> (String, String, String) {
        let checked = check(text, Version::V1_34);
        let first = checked.diagnostics().next().expect("something is wrong");
        let fix = first.fixes.first().unwrap_or_else(|| panic!("no fix for {first:?}"));
        let after = apply_edits(text, &fix.edits);
        assert_eq!(check(&after, Version::V1_34).rejected, None, "{after}");
        (first.code.to_string(), first.range.of(text).to_owned(), after)
    }

    fn told_and_mended(text: &str, code: &str, at: &str) {
        assert_eq!(mended(text), (code.to_owned(), at.to_owned(), WEB.to_owned()));
    }

    #[test]
    fn what_stands_there_misspelt_is_not_said_to_be_missing() {
        for text in [WEB.replace("selector", "selecter"), WEB.replace("name: web", "name:web")] {
            let codes: Vec<_> = check(&text, Version::V1_34).diagnostics().map(|it| it.code.to_string()).collect();
            assert!(!codes.iter().any(|code| code == "selector-missing"), "{codes:?}");
            assert_eq!(codes.len(), 1, "{codes:?}");
        }
        let text = WEB.replace("selector:", "typo:");
        assert!(check(&text, Version::V1_34).diagnostics().any(|it| it.code.as_str() == "selector-missing"));
    }

    #[test]
    fn keys_of_the_first_lines_are_found_where_they_are_misspelt_or_indented() {
        told_and_mended(&format!("s{WEB}"), "api-version-missing", "sapiVersion");
        told_and_mended(&WEB.replace("kind:", "Kind:"), "kind-missing", "Kind");
        told_and_mended(&format!("  {WEB}"), "kind-missing", "  ");
        told_and_mended(&format!("  {}", WEB.replacen('\n', "\n  ", 1)), "name-missing", "  ");
    }

    #[test]
    fn a_field_that_exists_further_out_or_in_moves_there() {
        let (head, spec) = WEB.split_once("spec:").expect("a spec");
        let deep = format!("{head}  spec:{}", spec.trim_end().replace('\n', "\n  "));
        told_and_mended(&format!("{deep}\n"), "unknown-field", "spec");
        let twice = format!("{WEB}      targetPort: 8080\n");
        let shallow = format!("{WEB}  targetPort: 8080\n");
        let top = format!("{WEB}targetPort: 8080\n");
        for text in [shallow, top] {
            assert_eq!(mended(&text), ("unknown-field".to_owned(), "targetPort".to_owned(), twice.clone()));
        }
        let inside = WEB.replace("port: 80\n", "port: 80\n      type: NodePort # 밖으로\n      name: a\n");
        let out = WEB.replace("port: 80\n", "port: 80\n      name: a\n  type: NodePort # 밖으로\n");
        assert_eq!(mended(&inside), ("unknown-field".to_owned(), "type".to_owned(), out));
    }

    #[test]
    fn a_bare_port_number_is_written_as_a_field() {
        told_and_mended(&WEB.replace("- port: 80", "- 80"), "wrong-type", "80");
        told_and_mended(&WEB.replace("- port: 80", "- port:80"), "wrong-type", "port:80");
        told_and_mended(&WEB.replace("- port: 80", "-port: 80"), "wrong-type", "ports:");
        let checked = check(&WEB.replace("- port: 80", "- 80"), Version::V1_34);
        assert!(checked.errors.first().is_some_and(|it| it.help.contains("`- port: 80`")));
    }

    #[test]
    fn a_selector_is_a_plain_mapping() {
        let wrapped = WEB.replace("    app: web\n", "    matchLabels:\n      app: web\n");
        told_and_mended(&wrapped, "wrong-type", "matchLabels:");
        let (_, at, after) = mended(&WEB.replace("    app: web\n", "    - app: web\n    - tier: x\n"));
        assert_eq!(at, "selector:");
        assert!(after.contains("      app: web\n      tier: x\n"), "{after}");
    }
}
