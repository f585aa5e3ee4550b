/** Tests of the middleware as a whole. */
@NullMarked
package io.lockstep;

import org.jspecify.annotations.NullMarked;
