package io.lockstep.sandbox.itip;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A guest's answer.
 *
 * @param uid iCalUID of the event or of the whole series
 * @param recurrenceId original start of the one occurrence answered; null = the whole
 * @param organizer the address it is sent to
 * @param guest the address it comes from
 */
public record Reply(
    String uid,
    @Nullable Instant recurrenceId,
    String organizer,
    String guest,
    Meeting.Answer answer) {}
