package io.trawl.testkit.snowflake.model;

import java.time.Instant;
import java.util.List;

/** Describes a {@link Table}; without a word, an empty one of SYSADMIN from the first of January 2026. */
public final class TableBuilder {

    private final TableKind kind;
    private String name;
    private List<Column> columns = List.of();
    private List<Key> keys = List.of();
    private List<ForeignKey> foreignKeys = List.of();
    private String clusterBy;
    private String comment;
    private String owner = "SYSADMIN";
    private Instant created = SnowflakeModel.EPOCH;
    private Instant lastAltered = SnowflakeModel.EPOCH;
    private String text;
    private boolean secure;
    private boolean textHidden;
    private boolean listedTwice;
    private String location;
    private List<Tag> tags = List.of();

    TableBuilder(String name, TableKind kind) {
        this.name = name;
        this.kind = kind;
    }

    TableBuilder(Table like) {
        this(like.name(), like.kind());
        columns = like.columns();
        keys = like.keys();
        foreignKeys = like.foreignKeys();
        clusterBy = like.clusterBy();
        comment = like.comment();
        owner = like.owner();
        created = like.created();
        lastAltered = like.lastAltered();
        text = like.text();
        secure = like.secure();
        textHidden = like.textHidden();
        listedTwice = like.listedTwice();
        location = like.location();
        tags = like.tags();
    }

    /** Another name. */
    public TableBuilder name(String exact) {
        name = exact;
        return this;
    }

    /** Its columns. */
    public TableBuilder columns(Column... all) {
        return columns(List.of(all));
    }

    /** Its columns; the list may be shared among tables. */
    public TableBuilder columns(List<Column> all) {
        columns = all;
        return this;
    }

    /** Its primary and unique keys. */
    public TableBuilder keys(Key... all) {
        keys = List.of(all);
        return this;
    }

    /** Its foreign keys. */
    public TableBuilder foreignKeys(ForeignKey... all) {
        foreignKeys = List.of(all);
        return this;
    }

    /** Its clustering, for example {@code LINEAR(A, B)}. */
    public TableBuilder clusterBy(String expression) {
        clusterBy = expression;
        return this;
    }

    /** Its comment. */
    public TableBuilder comment(String words) {
        comment = words;
        return this;
    }

    /** The role that owns it. */
    public TableBuilder owner(String role) {
        owner = role;
        return this;
    }

    /** When it was created; it is also when it was last altered. */
    public TableBuilder created(Instant when) {
        created = when;
        lastAltered = when;
        return this;
    }

    /** When it was last altered. */
    public TableBuilder lastAltered(Instant when) {
        lastAltered = when;
        return this;
    }

    /** The text of a view or dynamic table. */
    public TableBuilder text(String sql) {
        text = sql;
        return this;
    }

    /** A secure view. */
    public TableBuilder secure() {
        secure = true;
        return this;
    }

    /** Only the owner sees its text. */
    public TableBuilder textHidden() {
        textHidden = true;
        return this;
    }

    /** SHOW VIEWS lists it twice. */
    public TableBuilder listedTwice() {
        listedTwice = true;
        return this;
    }

    /** Where an external or Iceberg table's files are. */
    public TableBuilder location(String path) {
        location = path;
        return this;
    }

    /** Its tags. */
    public TableBuilder tags(Tag... all) {
        tags = List.of(all);
        return this;
    }

    /** The table described. */
    public Table build() {
        return new Table(
                name,
                kind,
                List.copyOf(columns),
                keys,
                foreignKeys,
                clusterBy,
                comment,
                owner,
                created,
                lastAltered,
                text,
                secure,
                textHidden,
                listedTwice,
                location,
                tags);
    }
}
