package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * How a page of a list may be untrue. A server is not expected to lie; it does so through a bug in a filter or in paging, or a
 * cache in front of it (open-metadata/OpenMetadata #31482 is one that ignores a name).
 */
public enum Lie {
    /** It holds what lies below another parent of the same service. */
    OTHER_PARENT(
            (page, random) -> page.addAll(entity -> !page.parent().equals(entity.parentFqn()) && !entity.deleted())),
    /** It holds what lies in another service. */
    OTHER_SERVICE((page, random) -> {
        String service = page.parent().split("\\.")[0];
        page.addAll(entity -> !entity.fqn().startsWith(service + ".") && !entity.deleted());
    }),
    /** It holds everything three times, and counts so. */
    DOUBLED((page, random) -> {
        ArrayNode once = page.data().deepCopy();
        page.data().addAll(once).addAll(once.deepCopy());
        page.total(page.total() * 3);
    }),
    /** A part is missing, and is not counted either. */
    MISSING((page, random) -> {
        for (int left = page.data().size() / 2; left > 0; left--) {
            page.data().remove(random.nextInt(page.data().size()));
            page.total(page.total() - 1);
        }
    }),
    /** It ends before its end. */
    CUT_SHORT((page, random) -> {
        if (page.data().size() > 1) {
            page.data().remove(page.data().size() - 1);
        }
        page.after(null);
    }),
    /** It is said to be longer than it is. */
    TOTAL_TOO_HIGH((page, random) -> page.total(page.total() + 1 + random.nextInt(1_000))),
    /** It is said to be shorter than it is. */
    TOTAL_TOO_LOW((page, random) -> page.total(page.total() / 2)),
    /** After the last page comes the first. */
    ENDLESS((page, random) -> {
        if (page.isLast()) {
            // A cursor before every name; another one each time, as a server's would be.
            page.after(" ".repeat(1 + random.nextInt(1_000)));
        }
    }),
    /** Page after page of names that were never there, and the total grows with them. */
    ENDLESSLY_NEW((page, random) -> {
        page.data().removeAll();
        for (int i = 0; i < 1_000; i++) {
            page.invent("new" + Long.toString(random.nextLong() >>> 1, 36));
        }
        page.total(page.total() + 1_000 + random.nextInt(3_000));
        page.after(" ".repeat(1 + random.nextInt(1_000)));
    }),
    /** It holds what is deleted, marked as such. */
    DELETED((page, random) -> page.addAll(entity -> page.parent().equals(entity.parentFqn()) && entity.deleted())),
    /** It holds what is deleted as if it were not. */
    REVIVED((page, random) -> {
        DELETED.tell(page, random);
        page.data().forEach(entity -> ((ObjectNode) entity).put("deleted", false));
    }),
    /** Names in capital letters. */
    OTHER_CASE(
            (page, random) -> page.rename(fqn -> fqn.substring(0, page.parent().length())
                    + fqn.substring(page.parent().length()).toUpperCase(Locale.ROOT))),
    /** Names whose parents are in capital letters. */
    OTHER_CASE_OF_PARENT((page, random) -> page.rename(fqn -> fqn.toUpperCase(Locale.ROOT))),
    /** Names that were never there, below the right parent. */
    INVENTED((page, random) -> {
        page.invent("invented" + random.nextInt(1_000_000));
        page.total(page.total() + 1);
    }),
    /** Names that are none: quotes that do not close, a name without parts. */
    MALFORMED((page, random) -> {
        List<String> malformed = List.of(page.parent() + ".\"t", "", page.parent(), page.parent() + "..t", "t");
        page.rename(fqn -> malformed.get(random.nextInt(malformed.size())));
    });

    private final BiConsumer<Page, RandomGenerator> way;

    Lie(BiConsumer<Page, RandomGenerator> way) {
        this.way = way;
    }

    void tell(Page page, RandomGenerator random) {
        way.accept(page, random);
    }

    /**
     * A page of what lies below a parent.
     *
     * @param all everything of the type that the server holds
     */
    record Page(ObjectNode json, String parent, Collection<StoredEntity> all) {

        ArrayNode data() {
            return (ArrayNode) json.path("data");
        }

        private ObjectNode paging() {
            return (ObjectNode) json.path("paging");
        }

        int total() {
            return paging().path("total").asInt();
        }

        void total(int total) {
            paging().put("total", total);
        }

        boolean isLast() {
            return !paging().has("after");
        }

        /**
         * @param name after which the next page begins; null if there is none
         */
        void after(String name) {
            if (name == null) {
                paging().remove("after");
            } else {
                paging().put("after", Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)));
            }
        }

        void addAll(Predicate<StoredEntity> which) {
            all.stream().filter(which).forEach(entity -> {
                data().addObject()
                        .put("id", entity.id().toString())
                        .put("name", entity.document().path("name").asText())
                        .put("fullyQualifiedName", entity.fqn())
                        .put("deleted", entity.deleted());
                total(total() + 1);
            });
        }

        void invent(String name) {
            data().addObject().put("name", name).put("fullyQualifiedName", parent + "." + name);
        }

        void rename(UnaryOperator<String> change) {
            for (JsonNode entity : data()) {
                ((ObjectNode) entity)
                        .put(
                                "fullyQualifiedName",
                                change.apply(entity.path("fullyQualifiedName").asText()));
            }
        }
    }
}
