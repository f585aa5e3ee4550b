/** A call to a mail service and what became of it, in words that all adapters share. */
@NullMarked
package io.lockstep.call;

import org.jspecify.annotations.NullMarked;
