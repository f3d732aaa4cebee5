package io.trawl.api.source;

import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;

/** Makes sources of one type; found with {@link java.util.ServiceLoader}. */
public interface SourceProvider {

    /** The value of {@code source.type}, lower case, for example {@code postgres}. */
    String type();

    /**
     * Whether entities of this source may belong to extensions, which add their own tables and functions to a user's; see
     * {@link io.trawl.api.model.EntityDescriptor#extension}.
     */
    default boolean hasExtensions() {
        return false;
    }

    /** Whether the source can say of entities what {@link io.trawl.api.model.EntityDescriptor#version} needs. */
    default boolean saysWhatWasAltered() {
        return false;
    }

    /** The record that {@code source.serviceConnection.config} is read into. */
    Class<? extends SourceConnection> connectionType();

    /**
     * Makes the source; opens no connection yet.
     *
     * @param workflow whose {@code source().connection()} is a {@link #connectionType()}
     * @param filters the workflow's filters, defaults of the connection included
     * @param budget where every connection must be leased
     */
    DiscoverableSource open(Workflow workflow, Filters filters, ConnectionBudget budget);
}
