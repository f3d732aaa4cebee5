package io.trawl.discovery.cli;

import io.trawl.testkit.argo.Refusal;
import java.nio.file.Files;
import java.util.stream.Stream;

/** What can be wrong between a command and Argo, and what is said of it. */
final class ArgoConditions {

    private static final String KUBERNETES = "Kubernetes API at {kubernetes}: ";
    private static final String ARGO = "Argo server at {argo}: ";
    private static final String EXECUTION = "{file}: workflowConfig.distributedExecution.";
    private static final String UNUSABLE = "{kubeconfig}: cannot be used as a kubeconfig: ";
    private static final String INSTALL =
            " install Trawl there: name it in argo/settings/kustomization.yaml, then kubectl apply -k argo/";
    private static final String NO_TEMPLATE = "namespace 'catalog' has no WorkflowTemplate 'trawl':" + INSTALL;
    private static final String ROLE = " in namespace 'catalog': give this login the Role trawl-submitter there (…)";
    private static final String NO_NAMESPACE = " is not the name of a namespace: at most 63 of a-z, 0-9 and -";
    private static final String NO_SERVER = "404: it knows no workflows: is it an Argo server, is ARGO_BASE_HREF right,"
            + " and is Argo Workflows installed?";
    private static final String NO_LEDGER =
            "ledger at 127.0.0.1:1/ledger: connection refused; is the host right, and does a server listen there?";
    private static final Setting LEDGER_AWAY =
            argo -> argo.variables.put("TRAWL_LEDGER_URL", "jdbc:postgresql://127.0.0.1:1/ledger");

    private ArgoConditions() {}

    /** Makes something wrong. */
    interface Setting {
        void apply(InProcessArgo argo) throws Exception;
    }

    /** The workflow's runs in the ledger afterwards. */
    enum Runs {
        NONE,
        STOPPED,
        STILL_RUNNING
    }

    /**
     * @param name what is wrong
     * @param line what is said of it: {…} stands for what is only known later, … for anything
     */
    record Condition(String name, String command, Setting setting, int exitCode, Runs runs, String line) {
        @Override
        public String toString() {
            return command + ", " + name;
        }
    }

    /** Nothing has begun. */
    private static Condition usage(String name, String command, Setting setting, String line) {
        return new Condition(name, command, setting, ExitCode.USAGE, Runs.NONE, line);
    }

    private static Condition usage(String name, Setting setting, String line) {
        return usage(name, "ingest", setting, line);
    }

    private static Condition ledger(String command) {
        return new Condition("ledger out of reach", command, LEDGER_AWAY, ExitCode.UNREACHABLE, Runs.NONE, NO_LEDGER);
    }

    /** The run had begun, and is stopped. */
    private static Condition refused(String name, String command, Setting setting, String line) {
        return new Condition(name, command, setting, ExitCode.UNREACHABLE, Runs.STOPPED, line);
    }

    private static Condition refused(String name, Setting setting, String line) {
        return refused(name, "ingest", setting, line);
    }

    private static Condition kubernetes(Refusal refusal, String line) {
        return refused("Kubernetes, " + refusal, argo -> argo.cluster.refuse(refusal), KUBERNETES + line);
    }

    private static Condition argo(Refusal refusal, String line) {
        return refused(
                "Argo server, " + refusal, argo -> argo.argoServer().cluster.refuse(refusal), ARGO + line);
    }

    private static Condition file(String name, String kubeconfig, String line) {
        return usage(name, argo -> argo.kubeconfig(kubeconfig), line);
    }

    private static Condition cluster(String name, String cluster, String line) {
        return file(name, kubeconfig(cluster), line);
    }

    private static Condition variable(String name, String value, String line) {
        return usage(name + "=" + value, argo -> argo.argoServer().variables.put(name, value), name + ": " + line);
    }

    private static String kubeconfig(String cluster, String user, String namespace) {
        return """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: c, user: u, namespace: '%s'}}]
                clusters: [{name: c, cluster: {%s}}]
                users: [{name: u, user: {%s}}]
                """.formatted(namespace, cluster, user);
    }

    private static String kubeconfig(String cluster) {
        return kubeconfig(cluster, "token: " + InProcessArgo.CLUSTER_TOKEN, "catalog");
    }

    private static String user(String user) {
        return kubeconfig("server: 'SERVER'", user, "catalog");
    }

