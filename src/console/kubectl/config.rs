//! The kubeconfig, and `kubectl config`: which cluster, which user and which namespace a command means.
//!
//! Kept in memory: a learner's own `~/.kube/config` is never read or written.
//!
//! Must not know: servers, files.

use super::commands::Invocation;
use super::printer::{self, ReadFile};
use super::problem::{Problem, report};
use crate::console::Output;
use crate::console::print::tabwriter;
use crate::kube::quote::quote;
use serde_json::{Value, json};

/// Where it is said to lie.
const PATH: &str = "/home/learner/.kube/config";

/// What kubectl says where it knows no server.
const NOWHERE: &str =
    "The connection to the server localhost:8080 was refused - did you specify the right host or port?\n";

/// Clusters, users and the contexts that join them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kubeconfig {
    current: String,
    contexts: Vec<Context>,
    /// Name and address.
    clusters: Vec<(String, String)>,
    users: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Context {
    name: String,
    cluster: String,
    user: String,
    namespace: String,
}

impl Default for Kubeconfig {
    fn default() -> Self {
        Self::new("minikube", "https://192.168.49.2:8443")
    }
}

impl Kubeconfig {
    /// One cluster with its context and its user, all of one name.
    #[must_use]
    pub fn new(name: &str, server: &str) -> Self {
        let context = Context {
            name: name.to_owned(),
            cluster: name.to_owned(),
            user: name.to_owned(),
            namespace: "default".to_owned(),
        };
        Self {
            current: name.to_owned(),
            contexts: vec![context],
            clusters: vec![(name.to_owned(), server.to_owned())],
            users: vec![name.to_owned()],
        }
    }

    fn context(&self) -> Option<&Context> {
        self.contexts.iter().find(|context| context.name == self.current)
    }

    /// The kubeconfig as a command sees it that is given `--context`, `--cluster`, `--user` or `--kubeconfig`; the error is
    /// kubectl's whole complaint.
    pub fn for_command(&self, call: &Invocation) -> Result<Self, String> {
        let given = &call.given;
        // `create rolebinding --user` and its kin mean something of their own.
        let own_flag = |flag: &str| call.command().own_flags().any(|own| own.long == flag);
        let named = |flag: &str| given.text(flag).filter(|text| !text.is_empty() && !own_flag(flag));
        if let Some(path) = named("kubeconfig").filter(|path| *path != PATH && *path != "~/.kube/config") {
            return Err(format!("error: stat {path}: no such file or directory\n"));
        }
        let mut own = self.clone();
        if let Some(context) = named("context") {
            if !self.contexts.iter().any(|known| known.name == context) {
                return Err(format!(
                    "Error in configuration: context was not found for specified context: {context}\n"
                ));
            }
            context.clone_into(&mut own.current);
        }
        if let Some(cluster) = named("cluster")
            && !self.clusters.iter().any(|(known, _)| known == cluster)
        {
            return Err(format!("error: no server found for cluster {}\n", quote(cluster)));
        }
        if let Some(user) = named("user")
            && !self.users.iter().any(|known| known == user)
        {
            return Err(format!("error: auth info {} does not exist\n", quote(user)));
        }
        let Some(context) = own.context() else {
            if own.current.is_empty() {
                // Without a context kubectl asks where a server without security would be.
                return Err(NOWHERE.to_owned());
            }
            return Err(format!(
                "Error in configuration: context was not found for specified context: {}\n",
                own.current
            ));
        };
        if named("cluster").is_none() && !own.clusters.iter().any(|(known, _)| *known == context.cluster) {
            return Err(NOWHERE.to_owned());
        }
        Ok(own)
    }

    /// The namespace of the current context.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.context().map(|context| context.namespace.as_str()).filter(|name| !name.is_empty()).unwrap_or("default")
    }

    /// The name of the current context.
    #[must_use]
    pub fn current(&self) -> &str {
        &self.current
    }

    /// The address of the current context's API server.
    #[must_use]
    pub fn server(&self) -> &str {
        let cluster = self.context().map_or("", |context| context.cluster.as_str());
        self.clusters.iter().find(|(name, _)| name == cluster).map_or("https://192.168.49.2:8443", |(_, server)| server)
    }

    /// The names of the contexts, for completion.
    pub fn context_names(&self) -> impl Iterator<Item = &str> {
        self.contexts.iter().map(|context| context.name.as_str())
    }

    /// As an object, for `config view`; `minified` keeps what the current context uses, `raw` shows the token.
    fn object(&self, minified: bool, raw: bool) -> Value {
        let current = self.context();
        let kept =
            |name: &str, of: fn(&Context) -> &str| !minified || current.is_some_and(|context| of(context) == name);
        let contexts =
            self.contexts.iter().filter(|context| kept(&context.name, |context| &context.name)).map(|context| {
                let mut fields = json!({"cluster": context.cluster, "user": context.user});
                if !context.namespace.is_empty() {
                    fields["namespace"] = json!(context.namespace);
                }
                json!({"name": context.name, "context": fields})
            });
        let clusters = self.clusters.iter().filter(|(name, _)| kept(name, |context| &context.cluster));
        let clusters = clusters.map(
            |(name, server)| json!({"name": name, "cluster": {"insecure-skip-tls-verify": true, "server": server}}),
        );
        let token = if raw { "learner" } else { "REDACTED" };
        let users = self.users.iter().filter(|name| kept(name, |context| &context.user));
        let users = users.map(|name| json!({"name": name, "user": {"token": token}}));
        json!({
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": clusters.collect::<Vec<_>>(),
            "contexts": contexts.collect::<Vec<_>>(),
            "current-context": self.current,
            "users": users.collect::<Vec<_>>(),
        })
    }
}

