//! What the desk says is wrong, in which order, and how it helps without telling what is to be learned.

use super::*;

#[test]
fn a_fault_is_seen_in_the_frame_of_its_key_and_gone_with_undo() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all(SOLUTION);
    let before = learner.codes();
    learner.goes_to("apiVersion");
    learner.types("x");
    let screen = learner.sees();
    let code = learner.codes().first().copied().expect("a diagnostic");
    assert!(screen.contains(&format!("1:1 {code}")), "{screen}");
    assert!(!screen.contains(panes::PASSED));
    learner.press(Key::ctrl('z'));
    assert_eq!(learner.text(), SOLUTION);
    assert_eq!(learner.codes(), before);
}

#[test]
fn mistakes_that_needed_help_or_were_left_are_told_once_a_sitting() {
    let told = |learner: &mut Learner| -> Vec<Vec<String>> {
        let deeds = learner.deeds();
        deeds
            .into_iter()
            .filter_map(|it| match it {
                Deed::Stumbled { mistakes, .. } => Some(mistakes),
                _ => None,
            })
            .collect()
    };
    let mut learner = Learner::at("first", 120, 36);
    learner.desk.leave(&mut learner.shared);
    assert!(told(&mut learner).is_empty(), "nothing was tried");
    let typo = SOLUTION.replace("nodePort: 30008", "nodePort: 80");
    learner.replaces_all(&typo);
    learner.replaces_all(SOLUTION);
    learner.desk.leave(&mut learner.shared);
    assert!(told(&mut learner).is_empty(), "what was mended alone is nobody's business");
    learner.replaces_all(&typo);
    learner.press(Key::f(2));
    learner.press(Key::plain(Code::Esc));
    learner.replaces_all(SOLUTION);
    learner.desk.leave(&mut learner.shared);
    assert_eq!(told(&mut learner), [["node-port-out-of-range"]], "a hint was needed for it");
    learner.replaces_all(&typo);
    learner.desk.leave(&mut learner.shared);
    assert!(told(&mut learner).is_empty(), "told once is enough");
    assert!(
        learner.shared.record.card("mistake:node-port-out-of-range").is_some_and(|card| card.due == learner.shared.day)
    );
}

#[test]
fn offers_open_by_themselves_and_never_take_enter_unasked() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all("kind: Service\nspec:\n  ");
    learner.types("po");
    assert!(learner.sees().contains("↓ 고르기"), "{}", learner.sees());
    learner.press(Key::plain(Code::Enter));
    assert_eq!(learner.text(), "kind: Service\nspec:\n  po\n  ");
    learner.types("sel");
    learner.press(Key::plain(Code::Down));
    learner.press(Key::plain(Code::Enter));
    assert_eq!(learner.text(), "kind: Service\nspec:\n  po\n  selector:\n    ");
    learner.press(Key::ctrl(' '));
    learner.press(Key::plain(Code::Tab));
    learner.press(Key::ctrl(' '));
    learner.press(Key::plain(Code::Tab));
    assert!(learner.text().ends_with("    app: web"), "the world's label and its value: {}", learner.text());
    learner.types("x");
    assert_eq!(learner.press(Key::plain(Code::Esc)), Go::Back, "no list is open");
}

#[test]
fn a_word_is_no_fault_while_it_may_still_become_right() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all(&SOLUTION.replace("type: NodePort", "type: "));
    learner.goes_to("type: ");
    learner.types("N");
    assert_eq!(learner.codes(), ["node-port-on-cluster-ip"], "nothing of the word itself");
    assert!(learner.sees().contains("모든 노드에 같은 번호의"), "{}", learner.sees());
    learner.press(Key::plain(Code::Esc));
    assert!(learner.codes().contains(&"yaml-boolean-surprise"), "{:?}", learner.codes());
    learner.types("o");
    learner.press(Key::plain(Code::Tab));
    assert_eq!(learner.text(), SOLUTION);
}

