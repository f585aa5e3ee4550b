/** {@code $batch}: several calls in one request. */
@NullMarked
package io.lockstep.sandbox.microsoft.batch;

import org.jspecify.annotations.NullMarked;
