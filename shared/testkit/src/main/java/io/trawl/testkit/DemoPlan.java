package io.trawl.testkit;

import io.trawl.testkit.SampleWarehouse.Contents;

/**
 * How many of each kind a demo warehouse has.
 *
 * @param total entities of type table
 */
record DemoPlan(int total) {

    private static final int PARTITIONS_OF_EACH = 3;

    int views() {
        return total * 14 / 100;
    }

    int materializedViews() {
        return total * 3 / 100;
    }

    int partitioned() {
        return total * 4 / 100;
    }

    int foreign() {
        return total * 3 / 100;
    }

    int odd() {
        return Math.min(DemoVocabulary.ODD.size(), total / 20);
    }

    /** Ordinary tables, not counting the odd ones. */
    int regular() {
        return total - views() - materializedViews() - partitioned() - foreign() - odd();
    }

    int procedures() {
        return total / 80;
    }

    int functions() {
        return total / 20 - procedures();
    }

    Contents contents() {
        return new Contents(
                regular() + odd(),
                partitioned(),
                partitioned() * PARTITIONS_OF_EACH,
                views(),
                materializedViews(),
                foreign(),
                functions(),
                procedures());
    }
}
