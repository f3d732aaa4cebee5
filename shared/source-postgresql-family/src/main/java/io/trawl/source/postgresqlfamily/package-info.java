/**
 * What PostgreSQL and its descendants share, and no other database has: oids and numbers of columns ({@link Oid}, {@link
 * CatalogKeys}), libpq's words for a connection ({@link LibpqConnection}, {@link DriverOptions}, {@link LibpqTls}), and TLS as
 * pgJDBC's descendants take it ({@link TlsProperties}, {@link PemSocketFactory}).
 *
 * <p>This package must not use a particular driver or source.
 */
package io.trawl.source.postgresqlfamily;
