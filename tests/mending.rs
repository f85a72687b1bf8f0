//! Slips of a first manifest: what a learner is told, and what the fix makes of the text.

use kijabi::kube::{self, Version};
use kijabi::text::apply_edits;

/// The usual Service with one slip in it, what is said of that, and the text once it is mended (nothing: that is not looked at).
struct Slip {
    text: &'static str,
    code: &'static str,
    says: &'static str,
    mended: Option<&'static str>,
}

const SLIPS: &[Slip] = &[
    // The line in the middle is the wrong one; the server complains of the next.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\ntype: NodePort\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        code: "yaml-indent",
        says: "`type`이 0칸에서 시작하여 `spec` 아래에 들지 못하고",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  type: NodePort\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    // An editor that keeps the column leaves whoever has just written a label under the label.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n    ports:\n      - port: 80\n",
        code: "wrong-type",
        says: "`ports`가 들여쓰기가 깊어 `selector` 안의 레이블로 읽힙니다",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    // A list where a label's value should stand, and no field of that name around it.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: [seats]\n  ports:\n    - port: 80\n",
        code: "wrong-type",
        says: "값 하나만 받는데 목록을 적었습니다",
        mended: None,
    },
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app=seats\n    tier: web\n  ports:\n    - port: 80\n",
        code: "yaml-syntax",
        says: "`app: seats`처럼 콜론과 공백으로",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n    tier: web\n  ports:\n    - port: 80\n",
        ),
    },
    Slip {
        text: "ㅁㅔㅑㅍㄷㄱ냐ㅐㅜ: v1\nㅏㅑㅜㅇ: Service\nmetadata:\n  name: seats\nspec:\n  ports:\n    - port: 80\n",
        code: "api-version-missing",
        says: "`ㅏㅑㅜㅇ`은 한글 입력 상태에서 친 `kind`입니다",
        mended: Some("apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  ports:\n    - port: 80\n"),
    },
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  칟ㅇ: 1\n  치ㅕㄴㅅㄷ갸ㅖ: None\n  ports:\n    - port: 80\n",
        code: "unknown-field",
        says: "`치ㅕㄴㅅㄷ갸ㅖ`는 한글 입력 상태에서 친 `clusterIP`입니다",
        mended: None,
    },
    // A zero-width space comes along with what is copied from a page; in its place a blank would be no better.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: se\u{200b}ats\nspec:\n  ports:\n    - port: 80\n",
        code: "non-breaking-space",
        says: "눈에 보이지 않는 글자가 끼어 있습니다",
        mended: Some("apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  ports:\n    - port: 80\n"),
    },
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: se\u{200b}ats\nspec:\n  ports:\n    - port: 80\n",
        code: "name-not-dns",
        says: "눈에 보이지 않는 글자(U+200B)가 들어 있습니다",
        mended: None,
    },
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  type: Node\u{200b}Port\n  ports:\n    - port: 80\n",
        code: "type-unknown",
        says: "`NodePort`에 눈에 보이지 않는 글자가 끼어 있습니다",
        mended: None,
    },
    // A dash before each field cuts a port up.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n    - targetPort: 3000\n    - nodePort: 30200\n",
        code: "port-name-missing",
        says: "`targetPort`, `nodePort` 앞에도 `-`가 있어 항목 하나가 3개로 나뉘었습니다",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n      targetPort: 3000\n      nodePort: 30200\n",
        ),
    },
    // Two ports, each cut up, are two.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - name: a\n    - port: 80\n    - name: b\n    - port: 81\n",
        code: "port-missing",
        says: "`port` 앞에도 `-`가 있어 항목 하나가 2개로",
        mended: None,
    },
    // So is a container.
    Slip {
        text: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: seats\nspec:\n  containers:\n    - name: web\n    - image: nginx\n",
        code: "image-missing",
        says: "`image` 앞에도 `-`가 있어",
        mended: Some(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: seats\nspec:\n  containers:\n    - name: web\n      image: nginx\n",
        ),
    },
    // Ports as Docker writes them.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - 80:3000\n",
        code: "wrong-type",
        says: "`port: 80`과 `targetPort: 3000` 두 줄로",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n      targetPort: 3000\n",
        ),
    },
    // JSON's comma.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80,\n",
        code: "wrong-type",
        says: "끝에 쉼표가 있어",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    // Labels that stand beside the selector they belong in.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n  app: seats\n  tier: front\n  ports:\n    - port: 80\n",
        code: "unknown-field",
        says: "`app`이 `selector:` 아래에 들지 못하고",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n    tier: front\n  ports:\n    - port: 80\n",
        ),
    },
    // The line between two documents, moved in.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n ---\napiVersion: v1\n",
        code: "yaml-bad-separator",
        says: "줄의 맨 앞에서 시작해야 하는데 1칸",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n---\napiVersion: v1\n",
        ),
    },
    // A letter that slipped in where a line begins.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\nㅁ ports:\n    - port: 80\n",
        code: "unknown-field",
        says: "`ports` 앞에 `ㅁ`이 더 있어",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\na  ports:\n    - port: 80\n",
        code: "unknown-field",
        says: "`ports` 앞에 `a`가 더 있어",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    // All that is wrong with a name is said at once.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: Front_Service\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        code: "name-not-dns",
        says: "대문자 'F', 밑줄 '_', 대문자 'S'가",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: front-service\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    // The fence of a web page.
    Slip {
        text: "```yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n```\n",
        code: "yaml-syntax",
        says: "웹 문서에서 코드를 감싸는 표시",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    // The prompt of a terminal.
    Slip {
        text: "$ cat seats.yaml\napiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        code: "yaml-syntax",
        says: "터미널에서 함께 복사된 명령",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    // A rule where documents are parted.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n———\napiVersion: v1\n",
        code: "yaml-bad-separator",
        says: "하이픈 세 개 `---`",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n---\napiVersion: v1\n",
        ),
    },
    // A colon after the one that completion wrote.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  type: : NodePort\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        code: "yaml-syntax",
        says: "콜론이 두 번",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  type: NodePort\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    // A dash without its blank, and a line below the letter.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    -port: 80\n      targetPort: 8080\n",
        code: "yaml-missing-space",
        says: "`-` 뒤에 공백이 없으면",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n      targetPort: 8080\n",
        ),
    },
    // Digits of the full-width mode, and a letter among digits.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: ８０\n",
        code: "wrong-type",
        says: "전각 숫자라",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    // The letter O.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 8O\n",
        code: "wrong-type",
        says: "영문자 'O'가",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
    // Letters of the full-width mode.
    Slip {
        text: "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    ａｐｐ: seats\n  ports:\n    - port: 80\n",
        code: "label-key-invalid",
        says: "전각 글자로 적혀",
        mended: Some(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: seats\nspec:\n  selector:\n    app: seats\n  ports:\n    - port: 80\n",
        ),
    },
];

#[test]
fn a_slip_is_named_and_mended() {
    for slip in SLIPS {
        let checked = kube::check(slip.text, Version::default());
        let told = checked.diagnostics().find(|it| it.code.as_str() == slip.code && it.help.contains(slip.says));
        let all = || checked.diagnostics().map(|it| format!("{}: {}", it.code.as_str(), it.help)).collect::<Vec<_>>();
        let diagnostic = told.unwrap_or_else(|| panic!("{}\n{:#?}", slip.text, all()));
        let fix = diagnostic.fixes.first();
        if let Some(mended) = slip.mended {
            let fix = fix.unwrap_or_else(|| panic!("no fix for {}", slip.text));
            assert_eq!(apply_edits(slip.text, &fix.edits), mended);
        }
    }
}
