/**
 * Credentials, sealed: keys of orgs, grants of connections and users, at rest in Redis and in a
 * backup file, readable with the vault's key only.
 */
@NullMarked
package io.lockstep.vault;

import org.jspecify.annotations.NullMarked;
