package io.trawl.environment;

import io.trawl.api.Providers;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.LedgerProvider;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.sink.Sink;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.UnaryOperator;

/** The providers of the class path, with something put around calls to what they open, or with something else opened. */
public final class Intercepted {

    private Intercepted() {}

    /** What is put around calls; safe for use by several threads. */
    @FunctionalInterface
    public interface Around {
        /** Answers in the call's place; throws what the call would throw. */
        Object answer(Call call) throws Throwable;
    }

    /**
     * A call.
     *
     * @param name the method's; of the ledger it begins with {@code ledger}, of the sink with {@code sink}, of the source with
     *     {@code source}; an advance says where to
     */
    public record Call(String name, Object target, Method method, Object[] arguments) {

        public Object proceed() throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** With something around calls to the ledger, to a run's record and to the sink. */
    public static Providers providers(Around around) {
        Providers real = Providers.load();
        return new Providers(
                real.sources(),
                real.sinks().stream()
                        .map(each -> around(SinkProvider.class, each, Sink.class, "sink", around))
                        .toList(),
                real.ledgers().stream()
                        .map(each -> wrap(
                                LedgerProvider.class,
                                each,
                                "",
                                call -> call.name().equals("open")
                                        ? ledger((DurableLedger) call.proceed(), around)
                                        : call.proceed()))
                        .toList(),
                real.orchestrators());
    }

    /** With something around calls to the source. */
    public static Providers sources(Around around) {
        Providers real = Providers.load();
        return new Providers(
                real.sources().stream()
                        .map(each -> around(SourceProvider.class, each, DiscoverableSource.class, "source", around))
                        .toList(),
                real.sinks(),
                real.ledgers(),
                real.orchestrators());
    }

    /** A source for workflows from PostgreSQL, and a sink for those into OpenMetadata. */
    public static Providers opening(DiscoverableSource source, Sink sink) {
        Providers real = Providers.load();
        return new Providers(
                List.of(opening(SourceProvider.class, real.source("postgres").orElseThrow(), source)),
                List.of(opening(SinkProvider.class, real.sink("metadata-rest").orElseThrow(), sink)),
                real.ledgers(),
                real.orchestrators());
    }

    /** The same with a ledger, wherever a workflow says that it is. */
    public static Providers opening(DiscoverableSource source, Sink sink, DurableLedger ledger) {
        Providers providers = opening(source, sink);
        return new Providers(
                providers.sources(),
                providers.sinks(),
                List.of(opening(LedgerProvider.class, providers.ledgers().get(0), ledger)),
                providers.orchestrators());
    }

    private static <P> P opening(Class<P> kind, P real, Object opened) {
        return wrap(kind, real, "", call -> call.name().equals("open") ? opened : call.proceed());
    }

    private static <P, T> P around(Class<P> kind, P real, Class<T> type, String prefix, Around around) {
        return wrap(
                kind,
                real,
                "",
                call -> call.name().equals("open")
                        ? wrap(type, type.cast(call.proceed()), prefix, around)
                        : call.proceed());
    }

    /** Begins a run with something put around its calls. */
    public static Report run(LocalRun run, Around around) {
        return run(run, RunStart.anew(), around);
    }

    public static Report run(LocalRun run, RunStart start, Around around) {
        return run.execute(start, providers(around));
    }

    public static DurableLedger ledger(DurableLedger real, Around around) {
        return wrap(DurableLedger.class, real, "ledger", call -> {
            Object answer = around.answer(call);
            return answer instanceof DurableRunLedger run ? wrap(DurableRunLedger.class, run, "", around) : answer;
        });
    }

    /** @param prefix of the names of calls */
    public static <T> T wrap(Class<T> type, T target, String prefix, Around around) {
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
