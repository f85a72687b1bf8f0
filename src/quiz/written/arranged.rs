//! Questions whose parts are put in order or in pairs.
//!
//! Must not know: other kinds of questions.

use super::Maker;
use crate::quiz::item::Task;
use crate::text::josa::{Josa, with};

impl Maker<'_> {
    pub(super) fn order(&mut self) -> Option<Task> {
        let spec = self.spec;
        if spec.items.len() < 3 {
            return self.fault("items", "items", "차례를 물으려면 항목이 셋은 있어야 합니다.");
        }
        let mut order: Vec<usize> = (0..spec.items.len()).collect();
        if let Some(way) = &spec.ask.way {
            let requests = self.requests(way, "ask.way.{field}", true)?;
            let way = self.scene.way(&requests);
            let mut ranks = Vec::new();
            for (index, item) in spec.items.iter().enumerate() {
                let place = item.is.as_deref().and_then(|is| way.iter().position(|place| *place == is));
                match place {
                    Some(place) if !ranks.contains(&place) => ranks.push(place),
                    _ => {
                        let message =
                            format!("이 요청이 지나는 곳이 아니거나 두 번 적었습니다. 지나는 곳: {}", way.join(", "));
                        return self.fault(format!("items[{index}]"), "quiz-truth", message);
                    }
                }
            }
            if !ranks.is_sorted() {
                order.sort_by_key(|&at| ranks.get(at).copied());
                let names = order.iter().filter_map(|&at| spec.items.get(at)?.is.as_deref());
                let names = names.collect::<Vec<_>>().join(", ");
                let message = format!("적힌 차례가 계산한 차례와 다릅니다. 계산한 차례: {names}");
                return self.fault("items", "quiz-truth", message);
            }
        } else if let Some(index) = spec.items.iter().position(|item| item.is.is_some()) {
            let message = "`ask.way`가 없으면 `is`는 쓰지 않습니다. 항목을 맞는 차례로 적으십시오.";
            return self.fault(format!("items[{index}].is"), "ask", message);
        }
        let mut shown: Vec<usize> = order.clone();
        self.random.shuffle(&mut shown);
        if shown == order {
            shown.rotate_left(1);
        }
        let right = order.iter().filter_map(|at| shown.iter().position(|it| it == at)).collect();
        let items = shown.iter().filter_map(|&at| spec.items.get(at)).map(|item| item.text.clone()).collect();
        Some(Task::Order { items, right })
    }

    pub(super) fn matching(&mut self) -> Option<Task> {
        let spec = self.spec;
        if spec.pairs.len() < 2 {
            return self.fault("pairs", "pairs", "짝이 둘은 있어야 합니다.");
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (index, pair) in spec.pairs.iter().enumerate() {
            let field = format!("pairs[{index}]");
            let computed = match &pair.is {
                None => None,
                Some(is) => {
                    let found = is.split_once(' ').and_then(|(object, path)| self.scene.value(object, path));
                    match found {
                        Some(found) => Some(found),
                        None => return self.fault(format!("{field}.is"), "ask", format!("`{is}`: 찾을 수 없습니다.")),
                    }
                }
            };
            let right = match (&pair.right, computed) {
                (Some(typed), Some(computed)) if *typed != computed => {
                    let typed = with(&format!("`{typed}`"), Josa::GwaWa);
                    let computed = with(&format!("`{computed}`"), Josa::IGa);
                    let message = format!("적힌 짝 {typed} 계산한 짝 {computed} 다릅니다.");
                    return self.fault(format!("{field}.right"), "quiz-truth", message);
                }
                (_, Some(computed)) => computed,
                (Some(typed), None) => typed.clone(),
                (None, None) => return self.fault(field, "pairs", "`right`나 `is`가 있어야 합니다."),
            };
            pairs.push((pair.left.clone(), right));
        }
        if let Some(index) = spec.extra.iter().position(|extra| pairs.iter().any(|(_, right)| right == extra)) {
            let message = "짝이 있는 것입니다. `extra`에는 짝이 없는 것만 적으십시오.";
            return self.fault(format!("extra[{index}]"), "pairs", message);
        }
        // Two on the left may share a partner, which is then shown once.
        let mut right: Vec<String> =
            pairs.iter().map(|(_, right)| right.clone()).chain(spec.extra.iter().cloned()).collect();
        right.sort_unstable();
        right.dedup();
        self.random.shuffle(&mut right);
        let partners = pairs.iter().filter_map(|(_, it)| right.iter().position(|right| right == it)).collect();
        Some(Task::Match { left: pairs.into_iter().map(|(left, _)| left).collect(), right, partners })
    }
}
