/**
 * The canonical event: times, recurrence, attendees, time zones, and its fields as the core merges
 * them.
 */
@NullMarked
package io.lockstep.calendar;

import org.jspecify.annotations.NullMarked;
