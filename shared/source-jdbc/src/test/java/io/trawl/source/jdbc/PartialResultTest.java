package io.trawl.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.source.kit.PartialResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialResultTest {

    private int statements;

    private static SQLException unreadable() {
        return new SQLException("invalid byte sequence", "22021");
    }

    private PartialResult<Integer, String> read(List<Integer> keys, Set<Integer> bad) throws Exception {
        statements = 0;
        return PartialResult.<Integer, String>read(JdbcSessions.SQL_STATES, keys, some -> {
            statements++;
            if (some.stream().anyMatch(bad::contains)) {
                throw unreadable();
            }
            return some.stream().map(key -> "object " + key).toList();
        });
    }

    @Test
    void exactlyWhatCannotBeReadIsLeftOut() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Integer> keys = IntStream.range(0, random.nextInt(300)).boxed().toList();
            Set<Integer> bad = new HashSet<>();
            for (int i = random.nextInt(6); i > 0 && !keys.isEmpty(); i--) {
                bad.add(random.nextInt(keys.size()));
            }
            List<Integer> good = new ArrayList<>(keys);
            good.removeAll(bad);

            PartialResult<Integer, String> isolated = read(keys, bad);

            assertThat(isolated.unreadable().keySet()).isEqualTo(bad);
            assertThat(isolated.found())
                    .containsExactlyElementsOf(
                            good.stream().map(key -> "object " + key).toList());
            assertThat(statements).isLessThanOrEqualTo(2 + 2 * 9 * bad.size());
        }
    }

    @Test
    void thousandsThatCannotBeReadAreGivenUp() throws Exception {
        List<Integer> keys = IntStream.range(0, 20_000).boxed().toList();

        PartialResult<Integer, String> isolated = read(keys, new HashSet<>(keys));

        assertThat(isolated.unreadable()).hasSize(20_000);
        assertThat(statements).isLessThan(PartialResult.MOST_STATEMENTS + 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "53300", "57014", "40001"})
    void whatIsNotAboutAnObjectIsThrown(String state) {
        SQLException failure = new SQLException("not about an object", state);

        assertThatThrownBy(() -> PartialResult.<Integer, String>read(JdbcSessions.SQL_STATES, List.of(1, 2), some -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
