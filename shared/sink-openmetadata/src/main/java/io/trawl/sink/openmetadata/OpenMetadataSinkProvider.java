package io.trawl.sink.openmetadata;

import io.trawl.api.sink.Sink;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.workflow.SinkConfig;
import io.trawl.api.workflow.Workflow;
import java.util.Random;

/** Makes the sink {@code metadata-rest}: OpenMetadata's REST API. */
public final class OpenMetadataSinkProvider implements SinkProvider {

    @Override
    public String type() {
        return "metadata-rest";
    }

    @Override
    public Class<? extends SinkConfig> configType() {
        return MetadataRestConfig.class;
    }

    @Override
    public boolean needsServer() {
        return true;
    }

    @Override
    public Sink open(Workflow workflow) {
        return new OpenMetadataSink(workflow, new Random(), pause -> Thread.sleep(pause.toMillis()));
    }
}
