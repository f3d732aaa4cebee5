package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Raw names of a table or view and of its schema, where there is no oid to go by. */
record SchemaObject(String schema, String name) {

    static SchemaObject of(EntityDescriptor descriptor) {
        return new SchemaObject(descriptor.schema(), descriptor.name());
    }

    /** Of a row of the system views of external tables or of all databases. */
    static SchemaObject of(ResultSet row) throws SQLException {
        return new SchemaObject(row.getString("schema_name"), row.getString("table_name"));
    }
}
