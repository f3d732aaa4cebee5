package io.trawl.argo;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.Secret;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * An API as messages name it, and what its refusals mean to the user.
 *
 * @param name with its address
 * @param namespace of all that is asked for
 * @param login what to do if it does not know who asks
 * @param trust what to do if its certificate is not signed by a trusted authority
 * @param token what is sent, and not shown; null: none
 * @param grants what was allowed before
 */
record Api(
        String name,
        String namespace,
        String login,
        String trust,
        @Nullable Secret token,
        GrantedCalls grants) {

    private static final String INSTALL =
            "install Trawl there: name it in argo/settings/kustomization.yaml, then kubectl apply -k argo/";

    /** One of which nothing has been asked. */
    Api(String name, String namespace, String login, String trust, Secret token) {
        this(name, namespace, login, trust, token, new GrantedCalls(System::nanoTime));
    }

    /**
     * @param what was asked: {@code create workflows.argoproj.io}
     * @param status of HTTP, 4xx or 5xx
     * @param message what the API says
     */
    TrawlException refused(String what, int status, String message) {
        String text = line(message);
        String said = text.isEmpty() ? "" : " (" + text + ")";
        if (status >= 500) {
            grants.unavailable();
        }
        return switch (status) {
            case 401 -> failure(FailureKind.PERMISSION, "401 Unauthorized: " + login);
            case 403 ->
                failure(
                        grants.mayPass(what) ? FailureKind.TRANSIENT : FailureKind.PERMISSION,
                        forbidden(what, text, said));
            case 429 -> failure(FailureKind.THROTTLED, "429 Too Many Requests: cannot " + what + said);
            case 400, 422 -> failure(FailureKind.INVALID, "cannot " + what + ": refused as wrong" + said);
            case 408, 409 -> failure(FailureKind.TRANSIENT, status + ": cannot " + what + said);
            default ->
                failure(
                        status >= 500 ? FailureKind.TRANSIENT : FailureKind.INVALID,
                        status + ": cannot " + what + said);
        };
    }

    /** The kind is the same; only the advice is not. */
    private String forbidden(String what, String text, String said) {
        return text.contains("exceeded quota")
                ? "cannot " + what + ": a quota of namespace '" + namespace + "' is used up" + said
                : "forbidden: cannot " + what + " in namespace '" + namespace
                        + "': give this login the Role trawl-submitter there" + said;
    }

    TrawlException unanswered(String what, Throwable failure) {
        grants.unavailable();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return failure(FailureKind.INVALID, "its certificate is not trusted: " + trust);
            }
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return failure(FailureKind.TRANSIENT, "cannot " + what + ": the host is unknown");
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) { // its text may be a dump of what came instead
                return failure(FailureKind.TRANSIENT, "cannot " + what + ": no TLS connection; does it speak https?");
            }
        }
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String detail = last.getMessage() == null ? last.getClass().getSimpleName() : line(last.getMessage());
        return failure(FailureKind.TRANSIENT, "cannot " + what + ": out of reach (" + detail + ")");
    }

    TrawlException noArgo() {
        return failure(
                FailureKind.INVALID,
                "Argo Workflows is not installed: the API knows no workflows." + Argo.GROUP + "/" + Argo.VERSION);
    }

    /** What answers is no Argo server, or one without Argo. */
    TrawlException noServer() {
        return failure(
                FailureKind.INVALID,
                "404: it knows no workflows: is it an Argo server, is " + ArgoServer.BASE_HREF
                        + " right, and is Argo Workflows installed?");
    }

    TrawlException noNamespace() {
        return failure(FailureKind.INVALID, "there is no namespace '" + namespace + "': create it, and " + INSTALL);
    }

    TrawlException noTemplate() {
        return failure(
                FailureKind.INVALID,
                "namespace '" + namespace + "' has no WorkflowTemplate '" + RunWorkflow.TEMPLATE + "': " + INSTALL);
    }

    private TrawlException failure(FailureKind kind, String text) {
        return new TrawlException(kind, name + ": " + text);
    }

    private String line(String text) {
        String plain = text == null ? "" : text;
        if (token != null && !token.reveal().isEmpty()) {
            plain = plain.replace(token.reveal(), token.toString());
        }
        return MessageText.one(plain);
    }
}
