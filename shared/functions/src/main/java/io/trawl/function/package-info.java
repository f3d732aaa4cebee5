/** What both functions share. */
package io.trawl.function;
