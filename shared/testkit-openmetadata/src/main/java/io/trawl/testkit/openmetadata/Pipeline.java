package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An ingestion pipeline and what was reported about its runs. */
record Pipeline(List<JsonNode> statuses) {
    Pipeline() {
        this(new CopyOnWriteArrayList<>());
    }
}
