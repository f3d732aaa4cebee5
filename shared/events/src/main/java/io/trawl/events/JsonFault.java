package io.trawl.events;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;

/** What is wrong with JSON, for who sent it. Jackson's own texts name Java classes. */
final class JsonFault {

    private JsonFault() {}

    /** For example {@code data.entities[0].priority is of another type}, or {@code line 1, column 12}. */
    static String of(JsonProcessingException fault) {
        if (fault instanceof StreamConstraintsException) {
            return "it is nested too deeply, or a name, number or text in it is too long";
        }
        if (fault instanceof JsonMappingException mapping) {
            return path(mapping) + " is missing or of another type";
        }
        JsonLocation at = fault.getLocation();
        return at == null ? "its syntax is wrong" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String path(JsonMappingException fault) {
        StringBuilder path = new StringBuilder("data");
        for (Reference step : fault.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append('.').append(step.getFieldName());
            }
        }
        return path.toString();
    }
}
