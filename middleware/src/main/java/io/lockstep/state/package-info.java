/**
 * Links, cursors, work, leases and the queue: what the middleware remembers, all of it rebuildable,
 * kept in Redis.
 */
@NullMarked
package io.lockstep.state;

import org.jspecify.annotations.NullMarked;
