/** Runs in Argo: what is submitted, and clients that submit it and say how it stands. */
package io.trawl.argo;
