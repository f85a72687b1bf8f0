//! Free play, the console beside an exercise, and handing in.

use super::*;

#[test]
fn free_play_is_kept_and_can_be_taken_back() {
    let mut shared = shared(120, 36);
    let world = format!("# 시험 세계\n{WORLD}");
    let assets = [("worlds/1-one.yaml".to_owned(), world)];
    shared.catalogue = Rc::new(Catalogue::open(Box::new(MemorySource::new(assets))));
    let mut desk = Desk::lab("one", &shared).unwrap();
    let types = |desk: &mut Desk, shared: &mut Shared, line: &str| {
        for c in line.chars() {
            desk.update(&Event::Key(Key::char(c)), shared);
        }
        desk.update(&Event::Key(Key::plain(Code::Enter)), shared);
    };
    types(&mut desk, &mut shared, "touch one");
    types(&mut desk, &mut shared, "touch two");
    let kept = |shared: &Shared| shared.record.exercise("lab:one").and_then(|it| it.text.clone()).unwrap();
    assert!(
        kept(&shared).contains("# Source: commands.sh") && kept(&shared).contains("touch two"),
        "{}",
        kept(&shared)
    );
    desk.update(&Event::Key(Key::f(6)), &mut shared);
    assert!(kept(&shared).contains("touch one") && !kept(&shared).contains("touch two"), "{}", kept(&shared));
    // Left and opened again, it goes on where it was.
    let again = Desk::lab("one", &shared).unwrap();
    let mut scene = Scene::default();
    again.view(&shared, &mut scene);
    assert!(scene.to_text(shared.size).contains("시험 세계"));
    assert_eq!(again.answer.log.last().map(String::as_str), Some("touch one"));
    assert_eq!(again.answer.log.len(), 2, "the file that it found, and the command: {:?}", again.answer.log);
    assert!(Desk::lab("nowhere", &shared).is_err());
    // What is typed into a file is kept at the end of its burst, and saying so is true.
    desk.focus = Pane::Editor;
    desk.update(&Event::Paste("# 적던 것".into()), &mut shared);
    assert!(shared.effects.iter().any(|it| matches!(it, Effect::After { token: burst::SAVE, .. })));
    assert!(shared.unsaved);
    desk.update(&Event::Timer(burst::SAVE), &mut shared);
    assert!(kept(&shared).contains("# 적던 것") && !shared.unsaved, "{}", kept(&shared));
    desk.update(&Event::Key(Key::ctrl('s')), &mut shared);
    assert!(shared.toast.as_deref().is_some_and(|it| it.starts_with("저장했습니다")), "{:?}", shared.toast);
    desk.update(&Event::Key(Key::ctrl('r')), &mut shared);
    let mut scene = Scene::default();
    desk.view(&shared, &mut scene);
    assert!(scene.to_text(shared.size).contains("콘솔에서 한 일은"), "a reset promises no more than it keeps");
}

/// At a world of two pods.
fn at_play(width: u16, height: u16) -> Learner {
    let mut shared = shared(width, height);
    let assets = [
        ("worlds/1-one.yaml", format!("# 시험 세계\n#\n# - `kubectl get pods`로 봅니다.\n{WORLD}")),
        ("worlds/2-two.yaml", format!("# 다른 세계\n{WORLD}")),
    ];
    shared.catalogue = Rc::new(Catalogue::open(Box::new(MemorySource::new(assets))));
    Learner { desk: Desk::lab("one", &shared).unwrap(), shared }
}

impl Learner {
    fn runs(&mut self, line: &str) {
        self.types(line);
        self.press(Key::plain(Code::Enter));
    }
}