/// Runs a subcommand of `config`.
pub fn run(config: &mut Kubeconfig, call: &Invocation, file: ReadFile<'_>) -> Output {
    match subcommand(config, call, file) {
        Ok(out) => out,
        Err(problem) => Output::fail(1, report(&[problem])),
    }
}

fn subcommand(config: &mut Kubeconfig, call: &Invocation, file: ReadFile<'_>) -> Result<Output, Problem> {
    let refuse = |text: String| Err(Problem::Client(text));
    let args = &call.given.args;
    let unexpected = || Problem::Client(format!("Unexpected args: [{}]", args.join(" ")));
    match call.command().name {
        "view" => view(config, call, file),
        "current-context" if config.current.is_empty() => refuse("current-context is not set".to_owned()),
        "current-context" => Ok(Output::ok(config.current.clone() + "\n")),
        "get-contexts" => Ok(get_contexts(config, call)),
        "get-clusters" => Ok(names("NAME", config.clusters.iter().map(|(name, _)| name.as_str()))),
        "get-users" => Ok(names("NAME", config.users.iter().map(String::as_str))),
        "use-context" => {
            let [name] = args.as_slice() else {
                return Ok(wrong_number(call));
            };
            if !config.contexts.iter().any(|context| context.name == *name) {
                return refuse(format!("no context exists with the name: {}", quote(name)));
            }
            config.current.clone_from(name);
            Ok(Output::ok(format!("Switched to context {}.\n", quote(name))))
        }
        "set-context" => set_context(config, call),
        "rename-context" => {
            let [from, to] = args.as_slice() else { return Err(unexpected()) };
            if config.contexts.iter().any(|context| context.name == *to) {
                return refuse(format!(
                    "cannot rename the context {}, the context {} already exists in {PATH}",
                    quote(from),
                    quote(to)
                ));
            }
            let Some(context) = config.contexts.iter_mut().find(|context| context.name == *from) else {
                return refuse(format!("cannot rename the context {}, it's not in {PATH}", quote(from)));
            };
            context.name.clone_from(to);
            if config.current == *from {
                config.current.clone_from(to);
            }
            Ok(Output::ok(format!("Context {} renamed to {}.\n", quote(from), quote(to))))
        }
        "delete-context" => {
            let [name] = args.as_slice() else { return Err(unexpected()) };
            let before = config.contexts.len();
            config.contexts.retain(|context| context.name != *name);
            if config.contexts.len() == before {
                return refuse(format!("cannot delete context {name}, not in {PATH}"));
            }
            let mut out = Output::ok(format!("deleted context {name} from {PATH}\n"));
            if config.current == *name {
                "warning: this removed your active context, use \"kubectl config use-context\" to select a different one\n"
                    .clone_into(&mut out.stderr);
            }
            Ok(out)
        }
        "delete-cluster" => {
            let [name] = args.as_slice() else { return Err(unexpected()) };
            let before = config.clusters.len();
            config.clusters.retain(|(cluster, _)| cluster != name);
            if config.clusters.len() == before {
                return refuse(format!("cannot delete cluster {name}, not in {PATH}"));
            }
            Ok(Output::ok(format!("deleted cluster {name} from {PATH}\n")))
        }
        "delete-user" => {
            let [name] = args.as_slice() else { return Err(unexpected()) };
            let before = config.users.len();
            config.users.retain(|user| user != name);
            if config.users.len() == before {
                return refuse(format!("cannot delete user {name}, not in {PATH}"));
            }
            Ok(Output::ok(format!("deleted user {name} from {PATH}\n")))
        }
        "set-cluster" => {
            let [name] = args.as_slice() else { return Err(unexpected()) };
            let server = call.given.text("server").unwrap_or("").to_owned();
            match config.clusters.iter_mut().find(|(cluster, _)| cluster == name) {
                Some((_, address)) if !server.is_empty() => *address = server,
                Some(_) => {}
                None => config.clusters.push((name.clone(), server)),
            }
            Ok(Output::ok(format!("Cluster {} set.\n", quote(name))))
        }
        "set-credentials" => {
            let [name] = args.as_slice() else { return Err(unexpected()) };
            if !config.users.contains(name) {
                config.users.push(name.clone());
            }
            Ok(Output::ok(format!("User {} set.\n", quote(name))))
        }
        "set" | "unset" => property(config, call),
        _ => Ok(super::help::of(call, true)),
    }
}

/// A subcommand with more or fewer words than it takes: its help, and the complaint.
fn wrong_number(call: &Invocation) -> Output {
    let stderr = format!("error: Unexpected args: [{}]\n", call.given.args.join(" "));
    Output { stderr, exit: 1, ..super::help::of(call, false) }
}

