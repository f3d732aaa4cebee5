package io.trawl.argo;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the client for the API that the environment names, with its login. */
public final class WorkflowClients {

    private static final String NAMESPACE = "ARGO_NAMESPACE";

    private WorkflowClients() {}

    /**
     * A client of the Argo server that {@code ARGO_SERVER} names, else of the Kubernetes API that the kubeconfig names
     * ({@code KUBECONFIG}, {@code ~/.kube/config}), else of that of the cluster this process is in. Sends no request
     * yet.
     *
     * @param environment variables by name
     * @param namespace null: that of {@code ARGO_NAMESPACE}, else of the kubeconfig's context or of this pod, else
     *     {@code default}
     * @throws ConfigException if none of them is there, or one is wrong; one line, without a token
     */
    public static WorkflowClient open(Map<String, String> environment, @Nullable String namespace) {
        return open(environment, namespace, ApiRetry.standard());
    }

    /** @param patience with an API that does not answer */
    static WorkflowClient open(Map<String, String> environment, String namespace, ApiRetry patience) {
        String wanted = namespace == null ? checked(NAMESPACE, environment.get(NAMESPACE)) : namespace;
        return ArgoServer.isNamed(environment)
                ? argoServer(ArgoServer.of(environment), first(wanted, "default"), patience)
                : kubernetes(Kubeconfig.of(environment), wanted, patience);
    }

    private static WorkflowClient argoServer(ArgoServer server, String namespace, ApiRetry patience) {
        Api api = new Api(
                server.toString(),
                namespace,
                server.authorization() == null
                        ? "it wants a token, set " + ArgoServer.TOKEN
                        : "the token in " + ArgoServer.TOKEN + " was refused",
                "add its authority to the JVM's trust store, or set " + ArgoServer.SKIP_VERIFY + "=true",
                server.authorization());
        return new ArgoServerClient(new ArgoServerCalls(server, api), patience);
    }

    private static WorkflowClient kubernetes(Kubeconfig cluster, String wanted, ApiRetry patience) {
        Config config = cluster.config();
        String namespace = first(wanted, checked(cluster.origin() + ": namespace", config.getNamespace()), "default");
        URI uri = URI.create(config.getMasterUrl());
        String token = config.getOauthToken() == null ? config.getAutoOAuthToken() : config.getOauthToken();
        Api api = new Api(
                "Kubernetes API at " + uri.getAuthority(),
                namespace,
                "the login in " + cluster.origin() + " was refused; renew it",
                "see certificate-authority in " + cluster.origin(),
                token == null ? null : new Secret(token));
        return new KubernetesWorkflowClient(client(cluster), api, patience);
    }

    private static KubernetesClient client(Kubeconfig cluster) {
        try {
            return new KubernetesClientBuilder().withConfig(cluster.config()).build();
        } catch (KubernetesClientException e) { // its text may quote the file
            throw new ConfigException(cluster.origin() + ": its certificates or keys cannot be used");
        }
    }

    /** A name that would lead elsewhere in a path is none. */
    private static String checked(String origin, String namespace) {
        if (namespace != null && !namespace.isBlank() && !ResourceNames.isDnsLabel(namespace)) {
            throw new ConfigException(
                    origin + ": '" + namespace + "' is not the name of a namespace: at most 63 of a-z, 0-9 and -");
        }
        return namespace;
    }

    private static String first(String... namespaces) {
        return Stream.of(namespaces)
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElseThrow();
    }
}
