package io.trawl.testkit.snowflake.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Describes a {@link Schema}; without a word, an empty one of SYSADMIN that every role may use. */
public final class SchemaBuilder {

    private final String name;
    private final List<Table> tables = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final List<SemanticView> semanticViews = new ArrayList<>();
    private final List<Routine> procedures = new ArrayList<>();
    private final List<Routine> functions = new ArrayList<>();
    private List<Tag> tags = List.of();
    private String comment;
    private String owner = "SYSADMIN";
    private Instant created = SnowflakeModel.EPOCH;
    private Set<String> usableBy;

    SchemaBuilder(String name) {
        this.name = name;
    }

    SchemaBuilder(Schema like) {
        this(like.name());
        tables.addAll(like.tables());
        streams.addAll(like.streams());
        stages.addAll(like.stages());
        semanticViews.addAll(like.semanticViews());
        procedures.addAll(like.procedures());
        functions.addAll(like.functions());
        tags = like.tags();
        comment = like.comment();
        owner = like.owner();
        created = like.created();
        usableBy = like.usableBy();
    }

    /** Its comment. */
    public SchemaBuilder comment(String words) {
        comment = words;
        return this;
    }

    /** The role that owns it. */
    public SchemaBuilder owner(String role) {
        owner = role;
        return this;
    }

    /** Only these roles may use it. */
    public SchemaBuilder onlyFor(String... roles) {
        usableBy = Set.of(roles);
        return this;
    }

    /** Adds tables or views. */
    public SchemaBuilder tables(Table... more) {
        return tables(List.of(more));
    }

    /** Adds tables or views. */
    public SchemaBuilder tables(Collection<Table> more) {
        tables.addAll(more);
        return this;
    }

    /** Removes a table or view. */
    public SchemaBuilder drop(String table) {
        if (!tables.removeIf(each -> each.name().equals(table))) {
            throw new IllegalArgumentException("table: '" + table + "' is not in schema '" + name + "'");
        }
        return this;
    }

    /** Puts a table in the place of the one of its name. */
    public SchemaBuilder replace(Table table) {
        return drop(table.name()).tables(table);
    }

    /** Adds streams. */
    public SchemaBuilder streams(Stream... more) {
        streams.addAll(List.of(more));
        return this;
    }

    /** Adds stages. */
    public SchemaBuilder stages(Stage... more) {
        stages.addAll(List.of(more));
        return this;
    }

    /** Adds semantic views. */
    public SchemaBuilder semanticViews(SemanticView... more) {
        semanticViews.addAll(List.of(more));
        return this;
    }

    /** Adds procedures. */
    public SchemaBuilder procedures(Routine... more) {
        procedures.addAll(List.of(more));
        return this;
    }

    /** Adds functions. */
    public SchemaBuilder functions(Routine... more) {
        functions.addAll(List.of(more));
        return this;
    }

    /** Its tags. */
    public SchemaBuilder tags(Tag... all) {
        tags = List.of(all);
        return this;
    }

    /** The schema described. */
    public Schema build() {
        return new Schema(
                name,
                comment,
                owner,
                created,
                usableBy,
                sorted(tables, Table::name),
                sorted(streams, Stream::name),
                sorted(stages, Stage::name),
                sorted(semanticViews, SemanticView::name),
                sorted(procedures, Routine::name),
                sorted(functions, Routine::name),
                tags);
    }

    private static <T> List<T> sorted(List<T> all, Function<T, String> name) {
        List<T> copy = new ArrayList<>(all);
        copy.sort(Comparator.comparing(name, NameOrder.BY_CODE_POINT));
        return List.copyOf(copy);
    }
}
