package io.trawl.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.trawl.events.EntityDiscovered;
import io.trawl.events.EntityEnded;
import io.trawl.events.Events;
import io.trawl.events.RunEnded;
import io.trawl.events.RunRequested;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/events.md against the records that the functions read and write. */
class EventsDocumentTest {

    private static final String PING = "dev.knative.sources.ping";

    private static final Map<String, Class<?>> DATA = Map.of(
            Events.RUN_REQUESTED,
            RunRequested.class,
            PING,
            RunRequested.class,
            Events.ENTITY_DISCOVERED,
            EntityDiscovered.class,
            Events.ENTITY_INGESTED,
            EntityEnded.class,
            Events.ENTITY_FAILED,
            EntityEnded.class,
            Events.RUN_ENDED,
            RunEnded.class);

    private static final Pattern FENCE = Pattern.compile("(?ms)^```json\n(.*?)^```$");
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private static String document() throws IOException {
        return Files.readString(Path.of("..", "docs", "events.md"));
    }

    static List<JsonNode> examples() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        Matcher fences = FENCE.matcher(document());
        while (fences.find()) {
            found.add(JSON.readTree(fences.group(1)));
        }
        return found;
    }

    @Test
    void thereIsAnExampleOfEveryType() throws IOException {
        assertThat(examples()).extracting(event -> event.get("type").asText()).containsAll(DATA.keySet());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void attributesAreThoseOfCloudEvents(JsonNode event) {
        assertThat(event.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("specversion", "id", "source", "type", "datacontenttype", "time", "data");
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("id").asText()).isNotBlank();
        assertThat(URI.create(event.get("source").asText()).getPath()).startsWith("/");
        assertThat(event.get("datacontenttype").asText()).isEqualTo("application/json");
        assertThat(OffsetDateTime.parse(event.get("time").asText())).isNotNull();
    }

    /** Nothing is unknown, and nothing that would be written is left out. */
    @ParameterizedTest
    @MethodSource("examples")
    void dataIsWhatIsReadAndWritten(JsonNode event) throws IOException {
        JsonNode data = event.get("data");
        Object read = JSON.readValue(data.toString(), DATA.get(event.get("type").asText()));
        if (!event.get("type").asText().equals(PING)) { // which is Knative's, and may name nothing
            assertThat(JSON.readTree(JSON.writeValueAsString(read))).isEqualTo(data);
        }
        if (read instanceof RunRequested requested && requested.workflow() != null) {
            requested.checked();
        } else if (read instanceof EntityDiscovered discovered) {
            discovered.checked();
        } else if (read instanceof EntityEnded ended) {
            assertThat(ended.eventType()).isEqualTo(event.get("type").asText());
        }
        if (event.get("source").asText().startsWith("/trawl/")) {
            assertThat(event.get("source").asText())
                    .isEqualTo(Events.source(
                            data.get("workflow").asText(), data.get("run").asText()));
        }
    }

    static Stream<Class<?>> records() {
        return DATA.values().stream().distinct();
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyFieldIsNamed(Class<?> data) throws IOException {
        String document = document();
        assertThat(data.getRecordComponents())
                .extracting(RecordComponent::getName)
                .allSatisfy(name -> assertThat(document).containsPattern("`[^`\n]*" + name + "[^`\n]*`"));
    }
}
