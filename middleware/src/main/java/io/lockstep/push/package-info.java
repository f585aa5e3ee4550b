/** Channels on which mail services tell of changes, remembered where every process finds them. */
@NullMarked
package io.lockstep.push;

import org.jspecify.annotations.NullMarked;