#[test]
fn hints_come_one_at_a_time_and_are_counted() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(2));
    let screen = learner.sees();
    assert!(screen.contains("첫째 힌트") && !screen.contains("둘째 힌트"), "{screen}");
    learner.press(Key::f(2));
    assert!(learner.sees().contains("둘째 힌트"));
    assert_eq!(learner.press(Key::plain(Code::Esc)), Go::Stay, "Esc closes the hint first");
    learner.press(Key::f(2));
    assert!(!learner.sees().contains("셋째 힌트"), "opening again reveals nothing new");
    let tiers: Vec<Deed> = learner.deeds();
    assert_eq!(tiers, [1, 2].map(|tier| Deed::Hint { exercise: "first".into(), tier }));
}

#[test]
fn the_answer_is_shown_after_a_pass_or_a_confirmation_that_counts() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(6));
    assert!(!learner.sees().contains("정답의 한 가지"));
    learner.press(Key::plain(Code::Esc));
    learner.press(Key::f(6));
    learner.press(Key::plain(Code::Enter));
    assert!(learner.sees().contains("정답의 한 가지"));
    assert_eq!(learner.deeds(), [Deed::AnswerSeen { exercise: "first".into() }]);
    learner.press(Key::plain(Code::Esc));
    learner.press(Key::f(6));
    assert!(learner.sees().contains("정답의 한 가지"), "asked only once");
}

#[test]
fn a_fix_of_what_is_to_be_learned_is_given_only_when_asked_twice() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(8));
    assert_eq!(learner.codes().first(), Some(&"name-not-dns"));
    assert!(!learner.sees().contains("`web-service`로"), "{}", learner.sees());
    learner.press(Key::f(4));
    insta::assert_snapshot!("asked_before_what_is_taught_is_mended", learner.sees());
    assert_eq!(learner.press(Key::plain(Code::Esc)), Go::Stay, "no is no reason to leave");
    assert_eq!(learner.deeds(), []);
    assert_eq!(learner.text(), STARTER);
    learner.press(Key::f(4));
    learner.press(Key::f(4));
    assert!(learner.text().contains("name: web-service"), "{}", learner.text());
    assert!(learner.deeds().contains(&Deed::Hint { exercise: "first".into(), tier: 1 }));
    assert_eq!(learner.shared.toast.as_deref(), Some("web-service로 바꿨습니다. Ctrl-Z로 되돌립니다."));
}

#[test]
fn of_what_is_to_be_learned_the_right_value_is_told_only_after_the_last_hint() {
    let page =
        "# 이름에 규칙이 있습니다\n\n규칙이 여럿입니다.\n글자를 하나씩 살펴보십시오.\n\n```yaml\nname: web\n```\n";
    let mut shared = shared(120, 36);
    shared.catalogue = Rc::new(Catalogue::open(Box::new(MemorySource::new([("mistakes/name-not-dns.md", page)]))));
    let mut learner = Learner::with(shared, "first");
    let help = learner
        .desk
        .found()
        .first()
        .map(|it| it.help.replace('`', "").chars().take(12).collect::<String>())
        .expect("a fault");
    let shown = |learner: &Learner| (learner.sees().contains(&help), learner.sees().contains("하나씩 살펴보십시오."));
    assert_eq!(shown(&learner), (false, true), "{}", learner.sees());
    for key in [Key::f(2), Key::f(2), Key::plain(Code::Esc)] {
        learner.press(key);
    }
    assert_eq!(shown(&learner), (false, true), "two of three hints are seen");
    for key in [Key::f(2), Key::f(2), Key::plain(Code::Esc)] {
        learner.press(key);
    }
    assert_eq!(shown(&learner), (true, false), "{}", learner.sees());
    let again = Learner::with(learner.shared, "first");
    assert!(again.sees().contains(&help), "it stays told");
}

#[test]
fn going_from_diagnostic_to_diagnostic_puts_the_caret_there() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(8));
    let first = learner.desk.sheet().editor.caret();
    let starts: Vec<usize> = learner.desk.found().iter().map(|it| it.range.start()).collect();
    assert!(starts.contains(&first));
    for _ in &starts {
        learner.press(Key::f(8));
    }
    assert_eq!(learner.desk.sheet().editor.caret(), first, "round the text");
}

