package io.trawl.testkit.argo;

/** A template that cannot be executed, or a pod that the API refuses, in Argo's or Kubernetes' words. */
final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TemplateException(String message) {
        super(message);
    }
}
