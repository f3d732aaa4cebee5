package io.trawl.source.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.TableConstraint;
import io.trawl.source.kit.TableKey.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableKeyTest {

    private static TableKey foreignKey(String database) {
        return new TableKey(Type.FOREIGN_KEY, List.of("a"), database, "s.1", "t", List.of("id"));
    }

    @Test
    void aForeignKeyLeadsToItsOwnDatabaseUnlessItNamesAnother() {
        assertThat(TableKey.toTables("\"my.svc\".\"d.1\"", List.of(foreignKey(null), foreignKey("Other.Db"))))
                .extracting(TableConstraint::referredColumns)
                .containsExactly(
                        List.of("\"my.svc\".\"d.1\".\"s.1\".t.id"), List.of("\"my.svc\".\"Other.Db\".\"s.1\".t.id"));
    }
}
