package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.trawl.api.model.TrawlException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Speaks to the Kubernetes API. Workflows are followed by an informer of those that are under way; whatever it does not
 * show, because it is not connected or because they have ended, is asked for. Changes are merge patches on the object:
 * Argo's definitions have no status subresource.
 */
final class KubernetesWorkflowClient implements WorkflowClient {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final String LIST = "list workflows." + Argo.GROUP;

    /** An informer may take a while to see that its connection is dead. */
    private static final Duration TRUST = Duration.ofSeconds(30);

    private static final String SHUT_DOWN = "{\"spec\":{\"shutdown\":\"Stop\"}}";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final KubernetesClient client;
    private final Api api;
    private final ApiRetry patience;
    private final LastSeen lastSeen = new LastSeen(System::nanoTime);
    private SharedIndexInformer<GenericKubernetesResource> informer;

    /** @param client closed with this */
    KubernetesWorkflowClient(KubernetesClient client, Api api, ApiRetry patience) {
        this.client = client;
        this.api = api;
        this.patience = patience;
    }

    @Override
    public String namespace() {
        return api.namespace();
    }

    @Override
    public void submit(JsonNode workflow) {
        patience.with(() -> {
            requireTemplate();
            return create(workflow);
        });
    }

    private boolean create(JsonNode workflow) {
        String what = "create workflows." + Argo.GROUP;
        try {
            GenericKubernetesResource resource = JSON.convertValue(workflow, GenericKubernetesResource.class);
            lastSeen.saw(status(workflows().resource(resource).create()));
            api.grants().allowed(what);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == 409
                    && ask(workflow.at("/metadata/name").asText()).isPresent()) {
                return false; // and not because a quota was changed at the same time
            }
            if (e.getCode() == 404) {
                throw isArgoMissing() ? api.noArgo() : api.noNamespace();
            }
            throw failure(what, e);
        }
    }

    /** A Workflow of a template that is missing would be accepted, and fail. */
    private void requireTemplate() {
        try {
            if (client.genericKubernetesResources(definition(Argo.TEMPLATES, "WorkflowTemplate"))
                            .inNamespace(namespace())
                            .withName(RunWorkflow.TEMPLATE)
                            .get()
                    != null) {
                return;
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                return; // it may be there
            }
            throw failure("get workflowtemplates." + Argo.GROUP, e);
        }
        if (isArgoMissing()) {
            throw api.noArgo();
        }
        throw isMissing(() -> client.namespaces().withName(namespace()).get()) ? api.noNamespace() : api.noTemplate();
    }

    /** A list is empty, and not missing, in a namespace that does not exist. */
    private boolean isArgoMissing() {
        return isMissing(
                () -> workflows().withLabel(RunWorkflow.RUN_LABEL, "none").list());
    }

    /** Whether the API says so; false if this account may not look. */
    private static boolean isMissing(Supplier<Object> request) {
        try {
            return request.get() == null;
        } catch (KubernetesClientException e) {
            return e.getCode() == 404;
        }
    }

    @Override
    public Optional<WorkflowStatus> status(String name) {
        SharedIndexInformer<GenericKubernetesResource> followed = informer();
        boolean shown = followed.isWatching() && followed.getStore().getByKey(namespace() + "/" + name) != null;
        return lastSeen.status(name, shown ? TRUST : POLL, () -> ask(name));
    }

    private Optional<WorkflowStatus> ask(String name) {
        String what = "get workflows." + Argo.GROUP;
        try {
            GenericKubernetesResource found = workflows().withName(name).get();
            api.grants().allowed(what);
            return Optional.ofNullable(found).map(KubernetesWorkflowClient::status);
        } catch (KubernetesClientException e) {
            throw failure(what, e);
        }
    }

    @Override
    public void stop(String name) {
        patience.with(() -> {
            Optional<WorkflowStatus> status = ask(name);
            return status.isPresent() && !status.get().phase().completed() && shutDown(name);
        });
        lastSeen.changed(name);
    }

    private boolean shutDown(String name) {
        try {
            workflows().withName(name).patch(PatchContext.of(PatchType.JSON_MERGE), SHUT_DOWN);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                return false;
            }
            throw failure("patch workflows." + Argo.GROUP, e);
        }
    }

    @Override
    public List<String> underWay(String runId) {
        return patience.with(() -> {
            TreeSet<String> names = new TreeSet<>();
            try {
                workflows()
                        .withLabel(RunWorkflow.RUN_LABEL, ResourceNames.labelValue(runId))
                        .list()
                        .getItems()
                        .forEach(each -> addIfUnderWay(status(each), names));
                api.grants().allowed(LIST);
            } catch (KubernetesClientException e) {
                if (e.getCode() == 404) {
                    throw api.noArgo();
                }
                throw failure(LIST, e);
            }
            if (ResourceNames.isDnsLabel(runId)) { // a run that a pod began is named after its Workflow
                ask(runId).ifPresent(status -> addIfUnderWay(status, names));
            }
            return List.copyOf(names);
        });
    }

    private void addIfUnderWay(WorkflowStatus status, TreeSet<String> names) {
        lastSeen.saw(status);
        if (!status.phase().completed()) {
            names.add(status.name());
        }
    }

    @Override
    public synchronized void close() {
        if (informer != null) {
            informer.close();
        }
        client.close();
    }

    private synchronized SharedIndexInformer<GenericKubernetesResource> informer() {
        if (informer == null) {
            FilterWatchListDeletable<
                            GenericKubernetesResource,
                            GenericKubernetesResourceList,
                            Resource<GenericKubernetesResource>>
                    underWay = workflows()
                            .withLabel(RunWorkflow.MANAGED_BY_LABEL, RunWorkflow.MANAGED_BY)
                            .withoutLabel(Argo.COMPLETED_LABEL, "true");
            informer = underWay.runnableInformer(0).exceptionHandler((started, failure) -> true);
            informer.addEventHandler(new Follower());
            informer.start();
        }
        return informer;
    }

    private final class Follower implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource workflow) {
            api.grants().allowed(LIST); // an informer lists before it watches
            lastSeen.saw(status(workflow));
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource workflow) {
            lastSeen.saw(status(workflow));
        }

        /** It has completed or is gone. */
        @Override
        public void onDelete(GenericKubernetesResource workflow, boolean unknownState) {
            lastSeen.changed(workflow.getMetadata().getName());
        }
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            workflows() {
        return client.genericKubernetesResources(definition(Argo.WORKFLOWS, "Workflow"))
                .inNamespace(namespace());
    }

    private static ResourceDefinitionContext definition(String plural, String kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(Argo.GROUP)
                .withVersion(Argo.VERSION)
                .withPlural(plural)
                .withKind(kind)
                .withNamespaced(true)
                .build();
    }

    private static WorkflowStatus status(GenericKubernetesResource workflow) {
        return WorkflowStatus.of(JSON.valueToTree(workflow));
    }

    private TrawlException failure(String what, KubernetesClientException failure) {
        if (failure.getCode() <= 0) { // there was no answer
            return api.unanswered(what, failure);
        }
        Status status = failure.getStatus();
        String message = status == null ? "" : status.getMessage();
        return api.refused(what, failure.getCode(), message);
    }
}
