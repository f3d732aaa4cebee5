package io.trawl.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;

/**
 * The text of a workflow. Keys are added as the content of a YAML flow mapping, for example {@code parallelism: 2,
 * entitiesPerBatch: 5}; a key that is there already gets the new value.
 */
public final class WorkflowYaml {

    private static final String CONNECTION = "/source/serviceConnection/config";
    private static final String SERVER = "/workflowConfig/openMetadataServerConfig";
    private static final String EXECUTION = "/workflowConfig/distributedExecution";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root = JSON.createObjectNode();

    private WorkflowYaml() {}

    /**
     * From a database of PostgreSQL, in the superuser's name.
     *
     * @param service name of the database's service
     * @param hostPort address of its server
     */
    public static WorkflowYaml postgres(String service, String hostPort, String database) {
        return from("postgres", "Postgres", service, hostPort, EmbeddedDatabase.USERNAME, "none", database);
    }

    /** The same from a database of Redshift; the connection is not encrypted. */
    public static WorkflowYaml redshift(
            String service, String hostPort, String username, String password, String database) {
        return from("redshift", "Redshift", service, hostPort, username, password, database)
                .connection("sslMode: disable");
    }

    /**
     * From every database of a Snowflake account, through a server that speaks plain HTTP.
     *
     * @param host of that server
     */
    public static WorkflowYaml snowflake(
            String service, String host, int port, String account, String username, String password) {
        WorkflowYaml yaml = new WorkflowYaml();
        yaml.at("/source").put("type", "snowflake").put("serviceName", service);
        yaml.at(CONNECTION)
                .put("type", "Snowflake")
                .put("account", account)
                .put("username", username)
                .put("password", password)
                .put("warehouse", "COMPUTE_WH");
        yaml.at(CONNECTION + "/connectionArguments")
                .put("host", host)
                .put("port", port)
                .put("protocol", "http");
        return yaml.source("type: DatabaseMetadata");
    }

    private static WorkflowYaml from(
            String type,
            String connectionType,
            String service,
            String hostPort,
            String username,
            String password,
            String database) {
        WorkflowYaml yaml = new WorkflowYaml();
        yaml.at("/source").put("type", type).put("serviceName", service);
        yaml.at(CONNECTION)
                .put("type", connectionType)
                .put("hostPort", hostPort)
                .put("username", username)
                .put("database", database);
        return yaml.password(password).source("type: DatabaseMetadata");
    }

    /** The password of the source's user. */
    public WorkflowYaml password(String value) {
        at(CONNECTION + "/authType").put("password", value);
        return this;
    }

    /** Keys of the connection to the source. */
    public WorkflowYaml connection(String keys) {
        return put(CONNECTION, keys);
    }

    /** Keys that say what is ingested. */
    public WorkflowYaml source(String keys) {
        return put("/source/sourceConfig/config", keys);
    }

    /** Into a file. */
    public WorkflowYaml toFile(Object filename) {
        at("/sink").put("type", "file");
        at("/sink/config").removeAll().put("filename", filename.toString());
        at("/workflowConfig").remove("openMetadataServerConfig");
        return this;
    }

    /** Into an OpenMetadata server. */
    public WorkflowYaml toOpenMetadata(Object hostPort, String token) {
        at("/sink").put("type", "metadata-rest");
        at("/sink/config").removeAll();
        at(SERVER).put("hostPort", hostPort.toString()).put("authProvider", "openmetadata");
        at(SERVER + "/securityConfig").put("jwtToken", token);
        return this;
    }

    /** Keys of {@code workflowConfig}. */
    public WorkflowYaml config(String keys) {
        return put("/workflowConfig", keys);
    }

    /** Keys of {@code workflowConfig.distributedExecution}, which is enabled by that unless they say otherwise. */
    public WorkflowYaml execution(String keys) {
        if (!at(EXECUTION).has("enabled")) {
            at(EXECUTION).put("enabled", true);
        }
        return put(EXECUTION, keys);
    }

    /**
     * The ledger, in a database of its own or not, which asks for no password.
     *
     * @param leaseSeconds 0 for the usual lease
     */
    public WorkflowYaml ledger(String url, int leaseSeconds) {
        ObjectNode ledger = at(EXECUTION + "/ledger").put("url", url).put("username", EmbeddedDatabase.USERNAME);
        if (leaseSeconds > 0) {
            ledger.put("leaseSeconds", leaseSeconds);
        }
        return this;
    }

    /**
     * Keys anywhere.
     *
     * @param place JSON pointer to their mapping, which is made if it is not there; empty for the workflow itself
     */
    public WorkflowYaml put(String place, String keys) {
        at(place).setAll((ObjectNode) Yaml.documents("{" + keys + "}").get(0));
        return this;
    }

    private ObjectNode at(String place) {
        ObjectNode node = root;
        for (String key : place.isEmpty() ? new String[0] : place.substring(1).split("/")) {
            node = node.withObject("/" + key);
        }
        return node;
    }

    /** Writes the text into a file, which is returned. */
    public Path write(Path file) {
        try {
            return Files.writeString(file, toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text. */
    @Override
    public String toString() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        return new org.yaml.snakeyaml.Yaml(options).dump(JSON.convertValue(root, Map.class));
    }
}
