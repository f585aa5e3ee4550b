/**
 * The calendars of the simulated Microsoft 365: events and series as Exchange keeps them, the
 * copies of meetings in other mailboxes, listings and change tracking.
 */
@NullMarked
package io.lockstep.sandbox.microsoft.calendar;

import org.jspecify.annotations.NullMarked;
