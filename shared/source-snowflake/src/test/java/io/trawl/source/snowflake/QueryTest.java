package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void aNameThatLooksLikeAPlaceIsANameAllTheSame() {
        Query query = Query.load("procedures.sql").ofNames(new SchemaName("{names}", "{database}"), List.of("P", "Q"));
        assertThat(query.text())
                .contains("\"{names}\".INFORMATION_SCHEMA.PROCEDURES")
                .contains("PROCEDURE_NAME IN (?, ?)");
        assertThat(query.binds()).containsExactly("{database}", "P", "Q");
    }
}