#[test]
fn what_is_taken_back_is_the_last_command_that_changed_anything() {
    let mut learner = at_play(120, 36);
    let services = |learner: &Learner| learner.desk.prompt.console().expect("a session").cluster().services().len();
    let before = services(&learner);
    for line in
        ["kubectl expose pod web-1 --port 80", "kubectl get svc", "kubectl get nothing", "kubectl exec web-1 -- ls"]
    {
        learner.runs(line);
    }
    assert_eq!(services(&learner), before + 1);
    learner.runs("undo");
    assert_eq!(services(&learner), before, "what only looked is nothing to take back");
    assert!(learner.sees().contains("되돌렸습니다: kubectl expose pod web-1 --port 80"), "{}", learner.sees());
    assert!(learner.desk.answer.log.iter().all(|line| !line.starts_with("kubectl")), "{:?}", learner.desk.answer.log);
    learner.press(Key::f(6));
    assert!(learner.shared.toast.as_deref().is_some_and(|it| it.starts_with("되돌릴 것이 없습니다")));
    // A file, and the tab that it got.
    learner.runs("kubectl create service clusterip web --tcp 80 --dry-run=client -o yaml > web.yaml");
    assert_eq!(learner.desk.sheets.len(), 2);
    learner.runs("echo '# mine' > service.yaml");
    assert_eq!(learner.desk.sheet().editor.text(), "# mine\n");
    learner.press(Key::f(6));
    assert!(learner.desk.sheet().editor.text().starts_with("# 매니페스트"), "{}", learner.desk.sheet().editor.text());
    learner.press(Key::f(6));
    assert_eq!(learner.desk.sheets.len(), 1);
    learner.runs("ls");
    assert!(learner.sees().contains("$ ls") && !learner.sees().contains("\n│ web.yaml"), "{}", learner.sees());
}

#[test]
fn what_an_earlier_sitting_did_is_seen_again_and_can_be_taken_back() {
    let mut learner = at_play(120, 36);
    learner.runs("kubectl label pod web-1 tier=front");
    learner.runs("kubectl get pods");
    let desk = Desk::lab("one", &learner.shared).unwrap();
    let mut again = Learner { desk, shared: learner.shared };
    assert!(again.sees().contains("pod/web-1 labeled") && again.sees().contains("지난번에 한 일"), "{}", again.sees());
    again.press(Key::f(6));
    assert_eq!(again.shared.toast.as_deref(), Some("되돌렸습니다: kubectl label pod web-1 tier=front"));
}

#[test]
fn the_list_of_worlds_lies_over_the_world_one_is_in() {
    let Learner { shared, .. } = at_play(120, 36);
    let mut model = Model::new(shared);
    model.open(&Destination::Worlds { from: None });
    let press = crate::app::screen::fixture::press;
    press(&mut model, "<Down><Enter>echo kept<Enter><F2>");
    let shown = screen(&model);
    assert!(shown.contains("> 다른 세계") && shown.contains("지금 여기"), "{shown}");
    press(&mut model, "<Esc>");
    assert!(screen(&model).contains("$ echo kept"), "{}", screen(&model));
    press(&mut model, "<F2><Up>");
    assert!(screen(&model).contains("kubectl get pods로 봅니다"), "what may be tried: {}", screen(&model));
    press(&mut model, "<Enter>");
    assert!(screen(&model).contains("실험실 › 시험 세계"), "{}", screen(&model));
    press(&mut model, "<Esc>");
    assert!(
        screen(&model).contains("놀아 볼 세계 고르기") && !screen(&model).contains("지금 여기"),
        "{}",
        screen(&model)
    );
}

#[test]
fn only_keys_that_do_something_are_named_while_a_world_is_looked_at() {
    let mut learner = at_play(120, 36);
    let bar = |learner: &mut Learner| learner.sees().lines().last().unwrap_or_default().to_owned();
    while learner.desk.focus != Pane::Traffic {
        learner.press(Key::f(7));
    }
    let whole = bar(&mut learner);
    assert!(!whole.contains("다음 걸음") && !whole.contains("다음 요청"), "{whole}");
    learner.press(Key::plain(Code::Esc));
    learner.runs("kubectl exec web-1 -- curl -sS http://127.0.0.1:8080");
    while learner.desk.focus != Pane::Traffic {
        learner.press(Key::f(7));
    }
    let request = bar(&mut learner);
    assert!(
        !request.contains("→ 다음 걸음") && request.contains("← 이전 걸음") && request.contains("다음 요청"),
        "{request}"
    );
    assert!(learner.sees().contains("걸음 2/2"), "{}", learner.sees());
}

