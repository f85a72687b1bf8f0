//! Selectors of labels, written out in a manifest (`ValidateLabelSelector`, `ValidateLabels`).
//!
//! Must not know: what is selected.

use super::shape;
use crate::kube::Version;
use crate::kube::at::At;
use crate::kube::fault::{Faults, Remedy};
use crate::kube::quote::named;
use crate::kube::{fault::Entry, fault::Fault, meant, names};

const BAD_KEY: &str = "label-key-invalid";
const BAD_VALUE: &str = "label-value-invalid";

/// Plain pairs: the server speaks of the whole mapping, we of the key or the value.
pub(super) fn labels(at: &At<'_, '_>, version: Version, faults: &mut Faults) {
    at.entries(|key, value| {
        for message in names::qualified_name(key, version) {
            let help = format!(
                "{}의 키 `{key}`은(는) 레이블의 키로 쓸 수 없는 모양입니다. `app`이나 `example.com/app`처럼 적으십시오.",
                at.name()
            );
            let fault = Fault::invalid(at.path(), key, &message, BAD_KEY, help);
            faults.push(fault.entry(Entry::Key(key.to_owned())));
        }
        for message in names::label_value(value.text(), version) {
            let help = format!(
                "{}의 `{key}`에 적은 값 `{}`은(는) 레이블의 값으로 쓸 수 없는 모양입니다. 영문자, 숫자, '-', '_', '.'만 63자까지 쓰십시오.",
                at.name(),
                value.text()
            );
            let fault = Fault::invalid(at.path(), value.text(), &message, BAD_VALUE, help);
            faults.push(fault.entry(Entry::Value(key.to_owned())));
        }
    });
}

/// A LabelSelector; whether there is one is not asked here.
pub(super) fn selector(at: &At<'_, '_>, version: Version, faults: &mut Faults) {
    labels(&at.get("matchLabels"), version, faults);
    let expressions = at.get("matchExpressions");
    for item in expressions.items() {
        let (key, operator, values) = (item.get("key"), item.get("operator"), item.get("values"));
        operator_and_values(operator, values, &["In", "NotIn", "Exists", "DoesNotExist"], faults);
        shape::key(key, key.text(), BAD_KEY, "레이블의 키로", version, faults);
        for value in values.items() {
            shape::label_value(value, BAD_VALUE, "레이블과 견줄 값으로", version, faults);
        }
    }
}

/// Whether there are values exactly where the operator compares with some; one of nodes compares with numbers too.
pub(super) fn operator_and_values(operator: At<'_, '_>, values: At<'_, '_>, supported: &[&str], faults: &mut Faults) {
    const CODE: &str = "selector-expression-invalid";
    let word = operator.text();
    let count = values.len();
    match word {
        "In" | "NotIn" if count == 0 => {
            let help = format!(
                "operator가 {word}이면 견줄 값이 values에 하나는 있어야 합니다. `values: [web]`처럼 적으십시오."
            );
            faults.push(values.required("must be specified when `operator` is 'In' or 'NotIn'", CODE, help));
        }
        "Exists" | "DoesNotExist" if count > 0 => {
            let help =
                format!("operator {word}은(는) 키가 있는지만 보므로 values를 적을 수 없습니다. values를 지우십시오.");
            let detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
            faults.push(values.forbidden(detail, CODE, help).remedy(Remedy::Remove));
        }
        "Gt" | "Lt" if supported.contains(&word) && count != 1 => {
            let help = format!(
                "operator {word}은(는) 수 하나와 크기를 견주므로 values에 값이 꼭 하나 있어야 하는데 {count}개입니다."
            );
            let detail = "must be specified single value when `operator` is 'Lt' or 'Gt'";
            faults.push(values.required(detail, CODE, help));
        }
        _ if supported.contains(&word) => {}
        _ => {
            let help = format!("operator는 {} 가운데 하나여야 하는데 `{word}`을(를) 적었습니다.", supported.join(", "));
            let fault = operator.invalid(named(word), "not a valid selector operator", CODE, help);
            faults.push(fault.write(meant::closest(word, supported.iter().copied())));
        }
    }
}
