/** Several calls in one multipart request, as Google's batch endpoints take them. */
@NullMarked
package io.lockstep.sandbox.google.batch;

import org.jspecify.annotations.NullMarked;
