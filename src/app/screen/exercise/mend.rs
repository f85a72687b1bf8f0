//! Fixes: which there are for what is wrong here, which of them the task allows, and what becomes of one.
//!
//! Must not know: keys, how a fix is found.

use super::Desk;
use super::popup::{Kind, Popup, Question};
use crate::app::shared::Shared;
use crate::diagnostic::{Diagnostic, Fix, Stage};
use crate::grade::fit;
use crate::text::apply_edits;

/// Said where every fix would satisfy the server, and none the task.
const OTHERWISE: &str = "준비된 고치기는 모두 과제가 바라는 것과 다릅니다. 과제를 다시 읽고 직접 고쳐 보십시오.";

/// Fixes that were held against the task: of which diagnostic, and of each of its fixes whether the task allows it. The text
/// they were found in is the text as it stands; another text has none yet.
pub(super) type Weighed = Vec<(usize, Vec<bool>)>;

/// What a fix has done, from what its title says it does: `지우기` is `지웠습니다.`
fn done(title: &str) -> String {
    const PAST: [(&str, &str); 19] = [
        ("바꾸기", "바꿨습니다"),
        ("지우기", "지웠습니다"),
        ("넣기", "넣었습니다"),
        ("들여쓰기", "들여 썼습니다"),
        ("내어쓰기", "내어 썼습니다"),
        ("쓰기", "썼습니다"),
        ("적기", "적었습니다"),
        ("옮기기", "옮겼습니다"),
        ("맞추기", "맞췄습니다"),
        ("붙이기", "붙였습니다"),
        ("닫기", "닫았습니다"),
        ("더하기", "더했습니다"),
        ("추가하기", "추가했습니다"),
        ("고치기", "고쳤습니다"),
        ("감싸기", "감쌌습니다"),
        ("만들기", "만들었습니다"),
        ("내리기", "내렸습니다"),
        ("빼기", "뺐습니다"),
        ("하기", "했습니다"),
    ];
    let past = PAST.iter().find_map(|(ending, past)| Some(format!("{}{past}.", title.strip_suffix(ending)?)));
    past.unwrap_or_else(|| format!("고쳤습니다({title}).")).replace('`', "")
}

impl Desk {
    /// The diagnostics that F4 would mend: those at the caret, or else what is shown in full.
    fn meant(&self) -> Vec<(usize, &Diagnostic)> {
        let caret = self.sheet().editor.caret();
        let all = || self.found().iter().enumerate();
        let mut meant: Vec<_> = all().filter(|(_, it)| it.range.touches(caret) && !it.fixes.is_empty()).collect();
        if meant.is_empty() {
            meant.extend(all().nth(self.current));
        }
        meant
    }

    /// Whether F4 would mend anything.
    pub(super) fn can_fix(&self) -> bool {
        self.meant().into_iter().any(|(at, _)| self.allowed(at).next().is_some())
    }

    /// The fixes of a diagnostic that the task allows, as far as that is known: those not yet weighed are among them.
    pub(super) fn allowed(&self, at: usize) -> impl Iterator<Item = &Fix> {
        let weighed = self.weighed.iter().find(|(of, _)| *of == at).map(|(_, allowed)| allowed);
        let fixes = self.found().get(at).map_or(&[][..], |it| &it.fixes);
        fixes
            .iter()
            .enumerate()
            .filter(move |(fix, _)| weighed.is_none_or(|it| it.get(*fix) != Some(&false)))
            .map(|it| it.1)
    }

    /// Holds what F4 would do against the task, so that nothing is offered that is then refused. That takes as long as grading:
    /// it is not done between one typed letter and the next.
    pub(super) fn weigh_fixes(&mut self) {
        let fresh: Weighed = self
            .meant()
            .into_iter()
            .filter(|(at, _)| !self.weighed.iter().any(|(of, _)| of == at))
            .map(|(at, it)| (at, it.fixes.iter().map(|fix| self.suits_task(fix)).collect()))
            .collect();
        self.weighed.extend(fresh);
    }

    /// Mends what is wrong at the caret, or else what is shown in full. What the exercise is there to teach is asked about first.
    pub(super) fn fix(&mut self, shared: &mut Shared) {
        self.helped();
        self.weigh_fixes();
        let meant = self.meant();
        let taught = meant.iter().any(|(_, it)| self.teaches(it.code.as_str()));
        let at = meant.first().map_or(self.sheet().editor.caret(), |(_, it)| it.range.start());
        if taught && self.can_fix() {
            self.look_at(at);
            self.popup = Some(Popup::new(Kind::Confirm(Question::Taught)).beside(self.beside(at)));
            return;
        }
        self.mend(shared);
    }

    /// Applies the fix there is; asks where there are several, and says why where there is none.
    pub(super) fn mend(&mut self, shared: &mut Shared) {
        let meant = self.meant();
        let fixes: Vec<Fix> = meant.iter().flat_map(|(at, _)| self.allowed(*at)).cloned().collect();
        let refused = fixes.is_empty() && meant.iter().any(|(_, it)| !it.fixes.is_empty());
        let at = meant.first().map_or(self.sheet().editor.caret(), |(_, it)| it.range.start());
        if !fixes.is_empty() || refused {
            self.look_at(at);
        }
        match fixes.as_slice() {
            [] if self.found().is_empty() && self.task.is_some() && !self.report.passed => {
                shared.say("이 파일에는 고칠 진단이 없습니다. 아직 ✗인 확인을 보십시오(F7).");
            }
            [] if self.found().is_empty() => shared.say("고칠 진단이 없습니다."),
            [] if refused => shared.say(OTHERWISE),
            [] => shared.say("여기에는 준비된 고치기가 없습니다. 진단의 설명을 보고 직접 고쳐 보십시오."),
            [_] => fixes.into_iter().for_each(|fix| self.apply_fix(fix, shared)),
            _ => self.popup = Some(Popup::new(Kind::Fixes { fixes, chosen: 0 }).beside(self.beside(at))),
        }
    }

    /// Whether what a fix writes may be an answer to the task.
    fn suits_task(&self, fix: &Fix) -> bool {
        let Some(task) = &self.task else { return true };
        let sheet = self.sheet();
        let before = sheet.editor.text();
        let after = apply_edits(before, &fix.edits);
        !fit::contradicts(task.exercise(), self.version, &sheet.name, before, &after)
    }

    /// Whether the exercise is there to teach that mistake.
    pub(super) fn teaches(&self, code: &str) -> bool {
        self.task.as_ref().is_some_and(|task| task.teaches(code))
    }

    /// What to say of a mistake that is to be understood before it is explained away. How something is written down is told as
    /// it is; only what to write is to be found out.
    pub(super) fn clue(&self, diagnostic: &Diagnostic) -> Option<&str> {
        let task = self.task.as_ref().filter(|_| diagnostic.stage >= Stage::Validate)?;
        task.clue(diagnostic.code.as_str())
    }

    pub(super) fn apply_fix(&mut self, fix: Fix, shared: &mut Shared) {
        shared.say(format!("{} Ctrl-Z로 되돌립니다.", done(&fix.title)));
        let first = fix.edits.iter().map(|edit| edit.range.start()).min();
        self.apply(fix.edits, shared);
        // What is before the first change has not moved.
        if let Some(first) = first {
            self.look_at(first);
            self.point_at_caret();
        }
    }
}