#[test]
fn a_request_through_a_tunnel_begins_on_the_laptop() {
    const LAPTOP: &str = "# 노트북\napiVersion: kijabi/v1\nkind: World\nmetadata: {name: laptop}\nspec: {platform: minikube, driver: docker-desktop}\n---\n";
    let played = |commands: &[&str]| {
        let mut shared = shared(120, 36);
        let assets = [("worlds/1-laptop.yaml".to_owned(), format!("{LAPTOP}{WORLD}"))];
        shared.catalogue = Rc::new(Catalogue::open(Box::new(MemorySource::new(assets))));
        let mut learner = Learner { desk: Desk::lab("laptop", &shared).unwrap(), shared };
        for line in commands {
            learner.runs(line);
        }
        learner.press(Key::ctrl('g'));
        learner.sees()
    };
    let service = played(&[
        "kubectl expose pod web-1 --type=NodePort --port=80 --target-port=8080",
        "curl -s $(minikube service web-1 --url)",
    ]);
    insta::assert_snapshot!("a_tunnel_of_minikube_service", service);
    let balancer = played(&[
        "kubectl expose pod web-1 --type=LoadBalancer --port=8080",
        "minikube tunnel",
        "curl -s http://127.0.0.1:8080",
    ]);
    insta::assert_snapshot!("a_tunnel_of_minikube_tunnel", balancer);
    let forward = played(&["kubectl port-forward web-1 9000:8080", "curl -s http://127.0.0.1:9000"]);
    insta::assert_snapshot!("a_tunnel_of_port_forward", forward);
}

#[test]
fn a_console_beside_an_exercise_has_the_manifest_in_its_cluster() {
    let mut learner = Learner::at("first", 120, 36);
    learner.replaces_all(SOLUTION);
    learner.press(Key::f(5));
    learner.types("kubectl get svc w");
    learner.press(Key::plain(Code::Tab));
    learner.types("-o name");
    learner.press(Key::plain(Code::Enter));
    assert!(learner.sees().contains("kubectl get svc web -o name"), "{}", learner.sees());
    assert!(learner.sees().contains("service/web\n") || learner.sees().contains("service/web "), "{}", learner.sees());
    learner.press(Key::f(5));
    assert_eq!(learner.desk.focus, Pane::Editor);
}

#[test]
fn a_manifest_that_the_server_refuses_is_not_said_to_be_in_the_console_s_cluster() {
    let mut learner = Learner::at("first", 120, 36);
    learner.press(Key::f(5));
    assert!(learner.sees().contains("F5 편집기"), "{}", learner.sees());
    learner.types("kubectl get svc");
    learner.press(Key::plain(Code::Enter));
    assert!(learner.sees().contains("API 서버가 거절하는 매니페스트는"), "{}", learner.sees());
    learner.types("ㅏㅕㅠㄷㅊ시 get svc");
    learner.press(Key::plain(Code::Enter));
    assert!(learner.sees().contains("한글 입력 상태에서 친 kubectl입니다"), "{}", learner.sees());
}

