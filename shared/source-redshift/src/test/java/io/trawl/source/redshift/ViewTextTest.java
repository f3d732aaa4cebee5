package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTextTest {

    @Test
    void aQueryBecomesAStatement() {
        ViewText view = new ViewText(" SELECT created FROM materialized; ");
        assertThat(view.isMaterialized()).isFalse();
        assertThat(view.statement("s.v")).isEqualTo("CREATE VIEW s.v AS\nSELECT created FROM materialized;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create view v as select 1 with no schema binding",
                "CREATE OR REPLACE VIEW v AS SELECT 'create materialized view' WITH NO SCHEMA BINDING;",
                "/* {\"app\": \"dbt\"} */\n-- create materialized view\nCREATE VIEW v AS SELECT 1 WITH NO SCHEMA BINDING"
            })
    void aStatementIsLeftAsItIs(String text) {
        ViewText view = new ViewText("\n" + text);
        assertThat(view.isMaterialized()).isFalse();
        assertThat(view.statement("s.v")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE MATERIALIZED VIEW s.v AUTO REFRESH YES AS SELECT 1",
                "create\n materialized\tview v as select 1;",
                "/* made by a tool */ -- and a person\n create materialized view v as select 1"
            })
    void aMaterializedViewIsToldByItsStatement(String text) {
        ViewText view = new ViewText(text);
        assertThat(view.isMaterialized()).isTrue();
        assertThat(view.statement("s.v")).isEqualTo(text);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "Not a view"})
    void whatIsPrintedOfNoViewIsMissing(String text) {
        assertThat(new ViewText(text).isMissing()).isTrue();
        assertThat(new ViewText(text).isMaterialized()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/* never closed", "-- nothing else", "/", "-"})
    void commentsWithoutEnd(String text) {
        assertThat(new ViewText(text).statement("v")).isEqualTo("CREATE VIEW v AS\n" + text);
    }
}
