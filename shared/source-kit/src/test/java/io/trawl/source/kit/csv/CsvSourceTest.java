package io.trawl.source.kit.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.report.Report;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import io.trawl.engine.memory.LocalConnectionBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source is one dialect, without JDBC: a folder of CSV files goes the whole way from the workflow to the sink. */
@Timeout(60)
class CsvSourceTest {

    private static final int ORDERS = 250;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        for (int i = 0; i < ORDERS; i++) {
            write("shop/sales/order_" + i + ".csv", "id:int,placed:date\n1,2026-01-01\n");
        }
        write("shop/staff/person.csv", "id:int,full.name\n");
        write("shop/staff/empty.csv", "");
        write("bank/public/account.csv", "iban:string,balance:decimal\n");
    }

    private void write(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private Workflow workflow() throws IOException {
        Path file = Files.writeString(folder.resolve("workflow.yaml"), """
                source:
                  type: csv
                  serviceName: svc
                  serviceConnection: {config: {folder: data}}
                  sourceConfig: {config: {type: DatabaseMetadata}}
                sink: {type: file, config: {filename: '%s'}}
                workflowConfig:
                  successThreshold: 0
                  distributedExecution: {enabled: true, parallelism: 4, maxSourceConnections: 2}
                """.formatted(folder.resolve("catalog.ndjson")));
        return new WorkflowReader(Map.of()).read(file);
    }

    private DiscoverableSource open() throws IOException {
        Workflow workflow = workflow();
        return new CsvProvider().open(workflow, Filters.of(workflow.source()), new LocalConnectionBudget(2));
    }

    @Test
    void everyFileReachesTheSinkAndABrokenOneFailsAlone() throws IOException {
        write("shop/sales/broken.csv", new byte[] {'i', 'd', (byte) 0xff, '\n'});

        Report report = new IngestionEngine().ingest(workflow(), RunStart.anew(), RunListener.NONE, run -> {});

        assertThat(report.entities().listed()).isEqualTo(ORDERS + 4);
        assertThat(report.entities().ingested()).isEqualTo(ORDERS + 3);
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.id()).isEqualTo("svc.shop.sales.broken");
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
            assertThat(failure.message()).isEqualTo("its first line is no UTF-8 text");
        });
        try (Stream<String> lines = Files.lines(folder.resolve("catalog.ndjson"))) {
            assertThat(lines.filter(line -> line.contains("svc.shop.staff.person")))
                    .singleElement()
                    .asString()
                    .contains("\"tableType\":\"Local\"", "\"name\":\"id\"", "\"dataType\":\"INT\"");
        }
    }

    @Test
    void aSchemaThatCannotBeListedIsIncompleteAlone() throws IOException {
        write("shop/no_folder", "");
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> found = new ArrayList<>();
            Scope scope = new Scope("shop", List.of("no_folder", "sales", "staff"));

            Listing listing = source.discoverEntities(EntityType.TABLE, scope, found::add);

            assertThat(listing.complete()).containsExactlyInAnyOrder("sales", "staff");
            assertThat(listing.failures().get("no_folder").message())
                    .startsWith("source csv at data/shop: java.nio.file.NotDirectoryException");
            assertThat(found).hasSize(ORDERS + 2).doesNotHaveDuplicates();
        }
    }

    @Test
    void aFileThatIsRemovedAfterTheListingIsGone() throws IOException {
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> found = new ArrayList<>();
            source.discoverEntities(EntityType.TABLE, new Scope("bank", List.of("public")), found::add);
            Files.delete(folder.resolve("data/bank/public/account.csv"));

            try (Stream<ReadResult> results = source.processEntities(found)) {
                assertThat(results).singleElement().isInstanceOf(Outcome.Gone.class);
            }
            assertThat(source.stillPresent(EntityType.TABLE, "bank", "public", List.of("svc.bank.public.account")))
                    .isEmpty();
            assertThat(source.stillPresent(EntityType.DATABASE_SCHEMA, "bank", null, List.of("svc.bank.public")))
                    .containsExactly("svc.bank.public");
        }
    }

    @Test
    void whatIsThereIsChecked() throws IOException {
        try (DiscoverableSource source = open()) {
            assertThat(source.check())
                    .extracting(Check::detail)
                    .containsExactly(
                            "folder " + folder.resolve("data").toRealPath(),
                            "2 with 3 schemas; the filters leave out 0",
                            "1 tables in 1 schemas",
                            ORDERS + 2 + " tables in 2 schemas");
        }
    }

    @Test
    void aFolderThatIsMissingIsOneLine() throws IOException {
        Workflow workflow = workflow();
        Files.move(folder.resolve("data"), folder.resolve("elsewhere"));
        try (DiscoverableSource source =
                new CsvProvider().open(workflow, Filters.of(workflow.source()), new LocalConnectionBudget(2))) {
            assertThat(source.check()).singleElement().satisfies(check -> {
                assertThat(check.failure()).isEqualTo(FailureKind.INVALID);
                assertThat(check.detail()).isEqualTo("source csv at data: there is no such folder");
            });
        }
    }
}