#[test]
fn what_is_to_be_typed_and_what_is_still_missing_stand_above_a_graded_console() {
    let mut learner = Learner::at("typed", 80, 24);
    let screen = learner.sees();
    assert_eq!(learner.desk.focus, Pane::Console);
    for words in [
        "웹 파드에 tier=front라는",
        "kubectl get pods --show-labels",
        "F7 과제와 확인",
        "이름표를 아직 달지 않았습니다.",
    ] {
        assert!(screen.contains(words), "the task has the rows that the console does not need: {words}: {screen}");
    }
    learner.runs("kubectl describe pod web-1");
    let screen = learner.sees();
    for words in ["웹 파드에 tier=front라는", "F7 과제 전체", "이름표를 아직 달지 않았습니다."] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert!(!screen.contains("터미널"), "half a frame says nothing: {screen}");
    let mut learner = Learner::at("typed", 80, 24);
    // The file plays no part, and its pane does not ask for anything to be written.
    learner.press(Key::f(5));
    let screen = learner.sees();
    assert!(screen.contains("콘솔에서 실행하는 명령입니다(F5)"), "{screen}");
    assert!(!screen.contains("매니페스트를 쓰십시오"), "{screen}");
    let rows = |learner: &Learner| learner.desk.layout.console.expect("a console").height;
    let wide = Learner::at("typed", 120, 36);
    assert!(rows(&wide) > 24, "nor does it take the room of what is typed: {}", wide.sees());
}

