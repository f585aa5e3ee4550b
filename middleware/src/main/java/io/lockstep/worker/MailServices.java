package io.lockstep.worker;

import io.lockstep.google.GoogleTransport;
import io.lockstep.google.GoogleWatch;
import io.lockstep.microsoft.GraphTransport;
import io.lockstep.microsoft.GraphWatch;
import org.jspecify.annotations.Nullable;

/**
 * What a process holds open towards the mail services.
 *
 * @param googleWatch null where no public address is set: there is no push then
 * @param microsoftWatch null where no public address is set
 */
public record MailServices(
    GoogleTransport google,
    @Nullable GoogleWatch googleWatch,
    GraphTransport microsoft,
    @Nullable GraphWatch microsoftWatch) {}
