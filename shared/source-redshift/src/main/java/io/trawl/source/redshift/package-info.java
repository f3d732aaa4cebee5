/** Amazon Redshift as a source: its driver, its catalog. */
package io.trawl.source.redshift;
