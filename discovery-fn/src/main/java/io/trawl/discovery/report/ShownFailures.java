package io.trawl.discovery.report;

import io.trawl.api.model.EntityType;
import io.trawl.api.report.Report.FailedEntity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Failures as people are shown them: entities that failed because their schema or database did are counted beside it, and
 * not listed. They are those with the same message, which names the schema or database.
 */
public final class ShownFailures {

    /**
     * A failure to show.
     *
     * @param failed what failed
     * @param within how many entities failed with it, for a schema or database
     */
    record Shown(FailedEntity failed, long within) {

        /** Its name, and how many failed with it if any did. */
        String label() {
            return within == 0
                    ? failed.id()
                    : failed.id() + ", with " + (within == 1 ? "1 entity" : Labels.count(within) + " entities")
                            + " in it";
        }
    }

    private ShownFailures() {}

    /** In the order of the report. */
    static List<Shown> of(List<FailedEntity> failures) {
        Map<String, Long> within = new HashMap<>();
        failures.stream().filter(ShownFailures::isContainer).forEach(failed -> within.put(failed.message(), 0L));
        List<FailedEntity> alone = new ArrayList<>();
        for (FailedEntity failed : failures) {
            if (isContainer(failed) || !within.containsKey(failed.message())) {
                alone.add(failed);
            } else {
                within.merge(failed.message(), 1L, Long::sum);
            }
        }
        List<Shown> shown = new ArrayList<>(alone.size());
        for (FailedEntity failed : alone) {
            Long withIt = isContainer(failed) ? within.remove(failed.message()) : null;
            shown.add(new Shown(failed, withIt == null ? 0 : withIt));
        }
        return shown;
    }

    /** How many failures these stand for. */
    static long count(List<Shown> shown) {
        return shown.stream().mapToLong(each -> 1 + each.within()).sum();
    }

    private static boolean isContainer(FailedEntity failed) {
        return EntityType.DATABASE.wireName().equals(failed.type())
                || EntityType.DATABASE_SCHEMA.wireName().equals(failed.type());
    }
}
