package io.trawl.engine;

import io.trawl.api.model.EntityDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes batches: large entities alone and first, small ones together.
 *
 * <p>It looks at a window of entities at a time, so that memory does not grow with the run and work begins before
 * discovery has ended. Within a window every worker gets about {@value #BATCHES_PER_WORKER} batches: few enough that a
 * batch's constant number of statements is spread over many entities, enough that workers end at about the same time.
 *
 * <p>A source that reads by schema needs these statements once for each schema in a batch, so there the entities of a schema go
 * together: small schemas share a batch, and one that costs much more than a batch is divided. Expensive batches come first.
 */
public final class Batcher {

    /** Entities that are sorted together; a descriptor takes some hundred bytes. */
    static final int WINDOW = 10_000;

    /** The first window is smaller, so that workers need not wait for the listing. */
    static final int FIRST_WINDOW = 1_000;

    static final int BATCHES_PER_WORKER = 4;

    /** In the unit of {@link EntityDescriptor#priority}, about a column; below this a batch is not worth its statements. */
    static final long MIN_COST = 250;

    /** Above this a batch holds too much in memory and reports progress too seldom: about 350 tables of 12 columns. */
    static final long MAX_COST = 6_000;

    private static final Comparator<EntityDescriptor> LARGEST_FIRST =
            Comparator.comparingInt(EntityDescriptor::priority).reversed();

    private final int parallelism;
    private final OptionalInt entitiesPerBatch;
    private final int largestBatch;
    private final boolean bySchema;
    private final Function<List<EntityDescriptor>, Map<String, Integer>> costs;
    private final Consumer<List<List<EntityDescriptor>>> batches;
    private final List<EntityDescriptor> window = new ArrayList<>();
    private int windowSize = FIRST_WINDOW;

    /**
     * @param parallelism workers at a time
     * @param entitiesPerBatch empty: by cost
     * @param largestBatch what the references to a batch's entities may take as JSON, in bytes; a single entity may take
     *     more
     * @param bySchema whether the source reads by schema
     * @param costs what is known about what entities have cost, by id; takes the place of the estimate
     * @param batches receives the batches of a window; may block
     */
    public Batcher(
            int parallelism,
            OptionalInt entitiesPerBatch,
            int largestBatch,
            boolean bySchema,
            Function<List<EntityDescriptor>, Map<String, Integer>> costs,
            Consumer<List<List<EntityDescriptor>>> batches) {
        this.parallelism = parallelism;
        this.entitiesPerBatch = entitiesPerBatch;
        this.largestBatch = largestBatch;
        this.bySchema = bySchema;
        this.costs = costs;
        this.batches = batches;
    }

    /** Takes an entity; hands over batches if the window is full. */
    public void add(EntityDescriptor descriptor) {
        window.add(descriptor);
        if (window.size() >= windowSize) {
            flush();
            windowSize = WINDOW;
        }
    }

    /** Hands over what is left; to be called where the type or the database changes. */
    public void flush() {
        if (window.isEmpty()) {
            return;
        }
        Map<String, Integer> learned = costs.apply(window);
        window.replaceAll(
                descriptor -> descriptor.withPriority(learned.getOrDefault(descriptor.id(), descriptor.priority())));
        window.sort(LARGEST_FIRST);
        long total = cost(window);
        long target = Math.max(MIN_COST, Math.min(MAX_COST, total / ((long) parallelism * BATCHES_PER_WORKER)));
        Packer packer = new Packer(target);
        if (bySchema) {
            Map<String, List<EntityDescriptor>> schemas = new LinkedHashMap<>();
            window.forEach(descriptor -> schemas.computeIfAbsent(descriptor.schema(), none -> new ArrayList<>())
                    .add(descriptor));
            schemas.values().forEach(packer::addTogether);
        } else {
            window.forEach(packer::add);
        }
        window.clear();
        batches.accept(packer.made());
    }

    /** Fills one batch after the other. */
    private final class Packer {

        private final long target;
        /** What the present batch costs at most. */
        private long limit;

        private final List<List<EntityDescriptor>> made = new ArrayList<>();
        private List<EntityDescriptor> batch = new ArrayList<>();
        private long cost;
        private long size;

        /** @param target what a batch costs at most, unless a single entity costs more, or a schema little more */
        Packer(long target) {
            this.target = target;
            this.limit = target;
        }

        void add(EntityDescriptor descriptor) {
            int more = largestBatch == Integer.MAX_VALUE ? 0 : descriptor.sizeAsJson(); // measured only where it counts
            if (!hasRoom(1, descriptor.priority()) || size + more > largestBatch) {
                close();
            }
            batch.add(descriptor);
            cost += descriptor.priority();
            size += more;
        }

        /**
         * Into the present batch if there is room for all of them, else into new ones of about the same cost: one up to one and
         * a half times the target, two up to two and a half times, and so on.
         *
         * @param descriptors the most expensive first
         */
        void addTogether(List<EntityDescriptor> descriptors) {
            long together = cost(descriptors);
            limit = target;
            if (!hasRoom(descriptors.size(), together)) {
                close();
                long parts = Math.max(1, Math.round((double) together / target));
                long uneven = Math.min(descriptors.get(0).priority(), target / 8);
                limit = Math.max(target, together / parts + uneven);
            }
            descriptors.forEach(this::add);
        }

        private boolean hasRoom(int entities, long costing) {
            return entitiesPerBatch.isPresent()
                    ? batch.size() + entities <= entitiesPerBatch.getAsInt()
                    : cost + costing <= limit;
        }

        private void close() {
            if (!batch.isEmpty()) {
                made.add(batch);
                batch = new ArrayList<>();
                cost = 0;
                size = 0;
            }
        }

        List<List<EntityDescriptor>> made() {
            close();
            if (bySchema) {
                made.sort(Comparator.comparingLong(Batcher::cost).reversed());
            }
            return made;
        }
    }

    private static long cost(List<EntityDescriptor> descriptors) {
        return descriptors.stream().mapToLong(EntityDescriptor::priority).sum();
    }
}
