package io.trawl.source.snowflake;

import io.trawl.api.model.TrawlException;
import io.trawl.source.jdbc.DriverMessages;
import io.trawl.source.kit.Reach;

/**
 * Says what follows from a failure of a statement that is about a whole schema: a smaller batch would send the same one, so there
 * is nothing to halve.
 */
final class SchemaFailures {

    private final DriverMessages messages;

    SchemaFailures(DriverMessages messages) {
        this.messages = messages;
    }

    /** Reads, with a failure that stands for the whole batch if it is the statement that fails. */
    <V> V read(SchemaName schema, SchemaCache.Reader<V> reader) throws Exception {
        try {
            return reader.read();
        } catch (TrawlException e) {
            throw e;
        } catch (Exception e) {
            Reach reach = messages.failures().reach(e);
            if (!reach.leavesParts() || reach == Reach.SESSION || e instanceof RuntimeException) {
                throw e;
            }
            throw new TrawlException(
                    messages.failures().classify(e), "schema '" + schema.schema() + "': " + messages.describe(e), e);
        }
    }
}