#[test]
fn what_stopped_the_server_comes_first_and_only_there_is_the_server_heard() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all(
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  prots:\n    - port: 80\n  type:NodePort\n",
    );
    let codes: Vec<_> = learner.desk.found().iter().map(|it| it.code.to_string()).collect();
    assert_eq!(codes, ["yaml-missing-space", "unknown-field"]);
    learner.press(Key::f(8));
    assert_eq!(learner.desk.current, 0, "the line further down, for it comes first");
    assert!(learner.sees().contains("API 서버: error converting YAML"), "{}", learner.sees());
    learner.press(Key::f(8));
    assert_eq!(learner.desk.current, 1);
    assert!(learner.sees().contains("앞의 오류를 고치면 API 서버: "), "{}", learner.sees());
}

#[test]
fn what_is_not_there_yet_paints_nothing_that_is_right() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n");
    assert!(learner.codes().contains(&"ports-missing"), "{:?}", learner.codes());
    let underlined = |learner: &Learner| {
        let mut scene = Scene::default();
        learner.desk.view(&learner.shared, &mut scene);
        let lines = scene.elements.into_iter().filter_map(|it| match it {
            crate::app::scene::Element::Lines { lines, .. } => Some(lines),
            _ => None,
        });
        lines.flatten().flat_map(|line| line.spans).any(|span| span.style.underline == Some(Role::Bad))
    };
    assert!(!underlined(&learner));
    assert!(learner.sees().contains("아직 없음: "), "{}", learner.sees());
    learner.goes_to("kind: ");
    assert!(!underlined(&learner) && !learner.sees().contains("아직 없음: "), "{}", learner.sees());
    assert!(learner.sees().contains("✗ 7      app: web"), "where they would go: {}", learner.sees());
}

#[test]
fn the_bar_offers_a_fix_only_where_there_is_one() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(8));
    assert!(learner.sees().contains("F4 고치기") && learner.sees().contains("Ctrl-K 설명"), "{}", learner.sees());
    learner
        .replaces_all(&SOLUTION.replace("  ports:", "  ports: x\n  prots:").replace("kind: Service", "kind: Nothing"));
    assert!(!learner.desk.can_fix() && !learner.sees().contains("F4 고치기"), "{}", learner.sees());
}

#[test]
fn causes_stand_before_what_follows_from_them() {
    let mut learner = Learner::at("first", 120, 36);
    let deep =
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  spec:\n  type: NodePort\n  ports:\n  - port: 80\n";
    learner.replaces_all(deep);
    let paths: Vec<&str> = learner.desk.found().iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["metadata.spec", "metadata.type", "metadata.ports"]);
    learner.replaces_all(&SOLUTION.replace("name: web", "name: “web”"));
    assert_eq!(learner.codes().first(), Some(&"smart-quote"), "{:?}", learner.codes());
}

#[test]
fn a_label_is_the_key_it_names() {
    let rows = DESK.iter().chain(LAB).map(|it| (it.label, it.keys)).chain(TEXT.iter().map(|it| (it.label, it.keys)));
    for (label, keys) in rows.chain(TRAFFIC.iter().map(|it| (it.label, it.keys))) {
        let named = Key::labelled(label);
        assert!(named.is_none_or(|key| keys.contains(&key)), "{label}: {named:?}");
        assert!(named.is_some() || label.contains([' ', ',']), "{label}");
    }
}

#[test]
fn what_is_mended_is_in_sight_before_and_after() {
    let mut learner = Learner::at("any", 80, 24);
    learner.replaces_all(&SOLUTION.replace("30008", "80"));
    learner.desk.sheet_mut().perform(Command::Move(Motion::Top));
    learner.press(Key::plain(Code::Right));
    assert!(!learner.sees().contains("nodePort: 80"), "below what is seen: {}", learner.sees());
    learner.press(Key::f(4));
    let screen = learner.sees();
    assert!(screen.contains("1 ") && screen.contains("번호를 누르면"), "{screen}");
    assert!(screen.contains("nodePort: 80"), "what is to be mended: {screen}");
    assert!(screen.contains("node-port-out-of-range"), "what is wrong with it: {screen}");
    learner.press(Key::char('1'));
    assert!(learner.sees().contains("nodePort: 3"), "what it became: {}", learner.sees());
}

