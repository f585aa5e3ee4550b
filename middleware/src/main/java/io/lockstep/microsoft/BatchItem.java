package io.lockstep.microsoft;

import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request of a batch.
 *
 * @param request makes the request anew, from fresh objects: the SDK sends of one that was sent
 *     before only what changed since (reference/microsoft.md H6)
 * @param answer null where nothing is answered
 */
record BatchItem<T extends Parsable>(
    Supplier<RequestInformation> request, @Nullable ParsableFactory<T> answer) {}
