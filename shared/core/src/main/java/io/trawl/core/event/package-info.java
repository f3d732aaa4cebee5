/** The CloudEvents that join the functions: their types, envelopes and data. */
package io.trawl.core.event;
