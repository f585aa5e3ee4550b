/** Contacts, contact folders and their change tracking in the simulated Microsoft 365. */
@NullMarked
package io.lockstep.sandbox.microsoft.contacts;

import org.jspecify.annotations.NullMarked;
