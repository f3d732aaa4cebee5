package io.trawl.argo;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to do about a pod that cannot start for a reason that waiting does not mend. Nothing but the advice follows from the words in
 * which Kubernetes and Argo give the reason.
 */
final class PodAdvice {

    private record Rule(Pattern reason, String advice) {}

    private static final List<Rule> RULES = List.of(
            rule("service ?account \\S+ not found", "create the ServiceAccount, or name another one in serviceAccount"),
            rule(
                    "failed to look-up entrypoint/cmd for image",
                    "push the image, or correct its name in argo/settings/kustomization.yaml or in image; if Argo's"
                            + " controller cannot reach the registry, name the command (docs/argo.md, locked-down clusters)"),
            rule(
                    "ImagePullBackOff|ErrImagePull|InvalidImageName",
                    "push the image, correct its name in argo/settings/kustomization.yaml or in image, or add"
                            + " imagePullSecrets to the ServiceAccount"),
            rule("secret \\S+ not found", "make the Secret: kubectl apply -k argo/"),
            rule("configmap \\S+ not found", "make the ConfigMap: kubectl apply -k argo/"),
            rule("violates PodSecurity", "the namespace forbids such pods (docs/argo.md, locked-down clusters)"),
            rule("exceeded quota", "wait until pods have ended, or raise the quota of the namespace"),
            rule(
                    "(maximum|minimum) \\S+ usage per|must be less than or equal to",
                    "change resourceRequests and resourceLimits, or the LimitRange of the namespace"),
            rule("admission webhook", "ask who runs the cluster why it refuses such pods"),
            rule("is forbidden", "the cluster refuses such pods; change them, or what refuses them"));

    private PodAdvice() {}

    private static Rule rule(String reason, String advice) {
        return new Rule(Pattern.compile(reason), advice);
    }

    /** Empty where waiting may help. */
    static Optional<String> on(String message) {
        return RULES.stream()
                .filter(rule -> rule.reason().matcher(message).find())
                .map(Rule::advice)
                .findFirst();
    }
}
