//! A small course for the tests of screens.

use crate::app::Model;
use crate::app::event::Event;
use crate::app::key::{Code, Key};
use crate::app::scene::Size;
use crate::app::shared::Shared;
use crate::lesson::{Catalogue, Course, MemorySource};
use crate::study::Day;

/// A terminal as it usually is.
pub(crate) const USUAL: Size = Size { width: 80, height: 24 };
/// A larger one.
pub(crate) const LARGE: Size = Size { width: 120, height: 36 };

const FIRST: &str = "# 돛\n\n돛은 [바람](term:wind)을 받아 **배(ship)**를 앞으로 밉니다. 자세한 것은 [키](chapter:rudder)에 있습니다.\n\n\
## 돛을 다는 법\n\n```yaml file=sail.yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: sail\n```\n\n\
```predict\nquestion: 바람이 없으면 어떻게 됩니까?\nchoices:\n  - {text: 빨라집니다, because: 바람이 없습니다.}\n  - {text: 멈춥니다, right: true, because: 미는 것이 없기 때문입니다.}\n```\n\n\
## 답을 안 뒤에만 보이는 곳\n\n[첫 과제](exercise:raise)를 해 봅시다. [실수](mistake:yaml-tab)도 봅시다.\n";

/// A course of two chapters and one exercise, with a glossary of two terms and one mistake.
pub(crate) fn shared(size: Size) -> Shared {
    let course = [
        ("course.yaml", "format: 1\ntitle: 항해\nauthors: [키잡이]\nchapters: [00-sail, 01-rudder]\n"),
        ("00-sail/chapter.md", FIRST),
        ("00-sail/ex-raise/exercise.yaml", "title: 돛 올리기\ntask: 올리십시오.\nchecks: []\nhints: [하나, 둘, 셋]\n"),
        ("00-sail/ex-raise/starter.yaml", ""),
        ("00-sail/ex-raise/solution.yaml", ""),
        ("00-sail/ex-raise/world.yaml", ""),
        ("01-rudder/chapter.md", "# 키\n\n키는 방향을 정합니다.\n"),
    ];
    let glossary = "- {id: wind, term: 바람, english: wind, sentence: 돛을 미는 공기의 흐름입니다.}\n\
                    - {id: pod, term: 파드, english: Pod, sentence: 컨테이너가 도는 가장 작은 단위입니다., aliases: [팟]}\n";
    let assets = [
        ("glossary.yaml", glossary),
        ("mistakes/yaml-tab.md", "# 탭으로 들여 쓴 YAML\n\n탭은 들여쓰기에 쓸 수 없습니다.\n"),
    ];
    let course = Course::open(Box::new(MemorySource::new(course))).unwrap_or_else(|fault| panic!("{fault:?}"));
    let catalogue = Catalogue::open(Box::new(MemorySource::new(assets)));
    Shared { day: Day(20_000), ..Shared::new(course, catalogue, size) }
}

/// Presses keys: letters as they are, and `<Enter>`, `<Tab>`, `<Esc>`, `<Down>`, `<Up>`, `<End>`, `<Home>`.
pub(crate) fn press(model: &mut Model, keys: &str) {
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let (key, length) = match rest.strip_prefix('<').and_then(|inside| inside.split_once('>')) {
            Some((name, _)) => (named(name), name.len() + 2),
            None => (Key::char(c), c.len_utf8()),
        };
        model.update(Event::Key(key));
        rest = rest.get(length..).unwrap_or("");
    }
}

fn named(name: &str) -> Key {
    Key::plain(match name {
        "Enter" => Code::Enter,
        "Tab" => Code::Tab,
        "Esc" => Code::Esc,
        "Down" => Code::Down,
        "Up" => Code::Up,
        "End" => Code::End,
        "Home" => Code::Home,
        "PageDown" => Code::PageDown,
        "Left" => Code::Left,
        "Right" => Code::Right,
        "Backspace" => Code::Backspace,
        "F2" => Code::F(2),
        _ => panic!("no key {name}"),
    })
}

/// What the model shows, as text.
pub(crate) fn screen(model: &Model) -> String {
    model.view().to_text(model.shared().size)
}
