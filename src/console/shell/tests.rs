//! The command language, told by what it prints; what is expected is what bash 5.2 prints.

use crate::cluster::world::World;
use crate::console::Console;
use crate::console::files::Files;

pub(in crate::console) fn console(text: &str) -> Console {
    let world = World::read(text).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut files = Files::with_folder("/home/user");
    files.write("/home/user/pods.txt", "NAME    READY\nweb-2   1/1\nweb-1   0/1\n").expect("a file");
    Console::new(&world, &[text], files, "/home/user")
}

fn printed(text: &str) -> String {
    let output = console("").run(text);
    format!("{}{}", output.stdout, output.stderr)
}

#[test]
fn words_are_expanded_as_in_bash() {
    for (text, expected) in [
        ("echo a  'b  c' \"d  e\"", "a b  c d  e\n"),
        ("x='a  b'; echo $x \"$x\" '$x' ${x}s ${#x} ${y:-none} ${x/a/z}", "a b a  b $x a bs 4 none z b\n"),
        ("echo $(echo a; echo b) \"$(echo a; echo b)\"", "a b a\nb\n"),
        ("echo `echo \\`echo a\\``", "a\n"),
        ("echo {1..3} web-{a,b}.yaml {x}", "1 2 3 web-a.yaml web-b.yaml {x}\n"),
        ("echo ~ ~/a '~'", "/home/user /home/user/a ~\n"),
        ("echo *.txt *.yaml '*.txt'", "pods.txt *.yaml *.txt\n"),
        ("i=3; echo $((i * 2 + 1)) $((i++)) $i", "7 3 4\n"),
        ("f=web.tar.gz; echo ${f%.*} ${f%%.*} ${f#*.} ${f##*.}", "web.tar web tar.gz gz\n"),
        ("echo a\\ b \\$x \"\\$x \\a\"", "a b $x $x \\a\n"),
        ("echo $'a\\tb'", "a\tb\n"),
        ("echo a#b # c", "a#b\n"),
        ("echo one \\\n two", "one two\n"),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn commands_are_joined_as_in_bash() {
    for (text, expected) in [
        ("true && echo yes || echo no", "yes\n"),
        ("false && echo yes || echo no", "no\n"),
        ("! true; echo $?", "1\n"),
        ("echo a; echo b & echo c", "a\nb\nc\n"),
        ("for i in 1 2 3; do if [ $i -eq 2 ]; then continue; fi; echo $i; done", "1\n3\n"),
        ("for ((i = 0; i < 3; i++)); do echo $i; done | tail -1", "2\n"),
        ("n=3; while [ $n -gt 0 ]; do echo $n; n=$((n - 1)); done", "3\n2\n1\n"),
        ("until true; do echo never; done; echo done", "done\n"),
        ("if false; then echo a; elif true; then echo b; else echo c; fi", "b\n"),
        ("(cd /tmp; pwd); pwd", "/tmp\n/home/user\n"),
        ("{ echo b; echo a; } | sort", "a\nb\n"),
        ("say() { echo \"$1-$#\"; return 3; }; say x y; echo $?", "x-2\n3\n"),
        ("alias k='echo kubectl'; k get pods", "kubectl get pods\n"),
        ("[[ web-1 == web-* && 2 -gt 1 ]] && echo fits", "fits\n"),
        ("X=1 env | grep '^X='; echo \"[$X]\"", "X=1\n[]\n"),
        ("echo 'echo $1' > a.sh; bash a.sh hi; sh -c 'echo $0 $1' a b", "hi\nbash b\n"),
        ("echo web-1 web-2 | xargs -n1 echo pod", "pod web-1\npod web-2\n"),
        ("printf '%-5s|%3d\\n' a 1 b 2", "a    |  1\nb    |  2\n"),
        ("exit 3; echo never", ""),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn streams_go_where_they_are_sent() {
    for (text, expected) in [
        ("cat <<EOF\n$HOME\nEOF", "/home/user\n"),
        ("cat <<'EOF'\n$HOME\nEOF", "$HOME\n"),
        ("cat <<-EOF\n\ta\n\tEOF", "a\n"),
        ("wc -l <<< abc", "1\n"),
        ("echo a > f; echo b >> f; cat < f", "a\nb\n"),
        ("nosuch 2> /dev/null; echo $?", "127\n"),
        ("nosuch 2>&1 | wc -l", "1\n"),
        ("nosuch > all 2>&1; cat all", "bash: nosuch: command not found\n"),
        ("nosuch &> all; cat all", "bash: nosuch: command not found\n"),
        ("echo a > /nowhere/b", "bash: /nowhere/b: No such file or directory\n"),
        ("cat < nothing", "bash: nothing: No such file or directory\n"),
        ("printf 'a\\nb\\n' | while read x; do echo \"<$x>\"; done", "<a>\n<b>\n"),
        ("echo a | tee b | cat; cat b", "a\na\n"),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn filters_print_what_theirs_print() {
    for (text, expected) in [
        ("grep -c web pods.txt", "2\n"),
        ("grep -n '1/1$' pods.txt", "2:web-2   1/1\n"),
        ("grep -v web pods.txt", "NAME    READY\n"),
        ("grep -oE 'web-[0-9]+' pods.txt", "web-2\nweb-1\n"),
        ("grep 'web\\|db' pods.txt | wc -l", "2\n"),
        ("grep -A1 NAME pods.txt", "NAME    READY\nweb-2   1/1\n"),
        ("grep nothing pods.txt || echo none", "none\n"),
        ("tail -n +2 pods.txt | sort | head -1", "web-1   0/1\n"),
        ("awk 'NR > 1 {print $1, $NF}' pods.txt", "web-2 1/1\nweb-1 0/1\n"),
        ("awk -F- '/web/ {print $2+0}' pods.txt", "2\n1\n"),
        ("awk '{n[$2]++} END {for (k in n) print k, n[k]}' pods.txt", "0/1 1\n1/1 1\nREADY 1\n"),
        ("sed -n '2p' pods.txt", "web-2   1/1\n"),
        ("sed 's/web-\\([0-9]\\)/pod \\1/; 1d' pods.txt", "pod 2   1/1\npod 1   0/1\n"),
        ("sed -i 's/1\\/1/ok/' pods.txt; grep -c ok pods.txt", "1\n"),
        ("cut -c1-3 pods.txt | uniq -c", "      1 NAM\n      2 web\n"),
        ("echo a:b:c | cut -d: -f1,3", "a:c\n"),
        ("echo abc | tr a-c A-C | tr -d B", "AC\n"),
        ("seq 3 -1 1 | tac", "1\n2\n3\n"),
        ("wc pods.txt", "      3       6      38 pods.txt\n"),
        ("cat nothing", "cat: nothing: No such file or directory\n"),
        ("ls -1; ls nothing", "pods.txt\nls: cannot access 'nothing': No such file or directory\n"),
    ] {
        assert_eq!(printed(text), expected, "{text}");
    }
}

#[test]
fn what_would_never_end_is_stopped() {
    for text in [
        "while true; do :; done",
        "f() { f; }; f",
        "while true; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done",
    ] {
        let output = console("").run(text);
        assert_ne!(output.exit, 0, "{text}");
        assert!(output.len() < 16 * 1024 * 1024, "{text}");
    }
    let mut console = console("");
    console.run("while true; do :; done");
    assert_eq!(console.run("echo still here").stdout, "still here\n");
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_and_run_to_an_end(text in "[a-c $(){}\"'`;&|<>\\\\\n=#!*0-9-]{0,40}") {
        let mut console = console("");
        console.run(&text);
        let _ = Console::is_unfinished(&text);
    }
}
