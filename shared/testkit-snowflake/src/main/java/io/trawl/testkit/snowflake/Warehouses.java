package io.trawl.testkit.snowflake;

import io.trawl.testkit.snowflake.sql.SqlException;
import java.util.Map;

/**
 * The warehouses. A SELECT on a view needs one that runs, or resumes by itself; otherwise 000606, SQLState 57P03, also for
 * one that is suspended without AUTO_RESUME, and 090073 if a resource monitor keeps it (quoted by rudder-server, snowflake.go).
 */
final class Warehouses {

    private final Map<String, Warehouse> byName;

    Warehouses(Map<String, Warehouse> byName) {
        this.byName = byName;
    }

    boolean usable(String name, String role) {
        Warehouse warehouse = byName.get(name);
        return warehouse != null && warehouse.usableBy(role);
    }

    Warehouse get(String name) {
        return byName.get(name);
    }

    /** The one a statement runs on, running. */
    Warehouse running(Session session) {
        Warehouse warehouse = session.warehouse == null ? null : byName.get(session.warehouse);
        if (warehouse == null || !warehouse.usableBy(session.role)) {
            throw noneActive();
        }
        warehouse.run();
        return warehouse;
    }

    static SqlException noneActive() {
        return SqlException.of(
                "000606",
                "57P03",
                "No active warehouse selected in the current session.  Select an active warehouse with the 'use"
                        + " warehouse' command.\n");
    }
}