    static Stream<Condition> all() {
        return Stream.of(
                        whereIsTheCluster(),
                        argoServersVariables(),
                        outOfReach(),
                        refusedByTheCluster(),
                        options(),
                        otherCommands())
                .flatMap(each -> each);
    }

    private static Stream<Condition> whereIsTheCluster() {
        String right = kubeconfig("server: 'SERVER'");
        String noAddress = UNUSABLE + "server of cluster 'c' is not of the form https://host:port";
        return Stream.of(
                usage(
                        "no cluster is named",
                        argo -> argo.variables.remove("KUBECONFIG"),
                        "no Kubernetes cluster is known: KUBECONFIG is not set, there is no {folder}/.kube/config, this"
                                + " process is in no pod, and ARGO_SERVER is not set"),
                usage(
                        "no such file",
                        argo -> Files.delete(argo.kubeconfig),
                        "KUBECONFIG: there is no file '{kubeconfig}'"),
                usage(
                        "a folder",
                        argo -> argo.variables.put("KUBECONFIG", argo.folder.toString()),
                        "KUBECONFIG: there is no file '{folder}'"),
                file("no YAML", "{{{ token: pa55-of-the-source", UNUSABLE + "it is no YAML, or cannot be read"),
                file("text", "pa55-of-the-source", UNUSABLE + "it is no YAML, or cannot be read"),
                file("empty", "", "{kubeconfig}: has no current context; choose one with kubectl config use-context"),
                file(
                        "no contexts",
                        "{apiVersion: v1, kind: Config, current-context: x}",
                        UNUSABLE + "its current context 'x' is not in it"),
                file(
                        "no such context",
                        right.replace("current-context: here", "current-context: there"),
                        UNUSABLE + "its current context 'there' is not in it"),
                file(
                        "no such cluster",
                        right.replace("cluster: c,", "cluster: d,"),
                        UNUSABLE + "its current context is of cluster 'd', which is not in it"),
                file(
                        "no such user",
                        right.replace("user: u,", "user: v,"),
                        UNUSABLE + "its current context is of user 'v', who is not in it"),
                cluster("no server", "", noAddress),
                cluster("no address", "server: 'http://a b'", noAddress),
                cluster("no host", "server: 'https://'", noAddress),
                cluster("no scheme", "server: '127.0.0.1:6443'", noAddress),
                cluster("another scheme", "server: 'ftp://127.0.0.1:1'", noAddress),
                cluster(
                        "no such authority",
                        "server: 'https://127.0.0.1:1', certificate-authority: none.pem",
                        UNUSABLE + "certificate-authority of cluster 'c': there is no file 'none.pem'"),
                file(
                        "no such certificate",
                        user("client-certificate: none.pem"),
                        UNUSABLE + "client-certificate of user 'u': there is no file 'none.pem'"),
                file(
                        "no such token",
                        user("tokenFile: none"),
                        UNUSABLE + "tokenFile of user 'u': there is no file 'none'"),
                file(
                        "no such plugin",
                        user("exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin,"
                                + " interactiveMode: Never}"),
                        "{kubeconfig}: the command 'no-such-plugin', which it names, has made no credentials"),
                file(
                        "the context's namespace",
                        right.replace("'catalog'", "'No Such'"),
                        "{kubeconfig}: namespace: 'No Such'" + NO_NAMESPACE),
                usage(
                        "ARGO_NAMESPACE",
                        argo -> argo.variables.put("ARGO_NAMESPACE", "../x"),
                        "ARGO_NAMESPACE: '../x'" + NO_NAMESPACE));
    }

    private static Stream<Condition> argoServersVariables() {
        String form = "is not of the form host:port, without http:// or https://";
        String token = "must be 'Bearer ' or 'Basic ' and a token, in one line";
        return Stream.of(
                variable("ARGO_SERVER", "https://argo:2746", form),
                variable("ARGO_SERVER", "argo", form),
                variable("ARGO_SERVER", "me:pa55-of-the-source@argo:2746", form),
                variable("ARGO_SERVER", "argo:99999", "'argo:99999' has no host name, or a port above 65535"),
                variable("ARGO_SERVER", "a_b:2746", "'a_b:2746' has no host name, or a port above 65535"),
                variable("ARGO_TOKEN", InProcessArgo.CLUSTER_TOKEN, token),
                variable("ARGO_TOKEN", "Bearer a\nb", token),
                variable("ARGO_SECURE", "yes", "'yes' is neither true nor false"),
                variable("ARGO_INSECURE_SKIP_VERIFY", "1", "'1' is neither true nor false"),
                variable("ARGO_BASE_HREF", "a b", "'/a b' is not of the form /path"),
                variable("ARGO_NAMESPACE", "a/b", "'a/b'" + NO_NAMESPACE));
    }

