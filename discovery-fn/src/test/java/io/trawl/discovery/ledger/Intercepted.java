package io.trawl.discovery.ledger;

import io.trawl.api.Providers;
import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.LedgerProvider;
import io.trawl.api.ledger.Phase;
import io.trawl.api.sink.Sink;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.SinkConfig;
import io.trawl.api.workflow.Workflow;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.UnaryOperator;

/** Everything on the class path, with something put around each call to the ledger, to a run's record and to the sink. */
final class Intercepted {

    private Intercepted() {}

    /** What is put around calls; safe for use by several threads. */
    @FunctionalInterface
    interface Around {

        /** Answers in the call's place; throws what the call would throw. */
        Object answer(Call call) throws Throwable;
    }

    /**
     * A call to one of them.
     *
     * @param name the method's; of the ledger it begins with {@code ledger}, of the sink with {@code sink}; an advance
     *     says where to
     */
    record Call(String name, Object target, Method method, Object[] arguments) {

        Object proceed() throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    static Providers providers(Around around) {
        Providers real = Providers.load();
        return new Providers(
                real.sources(),
                real.sinks().stream().map(sink -> sink(sink, around)).toList(),
                real.ledgers().stream().map(ledger -> ledger(ledger, around)).toList(),
                real.orchestrators());
    }

    private static SinkProvider sink(SinkProvider real, Around around) {
        return new SinkProvider() {
            @Override
            public String type() {
                return real.type();
            }

            @Override
            public Class<? extends SinkConfig> configType() {
                return real.configType();
            }

            @Override
            public boolean needsServer() {
                return real.needsServer();
            }

            @Override
            public Sink open(Workflow workflow) {
                return wrap(Sink.class, real.open(workflow), "sink", around);
            }
        };
    }

    private static LedgerProvider ledger(LedgerProvider real, Around around) {
        return new LedgerProvider() {
            @Override
            public boolean accepts(String url) {
                return real.accepts(url);
            }

            @Override
            public DurableLedger open(LedgerConfig config, ConnectRetry retry) {
                return ledger(real.open(config, retry), around);
            }
        };
    }

    static DurableLedger ledger(DurableLedger real, Around around) {
        return wrap(DurableLedger.class, real, "ledger", call -> {
            Object answer = around.answer(call);
            return answer instanceof DurableRunLedger run ? wrap(DurableRunLedger.class, run, "", around) : answer;
        });
    }

    static <T> T wrap(Class<T> type, T target, String prefix, Around around) {
        UnaryOperator<String> name = method ->
                prefix.isEmpty() ? method : prefix + method.substring(0, 1).toUpperCase() + method.substring(1);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), List.of(type).toArray(Class<?>[]::new), (proxy, method, arguments) -> {
                    String to = method.getName().equals("advance") ? "To" + camel((Phase) arguments[1]) : "";
                    return around.answer(new Call(name.apply(method.getName()) + to, target, method, arguments));
                }));
    }

    private static String camel(Phase phase) {
        return phase.name().charAt(0) + phase.name().substring(1).toLowerCase();
    }
}
