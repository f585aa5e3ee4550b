/** Calendars, events, their copies, sync tokens and push channels of the simulated Google. */
@NullMarked
package io.lockstep.sandbox.google.calendar;

import org.jspecify.annotations.NullMarked;