    private static Stream<Condition> outOfReach() {
        String list = "cannot list workflows.argoproj.io: ";
        String busy = "503: cannot list workflows.argoproj.io (the server is currently unable to handle the request)";
        return Stream.of(
                // Port 1 is nobody's: one that a test has closed may be another test's a moment later.
                refused(
                        "Kubernetes, not there",
                        argo -> argo.kubeconfig(kubeconfig("server: 'http://127.0.0.1:1'")),
                        "Kubernetes API at 127.0.0.1:1: " + list + "out of reach (…)"),
                refused(
                        "Kubernetes, no such host",
                        argo -> argo.kubeconfig(kubeconfig("server: 'https://trawl.invalid:6443'")),
                        "Kubernetes API at trawl.invalid:6443: " + list + "the host is unknown"),
                refused(
                        "Argo server, no such host",
                        argo -> argo.argoServer().variables.put("ARGO_SERVER", "trawl.invalid:2746"),
                        "Argo server at trawl.invalid:2746: " + list + "the host is unknown"),
                refused(
                        "Kubernetes, no TLS there",
                        argo -> argo.kubeconfig(kubeconfig("server: 'SERVER'")).kubeconfig("http://", "https://"),
                        KUBERNETES + list + "no TLS connection; does it speak https?"),
                refused(
                        "Argo server, no TLS there",
                        argo -> argo.argoServer().variables.remove("ARGO_SECURE"),
                        ARGO + list + "…"),
                kubernetes(new Refusal.Unavailable(), busy),
                argo(new Refusal.Unavailable(), busy));
    }

    private static Stream<Condition> refusedByTheCluster() {
        Refusal list = new Refusal.Forbidden("list", "workflows");
        Refusal get = new Refusal.Forbidden("get", "workflows");
        Refusal create = new Refusal.Forbidden("create", "workflows");
        String login = "401 Unauthorized: the login in {kubeconfig} was refused; renew it";
        String quota = "cannot create workflows.argoproj.io: a quota of namespace 'catalog' is used up (…)";
        String cannot = "forbidden: cannot ";
        String workflows = " workflows.argoproj.io" + ROLE;
        return Stream.of(
                kubernetes(new Refusal.Unauthorized(), login),
                argo(new Refusal.Unauthorized(), "401 Unauthorized: the token in ARGO_TOKEN was refused"),
                refused(
                        "no token",
                        argo -> argo.argoServer().variables.remove("ARGO_TOKEN"),
                        ARGO + "401 Unauthorized: it wants a token, set ARGO_TOKEN"),
                refused("another token", argo -> argo.kubeconfig(user("token: another")), KUBERNETES + login),
                kubernetes(list, cannot + "list" + workflows),
                argo(list, cannot + "list" + workflows),
                kubernetes(get, cannot + "get" + workflows),
                argo(get, cannot + "get" + workflows),
                kubernetes(create, cannot + "create" + workflows),
                argo(create, cannot + "create" + workflows),
                kubernetes(new Refusal.QuotaExceeded(), quota),
                argo(new Refusal.QuotaExceeded(), quota),
                kubernetes(new Refusal.NamespaceMissing(), "there is no namespace 'catalog': create it, and" + INSTALL),
                argo(new Refusal.NamespaceMissing(), NO_TEMPLATE),
                refused(
                        "Kubernetes, another namespace",
                        argo -> argo.execution("namespace: nowhere"),
                        KUBERNETES + "there is no namespace 'nowhere': create it, and" + INSTALL),
                refused(
                        "Argo server, another namespace",
                        argo -> argo.argoServer().execution("namespace: nowhere"),
                        ARGO + NO_TEMPLATE.replace("catalog", "nowhere")),
                refused("Kubernetes, no template", InProcessArgo::withoutTemplate, KUBERNETES + NO_TEMPLATE),
                refused("Argo server, no template", argo -> argo.argoServer().withoutTemplate(), ARGO + NO_TEMPLATE),
                kubernetes(
                        new Refusal.CrdMissing(),
                        "Argo Workflows is not installed: the API knows no workflows.argoproj.io/v1alpha1"),
                argo(new Refusal.CrdMissing(), NO_SERVER),
                refused(
                        "another base",
                        argo -> argo.argoServer().variables.put("ARGO_BASE_HREF", "/argo"),
                        ARGO + NO_SERVER));
    }

