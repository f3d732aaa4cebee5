package io.trawl.source.kit.csv;

import io.trawl.api.model.Check;
import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Table;
import io.trawl.source.kit.DatabaseInfo;
import io.trawl.source.kit.Dialect;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.source.kit.PartialResult;
import io.trawl.source.kit.Traits;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads CSV files whose first line names the columns and their types ({@code id:int,name:string}): a source without JDBC. One
 * session, the folder, serves all databases; what is read together is of one schema.
 */
final class CsvDialect implements Dialect<Path> {

    private static final String ENDING = ".csv";

    private final Path root;
    private final String service;

    CsvDialect(Path root, String service) {
        this.root = root;
        this.service = service;
    }

    @Override
    public Traits traits() {
        return new Traits(Set.of(EntityType.TABLE), Traits.Unit.SCHEMA, Traits.Sessions.FOR_ALL, 100, 50);
    }

    @Override
    public Path open(String anyDatabase) throws IOException {
        return root.toRealPath();
    }

    @Override
    public FailureKind classify(Throwable failure) {
        if (failure instanceof AccessDeniedException) {
            return FailureKind.PERMISSION;
        }
        if (failure instanceof CharacterCodingException || failure instanceof FileSystemException) {
            return FailureKind.INVALID;
        }
        return failure instanceof IOException ? FailureKind.TRANSIENT : FailureKind.BUG;
    }

    @Override
    public boolean sessionLost(Throwable failure) {
        return false;
    }

    @Override
    public String describe(Throwable failure) {
        if (failure instanceof CharacterCodingException) {
            return "its first line is no UTF-8 text";
        }
        return failure instanceof NoSuchFileException ? "there is no such folder" : failure.toString();
    }

    @Override
    public PartialResult<String, DatabaseInfo> databases(Path folder, boolean all) throws IOException {
        return PartialResult.complete(names(folder).stream()
                .map(name -> new DatabaseInfo(name, null, true))
                .toList());
    }

    @Override
    public PartialResult<String, Schema> schemas(Path folder, String ofDatabase) throws IOException {
        return PartialResult.complete(names(folder.resolve(ofDatabase)).stream()
                .map(name -> new Schema(name, null))
                .toList());
    }

    @Override
    public Page list(Path folder, ListRequest request) throws IOException {
        String schema = request.schemas().get(0);
        String after = request.after() == null ? "" : request.after();
        List<String> names = names(folder.resolve(request.database()).resolve(schema)).stream()
                .filter(name -> name.endsWith(ENDING) && name.compareTo(after) > 0)
                .toList();
        List<String> some = names.subList(0, Math.min(request.limit(), names.size()));
        return new Page(
                some.stream()
                        .map(name -> table(request.database(), schema, name))
                        .toList(),
                some.size() < names.size() ? some.get(some.size() - 1) : null);
    }

    private EntityDescriptor table(String inDatabase, String schema, String file) {
        String name = file.substring(0, file.length() - ENDING.length());
        Map<String, String> found = Map.of(
                EntityDescriptor.DATABASE, inDatabase,
                EntityDescriptor.SCHEMA, schema,
                EntityDescriptor.NAME, name);
        return new EntityDescriptor(Fqn.table(Fqn.of(service, inDatabase, schema), name), EntityType.TABLE, found, 1);
    }

    @Override
    public List<ReadResult> read(Path folder, EntityType type, List<EntityDescriptor> batch) throws IOException {
        List<ReadResult> results = new ArrayList<>();
        for (EntityDescriptor each : batch) {
            Path file = folder.resolve(each.database()).resolve(each.schema()).resolve(each.name() + ENDING);
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                results.add(new ReadResult.Read(each, table(each, reader.readLine())));
            } catch (NoSuchFileException e) {
                results.add(new Outcome.Gone(each));
            }
        }
        return results;
    }

    private Table table(EntityDescriptor descriptor, String header) {
        List<Column> columns = new ArrayList<>();
        for (String each : header == null ? new String[0] : header.split(",")) {
            String[] parts = each.split(":", 2);
            String type = parts.length == 1 ? "string" : parts[1];
            String name = Fqn.encodeInTable(parts[0]);
            columns.add(new Column(
                    name,
                    name.equals(parts[0]) ? null : parts[0],
                    type.toUpperCase(Locale.ROOT),
                    null,
                    null,
                    null,
                    null,
                    type,
                    null,
                    null,
                    columns.size() + 1,
                    null,
                    null));
        }
        String schema = Fqn.of(service, descriptor.database(), descriptor.schema());
        String name = Fqn.encodeInTable(descriptor.name());
        return new Table(
                name, descriptor.name(), null, "Local", columns, null, null, null, null, schema, null, null, null);
    }

    @Override
    public List<Check> check(Path folder) {
        return List.of(Check.passed("source login", "folder " + folder));
    }

    @Override
    public String contents(Path folder, String ofDatabase, List<String> schemas) throws IOException {
        int tables = 0;
        for (String schema : schemas) {
            tables += names(folder.resolve(ofDatabase).resolve(schema)).size();
        }
        return tables + " tables in " + schemas.size() + " schemas";
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
