package io.trawl.source.kit;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Hierarchy.Failure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing, in an order of the source's own that does not change when entities come or go.
 *
 * @param descriptors what it holds; may be empty
 * @param next where the next begins, which means something to the source alone; null if this is the last
 * @param incompleteSchemas schemas of the scope of which too little can be seen to be sure that nothing else is in them,
 *     each with the reason, which does not say where
 */
public record Page(
        List<EntityDescriptor> descriptors, @Nullable String next, Map<String, Failure> incompleteSchemas) {

    /** A page that says all there is. */
    public Page(List<EntityDescriptor> descriptors, String next) {
        this(descriptors, next, Map.of());
    }

    /** The last page, with nothing in it. */
    public static Page empty() {
        return new Page(List.of(), null);
    }
}