    private static Stream<Condition> options() {
        String broker = "--broker: is for orchestrator: knative";
        return Stream.of(
                new Condition(
                        "joined",
                        "ingest --join latest",
                        InProcessArgo::begin,
                        ExitCode.USAGE,
                        Runs.STILL_RUNNING,
                        "--join: is for runs of this process' kind; the workers of this one are pods (orchestrator:"
                                + " argo)"),
                usage("a broker", "ingest --broker http://broker", argo -> {}, broker),
                usage("a broker", "resume latest --broker http://broker", argo -> {}, broker),
                usage(
                        "a broker, local",
                        "ingest --broker http://broker",
                        argo -> argo.execution("orchestrator: local"),
                        broker),
                usage(
                        "a file sink",
                        InProcessArgo::toFile,
                        "{file}: sink.type: 'file' is written by one process, and with orchestrator: argo many write"),
                usage(
                        "no ledger",
                        argo -> argo.variables.remove("TRAWL_LEDGER_URL"),
                        EXECUTION
                                + "ledger: is missing, and TRAWL_LEDGER_URL is not set; orchestrator: argo needs one"),
                usage(
                        "wrong ledger",
                        argo -> argo.variables.put("TRAWL_LEDGER_URL", "postgresql://x"),
                        "TRAWL_LEDGER_URL: must start with jdbc:postgresql:, as jdbc:postgresql://host:5432/database"
                                + " does"),
                usage(
                        "no such ledger",
                        argo -> argo.variables.merge("TRAWL_LEDGER_URL", "x", String::concat),
                        "ledger at …/ledgerx: database \"ledgerx\" does not exist"),
                ledger("ingest"));
    }

    private static Stream<Condition> otherCommands() {
        String render = "' has no Workflow; render is for argo";
        String unknown = "run 'nobodys' of workflow '{workflow}' is not in the ledger; 'runs' lists those that are";
        Refusal create = new Refusal.Forbidden("create", "workflows");
        String forbidden = "forbidden: cannot create workflows.argoproj.io" + ROLE;
        return Stream.of(
                usage(
                        "local",
                        "render",
                        argo -> argo.execution("orchestrator: local"),
                        EXECUTION + "orchestrator: 'local" + render),
                usage(
                        "knative",
                        "render",
                        argo -> argo.execution("orchestrator: knative"),
                        EXECUTION + "orchestrator: 'knative" + render),
                usage(
                        "sequential",
                        "render",
                        argo -> argo.execution("enabled: false"),
                        EXECUTION + "orchestrator: 'sequential" + render),
                usage("an argument", "render x", argo -> {}, "unknown argument 'x' (trawl render --help)"),
                usage(
                        "variables in the image",
                        "render",
                        argo -> argo.execution("image: 'a{{b}}'"),
                        EXECUTION
                                + "image: 'a{{b}}' is not an image, such as registry.example.com/trawl/worker-fn:1.0"),
                usage("no such run", "stop nobodys", argo -> {}, unknown),
                usage("no such run", "resume nobodys", argo -> {}, unknown),
                usage("no such run", "retry latest", argo -> {}, "the ledger holds no run of workflow '{workflow}'"),
                refused(
                        "Kubernetes, no right to create",
                        "resume latest",
                        argo -> argo.begin().stop().cluster.refuse(create),
                        KUBERNETES + forbidden),
                refused(
                        "Argo server, no right to create",
                        "resume latest",
                        argo -> argo.begin().stop().argoServer().cluster.refuse(create),
                        ARGO + forbidden),
                new Condition(
                        "no cluster is named",
                        "resume latest",
                        argo -> argo.begin().stop().variables.remove("KUBECONFIG"),
                        ExitCode.USAGE,
                        Runs.STOPPED,
                        "no Kubernetes cluster is known: KUBECONFIG is not set, …"),
                usage(
                        "no ledger",
                        "plan",
                        argo -> argo.variables.remove("TRAWL_LEDGER_URL"),
                        EXECUTION
                                + "ledger: is missing, and TRAWL_LEDGER_URL is not set; orchestrator: argo needs one"),
                ledger("plan"),
                ledger("stop latest"),
                ledger("resume latest"));
    }
}
