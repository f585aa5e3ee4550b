package io.lockstep.sandbox.google.calendar;

import org.jspecify.annotations.Nullable;

/**
 * What comes along with a write.
 *
 * @param ifMatch the etag the event must still have; null = any
 * @param conferences whether the body's {@code conferenceData} counts (version 1)
 * @param attachments whether the body's {@code attachments} count
 */
public record WriteOptions(
    SendUpdates send, @Nullable String ifMatch, boolean conferences, boolean attachments) {
  public static WriteOptions sending(SendUpdates send) {
    return new WriteOptions(send, null, false, false);
  }
}