fn view(config: &Kubeconfig, call: &Invocation, file: ReadFile<'_>) -> Result<Output, Problem> {
    let given = &call.given;
    let minified = given.is("minify");
    if minified && config.context().is_none() {
        return Err(Problem::Client("current-context must exist in order to minify".to_owned()));
    }
    let object = config.object(minified, given.is("raw"));
    let printer = printer::read(given, false, file).map_err(Problem::Client)?.unwrap_or(printer::Printer::Yaml);
    match printer.print(&object, true) {
        Ok(text) => Ok(Output::ok(text)),
        Err(failure) => Err(Problem::Client(failure.error)),
    }
}

fn names<'n>(header: &str, names: impl Iterator<Item = &'n str>) -> Output {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    let lines: String = names.into_iter().flat_map(|name| [name, "\n"]).collect();
    Output::ok(format!("{header}\n{lines}"))
}

fn get_contexts(config: &Kubeconfig, call: &Invocation) -> Output {
    let given = &call.given;
    let mut shown: Vec<&Context> = config.contexts.iter().collect();
    let mut problems = Vec::new();
    if !given.args.is_empty() {
        shown.retain(|context| given.args.contains(&context.name));
        let missing = given.args.iter().filter(|name| !config.contexts.iter().any(|context| context.name == **name));
        problems.extend(missing.map(|name| Problem::Client(format!("context {name} not found"))));
    }
    shown.sort_by(|a, b| a.name.cmp(&b.name));
    let mut text = String::new();
    if given.text("output") == Some("name") {
        text.extend(shown.iter().map(|context| format!("{}\n", context.name)));
    } else {
        if !given.is("no-headers") {
            text.push_str("CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n");
        }
        for context in shown {
            let mark = if context.name == config.current { "*" } else { "" };
            let cells = [mark, &context.name, &context.cluster, &context.user, &context.namespace];
            text.push_str(&cells.join("\t"));
            text.push('\n');
        }
        text = tabwriter::lay_out(&text, tabwriter::TABLE);
    }
    Output { stdout: text, stderr: report(&problems), exit: u8::from(!problems.is_empty()), ..Output::default() }
}

fn set_context(config: &mut Kubeconfig, call: &Invocation) -> Result<Output, Problem> {
    let given = &call.given;
    let name = match (given.is("current"), given.args.as_slice()) {
        (true, []) if config.current.is_empty() => {
            return Err(Problem::Client("no current context is set".to_owned()));
        }
        (true, []) => config.current.clone(),
        (true, _) => {
            return Err(Problem::Client("you cannot specify both a context name and --current".to_owned()));
        }
        (false, [name]) if !name.is_empty() => name.clone(),
        (false, []) => {
            return Err(Problem::Client("you must specify a non-empty context name or --current".to_owned()));
        }
        (false, args) => return Err(Problem::Client(format!("Unexpected args: [{}]", args.join(" ")))),
    };
    let known = config.contexts.iter().any(|context| context.name == name);
    if !known {
        config.contexts.push(Context { name: name.clone(), ..Context::default() });
    }
    if let Some(context) = config.contexts.iter_mut().find(|context| context.name == name) {
        for (flag, field) in
            [("cluster", &mut context.cluster), ("user", &mut context.user), ("namespace", &mut context.namespace)]
        {
            if let Some(value) = given.text(flag) {
                value.clone_into(field);
            }
        }
    }
    Ok(Output::ok(format!("Context {} {}.\n", quote(&name), if known { "modified" } else { "created" })))
}

/// `config set` and `config unset` of what a learner may want to set.
fn property(config: &mut Kubeconfig, call: &Invocation) -> Result<Output, Problem> {
    let setting = call.command().name == "set";
    let (path, value) = match (setting, call.given.args.as_slice()) {
        (true, [path, value]) => (path, value.as_str()),
        (false, [path]) => (path, ""),
        _ => return Ok(wrong_number(call)),
    };
    let done = if setting { "set" } else { "unset" };
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        ["current-context"] => value.clone_into(&mut config.current),
        ["contexts", name, field @ ("namespace" | "cluster" | "user")] => {
            if !config.contexts.iter().any(|context| context.name == *name) {
                config.contexts.push(Context { name: (*name).to_owned(), ..Context::default() });
            }
            if let Some(context) = config.contexts.iter_mut().find(|context| context.name == *name) {
                let slot = match *field {
                    "namespace" => &mut context.namespace,
                    "cluster" => &mut context.cluster,
                    _ => &mut context.user,
                };
                value.clone_into(slot);
            }
        }
        ["clusters", name, "server"] => match config.clusters.iter_mut().find(|(cluster, _)| cluster == name) {
            Some((_, server)) => value.clone_into(server),
            None => config.clusters.push(((*name).to_owned(), value.to_owned())),
        },
        _ => return Err(Problem::Client(format!("unable to parse {path} after [] at api.Config"))),
    }
    Ok(Output::ok(format!("Property {} {done}.\n", quote(path))))
}