#[test]
fn a_hint_and_a_field_s_explanation_leave_the_line_in_sight() {
    for key in [Key::f(2), Key::f(3)] {
        for line in ["  name: Web_Service", "    app: wbe", "      nodePort: 30008"] {
            let mut learner = Learner::at("first", 80, 24);
            learner.goes_to(line.trim());
            learner.press(key);
            assert!(learner.sees().contains(line), "{key:?} {line}: {}", learner.sees());
        }
    }
}

#[test]
fn reasons_are_told_in_full_where_there_is_room() {
    let learner = Learner::at("first", 120, 36);
    let screen = learner.sees();
    assert!(!screen.lines().any(|line| line.contains("거절됨") && line.contains('…')), "{screen}");
    assert!(screen.contains("레이블이 모두 붙은 파드가 하나도 없습니다."), "{screen}");
}

#[test]
fn a_refusal_is_told_in_words_too() {
    let screen = Learner::at("first", 120, 36).sees();
    assert!(screen.contains("규칙에 어긋나는 값이"), "{screen}");
}

#[test]
fn what_is_wrong_is_told_before_what_is_not_written_yet() {
    let mut learner = Learner::at("first", 80, 24);
    learner.replaces_all("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: nodeport\n");
    let screen = learner.sees();
    assert!(screen.contains("✗ 6:9 type-unknown"), "{screen}");
    learner.press(Key::f(4));
    assert!(learner.text().contains("type: NodePort"), "{}", learner.sees());
}

#[test]
fn no_fix_is_offered_that_the_task_contradicts() {
    // The task names 30008: neither another number nor none at all.
    let mut learner = Learner::at("first", 120, 36);
    let before = SOLUTION.replace("30008", "80");
    learner.replaces_all(&before);
    learner.press(Key::f(8));
    assert_eq!(learner.codes(), ["node-port-out-of-range"]);
    assert!(!learner.sees().contains("F4"), "what would be refused is not offered: {}", learner.sees());
    learner.press(Key::f(4));
    let told = learner.shared.toast.clone().unwrap_or_default();
    assert!(told.contains("모두 과제가 바라는 것과 다릅니다"), "{told}");
    assert_eq!(learner.text(), before);
    // Where any number will do, all are.
    let mut learner = Learner::at("any", 120, 36);
    learner.replaces_all(&before);
    learner.press(Key::f(8));
    learner.press(Key::f(4));
    assert!(learner.sees().contains("1 30080") && learner.sees().contains("2 nodePort를 지우기"), "{}", learner.sees());
}

#[test]
fn a_mistake_that_only_a_check_names_is_seen_at_it() {
    for (width, height) in [(120, 36), (80, 24)] {
        let mut learner = Learner::at("any", width, height);
        learner.replaces_all(&SOLUTION.replace("name: web\n", "name: wob\n"));
        assert_eq!(learner.codes(), Vec::<&str>::new());
        if width < 100 {
            // There the checks have a tab of their own.
            learner.press(Key::f(7));
        }
        let screen = learner.sees();
        assert!(screen.contains("service-missing  Ctrl-K 설명"), "{screen}");
        learner.press(Key::ctrl('k'));
        let toast = learner.shared.toast.as_ref().map(|it| format!("{it:?}")).unwrap_or_default();
        assert!(toast.contains("service-missing"), "this catalogue has no page of it: {toast}");
        learner.replaces_all(SOLUTION);
        assert!(!learner.sees().contains("service-missing"));
    }
}

#[test]
fn what_is_wrong_is_seen_again_when_the_console_is_left() {
    for (columns, rows) in [(80, 24), (120, 36)] {
        let mut learner = Learner::at("first", columns, rows);
        learner.replaces_all(&SOLUTION.replace("nodePort: 30008", "nodePort: 80"));
        learner.press(Key::f(5));
        assert!(!learner.sees().contains("Ctrl-K 설명"), "{}", learner.sees());
        learner.press(Key::plain(Code::Esc));
        assert!(learner.sees().contains("Ctrl-K 설명"), "{}", learner.sees());
    }
}
