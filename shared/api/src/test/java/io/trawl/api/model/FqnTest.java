package io.trawl.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FqnTest {

    @Test
    void onlyAPartWithADotIsQuoted() {
        assertThat(Fqn.of("svc", "my db", "a.b", "Täble")).isEqualTo("svc.my db.\"a.b\".Täble");
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "'say \"hi\"', say __reserved__quote__hi__reserved__quote__",
        "a::b, a__reserved__colon__b",
        "a->b, a-__reserved__arrow__b",
        "a:b, a:b"
    })
    void reservedCharactersAreReplacedAndComeBack(String raw, String encoded) {
        assertThat(Fqn.encode(raw)).isEqualTo(encoded);
        assertThat(Fqn.decode(encoded)).isEqualTo(raw);
    }

    /** As OpenMetadata's Python tool spells them: names of tables and columns, and no others. */
    @ParameterizedTest
    @CsvSource({
        "'a\nb', a__reserved__newline__b",
        "'a\r\nb', a__reserved__carriage_return____reserved__newline__b",
        "'\ta\"b', __reserved__tab__a__reserved__quote__b",
        "'a\u001b\u0007b', 'a\u001b\u0007b'",
        "plain, plain"
    })
    void lineBreaksAndTabsAreReplacedInTablesAndColumns(String raw, String encoded) {
        assertThat(Fqn.encodeInTable(raw)).isEqualTo(encoded);
        assertThat(Fqn.decode(encoded)).isEqualTo(raw);
        String schema = Fqn.of("svc", "db", "a\nb");
        assertThat(Fqn.table(schema, raw)).isEqualTo("svc.db.a\nb." + encoded);
        assertThat(Fqn.column("svc.db.s.t", raw)).isEqualTo("svc.db.s.t." + encoded);
        assertThat(Fqn.child(schema, raw)).isEqualTo(schema + "." + Fqn.encode(raw));
    }

    @ParameterizedTest
    @CsvSource({"svc.db.s.t, svc.db.s.t::2", "svc.\"a.b\", svc.\"a.b::2\"", "\"s.v\".db, \"s.v\".db::2"})
    void aNumberedNameStandsBesideTheOther(String fqn, String numbered) {
        assertThat(Fqn.numbered(fqn, 2)).isEqualTo(numbered);
        assertThat(Fqn.parent(numbered)).isEqualTo(Fqn.parent(fqn));
        assertThat(Fqn.split(numbered)).hasSameSizeAs(Fqn.split(fqn));
    }

    @Test
    void aWordInARawNameIsAmbiguous() {
        String literal = "a__reserved__quote__b";
        assertThat(Fqn.encode(literal)).isEqualTo(Fqn.encode("a\"b"));
        assertThat(Fqn.holdsWord(Fqn.encode("a\"b"))).isTrue();
        assertThat(Fqn.holdsWord("reserved__quote")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "a.b", ".", "x\"y.z", "with space", "ünï.cødé", "a..b"})
    void splitFindsThePartsAgain(String name) {
        String fqn = Fqn.of("svc", name, "s.1", name);

        assertThat(Fqn.split(fqn)).containsExactly("svc", Fqn.encode(name), "s.1", Fqn.encode(name));
        assertThat(Fqn.parent(fqn)).isEqualTo(Fqn.of("svc", name, "s.1"));
        assertThat(Fqn.child(Fqn.of("svc", name, "s.1"), name)).isEqualTo(fqn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", "a.", ".a", "a.\"b", "\"a\"b.c"})
    void aMalformedNameIsRefused(String fqn) {
        assertThatThrownBy(() -> Fqn.split(fqn))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + fqn + "'");
    }

    @Test
    void aServiceHasNoParent() {
        assertThat(List.of("svc", "\"a.b\"")).allSatisfy(fqn -> assertThatThrownBy(() -> Fqn.parent(fqn))
                .isInstanceOf(IllegalArgumentException.class));
    }
}