#[test]
fn commands_are_compared_with_commands() {
    let mut learner = Learner::at("typed", 120, 36);
    learner.types("kubectl get svc");
    learner.press(Key::plain(Code::Enter));
    learner.press(Key::f(6));
    learner.press(Key::plain(Code::Enter));
    let screen = learner.sees();
    for words in ["정답 비교 ─ 콘솔", "-kubectl get svc", "+kubectl label"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert!(!screen.contains("kijabi/v1") && !screen.contains("KIJABI_EOF"), "{screen}");
}

#[test]
fn only_what_the_learner_typed_and_what_worked_is_compared() {
    let mut learner = Learner::at("typed", 120, 36);
    learner.runs("kubectl lable pod web-1 tier=front");
    learner.runs("kubectl label pod web-1 tier=front");
    assert!(learner.desk.report.passed, "{}", learner.sees());
    learner.press(Key::f(6));
    let compared = |learner: &Learner| {
        let screen = learner.sees();
        assert!(screen.contains("같습니다") && screen.contains("# 실패한 명령 1개는 뺐습니다."), "{screen}");
        assert!(!screen.contains("KIJABI_EOF") && !screen.contains("cat >"), "{screen}");
    };
    compared(&learner);
    // An earlier sitting is kept as one script, with what the editor handed over in it.
    learner.press(Key::plain(Code::Esc));
    learner.desk.leave(&mut learner.shared);
    let mut again = Learner::with(learner.shared, "typed");
    assert!(again.desk.answer.log.iter().any(|script| script.contains("KIJABI_EOF")), "{:?}", again.desk.answer.log);
    again.press(Key::f(6));
    compared(&again);
}

#[test]
fn where_no_request_proves_anything_the_cluster_is_seen_instead() {
    let mut learner = Learner::at("typed", 80, 24);
    while learner.desk.focus != Pane::Traffic {
        learner.press(Key::f(7));
    }
    let screen = learner.sees();
    assert!(screen.contains("요청을 보내 확인하지 않습니다") && screen.contains("web-1 :8080"), "{screen}");
    assert!(!screen.contains("매니페스트가 읽히면"), "nothing that never comes is promised: {screen}");
    learner.press(Key::plain(Code::Esc));
    learner.runs("kubectl expose pod web-1 --port 80");
    while learner.desk.focus != Pane::Traffic {
        learner.press(Key::f(7));
    }
    assert!(learner.sees().contains("엔드포인트 1개"), "as commands change it: {}", learner.sees());
}

#[test]
fn free_play_has_tabs_for_the_panes_it_has() {
    let mut shared = shared(80, 24);
    let assets = [("worlds/1-one.yaml".to_owned(), format!("# 시험 세계\n{WORLD}"))];
    shared.catalogue = Rc::new(Catalogue::open(Box::new(MemorySource::new(assets))));
    let mut learner = Learner { desk: Desk::lab("one", &shared).unwrap(), shared };
    learner.press(Key::f(7));
    let screen = learner.sees();
    let tabs = screen.lines().nth(1).expect("tabs");
    assert!(tabs.contains("클러스터") && !tabs.contains("과제") && !tabs.contains("트래픽"), "{tabs}");
    let column = u16::try_from(crate::text::width::cells(tabs.split_once("진단").expect("a tab").0)).expect("small");
    learner.does(&Event::Mouse(Mouse::Press(Point { x: column, y: 1 })));
    assert_eq!(learner.desk.focus, Pane::Diagnostics, "a click finds the tab that is seen");
}

#[test]
fn an_empty_file_in_free_play_was_never_sent() {
    let mut shared = shared(120, 36);
    let assets = [("worlds/1-one.yaml".to_owned(), format!("# 시험 세계\n{WORLD}"))];
    shared.catalogue = Rc::new(Catalogue::open(Box::new(MemorySource::new(assets))));
    let desk = Desk::lab("one", &shared).unwrap();
    let mut learner = Learner { desk, shared };
    learner.press(Key::f(7));
    while learner.desk.focus != Pane::Diagnostics {
        learner.press(Key::f(7));
    }
    let seen = learner.sees();
    assert!(seen.contains("아직 보낸 것 없음") && !seen.contains("받아들입니다"), "{seen}");
    assert!(learner.desk.help().iter().all(|row| row.label != "F10"));
}

#[test]
fn what_passed_is_not_replaced_unasked_and_a_starter_is_not_handed_in() {
    let mut shared = shared(120, 36);
    shared.class = Some(Class { student: "20261".into(), ..Class::default() });
    let mut learner = Learner::with(shared, "first");
    let hands_in = |learner: &mut Learner| {
        learner.shared.effects.clear();
        learner.press(Key::f(10));
        learner.shared.effects.iter().any(|it| matches!(it, Effect::HandIn(_)))
    };
    assert!(learner.sees().contains("F10 제출"), "{}", learner.sees());
    assert!(!hands_in(&mut learner));
    assert!(learner.shared.toast.as_deref().is_some_and(|it| it.contains("처음 받은 그대로")));
    learner.types("# ");
    assert!(hands_in(&mut learner), "what is not right yet may be handed in");
    let class = learner.shared.class.as_mut().unwrap();
    class.handed_in.insert("first".into(), Given { word: "통과".into(), ..Given::default() });
    assert!(learner.sees().contains("제출함(통과)"), "{}", learner.sees());
    assert!(!hands_in(&mut learner), "asked first");
    assert!(learner.sees().contains("이미 통과한 답을 제출해"), "{}", learner.sees());
    learner.press(Key::plain(Code::Esc));
    assert!(!learner.shared.effects.iter().any(|it| matches!(it, Effect::HandIn(_))));
    hands_in(&mut learner);
    learner.press(Key::plain(Code::Enter));
    assert!(learner.shared.effects.iter().any(|it| matches!(it, Effect::HandIn(_))));
}

#[test]
fn a_console_tells_its_own_keys_and_how_to_see_what_has_scrolled_away() {
    let mut learner = Learner::at("typed", 80, 24);
    learner.types("kubectl describe pod web-1");
    learner.press(Key::plain(Code::Enter));
    learner.press(Key::plain(Code::PageUp));
    insta::assert_snapshot!("console_scrolled_back", learner.sees());
    for _ in 0..30 {
        learner.press(Key::plain(Code::PageUp));
    }
    assert!(!learner.sees().contains("PgUp 앞") && learner.sees().contains("PgDn 뒤"), "{}", learner.sees());
    learner.press(Key::plain(Code::PageDown));
    assert!(learner.sees().contains("PgUp 앞"), "no step is lost above the top: {}", learner.sees());
}
