//! Questions about a world: which pods a selector chooses, who reaches what.
//!
//! Must not know: other kinds of questions.

use super::{Maker, request};
use crate::quiz::item::{Choice, Task};
use crate::quiz::told;

impl Maker<'_> {
    pub(super) fn selects(&mut self) -> Option<Task> {
        let Some(name) = self.spec.service.clone() else {
            return self.fault("service", "ask", "`service`에 어느 서비스의 셀렉터인지 적으십시오.");
        };
        let Some(chosen) = self.scene.selected(&name) else {
            return self.fault("service", "ask", format!("서비스 `{name}`: 찾을 수 없습니다."));
        };
        let mistake = self.spec.mistakes.first().cloned();
        let pods = self.scene.cluster.pods().iter();
        let mut choices: Vec<Choice> = pods
            .map(|pod| Choice {
                text: format!("`{}` {}", pod.name, told::labels(&pod.pod.metadata.labels)),
                right: chosen.contains(&pod.name),
                mistake: mistake.clone(),
                because: String::new(),
            })
            .collect();
        if choices.len() < 2 {
            return self.fault("world", "choices", "파드가 둘은 있어야 합니다.");
        }
        self.random.shuffle(&mut choices);
        Some(Task::Choose { several: true, choices })
    }

    pub(super) fn reach(&mut self) -> Option<Task> {
        let spec = self.spec;
        if spec.from.is_empty() || spec.to.is_empty() || spec.from.len() * spec.to.len() < 4 {
            let message = "`from`(보내는 곳)과 `to`(받는 곳)의 목록을 적으십시오. 칸(`from`의 수 × `to`의 수)이 넷은 있어야 합니다.";
            return self.fault("from", "reach", message);
        }
        let (mut marked, mut because) = (Vec::new(), Vec::new());
        for (y, from) in spec.from.iter().enumerate() {
            let (mut marks, mut whys) = (Vec::new(), Vec::new());
            for (x, to) in spec.to.iter().enumerate() {
                let requests = match self.scene.standing(&request(from, to)) {
                    Ok(requests) => requests,
                    Err(misread) => {
                        let at = if misread.field == "from" { format!("from[{y}]") } else { format!("to[{x}]") };
                        return self.fault(at, "ask", misread.message);
                    }
                };
                marks.push(self.scene.arrives(&requests));
                whys.push(self.scene.because(&requests));
            }
            marked.push(marks);
            because.push(whys);
        }
        let rows = spec.from.iter().map(|from| told::asker(from)).collect();
        let columns = spec.to.iter().map(|to| told::target(to)).collect();
        Some(Task::Grid { rows, columns, marked, because })
    }
}
