package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.DriverMessages;
import io.trawl.source.kit.BatchReader;
import io.trawl.source.kit.TableKey;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads tables, views, streams, stages and semantic views. Safe for use by several threads. */
final class TableReader implements SchemaReader {

    private static final String NO_COLUMNS = "its columns are unknown: Snowflake lists none to this role";
    private static final String HIDDEN_DEFINITION = "its definition is not shown to this role";
    private static final String HIDDEN_BASE = "its columns are not shown to this role, since what it is on is not";

    private final ContentsReader contents;
    private final StreamColumns streamColumns;
    private final Definitions definitions;
    private final TagReferences tags;
    private final SourceUrls urls;
    private final TableMapper mapper;

    TableReader(Workflow.Source source, DriverMessages messages, SourceUrls urls, Clock clock) {
        this(source, messages, urls, clock, Query.MOST_ROWS);
    }

    /** @param mostRows that SHOW gives at most */
    TableReader(Workflow.Source source, DriverMessages messages, SourceUrls urls, Clock clock, int mostRows) {
        SnowflakeConnection connection = (SnowflakeConnection) source.connection();
        this.contents = new ContentsReader(source, messages, clock, mostRows);
        this.streamColumns = new StreamColumns(contents, messages.failures());
        this.definitions = new Definitions(source.metadata().includeDDL(), messages.failures());
        this.tags = new TagReferences(
                source.metadata().includeTags(), connection.accountUsageSchema(), messages.failures(), clock);
        this.urls = urls;
        this.mapper = new TableMapper(source, urls);
    }

    @Override
    public List<ReadResult> read(Connection session, List<EntityDescriptor> batch) throws Exception {
        SchemaName schema = SchemaName.of(batch.get(0));
        urls.ask(session);
        BatchContents found = contents.read(session, schema, batch);
        Map<ObjectName, String> texts = definitions.read(session, schema, found.tables());
        SchemaTags labels = tags.of(session, schema);
        List<ReadResult> results = new ArrayList<>(batch.size());
        for (EntityDescriptor descriptor : batch) {
            results.add(result(session, descriptor, found, texts, labels));
        }
        return results;
    }

    /** Forgets what was read of schemas and tags, and that tags could not be read. */
    void forget() {
        contents.forget();
        tags.forget();
    }

    private ReadResult result(
            Connection session,
            EntityDescriptor descriptor,
            BatchContents found,
            Map<ObjectName, String> texts,
            SchemaTags labels)
            throws Exception {
        ObjectName object = ObjectName.of(descriptor);
        SchemaTable table = found.tables().get(object);
        if (table == null) {
            return new Outcome.Gone(descriptor);
        }
        List<String> warnings = new ArrayList<>();
        tags.warning().ifPresent(warnings::add);
        List<SourceColumn> columns = found.columns().getOrDefault(object.name(), List.of());
        switch (object.group()) {
            case RELATION -> {
                if (columns.isEmpty()) {
                    return new Outcome.Failed(descriptor, FailureKind.INVALID, NO_COLUMNS);
                }
            }
            case STREAM -> {
                columns = streamColumns.of(session, table);
                if (columns.isEmpty()) {
                    warnings.add(HIDDEN_BASE);
                }
            }
            case STAGE -> columns = List.of();
            case SEMANTIC_VIEW -> {
                // SHOW COLUMNS lists its dimensions and facts, if the edition does so.
            }
        }
        String definition = table.text() == null ? texts.get(object) : table.text();
        if (definition == null && definitions.isWanted(table)) {
            warnings.add(HIDDEN_DEFINITION);
        }
        List<SourceColumn> known = columns;
        List<TableKey> keys = object.group() == ObjectGroup.RELATION
                ? found.keys().getOrDefault(object.name(), List.of())
                : List.of();
        return BatchReader.result(
                descriptor, warnings, () -> mapper.table(descriptor, table, known, keys, labels, definition));
    }
}
